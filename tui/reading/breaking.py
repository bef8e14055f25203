"""Where rows of clusters end: scripts without spaces, wide characters, marks, emoji.

Imported when such text is wrapped for the first time.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from annotations.lazy import lazy
from tui.reading.display import Drawn

__all__ = ["wrap_clusters"]

# Where a row may end on either side: Hangul, kana, Han, emoji …
_WIDE = lazy("[\u1100-\u115f\u2e80-\uffdc\U0001f000-\U0003ffff]")
# … but no row begins with one of the first, or ends with one of the second.
_NO_START = frozenset("、。，．・：；？！」』】〕〉》）］｝ー々…‥、。’”)]}%!?,.:;")
_NO_END = frozenset("「『【〔〈《（［｛‘“([{")


def wrap_clusters(drawn: Drawn, width: int, sure: int, base: int, edges: array[int]) -> None:
    """Append the ends of rows to `edges`, as far as the first `sure` code points tell; `base` is where they begin.

    The rules are those of `tui.reading.wrapping`, for clusters of any width and any number of code points.
    """
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
