"""How text is drawn: which character stands in each cell.

A stretch of text is drawn code point for code point, so that offsets hold, in clusters (what a reader takes for
one character), of which each has a width in cells. Most text needs none of this: one cell for each code point.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, chain

from rich.cells import cell_len

from annotations.printable import MARK_STAND_IN, one_line, visible

__all__ = ["MAX_CLUSTER", "Drawn", "draw", "safe"]

safe = one_line
"""One line of anything (a title, a file name, a message) as it may be drawn; see `annotations.printable`."""

MAX_CLUSTER = 32
"""Longest cluster in code points. The longest emoji have ten; what goes on is a heap of marks, and is cut."""

# One code point, one cell, one cluster: Latin, Greek, Cyrillic, Hebrew, Arabic and Georgian letters, punctuation,
# currency, letter-like signs, arrows, mathematics, boxes.
_PLAIN = (
    " -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0377\u037a-\u037f\u0384-\u038a\u038c\u038e-\u03a1\u03a3-\u0482\u048a-\u052f"
    "\u05d0-\u05ea\u0606-\u060f\u061b\u061d-\u064a\u0660-\u066f\u0671-\u06d5\u06ee-\u06ff\u10d0-\u10ff\u1e00-\u1f15"
    "\u2000-\u200a\u2010-\u2027\u202f-\u205f\u20a0-\u20c0\u2100-\u218b\u2190-\u2319\u2400-\u2426\u2500-\u25fc\ufffd"
)
# One code point, two cells, one cluster: kana, Han, Hangul syllables and their punctuation.
_WIDE = (
    "\u3000-\u3029\u3030-\u303e\u3041-\u3096\u309b-\u30ff\u3105-\u312f\u3131-\u3163\u3165-\u318e\u31f0-\u321e"
    "\u3220-\u3247\u3250-\ua48c\uac00-\ud7a3\uf900-\ufa6d\uff01-\uff60\uffe0-\uffe6\U00020000-\U0002a6df"
)
_NOT_PLAIN = re.compile(f"[^{_PLAIN}]")
_WIDE_RUN = re.compile(f"[{_WIDE}]+")
_NEITHER = re.compile(f"[^{_PLAIN}{_WIDE}]")
# Code points that may join with a neighbour, and the neighbours that they may join with.
_HARD = re.compile(f"(?:[{_PLAIN}{_WIDE}]?[^{_PLAIN}{_WIDE}]+)+[{_PLAIN}{_WIDE}]?")
# Hardly anything joins with one of these behind it. So text falls into pieces that come again and again, and need
# not be looked at twice: words in Hindi, letters in Thai.
_STARTERS = f"{_PLAIN}{_WIDE}\u0e01-\u0e30\u0e32\u0e40-\u0e46\u0e50-\u0e59"
_PIECE = re.compile(f"[{_STARTERS}][^{_STARTERS}]*|[^{_STARTERS}]+")
# What does: signs that are put before a number or a letter, Hangul's leading consonants, a joiner before a symbol.
_JOINS_ON = re.compile(
    "[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u0d4e\U000110bd\U000110cd\U000111c2\U000111c3\U000113d1\U0001193f"
    "\U00011941\U00011a3a\U00011a84-\U00011a89\U00011d46\U00011f02\u1100-\u115f\ua960-\ua97c]"
    "|\u200d[\u00a9\u00ae\u2000-\u303e\u3297\u3299]"
)


@dataclass(frozen=True, slots=True)
class Drawn:
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
    if not _NEITHER.search(shown):
        return Drawn(shown, list(accumulate(_easy_widths(shown))))
    return _draw_clusters(shown)


def _draw_clusters(shown: str) -> Drawn:
    texts: list[str] = []
    widths: list[int] = []
    lengths: list[int] = []
    done = 0
    while joining := _NEITHER.search(shown, done):
        start = max(done, joining.start() - 1)
        end = _HARD.match(shown, start).end()  # type: ignore[union-attr]  # what was found is the start of one
        _add_easy(shown[done:start], texts, widths, lengths)
        zone = shown[start:end]
        pieces = list(map(_clusters, [zone] if _JOINS_ON.search(zone) else _PIECE.findall(zone)))
        texts += [text for text, _, _ in pieces]
        widths += chain.from_iterable([width for _, width, _ in pieces])
        lengths += chain.from_iterable([length for _, _, length in pieces])
        done = end
    _add_easy(shown[done:], texts, widths, lengths)
    return Drawn("".join(texts), list(accumulate(widths)), list(accumulate(lengths)))


def _add_easy(text: str, texts: list[str], widths: list[int], lengths: list[int]) -> None:
    texts.append(text)
    widths += _easy_widths(text)
    lengths += [1] * len(text)


def _easy_widths(text: str) -> list[int]:
    """Width of each code point where each is plain or wide."""
    widths: list[int] = []
    done = 0
    for wide in _WIDE_RUN.finditer(text):
        start, end = wide.span()
        widths += [1] * (start - done)
        widths += [2] * (end - start)
        done = end
    widths += [1] * (len(text) - done)
    return widths


@lru_cache(maxsize=8192)
def _clusters(piece: str) -> tuple[str, tuple[int, ...], tuple[int, ...]]:
    """How a piece is drawn: the text, and the width (cells) and length (code points) of each cluster."""
    import regex  # 30 ms, for scripts and emoji that need clusters

    clusters: list[str] = regex.findall(r"\X", piece)
    if max(map(len, clusters)) > MAX_CLUSTER:
        clusters = [c[i : i + MAX_CLUSTER] for c in clusters for i in range(0, len(c), MAX_CLUSTER)]
    widths = list(map(cell_len, clusters))
    if 0 in widths:
        # Marks and joiners with nothing before them would draw on the cell to their left.
        clusters = [c if width else MARK_STAND_IN + c[1:] for c, width in zip(clusters, widths, strict=True)]
        widths = [width or 1 for width in widths]
    return "".join(clusters), tuple(widths), tuple(map(len, clusters))
