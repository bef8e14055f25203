"""Esc and Ctrl+C, taken between two articles: what was begun is finished, and what is done stays."""

from __future__ import annotations

import os
import select
import signal
import sys
from contextlib import suppress
from types import FrameType, TracebackType
from typing import Any, Self

__all__ = ["Stopping"]

_ESCAPE = b"\x1b"


class Stopping:
    """A context in which Esc or Ctrl+C only asks to stop; a second Ctrl+C ends at once.

    Esc counts while standard input is a terminal that this program has to itself.

    Args:
        keys: Whether to look for Esc; not when standard input is what is read.
    """

    def __init__(self, *, keys: bool = True) -> None:
        self._keys = keys
        self._asked = False
        self._terminal: int | None = None
        self._before: list[Any] = []
        self._handler: Any = None

    def __enter__(self) -> Self:
        with suppress(ValueError):  # only the main thread may
            self._handler = signal.signal(signal.SIGINT, self._interrupted)
        if self._keys:
            self._watch()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._terminal is not None:
            import termios

            with suppress(termios.error):
                termios.tcsetattr(self._terminal, termios.TCSADRAIN, self._before)
        if self._handler is not None:
            signal.signal(signal.SIGINT, self._handler)

    def __call__(self) -> bool:
        """Tell whether somebody asked to stop."""
        if not self._asked and self._terminal is not None and select.select([self._terminal], [], [], 0)[0]:
            # Esc alone: what arrows and other keys send only begins with it.
            typed = os.read(self._terminal, 1024)
            self._asked = typed.endswith(_ESCAPE)
            if not typed:
                self._terminal = None
        return self._asked

    def _watch(self) -> None:
        try:
            import termios
            import tty

            descriptor = sys.stdin.fileno() if sys.stdin is not None else -1
            if os.isatty(descriptor) and os.tcgetpgrp(descriptor) == os.getpgrp():
                self._before = termios.tcgetattr(descriptor)
                tty.setcbreak(descriptor)
                self._terminal = descriptor
        except (ImportError, OSError, ValueError):  # no terminal of this system, or none at all
            self._terminal = None

    def _interrupted(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002 - as signals call
        if self._asked:
            raise KeyboardInterrupt
        self._asked = True
