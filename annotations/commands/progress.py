"""How far a long command is, on standard error, for a person who watches."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Self

__all__ = ["Progress"]

_PATIENCE = 1.0
_INTERVAL = 0.1
_WIDTH, _NARROWEST = 30, 4
_CLEAR = "\r\x1b[K"


class Progress:
    """A bar that appears after a second, if standard error is a terminal, and is gone at the end.

    Use it as a context manager, and call it with the amount that is done since the last call.
    """

    def __init__(self, total: int, what: str, *, things: str = "", hint: str = "") -> None:
        """Take the whole amount, and words for people.

        Args:
            total: The whole amount.
            what: What is going on, in a few words.
            things: What `count` counts: “articles”.
            hint: What a person can do meanwhile.
        """
        self._total = total
        self._what = what
        self._things = things
        self._hint = f"  {hint}" if hint else ""
        self._done = self._counted = 0
        self._began = time.monotonic()
        self._next = self._began + _PATIENCE
        self._shown = False
        self._wanted = sys.stderr is not None and sys.stderr.isatty()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.clear()

    def __call__(self, amount: int) -> None:
        """Note that `amount` more is done."""
        self._done += amount
        if not self._wanted or time.monotonic() < self._next:
            return
        self._next = time.monotonic() + _INTERVAL
        self._shown = True
        share = min(1.0, self._done / self._total) if self._total else 1.0
        import shutil

        after = f" {share:4.0%}{self._pace(share)}{self._hint}"
        room = shutil.get_terminal_size().columns - len(self._what) - len(after) - len(" []") - 1
        width = max(_NARROWEST, min(_WIDTH, room))
        bar = "#" * round(share * width)
        sys.stderr.write(f"{_CLEAR}{self._what} [{bar:-<{width}}]{after}")
        sys.stderr.flush()

    def expect(self, amount: int) -> None:
        """Note that so much more is to be done than was known."""
        self._total += amount

    def count(self, things: int) -> None:
        """Note that so many more things came of it."""
        self._counted += things

    def clear(self) -> None:
        """Take the bar away, until something more is done: a line for people comes in its place."""
        if self._shown:
            sys.stderr.write(_CLEAR)
            sys.stderr.flush()
            self._shown = False

    def _pace(self, share: float) -> str:
        """Rate, and the time that is left if it goes on so."""
        elapsed = time.monotonic() - self._began
        left = elapsed / share - elapsed if share else 0.0
        rate = f"  {self._counted / elapsed:,.0f} {self._things}/s" if self._things and self._counted else ""
        minutes, seconds = divmod(round(left), 60)
        return f"{rate}  {minutes}:{seconds:02} left" if share else rate
