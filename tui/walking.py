"""A walk over several things, one by one: y takes it, n leaves it, a takes all the rest, q ends. Without Textual."""

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
    """

    what: str
    count: int
    show: Callable[[int], Awaitable[None]]
    take: Callable[[Sequence[int]], Awaitable[int]]
    done: Callable[[int], None]
    refuse: Callable[[int], Awaitable[None]] | None = None


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
        return f"{self._over.what} {self._at + 1} of {self._over.count}?  y yes  n no  a all the rest  q quit"

    async def key(self, key: str) -> bool:
        """Take a key; False at the end of the walk."""
        if key == "y":
            self._taken += await self._over.take([self._at])
            return await self._on()
        if key == "n":
            if self._over.refuse is not None:
                await self._over.refuse(self._at)
            return await self._on()
        if key == "a":
            self._taken += await self._over.take(range(self._at, self._over.count))
            return self._end()
        if key in {"q", "escape", "ctrl+c"}:
            return self._end()
        self._desk.say("y yes, n no, a all the rest, q quit")
        return True

    def left(self) -> None:
        """Nothing stays behind."""

    async def _on(self) -> bool:
        self._at += 1
        if self._at >= self._over.count:
            return self._end()
        await self._over.show(self._at)
        return True

    def _end(self) -> bool:
        self._over.done(self._taken)
        return False
