"""The library as one person sees it: how far they themselves are, and tags in the layers that are shown."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from annotations.store.library import PART, ListedRow
from annotations.text import Status

if TYPE_CHECKING:
    from annotations.store import Store

__all__ = ["Sight", "own_status"]

_FEW = 500
"""Articles up to which each is looked up by itself."""


def own_status(status: Status, annotator: str, coders: Collection[str], said: Mapping[str, Status]) -> Status:
    """How far somebody is with an article; where nobody else has worked on it, that is the article's own `status`.

    Args:
        status: Of the article.
        annotator: Who asks.
        coders: Who has annotations in it.
        said: What people have said of their own work on it (`WorkRows.said`).
    """
    if not {*coders, *said} - {annotator}:
        return status
    mine = said.get(annotator)
    if mine is Status.DONE:
        return mine
    return Status.BEGUN if annotator in coders or mine is Status.BEGUN else Status.NEW


@dataclass(slots=True)
class Sight:
    """Reads rows of the library as one person sees them.

    Attributes:
        store: The library.
        annotator: Whose sight it is.
        whose: Whose annotations are counted; everybody's if None.
        queue: Numbers of the articles in this person's queue, in its order; `left` are those that are not done.
        left: See `queue`.
    """

    store: Store
    annotator: str
    whose: Sequence[str] | None
    queue: tuple[int, ...] = ()
    left: tuple[int, ...] = ()
    _said: dict[int, dict[str, Status]] = field(default_factory=dict)

    @classmethod
    def of(cls, store: Store, annotator: str, others: Collection[str] | None = ()) -> Sight:
        """Look at a library; annotations of `others` (everybody if None) are counted beside one's own.

        Raises:
            StoreError: The database refused.
        """
        sight = cls(store, annotator, None if others is None else sorted({annotator, *others}))
        sight._said = store.work.said()
        sight._take_queue()
        return sight

    def on(self, store: Store) -> Sight:
        """Read on from this store, where the one that it was made with was opened anew."""
        self.store = store
        return self

    def _take_queue(self) -> None:
        self.queue = tuple(row.article for row in self.store.assignments.of(self.annotator))
        self.left = tuple(number for number in self.queue if not self._is_done(number))

    def _is_done(self, number: int) -> bool:
        return self._said.get(number, {}).get(self.annotator) is Status.DONE

    def slice(self, limit: int, after: ListedRow | None = None) -> list[ListedRow]:
        """Rows in the order of what was touched last, those after `after`; see `LibraryRows.slice`."""
        return list(self._seen(self.store.library.slice(self.annotator, self.whose, limit, after)))

    def rows(self, numbers: Iterable[int]) -> list[ListedRow]:
        """Rows of these articles, as far as they are there and not removed."""
        return list(self._seen(self.store.library.of(numbers, self.annotator, self.whose)))

    def catch_up(self, numbers: Collection[int]) -> set[int]:
        """Look again at these articles and at the queue; returns them, and what came into the queue or left it."""
        if len(numbers) > _FEW:
            self._said = self.store.work.said()
        else:
            for number in numbers:
                self._said.pop(number, None)
            self._said |= self.store.work.said(numbers)
        before = self.queue
        self._take_queue()
        return {*numbers, *({*before} ^ {*self.queue})}

    def _seen(self, rows: Iterable[ListedRow]) -> Iterator[ListedRow]:
        nobody: dict[str, Status] = {}
        for row in rows:
            said = self._said.get(row.number, nobody)
            if not said and row.coders in {None, self.annotator}:
                yield row
                continue
            coders = row.coders.split(PART) if row.coders else []
            status = own_status(Status(row.status), self.annotator, coders, said)
            everybody = PART.join(dict.fromkeys((*coders, *said)))
            yield row._replace(status=status.value, coders=everybody)
