"""A page of an article on Textual's line API: drawn line by line, and only where it changed."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from itertools import islice

from rich.segment import Segment
from rich.style import Style as RichStyle
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from annotations.text import Span
from tui.reading.page import Page, Seen
from tui.reading.painting import Body, Parts, thumb_part
from tui.reading.palette import Palette, StyleKey
from tui.widgets.lines import Cells, Lines

__all__ = ["ArticlePage"]

_WRITTEN = 2000
"""Lines that are remembered as the terminal takes them."""
_AT_ONCE = 6
"""Lines that are drawn ahead before keys are looked at again."""
_PAUSE, _BETWEEN = 0.008, 0.002
"""How long nothing happens before lines are drawn ahead, and before a few more are, in seconds."""


class ArticlePage(Lines):
    """Draws a `Page`, and draws again the lines of it that are said to look different.

    Args:
        measure: Widest text, in cells.
        palette: How the names of styles look; if None, what fits the app's theme and `NO_COLOR`.
        id: Of the widget.
        classes: Of the widget.
    """

    def __init__(
        self,
        *,
        measure: int = 80,
        palette: Palette | None = None,
        id: str | None = None,  # noqa: A002  # all widgets call it so
        classes: str | None = None,
    ) -> None:
        super().__init__(id, classes)
        # Set here and not by CSS: what is parsed before the first paint delays it.
        self.styles.width = self.styles.height = "1fr"
        self.set_reactive(Widget.auto_links, False)
        self._page = Page()
        self._measure = measure
        self._palette = palette
        self._default_palette: Palette | None = None
        self._looks: dict[StyleKey, RichStyle] = {}
        self._bodies: dict[Seen, str] = {}
        self._ahead: asyncio.TimerHandle | None = None
        self._yet_ahead: Iterator[tuple[Seen, Body]] = iter(())
        self._turned = self._changed_anywhere = False
        self._changed: list[Span] = []

    @property
    def palette(self) -> Palette | None:
        """How the names of styles look; None for what fits the app."""
        return self._palette

    @palette.setter
    def palette(self, palette: Palette | None) -> None:
        self._palette = palette
        self.notify_style_update()
        self._redraw_all()

    @property
    def colours(self) -> Palette:
        """How the names of styles look."""
        if self._palette is not None:
            return self._palette
        if self._default_palette is None:
            self._default_palette = Palette(dark=self.app.current_theme.dark, mono=self.app.no_color)
        return self._default_palette

    @property
    def measure(self) -> int:
        """Widest text, in cells."""
        return self._measure

    @measure.setter
    def measure(self, cells: int) -> None:
        self._measure = cells
        self._fit()
        self.refresh()

    def look(self, key: StyleKey) -> RichStyle:
        """Return what a name of a style looks like on the page."""
        look = self._looks.get(key)
        if look is None:
            look = self._looks[key] = self.visual_style.rich_style + self.colours.style(key)
        return look

    def changes(self) -> Iterable[Cells]:
        """Find out which lines look different after all that changed since this was asked last."""
        if self._turned:
            lines = self._page.turned()
            self.plan_ahead()
        elif self._changed_anywhere:
            lines = self._page.changed_anywhere()
        elif self._changed:
            lines = self._page.changed(*self._changed)
        else:
            return ()
        self._turned = self._changed_anywhere = False
        self._changed.clear()
        return [Cells(y, 0, cells) for y, cells in lines]

    def written(self, cells: Cells) -> str:
        """Return what draws a line of the page, from its first cell on."""
        if cells.y >= len(self._page.lines):
            return self.write([(" " * cells.last, ())])
        position, on, thumb = self._page.lines[cells.y]
        body = self._page.body(cells.y)
        width, thumb_x = self._page.frame.width, self._page.frame.thumb_x
        blank = min(cells.last, width if thumb_x is None else thumb_x) - body.cells
        behind: Parts = [(" " * blank, ())] if blank > 0 else []
        if thumb_x is not None and cells.last > thumb_x:
            behind.append(thumb_part(thumb=thumb))
        return self._written((position, on), body) + self.write(behind)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw the lines of `crop`."""
        self._fit()
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """Draw line `y`."""
        show = self.colours.text
        segments = [Segment(show(text), self.look(key)) for text, key in self._page.paint(y)]
        return Strip(segments, self._page.frame.width)

    def _written(self, seen: Seen, body: Body) -> str:
        written = self._bodies.get(seen)
        if written is None:
            if len(self._bodies) >= _WRITTEN:
                self._bodies.clear()
            written = self._bodies[seen] = self.write(body.parts)
        return written

    def plan_ahead(self) -> None:
        """Draw ahead what the next keys may bring from here, once nothing has happened for a moment."""
        self._yet_ahead = self._page.ahead()
        self._look_ahead_in(_PAUSE)

    def _look_ahead_in(self, seconds: float) -> None:
        if self._ahead is not None:
            self._ahead.cancel()
        self._ahead = asyncio.get_running_loop().call_later(seconds, self._look_ahead)

    def _look_ahead(self) -> None:
        """Draw a few lines, while nobody waits; comes back until all are drawn."""
        self._ahead = None
        self._look_at_filters()
        few = list(islice(self._yet_ahead, _AT_ONCE))
        for seen, body in few:
            self._written(seen, body)
        if few:
            self._look_ahead_in(_BETWEEN)

    def on_unmount(self) -> None:
        """Look ahead no longer."""
        if self._ahead is not None:
            self._ahead.cancel()

    def forget_looks(self) -> None:
        """Find out again what the names of styles look like."""
        super().forget_looks()
        self._bodies.clear()
        self._looks.clear()
        self._default_palette = None

    def on_resize(self) -> None:
        """Keep the place in another size."""
        self._fit()

    def _fit(self) -> None:
        """Take the widget's size and measure, where they changed."""
        width, height = self.size
        if self._page.resize(width, height, self._measure):
            self._forget_lines()

    def _redraw(self, *spans: Span | None) -> None:
        """Draw again what changed on spans."""
        self._changed += (span for span in spans if span is not None)
        self.redraw()

    def _redraw_anywhere(self) -> None:
        self._changed_anywhere = True
        self.redraw()

    def _redraw_turned(self) -> None:
        self._turned = True
        self.redraw()

    def _redraw_all(self) -> None:
        self._page.renew()
        self._forget_lines()
        self.refresh()

    def _forget_lines(self) -> None:
        self._bodies.clear()
        self._yet_ahead = iter(())
        self._turned = self._changed_anywhere = False
        self._changed.clear()
