r"""Formats of other packages: each is registered as an entry point of the group `stet.formats`.

What the entry point names is a class that is called without arguments, or an object, of a kind that
`annotations.formats.base` has. For example, `counted.py`, a format that only counts:

    from annotations.formats import Carries, TextFormat


    class Counts(TextFormat):
        name = "counts"  # as --format takes it
        purpose = "how many annotations each article has"
        suffixes = (".counts",)

        def write(self, records, job, out):
            for record in records:
                out.write(f"{record.info.number}\t{len(record.annotations)}\n")

and in the `pyproject.toml` of its package:

    [project.entry-points."stet.formats"]
    counts = "counted:Counts"
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from annotations.formats.base import BinaryFormat, FilesFormat, Format, PlainFormat, TextFormat
from annotations.schema import clip

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

__all__ = ["GROUP", "Others", "others"]

GROUP = "stet.formats"

_NAME = re.compile(r"[a-z][a-z0-9_-]{0,39}")
_SUFFIX = re.compile(r"(?:\.[a-z0-9_-]+)+")
_KINDS = (TextFormat, PlainFormat, BinaryFormat, FilesFormat)


class Others(NamedTuple):
    """The formats of other packages that can be used, and a sentence for each that is left aside."""

    usable: tuple[Format, ...]
    problems: tuple[str, ...]


def others(own: Iterable[Format]) -> Others:
    """Load the formats of other packages; one that is broken, or has a name or suffix of another, is left aside."""
    from importlib.metadata import entry_points

    try:
        points = sorted(entry_points(group=GROUP), key=lambda point: (point.name, point.value))
    except Exception as error:  # noqa: BLE001 - what is installed may be broken in any way
        return Others((), (f"the formats of other packages cannot be looked up: {type(error).__name__}: {error}",))
    names = {form.name for form in own}
    suffixes = {suffix for form in own for suffix in form.suffixes}
    usable: list[Format] = []
    problems: list[str] = []
    for point in points:
        try:
            form = _load(point)
            _refuse_taken(form, names, suffixes)
        except Exception as error:  # noqa: BLE001 - other people's code may raise anything
            reason = str(error) if isinstance(error, ValueError) else f"{type(error).__name__}: {error}"
            problems.append(f"the format “{clip(point.name)}” ({clip(point.value)}) is left aside: {clip(reason, 200)}")
            continue
        names.add(form.name)
        suffixes.update(form.suffixes)
        usable.append(form)
    return Others(tuple(usable), tuple(problems))


def _refuse_taken(form: Format, names: set[str], suffixes: set[str]) -> None:
    if form.name in names:
        raise ValueError(f"there is a format “{form.name}” already")
    if taken := suffixes.intersection(form.suffixes):
        raise ValueError(f"another format has the suffix {min(taken)}")


def _load(point: EntryPoint) -> Format:
    loaded = point.load()
    form = loaded() if isinstance(loaded, type) else loaded
    if not isinstance(form, _KINDS):
        kinds = ", ".join(kind.__name__ for kind in _KINDS)
        raise ValueError(f"it is none of {kinds}")  # noqa: TRY004 - told with the others
    if not isinstance(form.name, str) or not _NAME.fullmatch(form.name):
        raise ValueError("it has no name in small letters")
    if not isinstance(form.suffixes, tuple) or not form.suffixes or not all(map(_SUFFIX.fullmatch, form.suffixes)):
        raise ValueError("its suffixes are no tuple of “.abc”")
    return form
