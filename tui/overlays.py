"""The screens that lie over the reader, and where each of them leads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from annotations.model import ArticleInfo
from annotations.schema import LabelDef
from tui.acts.across import go
from tui.acts.versions import Place, go_to_place
from tui.pasting import show_pasted
from tui.ports import Goal

if TYPE_CHECKING:
    from annotations.versions.changes import Changes
    from tui.app import StetApp
    from tui.desk import Desk
    from tui.library import Library
    from tui.reading_place import ReadingPlace
    from tui.screens.compare import CompareScreen
    from tui.screens.modal import KeyScreen

__all__ = ["Overlays"]


class _Left(NamedTuple):
    """A comparison that was left to read something in an article, and where it was left."""

    article: int
    people: tuple[str, ...]
    everywhere: bool
    home: ArticleInfo | None
    wanted: str
    key: tuple[str, ...]


class Overlays:
    """Shows them; the desk's `Screens`."""

    def __init__(self, app: StetApp, desk: Desk, place: ReadingPlace) -> None:
        self._app = app
        self._desk = desk
        self._place = place
        self._library: Library | None = None
        self._comparison: _Left | None = None

    def show(self, screen: KeyScreen[Goal]) -> None:
        """Show a screen over the reader; where it leads, the reader goes."""
        self._app.push_screen(screen, self._go)

    def _go(self, goal: Goal | None, said: str = "") -> None:
        if goal is None:
            self._desk.shell.refresh_all()
            return
        # What lay under it, such as the library, lies over the reader too.
        while len(self._app.screen_stack) > 1:
            self._app.pop_screen()
        self._app.start(self._go_to(goal, said))

    async def _go_to(self, goal: Goal, said: str) -> None:
        self._desk.message = None
        await go(self._desk, goal)
        if said:
            self._desk.say(said)
        self._desk.shell.refresh_all()

    def help(self) -> None:
        """Show help for what has the focus."""
        from tui.screens.help import HelpScreen

        self._app.push_screen(HelpScreen(self._desk))

    def guideline(self, label: LabelDef, uses: Sequence[str]) -> None:
        """Show what is said of a label, and how it was used last."""
        from tui.screens.help import HelpScreen
        from tui.screens.help_text import guideline_sections

        self._app.push_screen(HelpScreen(self._desk, guideline_sections(label, uses), label.name))

    def palette(self) -> None:
        """Open the command palette."""
        from textual.command import CommandPalette

        self._app.push_screen(CommandPalette())

    def export(self) -> None:
        """Ask what to export, and where."""
        from tui.screens.export import ExportScreen

        self._app.push_screen(ExportScreen(self._desk), self._exported)

    def _exported(self, said: str | None) -> None:
        if said:
            self._desk.say(said)
            self._desk.shell.refresh_place()

    def pasted(self, text: str) -> None:
        """Show what was pasted, to be kept as an article or dropped."""
        show_pasted(self._app, self._desk, text, self._desk.shell.open)

    def changes(self, changes: Changes) -> None:
        """Show what was changed between two versions of the article, and what is lost."""
        from tui.screens.changes import ChangesScreen

        self._app.push_screen(ChangesScreen(self._desk, changes), self._after_changes)

    def _after_changes(self, place: Place | None) -> None:
        self._desk.view.draw_all()
        self._desk.shell.refresh_all()
        if place is not None:
            self._app.start(go_to_place(self._desk, place))

    def agreement(self, names: Sequence[str] = ()) -> None:
        """Show how far these people agree, or all of them."""
        from tui.screens.agreement import AgreementScreen

        self._app.push_screen(AgreementScreen(self._desk, names))

    async def compare(
        self, names: Sequence[str] = (), number: int | None = None, *, wanted: str = "", everywhere: bool = False
    ) -> None:
        """Show layers side by side; see `Screens`.

        Raises:
            UsageError: There are no two people to compare.
        """
        from tui.comparison import read_comparison, texts_of
        from tui.screens.compare import CompareScreen

        left = self._comparison
        opened = self._desk.reading.info
        if names or number is not None or left is None or opened is None or opened.number != left.article:
            left = None
        info = None
        if left is not None:
            names, wanted, everywhere, info = left.people, left.wanted, left.everywhere, left.home
        elif number is not None:
            info = await self._desk.run(lambda w: w.store.articles.get(number))
        elif not everywhere:
            info = await self._desk.article()
        found = await self._desk.run(lambda w: read_comparison(w, info, names, everywhere=everywhere))
        texts = await self._desk.run(lambda w: texts_of(w, found))
        screen = CompareScreen(self._desk, found, texts, info)
        if wanted:
            screen.filter_by(wanted)
        if left is not None:
            screen.go_to(left.key)
        self._comparison = None
        self._app.push_screen(screen, lambda goal: self._after_comparison(screen, goal))

    def _after_comparison(self, screen: CompareScreen, goal: Goal | None) -> None:
        """Go to what is to be read; the comparison is kept, to come back to."""
        one = screen.here()
        if goal is not None and one is not None:
            comparison = screen.comparison
            self._comparison = _Left(
                goal.article, comparison.people, comparison.everywhere, screen.home, screen.wanted, one.key
            )
        self._go(goal, "D goes back to the comparison" if goal is not None else "")

    def library(self, said: str = "") -> None:
        """Show the library, as it was left, and say something in it."""
        from tui.library import Library
        from tui.screens.library import LibraryScreen

        if self._library is None:
            self._library = Library(self._desk.tags.layers)
        info = self._desk.reading.info
        if info is not None:
            self._library.visit(info.number)
            if self._library.place_of(info.number) is not None:
                self._library.number = info.number
        self._place.store()
        screen = LibraryScreen(self._desk, self._library)
        if said:
            screen.say(said)
        self._app.push_screen(screen)

    async def following(self, number: int) -> int | None:
        """Number of the article to go on with after another one; None where there is none.

        That is the next of one's own queue, if the other one is in it, and none when all of it is done; else the next
        in the library as it was left, else the first that is left in the queue.
        """
        from annotations.group.assigning import next_of_mine

        queued, within = await self._desk.run(lambda w: next_of_mine(w, number))
        after = self._library.after(number) if self._library is not None else None
        return queued if within else after or queued
