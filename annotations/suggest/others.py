r"""Suggesters of other packages: each is registered as an entry point of the group `stet.suggesters`.

The name of the entry point is the kind, as `--kind` takes it. What it names is a class that is called without
arguments, or an object; either has what `annotations.suggest.base.Suggester` says. To look the names up loads nothing
of the packages; that happens in a process of its own (`annotations.suggest.guarding`), in which alone `load` is called.

For example, `weasel.py`, a suggester of claims that nobody answers for:

    import re

    from annotations.suggest import Suggestion

    NOBODY = re.compile(r"(?i)\b(critics say|experts believe|it is thought|observers note|many argue)\b")


    class Weasels:
        kind = "weasels"  # as --kind takes it, and the name of the entry point
        label = "claim"  # a label of the coding scheme

        def suggest(self, passage, sentences=None):
            for index in range(len(passage.sentences)) if sentences is None else sentences:
                span = passage.sentences[index]
                if found := NOBODY.search(passage.text, span.start, span.end):
                    yield Suggestion(self.label, (span,), score=0.7, reasons=(f"“{found[0]}”: who?",))

and in the `pyproject.toml` of its package:

    [project.entry-points."stet.suggesters"]
    weasels = "weasel:Weasels"
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from annotations.errors import StetError
from annotations.schema import clip
from annotations.suggest.base import Suggester

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

__all__ = ["GROUP", "Other", "Others", "load", "others"]

GROUP = "stet.suggesters"

_NAME = re.compile(r"[a-z][a-z0-9_-]{0,39}")
_TAKEN = frozenset({"id", "number", "title", "text", "stet"})
"""Names that stand for something else where suggestions are written."""


class Other(NamedTuple):
    """A suggester of another package: its kind, where it is (`module:name`), and which package has it."""

    kind: str
    target: str
    package: str


class Others(NamedTuple):
    """Those that can be used by kind, and a sentence for each that cannot."""

    usable: Mapping[str, Other]
    problems: tuple[str, ...]


def others() -> Others:
    """Look up the suggesters of other packages, without loading any."""
    from importlib.metadata import entry_points

    from annotations.suggest import KINDS

    try:
        points = sorted(entry_points(group=GROUP), key=lambda point: (point.name, point.value))
    except Exception as error:  # noqa: BLE001 - what is installed may be broken in any way
        return Others({}, (f"the suggesters of other packages cannot be looked up: {type(error).__name__}: {error}",))
    by_kind: dict[str, list[Other]] = {}
    for point in points:
        one = Other(point.name, point.value, _package(point))
        if one not in by_kind.setdefault(one.kind, []):
            by_kind[one.kind].append(one)
    usable, problems = {}, []
    for kind, found in by_kind.items():
        packages = " and ".join(one.package for one in found)
        if kind in KINDS:
            problems.append(f"the suggester “{kind}” of {packages} is left aside: Stet’s own has that name")
        elif not _NAME.fullmatch(kind) or kind in _TAKEN:
            problems.append(f"the suggester “{clip(kind)}” of {packages} is left aside: it cannot be called so")
        elif len(found) > 1:
            problems.append(f"the suggester “{kind}” is left aside: {packages} each have one of that name")
        else:
            usable[kind] = found[0]
    return Others(usable, tuple(problems))


def load(kind: str) -> Suggester:
    """Load a suggester of another package, which runs its code.

    Raises:
        StetError: There is none, or what is registered is no suggester.
        Exception: Whatever its package raises.
    """
    from importlib.metadata import EntryPoint

    other = others().usable.get(kind)
    if other is None:
        raise StetError("it is no longer installed")
    loaded = EntryPoint(other.kind, other.target, GROUP).load()
    made = loaded() if isinstance(loaded, type) else loaded
    for name in ("kind", "label"):
        if not isinstance(getattr(made, name, None), str):
            raise StetError(f"{other.target} is no suggester: it has no “{name}”")
    if not callable(getattr(made, "suggest", None)):
        raise StetError(f"{other.target} is no suggester: it has no method “suggest”")
    if made.kind != kind:
        raise StetError(f"it calls its kind “{clip(made.kind)}”, but is registered as “{kind}”")
    suggester: Suggester = made
    return suggester


def _package(point: EntryPoint) -> str:
    try:
        return str(point.dist.name) if point.dist is not None else "an unknown package"
    except Exception:  # noqa: BLE001 - the metadata of a package may be broken in any way
        return "a broken package"
