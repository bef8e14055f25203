"""Rows of histories in a form that is the same in every database, and which of their steps stand.

In a database, an annotation names the version of its article by a number that means nothing elsewhere. Here it names
the SHA-256 of the text, and two states are the same when their JSON is.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from annotations.store.history import SubjectKind

__all__ = ["Steps", "Told", "canonical", "standing", "told_from"]

_BOOKS = "merge"
"""Steps that say what a merge did to one database; what was merged is told by its own steps."""
IMPORTS = frozenset({"import", "export"})
"""Steps that brought a state without its history: from an export that was imported, or merged."""


@dataclass(frozen=True, slots=True)
class Told:
    """What one step did to one thing.

    Attributes:
        article: Id of the article where it happened.
        before: State as canonical JSON, None where it was not there; likewise `after`.
        brought: The step that merged it into the database that it was read from.
    """

    step: str
    undoes: str | None
    redoes: str | None
    at: str
    annotator: str
    article: str
    action: str
    summary: str
    kind: SubjectKind
    subject: str
    before: str | None
    after: str | None
    brought: str | None = None

    @property
    def key(self) -> tuple[str, str, str | None, str | None]:
        """What makes two rows the same."""
        return self.step, self.subject, self.before, self.after

    @property
    def owner(self) -> str | None:
        """Whose the annotation or relation is; None for facts, and where it would change hands."""
        if self.kind is SubjectKind.ARTICLE:
            return None
        owners = {json.loads(state)["annotator"] for state in (self.before, self.after) if state is not None}
        return owners.pop() if len(owners) == 1 else None

    def here(self, ids: Mapping[str, str]) -> Told:
        """The same row with the id that its article has in the library."""
        article = ids[self.article]
        if article == self.article:
            return self
        subject = article if self.kind is SubjectKind.ARTICLE else self.subject
        return replace(self, article=article, subject=subject)

    @property
    def takes_back(self) -> str | None:
        """The step that this one takes back, or the one taking back that this one takes back."""
        return self.undoes or self.redoes


class Steps:
    """Which steps stand: those that were not taken back, or whose taking back was taken back."""

    def __init__(self, rows: Iterable[Told]) -> None:
        self._against: defaultdict[str, set[str]] = defaultdict(set)
        for row in rows:
            if row.takes_back is not None:
                self._against[row.takes_back].add(row.step)
        self._known: dict[str, bool] = {}

    def stands(self, step: str) -> bool:
        """Tell whether a step is in effect."""
        waiting = [step]
        while waiting:
            against = self._against.get(waiting[-1], set())
            if unknown := [other for other in against if other not in self._known]:
                waiting += unknown
            else:
                self._known[waiting.pop()] = not any(self._known[other] for other in against)
        return self._known[step]


def told_from(rows: Iterable[Mapping[str, Any]], digests: Mapping[int, str]) -> Iterator[Told]:
    """Read rows of the table `history`, whose `article` is an id already; `digests` has the SHA-256 of each version."""
    for row in rows:
        kind = SubjectKind(row["kind"])

        def state(text: str | None, kind: SubjectKind = kind) -> str | None:
            return None if text is None else canonical(text, kind, lambda version: digests[version])

        yield Told(**dict(row) | {"kind": kind, "before": state(row["before"]), "after": state(row["after"])})


def canonical(text: str, kind: SubjectKind, version: Callable[[Any], Any]) -> str:
    """Write a state in canonical JSON, with its version as `version` names it."""
    data = json.loads(text)
    if kind is SubjectKind.ANNOTATION:
        data["version"] = version(data["version"])
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def standing(rows: Iterable[Told]) -> list[Told]:
    """What of one database's history is to be told elsewhere: without the books of merges, and what these took back."""
    read = list(rows)
    steps = Steps(read)
    books = {row.step for row in read if row.action == _BOOKS}
    growing = True
    while growing:
        more = {row.step for row in read if row.takes_back in books} - books
        books |= more
        growing = bool(more)
    return [
        replace(row, brought=None)
        for row in read
        if row.step not in books and (row.brought is None or steps.stands(row.brought))
    ]
