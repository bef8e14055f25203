"""A long list on Textual's line API: only the rows on the screen are asked for, and only what changed is drawn.

It handles no keys and knows nothing of what it lists. Rows come from a `RowSource`; what the mouse did is said in
messages. Text in cells may be anything: it is made fit to be drawn here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui.reading.listed import Cell, Column, Place, Row, RowSource, fitted, line_of
from tui.reading.palette import Palette, StyleKey

__all__ = ["Rows"]

_STRIPS = 1000
"""Lines that are remembered as they were drawn."""
_WHEEL = 3
"""Rows that one notch of the mouse wheel moves."""
_GUTTER = 2
"""Cells before the first column: whether the cursor is there, and whether the row is marked."""

_Line: TypeAlias = "tuple[Row | None, int, bool]"
"""A row (None where there is none, or it is not known yet), which of its lines it is, whether the cursor is there."""

_NOTHING: _Line = (None, -1, False)
_HEADERS_FROM = 4
"""Fewer lines than these, and the titles of the columns are left out."""


class Rows(Widget):
    """A list with a cursor.

    Args:
        palette: How the names of styles look.
        columns: What stands in each row, from the left.
        source: The rows.
        tall: Lines for each row; those after the first show what stands `below`.
    """

    ALLOW_SELECT = False

    class Moved(Message):
        """The mouse took the cursor to row `index`."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    class Opened(Message):
        """Row `index` was clicked twice."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    class Marked(Message):
        """The mark before row `index` was clicked."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    class Titled(Message):
        """The title of the column called `column` was clicked."""

        def __init__(self, column: str) -> None:
            super().__init__()
            self.column = column

    def __init__(
        self,
        palette: Palette,
        columns: Sequence[Column],
        source: RowSource,
        *,
        tall: int = 1,
        id: str | None = None,  # noqa: A002  # all widgets call it so
    ) -> None:
        super().__init__(id=id)
        # Set here and not by CSS: what is parsed before the first paint delays it.
        self.styles.width = self.styles.height = "1fr"
        self.set_reactive(Widget.auto_links, False)
        self.palette = palette
        self._columns = tuple(columns)
        self._source = source
        self._tall = tall
        self._cursor = 0
        self._top = 0
        self._places: tuple[Place, ...] = ()
        self._laid_out = -1
        self._lines: list[_Line] = []
        self._strips: dict[_Line, Strip] = {}
        self._pressed: int | None = None

    # What is shown

    def show(
        self, source: RowSource, *, columns: Sequence[Column] | None = None, tall: int | None = None, cursor: int = 0
    ) -> None:
        """Show other rows, with the cursor on one of them."""
        self._source = source
        if tall is not None:
            self._tall = tall
        if columns is not None:
            self._columns = tuple(columns)
            self._laid_out = -1
        self._cursor = cursor
        self._reveal()
        self.refresh()

    def changed(self) -> None:
        """Look at the source again; what is shown otherwise than before is drawn again."""
        self._reveal()
        self._redraw()

    @property
    def cursor(self) -> int:
        """The row with the cursor, from 0; 0 also where there are no rows."""
        return self._cursor

    @property
    def top(self) -> int:
        """The first row on the page."""
        return self._top

    @property
    def page_rows(self) -> int:
        """Whole rows that fit on the page."""
        return max(1, (self.size.height - self._head) // self._tall)

    @property
    def _head(self) -> int:
        return 1 if self.size.height >= _HEADERS_FROM else 0

    # Moving

    def go_to(self, index: int, *, top: int | None = None) -> bool:
        """Put the cursor on a row, or the nearest one there is; `top` says which row should be the first on the page.

        Tells whether the cursor moved.
        """
        before = self._cursor
        self._cursor = max(0, min(index, len(self._source) - 1))
        if top is not None:
            self._top = top
        self._reveal()
        self._redraw()
        return self._cursor != before

    def move(self, rows: int) -> bool:
        """Move the cursor down (up when negative); tells whether it moved."""
        return self.go_to(self._cursor + rows)

    def turn(self, share: float) -> bool:
        """Move cursor and page by a share of a page; tells whether the cursor moved."""
        rows = max(1, int(self.page_rows * abs(share)) - (1 if abs(share) >= 1 else 0))
        rows = rows if share > 0 else -rows
        return self.go_to(self._cursor + rows, top=self._top + rows)

    def scroll_rows(self, rows: int) -> None:
        """Move the page; the cursor goes along where it would be left behind."""
        self._top = max(0, min(self._top + rows, len(self._source) - self.page_rows))
        self._cursor = max(self._top, min(self._cursor, self._top + self.page_rows - 1, len(self._source) - 1))
        self._redraw()

    def _reveal(self) -> None:
        """Keep cursor and page within what there is, and the cursor on the page."""
        count, page = len(self._source), self.page_rows
        self._cursor = max(0, min(self._cursor, count - 1))
        self._top = max(self._cursor - page + 1, min(self._top, self._cursor))
        self._top = max(0, min(self._top, count - page))

    # Drawing

    def on_resize(self) -> None:
        """Keep the cursor in sight in another size."""
        self._fit()
        self._reveal()
        self.refresh()  # it was drawn in the new size with the columns of the old one

    def notify_style_update(self) -> None:
        """Take notice of other colours."""
        super().notify_style_update()
        self._strips.clear()

    def set_palette(self, palette: Palette) -> None:
        """Draw in other colours."""
        self.palette = palette
        self._strips.clear()
        self.refresh()

    def _fit(self) -> None:
        """Lay the columns out for the width there is, where it is another than before."""
        if self.size.width != self._laid_out:
            self._laid_out = self.size.width
            self._places = fitted(self._columns, self.size.width - _GUTTER)
            self._strips.clear()

    def _look(self) -> list[_Line]:
        """Ask for the rows on the page, and return its lines."""
        room = self.size.height - self._head
        whole = -(-room // self._tall) if room > 0 else 0
        rows = self._source.rows(self._top, max(0, min(whole, len(self._source) - self._top)))
        lines: list[_Line] = [_NOTHING] * self._head
        for index, row in enumerate(rows, self._top):
            lines += [(row, part, index == self._cursor) for part in range(self._tall)]
        return lines

    def _redraw(self) -> None:
        if not self.is_attached:
            return
        before, now = self._lines, self._look()
        self._lines = now
        for y in range(self.size.height):
            if (before[y] if y < len(before) else _NOTHING) != (now[y] if y < len(now) else _NOTHING):
                self.refresh(Region(0, y, self.size.width, 1))

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw the lines of `crop`."""
        self._fit()
        self._lines = self._look()
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """Draw line `y`."""
        if y < self._head:
            return self._titles()
        line = self._lines[y] if y < len(self._lines) else _NOTHING
        strip = self._strips.get(line)
        if strip is None:
            if len(self._strips) >= _STRIPS:
                self._strips.clear()
            strip = self._strips[line] = self._draw(line)
        return strip

    def _titles(self) -> Strip:
        titles: tuple[Cell, ...] = tuple(((column.title, ("quiet",)),) for column in self._columns)
        return self._strip([("  ", ()), *line_of(titles, self._columns, self._places)], ())

    def _draw(self, line: _Line) -> Strip:
        row, part, here = line
        if row is None:
            return self._strip([("> " if here and part == 0 else "", ("heading",))], ("current",) if here else ())
        ground: StyleKey = (*row.style, "current") if here else row.style
        gutter = (">" if here else " ") + ("*" if row.marked else " ")
        if part == 0:
            return self._strip([(gutter, ("heading",)), *line_of(row.cells, self._columns, self._places)], ground)
        below = row.below[part - 1] if part <= len(row.below) else ()
        return self._strip([("    ", ()), *line_of((below,), (), (Place(0, self.size.width - 5),))], ground)

    def _strip(self, parts: Sequence[tuple[str, StyleKey]], ground: StyleKey) -> Strip:
        width = self.size.width
        look = self.rich_style + self.palette.style(ground)
        segments = [Segment(self.palette.text(text), look + self.palette.style(key)) for text, key in parts if text]
        used = sum(cell_len(segment.text) for segment in segments)
        strip = Strip(segments, used)
        return strip.adjust_cell_length(width, look) if used <= width else strip.crop(0, width)

    # Mouse

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Move the page down."""
        event.stop()
        self._wheel(_WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Move the page up."""
        event.stop()
        self._wheel(-_WHEEL)

    def _wheel(self, rows: int) -> None:
        before = self._cursor
        self.scroll_rows(rows)
        if self._cursor != before:
            self.post_message(self.Moved(self._cursor))

    def on_click(self, event: events.Click) -> None:
        """Go to the row that was clicked, mark or open it; a title of a column is told."""
        event.stop()
        x, y = event.x, event.y
        if y < self._head:
            for place in self._places:
                if place.start <= x - _GUTTER < place.start + place.width:
                    self.post_message(self.Titled(self._columns[place.column].id))
            return
        index = self._top + (y - self._head) // self._tall
        if index >= len(self._source):
            return
        if self.go_to(index):
            self.post_message(self.Moved(index))
        if x < _GUTTER:
            self.post_message(self.Marked(index))
        elif event.chain == 2:
            self.post_message(self.Opened(index))
