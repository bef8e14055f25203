"""What a library knows already of what comes: all of its history, or what concerns some things alone."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from annotations.merging.told import BOOKS, IMPORTS, Standing, Told, standing, standing_of, told_from
from annotations.store import Store
from annotations.store.history import CARRY, SubjectKind

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
    def everything(cls, store: Store, tokens: Mapping[int, str]) -> Here:
        """The whole history; `tokens` names each version."""
        rows = standing(told_from(store.received.history(), tokens))
        times: dict[str, str] = {}

        def last(article: str) -> str:
            if not times:
                times.update(worked(rows))
            return times.get(article, "")

        return cls(rows, last)

    @classmethod
    def about(cls, store: Store, past: Past, tokens: Mapping[int, str], arrived: Mapping[str, Sequence[Told]]) -> Here:
        """What concerns the things that something arrived about, by their ids.

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


class Past:
    """Which steps of a library's history stand, looked up one by one: a long history is not read for a short one."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._first: dict[str, str] = {}
        self.stands = Standing(store.received.taken_back_by).of

    def is_book(self, row: Told) -> bool:
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
