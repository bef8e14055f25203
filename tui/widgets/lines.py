"""Widgets that are drawn line by line, and hand over what changed as the terminal takes it."""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.filter import LineFilter
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tui.reading.painting import Parts
from tui.reading.palette import Palette, StyleKey

__all__ = ["Cells", "Lines"]

_MARK = "\x00"
"""Stands for text while it is found out what goes before and after text of a style."""


class Cells(NamedTuple):
    """Cells of line `y` of a widget's content, from column `first` to before column `last`."""

    y: int
    first: int
    last: int


class Lines(Widget):
    """Knows which cells are due to be drawn again.

    They are drawn by whoever takes them (`drawn`) before the event loop goes on; what nobody took by then goes the
    way of Textual: a message to the screen, a timer, and a look at every line of every widget.
    """

    ALLOW_SELECT = False

    def __init__(self, id: str | None, classes: str | None = None) -> None:  # noqa: A002 - all widgets call it so
        super().__init__(id=id, classes=classes)
        self._due: dict[int, Cells] = {}
        self._leaving = False
        self._filters: tuple[LineFilter, ...] = ()
        self._wraps: dict[StyleKey, tuple[str, str]] = {}

    @property
    @abstractmethod
    def colours(self) -> Palette:
        """What names of styles look like, and which characters the terminal knows."""

    @abstractmethod
    def look(self, key: StyleKey) -> Style:
        """Return what a name of a style looks like on this widget."""

    @abstractmethod
    def written(self, cells: Cells) -> str:
        """Return what draws cells on the terminal, once the cursor is on the first of them (see `write`)."""

    def changes(self) -> Iterable[Cells]:
        """Find out which cells look different, where that was put off; they are due then."""
        return ()

    def redraw(self, changed: Iterable[Cells] = ()) -> None:
        """Draw cells again with the next frame, together with those that `changes` will tell."""
        if not self.is_attached:
            return
        self._note(changed)
        if not self._leaving:
            self._leaving = True
            asyncio.get_running_loop().call_soon(self._leave_to_textual)

    def drawn(self) -> Iterator[str]:
        """Take the cells that are due, each as a move of the cursor and what to write there."""
        self._note(self.changes())
        if not self._due:
            return
        due, self._due = self._due, {}
        self._look_at_filters()
        left, top, width, height = self.content_region
        for y, first, last in due.values():
            if y < height and first < width:
                yield f"\x1b[{top + y + 1};{left + first + 1}H{self.written(Cells(y, first, min(last, width)))}"

    def write(self, parts: Parts) -> str:
        """Return what draws parts of a line on the terminal."""
        show = self.colours.text
        wraps = self._wraps
        written: list[str] = []
        for text, key in parts:
            before, after = wraps.get(key) or self._wrap(key)
            written += (before, show(text), after)
        return "".join(written)

    def _wrap(self, key: StyleKey) -> tuple[str, str]:
        strip = Strip([Segment(_MARK, self.look(key))], 1)
        background = self.background_colors[1]
        for line_filter in self._filters:
            strip = strip.apply_filter(line_filter, background)
        before, _, after = strip.render(self.app.console).partition(_MARK)
        self._wraps[key] = before, after
        return before, after

    def _look_at_filters(self) -> None:
        filters = tuple(self.get_line_filters())
        if filters != self._filters:
            self._filters = filters
            self.forget_looks()

    def forget_looks(self) -> None:
        """Find out again what the names of styles look like."""
        self._wraps.clear()

    def notify_style_update(self) -> None:
        """Take notice of other colours."""
        super().notify_style_update()
        self.forget_looks()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw the lines of `crop`."""
        self._note(self.changes())
        return super().render_lines(crop)

    def _note(self, changed: Iterable[Cells]) -> None:
        noted = list(changed)
        if not noted:
            return
        due = self._due
        for cells in noted:
            y, first, last = cells
            before = due.get(y)
            due[y] = cells if before is None else Cells(y, min(first, before.first), max(last, before.last))
        # What Textual remembers of these lines is old from here on.
        top = self.gutter.top
        self._styles_cache.set_dirty(*(Region(0, top + cells.y, 1, 1) for cells in noted))

    def _leave_to_textual(self) -> None:
        self._leaving = False
        if not self.is_attached:
            return
        self._note(self.changes())
        due, self._due = self._due, {}
        if due:
            self.refresh(*(Region(first, y, last - first, 1) for y, first, last in due.values()))
