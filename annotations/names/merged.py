"""Names that mean the same, as people have said: merged and unmerged by hand, never by themselves.

What is tagged stays as it is; only where names are counted or grouped does one stand for another. Merges form chains
(“Zakharova” → “Maria Zakharova” → “M. V. Zakharova”), so that taking one back leaves the others as they were.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotations.errors import NotFoundError, UsageError
from annotations.identity import check_name, now
from annotations.names.runs import PRONOUNS, WORDING_ROLES

if TYPE_CHECKING:
    from annotations.names.alike import Alike
    from annotations.store import Store
    from annotations.store.names import SameName
    from annotations.workspace import Workspace

__all__ = ["Known", "Meanings", "folded", "known_names", "meanings", "merge", "suggestions", "unmerge"]


class Meanings:
    """What each name stands for."""

    def __init__(self, pairs: Iterable[SameName]) -> None:
        self.pairs: Sequence[SameName] = tuple(pairs)
        self._next = {pair.name: pair.stands_for for pair in self.pairs}

    def of(self, name: str) -> str:
        """The name that `name` stands for in the end; itself where nobody has said anything."""
        seen = {name}
        while (meant := self._next.get(name)) is not None and meant not in seen:
            seen.add(meant)
            name = meant
        return name

    def under(self, name: str) -> tuple[str, ...]:
        """The names that stand for `name` in the end, itself not among them."""
        return tuple(pair.name for pair in self.pairs if pair.name != name and self.of(pair.name) == name)


@dataclass(frozen=True, slots=True)
class Known:
    """A name, counted over all that stand for it.

    Attributes:
        name: What the others stand for.
        uses: Roles that are called so.
        articles: Numbers of the articles where they are.
        also: The other names that stand for it, whether they are in use or not.
    """

    name: str
    uses: int
    articles: frozenset[int]
    also: tuple[str, ...] = ()


def folded(name: str) -> str:
    """Return a name as it is counted: line ends and runs of blanks are one blank, all else as it was written."""
    return " ".join(name.split())


def meanings(store: Store) -> Meanings:
    """Read what each name stands for."""
    return Meanings(store.names.all())


def known_names(store: Store) -> list[Known]:
    """Every name that roles have in the library, merged as people have said, the ones used most first.

    Pronouns name nobody.
    """
    means = meanings(store)
    uses: dict[str, int] = {}
    articles: dict[str, set[int]] = {}
    for use in store.names.uses(WORDING_ROLES):
        name = means.of(folded(use.name))
        if name.casefold() in PRONOUNS:
            continue
        uses[name] = uses.get(name, 0) + use.uses
        articles.setdefault(name, set()).add(use.article)
    for pair in means.pairs:
        uses.setdefault(means.of(pair.name), 0)
    also: dict[str, list[str]] = {}
    for pair in means.pairs:
        if (meant := means.of(pair.name)) != pair.name:
            also.setdefault(meant, []).append(pair.name)
    return [
        Known(name, count, frozenset(articles.get(name, ())), tuple(also.get(name, ())))
        for name, count in sorted(uses.items(), key=lambda item: (-item[1], item[0]))
    ]


def merge(workspace: Workspace, names: Iterable[str], into: str) -> list[str]:
    """Let each of `names` stand for `into`; returns those that did not yet.

    Raises:
        UsageError: A name would stand for itself; nothing was written.
        SchemaError: A name is blank or too long.
        StoreError: The database refused.
    """
    into = check_name(into)
    store = workspace.store
    with store.writing():
        means = meanings(store)
        target = means.of(into)
        done = []
        for name in dict.fromkeys(map(check_name, names)):
            if name == into:
                raise UsageError(f"“{name}” cannot stand for itself")
            if name == target:
                raise UsageError(f"“{into}” stands for “{name}”", "Take that back first: “stet names unmerge”.")
            if means.of(name) != target:
                store.names.put(name, target, workspace.annotator, now())
                done.append(name)
    return done


def unmerge(workspace: Workspace, name: str) -> str:
    """Let a name stand for itself again; returns what it stood for.

    Raises:
        NotFoundError: It stands for no other one.
        StoreError: The database refused.
    """
    store = workspace.store
    with store.writing():
        means = meanings(store)
        name = folded(name)
        before = next((pair.stands_for for pair in means.pairs if pair.name == name), None)
        if before is None:
            under = means.under(name)
            hint = f"These stand for it: {', '.join(under)}." if under else "“stet names” shows which do."
            raise NotFoundError(f"“{name}” stands for no other name", hint)
        store.names.remove(name)
    return before


def suggestions(store: Store) -> list[Alike]:
    """Names that may mean the same, each with the one that it may stand for and why; the surest first."""
    from annotations.names.alike import alike_names

    return alike_names([known for known in known_names(store) if known.uses])
