"""What actions wait for while an article is still being read: sentences and annotations farther on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from annotations.errors import StetError

if TYPE_CHECKING:
    from tui.desk import Desk

__all__ = ["Waits"]


class Waits:
    """Lets actions wait until enough of the open article is known, or until the person gives up.

    Attributes:
        waiting: Whether an action waits.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._grown = asyncio.Event()
        self.waiting = False

    async def until(self, ready: Callable[[], bool]) -> None:
        """Wait until enough sentences are known.

        Raises:
            StetError: The person gave up waiting.
        """
        if ready() or self._desk.reading.complete:
            return
        self.waiting = True
        self._desk.say("finding the sentences up to there – Esc stops waiting")
        self._desk.shell.refresh_place()
        try:
            while not ready() and not self._desk.reading.complete:
                self._grown.clear()
                await self._grown.wait()
                if not self.waiting:
                    raise StetError("stopped waiting: the sentences up to there are not found yet")
        finally:
            self.waiting = False
        self._desk.message = None

    def give_up(self) -> bool:
        """Wait for sentences no longer; tells whether something was waited for."""
        waited, self.waiting = self.waiting, False
        self._grown.set()
        return waited

    async def until_known(self, offset: int) -> None:
        """Wait until the sentence at an offset is known."""
        sentences = self._desk.reading.sentences
        await self.until(lambda: bool(sentences) and sentences.end(len(sentences) - 1) > offset)

    async def until_annotated(self) -> None:
        """Wait until the annotations of the article are there."""
        while not self._desk.reading.annotations_known:
            self._grown.clear()
            await self._grown.wait()

    def grew(self) -> None:
        """Wake what waits for sentences or annotations."""
        self._grown.set()
