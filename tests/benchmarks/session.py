"""A program under test, and one run of it in a terminal, whose output is taken burst by burst."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from tests.benchmarks.articles import Generated
from tests.benchmarks.output import Burst, bursts, first_with, is_whole
from tests.terminal import Terminal
from tests.vt import Emulator

ROOT = Path(__file__).parents[2]
COLUMNS, ROWS = 100, 30
PATIENCE = 60.0
"""Nothing is waited for longer than so many seconds."""
MS = 1000.0
PAINT_QUIET = 0.010
"""A silence of so many seconds ends the first paint: Textual paints a second, equal frame 20 ms after the first."""
KEY_QUIET = 0.025
"""A silence of so many seconds ends what a key brought about."""


@dataclass(frozen=True, slots=True)
class Document:
    """A generated article in a file, and the database that it is opened in."""

    article: Generated
    path: Path
    database: Path


@dataclass(frozen=True, slots=True)
class Program:
    """The command under test, and the directory in which all that it writes is put."""

    command: tuple[str, ...]
    directory: Path

    def environment(self) -> dict[str, str | None]:
        """Variables that keep a person's own settings and data out of it."""
        names = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")
        return {name: str(self.directory / name.lower()) for name in names}

    def opening(self, document: Document) -> list[str]:
        """Return the command that opens a document."""
        return [*self.command, str(document.path), "--db", str(document.database)]


class Session:
    """A program in a terminal, whose output is taken burst by burst."""

    def __init__(self, command: Sequence[str], environment: dict[str, str | None] | None = None) -> None:
        self.terminal = Terminal(command, columns=COLUMNS, rows=ROWS, env=environment, cwd=ROOT)
        self.screen = Emulator(COLUMNS, ROWS)
        self._shown = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.terminal.close()

    def first_paint(self, pattern: re.Pattern[bytes]) -> float:
        """Wait for the burst with `pattern`; return when it ended, in seconds after the start of the process.

        Raises:
            TimeoutError: It never came.
        """
        deadline = time.perf_counter() + PATIENCE
        index: int | None = None
        while time.perf_counter() < deadline:
            heard = self.terminal.read(1.0 if index is None else PAINT_QUIET)
            found = bursts(self.terminal.chunks, PAINT_QUIET)
            index = first_with(found, pattern)
            if index is not None and (index < len(found) - 1 or (not heard and is_whole(found[index].data))):
                return found[index].ended - self.terminal.started
        raise TimeoutError(f"no such text was painted; the screen shows:\n{self.terminal.text()}")

    def press(self, *keys: str, timeout: float = 0.5) -> tuple[float, int] | None:
        """Press keys in one burst; return milliseconds to the last byte that came of it, and bytes, or None."""
        pressed = time.perf_counter()
        self.terminal.press(*keys)
        burst = self._next_burst(timeout)
        return None if burst is None else ((burst.ended - pressed) * MS, len(burst.data))

    def press_until(self, key: str, shows: Callable[[Emulator], object]) -> float | None:
        """Press a key; return milliseconds to the end of the burst after which the screen `shows` something."""
        self.catch_up()
        pressed = time.perf_counter()
        self.terminal.press(key)
        while (burst := self._next_burst(2.0)) is not None:
            self.catch_up()
            if shows(self.screen):
                return (burst.ended - pressed) * MS
        return None

    def press_and_watch(self, key: str, part: Callable[[Emulator], object], quiet: float = 300.0) -> float | None:
        """Press a key and wait for a silence of `quiet` ms; return milliseconds to the last change of a `part`."""
        self.catch_up()
        before = part(self.screen)
        first = len(self.terminal.chunks)
        pressed = time.perf_counter()
        self.terminal.press(key)
        self.terminal.settle(quiet, timeout=PATIENCE)
        changed = None
        for burst in bursts(self.terminal.chunks[first:], 0.001):
            self.screen.feed(burst.data)
            now = part(self.screen)
            if now != before:
                changed, before = burst.ended, now
        self._shown = len(self.terminal.chunks)
        return None if changed is None else (changed - pressed) * MS

    def _next_burst(self, timeout: float) -> Burst | None:
        first = len(self.terminal.chunks)
        if not self.terminal.read(timeout):
            return None
        deadline = time.perf_counter() + PATIENCE
        while time.perf_counter() < deadline:
            heard = self.terminal.read(KEY_QUIET)
            if not heard and is_whole(b"".join(chunk.data for chunk in self.terminal.chunks[first:])):
                break
        chunks = self.terminal.chunks[first:]
        return Burst(chunks[0].at, chunks[-1].at, b"".join(chunk.data for chunk in chunks))

    def catch_up(self) -> Emulator:
        """Play on the screen what came since."""
        for chunk in self.terminal.chunks[self._shown :]:
            self.screen.feed(chunk.data)
        self._shown = len(self.terminal.chunks)
        return self.screen

    def peak_memory(self) -> float | None:
        """Return the most memory that the process has held, in bytes (VmHWM), where /proc tells."""
        try:
            status = Path(f"/proc/{self.terminal.process.pid}/status").read_text(encoding="ascii")
        except OSError:
            return None
        found = re.search(r"VmHWM:\s+(\d+) kB", status)
        return int(found[1]) * 1024.0 if found else None

    def quit(self) -> None:
        """Leave the program as a person would, and wait for its end."""
        self.terminal.press("ctrl+q")
        self.terminal.wait()
