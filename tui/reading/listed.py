"""Rows of a list: columns with widths in cells, and a line made of them. Plain code, without a screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol, TypeAlias

from rich.cells import cell_len, set_cell_size

from annotations.printable import one_line
from tui.reading.painting import Parts
from tui.reading.palette import StyleKey

__all__ = ["Cell", "Column", "Place", "Row", "RowSource", "cell", "fitted", "highlighted", "line_of"]

Cell: TypeAlias = "tuple[tuple[str, StyleKey], ...]"
"""Pieces of text and how each looks; the text may be anything."""

_GAP = 2
"""Cells between two columns; one where there is little room."""
_NARROW = 60


class Column(NamedTuple):
    """A column of a list.

    Attributes:
        title: What stands over it.
        width: Cells that it is given where there is room.
        least: Cells below which it is left out.
        grows: Whether it takes what room is left.
        right: Whether its text stands at its right edge.
        rank: Where there is too little room for all, the columns of the highest rank are left out first.
        id: Its name, for whoever sorts by it.
    """

    title: str
    width: int
    least: int = 1
    grows: bool = False
    right: bool = False
    rank: int = 0
    id: str = ""


class Place(NamedTuple):
    """Where a column stands: cells from the first one, and how wide; `column` counts those that were given."""

    start: int
    width: int
    column: int = 0


class Row(NamedTuple):
    """A row as it is drawn; rows that are equal look the same.

    Attributes:
        cells: One for each column.
        marked: Whether the person has marked it.
        below: What stands on further lines, in lists whose rows have them.
        style: How all of it looks.
    """

    cells: tuple[Cell, ...]
    marked: bool = False
    below: tuple[Cell, ...] = ()
    style: StyleKey = ()


class RowSource(Protocol):
    """Where rows come from."""

    def __len__(self) -> int:
        """How many there are."""

    def rows(self, first: int, count: int) -> Sequence[Row | None]:
        """Return `count` rows from `first` on, all of which there are; None for one that is not known yet."""


def cell(text: str, *key: str) -> Cell:
    """Make a cell of one piece."""
    return ((text, key),)


def highlighted(text: str, ranges: Sequence[tuple[int, int]], *key: str, mark: str = "match") -> Cell:
    """Make a cell in which ranges of code points, in their order and not overlapping, look like `mark`."""
    parts: list[tuple[str, StyleKey]] = []
    at = 0
    for start, end in ranges:
        parts += [(text[at:start], key), (text[start:end], (*key, mark))]
        at = end
    parts.append((text[at:], key))
    return tuple(part for part in parts if part[0])


def fitted(columns: Sequence[Column], width: int) -> tuple[Place, ...]:
    """Find places for as many columns as fit into `width` cells; at least the one of the lowest rank."""
    gap = _GAP if width >= _NARROW else 1
    kept = sorted(range(len(columns)), key=lambda index: (columns[index].rank, index))
    while len(kept) > 1 and sum(columns[index].least + gap for index in kept) - gap > width:
        kept.pop()
    kept.sort()
    widths = {index: min(columns[index].least, max(1, width)) for index in kept}
    room = width - sum(widths.values()) - gap * (len(kept) - 1)
    for index in kept:
        more = max(0, min(room, columns[index].width - widths[index]))
        widths[index] += more
        room -= more
    growing = [index for index in kept if columns[index].grows]
    for position, index in enumerate(growing):
        share = room // (len(growing) - position) if room > 0 else 0
        widths[index] += share
        room -= share
    places = []
    start = 0
    for index in kept:
        places.append(Place(start, widths[index], index))
        start += widths[index] + gap
    return tuple(places)


def line_of(cells: Sequence[Cell], columns: Sequence[Column], places: Sequence[Place]) -> Parts:
    """Put cells in their places: cut where they are too long, filled where they are short, harmless in any case."""
    line: Parts = []
    at = 0
    for place in places:
        if place.start > at:
            line.append((" " * (place.start - at), ()))
        pieces = _clipped(cells[place.column] if place.column < len(cells) else (), place.width)
        blank = place.width - sum(cell_len(text) for text, _ in pieces)
        right = place.column < len(columns) and columns[place.column].right
        line += [(" " * blank, ()), *pieces] if right else [*pieces, (" " * blank, ())]
        at = place.start + place.width
    return line


def _clipped(pieces: Cell, width: int) -> Parts:
    """Cut pieces to `width` cells, with “…” where something was cut."""
    # No one looks at more than this of it, however long it is.
    shown = [(one_line(text[: 4 * width + 40]), key) for text, key in pieces]
    if sum(cell_len(text) for text, _ in shown) <= width:
        return shown
    room = width - 1
    drawn: Parts = []
    for text, key in shown:
        cells = cell_len(text)
        if cells > room:
            drawn.append((set_cell_size(text, room) + "…", key))
            break
        drawn.append((text, key))
        room -= cells
    return drawn if width > 0 else []
