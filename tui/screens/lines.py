"""A screen of lines that are drawn for the width there is: pictures made of characters, and numbers."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable
from typing import TYPE_CHECKING

from annotations.statistics.charts import BLOCKS, PLAIN, Marks
from tui.ports import Goal
from tui.reading.listed import Column, Row, cell
from tui.screens.across import Lines
from tui.screens.listing import ListingScreen

if TYPE_CHECKING:
    from tui.desk import Desk

__all__ = ["LinesScreen"]

_LEAST = 20


class LinesScreen(ListingScreen[Goal]):
    """Shows lines, as wide as the screen; headings are those not indented, after the first empty line."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, (Column("", _LEAST, 1, grows=True),), Lines())
        self._width = 0

    @abstractmethod
    def lines(self, width: int, marks: Marks) -> Iterable[str] | None:
        """All lines, None as long as they are not known."""

    def show_lines_again(self) -> None:
        """Draw everything for the width that there is."""
        self._width = self.list.size.width
        found = self.lines(max(_LEAST, self._width - 3), PLAIN if self.desk.palette.latin else BLOCKS)
        if found is None:
            return
        lines = list(found)
        if words := self.wanted.casefold():
            lines = [line for line in lines if words in line.casefold()]
        summary = next((at for at, line in enumerate(lines) if not line), len(lines))
        rows = [
            Row((cell(line, *(("heading",) if line[:1].strip() and at > summary else ())),))
            for at, line in enumerate(lines)
        ]
        self.list.show(Lines(rows), cursor=self.list.cursor)

    def show_state(self) -> None:
        """Draw anew where the width is another one."""
        if self.is_attached and not self.left and self.list.size.width != self._width:
            self.show_lines_again()
        super().show_state()

    def filter_by(self, typed: str) -> None:
        """Show the lines with what is typed."""
        super().filter_by(typed)
        self.show_lines_again()
