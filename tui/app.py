"""The application: the widgets and the first page. What a person works with comes right after it (`tui.work`)."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import sys
from collections.abc import Coroutine, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult, SystemCommand
from textual.binding import BindingType
from textual.screen import Screen

from annotations.config import Settings
from annotations.errors import StetError
from annotations.text import Span
from tui.driver import TerminalDriver
from tui.first_frame import FirstFrame, title_parts
from tui.first_page import FirstPage, no_page
from tui.frames import FramedApp
from tui.places import INSPECTOR_WIDTH, MEASURE, places
from tui.reading.marks import marks_of_page
from tui.reading.palette import Palette
from tui.session import Session
from tui.widgets.article import ArticleView
from tui.widgets.panel import Panel

if TYPE_CHECKING:
    from tui.first_look import FirstLook
    from tui.work import Work

QUIT_KEY = "ctrl+q"
"""Quits from anywhere, also while a line or a screen is open."""
EDGE = "#6b6b6b"
SWITCH_SECONDS = 0.0005
"""How long a thread may go on while another one waits for its turn; Python's own default is ten times as long."""


class StetApp(FramedApp[int]):
    """Reads and annotates one article after another.

    Attributes:
        article: The text; `title_panel` is above, `status` and `hints` below, `inspector` beside or below it.
        work: What the person works with; None until the first page is on the screen.
        failure: Why the program ended by itself, if it did.
    """

    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(
        self, session: Session, page: FirstPage | None, others: Sequence[str] = (), settings: Settings | None = None,
        frame: FirstFrame | None = None, *, look: FirstLook | None = None,
    ) -> None:  # fmt: skip
        """Make the application.

        Args:
            session: Database and annotator.
            page: The first article; without one, the library opens.
            others: Further files or references, for `M`.
            settings: How this person wants it.
            frame: The first page, where it is on the terminal already.
            look: What is asked about that page by now.
        """
        mono = bool(os.environ.get("NO_COLOR"))
        if not mono:
            os.environ.pop("NO_COLOR", None)
        self.first_frame = frame
        super().__init__(driver_class=TerminalDriver, ansi_color=True if mono else None)
        self.session = session
        self.settings = settings if settings is not None else Settings(Path())
        reader = self.settings.reader
        if reader.theme is not None and reader.theme in self.available_themes:
            self.theme = reader.theme
        self.colours = Palette(dark=self.current_theme.dark, mono=mono, latin=reader.ascii)
        self.title_panel = Panel(self.colours, "title")
        self.article = ArticleView(palette=self.colours, measure=reader.measure or MEASURE)
        self.status = Panel(self.colours, "status")
        self.hints = Panel(self.colours, "hints")
        self.inspector = Panel(self.colours, "inspector")
        self.title_panel.styles.dock = "top"
        self.status.styles.dock = self.hints.styles.dock = "bottom"
        self.hints.display = False
        # Over the text, which stays where it is.
        self.hints.styles.layer = "above"
        self.hints.styles.margin = (0, 0, 1, 0)
        self.work: Work | None = None
        self.failure: Exception | None = None
        self._page = page
        self._look = look
        self._others = others
        self._keys: asyncio.Queue[events.Key | events.Paste] = asyncio.Queue()
        self._beside: set[asyncio.Task[None]] = set()
        self._inspector_wanted: bool | None = reader.inspector
        self._inspector_needed = False
        self._leaving = False

    def compose(self) -> ComposeResult:
        """Put on the screen what the first page needs; room is left for the inspector."""
        yield self.title_panel
        yield self.status
        yield self.article

    def on_load(self) -> None:
        """Say where everything goes before it is drawn once, and see to an orderly end from here on."""
        self.watch_callbacks()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            loop.add_signal_handler(number, self._end, number)
        self._place_widgets(self.size.width, self.size.height)

    def on_mount(self) -> None:
        """Show the first page; what it does not need comes after it."""
        # After a pause the terminal is empty, and nothing that is shown has changed.
        self.app_resume_signal.subscribe(self, lambda _: self.refresh(layout=True))
        page = self._page
        if page is None:
            self._after_first_paint()
            return
        self.article.show(page.text, page.blocks, page.styles)
        self.article.set_marks(marks_of_page(page.suggested))
        if page.seen_first is not None:
            self.article.current = page.current
            self.article.reveal(page.seen_first, "center")
        elif self._look is not None and self._look.found:
            self.article.current = Span(*self._look.found[0])
        self.title_panel.show([title_parts(page)])
        self.call_after_refresh(self._after_first_paint)

    def _after_first_paint(self) -> None:
        # What is there by now stays; the collector need not look at it again with every key.
        gc.freeze()
        gc.enable()
        # A key waits no longer than this for what other threads are at.
        sys.setswitchinterval(SWITCH_SECONDS)
        self.start(self._begin_work())

    async def _begin_work(self) -> None:
        from tui.first_look import look_at

        page = self._page if self._page is not None else no_page()
        look = self._look or look_at(page, self.settings.reader.suggest)
        from tui.work import Work, prepare

        schema = await prepare(self.session, page)
        self.screen.styles.layers = "default above"
        await self.screen.mount(self.hints, self.inspector)
        self.work = Work(self, schema, page, self._others, look)
        self._place_widgets(self.size.width, self.size.height)
        if self._page is None:
            self.work.begin_in_library()
        else:
            self.work.begin()
        gc.freeze()
        self.start(self._take_keys(self.work))

    def start(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        """Run something beside everything else; what goes wrong in it is shown, or ends the program."""
        task = asyncio.create_task(work)
        self._beside.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._beside.discard(task)
        error = None if task.cancelled() else task.exception()
        if isinstance(error, StetError) and self.work is not None:
            self.work.desk.fail(error)
            self.work.refresh_all()
        elif isinstance(error, StetError):
            self.failure = error
            self.exit(error.status)
        elif isinstance(error, Exception):
            self._handle_exception(error)

    def _handle_exception(self, error: Exception) -> None:
        if self.failure is None:
            self.failure = error
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        # Textual would print a page of variables, in which the article's text stands as it is.
        self._close_messages_no_wait()

    async def on_event(self, event: events.Event) -> None:
        """Put keys and pastes in line: each is finished before the next is looked at."""
        if isinstance(event, (events.Key, events.Paste)) and not event.is_forwarded:
            self.take(event)
        else:
            await super().on_event(event)

    def take(self, event: events.Key | events.Paste) -> None:
        """Put a key or a paste in line."""
        if isinstance(event, events.Key) and event.key == QUIT_KEY:
            if self._leaving:
                self.quit()
                return
            # The keys before it come first, unless it is pressed again.
            self._leaving = True
        if not self._stops_waiting(event):
            self._keys.put_nowait(event)

    def _stops_waiting(self, event: events.Event) -> bool:
        """Let Esc, when no other key came before it, end what an action waits for."""
        if not isinstance(event, events.Key) or event.key != "escape" or not self._keys.empty():
            return False
        return self.work is not None and self.work.desk.waits.give_up()

    async def _take_keys(self, work: Work) -> None:
        from tui.screens.modal import KeyScreen

        while True:
            event = await self._keys.get()
            above = self.screen
            if isinstance(event, events.Key) and event.key == QUIT_KEY:
                self.quit()
            elif isinstance(above, KeyScreen) and isinstance(event, events.Key):
                # At once, so that the next key finds it open or closed.
                await above.opened.wait()
                above.on_key(event)
            elif len(self.screen_stack) > 1:
                await super().on_event(event)
            elif isinstance(event, events.Paste):
                work.desk.paste(event.text)
            elif isinstance(event, events.Key):
                await work.press(event, more=not self._keys.empty())

    async def on_article_view_clicked(self, message: ArticleView.Clicked) -> None:
        """Go to what was clicked."""
        if self.work is not None:
            await self.work.click(message.offset, shift=message.shift)

    def on_article_view_scrolled(self, message: ArticleView.Scrolled) -> None:
        """Note what was on the screen."""
        message.stop()
        if self.work is not None:
            self.work.place.turned()

    def on_article_view_dragged(self, message: ArticleView.Dragged) -> None:
        """Select what the mouse was drawn over."""
        if self.work is not None:
            self.work.drag(message.start, message.end)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:  # noqa: ARG002 - Textual's
        """Offer the actions of the registry in the palette."""
        if self.work is None:
            return
        from tui.palette_commands import palette_commands

        for title, words, run in palette_commands(self.work.desk, self.start):
            yield SystemCommand(title, words.replace("[", "\\["), run)  # the second is read as markup

    def quit(self) -> None:
        """End the program; everything is stored but the place."""
        if self.work is not None:
            self.work.place.store()
        self.exit(0)

    def _end(self, number: int) -> None:
        if self.work is not None:
            self.work.place.store()
        self.exit(128 + number)

    def on_unmount(self) -> None:
        """Stop what runs beside."""
        for task in self._beside:
            task.cancel()
        if self.work is not None:
            self.work.end()

    def on_resize(self, event: events.Resize) -> None:
        """Put the inspector where there is room."""
        self._place_widgets(event.size.width, event.size.height)
        if self.work is not None:
            self.call_after_refresh(self.work.refresh_all)

    def toggle_inspector(self) -> bool:
        """Show or hide the inspector; tells whether it is shown now."""
        self._inspector_wanted = not self.inspector.display
        self._place_widgets(self.size.width, self.size.height)
        return self._inspector_wanted

    def need_inspector(self, *, needed: bool) -> None:
        """Show the inspector while it has the keys, also where it is hidden else."""
        if needed is not self._inspector_needed:
            self._inspector_needed = needed
            self._place_widgets(self.size.width, self.size.height)
            if self.work is not None:
                self.call_after_refresh(self.work.refresh_all)

    def _place_widgets(self, width: int, height: int) -> None:
        given = places(width, height, wanted=self._inspector_wanted, needed=self._inspector_needed)
        beside, rows = given.beside, given.rows
        self.inspector.display = given.inspector
        if self.inspector.is_attached:
            place = self.inspector.styles
            place.dock = "right" if beside else "bottom"
            place.width = INSPECTOR_WIDTH if beside else "1fr"
            place.height = max(1, height - 2) if beside else rows
            latin = self.colours.latin
            place.border_left = ("ascii" if latin else "vkey", EDGE) if beside else ("", EDGE)
            place.border_top = ("", EDGE) if beside else ("ascii" if latin else "hkey", EDGE)
            # The first and the last row are those of the title and the status line.
            place.margin = (1 if beside else 0, 0, 1, 0)
            self.article.styles.margin = 0
        elif given.inspector:
            self.article.styles.margin = (0, INSPECTOR_WIDTH, 0, 0) if beside else (0, 0, rows, 0)
