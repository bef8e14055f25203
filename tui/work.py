"""Everything around the article while a person works: the desk, its keys, and what the widgets show of it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Collection, Coroutine, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual import events

from annotations.errors import StetError
from annotations.identity import is_address
from annotations.schema import LabelDef, Schema
from annotations.suggest import KINDS
from tui.actions import Context
from tui.acts.across import go
from tui.acts.commanding import COMMANDS, ask
from tui.acts.moving import clicked
from tui.acts.selecting import dragged
from tui.acts.versions import Place, go_to_place
from tui.background import Background
from tui.config_check import theme_problem
from tui.desk import Desk
from tui.first_look import FirstLook, kinds_of
from tui.first_page import FirstPage, is_yet_to_be_made
from tui.inspecting import Inspector
from tui.inspector_lines import inspector_lines
from tui.keymap import key_of
from tui.opening import open_number, open_reference
from tui.pasting import page_of_address, show_pasted
from tui.ports import Goal
from tui.reading.palette import NEWS_LABELS, Palette, looks_of
from tui.reading.reading import Reading
from tui.session import Session
from tui.setting_up import set_up
from tui.status import hint_lines, status_line, title_line
from tui.suggesting import Feed
from tui.suggesting_others import Wanted
from tui.user_keys import user_actions
from tui.view import DeskView

if TYPE_CHECKING:
    from annotations.differences import Changes
    from tui.app import StetApp
    from tui.library import Library
    from tui.screens.modal import KeyScreen

_NOTES = 3
"""Most things that are said of an article and the settings when it opens."""
FRAME_SECONDS = 1 / 30
"""Longest time that keys which come at one go are drawn together."""
PLACE_SECONDS = 2.0
"""How long after a move the reading place is stored."""


async def prepare(session: Session, page: FirstPage) -> Schema:
    """Return the coding scheme that the article will be read with.

    Raises:
        StetError: The database refused.
    """
    if page.info is None and is_yet_to_be_made(session.path):
        # That takes longer than a person should wait for the keys.
        from annotations.config import first_schema

        return first_schema()
    return await session.run(lambda w: w.schema)


class Work:
    """One person at work; the desk's `Shell`.

    Attributes:
        desk: What takes the keys.
    """

    def __init__(self, app: StetApp, schema: Schema, page: FirstPage, others: Sequence[str], look: FirstLook) -> None:
        self._app = app
        self._page = page
        self._others = list(others)
        self._process = look.process
        self._look: FirstLook | None = look
        self._background: Background | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._feed: Feed | None = None
        wanted = app.settings.reader.suggest
        self._kinds: Sequence[str] = kinds_of(wanted)
        self._others_wanted = Wanted(wanted)
        self._library: Library | None = None
        self._place_due = False
        self._refresh_due = False
        self._marks_due = False
        self._drawn = 0.0
        actions, problems = user_actions(schema, app.settings.keys)
        self._problems = list(problems)
        theme = app.settings.reader.theme
        if theme is not None and (problem := theme_problem(theme)):
            self._problems.append(f"{app.settings.path}, reader.theme: {problem}")
        self.desk = Desk(app.session, schema, actions, reading_of(page))
        self.desk.shell = self
        self.desk.view = self._view = DeskView(self.desk, app.article)
        self.desk.make_taker = lambda: Inspector(self.desk)
        self._look_up()

    def _look_up(self) -> None:
        """Draw in the colours of the scheme and of this person."""
        app, colours = self._app, self._app.settings.colours
        looks = tuple(look._replace(colour=colours.get(look.name, look.colour)) for look in looks_of(self.desk.schema))
        if looks != NEWS_LABELS:
            app.colours = Palette(looks, dark=app.colours.dark, mono=app.colours.mono, latin=app.colours.latin)
            app.article.palette = app.colours
        self.desk.palette = app.colours
        for panel in (app.title_panel, app.inspector, app.hints, app.status):
            panel.palette = app.colours

    def begin_in_library(self) -> None:
        """Show the library before any article."""
        self._show_library(self._notes())

    def _notes(self) -> str:
        """What is to be said of an article and the settings, once."""
        notes = [*self._page.notes, *self._app.settings.problems, *self._problems]
        if len(notes) > _NOTES:
            notes[_NOTES:] = [f"{len(notes) - _NOTES} more: “stet config check” lists them all"]
        self._app.settings, self._problems = self._app.settings._replace(problems=()), []
        return ". ".join(note.removesuffix(".") for note in notes)

    def begin(self) -> None:
        """Take up the page that is on the screen."""
        if said := self._notes():
            self.desk.say(said)
        self._view.draw_all()
        look, self._look = self._look or FirstLook(self._process, self._page, self._kinds), None
        feed = self._feed = Feed(self.desk, self.refresh_all, self._process, self._kinds, self._others_wanted)
        self._background = Background(
            self.desk,
            self._page,
            look,
            self._process.sentences,
            changed=self._grew,
            soon=lambda: self._for_article(feed.begin(look)),
            then=feed.run,
        )
        self._for_article(self._background.run())
        self.refresh_all()

    def _for_article(self, work: Coroutine[None, None, None]) -> None:
        """Run something as long as this article is open."""
        self._tasks = [*(task for task in self._tasks if not task.done()), self._app.start(work)]

    def end(self) -> None:
        """Stop what goes on beside."""
        self._stop_background()
        self._process.close()

    def _stop_background(self) -> None:
        for task in self._tasks:
            task.cancel()
        self._tasks = []
        if self._background is not None:
            self._background.stop()
        if self._feed is not None:
            self._kinds = tuple(self._feed.kinds)
            self._feed.stop()
        self._process.abandon()

    async def press(self, event: events.Key, *, more: bool = False) -> None:
        """Take a key as the terminal sent it; if there are `more`, what it changed is drawn with theirs."""
        for key in key_of(event.key, event.character):
            await self.desk.press(key)
        if not more or time.monotonic() - self._drawn > FRAME_SECONDS:
            # With what the key itself has drawn, so that all of it is one frame.
            self._refresh()

    async def click(self, offset: int, *, shift: bool) -> None:
        """Go to the sentence that was clicked; with Shift, select up to there."""
        self.desk.message = None
        if shift:
            here = self.desk.reading.here()
            self.drag(min(here.start, offset), max(here.end, offset + 1))
        else:
            await clicked(self.desk, offset)
            self.refresh_all()

    def drag(self, start: int, end: int) -> None:
        """Select what the mouse was drawn over."""
        self.desk.message = None
        dragged(self.desk, start, end)

    def commands(self) -> Iterator[tuple[str, str, Callable[[], None]]]:
        """Every action and command for the palette: title and keys, group or reason, and how to run it."""
        for action in self.desk.actions.of(Context.READER):
            words = self.desk.reason(action) or action.group.value
            run = partial(self._run_by_name, action.id)
            yield f"{action.title}   {action.shown_keys}", words, run
        for command in COMMANDS:
            if command.takes:
                title = command.title[:1].upper() + command.title[1:]
                yield f"{title}   :{command.names[0]}", command.takes, partial(self._type_command, command.names[0])

    def _type_command(self, name: str) -> None:
        ask(self.desk, f"{name} ")
        self.refresh_all()

    def _run_by_name(self, action_id: str) -> None:
        self._app.start(self.desk.command(action_id))

    def _grew(self) -> None:
        self._view.grew()
        self.refresh_all()

    # The shell of the desk

    def refresh_all(self) -> None:
        """Show the state of the desk."""
        self._marks_due = True
        self.refresh_place()

    def refresh_place(self) -> None:
        """Show that the cursor, the selection, a prefix or a message changed.

        It is shown once, after all that a key does at one go.
        """
        if not self._refresh_due:
            self._refresh_due = True
            asyncio.get_running_loop().call_soon(self._refresh)

    def _refresh(self) -> None:
        app = self._app
        self._drawn = time.monotonic()
        due, self._refresh_due = self._refresh_due, False
        if not due or not app.is_running or not self.desk.reading.text:
            return
        if self._marks_due:
            self._marks_due = False
            self._view.refresh_marks()
        self._view.refresh_place()
        width = app.size.width
        app.title_panel.show([title_line(self.desk, width)])
        app.status.show([status_line(self.desk, width)])
        hints = hint_lines(self.desk, width)
        if hints or app.hints.display:
            app.hints.display = bool(hints)
            app.hints.styles.height = max(1, len(hints))
            app.hints.show(hints)
        app.need_inspector(needed=isinstance(self.desk.taker, Inspector))
        if app.inspector.display:
            size = app.inspector.content_size
            app.inspector.show(inspector_lines(self.desk, size.width or 36, size.height or 8))
        if not app.hints.display:
            app.draw_now((app.title_panel, app.article, app.inspector, app.status))
        self._remember_place()

    def _remember_place(self) -> None:
        if not self._place_due and self.desk.reading.info is not None:
            self._place_due = True
            self._app.set_timer(PLACE_SECONDS, self.store_place)

    def store_place(self) -> None:
        """Store where this person is reading."""
        self._place_due = False
        reading = self.desk.reading
        info, offset = reading.info, reading.offset
        if info is not None:
            self._see()
            seen, reading.seen, sentences = reading.seen, [], len(reading.sentences)
            self.desk.session.submit(lambda w: w.remember_place(info, offset, seen, sentences))

    def turned(self) -> None:
        """Note what a page shows that was just turned to."""
        self._see()
        self._remember_place()

    def _see(self) -> None:
        page = self._app.article.visible_range()
        if page is not None:
            self.desk.reading.see(page)

    def copy(self, text: str) -> None:
        """Put text on the clipboard of the terminal."""
        self._app.copy_to_clipboard(text)

    def toggle_inspector(self) -> bool:
        """Show or hide the inspector; tells whether it is shown now."""
        return self._app.toggle_inspector()

    def export(self) -> None:
        """Ask what to export, and where."""
        from tui.screens.export import ExportScreen

        self._app.push_screen(ExportScreen(self.desk), self._exported)

    def _exported(self, said: str | None) -> None:
        if said:
            self.desk.say(said)
            self.refresh_place()

    def pasted(self, text: str) -> None:
        """Show what was pasted, to be kept as an article or dropped."""
        show_pasted(self._app, self.desk, text, self.open)

    def changes(self, changes: Changes) -> None:
        """Show what was changed between two versions of the article, and what is lost."""
        from tui.screens.changes import ChangesScreen

        self._app.push_screen(ChangesScreen(self.desk, changes), self._after_changes)

    def _after_changes(self, place: Place | None) -> None:
        self._view.draw_all()
        self.refresh_all()
        if place is not None:
            self._app.start(go_to_place(self.desk, place))

    def library(self) -> None:
        """Show the library, as it was left."""
        self._show_library("")

    def agreement(self, names: Sequence[str] = ()) -> None:
        """Show how far these people agree, or all of them."""
        from tui.screens.agreement import AgreementScreen

        self._app.push_screen(AgreementScreen(self.desk, names))

    async def compare(self, names: Sequence[str] = ()) -> None:
        """Show the layers of these people side by side, of all who have coded the article where none is named.

        Raises:
            UsageError: There are no two of them.
        """
        from tui.comparison import read_comparison, texts_of
        from tui.screens.compare import CompareScreen

        info = await self.desk.article()
        found = await self.desk.run(lambda w: read_comparison(w, info, names, everywhere=False))
        texts = await self.desk.run(lambda w: texts_of(w, found))
        self._app.push_screen(CompareScreen(self.desk, found, texts))

    def _show_library(self, said: str) -> None:
        from tui.library import Library
        from tui.screens.library import LibraryScreen

        if self._library is None:
            self._library = Library()
        info = self.desk.reading.info
        if info is not None:
            self._library.visit(info.number)
            if self._library.place_of(info.number) is not None:
                self._library.number = info.number
        self.store_place()
        screen = LibraryScreen(self.desk, self._library)
        if said:
            screen.say(said)
        self._app.push_screen(screen)

    def start(self, work: Coroutine[None, None, None]) -> object:
        """Do something beside everything else; what goes wrong in it is shown."""
        return self._app.start(work)

    def show(self, screen: KeyScreen[Goal]) -> None:
        """Show a screen over the reader; where it leads, the reader goes."""
        self._app.push_screen(screen, self._go)

    def _go(self, goal: Goal | None) -> None:
        if goal is None:
            self.refresh_all()
            return
        # What lay under it, such as the library, lies over the reader too.
        while len(self._app.screen_stack) > 1:
            self._app.pop_screen()
        self._app.start(self._go_to(goal))

    async def _go_to(self, goal: Goal) -> None:
        self.desk.message = None
        await go(self.desk, goal)
        self.refresh_all()

    def help(self) -> None:
        """Show help for what has the focus."""
        from tui.screens.help import HelpScreen

        self._app.push_screen(HelpScreen(self.desk))

    def guideline(self, label: LabelDef, uses: Sequence[str]) -> None:
        """Show what is said of a label, and how it was used last."""
        from tui.screens.help import HelpScreen
        from tui.screens.help_text import guideline_sections

        self._app.push_screen(HelpScreen(self.desk, guideline_sections(label, uses), label.name))

    async def take_up_schema(self) -> None:
        """Work with the coding scheme that is stored by now."""
        self.desk.schema = await self.desk.run(lambda w: w.schema)
        self.desk.actions, _ = user_actions(self.desk.schema, self._app.settings.keys)
        self._look_up()
        self._view.draw_all()
        self.refresh_all()

    def set_up(self, name: str, value: str) -> str | None:
        """Change how the reader looks, for this session; returns what was done, None for what is no such setting.

        Raises:
            UsageError: The value is none of the setting's.
        """
        return set_up(self._app, name, value)

    async def suggest(self, kind: str, *, on: bool) -> None:
        """Suggest a kind, or no longer."""
        if self._feed is not None:
            await self._feed.switch(kind, on=on)

    async def suggest_more(self) -> tuple[int, int]:
        """Offer as many claims again, and doubtful quotes; returns how many claims there are, and quotes more."""
        return await self._feed.more() if self._feed is not None else (0, 0)

    @property
    def suggested_kinds(self) -> Collection[str]:
        """The kinds that are suggested."""
        return (*self._feed.kinds, *self._feed.others.on) if self._feed is not None else ()

    @property
    def known_kinds(self) -> Collection[str]:
        """The kinds that can be suggested, of Stet's own and of other packages."""
        return (*KINDS, *(self._feed.others.known if self._feed is not None else ()))

    def palette(self) -> None:
        """Open the command palette."""
        from textual.command import CommandPalette

        self._app.push_screen(CommandPalette())

    def suspend_to_shell(self) -> None:
        """Give the terminal back until the program is resumed."""
        self._app.action_suspend_process()

    def quit(self) -> None:
        """End the program."""
        self._app.quit()

    async def open_next(self) -> bool:
        """Open the next of the files given, then of the library as it was left; tells whether there was one."""
        while self._others:
            try:
                await self.open(self._others.pop(0))
            except StetError as error:
                self.desk.fail(error)
            else:
                return True
        info = self.desk.reading.info
        following = self._library.after(info.number) if self._library is not None and info is not None else None
        if following is None:
            return False
        await self.open_article(following)
        return True

    async def open(self, reference: str) -> None:
        """Open the file or article of the library that is named.

        Raises:
            StetError: It cannot be opened; the article that was open stays.
        """
        if is_address(reference):
            page = await page_of_address(self.desk, reference, self._refresh)
        else:
            page = await self.desk.run(partial(open_reference, reference=reference))
        self._turn_to(page)

    async def open_article(self, number: int) -> None:
        """Open an article of the library.

        Raises:
            StetError: It cannot be opened; the article that was open stays.
        """
        info = self.desk.reading.info
        if info is None or info.number != number:
            self._turn_to(await self.desk.run(partial(open_number, number=number)))

    def _turn_to(self, page: FirstPage) -> None:
        self.store_place()
        self._stop_background()
        self._page = page
        self.desk.open(reading_of(page))
        self._app.article.show(page.text, page.blocks, page.styles)
        self.begin()
        self._view.centre(self.desk.reading.here())


def reading_of(page: FirstPage) -> Reading:
    """Begin reading what was opened, where it was left."""
    reading = Reading(page.text, page.blocks, page.title, info=page.info, place=page.place)
    reading.saved = 0 if page.info is None else None
    if page.sentences is not None:
        reading.sentences = page.sentences
        reading.finish_sentences()
    return reading
