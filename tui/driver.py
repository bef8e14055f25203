"""The terminal as Textual drives it, with an input thread that no byte can kill."""

from __future__ import annotations

import asyncio
import os
import selectors
import signal
from collections.abc import Iterable

from textual import events
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Size

from tui.terminal_input import EscapeKey, InputSplitter

ESCAPE_SECONDS = 0.05
"""How long an Esc waits for the rest of a sequence."""
IDLE_SECONDS = 0.1


class TerminalDriver(LinuxDriver):
    """Textual's driver for Linux and macOS; how it reads input, and learns of sizes and pauses, differs.

    Textual decodes strictly, so that one invalid byte ends its input thread, and makes Alt and a key of an Esc that
    is followed at once. When the terminal is gone, the program ends instead of reading nothing for ever.
    """

    def start_application_mode(self) -> None:
        """Take the terminal; its sizes come from here on one after the other."""
        super().start_application_mode()  # type: ignore[no-untyped-call]  # Textual says nothing of its type
        # Textual reads the size in the signal's handler, which the next signal may interrupt and so come first.
        asyncio.get_running_loop().add_signal_handler(signal.SIGWINCH, self._resized)

    def _get_terminal_size(self) -> tuple[int, int]:
        # Textual asks standard output, which may be a file.
        try:
            columns, rows = os.get_terminal_size(self.fileno)
        except OSError:
            columns = rows = 0
        return (columns, rows) if columns and rows else super()._get_terminal_size()

    def _resized(self) -> None:
        if not self._in_band_window_resize:
            size = Size(*self._get_terminal_size())
            self._app.post_message(events.Resize(size, size))

    def _sigcont_application(self, *_: object) -> None:
        # Before SIGSTOP nothing was put away, and the terminal as it is now is not how it was found.
        if self._must_signal_resume:
            super()._sigcont_application()

    def run_input_thread(self) -> None:
        """Read the terminal until told to stop, and pass on what was typed."""
        parser = XTermParser(self._debug)
        splitter = InputSplitter()

        def pass_on(parts: Iterable[str | EscapeKey]) -> None:
            for part in parts:
                if isinstance(part, EscapeKey):
                    self.process_message(events.Key("escape", "\x1b"))
                else:
                    for event in parser.feed(part):
                        self.process_message(event)

        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(ESCAPE_SECONDS if splitter.waiting else IDLE_SECONDS):
                    data = os.read(self.fileno, 4096)
                    if not data:
                        self._app.call_later(self._app.exit)
                        return
                    pass_on(splitter.feed(data))
                else:
                    pass_on(splitter.time_out())
                for event in parser.tick():
                    self.process_message(event)
