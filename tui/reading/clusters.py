"""Clusters: what a reader takes for one character, where that is not one code point of one cell.

Imported when such text is drawn for the first time: its patterns take longer to make than a page of plain text.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import accumulate, chain
from typing import TypeAlias

from rich.cells import cell_len

from annotations.lazy import lazy
from annotations.printable import MARK_STAND_IN
from tui.reading.display import MAX_CLUSTER, PLAIN, Drawn

__all__ = ["draw_clusters", "warm_up"]

WIDE = (
    "\u3000-\u3029\u3030-\u303e\u3041-\u3096\u309b-\u30ff\u3105-\u312f\u3131-\u3163\u3165-\u318e\u31f0-\u321e"
    "\u3220-\u3247\u3250-\ua48c\uac00-\ud7a3\uf900-\ufa6d\uff01-\uff60\uffe0-\uffe6\U00020000-\U0002a6df"
)
"""One code point, two cells, one cluster: kana, Han, Hangul syllables and their punctuation."""
_WIDE_RUN = lazy(f"[{WIDE}]+")
_NEITHER = lazy(f"[^{PLAIN}{WIDE}]")
# Code points that may join with a neighbour, and the neighbours that they may join with.
_HARD = lazy(f"(?:[{PLAIN}{WIDE}]?[^{PLAIN}{WIDE}]+)+[{PLAIN}{WIDE}]?")
# Hardly anything joins with one of these behind it. So text falls into pieces that come again and again, and need
# not be looked at twice: words in Hindi, letters in Thai.
_STARTERS = f"{PLAIN}{WIDE}\u0e01-\u0e30\u0e32\u0e40-\u0e46\u0e50-\u0e59"
_PIECE = lazy(f"[{_STARTERS}][^{_STARTERS}]*|[^{_STARTERS}]+")
# What does: signs that are put before a number or a letter, Hangul's leading consonants, a joiner before a symbol.
_JOINS_ON = lazy(
    "[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u0d4e\U000110bd\U000110cd\U000111c2\U000111c3\U000113d1\U0001193f"
    "\U00011941\U00011a3a\U00011a84-\U00011a89\U00011d46\U00011f02\u1100-\u115f\ua960-\ua97c]"
    "|\u200d[\u00a9\u00ae\u2000-\u303e\u3297\u3299]"
)

_SHORT = 32
"""Code points of a zone that is worth remembering."""

_Clusters: TypeAlias = "tuple[str, tuple[int, ...], tuple[int, ...]]"
"""How clusters are drawn: their text, and the width (cells) and length (code points) of each."""


def draw_clusters(shown: str) -> Drawn:
    """Return how `shown`, text that may be drawn, is drawn."""
    if not _NEITHER.search(shown):
        return Drawn(shown, list(accumulate(_easy_widths(shown))))
    texts: list[str] = []
    widths: list[int] = []
    lengths: list[int] = []
    done = 0
    while joining := _NEITHER.search(shown, done):
        start = max(done, joining.start() - 1)
        end = _HARD.match(shown, start).end()  # type: ignore[union-attr]  # what was found is the start of one
        _add_easy(shown[done:start], texts, widths, lengths)
        # A short zone is an emoji or an accent between plain letters, and comes again.
        drawn = _zone(shown[start:end]) if end - start <= _SHORT else _zone.__wrapped__(shown[start:end])
        texts.append(drawn[0])
        widths += drawn[1]
        lengths += drawn[2]
        done = end
    _add_easy(shown[done:], texts, widths, lengths)
    return Drawn("".join(texts), list(accumulate(widths)), list(accumulate(lengths)))


def warm_up() -> None:
    """Compile and load all that clusters need, so that the first page with an emoji on it does not wait for it."""
    draw_clusters("a\u0301 \u0e01\u0e33 \u6c34 \U0001f469\u200d\U0001f680.")


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


@lru_cache(maxsize=4096)
def _zone(zone: str) -> _Clusters:
    pieces = list(map(_piece, [zone] if _JOINS_ON.search(zone) else _PIECE.findall(zone)))
    text = "".join([text for text, _, _ in pieces])
    widths = tuple(chain.from_iterable([width for _, width, _ in pieces]))
    return text, widths, tuple(chain.from_iterable([length for _, _, length in pieces]))


@lru_cache(maxsize=8192)
def _piece(piece: str) -> _Clusters:
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
