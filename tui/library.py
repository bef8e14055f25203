"""The library as one person looks through it: rows, filter, search, order, marks, cursor. Without Textual.

It outlives the screen that shows it, so that who comes back from an article finds everything as it was.
"""

from __future__ import annotations

import asyncio
import gc
import threading
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Protocol, TypeVar

from annotations.identity import now
from annotations.layers import Layers
from annotations.store.library import ListedRow
from annotations.store.search import Found
from annotations.workspace.looking import Sight
from annotations.workspace.shelf import QUEUE, Listed, Query, Shelf, listed, parse_query, texts_of

if TYPE_CHECKING:
    from annotations.workspace import Workspace

__all__ = ["Library", "Run"]

T = TypeVar("T")

FIRST = 100
"""Rows that are read before anything is shown."""
_AT_ONCE = 2_000
"""Rows that are read before others may ask the database."""
PAGE = 60
"""Rows that fill a page, so that they may be shown while more of them are looked for."""
_PATIENCE, _MOST = 0.002, 0.012
"""Seconds that a filter takes before what it found is shown: with a page of it, and at most."""


class Run(Protocol):
    """Does something with the workspace, off the event loop."""

    def __call__(self, work: Callable[[Workspace], T]) -> Awaitable[T]:
        """Do it."""


class Library:
    """Rows of articles, those of them that are shown, and what was done with them.

    Attributes:
        shelf: Every row that is read.
        total: Articles there are; None until they were counted.
        whole: Whether all of them are read.
        wanted: What is filtered by.
        shown: Indexes of the rows that are shown, in their order.
        filtering: Whether more of them may be found.
        words: What is searched in the texts; empty when nothing is.
        found: Numbers of the articles in which it stands, None when nothing is searched.
        snippets: Where it stands, of the articles that were looked at.
        marked: Numbers of the articles that are marked.
        number: The article that the cursor was on last.
        top: The first row that was on the page then.
        stopping: Stops what goes on beside, such as bringing in; None while nothing does.
        layers: Whose annotations are counted.
        queued: How many articles are in this person's own queue; `left` how many of them are not done.
    """

    def __init__(self, layers: Layers) -> None:
        self.layers = layers
        self.queued = self.left = 0
        self.shelf = Shelf(layers.own)
        self.total: int | None = None
        self.whole = False
        self.wanted = ""
        self.shown: list[int] = []
        self.filtering = False
        self.words = ""
        self.found: list[int] | None = None
        self.snippets: dict[int, Found] = {}
        self.marked: set[int] = set()
        self.number: int | None = None
        self.top = 0
        self.stopping: threading.Event | None = None
        self._query: Query = ()
        self._steps: Iterator[list[int]] = iter(())
        self._since = ""
        self._edit = 0
        self._sight: Sight | None = None
        self._sorted: tuple[str, bool, Sequence[str]] | None = None
        self._last: ListedRow | None = None
        self._visited: set[int] = set()
        self._read = asyncio.Event()

    # Reading

    async def read(self, run: Run, changed: Callable[[], None]) -> None:
        """Read the library, the first rows first; `changed` is called whenever there are more of them."""
        if self.whole:
            await self.catch_up(run)
            changed()
            return
        sight = self._sight or await self._begin_reading(run, changed)
        size = _AT_ONCE if self._last is not None else FIRST
        while rows := await run(partial(_slice, sight=sight, size=size, last=self._last)):
            if sight is not self._sight:
                return  # other layers are read by now
            self._last = rows[0][-1]
            self._show_more(self.shelf.add(*rows))
            # They stay; the collector need not look at them again and again.
            gc.freeze()
            changed()
            if self.total is None:
                self.total = await run(lambda w: w.store.library.count())
                changed()
            size = _AT_ONCE
        self.whole = True
        self.total = len(self.shelf)
        self._read.set()
        if self._sorted is not None and self._sorted[0] != QUEUE:
            by, reverse, labels = self._sorted
            await self.sort(by, reverse=reverse, labels=labels)
        elif self.found is not None or self._sorted is not None or _queues_asked_for(self._query):
            self.shelf.put_queue_first()
            self.refilter()
        changed()

    async def _begin_reading(self, run: Run, changed: Callable[[], None]) -> Sight:
        """Look who has said what of their work; one's own queue is read first, and stands first."""
        others = self.layers.others

        def work(workspace: Workspace) -> tuple[Sight, int, tuple[list[ListedRow], list[str]] | None]:
            sight = workspace.sight(others)
            first = sight.rows(sight.left[:FIRST])
            return sight, workspace.store.library.last_edit(), (first, texts_of(first)) if first else None

        self._since = now()
        sight, self._edit, first = await run(work)
        self._sight = sight
        self._count_queue(sight)
        if first is not None:
            if self._sorted is None:
                self._sorted = (QUEUE, False, ())
                self.shelf.sorted_by = QUEUE
            self._show_more(self.shelf.add(*first))
            changed()
        return sight

    def _count_queue(self, sight: Sight) -> None:
        self.queued, self.left = len(sight.queue), len(sight.left)

    def see(self, layers: Layers) -> None:
        """Count annotations of other layers than before from here on; all rows are read again."""
        if layers == self.layers:
            return
        self.layers = layers
        self.shelf, before = Shelf(layers.own), self.shelf
        self.shelf.sorted_by, self.shelf.reverse = before.sorted_by, before.reverse
        self._sight = self._last = None
        self.whole = False
        self._read.clear()
        self._begin(())

    def _show_more(self, new: Sequence[int]) -> None:
        """Take rows that were just read among those that are shown, as far as they pass."""
        while self.filtering:
            self.go_on()  # those before them come first
        if self.found is None:
            for part in self.shelf.filtering(self._query, new):
                self.shown += part

    async def until_read(self) -> None:
        """Wait until all rows are read."""
        if not self.whole:
            await self._read.wait()

    def visit(self, number: int) -> None:
        """Note that an article was opened: much of it may be otherwise afterwards."""
        self._visited.add(number)

    async def catch_up(self, run: Run) -> None:
        """Read the rows again that somebody has changed since."""
        sight = self._sight
        if sight is None:
            return  # nothing is read yet
        since, self._since = self._since, now()
        newest, edit = self.shelf.newest, self._edit
        visited, self._visited = self._visited, set()

        def work(workspace: Workspace) -> tuple[list[int], list[ListedRow], int]:
            library = workspace.store.library
            last = library.last_edit()
            numbers = sorted(sight.catch_up({*visited, *library.changed_since(since, newest, edit)}))
            return numbers, sight.rows(numbers), last

        numbers, rows, self._edit = await run(work)
        self._count_queue(sight)
        if numbers:
            self.shelf.refresh(numbers, rows)
            there = {row.number for row in rows}
            self.marked -= {number for number in numbers if number not in there}
            self.total = len(self.shelf)
            self.refilter()

    # What is shown

    @property
    def base(self) -> Sequence[int]:
        """Indexes of the rows that the filter looks at."""
        if self.found is None:
            return self.shelf.order
        places = map(self.shelf.index_of, self.found)
        return [place for place in places if place is not None]

    @property
    def conditions(self) -> Query:
        """What is filtered by, understood."""
        return self._query

    def filter_by(self, typed: str) -> None:
        """Show only what fits; where it only says more than before, what was shown is looked at and no more."""
        query, before = parse_query(typed), self._query
        self.wanted = typed
        if query == before:
            return
        narrower = (
            not self.filtering
            and _queues_asked_for(before) in {(), _queues_asked_for(query)}
            and len(before) <= len(query)
            and all(new.narrows(old) for new, old in zip(query, before, strict=False))
        )
        self._query = query
        self._begin(self.shown if narrower else self.base)

    def refilter(self) -> None:
        """Look at all rows again."""
        self._begin(self.base)
        while self.filtering:
            self.go_on()

    def _begin(self, within: Sequence[int]) -> None:
        if not self._query:
            self.shown = list(self.base)
            self.filtering, self._steps = False, iter(())  # what a filter before it has left is not wanted any more
            return
        if self.found is None and self.shelf.sorted_by in {"touched", QUEUE} and not self.shelf.reverse:
            within = self.shelf.in_queue_order(self._query, within)
        self._steps = self.shelf.filtering(self._query, within)
        self.shown = []
        self.filtering = True
        self.go_on()

    def go_on(self) -> None:
        """Filter for a moment; `filtering` says whether it is done."""
        began = time.perf_counter()
        for part in self._steps:
            self.shown += part
            if time.perf_counter() - began > (_PATIENCE if len(self.shown) >= PAGE else _MOST):
                return
        self.filtering = False

    def show_found(self, words: str, numbers: list[int] | None) -> None:
        """Show only articles in which something was found; None shows all again."""
        self.words = words
        self.found = numbers
        self._begin(self.base)
        while self.filtering:
            self.go_on()

    async def sort(self, by: str, *, reverse: bool, labels: Sequence[str]) -> None:
        """Sort by a column or a label, once everything is read."""
        await self.until_read()
        self._sorted = (by, reverse, labels)
        order = await asyncio.to_thread(self.shelf.sorted, by, reverse=reverse, labels=labels)
        self.shelf.order, self.shelf.sorted_by, self.shelf.reverse = order, by, reverse
        self.refilter()

    def __len__(self) -> int:
        # Until all is read, there is room for the rows that come.
        if self.found is None and not self._query and self.total is not None and not self.whole:
            return max(self.total, len(self.shown))
        return len(self.shown)

    def row_at(self, index: int) -> ListedRow | None:
        """The article of a row that is shown, as it was read; None where it is not read yet."""
        return self.shelf.rows[self.shown[index]] if 0 <= index < len(self.shown) else None

    def at(self, index: int) -> Listed | None:
        """The article of a row that is shown; None where it is not read yet."""
        row = self.row_at(index)
        return None if row is None else listed(row)

    def place_of(self, number: int | None) -> int | None:
        """The row in which an article is shown."""
        index = self.shelf.index_of(number) if number is not None else None
        try:
            return None if index is None else self.shown.index(index)
        except ValueError:
            return None

    # Marks

    def mark(self, number: int) -> None:
        """Mark an article, or no longer."""
        self.marked ^= {number}

    def mark_all(self) -> bool:
        """Mark all that are shown; where they are already, none. Tells whether they are marked now."""
        numbers = {self.shelf.rows[index].number for index in self.shown}
        all_marked = numbers <= self.marked
        if all_marked:
            self.marked -= numbers
        else:
            self.marked |= numbers
        return not all_marked

    def after(self, number: int) -> int | None:
        """Number of the article that is shown after another; None where that is the last, or is not shown."""
        place = self.place_of(number)
        following = self.row_at(place + 1) if place is not None else None
        return None if following is None else following.number

    def numbers_shown(self) -> list[int]:
        """Numbers of the articles that are shown, in their order."""
        return [self.shelf.rows[index].number for index in self.shown]


def _slice(_: Workspace, sight: Sight, size: int, last: ListedRow | None) -> tuple[list[ListedRow], list[str]] | None:
    rows = sight.slice(size, last)
    return (rows, texts_of(rows)) if rows else None


def _queues_asked_for(query: Query) -> tuple[str, ...]:
    """Whose queues a filter asks for; they have an order of their own."""
    return tuple(one.words for one in query if one.field == "for" and not one.negated)
