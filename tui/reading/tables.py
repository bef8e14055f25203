"""The columns of a table: chosen from its first rows, and kept for the rest."""

from __future__ import annotations

from typing import TypeAlias

from annotations.columns import Blocks
from annotations.text import BlockKind, Text
from tui.reading.display import draw

__all__ = ["SEPARATOR", "Columns", "columns_at", "row_end", "row_start"]

SEPARATOR = " │ "
"""Stands between two cells of a row."""
_ROWS = 200
"""Rows that are looked at."""
_CELLS = 2000
"""Cells that are looked at."""
_NARROWEST = 8
"""Cells of width under which a column is not squeezed; a row's cells then stand one under the other."""


Columns: TypeAlias = "tuple[tuple[int, int], ...]"
"""Left edge and width of each column, in cells; none when cells stand one under the other."""


def column_of(blocks: Blocks, index: int) -> int:
    """Column of cell `index`, from 1."""
    return max(blocks[index].level, 1)


def row_start(blocks: Blocks, index: int) -> int:
    """Index of the cell that opens the table row of cell `index`."""
    column = column_of(blocks, index)
    while (
        index and blocks.kind(index - 1) is BlockKind.TABLE_CELL and (before := column_of(blocks, index - 1)) < column
    ):
        index, column = index - 1, before
    return index


def row_end(blocks: Blocks, index: int) -> int:
    """Index after the last cell of the table row that cell `index` opens."""
    column = column_of(blocks, index)
    index += 1
    while (
        index < len(blocks)
        and blocks.kind(index) is BlockKind.TABLE_CELL
        and (behind := column_of(blocks, index)) > column
    ):
        index, column = index + 1, behind
    return index


def columns_at(text: Text, blocks: Blocks, first: int, width: int) -> Columns:
    """Choose the columns of the table that begins with block `first`, for `width` cells."""
    natural: dict[int, int] = {}
    rows = 0
    for block in blocks[first : first + _CELLS]:
        rows += block.level <= 1
        if block.kind is not BlockKind.TABLE_CELL or rows > _ROWS:
            break
        column = max(block.level, 1)
        needed = draw(text[block.start : min(block.end, block.start + 2 * width)]).width
        natural[column] = max(natural.get(column, 1), min(needed, width))
    widths = _fit([natural.get(column, 1) for column in range(1, max(natural) + 1)], width)
    columns = []
    left = 0
    for column in widths:
        columns.append((left, column))
        left += column + len(SEPARATOR)
    return tuple(columns)


def _fit(natural: list[int], width: int) -> list[int]:
    """Squeeze the widest columns until all fit; return nothing when that makes one too narrow."""
    if len(natural) == 1:
        return [width]
    room = width - len(SEPARATOR) * (len(natural) - 1)
    for done, column in enumerate(sorted(natural)):
        share = room // (len(natural) - done)
        if column > share:
            return [min(other, share) for other in natural] if share >= _NARROWEST else []
        room -= column
    return natural
