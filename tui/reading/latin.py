"""Text for terminals that know no more than Latin-1: every cell is kept, and what cannot be shown is a `?`."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from tui.reading.display import draw

__all__ = ["latin"]

_STAND_INS = {
    "▌": "|", "│": ":", "▕": "|", "▏": "|", "▔": "-", "─": "-", "━": "-", "╭": "+", "╮": "+", "╰": "+", "╯": "+",
    "▸": ">", "›": ">", "‹": "<", "→": ">", "←": "<", "↑": "^", "↓": "v", "•": "*", "‣": "*", "◦": "o",
    "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-", "…": "~", "“": '"', "”": '"', "„": '"', "‟": '"', "‘": "'",
    "’": "'", "‚": "'", "‛": "'", "′": "'", "″": '"', "€": "E", "™": "T", "␤": "$", "◌": "o", "�": "?", "\u200b": " ",
    "Œ": "O", "œ": "o", "Š": "S", "š": "s", "Ž": "Z", "ž": "z", "Ł": "L", "ł": "l", "đ": "d", "ı": "i",
    "✓": "=", "α": "a", "κ": "k",
}  # fmt: skip


def latin(text: str) -> str:
    """Return text, fit to be drawn, in Latin-1 and as many cells."""
    if text.isascii():
        return text
    drawn = draw(text)
    if drawn.cells is None:
        return "".join(map(_one_cell, text))
    shown = []
    start = left = 0
    ends = drawn.ends or range(1, len(text) + 1)
    for end, right in zip(ends, drawn.cells, strict=True):
        shown.append(_one_cell(text[start]) if right - left == 1 else "?" * (right - left))
        start, left = end, right
    return "".join(shown)


@lru_cache(maxsize=4096)
def _one_cell(character: str) -> str:
    if character <= "\xff":
        return character
    if character in _STAND_INS:
        return _STAND_INS[character]
    base = unicodedata.normalize("NFKD", character)[0]
    return base if base <= "\xff" else "?"
