"""How far everybody is, and one's own pace, as `stet assign --progress` and `stet pace` draw them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from annotations.group.everybody import progress, progress_lines
from annotations.statistics.charts import Marks
from annotations.statistics.pace_lines import pace_lines
from tui.actions import Context
from tui.reading.painting import Parts
from tui.screens.lines import LinesScreen
from tui.screens.listing import spread

if TYPE_CHECKING:
    from annotations.group.everybody import Progress
    from annotations.statistics.pace import Pace
    from annotations.workspace import Workspace
    from tui.desk import Desk

__all__ = ["ProgressScreen"]


class ProgressScreen(LinesScreen):
    """A bar for each person, then items, time and keys of the one who works here."""

    CONTEXT = Context.PROGRESS
    HINTS: ClassVar[Sequence[tuple[str, str]]] = (
        ("list.filter", "filter"), ("list.help", "help"), ("list.close", "close"),
    )  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._found: tuple[list[Progress], Pace] | None = None

    def on_mount(self) -> None:
        """Count."""
        super().on_mount()
        self.do(self._read())

    async def _read(self) -> None:
        def read(workspace: Workspace) -> tuple[list[Progress], Pace]:
            from annotations.statistics.pace import pace

            return progress(workspace), pace(workspace)

        self.desk.session.store_keys()
        self._found = await self.desk.run(read)
        self.show_lines_again()

    def lines(self, width: int, marks: Marks) -> Iterable[str] | None:
        """Everybody first."""
        if self._found is None:
            return None
        everybody, own = self._found
        return [*progress_lines(everybody, width, marks), "", *pace_lines(own, width, marks)]

    def heading(self, width: int) -> Parts:
        """What this is."""
        said = "" if self._found is not None else "counting … "
        return spread([(" Progress", ("heading",))], [(said, ("quiet",))], width)
