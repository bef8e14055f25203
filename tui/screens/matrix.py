"""Who is for or against what: a grid of names with a cursor on its cells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from annotations.counts import counted
from annotations.ledger.matrix import Cell, Matrix
from annotations.printable import one_line
from tui.actions import Context
from tui.ports import Goal
from tui.reading.listed import Column, Row, cell
from tui.reading.painting import Parts
from tui.screens.listing import ListingScreen, spread

if TYPE_CHECKING:
    from tui.desk import Desk

__all__ = ["Grid", "MatrixScreen"]

_NAME = 26
_CELL = 13
"""Cells of the terminal for a name on the left, and for a cell of the grid."""


class Grid:
    """The rows of a matrix, seen through a window of some columns.

    Attributes:
        row: The row with the cursor; `column` likewise.
        first: The first column in the window; `width` is how many there are in it.
    """

    def __init__(self, matrix: Matrix) -> None:
        self.matrix = matrix
        self.row = 0
        self.column = 0
        self.first = 0
        self.width = 1

    def __len__(self) -> int:
        return len(self.matrix.rows)

    def rows(self, first: int, count: int) -> Sequence[Row | None]:
        """Rows as they are drawn."""
        return [self._row(row) for row in range(first, first + count)]

    def columns(self) -> tuple[Column, ...]:
        """The columns in the window, with that of the names before them."""
        shown = self.matrix.columns[self.first : self.first + self.width]
        names = Column(f"{self.matrix.row_role} → {self.matrix.column_role}", _NAME, 10)
        at = self.column - self.first
        titles = (f"[{one_line(name or '–')}" if i == at else one_line(name or "–") for i, name in enumerate(shown))
        return (names, *(Column(title, _CELL, _CELL) for title in titles))

    def look(self, width: int) -> bool:
        """Fit the window to a width (cells of the terminal) and to the cursor; tells whether it shows others now."""
        before = (self.first, self.width, self.column)
        self.width = max(1, (width - _NAME) // (_CELL + 2))
        self.column = max(0, min(self.column, len(self.matrix.columns) - 1))
        self.first = max(self.column - self.width + 1, min(self.first, self.column))
        return (self.first, self.width, self.column) != before

    def step(self, row: int, direction: int) -> tuple[int, int] | None:
        """The next cell that has something, in the order of reading; None where there is none."""
        here = (row, self.column)
        later = [place for place in self.matrix.cells if (place > here if direction > 0 else place < here)]
        if not later:
            return None
        return min(later) if direction > 0 else max(later)

    def _row(self, row: int) -> Row:
        names = cell(self.matrix.rows[row] or "–")
        shown = range(self.first, min(self.first + self.width, len(self.matrix.columns)))
        return Row((names, *(self._cell(row, column) for column in shown)))

    def _cell(self, row: int, column: int) -> tuple[tuple[str, tuple[str, ...]], ...]:
        found = self.matrix.cells.get((row, column))
        words = "·" if found is None else self.matrix.written(found)
        if (row, column) == (self.row, self.column):
            return ((f"[{words}]", ("heading",)),)
        return ((f" {words} ", ("quiet",) if found is None else ()),)


class MatrixScreen(ListingScreen[Goal]):
    """Shows a matrix; Enter lists what is in the cell with the cursor, and returns the place that is chosen there."""

    CONTEXT = Context.MATRIX
    HINTS: ClassVar[Sequence[tuple[str, str]]] = (
        ("list.open", "lists the cell"), ("matrix.right", "columns"), ("matrix.next", "next cell"),
        ("list.help", "help"), ("list.close", "close"),
    )  # fmt: skip

    def __init__(self, desk: Desk, label: str, matrix: Matrix) -> None:
        self._grid = Grid(matrix)
        super().__init__(desk, self._grid.columns(), self._grid)
        self._label = label

    def on_mount(self) -> None:
        """Begin at the first cell that has something."""
        super().on_mount()
        self.next_filled(1, (-1, 0))

    def heading(self, width: int) -> Parts:
        """Who and what the cursor is on, with the counts in words, and where that is."""
        matrix, found = self._grid.matrix, self.cell_here()
        row, column = self._names()
        told = "nothing"
        if found is not None:
            counts = ", ".join(f"{value or 'not set'} {count}" for value, count in found.counts.items())
            told = f"{counts}, most {found.direction}" if len(found.counts) > 1 and found.direction else counts
        left: Parts = [(f" {one_line(row)} → {one_line(column)}", ("heading",)), (f"  {told}", ())]
        rows = f"row {self.list.cursor + 1} of {len(matrix.rows)}"
        columns = f"column {self._grid.column + 1} of {len(matrix.columns)}"
        return spread(left, [(f"{rows}, {columns} ", ("quiet",))], width)

    def _names(self) -> tuple[str, str]:
        """Who heads the row and the column with the cursor."""
        matrix = self._grid.matrix
        return matrix.rows[self.list.cursor] or "–", matrix.columns[self._grid.column] or "–"

    def cell_here(self) -> Cell | None:
        """The cell with the cursor; None where nothing is in it."""
        return self._grid.matrix.cells.get((self.list.cursor, self._grid.column))

    def show_state(self) -> None:
        """Draw the columns that the cursor is among."""
        if self.is_attached and not self.left and self.list.size.width and self._grid.look(self.list.size.width - 2):
            self.list.show(self._grid, columns=self._grid.columns(), cursor=self.list.cursor)
        self._grid.row = self.list.cursor
        super().show_state()

    def sideways(self, columns: int) -> None:
        """Move the cursor to another column."""
        self._to(self.list.cursor, self._grid.column + columns)

    def first_column(self) -> None:
        """Move the cursor to the first column."""
        self._to(self.list.cursor, 0)

    def last_column(self) -> None:
        """Move the cursor to the last column."""
        self._to(self.list.cursor, len(self._grid.matrix.columns) - 1)

    def next_filled(self, steps: int, start: tuple[int, int] | None = None) -> None:
        """Move the cursor to the next cell that has something, or the previous one."""
        row, self._grid.column = start or (self.list.cursor, self._grid.column)
        for _ in range(abs(steps)):
            place = self._grid.step(row, steps)
            if place is None:
                self.say(f"there is nothing {'after' if steps > 0 else 'before'} this")
                break
            row, self._grid.column = place
        self._to(max(row, 0), self._grid.column)

    def _to(self, row: int, column: int) -> None:
        self._grid.column = max(0, min(column, len(self._grid.matrix.columns) - 1))
        if self.list.size.width:
            self._grid.look(self.list.size.width - 2)
        self.list.show(self._grid, columns=self._grid.columns(), cursor=self.list.cursor)
        self.list.go_to(row)

    def open_row(self) -> None:
        """List what is in the cell."""
        from tui.screens.ledger import LedgerScreen

        found = self.cell_here()
        if found is None:
            self.say("nothing is in this cell: w goes to the next one that has something")
            return
        row, column = self._names()
        title = f"{row} → {column}: {counted(len(found.keys), self._label)}"
        self.app.push_screen(LedgerScreen(self.desk, self._label, frozenset(found.keys), title), self._gone)

    def _gone(self, goal: Goal | None) -> None:
        if goal is not None:
            self.leave(goal)
