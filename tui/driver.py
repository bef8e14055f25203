"""The terminal as Textual drives it, but read by the event loop, and so that no byte can end that."""

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
from textual.message import Message

from tui.first_frame import ALTERNATE_SCREEN
from tui.frames import FramedApp
from tui.terminal_input import EscapeKey, InputSplitter

ESCAPE_SECONDS = 0.05
"""How long an Esc waits for the rest of a sequence."""
IDLE_SECONDS = 0.1


class TerminalDriver(LinuxDriver):
    """Textual's driver for Linux and macOS; how it reads input, and learns of sizes and pauses, differs.

    Textual decodes strictly, so that one invalid byte ends its input thread, and makes Alt and a key of an Esc that
    is followed at once. When the terminal is gone, the program ends instead of reading nothing for ever. Keys come
    without a thread between, which each of them would wait for.
    """

    def start_application_mode(self) -> None:
        """Take the terminal; its input, and its sizes one after the other, come from here on."""
        loop = self._loop
        self._input = _Input(self)
        self._follow_up: asyncio.TimerHandle | None = None
        try:
            loop.add_reader(self.fileno, self._readable)
        except (OSError, NotImplementedError):
            self._in_loop = False  # such as for /dev/tty on macOS
        else:
            self._in_loop = True
        frame = self._app.first_frame if isinstance(self._app, FramedApp) else None
        self._is_drawn = frame is not None and frame.take_over()
        super().start_application_mode()  # type: ignore[no-untyped-call]  # Textual says nothing of its type
        if frame is not None:
            self.attrs_before = frame.attributes
        # Textual reads the size in the signal's handler, which the next signal may interrupt and so come first.
        loop.add_signal_handler(signal.SIGWINCH, self._resized)

    def write(self, data: str) -> None:
        """Write to the terminal; the alternate screen is not asked for twice, which would empty it."""
        if self._is_drawn and data == ALTERNATE_SCREEN:
            self._is_drawn = False
        else:
            super().write(data)

    def disable_input(self) -> None:
        """Read no more."""
        if self._in_loop and not self._loop.is_closed():
            self._loop.remove_reader(self.fileno)
        if self._follow_up is not None:
            self._follow_up.cancel()
        super().disable_input()

    def send_message(self, message: Message) -> None:
        """Give the application what came: keys at once, everything else in its turn."""
        if not self._in_loop:
            super().send_message(message)
        elif isinstance(message, (events.Key, events.Paste)) and isinstance(self._app, FramedApp):
            self._app.take(message)
        else:
            self._app.post_message(message)

    def _readable(self) -> None:
        try:
            data = os.read(self.fileno, 4096)
        except OSError:
            data = b""
        if not data:
            self.disable_input()
            self._app.call_later(self._app.exit)
            return
        self._input.feed(data)
        self._look_again()

    def _look_again(self) -> None:
        if self._follow_up is not None:
            self._follow_up.cancel()
        self._follow_up = self._loop.call_later(self._input.patience, self._nothing_came)

    def _nothing_came(self) -> None:
        self._input.time_out()
        if self._input.waiting:
            self._look_again()

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

    def _run_input_thread(self) -> None:
        if not self._in_loop:
            super()._run_input_thread()

    def run_input_thread(self) -> None:
        """Read the terminal until told to stop, and pass on what was typed, where the event loop cannot."""
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(self._input.patience):
                    data = os.read(self.fileno, 4096)
                    if not data:
                        self._app.call_later(self._app.exit)
                        return
                    self._input.feed(data)
                else:
                    self._input.time_out()


class _Input:
    """What comes from the terminal, on its way to the driver as messages."""

    def __init__(self, driver: TerminalDriver) -> None:
        self._driver = driver
        self._parser = XTermParser()
        self._splitter = InputSplitter()

    @property
    def waiting(self) -> bool:
        """Whether something came that may go on."""
        return self._splitter.waiting

    @property
    def patience(self) -> float:
        """How long to wait, in seconds, before `time_out`."""
        return ESCAPE_SECONDS if self.waiting else IDLE_SECONDS

    def feed(self, data: bytes) -> None:
        """Take what came."""
        self._pass_on(self._splitter.feed(data))

    def time_out(self) -> None:
        """Take notice that nothing came."""
        self._pass_on(self._splitter.time_out())

    def _pass_on(self, parts: Iterable[str | EscapeKey]) -> None:
        for part in parts:
            if isinstance(part, EscapeKey):
                self._driver.process_message(events.Key("escape", "\x1b"))
            else:
                for event in self._parser.feed(part):
                    self._driver.process_message(event)
        for event in self._parser.tick():
            self._driver.process_message(event)
