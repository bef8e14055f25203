"""The page as lines: what each shows, which of them look different after a change, and what is under a cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from annotations.text import Span
from tui.reading.layout import Position, Row
from tui.reading.marks import NOTHING, OnRow, Overlay
from tui.reading.painting import Body, Parts, paint_body, paint_line
from tui.reading.viewport import Viewport, frame

__all__ = ["Line", "Page", "Seen"]

Line: TypeAlias = "tuple[Position | None, OnRow, bool]"
"""All that a line shows: its row, what lies on it, and whether the thumb is beside it."""
Seen: TypeAlias = "tuple[Position | None, OnRow]"
"""A line without the thumb."""

_PAINTED = 2000
"""Lines that are remembered as they were painted."""


class Page:
    """A page of an article and what lies on it.

    Attributes:
        view: Which rows are on the page.
        overlay: What lies on the text.
        frame: How the columns are given out.
        lines: What each line of the page shows, from the top.
    """

    def __init__(self) -> None:
        self.view = Viewport()
        self.overlay = Overlay()
        self.frame = frame(0, 0, 1)
        self.lines: list[Line] = []
        self._shown: list[tuple[Body, bool]] = []
        self._painted: dict[Seen, Body] = {}
        self._thumb = range(0)

    def resize(self, width: int, height: int, measure: int) -> bool:
        """Take a size and a measure, in cells; tell whether anything is different."""
        fitting = frame(width, height, measure)
        if fitting == self.frame:
            return False
        self.frame = fitting
        self.view.resize(fitting.text_width if width else 0, height, self.overlay.current)
        self.renew()
        return True

    def renew(self) -> None:
        """Look at all lines anew: the same rows may have another text."""
        self._painted.clear()
        self._thumb = self._thumb_lines()
        self.lines = [self._line(y) for y in range(self.frame.height)]
        self._shown = [(self.body(y), self.lines[y][2]) for y in range(self.frame.height)]

    def turned(self) -> list[tuple[int, int]]:
        """Take notice that the rows are others now; return the lines that look different, see `changed`."""
        self._thumb = self._thumb_lines()
        return self._different(range(self.frame.height))

    def changed(self, *spans: Span | None) -> list[tuple[int, int]]:
        """Take notice of a change on `spans`; return each line that looks different, and the cells to draw of it."""
        places = [(span.start, span.end) for span in spans if span is not None]
        rows = enumerate(self.view.rows)
        return self._different(y for y, row in rows if any(row.touches(*place) for place in places))

    def changed_anywhere(self) -> list[tuple[int, int]]:
        """Take notice of a change on any row; see `changed`."""
        return self._different(range(len(self.view.rows)))

    def paint(self, y: int) -> Parts:
        """Draw line `y`, or a blank one where the page has none."""
        if y >= len(self.lines):
            return paint_line(Body([], 0, 0), self.frame, thumb=False)
        return paint_line(self.body(y), self.frame, thumb=self.lines[y][2])

    def body(self, y: int) -> Body:
        """Draw what stands on line `y`."""
        position, on, _ = self.lines[y]
        body = self._painted.get((position, on))
        return body or self._paint((position, on), self.view.rows[y] if y < len(self.view.rows) else None)

    def cluster_at(self, x: int, y: int) -> Span | None:
        """Return what a reader takes for one character at a cell, or the nearest to it on its row.

        None on a row without text. Lines above and below the page count as its first and last row.
        """
        rows, layout = self.view.rows, self.view.layout
        if not rows or layout is None:
            return None
        return layout.cluster_at(rows[min(max(y, 0), len(rows) - 1)], x - self.frame.text_x)

    def offset_beside(self, y: int) -> int:
        """The code point that line `y` of the place column stands for."""
        lines = max(1, self.frame.height - 1)
        return len(self.view.text) * min(max(y, 0), lines) // lines

    def _different(self, lines: Iterable[int]) -> list[tuple[int, int]]:
        different = []
        for y in lines:
            before, after = self.lines[y], self._line(y)
            if after == before:
                continue
            body, thumb = self._shown[y]
            self.lines[y] = after
            now = self.body(y)
            if now != body or after[2] != thumb:
                self._shown[y] = now, after[2]
                different.append((y, max(body.reach, now.reach) if after[2] == thumb else self.frame.width))
        return different

    def ahead(self) -> Iterator[tuple[Seen, Body]]:
        """Paint the lines that the next moves may bring (a page down or up, the ends) and yield them."""
        layout, rows = self.view.layout, self.view.rows
        if layout is None or layout.empty or not rows:
            return
        height = len(rows)
        top = rows[0].position
        tops = (layout.move(top, height - 1), layout.move(top, 1 - height), layout.move(layout.last(), 1 - height))
        for place in dict.fromkeys((*tops, Position(0, 0))):
            for row in layout.rows_from(place, height):
                seen = row.position, self.overlay.on(row)
                if seen not in self._painted:
                    yield seen, self._paint(seen, row)

    def _paint(self, seen: Seen, row: Row | None) -> Body:
        if len(self._painted) >= _PAINTED:
            self._painted.clear()
        body = self._painted[seen] = paint_body(row, self.view.text, seen[1], self.frame)
        return body

    def _line(self, y: int) -> Line:
        rows = self.view.rows
        if y < len(rows):
            return rows[y].position, self.overlay.on(rows[y]), y in self._thumb
        return None, NOTHING, y in self._thumb

    def _thumb_lines(self) -> range:
        """The lines that stand for the part of the text that is on the page; none when it is all of it."""
        seen, size, height = self.view.visible(), len(self.view.text), self.frame.height
        if seen is None or not height or self.view.whole:
            return range(0)
        lines = min(height, max(1, height * (seen.end - seen.start) // size))
        first = min(height - lines, round((height - lines) * seen.start / max(1, size - (seen.end - seen.start))))
        return range(first, first + lines)
