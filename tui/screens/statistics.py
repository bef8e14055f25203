"""The library in numbers: bars, a heat map, a timeline, as `stet stats` draws them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from annotations.charts import BLOCKS, PLAIN
from annotations.statistics_text import text_lines
from tui.actions import Context
from tui.ports import Goal
from tui.prompt import Prompt
from tui.reading.listed import Column, Row, cell
from tui.reading.painting import Parts
from tui.screens.across import Lines
from tui.screens.listing import ListingScreen, spread

if TYPE_CHECKING:
    from annotations.statistics import Statistics
    from annotations.workspace import Workspace
    from tui.desk import Desk

__all__ = ["StatisticsScreen"]

_LEAST = 20


class StatisticsScreen(ListingScreen[Goal]):
    """Shows the lines of the statistics, as wide as the screen."""

    CONTEXT = Context.STATISTICS
    HINTS: ClassVar[Sequence[tuple[str, str]]] = (
        ("statistics.page", "page for the browser"), ("list.filter", "filter"), ("list.help", "help"),
        ("list.close", "close"),
    )  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, (Column("", _LEAST, 1, grows=True),), Lines())
        self._found: Statistics | None = None
        self._width = 0

    def on_mount(self) -> None:
        """Count."""
        super().on_mount()
        self.do(self._read())

    async def _read(self) -> None:
        from annotations.statistics import statistics

        self._found = await self.desk.run(statistics)
        self._show()

    def _show(self) -> None:
        """Draw everything for the width that there is."""
        self._width = self.list.size.width
        if self._found is None:
            return
        marks = PLAIN if self.desk.palette.latin else BLOCKS
        lines = list(text_lines(self._found, max(_LEAST, self._width - 3), marks))
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
            self._show()
        super().show_state()

    def filter_by(self, typed: str) -> None:
        """Show the lines with what is typed."""
        super().filter_by(typed)
        self._show()

    def heading(self, width: int) -> Parts:
        """What this is."""
        said = "" if self._found is not None else "counting … "
        return spread([(" The library in numbers", ("heading",))], [(said, ("quiet",))], width)

    def write_page(self) -> None:
        """Ask for a file, and write a page for the browser to it."""
        if self._found is None:
            self.say("this is still being counted")
            return
        self.ask(Prompt("page to write: ", self._write, text="stats.html"))

    async def _write(self, name: str) -> None:
        found = self._found
        if not name.strip() or found is None:
            return

        def write(workspace: Workspace) -> None:
            from annotations.statistics_page import write_page

            write_page(found, workspace.store.path, name.strip())

        await self.desk.run(write)
        self.prompt = None
        self.say(f"{name.strip()} is written: open it in a browser")
