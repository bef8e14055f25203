"""How far a long command is, on standard error, for a person who watches."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Self

__all__ = ["Progress"]

_PATIENCE = 1.0
_INTERVAL = 0.1
_WIDTH = 30


class Progress:
    """A bar that appears after a second, if standard error is a terminal, and is gone at the end.

    Use it as a context manager, and call it with the amount that is done since the last call.
    """

    def __init__(self, total: int, what: str) -> None:
        """Take the whole amount, and a few words for what is going on."""
        self._total = total
        self._what = what
        self._done = 0
        self._next = time.monotonic() + _PATIENCE
        self._shown = False
        self._wanted = sys.stderr is not None and sys.stderr.isatty()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    def __call__(self, amount: int) -> None:
        """Note that `amount` more is done."""
        self._done += amount
        if not self._wanted or time.monotonic() < self._next:
            return
        self._next = time.monotonic() + _INTERVAL
        self._shown = True
        share = min(1.0, self._done / self._total) if self._total else 1.0
        bar = "#" * round(share * _WIDTH)
        sys.stderr.write(f"\r\x1b[K{self._what} [{bar:-<{_WIDTH}}] {share:4.0%}")
        sys.stderr.flush()
