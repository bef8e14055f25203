"""The library as one person looks through it: rows, filter, search, order, marks, cursor. Without Textual.

It outlives the screen that shows it, so that who comes back from an article finds everything as it was.
"""

from __future__ import annotations

import asyncio
import gc
import threading
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Protocol, TypeAlias, TypeVar

from annotations.identity import now
from annotations.layers import Layers
from annotations.store.library import ListedRow
from annotations.workspace.looking import Sight
from annotations.workspace.shelf import QUEUE, Shelf, texts_of
from tui.library_shown import ShownRows, queues_asked_for

if TYPE_CHECKING:
    from annotations.workspace import Workspace

__all__ = ["Library", "Run"]

T = TypeVar("T")

_Read: TypeAlias = "tuple[list[ListedRow], list[str]]"
"""Rows, and the text of each that is looked through."""

FIRST = 100
"""Rows that are read before anything is shown."""
_AT_ONCE = 2_000
"""Rows that are read before others may ask the database."""


class Run(Protocol):
    """Does something with the workspace, off the event loop."""

    def __call__(self, work: Callable[[Workspace], T]) -> Awaitable[T]:
        """Do it."""


class Library(ShownRows):
    """Rows of articles as they are read, and what was done with them.

    Attributes:
        marked: Numbers of the articles that are marked.
        number: The article that the cursor was on last.
        top: The first row that was on the page then.
        stopping: Stops what goes on beside, such as bringing in; None while nothing does.
        layers: Whose annotations are counted.
        queued: How many articles are in this person's own queue; `left` how many of them are not done.
    """

    def __init__(self, layers: Layers) -> None:
        super().__init__(layers.own)
        self.layers = layers
        self.queued = self.left = 0
        self.marked: set[int] = set()
        self.number: int | None = None
        self.top = 0
        self.stopping: threading.Event | None = None
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
        while rows := await run(partial(_slice, sight=sight, size=_AT_ONCE, last=self._last)):
            if sight is not self._sight:
                return  # other layers are read by now
            self._take(rows, changed)
        self.whole = True
        self.total = len(self.shelf)
        self._read.set()
        if self._sorted is not None and self._sorted[0] != QUEUE:
            by, reverse, labels = self._sorted
            await self.sort(by, reverse=reverse, labels=labels)
        elif self.found is not None or self._sorted is not None or queues_asked_for(self._query):
            self.shelf.put_queue_first()
            self.refilter()
        changed()

    async def _begin_reading(self, run: Run, changed: Callable[[], None]) -> Sight:
        """Look who has said what of their work, and read the first rows; one's own queue stands before the rest."""
        others = self.layers.others

        def work(workspace: Workspace) -> tuple[Sight, int, _Read | None, _Read | None]:
            sight = workspace.sight(others)
            queue = sight.rows(sight.left[:FIRST])
            mine = (queue, texts_of(queue)) if queue else None
            return sight, workspace.store.library.last_edit(), mine, _slice(workspace, sight, FIRST, None)

        self._since = now()
        sight, self._edit, mine, first = await run(work)
        self._sight = sight
        self._count_queue(sight)
        if mine is not None:
            if self._sorted is None:
                self._sorted = (QUEUE, False, ())
                self.shelf.sorted_by = QUEUE
            self._show_more(self.shelf.add(*mine))
        if first is not None:
            self._take(first, changed)
        if self.total is None:
            self.total = await run(lambda w: w.store.library.count())
            changed()
        return sight

    def _take(self, rows: _Read, changed: Callable[[], None]) -> None:
        self._last = rows[0][-1]
        self._show_more(self.shelf.add(*rows))
        # They stay; the collector need not look at them again and again.
        gc.freeze()
        changed()

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
            numbers = sorted(
                sight.on(workspace.store).catch_up({*visited, *library.changed_since(since, newest, edit)})
            )
            return numbers, sight.rows(numbers), last

        numbers, rows, self._edit = await run(work)
        self._count_queue(sight)
        if numbers:
            self.shelf.refresh(numbers, rows)
            there = {row.number for row in rows}
            self.marked -= {number for number in numbers if number not in there}
            self.total = len(self.shelf)
            self.refilter()

    # Order and marks

    async def sort(self, by: str, *, reverse: bool, labels: Sequence[str]) -> None:
        """Sort by a column or a label, once everything is read."""
        await self.until_read()
        self._sorted = (by, reverse, labels)
        order = await asyncio.to_thread(self.shelf.sorted, by, reverse=reverse, labels=labels)
        self.shelf.order, self.shelf.sorted_by, self.shelf.reverse = order, by, reverse
        self.refilter()

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


def _slice(workspace: Workspace, sight: Sight, size: int, last: ListedRow | None) -> _Read | None:
    rows = sight.on(workspace.store).slice(size, last)
    return (rows, texts_of(rows)) if rows else None
