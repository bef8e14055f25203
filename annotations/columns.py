"""Blocks and sentences of a whole article, kept as columns of numbers.

An article of 10 MB has tens of thousands of each. As objects they would cost ten times their numbers, and be
built before the first page is on the screen. As columns they come out of the database in one piece, and a
`Block` is made when somebody looks at it. Both grow at the end: a long article is read a page at a time.
"""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from operator import le
from typing import overload

from annotations.text import Block, BlockKind, Span

_KINDS = tuple(BlockKind)
_KIND_CODES = {kind: code for code, kind in enumerate(_KINDS)}


class _Ranges:
    """Two columns of code point offsets, in the order of the text, not overlapping."""

    __slots__ = ("_ends", "_starts")

    def __init__(self) -> None:
        self._starts = array("I")
        self._ends = array("I")

    def __len__(self) -> int:
        return len(self._starts)

    def start(self, index: int) -> int:
        """Start of range `index`, in code points."""
        return self._starts[index]

    def end(self, index: int) -> int:
        """End of range `index`, in code points, exclusive."""
        return self._ends[index]

    def index_at(self, offset: int) -> int:
        """Index of the range that holds `offset`, else of the last one before it, else 0."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def first_from(self, offset: int) -> int:
        """Index of the first range that ends after `offset`; the length if there is none."""
        return bisect_right(self._ends, offset)

    def _add(self, start: int, end: int) -> None:
        if start > end or (self._ends and start < self._ends[-1]):
            raise ValueError(f"range {start}-{end} is not in the order of the text")
        self._starts.append(start)
        self._ends.append(end)


class Blocks(_Ranges, Sequence[Block]):
    """The blocks of an article, a growing sequence of `Block`."""

    __slots__ = ("_kinds", "_levels")

    def __init__(self, blocks: Iterable[Block] = ()) -> None:
        super().__init__()
        self._kinds = bytearray()
        self._levels = bytearray()
        self.extend(blocks)

    def extend(self, blocks: Iterable[Block]) -> None:
        """Append blocks that lie after those already here.

        Raises:
            ValueError: A block starts before the last one ends.
        """
        for block in blocks:
            self._add(block.start, block.end)
            self._kinds.append(_KIND_CODES[block.kind])
            self._levels.append(min(block.level, 255))

    @classmethod
    def of_columns(
        cls, kinds: Sequence[BlockKind], starts: Sequence[int], ends: Sequence[int], levels: Sequence[int]
    ) -> Blocks:
        """Make blocks of their parts, all at once.

        Raises:
            ValueError: A block starts before the last one ends, or a level is above 255.
        """
        blocks = cls()
        try:
            blocks._starts, blocks._ends = array("I", starts), array("I", ends)
        except OverflowError as error:
            raise ValueError(str(error)) from None
        if not (all(map(le, starts, ends)) and all(map(le, ends, islice(starts, 1, None)))):
            raise ValueError("the ranges are not in the order of the text")
        blocks._kinds, blocks._levels = bytearray(map(_KIND_CODES.__getitem__, kinds)), bytearray(levels)
        return blocks

    @overload
    def __getitem__(self, index: int) -> Block: ...
    @overload
    def __getitem__(self, index: slice) -> list[Block]: ...
    def __getitem__(self, index: int | slice) -> Block | list[Block]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        return Block(_KINDS[self._kinds[index]], self._starts[index], self._ends[index], self._levels[index])

    def __iter__(self) -> Iterator[Block]:
        for kind, start, end, level in zip(self._kinds, self._starts, self._ends, self._levels, strict=True):
            yield Block(_KINDS[kind], start, end, level)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Blocks) and self.pack() == other.pack()

    __hash__ = None  # type: ignore[assignment]  # it grows

    def copy(self) -> Blocks:
        """Return the same blocks, which do not grow with these."""
        return Blocks.unpack(self.pack())

    def kind(self, index: int) -> BlockKind:
        """Kind of block `index`, without making a `Block`."""
        return _KINDS[self._kinds[index]]

    def run(self, index: int) -> range:
        """Indexes of the unbroken run of blocks of one kind that block `index` is in."""
        kind = self._kinds[index : index + 1]
        behind = len(self._kinds[index:].lstrip(kind))
        return range(len(self._kinds[: index + 1].rstrip(kind)), len(self) - behind)

    def pack(self) -> bytes:
        """Return the columns as bytes: starts, ends (32 bit little-endian each), kinds, levels."""
        return _pack(self._starts) + _pack(self._ends) + bytes(self._kinds) + bytes(self._levels)

    @classmethod
    def unpack(cls, data: bytes) -> Blocks:
        """Make blocks of what `pack` returned.

        Raises:
            ValueError: The length is not that of whole blocks, or a kind is unknown.
        """
        count, rest = divmod(len(data), 10)
        blocks = cls()
        blocks._starts = _unpack(data[: 4 * count])
        blocks._ends = _unpack(data[4 * count : 8 * count])
        blocks._kinds = bytearray(data[8 * count : 9 * count])
        blocks._levels = bytearray(data[9 * count :])
        if rest or max(blocks._kinds, default=0) >= len(_KINDS):
            raise ValueError("these are not packed blocks")
        return blocks


class Sentences(_Ranges, Sequence[Span]):
    """The sentences of an article, a growing sequence of `Span` without edge white space."""

    __slots__ = ()

    def __init__(self, spans: Iterable[Span] = ()) -> None:
        super().__init__()
        self.extend((span.start, span.end) for span in spans)

    def extend(self, ranges: Iterable[tuple[int, int]]) -> None:
        """Append sentences (start, end) that lie after those already here.

        Raises:
            ValueError: A sentence starts before the last one ends.
        """
        for start, end in ranges:
            self._add(start, end)

    @overload
    def __getitem__(self, index: int) -> Span: ...
    @overload
    def __getitem__(self, index: slice) -> list[Span]: ...
    def __getitem__(self, index: int | slice) -> Span | list[Span]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        return Span(self._starts[index], self._ends[index])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sentences) and self.pack() == other.pack()

    __hash__ = None  # type: ignore[assignment]  # it grows

    def copy(self) -> Sentences:
        """Return the same sentences, which do not grow with these."""
        return Sentences.unpack(self.pack())

    def pack(self) -> bytes:
        """Return the columns as bytes: starts, then ends, 32 bit little-endian each."""
        return _pack(self._starts) + _pack(self._ends)

    @classmethod
    def unpack(cls, data: bytes) -> Sentences:
        """Make sentences of what `pack` returned.

        Raises:
            ValueError: The length is not that of whole sentences.
        """
        count, rest = divmod(len(data), 8)
        if rest:
            raise ValueError("these are not packed sentences")
        sentences = cls()
        sentences._starts = _unpack(data[: 4 * count])
        sentences._ends = _unpack(data[4 * count :])
        return sentences


def _pack(column: array[int]) -> bytes:
    if sys.byteorder == "big":
        column = column[:]
        column.byteswap()
    return column.tobytes()


def _unpack(data: bytes) -> array[int]:
    column = array("I")
    column.frombytes(data)
    if sys.byteorder == "big":
        column.byteswap()
    return column
