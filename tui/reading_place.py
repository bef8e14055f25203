"""Where a person is reading, and what they have seen: stored a while after they move."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.app import StetApp
    from tui.desk import Desk

__all__ = ["ReadingPlace"]

PLACE_SECONDS = 2.0
"""How long after a move the reading place is stored."""


class ReadingPlace:
    """Keeps the place in the article that is open at the desk.

    Attributes:
        suggested: Returns what is suggested there, for the next time; None where that is not known.
    """

    def __init__(self, app: StetApp, desk: Desk) -> None:
        self._app = app
        self._desk = desk
        self._due = False
        self.suggested: Callable[[], list[dict[str, object]] | None] = lambda: None

    def remember(self) -> None:
        """Store the place before long."""
        if not self._due and self._desk.reading.info is not None:
            self._due = True
            self._app.set_timer(PLACE_SECONDS, self.store)

    def store(self) -> None:
        """Store where this person is reading."""
        self._due = False
        reading = self._desk.reading
        info, offset = reading.info, reading.offset
        if info is not None:
            self._see()
            seen, reading.seen, sentences = reading.seen, [], len(reading.sentences)
            suggested = self.suggested()
            self._desk.session.submit(lambda w: w.remember_place(info, offset, seen, sentences, suggested))

    def turned(self) -> None:
        """Note what a page shows that was just turned to."""
        self._see()
        self.remember()

    def _see(self) -> None:
        page = self._app.article.visible_range()
        if page is not None:
            self._desk.reading.see(page)
