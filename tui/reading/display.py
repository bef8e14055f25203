"""How text is drawn: which character stands in each cell.

A stretch of text is drawn code point for code point, so that offsets hold, in clusters (what a reader takes for
one character), of which each has a width in cells. Most text needs none of this: one cell for each code point.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import NamedTuple

from annotations.printable import one_line, visible

__all__ = ["MAX_CLUSTER", "PLAIN", "Drawn", "draw", "safe"]

safe = one_line
"""One line of anything (a title, a file name, a message) as it may be drawn; see `annotations.printable`."""

MAX_CLUSTER = 32
"""Longest cluster in code points. The longest emoji have ten; what goes on is a heap of marks, and is cut."""

PLAIN = (
    " -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0377\u037a-\u037f\u0384-\u038a\u038c\u038e-\u03a1\u03a3-\u0482\u048a-\u052f"
    "\u05d0-\u05ea\u0606-\u060f\u061b\u061d-\u064a\u0660-\u066f\u0671-\u06d5\u06ee-\u06ff\u10d0-\u10ff\u1e00-\u1f15"
    "\u2000-\u200a\u2010-\u2027\u202f-\u205f\u20a0-\u20c0\u2100-\u218b\u2190-\u2319\u2400-\u2426\u2500-\u25fc\ufffd"
)
"""Members of a pattern's class: one code point, one cell, one cluster. Latin, Greek, Cyrillic, Hebrew, Arabic and
Georgian letters, punctuation, currency, letter-like signs, arrows, mathematics, boxes."""
_NOT_PLAIN = re.compile(f"[^{PLAIN}]")


class Drawn(NamedTuple):
    """A stretch of text as it is drawn.

    Attributes:
        text: As many code points as the source, each at its place.
        cells: Right edge of each cluster in cells; None where every code point takes one cell.
        ends: End of each cluster in code points; None where every code point is a cluster.
    """

    text: str
    cells: list[int] | None = None
    ends: list[int] | None = None

    @property
    def width(self) -> int:
        """Width of the whole stretch in cells."""
        if self.cells is None:
            return len(self.text)
        return self.cells[-1] if self.cells else 0

    def cell_at(self, index: int) -> int:
        """Left edge, in cells, of the cluster that holds code point `index`; the width at the end."""
        if self.cells is None:
            return min(index, len(self.text))
        cluster = index if self.ends is None else bisect_right(self.ends, index)
        return self.cells[min(cluster, len(self.cells)) - 1] if cluster else 0

    def cluster_at(self, cell: int) -> tuple[int, int]:
        """Range of code points of the cluster that is drawn on `cell`, or of the last one before it."""
        if not self.text:
            return 0, 0
        if self.cells is None:
            start = min(max(cell, 0), len(self.text) - 1)
            return start, start + 1
        cluster = min(bisect_right(self.cells, max(cell, 0)), len(self.cells) - 1)
        if self.ends is None:
            return cluster, cluster + 1
        return (self.ends[cluster - 1] if cluster else 0), self.ends[cluster]

    def whole(self, start: int, end: int) -> tuple[int, int]:
        """Widen a range of code points to whole clusters."""
        if self.ends is None:
            return start, end
        first = bisect_right(self.ends, start)
        last = bisect_left(self.ends, end)
        return (self.ends[first - 1] if first else 0), self.ends[min(last, len(self.ends) - 1)]


def draw(text: str) -> Drawn:
    """Return how `text` is drawn; it must begin at the edge of a cluster."""
    shown = visible(text)
    if shown.isascii() or not _NOT_PLAIN.search(shown):
        return Drawn(shown)
    from tui.reading.clusters import draw_clusters

    return draw_clusters(shown)
