"""The library in numbers: bars, a heat map, a timeline, as `stet stats` draws them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from annotations.statistics.charts import Marks
from annotations.statistics.lines import text_lines
from tui.actions import Context
from tui.prompt import Prompt
from tui.reading.painting import Parts
from tui.screens.lines import LinesScreen
from tui.screens.listing import spread

if TYPE_CHECKING:
    from annotations.statistics.counting import Statistics
    from annotations.workspace import Workspace
    from tui.desk import Desk

__all__ = ["StatisticsScreen"]


class StatisticsScreen(LinesScreen):
    """Shows the lines of the statistics, as wide as the screen."""

    CONTEXT = Context.STATISTICS
    HINTS: ClassVar[Sequence[tuple[str, str]]] = (
        ("statistics.page", "page for the browser"), ("list.filter", "filter"), ("list.help", "help"),
        ("list.close", "close"),
    )  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._found: Statistics | None = None

    def on_mount(self) -> None:
        """Count."""
        super().on_mount()
        self.do(self._read())

    async def _read(self) -> None:
        from annotations.statistics.counting import statistics

        self._found = await self.desk.run(statistics)
        self.show_lines_again()

    def lines(self, width: int, marks: Marks) -> Iterable[str] | None:
        """All of it."""
        return None if self._found is None else text_lines(self._found, width, marks)

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
            from annotations.statistics.page import write_page

            write_page(found, workspace.store.path, name.strip())

        await self.desk.run(write)
        self.prompt = None
        self.say(f"{name.strip()} is written: open it in a browser")
