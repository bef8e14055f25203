"""Breaking one stretch of text into rows of a width, a window at a time.

A row is a range of code points. Rows tile their stretch. A row ends after the last space that fits, before or
after a character of a script that is written without spaces, or, in a word longer than a row, where the row is
full. Spaces at the end hang: they take no width, up to as many as a row is wide.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from tui.reading.display import MAX_CLUSTER, Drawn, draw

__all__ = ["Wrapping"]

_WINDOW = 4096
"""Code points that are looked at in one go, unless rows are very wide."""

# Where a row may end on either side: Hangul, kana, Han, emoji …
_WIDE = re.compile("[\u1100-\u115f\u2e80-\uffdc\U0001f000-\U0003ffff]")
# … but no row begins with one of the first, or ends with one of the second.
_NO_START = frozenset("、。，．・：；？！」』】〕〉》）］｝ー々…‥、。’”)]}%!?,.:;")
_NO_END = frozenset("「『【〔〈《（［｛‘“([{")


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

    def __init__(self, text: str, start: int, end: int, width: int, *, lines: bool = False) -> None:
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
        wrap = _wrap_plain if drawn.cells is None else _wrap_clusters
        wrap(drawn, self.width, sure, start, self._edges)
        self._whole = self._edges[-1] >= self._end


def _wrap_plain(drawn: Drawn, width: int, sure: int, base: int, edges: array[int]) -> None:
    """Append the ends of rows, as far as the first `sure` code points tell; each takes one cell."""
    text = drawn.text
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


def _wrap_clusters(drawn: Drawn, width: int, sure: int, base: int, edges: array[int]) -> None:
    """Like `_wrap_plain`, for clusters of any width and any number of code points."""
    text, cells, ends = drawn.text, drawn.cells or [], drawn.ends or range(1, len(drawn.text) + 1)
    count = bisect_right(ends, sure)
    first = 0
    while first < count:
        left = cells[first - 1] if first else 0
        over = max(bisect_right(cells, left + width, first), first + 1)  # the first cluster that does not fit
        if over < count:
            first = _cut(text, ends, first, over, min(count, first + 2 * width))
        elif sure == len(text):
            first = count
        else:
            return
        edges.append(base + ends[first - 1])


def _cut(text: str, ends: Sequence[int], first: int, over: int, most: int) -> int:
    """The cluster that the next row begins with, where clusters `first` to `over - 1` are all that fit.

    Spaces from `over` on hang, up to cluster `most`.
    """
    start = ends[first - 1] if first else 0
    full = ends[over - 1]
    if text[full : ends[over]] == " ":
        hanging = over
        while text[start:full].strip(" ") and hanging < most and text[ends[hanging - 1] : ends[hanging]] == " ":
            hanging += 1
        return hanging
    word = text.rfind(" ", start, full) + 1
    while word > start and not _is_edge(ends, word):
        word = text.rfind(" ", start, word - 1) + 1
    word = max(word, start)
    if _WIDE.search(text, word, full + 1):
        for cluster in range(over, bisect_right(ends, word), -1):
            if _may_break(text[ends[cluster - 2] if cluster > 1 else 0], text[ends[cluster - 1]]):
                return cluster
    return bisect_right(ends, word) if text[start:word].strip(" ") else over


def _is_edge(ends: Sequence[int], at: int) -> bool:
    return ends[bisect_left(ends, at)] == at


def _may_break(before: str, behind: str) -> bool:
    """Tell whether a row may end between two clusters, of which the first code points are given."""
    if behind in _NO_START or before in _NO_END:
        return False
    return bool(_WIDE.match(before) or _WIDE.match(behind))
