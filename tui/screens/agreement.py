"""How far people agree, figure by figure; from each, straight to where they differ."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar

from annotations.counts import counted
from annotations.printable import one_line
from tui.actions import Context
from tui.apart import Apart, StoppedError
from tui.reading.painting import Parts
from tui.screens.agreement_rows import COLUMNS, AgreementRows, about_figure, filter_of, fits
from tui.screens.listing import ListingScreen, spread

if TYPE_CHECKING:
    from annotations.agreement import Agreement, Figure
    from tui.desk import Desk

__all__ = ["AgreementScreen"]


class AgreementScreen(ListingScreen[None]):
    """The figures of all annotators, or of those that are named, over the reader."""

    CONTEXT: ClassVar[Context] = Context.AGREEMENT
    HINTS: ClassVar[Sequence[tuple[str, str]]] = (
        ("list.open", "where they differ"),
        ("list.filter", "filter"),
        ("list.help", "help"),
        ("list.close", "close"),
    )
    HAS_PREVIEW: ClassVar[bool] = True

    def __init__(self, desk: Desk, names: Sequence[str] = ()) -> None:
        self._names = tuple(names)
        self._rows = AgreementRows()
        self.found: Agreement | None = None
        self._measuring = Apart(self._tell)
        super().__init__(desk, COLUMNS, self._rows)

    def on_mount(self) -> None:
        """Begin to measure."""
        super().on_mount()
        self.do(self._measure())

    async def _measure(self) -> None:
        from annotations.agreement import agreement

        names, session = self._names, self.desk.session
        with suppress(StoppedError):
            self.found = await self._measuring.run(
                session.path, session.annotator, lambda w, watch: agreement(w, annotators=names, watch=watch)
            )
        if self.found is None:
            return
        self.message = None
        self.filter_by(self.wanted)
        if self.found.reason:
            self.say(f"agreement is not defined: {self.found.reason}")

    def _tell(self, how_far: str) -> None:
        if self.found is None and not self.left:
            self.say(f"{how_far} – Esc stops it")
            self.show_state()

    def dropped(self) -> bool:
        """Stop measuring, and close the screen that would have nothing to show."""
        if self.found is not None:
            return False
        self._measuring.stop()
        self.leave()
        return True

    def on_unmount(self) -> None:
        """Measure no longer for a screen that is gone."""
        self._measuring.stop()

    def heading(self, width: int) -> Parts:
        """Who is compared, and on what."""
        found = self.found
        said = "  measuring …"
        if found is not None:
            said = (
                f"  {one_line(', '.join(found.annotators))} · {counted(len(found.articles), 'article')} by two or more"
            )
        return spread([(" Agreement", ("heading",)), (said, ())], [], width)

    def preview(self, width: int, height: int) -> Sequence[Parts]:
        """What the figure with the cursor says."""
        return about_figure(self.here(), self.found, width, height)

    def here(self) -> Figure | None:
        """The figure with the cursor."""
        figures = self._rows.figures
        return figures[self.list.cursor] if figures else None

    def filter_by(self, typed: str) -> None:
        """Show only figures with these words."""
        super().filter_by(typed)
        words = typed.casefold().split()
        every = self.found.figures if self.found is not None else ()
        self._rows.figures = [figure for figure in every if fits(figure, words)]
        self.list.go_to(0)

    async def open_row(self) -> None:
        """Show where those whom a figure compares differ, in all articles."""
        figure = self.here()
        if figure is None:
            return
        await self.desk.screens.compare(figure.annotators, wanted=filter_of(figure), everywhere=True)
