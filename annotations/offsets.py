"""The one definition of offset: a count of Unicode code points in a canonical text; ends are exclusive.

Other programs count otherwise: JavaScript and Java in UTF-16 units, C and Rust in bytes of UTF-8, people in
what they take for one character (grapheme clusters). `OffsetMap` converts between these and code points.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from enum import Enum
from functools import cache, cached_property
from typing import TYPE_CHECKING, Literal

from annotations.lazy import lazy
from annotations.text import Span, Text

if TYPE_CHECKING:
    import regex

__all__ = [
    "CONTEXT",
    "OffsetMap",
    "ReturnMap",
    "Rounding",
    "cluster_at",
    "context",
    "grapheme_pattern",
    "may_join",
    "trim",
]

CONTEXT = 32
"""Code points before and after a span that are kept with it, so that it can be found again."""

_STEP = 256
"""Code points between two places whose byte offsets are remembered."""

# Code points that never join with a neighbour of their own kind into one grapheme cluster.
_ALONE = (
    "\\t\\n\\x20-\\x7e\u00a0-\u00a8\u00aa-\u00ac\u00af-\u02ff\u0370-\u0482\u048a-\u0590\u05d0-\u05ea\u0620-\u064a"
    "\u0660-\u066f\u0671-\u06d3\u1e00-\u1fff\u2010-\u2027\u2030-\u203b\u203d-\u2048\u204a-\u205f\u20a0-\u20cf"
    "\u3001-\u3029\u3041-\u3096\u309d-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uff01-\uff9d"
)
_JOINING = lazy(f"[^{_ALONE}]")
_JOINED_RUN = lazy(f"[{_ALONE}]?(?:[^{_ALONE}]+[{_ALONE}]?)+")
_ASTRAL = lazy("[\U00010000-\U0010ffff]")


class Rounding(Enum):
    """What to do with an offset inside a surrogate pair, a byte sequence or a cluster."""

    REFUSE = "refuse"
    DOWN = "down"
    UP = "up"


class OffsetMap:
    """Converts offsets in one text. What a conversion needs is worked out at its first use and kept.

    Each method takes and returns offsets from 0 to the length of the text in the unit named, both included.

    Raises:
        ValueError: An offset is out of range, or inside of what cannot be parted and `Rounding.REFUSE` holds.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._ascii = text.isascii()

    def to_utf16(self, offset: int) -> int:
        """UTF-16 units before code point `offset`."""
        self._check(offset, len(self._text), "code point")
        return offset if self._ascii else offset + bisect_left(self._astral, offset)

    def from_utf16(self, unit: int, rounding: Rounding = Rounding.REFUSE) -> int:
        """Code points before UTF-16 unit `unit`; rounding moves it out of a surrogate pair."""
        self._check(unit, len(self._text) if self._ascii else len(self._text) + len(self._astral), "UTF-16 unit")
        if self._ascii:
            return unit
        # The astral character of index i begins at unit astral[i] + i.
        pairs = bisect_left(self._astral_units, unit)
        if pairs and self._astral_units[pairs - 1] + 1 == unit:
            return self._astral[pairs - 1] + _step(rounding, f"UTF-16 unit {unit} is inside a surrogate pair")
        return unit - pairs

    def to_utf8(self, offset: int) -> int:
        """Bytes of UTF-8 before code point `offset`."""
        self._check(offset, len(self._text), "code point")
        if self._ascii:
            return offset
        place = offset // _STEP
        return self._bytes[place] + len(_encode(self._text[place * _STEP : offset]))

    def from_utf8(self, byte: int, rounding: Rounding = Rounding.REFUSE) -> int:
        """Code points before byte `byte` of UTF-8; rounding moves it out of the bytes of one character."""
        self._check(byte, len(self._text) if self._ascii else self._bytes[-1], "byte")
        if self._ascii:
            return byte
        place = min(bisect_right(self._bytes, byte), len(self._bytes) - 1) - 1
        data = _encode(self._text[place * _STEP : (place + 1) * _STEP])
        rest = byte - self._bytes[place]
        up = 0
        if rest < len(data) and _is_continuation(data[rest]):
            up = _step(rounding, f"byte {byte} is inside a character")
            while _is_continuation(data[rest]):
                rest -= 1
        return place * _STEP + len(data[:rest].decode("utf-8", "surrogatepass")) + up

    def to_grapheme(self, offset: int, rounding: Rounding = Rounding.REFUSE) -> int:
        """Grapheme clusters before code point `offset`; rounding moves it out of a cluster."""
        offset = self.boundary(offset, rounding)
        return offset - bisect_left(self._inside, offset)

    def from_grapheme(self, cluster: int) -> int:
        """Code points before grapheme cluster `cluster`."""
        self._check(cluster, len(self._text) - len(self._inside), "grapheme cluster")
        return cluster + bisect_right(self._inside_clusters, cluster)

    def boundary(self, offset: int, rounding: Rounding = Rounding.REFUSE) -> int:
        """`offset` in code points if it is no place inside a grapheme cluster, else what rounding makes of it."""
        self._check(offset, len(self._text), "code point")
        index = bisect_left(self._inside, offset)
        if index == len(self._inside) or self._inside[index] != offset:
            return offset
        step = 1 if _step(rounding, f"code point {offset} is inside a grapheme cluster") else -1
        while 0 <= index < len(self._inside) and self._inside[index] == offset:
            index += step
            offset += step
        return offset

    @cached_property
    def _astral(self) -> array[int]:
        """Offsets of the characters that take two UTF-16 units."""
        return array("I", (match.start() for match in _ASTRAL.finditer(self._text)))

    @cached_property
    def _astral_units(self) -> array[int]:
        return array("I", (offset + index for index, offset in enumerate(self._astral)))

    @cached_property
    def _bytes(self) -> array[int]:
        """Byte offsets of every `_STEP`th code point, and of the end."""
        offsets = array("Q", [0])
        for start in range(0, len(self._text), _STEP):
            offsets.append(offsets[-1] + len(_encode(self._text[start : start + _STEP])))
        return offsets

    @cached_property
    def _inside(self) -> array[int]:
        """Offsets of the code points that do not begin a grapheme cluster."""
        inside = array("I")
        if self._ascii and "\r" not in self._text:
            return inside
        end = 0
        while joining := _JOINING.search(self._text, end):
            start = max(end, joining.start() - 1)
            run = _JOINED_RUN.match(self._text, start)
            end = run.end() if run else start + 1
            for match in grapheme_pattern().finditer(self._text[start:end]):
                inside.extend(range(start + match.start() + 1, start + match.end()))
        return inside

    @cached_property
    def _inside_clusters(self) -> array[int]:
        """How many clusters begin before each of `_inside`."""
        return array("I", (offset - index for index, offset in enumerate(self._inside)))

    @staticmethod
    def _check(offset: int, length: int, unit: str) -> None:
        if not 0 <= offset <= length:
            raise ValueError(f"{unit} {offset} is not between 0 and {length}")


def context(text: Text, span: Span) -> tuple[str, str, str]:
    """Return the words of a span, and up to 32 code points before and after it."""
    return (
        text[span.start : span.end],
        text[max(0, span.start - CONTEXT) : span.start],
        text[span.end : span.end + CONTEXT],
    )


def trim(text: Text, start: int, end: int) -> tuple[int, int]:
    """Return the range without white space at its edges; empty at `start` when there is nothing else."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def cluster_at(text: str, offset: int) -> Span:
    """Return the grapheme cluster that holds code point `offset`, looking no further than it must.

    Raises:
        IndexError: There is no such code point.
    """
    if not 0 <= offset < len(text):
        raise IndexError(f"there is no code point {offset}")
    if not _JOINING.search(text, max(0, offset - 1), offset + 2):
        return Span(offset, offset + 1)
    start = offset
    while start and (_JOINING.match(text, start) or _JOINING.match(text, start - 1)):
        start -= 1
    cluster = Span(start, start + 1)
    for match in grapheme_pattern().finditer(text, start):
        cluster = Span(*match.span())
        if cluster.end > offset:
            break
    return cluster


def may_join(text: str) -> bool:
    """Tell whether some grapheme cluster in `text` may have more than one code point."""
    return not text.isascii() and _JOINING.search(text) is not None


@cache
def grapheme_pattern() -> regex.Pattern[str]:
    """The pattern of one grapheme cluster."""
    import regex

    return regex.compile(r"\X")


def _encode(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _is_continuation(byte: int) -> bool:
    return byte & 0xC0 == 0x80


def _step(rounding: Rounding, reason: str) -> Literal[0, 1]:
    """How many units up an offset goes that is inside something."""
    if rounding is Rounding.REFUSE:
        raise ValueError(f"{reason}; round it down or up")
    return 1 if rounding is Rounding.UP else 0


class ReturnMap:
    """Offsets in a text with carriage returns into those where CRLF and CR are LF, as a canonical text has them."""

    def __init__(self, text: str) -> None:
        self._length = len(text)
        # A lone CR becomes an LF and moves nothing.
        self._pairs = array("I", (match.start() for match in re.finditer("\r\n", text))) if "\r" in text else None

    def to_canonical(self, offset: int) -> int:
        """Code points before `offset` once the returns are gone.

        Raises:
            ValueError: It is out of range.
        """
        if not 0 <= offset <= self._length:
            raise ValueError(f"code point {offset} is not between 0 and {self._length}")
        return offset if self._pairs is None else offset - bisect_left(self._pairs, offset)
