"""A real process in a pseudo-terminal: type at it, see its screen, stop it, look what it left behind.

Nothing here sleeps for a fixed time: one waits for what should appear, or for the program to fall silent.

    with Terminal([sys.executable, "-m", "tui", "article.txt"]) as terminal:
        terminal.wait_for("sentence 1")
        terminal.press("j", "c")
        terminal.wait_for("saved 1")
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from pyte.screens import Char

from tests.keyboard import key_bytes, mouse_bytes, paste_bytes
from tests.vt import Emulator

SYNC_MODE = 2026
_SYNC_QUERY = b"\x1b[?2026$p"
_SYNC_SUPPORTED = b"\x1b[?2026;2$y"
# Without bytecode, every start compiles the program anew, which nobody's installed program does.
_NOT_INHERITED = (
    "COLUMNS", "LINES", "NO_COLOR", "TEXTUAL", "STET_", "PYTEST_", "TERM_PROGRAM", "PYTHONDONTWRITEBYTECODE",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Chunk:
    """Bytes that were read at once, and when (`time.perf_counter`, seconds)."""

    at: float
    data: bytes


class Terminal:
    """A program in a pseudo-terminal of its own, which is its controlling terminal.

    What is read is only taken down, with its time; the screen is worked out when somebody looks at it, so that
    looking never delays reading.

    Args:
        command: Program and arguments.
        columns: Width, in cells.
        rows: Height.
        env: Added to a plain environment; None takes a variable away.
        cwd: Working directory.
        stdin: A file descriptor instead of the terminal; likewise `stdout`, `stderr`.
        synchronized: Answer that synchronized output is supported, as most terminals of today do; then every
            frame ends with a mark, and nobody looks at half a frame.

    Attributes:
        chunks: All that was read so far.
        started: When the process was started (`time.perf_counter`).
    """

    def __init__(
        self,
        command: Sequence[str | os.PathLike[str]],
        *,
        columns: int = 100,
        rows: int = 30,
        env: Mapping[str, str | None] | None = None,
        cwd: Path | None = None,
        stdin: int | None = None,
        stdout: int | None = None,
        stderr: int | None = None,
        synchronized: bool = True,
    ) -> None:
        self.chunks: list[Chunk] = []
        self._synchronized = synchronized
        self._emulator = Emulator(columns, rows)
        self._modes_before = self._emulator.private_modes()
        self._shown = 0
        self._tail = b""
        self._ended = False
        self._master, slave = pty.openpty()
        self._set_size(columns, rows)
        self._attributes_before = termios.tcgetattr(slave)
        os.set_blocking(self._master, False)
        self.started = time.perf_counter()
        try:
            self.process = subprocess.Popen(
                command,
                stdin=slave if stdin is None else stdin,
                stdout=slave if stdout is None else stdout,
                stderr=slave if stderr is None else stderr,
                cwd=cwd,
                env=_environment(env or {}),
                start_new_session=True,
                preexec_fn=lambda: fcntl.ioctl(slave, termios.TIOCSCTTY, 0),  # noqa: PLW1509 - no threads here
            )
        except BaseException:
            os.close(self._master)
            raise
        finally:
            os.close(slave)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Kill the program if it still runs, and give everything back."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        if self._master >= 0:
            os.close(self._master)
            self._master = -1

    # Input

    def feed(self, data: bytes) -> None:
        """Send bytes as they are, in one burst, and go on reading while the program takes them."""
        while data and not self._ended:
            readable, writable, _ = select.select([self._master], [self._master], [])
            if readable:
                self.read(0)
            elif writable:
                data = data[os.write(self._master, data) :]
        if data:
            raise ConnectionError("the program has ended and reads no more")

    def press(self, *keys: str) -> None:
        """Send keys by name or as the characters that they type, in one burst."""
        self.feed(b"".join(key_bytes(key) for key in keys))

    def paste(self, text: str) -> None:
        """Send `text` as a terminal sends a paste."""
        self.feed(paste_bytes(text))

    def mouse(self, action: str, column: int, row: int) -> None:
        """Send `press`, `release`, `drag`, `wheel up` or `wheel down` at a cell, both counted from 0."""
        self.feed(mouse_bytes(action, column, row))

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size; the kernel tells the program (SIGWINCH)."""
        self._show()
        self._emulator.screen.resize(rows, columns)
        self._set_size(columns, rows)

    # Output

    def read(self, timeout: float) -> bool:
        """Wait at most `timeout` seconds for bytes and take them down; False when none came."""
        if self._ended or not select.select([self._master], [], [], max(0.0, timeout))[0]:
            return False
        try:
            data = os.read(self._master, 1 << 16)
        except OSError:  # EIO: nobody holds the other end any more
            data = b""
        if not data:
            self._ended = True
            return False
        self.chunks.append(Chunk(time.perf_counter(), data))
        if self._synchronized and _SYNC_QUERY in self._tail + data:
            os.write(self._master, _SYNC_SUPPORTED)
            self._tail = b""
        else:
            self._tail = data[1 - len(_SYNC_QUERY) :]
        return True

    def settle(self, quiet_ms: float = 100, timeout: float = 10) -> None:
        """Read until no byte has come for `quiet_ms` milliseconds.

        Raises:
            TimeoutError: The program was still writing after `timeout` seconds.
        """
        deadline = time.perf_counter() + timeout
        while self.read(quiet_ms / 1000):
            if time.perf_counter() > deadline:
                raise TimeoutError(f"still writing after {timeout} s; the screen shows:\n{self.text()}")

    def wait_for(self, what: str | Callable[[Self], object], timeout: float = 10) -> None:
        """Read until the screen shows a text, or until a condition on this terminal holds, at the end of a frame.

        Raises:
            TimeoutError: It did not happen within `timeout` seconds, or the program ended before.
        """
        deadline = time.perf_counter() + timeout
        while not self._holds(what):
            left = deadline - time.perf_counter()
            if not self.read(left) and (self._ended or left <= 0):
                ending = f"the program ended with {self.process.poll()}" if self._ended else f"{timeout} s passed"
                raise TimeoutError(f"{ending} without {what!r}; the screen shows:\n{self.text()}")

    def _holds(self, what: str | Callable[[Self], object]) -> bool:
        self._show()
        if SYNC_MODE in self._emulator.private_modes():
            return False
        return bool(what(self)) if callable(what) else what in self.text()

    @property
    def written(self) -> int:
        """How many bytes the program has written so far."""
        return sum(len(chunk.data) for chunk in self.chunks)

    @property
    def raw(self) -> bytes:
        """All bytes that the program has written."""
        return b"".join(chunk.data for chunk in self.chunks)

    @property
    def clipboard(self) -> str | None:
        """What the program last put on the clipboard, or None."""
        return self._show().clipboard

    @property
    def title(self) -> str:
        """The title that the program gave the window."""
        return self._show().screen.title

    def text(self) -> str:
        """Return the screen's rows, joined by newlines, without blanks at their ends."""
        return self._show().text()

    def row(self, number: int) -> str:
        """Return one row of the screen, counted from 0, or from the bottom when negative."""
        return self._show().row(number)

    def cell(self, column: int, row: int) -> Char:
        """Return a cell with its character and its style; the second half of a wide character is empty."""
        return self._show().screen.buffer[row][column]

    def find(self, text: str) -> tuple[int, int]:
        """Return the column and row, in cells from 0, where `text` first stands within a row.

        Raises:
            ValueError: It is not on the screen.
        """
        emulator = self._show()
        for number in range(emulator.screen.lines):
            cells = [emulator.screen.buffer[number][column].data for column in range(emulator.screen.columns)]
            for column, data in enumerate(cells):
                if data and "".join(cells[column:]).startswith(text):
                    return column, number
        raise ValueError(f"{text!r} is not on the screen:\n{self.text()}")

    def _show(self) -> Emulator:
        new = b"".join(chunk.data for chunk in self.chunks[self._shown :])
        self._shown = len(self.chunks)
        if new:
            self._emulator.feed(new)
        return self._emulator

    # The end

    def kill(self, number: signal.Signals = signal.SIGKILL) -> None:
        """Send a signal to the program."""
        self.process.send_signal(number)

    def wait(self, timeout: float = 10) -> int:
        """Read until the program has ended, and return its exit status; negative is the signal that ended it.

        Raises:
            TimeoutError: It still runs after `timeout` seconds.
        """
        deadline = time.perf_counter() + timeout
        while not self._ended and time.perf_counter() < deadline:
            self.read(deadline - time.perf_counter())
        try:
            return self.process.wait(max(0.0, deadline - time.perf_counter()))
        except subprocess.TimeoutExpired:
            raise TimeoutError(f"still running after {timeout} s; the screen shows:\n{self.text()}") from None

    def left_behind(self) -> list[str]:
        """Say what differs from before the program; empty when the terminal is as it was found.

        Compared are the line discipline (echo, line mode, signals …), the private modes (alternate screen, mouse,
        cursor, paste, focus …) and kitty's keyboard levels.
        """
        differences = []
        if termios.tcgetattr(self._master) != self._attributes_before:
            differences.append("line discipline")
        modes = self._show().private_modes()
        differences += [f"mode {mode} set" for mode in sorted(modes - self._modes_before)]
        differences += [f"mode {mode} reset" for mode in sorted(self._modes_before - modes)]
        if self._emulator.keyboard_levels:
            differences.append(f"{self._emulator.keyboard_levels} keyboard levels")
        return differences

    def _set_size(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


def _environment(changes: Mapping[str, str | None]) -> dict[str, str]:
    plain = {name: value for name, value in os.environ.items() if not name.startswith(_NOT_INHERITED)}
    plain |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8"}
    pairs: dict[str, str | None] = {**plain, **changes}
    return {name: value for name, value in pairs.items() if value is not None}
