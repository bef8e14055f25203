"""The library as it is looked through: a row for each article, in memory, filtered as one types and sorted.

Filtering 100,000 rows is a walk over as many short texts, which Python does in about 10 ms; asking the database for
the same would read all of its rows. Plain code: whoever has the database brings the rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from annotations.errors import UsageError
from annotations.schema import nearest
from annotations.store.library import PART, PIECE, ListedRow
from annotations.workspace.queries import CONTROLS, MARKS, Query, fold, test_of

__all__ = ["COLUMNS", "QUEUE", "Listed", "Shelf", "listed", "texts_of"]

STEP = 5_000
"""Rows that are looked at before whoever filters may do something else."""

_STATUSES = {"new": 0, "begun": 1, "done": 2}


class Listed(NamedTuple):
    """One article of the library, as a list shows it.

    Attributes:
        status: How far whoever looks is with it.
        counts: Annotations of the current version by label, in the layers that are looked at.
        annotators: Who has worked on it.
        queues: The position in the queue of each who is to read it.
        seen: How many of `sentences` were on the screen; None where nothing was read.
        updated: When it was touched last, UTC.
    """

    number: int
    key: int
    title: str
    source: str
    status: str
    updated: str
    author: str
    date: str
    site: str
    tags: tuple[str, ...]
    counts: Mapping[str, int]
    annotators: tuple[str, ...]
    seen: int | None
    sentences: int | None
    queues: Mapping[str, int]

    @property
    def per_cent(self) -> int | None:
        """How much of it was seen, in per cent."""
        return _share(self.seen, self.sentences)


@lru_cache(maxsize=2000)
def listed(row: ListedRow) -> Listed:
    """Make a row of the database into what a list shows."""
    facts = _pairs(row.facts)
    return Listed(
        row.number, row.key, row.title, row.source, row.status, row.updated,
        facts.get("author", ""), facts.get("date", ""), facts.get("site", ""),
        tuple(row.tags.split(PART)) if row.tags else (), dict(_counts(row.counts)), _names(row.coders),
        row.seen, row.sentences, dict(_counts(row.queues)),
    )  # fmt: skip


def texts_of(rows: Iterable[ListedRow]) -> list[str]:
    """Make the text of each row that is looked through."""
    return [_text_of(row) for row in rows]


def _text_of(row: ListedRow) -> str:
    parts = ["\x01", CONTROLS.sub(" ", row.title), "\x02", CONTROLS.sub(" ", row.source), "\x03", row.status]
    if row.facts:
        for name, value in _pairs(row.facts).items():
            parts += (MARKS[name], CONTROLS.sub(" ", value))
    if row.tags:
        for tag in row.tags.split(PART):
            parts += ("\x04", tag)
    if row.counts:
        for label, _ in _counts(row.counts):
            parts += ("\x05", label)
    for annotator in _names(row.coders):
        parts += ("\x06", annotator)
    for annotator, _ in _counts(row.queues):
        parts += ("\x0f", annotator)
    return fold("".join(parts))


class Shelf:
    """The rows of a library, in an order, and which of them pass a filter.

    Rows have indexes that stay while the shelf does.

    Attributes:
        annotator: Whose queue comes first where that is sorted by.
        rows: All that were ever read, by their indexes.
        order: Indexes of the articles that are there, sorted.
        sorted_by: The column; `reverse` tells whether it is turned round.
        newest: The highest number of an article that was read.
    """

    def __init__(self, annotator: str = "") -> None:
        self.annotator = annotator
        self.rows: list[ListedRow] = []
        self.order: list[int] = []
        self.sorted_by = "touched"
        self.reverse = False
        self.newest = 0
        self._texts: list[str] = []
        self._index: dict[int, int] = {}

    def __len__(self) -> int:
        return len(self.order)

    def add(self, rows: Sequence[ListedRow], texts: Sequence[str]) -> list[int]:
        """Append rows that come after those that are here already, as they are sorted; `texts` are theirs.

        Returns the indexes of those that were not here yet.
        """
        pairs = zip(rows, texts, strict=True)
        new = [self._put(row, text) for row, text in pairs if row.number not in self._index]
        self.order += new
        return new

    def _put(self, row: ListedRow, text: str) -> int:
        index = self._index[row.number] = len(self.rows)
        self.rows.append(row)
        self._texts.append(text)
        self.newest = max(self.newest, row.number)
        return index

    def refresh(self, numbers: Iterable[int], rows: Iterable[ListedRow]) -> None:
        """Take over what became of the articles `numbers`: those not among `rows` are gone, new ones come first."""
        found = {row.number: row for row in rows}
        gone: set[int] = set()
        new: list[int] = []
        for number in numbers:
            index, row = self._index.get(number), found.get(number)
            if row is None:
                if index is not None:
                    gone.add(self._index.pop(number))
            elif index is None:
                new.append(self._put(row, _text_of(row)))
            else:
                self.rows[index] = row
                self._texts[index] = _text_of(row)
        if gone or new:
            self.order = [*reversed(new), *(index for index in self.order if index not in gone)]
        self.put_queue_first()

    def index_of(self, number: int) -> int | None:
        """The index of an article that is here."""
        return self._index.get(number)

    def sort(self, by: str, *, reverse: bool = False, labels: Iterable[str] = ()) -> None:
        """Sort by a column (see `COLUMNS`), or the number of annotations with a label; the newest first among equals.

        Raises:
            UsageError: There is no such column, and no such label among `labels`.
        """
        self.order = self.sorted(by, reverse=reverse, labels=labels)
        self.sorted_by, self.reverse = by, reverse

    def sorted(self, by: str, *, reverse: bool = False, labels: Iterable[str] = ()) -> list[int]:
        """Return the indexes of the rows sorted by a column. What is largest or newest comes first by itself.

        Raises:
            UsageError: There is no such column, and no such label among `labels`.
        """
        known = (*COLUMNS, QUEUE, *labels)
        if by == QUEUE:
            order = self._queue_first(self.sorted("touched"))
            return order[::-1] if reverse else order
        key = COLUMNS.get(by) or _count_of(by)
        if by not in known:
            raise UsageError(f"there is no column “{by}”", nearest(by, known) or f"Columns are {', '.join(known)}.")
        rows = self.rows
        order = sorted(self._index.values(), key=lambda index: rows[index].number, reverse=True)
        order.sort(key=lambda index: key(rows[index]), reverse=(by not in _UPWARDS) is not reverse)
        return order

    def put_queue_first(self) -> None:
        """Put one's own queue before the rest again, where that is what the order is."""
        if self.sorted_by == QUEUE and not self.reverse:
            self.order = self._queue_first(self.order)

    def queue_of(self, folded: str) -> list[int]:
        """Indexes of the articles in somebody's queue, in its order; the name is folded as in a query (see `fold`)."""
        found = [
            (position, index)
            for index in self._index.values()
            if self.rows[index].queues
            for name, position in _counts(self.rows[index].queues)
            if fold(name) == folded
        ]
        return [index for _, index in sorted(found)]

    def _queue_first(self, order: Sequence[int]) -> list[int]:
        """Put one's own queue before the rest, what is not done before what is."""
        mine = self.queue_of(fold(self.annotator))
        if not mine:
            return list(order)
        mine.sort(key=lambda index: self.rows[index].status == "done")
        queued = set(mine)
        return [*mine, *(index for index in order if index not in queued)]

    def in_queue_order(self, query: Query, within: Sequence[int]) -> Sequence[int]:
        """What a query looks at: where it asks for somebody's queue, that in its order, else all as they are."""
        for condition in query:
            if condition.field == "for" and not condition.negated and (queue := self.queue_of(condition.words)):
                there = set(within)
                return [index for index in queue if index in there]
        return within

    def filtering(self, query: Query, within: Sequence[int] | None = None) -> Iterator[list[int]]:
        """Yield, part by part, the indexes of the rows that pass, in their order; `within` are those to look at."""
        texts, tests = self._texts, [test_of(condition) for condition in query]
        looked_at = self.order if within is None else within
        end = len(looked_at)  # what is read meanwhile is looked at by whoever reads it
        for start in range(0, end, STEP):
            part = list(looked_at[start : min(start + STEP, end)])
            for test in tests:
                part = test(part, texts)
            yield part

    def filtered(self, query: Query) -> list[int]:
        """Return the indexes of all rows that pass, in their order."""
        return [index for part in self.filtering(query) for index in part]


_UPWARDS = frozenset(("title", "source", "author", "site", "tags"))
"""Columns of which the smallest comes first."""


def _count_of(wanted: str) -> Callable[[ListedRow], str | int]:
    return lambda row: sum(count for label, count in _counts(row.counts) if label == wanted)


QUEUE = "queue"
"""Sorts one's own queue first, in its order, and what is done in it last; then what was touched last."""

COLUMNS: Mapping[str, Callable[[ListedRow], str | int]] = {
    "touched": lambda row: row.updated,
    "title": lambda row: fold(row.title),
    "source": lambda row: fold(row.source),
    "date": lambda row: _pairs(row.facts).get("date", ""),
    "status": lambda row: _STATUSES.get(row.status, 0),
    "progress": lambda row: -1 if (share := _share(row.seen, row.sentences)) is None else share,
    "annotations": lambda row: sum(count for _, count in _counts(row.counts)),
    "number": lambda row: row.number,
    "tags": lambda row: (row.tags or "\uffff").lower(),
    "author": lambda row: fold(_pairs(row.facts).get("author", "\uffff")),
    "site": lambda row: fold(_pairs(row.facts).get("site", "\uffff")),
}
"""What a library can be sorted by; the names of labels too."""


def _share(seen: int | None, sentences: int | None) -> int | None:
    return None if seen is None or not sentences else seen * 100 // sentences


def _pairs(text: str | None) -> dict[str, str]:
    """Pieces by their names; what a page says of itself may hold anything, also what parts the pieces."""
    pairs = (part.partition(PIECE) for part in text.split(PART)) if text else ()
    return {name: value for name, piece, value in pairs if piece and name in MARKS}


def _names(text: str | None) -> tuple[str, ...]:
    return tuple(text.split(PART)) if text else ()


def _counts(text: str | None) -> Iterator[tuple[str, int]]:
    for part in text.split(PART) if text else ():
        name, _, count = part.rpartition(PIECE)
        yield name, int(count)
