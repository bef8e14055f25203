"""An application whose keys come, and whose lines are drawn, without a round through Textual's messages."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any, Generic, TypeVar

from textual import events
from textual.app import App
from textual.screen import Screen

from tui.first_frame import FirstFrame
from tui.widgets.lines import Lines

R = TypeVar("R")

__all__ = ["FramedApp"]

_BEGIN, _END = "\x1b[?2026h", "\x1b[?2026l"
"""Around a frame, for terminals that show one as a whole."""


class FramedApp(App[R], Generic[R]):
    """An application that draws lines of its widgets itself.

    Textual takes about a millisecond from a widget's wish to be drawn to the bytes for the terminal, however little
    has changed: two messages, a timer, and a look at every line of every widget.

    Attributes:
        first_frame: What was drawn before there was an application.
    """

    first_frame: FirstFrame | None = None

    def take(self, event: events.Key | events.Paste) -> None:
        """Take what was typed, as it comes from the terminal."""
        self.post_message(event)

    def watch_callbacks(self) -> None:
        """End the program where a callback of the event loop fails, as where a message's handler does."""
        asyncio.get_running_loop().set_exception_handler(self._callback_failed)

    def _callback_failed(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if "handle" in context and isinstance(error, Exception):
            self._handle_exception(error)
        else:
            loop.default_exception_handler(context)

    def draw_now(self, widgets: Iterable[Lines], on: Screen[Any] | None = None) -> None:
        """Draw what is due of widgets that lie beside each other, as one frame.

        Where anything may lie over them, Textual draws in its turn: a screen that is not `on`, else the first one.
        """
        driver = self._driver
        if driver is None or self.is_headless or self._batch_count:
            return
        if self.screen is not (self.screen_stack[0] if on is None else on):
            return
        lines = [line for widget in widgets for line in widget.drawn()]
        if lines:
            x, y = self.cursor_position
            frame = f"{''.join(lines)}\x1b[{y + 1};{x + 1}H"
            driver.write(f"{_BEGIN}{frame}{_END}" if self._sync_available else frame)
            driver.flush()
