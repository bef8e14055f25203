"""What a library knows already of what comes: never all of its history, but what concerns some things."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from annotations.merging.told import BOOKS, IMPORTS, Standing, Told, standing_of, told_from
from annotations.store import Store
from annotations.store.history import CARRY, SubjectKind
from annotations.store.received import Done

__all__ = ["Here", "Past", "ends_of", "worked"]

NO_WORK = IMPORTS | {CARRY}
"""Steps after which an article that was marked new still is."""


@dataclass(frozen=True, slots=True)
class Here:
    """What is known here.

    Attributes:
        rows: Of the history, those that stand.
        worked: When the text of an article was worked on last, by its id; empty where nobody has.
    """

    rows: Sequence[Told]
    worked: Callable[[str], str]

    @classmethod
    def about(cls, store: Store, past: Past, tokens: Mapping[int, str], arrived: Mapping[str, Sequence[Told]]) -> Here:
        """What concerns the things that something arrived about, by their ids; `tokens` names each version.

        That is what is known of them, of their articles, of what relations among them hang on, and of relations that
        hang on these.
        """
        rows = [row for of_subject in arrived.values() for row in of_subject]
        wanted = dict.fromkeys(arrived) | dict.fromkeys(row.article for row in rows)
        ends = {end for row in rows for end in ends_of(row)}
        annotations = ends.union(row.subject for row in rows if row.kind is SubjectKind.ANNOTATION)
        hanging = store.received.relations_at(annotations)
        wanted |= dict.fromkeys(sorted(ends)) | dict.fromkeys(sorted(hanging))
        told = told_from(store.received.history(wanted), tokens)

        def last(article: str) -> str:
            found = store.received.worked(article, NO_WORK | {BOOKS})
            return max((at for brought, at in found if brought is None or past.stands(brought)), default="")

        return cls(standing_of(told, past.is_book, past.stands), last)


class _Act(Protocol):
    """What a step did, and the step that it takes back."""

    @property
    def action(self) -> str: ...

    @property
    def takes_back(self) -> str | None: ...


class Past:
    """Which steps of a library's history stand, looked up one by one: a long history is not read for a short one."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._first: dict[str, str] = {}
        self.stands = Standing(store.received.taken_back_by).of

    def is_told(self, done: Done) -> bool:
        """Tell whether a step is to be told elsewhere: see `annotations.merging.told.standing_of`."""
        return not self.is_book(done) and (done.brought is None or self.stands(done.brought))

    def is_book(self, row: _Act) -> bool:
        """Tell whether a row says what a merge did to the library, or takes that back."""
        if row.takes_back is None:
            return row.action == BOOKS
        if row.takes_back not in self._first:
            self._first[row.takes_back] = self._store.history.first_action(row.takes_back)
        return self._first[row.takes_back] == BOOKS


def worked(rows: Iterable[Told]) -> dict[str, str]:
    """When the text of each article was worked on last, by its id."""
    found: dict[str, str] = {}
    for row in rows:
        if row.kind is not SubjectKind.ARTICLE and row.takes_back is None and row.action not in NO_WORK:
            found[row.article] = max(row.at, found.get(row.article, ""))
    return found


def ends_of(row: Told) -> Iterator[str]:
    """The annotations that a relation ties, by id; none for anything else."""
    if row.kind is SubjectKind.RELATION:
        data = json.loads(row.after or row.before or "{}")
        yield from (data["source"], data["target"])
