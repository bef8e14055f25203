"""What can be read off the bytes that a program wrote to its terminal, and their times."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from tests.terminal import Chunk
from tests.vt import Emulator

_FRAME_BEGINS = b"\x1b[?2026h"
_FRAME_ENDS = b"\x1b[?2026l"
_STYLES = rb"(?:\x1b\[[0-9;]*m)*"
_IMPORT_LINE = re.compile(rb"import time:\s*\d+ \|\s*\d+ \|\s*(?P<module>[\w.]+)\r?\n")


@dataclass(frozen=True, slots=True)
class Burst:
    """What a program wrote at one go; times are seconds of `time.perf_counter`."""

    began: float
    ended: float
    data: bytes


def is_whole(data: bytes) -> bool:
    """Tell whether every synchronized frame that begins in `data` also ends in it."""
    return data.count(_FRAME_BEGINS) <= data.count(_FRAME_ENDS)


def bursts(chunks: Iterable[Chunk], quiet: float) -> list[Burst]:
    """Group chunks: a burst ends with a silence of `quiet` seconds, but never within a synchronized frame."""
    groups: list[list[Chunk]] = []
    data = b""
    for chunk in chunks:
        if not groups or (chunk.at - groups[-1][-1].at > quiet and is_whole(data)):
            groups.append([])
            data = b""
        groups[-1].append(chunk)
        data += chunk.data
    return [Burst(group[0].at, group[-1].at, b"".join(c.data for c in group)) for group in groups]


def text_pattern(text: str) -> re.Pattern[bytes]:
    """Return a pattern that finds `text` in output, whatever changes of style stand between its characters."""
    return re.compile(_STYLES.join(re.escape(character.encode()) for character in text))


def first_with(found: Sequence[Burst], pattern: re.Pattern[bytes]) -> int | None:
    """Return the index of the first burst in which `pattern` is found, None if there is none."""
    return next((index for index, burst in enumerate(found) if pattern.search(burst.data)), None)


def first_showing(found: Iterable[Burst], emulator: Emulator, shows: Callable[[Emulator], object]) -> Burst | None:
    """Play bursts on `emulator` and return the first one after which it `shows` something, None if none does."""
    for burst in found:
        emulator.feed(burst.data)
        if shows(emulator):
            return burst
    return None


def last_change(found: Sequence[Burst], emulator: Emulator, part: Callable[[Emulator], object]) -> int | None:
    """Play bursts on `emulator` and return the index of the last one that changed a `part` of it, else None."""
    last, before = None, part(emulator)
    for index, burst in enumerate(found):
        emulator.feed(burst.data)
        now = part(emulator)
        if now != before:
            last, before = index, now
    return last


def modules_before(raw: bytes, pattern: re.Pattern[bytes]) -> list[str]:
    """List the modules that were imported before `pattern` was written, in the order in which they were done.

    `raw` is what a program wrote that ran under `PYTHONPROFILEIMPORTTIME=1`: the interpreter's lines go to standard
    error, where Textual draws as well, so both stand in one stream, in the order in which they happened. A line
    may stand in the middle of what is drawn.

    Raises:
        ValueError: `pattern` was never written.
    """
    drawn = bytearray()
    imported: list[tuple[int, str]] = []
    position = 0
    for match in _IMPORT_LINE.finditer(raw):
        drawn += raw[position : match.start()]
        imported.append((len(drawn), match["module"].decode()))
        position = match.end()
    drawn += raw[position:]
    shown = pattern.search(drawn)
    if shown is None:
        raise ValueError("the text was never written")
    return [module for at, module in imported if at <= shown.start()]
