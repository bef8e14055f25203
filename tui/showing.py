"""What the widgets around the article show of the desk, all of it once a frame."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from tui.inspecting import Inspector
from tui.inspector_lines import inspector_lines
from tui.reading.palette import NEWS_LABELS, Palette, looks_of
from tui.status import hint_lines, status_line, title_line

if TYPE_CHECKING:
    from tui.app import StetApp
    from tui.desk import Desk
    from tui.reading_place import ReadingPlace
    from tui.view import DeskView

__all__ = ["FRAME_SECONDS", "Showing"]

FRAME_SECONDS = 1 / 30
"""Longest time that keys which come at one go are drawn together."""
QUIET_SECONDS = 0.1
"""How long nothing may have been drawn before what nobody waits for is."""


class Showing:
    """Draws title, article, inspector, hints and status line, as the desk is."""

    def __init__(self, app: StetApp, desk: Desk, view: DeskView, place: ReadingPlace) -> None:
        self._app = app
        self._desk = desk
        self._view = view
        self._place = place
        self._due = False
        self._marks_due = False
        self._waits_for_quiet = False
        self._drawn = 0.0

    def look_up(self) -> None:
        """Draw in the colours of the scheme and of this person."""
        app, colours = self._app, self._app.settings.colours
        looks = tuple(look._replace(colour=colours.get(look.name, look.colour)) for look in looks_of(self._desk.schema))
        if looks != NEWS_LABELS:
            app.colours = Palette(looks, dark=app.colours.dark, mono=app.colours.mono, latin=app.colours.latin)
            app.article.palette = app.colours
        self._desk.palette = app.colours
        for panel in (app.title_panel, app.inspector, app.hints, app.status):
            panel.palette = app.colours

    def refresh_all(self) -> None:
        """Show the state of the desk."""
        self._marks_due = True
        self.refresh_place()

    def refresh_place(self) -> None:
        """Show that the cursor, the selection, a prefix or a message changed.

        It is shown once, after all that a key does at one go.
        """
        if not self._due:
            self._due = True
            asyncio.get_running_loop().call_soon(self.draw)

    def refresh_in_quiet(self) -> None:
        """Show the state of the desk with the next key, or else when nothing was drawn for a while.

        A frame of its own beside that of a key would be one that the key waits for.
        """
        self._marks_due = True
        if not self._waits_for_quiet:
            self._waits_for_quiet = True
            self._refresh_if_quiet()

    def _refresh_if_quiet(self) -> None:
        left = self._drawn + QUIET_SECONDS - time.monotonic()
        if left > 0:
            asyncio.get_running_loop().call_later(left, self._refresh_if_quiet)
        else:
            self._waits_for_quiet = False
            self.refresh_place()

    @property
    def late(self) -> bool:
        """Whether nothing was drawn for longer than a frame."""
        return time.monotonic() - self._drawn > FRAME_SECONDS

    def draw(self) -> None:
        """Draw what is due."""
        app = self._app
        self._drawn = time.monotonic()
        due, self._due = self._due, False
        if not due or not app.is_running or not self._desk.reading.text:
            return
        if self._marks_due:
            self._marks_due = False
            self._view.refresh_marks()
        self._view.refresh_place()
        width = app.size.width
        app.title_panel.show([title_line(self._desk, width)])
        app.status.show([status_line(self._desk, width)])
        hints = hint_lines(self._desk, width)
        if hints or app.hints.display:
            app.hints.display = bool(hints)
            app.hints.styles.height = max(1, len(hints))
            app.hints.show(hints)
        app.need_inspector(needed=isinstance(self._desk.taker, Inspector))
        if app.inspector.display:
            size = app.inspector.content_size
            app.inspector.show(inspector_lines(self._desk, size.width or 36, size.height or 8))
        if not app.hints.display:
            app.draw_now((app.title_panel, app.article, app.inspector, app.status))
        self._place.remember()
