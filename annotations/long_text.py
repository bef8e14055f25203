"""A long text that takes no more memory than its file: kept as UTF-8, and decoded where it is looked at.

Python keeps a text at one, two or four bytes for each code point, as the widest one asks: a single emoji makes an
article of 10 MB one of 40.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from typing import SupportsIndex

from annotations.text import Text

__all__ = ["LONG", "LongText", "utf8_of"]

LONG = 1 << 20
"""From so many bytes on, a text is kept as UTF-8."""
_STEP = 4096
"""Bytes, or up to three more, that are decoded together."""
_AROUND = 8
"""Steps that are decoded at least: who looks at a place looks at what is beside it next."""
_KEPT = 1 << 17
"""Code points of the longest stretch that is kept for the next look."""


class LongText:
    """A text that is read like a `str`: by its length, by slices, by `find`. Any thread may read it.

    Args:
        data: UTF-8.

    Raises:
        UnicodeDecodeError: It is not UTF-8.
    """

    __slots__ = ("_data", "_length", "_places", "_seen", "_starts")

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._starts = array("I")  # code point that each step begins with
        self._places = array("I")  # and its first byte
        length = place = 0
        while place < len(data):
            end = min(place + _STEP, len(data))
            while end < len(data) and data[end] & 0xC0 == 0x80:
                end += 1
            self._starts.append(length)
            self._places.append(place)
            length += len(data[place:end].decode("utf-8"))
            place = end
        self._length = length
        self._seen = (0, "")

    @property
    def utf8(self) -> bytes:
        """The text in UTF-8."""
        return self._data

    def __len__(self) -> int:
        return self._length

    def __str__(self) -> str:
        return self._data.decode("utf-8")

    def __getitem__(self, index: SupportsIndex | slice, /) -> str:
        base, shown = self._seen
        if isinstance(index, slice):
            start, end, step = index.start, index.stop, index.step
            if not (type(start) is type(end) is int and step is None and base <= start <= end <= base + len(shown)):
                start, end, step = index.indices(self._length)
                if step != 1:
                    return str(self)[index]
                if start >= end:
                    return ""
                base, shown = self._around(start, end)
            return shown[start - base : end - base]
        at = index.__index__()
        if not base <= at < base + len(shown):
            if at < 0:
                at += self._length
            if not 0 <= at < self._length:
                raise IndexError("there is no such code point")
            base, shown = self._around(at, at + 1)
        return shown[at - base]

    def find(self, part: str, start: int = 0, end: int | None = None, /) -> int:
        """Return the first code point from `start` on where `part` stands before `end`, -1 if it does not."""
        base, shown = self._seen
        if part and base <= start < base + len(shown):
            near = shown.find(part, start - base, len(shown) if end is None else max(0, end - base))
            if near >= 0:
                return base + near
            if end is not None and 0 <= end <= base + len(shown):
                return -1
        if not part:
            return str(self).find(part, start, end)
        first, last, _ = slice(start, end).indices(self._length)
        if first >= last:
            return -1
        found = self._data.find(part.encode("utf-8", "surrogatepass"), self._place_of(first), self._place_of(last))
        return self._offset_of(found) if found >= 0 else -1

    def _around(self, start: int, end: int) -> tuple[int, str]:
        """Return a stretch that holds code points `start` to `end`, and the first one of it."""
        seen = self._seen
        base, shown = seen
        if base <= start and end <= base + len(shown):
            return seen
        first = bisect_right(self._starts, start) - 1
        last = max(bisect_left(self._starts, end), first + _AROUND)
        places = self._places
        decoded = self._data[places[first] : places[last] if last < len(places) else len(self._data)].decode("utf-8")
        seen = self._starts[first], decoded
        if len(decoded) <= _KEPT:
            self._seen = seen  # at one go, so that no other thread sees half of it
        return seen

    def _place_of(self, offset: int) -> int:
        """Return the byte where a code point begins."""
        if offset >= self._length:
            return len(self._data)
        step = bisect_right(self._starts, offset) - 1
        before = self[self._starts[step] : offset]
        return self._places[step] + len(before.encode("utf-8"))

    def _offset_of(self, place: int) -> int:
        """Return the code point that begins at a byte."""
        step = bisect_right(self._places, place) - 1
        return self._starts[step] + len(self._data[self._places[step] : place].decode("utf-8"))


def utf8_of(text: Text) -> bytes:
    """Return a text in UTF-8."""
    return text.utf8 if isinstance(text, LongText) else str(text).encode("utf-8")
