"""Breaking one stretch of text into rows of a width, a window at a time.

A row is a range of code points. Rows tile their stretch. A row ends after the last space that fits, before or
after a character of a script that is written without spaces, or, in a word longer than a row, where the row is
full. Spaces at the end hang: they take no width, up to as many as a row is wide.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right

from annotations.text import Text
from tui.reading.display import MAX_CLUSTER, draw

__all__ = ["Wrapping"]

_WINDOW = 4096
"""Code points that are looked at in one go, unless rows are very wide."""


class Wrapping:
    """The rows of `text[start:end]` in `width` cells, found as they are asked for.

    Args:
        text: The text that the offsets count in.
        start: First code point of the stretch, at the edge of a cluster.
        end: Its end, exclusive. An empty stretch has one empty row.
        width: Cells in a row, at least 1. A row is wider only when it is one cluster that is.
        lines: Whether a line feed ends a row.
    """

    __slots__ = ("_edges", "_end", "_lines", "_text", "_whole", "width")

    def __init__(self, text: Text, start: int, end: int, width: int, *, lines: bool = False) -> None:
        self.width = max(1, width)
        self._text = text
        self._end = end
        self._lines = lines
        self._whole = start >= end
        self._edges = array("I", [start, end] if self._whole else [start])

    def row(self, index: int) -> tuple[int, int] | None:
        """Return start and end of row `index`, in code points; None if there is no such row."""
        edges = self._edges
        while index + 1 >= len(edges):
            if self._whole:
                return None
            self._extend()
        return edges[index], edges[index + 1]

    def count(self) -> int:
        """Count the rows, wrapping what is not yet wrapped."""
        while not self._whole:
            self._extend()
        return len(self._edges) - 1

    def row_at(self, offset: int) -> int:
        """Index of the row that holds code point `offset`, or of the nearest one."""
        while not self._whole and self._edges[-1] <= offset:
            self._extend()
        return min(max(0, bisect_right(self._edges, offset) - 1), len(self._edges) - 2)

    def _extend(self) -> None:
        start = self._edges[-1]
        end = min(self._end, start + max(_WINDOW, (self.width + 2) * 2 * MAX_CLUSTER))
        last = end == self._end
        if self._lines and (feed := self._text.find("\n", start, end)) >= 0:
            end, last = feed + 1, True
        drawn = draw(self._text[start:end])
        # What comes near the window's end may go on behind it.
        sure = end - start if last else end - start - MAX_CLUSTER
        if drawn.cells is None:
            _wrap_plain(drawn.text, self.width, sure, start, self._edges)
        else:
            from tui.reading.breaking import wrap_clusters

            wrap_clusters(drawn, self.width, sure, start, self._edges)
        self._whole = self._edges[-1] >= self._end


def _wrap_plain(text: str, width: int, sure: int, base: int, edges: array[int]) -> None:
    """Append the ends of rows, as far as the first `sure` code points tell; each takes one cell."""
    size = len(text)
    stop = size if sure == size else sure - 2 * width
    start = 0
    while start < stop:
        if size - start <= width:
            edges.append(base + size)
            return
        space = text.rfind(" ", start, start + width + 1)
        if space < 0 or (text[start] == " " and not text[start:space].strip(" ")):
            end = start + width
        else:
            end = space + 1
            while end < size and text[end] == " " and end - start < 2 * width:
                end += 1
        edges.append(base + end)
        start = end
