"""A page of an article on Textual's line API: drawn line by line, and only where it changed."""

from __future__ import annotations

from collections.abc import Iterable

from rich.segment import Segment
from rich.style import Style as RichStyle
from textual.geometry import Region
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from tui.reading.marks import NOTHING
from tui.reading.page import Line, Page
from tui.reading.painting import Parts
from tui.reading.palette import Palette, StyleKey

__all__ = ["ArticlePage"]

_STRIPS = 2000
"""Lines that are remembered as they were drawn."""
_AT_ONCE = 8
"""Lines that are drawn ahead before keys are looked at again."""
_PAUSE = 0.04
"""How long nothing happens before lines are drawn ahead, in seconds."""


class ArticlePage(Widget):
    """Draws a `Page`, and draws again the lines of it that are said to look different.

    Args:
        measure: Widest text, in cells.
        palette: How the names of styles look; if None, what fits the app's theme and `NO_COLOR`.
        id: Of the widget.
        classes: Of the widget.
    """

    ALLOW_SELECT = False

    def __init__(
        self,
        *,
        measure: int = 80,
        palette: Palette | None = None,
        id: str | None = None,  # noqa: A002  # all widgets call it so
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        # Set here and not by CSS: what is parsed before the first paint delays it.
        self.styles.width = self.styles.height = "1fr"
        self.set_reactive(Widget.auto_links, False)
        self._page = Page()
        self._measure = measure
        self._palette = palette
        self._default_palette: Palette | None = None
        self._strips: dict[Line, Strip] = {}
        self._looks: dict[StyleKey, RichStyle] = {}
        self._ahead: Timer | None = None

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
    def measure(self) -> int:
        """Widest text, in cells."""
        return self._measure

    @measure.setter
    def measure(self, cells: int) -> None:
        self._measure = cells
        self._fit()
        self.refresh()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw the lines of `crop`."""
        self._fit()
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """Draw line `y`."""
        lines = self._page.lines
        line = lines[y] if y < len(lines) else (None, NOTHING, False)
        strip = self._strips.get(line)
        return self._strip(line, self._page.paint(y)) if strip is None else strip

    def _strip(self, line: Line, parts: Parts) -> Strip:
        if len(self._strips) >= _STRIPS:
            self._strips.clear()
        show = self._colours().text
        segments = [Segment(show(text), self._look(key)) for text, key in parts]
        strip = self._strips[line] = Strip(segments, self._page.frame.width)
        return strip

    def look_ahead(self) -> None:
        """Draw a few of the lines that the next keys may bring, while nobody waits; comes back until all are drawn."""
        self._ahead = None
        for count, line in enumerate(self._page.ahead()):
            self._strip(line, self._page.paint_of(line))
            if count >= _AT_ONCE:
                self.plan_ahead()
                break

    def plan_ahead(self) -> None:
        """Look ahead once nothing has happened for a moment."""
        if self._ahead is not None:
            self._ahead.stop()
        self._ahead = self.set_timer(_PAUSE, self.look_ahead)

    def notify_style_update(self) -> None:
        """Take notice of other colours."""
        super().notify_style_update()
        self._strips.clear()
        self._looks.clear()
        self._default_palette = None

    def on_resize(self) -> None:
        """Keep the place in another size."""
        self._fit()

    def _look(self, key: StyleKey) -> RichStyle:
        look = self._looks.get(key)
        if look is None:
            look = self._looks[key] = self.visual_style.rich_style + self._colours().style(key)
        return look

    def _colours(self) -> Palette:
        if self._palette is not None:
            return self._palette
        if self._default_palette is None:
            self._default_palette = Palette(dark=self.app.current_theme.dark, mono=self.app.no_color)
        return self._default_palette

    def _fit(self) -> None:
        """Take the widget's size and measure, where they changed."""
        width, height = self.size
        if self._page.resize(width, height, self._measure):
            self._strips.clear()

    def _redraw(self, lines: Iterable[tuple[int, int]]) -> None:
        regions = [Region(0, y, width, 1) for y, width in lines]
        if regions:
            self.refresh(*regions)

    def _redraw_all(self) -> None:
        self._strips.clear()
        self._page.renew()
        self.refresh()
