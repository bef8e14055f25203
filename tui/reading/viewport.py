"""Which rows of an article are on the page: scrolling, finding places again, keeping them."""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

from annotations.columns import Blocks
from annotations.text import Span, Text
from tui.reading.layout import Layout, Position, Row

__all__ = ["Frame", "Viewport", "Where", "frame"]

Where: TypeAlias = Literal["nearest", "center", "top"]
"""Where on the page a place is brought: as little scrolling as possible, its middle, its top."""
_START = Position(0, 0)


class Frame(NamedTuple):
    """How the columns of a page are given out, in cells.

    Attributes:
        left: Empty cells before the margin.
        slots: Cells for glyphs in the margin; one for the bar follows.
        text_x: Where the text begins.
        text_width: What it may take.
        thumb_x: The column that shows the place in the article; None where there is no room for one.
    """

    width: int
    height: int
    left: int
    slots: int
    text_x: int
    text_width: int
    thumb_x: int | None


def frame(width: int, height: int, measure: int) -> Frame:
    """Give out `width` columns: text of `measure` cells in the middle, its margin, and a column for the place."""
    slots = 3 if width >= 60 else 2 if width >= 40 else 1 if width >= 12 else 0
    margin = slots + 2 if slots else min(1, width - 1)
    right = 2 if width >= 40 else 1 if width >= 16 else 0
    text_width = max(1, min(measure, width - margin - right))
    left = max(0, (width - min(right, 1) - text_width) // 2 - margin)
    return Frame(width, height, left, slots, left + margin, text_width, width - 1 if right else None)


class Viewport:
    """A page of rows on an article.

    Attributes:
        layout: None until there is an article and a width.
        rows: What is on the page, from the top; fewer than the height where the article ends.
    """

    def __init__(self) -> None:
        self.layout: Layout | None = None
        self.rows: list[Row] = []
        self._text: Text = ""
        self._blocks = Blocks()
        self._width = 0
        self._height = 0
        self._top = _START
        self._anchor = 0
        self._above = 0  # blank rows on the page over that of the anchor
        self._wanted: tuple[Span, Where] | None = None

    @property
    def text(self) -> Text:
        """The text of the article, empty while there is none."""
        return self._text

    @property
    def height(self) -> int:
        """Rows that fit on the page."""
        return self._height

    @property
    def top_offset(self) -> int:
        """First code point on the page."""
        return self._first_offset()

    @property
    def whole(self) -> bool:
        """Whether all that is known of the article is on the page."""
        if self.layout is None or not self.rows:
            return True
        return self._top == _START and len(self.layout.rows_from(self.rows[-1].position, 2)) == 1

    def visible(self) -> Span | None:
        """The code points from the first to the last on the page; None when there are none."""
        texts = [row for row in self.rows if row.start is not None]
        if not texts:
            return None
        start, end = texts[0].start or 0, max(row.end or 0 for row in texts)
        return Span(start, end) if start < end else None

    def show(self, text: Text, blocks: Blocks) -> None:
        """Show an article from its beginning."""
        self._text, self._blocks = text, blocks
        self._anchor = self._above = 0
        self._wanted = None
        self._lay_out()

    def resize(self, width: int, height: int, keep: Span | None = None) -> None:
        """Take a new size; what is at the top stays there, and `keep` visible if it was."""
        seen = keep is not None and self._sees(keep)
        self._height = height
        if width != self._width or self.layout is None:
            self._width = width
            self._lay_out()
        else:
            self._fill()
        if keep is not None and seen:
            place = self._anchor, self._above
            self.reveal(keep)
            self._anchor, self._above = place  # so that the page comes back when the size does

    def extended(self) -> None:
        """Take notice of blocks that were appended to those shown."""
        if self.layout is None:
            return
        before = self.layout.known_end
        self.layout.extended()
        if self._anchor >= before and not self.layout.empty:
            self._top = self._anchored(self.layout)
        self._fill()
        self._reveal_wanted()

    def scroll(self, rows: int) -> bool:
        """Move the page down (up when negative); tell whether it moved."""
        self._wanted = None
        if self.layout is None or self.layout.empty or not rows:
            return False
        return self._go(self.layout.move(self._top, rows))

    def go_to(self, offset: int) -> bool:
        """Bring the row of a code point to the top; tell whether the page moved."""
        self._wanted = None
        if self.layout is None or self.layout.empty:
            self._anchor, self._above = offset, 0
            return False
        moved = self._go(self.layout.position_of(offset))
        if offset >= self.layout.known_end:
            self._anchor, self._above = offset, 0
        return moved

    def reveal(self, span: Span, where: Where = "nearest") -> bool:
        """Bring `span` on the page; tell whether the page moved. A span longer than the page shows its start.

        The nearest place is where the page scrolls least; what is far from the page goes to its middle, so that
        something is seen of what stands before and after it.

        Where there is no page yet, or the article is not known so far, this waits until there is and it is.
        """
        layout = self.layout
        if layout is None or not self._height or span.start >= layout.known_end:
            self._wanted = (span, where)
            return False
        self._wanted = None
        first, last = layout.position_of(span.start), layout.position_of(span.end - 1)
        match where:
            case "top":
                return self._go(first)
            case "center":
                rows = [row.position for row in layout.rows_from(first, self._height)]
                taken = rows.index(last) + 1 if last in rows else len(rows)
                return self._go(layout.move(first, -((self._height - taken) // 2)))
            case _ if self._is_far(layout, first):
                return self.reveal(span, "center")
            case _:
                if first < self._top:
                    return self._go(first)
                if not self.rows or last > self.rows[-1].position:
                    return self._go(min(first, layout.move(last, 1 - self._height)))
                return False

    def _is_far(self, layout: Layout, place: Position) -> bool:
        """Tell whether a row is more than half a page above or below the page."""
        if not self.rows:
            return False
        half = self._height // 2
        return place < layout.move(self._top, -half) or place > layout.move(self.rows[-1].position, half)

    def _sees(self, span: Span) -> bool:
        return any(row.touches(span.start, span.end) for row in self.rows)

    def _lay_out(self) -> None:
        if not self._width or not self._text:
            self.layout, self.rows, self._top = None, [], _START
            return
        self.layout = Layout(self._text, self._blocks, self._width)
        self._top = _START if self.layout.empty else self._anchored(self.layout)
        self._fill()
        self._reveal_wanted()

    def _reveal_wanted(self) -> None:
        if self._wanted is not None:
            self.reveal(*self._wanted)

    def _go(self, top: Position) -> bool:
        before, self._top = self._top, top
        self._fill()
        self._anchor = self._first_offset()
        self._above = next((n for n, row in enumerate(self.rows) if row.start is not None), 0)
        return self._top != before

    def _anchored(self, layout: Layout) -> Position:
        return layout.move(layout.position_of(self._anchor), -self._above)

    def _first_offset(self) -> int:
        return next((row.start for row in self.rows if row.start is not None), self._anchor)

    def _fill(self) -> None:
        """Make the rows of the page, and move it up where the article would end too early on it."""
        if self.layout is None or self.layout.empty:
            self.rows = []
            return
        self.rows = self.layout.rows_from(self._top, self._height)
        missing = self._height - len(self.rows)
        if missing and self._top != _START:
            self._top = self.layout.move(self._top, -missing)
            self.rows = self.layout.rows_from(self._top, self._height)
