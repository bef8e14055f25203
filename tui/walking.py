"""A walk over several things, one by one: y takes it, n leaves it, a takes all the rest, q ends. Without Textual.

Where a thing is short, and many are on a page, p takes those that the page shows.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.desk import Desk

__all__ = ["Walk", "Walked"]


@dataclass(frozen=True, slots=True)
class Walked:
    """What is walked over.

    Attributes:
        what: What each thing would become, for the status line: “claim”.
        count: How many there are.
        show: Shows thing `index`.
        take: Takes the things of these indexes; returns how many there were to take.
        done: Called at the end with how many were taken.
        refuse: Called with what was answered no.
        page: Up to which index, exclusive, the page shows things whole when thing `index` is shown; None where a
            page is not taken at once.
        line: A thing in one line.
    """

    what: str
    count: int
    show: Callable[[int], Awaitable[None]]
    take: Callable[[Sequence[int]], Awaitable[int]]
    done: Callable[[int], None]
    refuse: Callable[[int], Awaitable[None]] | None = None
    page: Callable[[int], int] | None = None
    line: Callable[[int], str] | None = None


class Walk:
    """Takes the keys of a walk; all that it takes is one step for undo if `take` makes it so."""

    def __init__(self, desk: Desk, over: Walked) -> None:
        self._desk = desk
        self._over = over
        self._at = 0
        self._taken = 0

    async def begin(self) -> None:
        """Show the first thing and take the keys."""
        self._desk.give(self)
        await self._over.show(0)

    @property
    def says(self) -> str:
        """Where the walk is, and what its keys do."""
        page = "  p page" if self._over.page is not None else ""
        return f"{self._over.what} {self._at + 1} of {self._over.count}?  y yes  n no{page}  a all the rest  q quit"

    def also_on_page(self) -> list[str]:
        """The things after this one that the page shows, each in one line."""
        over = self._over
        return [] if over.line is None else [over.line(index) for index in range(self._at + 1, self._end_of_page())]

    def _end_of_page(self) -> int:
        at = self._at + 1
        return at if self._over.page is None else max(at, self._over.page(self._at))

    async def key(self, key: str) -> bool:
        """Take a key; False at the end of the walk."""
        if key == "y":
            self._taken += await self._over.take([self._at])
            return await self._on()
        if key == "n":
            if self._over.refuse is not None:
                await self._over.refuse(self._at)
            return await self._on()
        if key == "p" and self._over.page is not None:
            end = self._end_of_page()
            self._taken += await self._over.take(range(self._at, end))
            return await self._on(end)
        if key == "a":
            self._taken += await self._over.take(range(self._at, self._over.count))
            return self._end()
        if key in {"q", "escape", "ctrl+c"}:
            return self._end()
        page = "p what the page shows, " if self._over.page is not None else ""
        self._desk.say(f"y yes, n no, {page}a all the rest, q quit")
        return True

    def left(self) -> None:
        """Nothing stays behind."""

    async def _on(self, to: int | None = None) -> bool:
        self._at = self._at + 1 if to is None else to
        if self._at >= self._over.count:
            return self._end()
        await self._over.show(self._at)
        return True

    def _end(self) -> bool:
        self._over.done(self._taken)
        return False
