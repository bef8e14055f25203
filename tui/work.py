"""A person at work: the desk, its keys, and the article that is open at it."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Coroutine, Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual import events

from annotations.errors import StetError
from annotations.identity import is_address
from annotations.layers import Layers
from annotations.schema import Schema
from annotations.suggest import KINDS
from tui.acts.moving import clicked
from tui.acts.selecting import dragged
from tui.background import Background
from tui.config_check import theme_problem
from tui.desk import Desk
from tui.first_look import FirstLook, kinds_of
from tui.first_page import FirstPage, is_yet_to_be_made
from tui.inspecting import Inspector
from tui.keymap import key_of
from tui.opening import open_number, open_reference
from tui.overlays import Overlays
from tui.pasting import page_of_address
from tui.reading.reading import Reading
from tui.reading_place import ReadingPlace
from tui.session import Session
from tui.setting_up import set_up
from tui.showing import Showing
from tui.suggesting import Feed
from tui.suggesting_others import Wanted
from tui.user_keys import user_actions
from tui.view import DeskView

if TYPE_CHECKING:
    from tui.app import StetApp

_NOTES = 3
"""Most things that are said of an article and the settings when it opens."""


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
        place: Where the person is reading.
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
        actions, problems = user_actions(schema, app.settings.keys)
        self._problems = list(problems)
        theme = app.settings.reader.theme
        if theme is not None and (problem := theme_problem(theme)):
            self._problems.append(f"{app.settings.path}, reader.theme: {problem}")
        self.desk = Desk(app.session, schema, actions, reading_of(page))
        self.desk.tags.layers = Layers.named(app.settings.reader.layers, app.session.annotator)
        self.desk.shell = self
        self.desk.view = self._view = DeskView(self.desk, app.article)
        self.place = ReadingPlace(app, self.desk)
        self.desk.screens = self._overlays = Overlays(app, self.desk, self.place)
        self._showing = Showing(app, self.desk, self._view, self.place)
        self.desk.make_taker = lambda: Inspector(self.desk)
        self._showing.look_up()
        app.start(self.desk.syncing.look_up(app.settings.sync.address))
        if app.settings.sync.every is not None:
            app.start(self.desk.syncing.regularly(app.settings.sync.every))

    def begin_in_library(self) -> None:
        """Show the library before any article."""
        self.desk.screens.library(self._notes())

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
        look, self._look = self._look or FirstLook(self._process, self._page, self._kinds), None
        if not self.desk.reading.sentences:
            self.desk.reading.add_sentences(look.found)  # before anything is drawn without them
        feed = self._feed = Feed(
            self.desk, self._showing.refresh_in_quiet, self._process, self._kinds, self._others_wanted
        )
        feed.take_kept(self._page.suggested)
        self.place.suggested = feed.to_keep
        self._view.draw_all()
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
        if not more or self._showing.late:
            # With what the key itself has drawn, so that all of it is one frame.
            self._showing.draw()

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

    def _grew(self) -> None:
        self._view.grew()
        self.refresh_all()

    # The shell of the desk

    def refresh_all(self) -> None:
        """Show the state of the desk."""
        self._showing.refresh_all()

    def refresh_place(self) -> None:
        """Show that the cursor, the selection, a prefix or a message changed."""
        self._showing.refresh_place()

    def copy(self, text: str) -> None:
        """Put text on the clipboard of the terminal."""
        self._app.copy_to_clipboard(text)

    def toggle_inspector(self) -> bool:
        """Show or hide the inspector; tells whether it is shown now."""
        return self._app.toggle_inspector()

    def start(self, work: Coroutine[None, None, None]) -> object:
        """Do something beside everything else; what goes wrong in it is shown."""
        return self._app.start(work)

    async def take_up_schema(self) -> None:
        """Work with the coding scheme that is stored by now."""
        self.desk.schema = await self.desk.run(lambda w: w.schema)
        self.desk.actions, _ = user_actions(self.desk.schema, self._app.settings.keys)
        self._showing.look_up()
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

    def suspend_to_shell(self) -> None:
        """Give the terminal back until the program is resumed."""
        self._app.action_suspend_process()

    def quit(self) -> None:
        """End the program."""
        self._app.quit()

    async def open_next(self) -> bool:
        """Open the next of the files given, then of one's queue, then of the library; tells whether there was one."""
        while self._others:
            try:
                await self.open(self._others.pop(0))
            except StetError as error:
                self.desk.fail(error)
            else:
                return True
        info = self.desk.reading.info
        following = await self._overlays.following(info.number) if info is not None else None
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
            page = await page_of_address(self.desk, reference, self._showing.draw)
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
        self.place.store()
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
