"""Where each piece of an article stands, without ever laying out more than is looked at.

An article is a column of units: a block, or the cells of one row of a table. A unit has rows, some of them
blank. A place in the article is a unit and a row in it, never a count from the top.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from annotations.columns import Blocks
from annotations.text import Block, BlockKind, Span, Text
from tui.reading.display import draw
from tui.reading.tables import SEPARATOR, Columns, columns_at, row_end, row_start
from tui.reading.wrapping import Wrapping

__all__ = ["Furniture", "Layout", "Piece", "Position", "Row"]

_UNITS = 1024
"""Units whose rows are remembered."""
_CODE_INDENT = 2
_STACKED_INDENT = 2
_MARKER = r"(?:(\d{1,3}[.)])|[-*+•‣◦·–—])\s*$"
_OWN_MARKER = r"(?:\d{1,3}[.)]|[-*+•‣◦·–—])\s"


Furniture: TypeAlias = "tuple[tuple[int, str], ...]"
"""What is drawn on a row that is not in the text: cell and characters."""


class Position(NamedTuple):
    """A row of the article: the first block of its unit, and the row in the unit."""

    block: int
    row: int


class Piece(NamedTuple):
    """Text on a row: code points `start` to `end`, from cell `x` on, `width` cells at most."""

    start: int
    end: int
    x: int
    width: int


class Row(NamedTuple):
    """One row as it will be drawn.

    Attributes:
        pieces: Text, from left to right; none on a blank row.
        furniture: Bullet, gutter, rules between cells.
    """

    position: Position
    kind: BlockKind
    pieces: tuple[Piece, ...] = ()
    furniture: Furniture = ()

    @property
    def start(self) -> int | None:
        """First code point on the row, None on a blank row."""
        return self.pieces[0].start if self.pieces else None

    @property
    def end(self) -> int | None:
        """End of what is on the row, in code points, None on a blank row."""
        return max(piece.end for piece in self.pieces) if self.pieces else None

    def touches(self, start: int, end: int) -> bool:
        """Tell whether any code point from `start` to `end` is on the row."""
        return any(piece.start < end and start < piece.end for piece in self.pieces)


class _Column(NamedTuple):
    rows: Wrapping
    start: int
    end: int
    x: int


class _Unit(NamedTuple):
    """The rows of a unit: blank ones, then bands, each of which has columns side by side."""

    first: int
    after: int
    kind: BlockKind
    gap: int
    bands: tuple[tuple[_Column, ...], ...]
    opening: Furniture = ()
    furniture: Furniture = ()
    gap_furniture: Furniture = ()

    def row(self, index: int) -> Row | None:
        position = Position(self.first, index)
        if index < self.gap:
            return Row(position, self.kind, (), self.gap_furniture)
        index -= self.gap
        furniture = self.furniture if index else self.opening
        for band in self.bands:
            pieces = tuple(
                Piece(*found, column.x, column.rows.width)
                for column in band
                if (found := column.rows.row(index)) is not None
            )
            if pieces:
                return Row(position, self.kind, pieces, furniture if band is self.bands[0] else ())
            if band is not self.bands[-1]:
                index -= _height(band)
        return None

    def height(self) -> int:
        return self.gap + sum(map(_height, self.bands))

    def row_at(self, offset: int) -> int:
        row = self.gap
        best = row
        for band in self.bands:
            for column in band:
                if column.start <= offset:
                    best = row + column.rows.row_at(offset)
                if column.start <= offset < column.end:
                    return best
            if band is not self.bands[-1]:
                row += _height(band)
        return best


def _height(band: tuple[_Column, ...]) -> int:
    return max(column.rows.count() for column in band)


class Layout:
    """The rows of an article in `width` cells, made as they are looked at.

    Args:
        text: Canonical text.
        blocks: Its blocks. They may grow at the end; say so by `extended`.
        width: Cells in a row, at least 1.
    """

    def __init__(self, text: Text, blocks: Blocks, width: int) -> None:
        self.text = text
        self.blocks = blocks
        self.width = max(1, width)
        self._known = len(blocks)
        self._run = range(0)  # the table that was looked at last
        self._unit = lru_cache(maxsize=_UNITS)(self._make_unit)
        self._columns = lru_cache(maxsize=8)(self._make_columns)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to show."""
        return not len(self.blocks)

    @property
    def growing_table(self) -> bool:
        """Whether what is known ends in a table, whose rows may look different when more is known."""
        return bool(self._known) and self.blocks.kind(self._known - 1) is BlockKind.TABLE_CELL

    @property
    def known_end(self) -> int:
        """End of the last block that is known, in code points."""
        return self.blocks.end(self._known - 1) if self._known else 0

    def extended(self) -> None:
        """Take notice of blocks that were appended."""
        if self.growing_table:
            # Its last row may have more cells now, and its columns other widths.
            self._unit.cache_clear()
            self._columns.cache_clear()
            self._run = range(0)
        self._known = len(self.blocks)

    def rows_from(self, position: Position, count: int) -> list[Row]:
        """Return up to `count` rows from `position` on."""
        rows: list[Row] = []
        for row in self._rows(position):
            if len(rows) >= count:
                break
            rows.append(row)
        return rows

    def move(self, position: Position, rows: int) -> Position:
        """Return the position `rows` further down (up when negative), at most the last (first) one."""
        block, row = position
        row += rows
        while row < 0:
            if block == 0:
                return Position(0, 0)
            block = self._start_of(block - 1)
            row += self._unit(block).height()
        while (unit := self._unit(block)).row(row) is None:
            if unit.after >= self._known:
                return Position(block, unit.height() - 1)
            row -= unit.height()
            block = unit.after
        return Position(block, row)

    def position_of(self, offset: int) -> Position:
        """Return the row that shows code point `offset`, or the nearest one before it."""
        block = self._start_of(self.blocks.index_at(offset))
        return Position(block, self._unit(block).row_at(offset))

    def last(self) -> Position:
        """Return the last row of what is known of the article."""
        block = self._start_of(self._known - 1)
        return Position(block, self._unit(block).height() - 1)

    def row(self, position: Position) -> Row | None:
        """Return the row at `position`; None if there is none."""
        return self._unit(position.block).row(position.row)

    def cluster_at(self, row: Row, cell: int) -> Span | None:
        """Return what a reader takes for one character at `cell` of `row`, or the nearest to it.

        None on a row without text. Both halves of a wide character are that character.
        """
        pieces = [piece for piece in row.pieces if piece.start < piece.end]
        if not pieces:
            return None
        piece = next((p for p in reversed(pieces) if p.x <= cell), pieces[0])
        start, end = draw(self.text[piece.start : piece.end]).cluster_at(cell - piece.x)
        return Span(piece.start + start, piece.start + end)

    def offset_at(self, position: Position, cell: int) -> int | None:
        """Return the code point at `cell` of a row, or the nearest to it; None on a row without text."""
        row = self.row(position)
        found = self.cluster_at(row, cell) if row else None
        return found.start if found else None

    def _rows(self, position: Position) -> Iterator[Row]:
        block, index = position
        while block < self._known:
            unit = self._unit(block)
            while (row := unit.row(index)) is not None:
                yield row
                index += 1
            block, index = unit.after, 0

    def _start_of(self, index: int) -> int:
        if self.blocks.kind(index) is BlockKind.TABLE_CELL:
            return row_start(self.blocks, index)
        return index

    def _make_columns(self, first: int) -> Columns:
        return columns_at(self.text, self.blocks, first, self.width)

    def _make_unit(self, index: int) -> _Unit:
        block = self.blocks[index]
        before = self.blocks[index - 1] if index else None
        gap = _gap(before, block)
        match block.kind:
            case BlockKind.TABLE_CELL:
                after = row_end(self.blocks, index)
                return self._row_of_cells(self.blocks[index:after], index, after, gap)
            case BlockKind.LIST_ITEM:
                marker = self._marker(before, block)
                indent = self._indent(2 * max(0, block.level - 1) + (len(marker) + 1 if marker else 0))
                opening = ((max(0, indent - len(marker) - 1), marker),) if marker else ()
                return self._single(block, index, gap, indent=indent, opening=opening)
            case BlockKind.BLOCK_QUOTE:
                gutter = self._gutter(block)
                continued = before is not None and before.kind is BlockKind.BLOCK_QUOTE
                shared = min(gutter, self._gutter(before), key=len) if continued and before else ""
                drawn = ((0, gutter),)
                return self._single(
                    block, index, gap, indent=len(gutter), opening=drawn, furniture=drawn, gap_furniture=((0, shared),)
                )
            case BlockKind.CODE:
                return self._single(block, index, gap, indent=self._indent(_CODE_INDENT))
            case _:
                return self._single(block, index, gap)

    def _single(
        self,
        block: Block,
        index: int,
        gap: int,
        *,
        indent: int = 0,
        opening: Furniture = (),
        furniture: Furniture = (),
        gap_furniture: Furniture = (),
    ) -> _Unit:
        bands = ((self._column(block, indent, self.width - indent),),)
        return _Unit(index, index + 1, block.kind, gap, bands, opening, furniture, gap_furniture)

    def _row_of_cells(self, cells: list[Block], index: int, after: int, gap: int) -> _Unit:
        if index not in self._run:
            self._run = self.blocks.run(index)
        columns = self._columns(self._run.start)
        beside = [cell for cell in cells if max(cell.level, 1) <= len(columns)]
        bands: list[tuple[_Column, ...]] = []
        furniture: Furniture = ()
        if beside:
            places = [columns[max(cell.level, 1) - 1] for cell in beside]
            bands.append(tuple(self._column(c, x, w) for c, (x, w) in zip(beside, places, strict=True)))
            furniture = tuple((x - len(SEPARATOR), SEPARATOR) for x, _ in columns[1:])
        for cell in cells[len(beside) :]:
            if cell.start < cell.end or not bands:
                indent = self._indent(_STACKED_INDENT) if bands else 0
                bands.append((self._column(cell, indent, self.width - indent),))
        return _Unit(index, after, BlockKind.TABLE_CELL, gap, tuple(bands), furniture, furniture)

    def _column(self, block: Block, x: int, width: int) -> _Column:
        lines = block.kind is BlockKind.CODE
        return _Column(Wrapping(self.text, block.start, block.end, width, lines=lines), block.start, block.end, x)

    def _indent(self, cells: int) -> int:
        """As much of an indent as leaves room for text."""
        return min(cells, self.width // 3)

    def _gutter(self, block: Block) -> str:
        return "│ " * min(max(1, block.level), self.width // 6)

    def _marker(self, before: Block | None, block: Block) -> str:
        """What stands before a list item: its own number, a bullet, or nothing when its text has one."""
        if re.match(_OWN_MARKER, self.text[block.start : block.start + 8]):
            return ""
        between = self.text[max(before.end if before else 0, block.start - 16) : block.start]
        written = re.search(_MARKER, between)
        return (written[1] or "•") if written else "•"


def _gap(before: Block | None, block: Block) -> int:
    """Blank rows above a block."""
    if before is None:
        return 0
    together = (BlockKind.LIST_ITEM, BlockKind.TABLE_CELL)
    return 0 if before.kind is block.kind and block.kind in together else 1
