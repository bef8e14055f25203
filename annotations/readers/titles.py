"""What an article is called."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence

from annotations.text import Block, BlockKind, Span, Text

WIDTH = 80
"""Longest title made of a sentence, in terminal cells."""


def title_of(
    given: str | None, text: Text, blocks: Sequence[Block], first_sentence: Callable[[], Span | None] | None
) -> str:
    """Return the title that the page or its front matter gives, else a heading at the top, else the first sentence.

    A sentence is cut at 80 cells. `first_sentence` is None while sentences are not known; the first block is cut then.
    """
    if given and given.strip():
        return _folded(given)
    if not blocks:
        return cut(_folded(text[:1000]))
    first = blocks[0]
    if first.kind is BlockKind.HEADING:
        return _folded(text[first.start : first.end])
    sentence = first_sentence() if first_sentence is not None else None
    if sentence is None:
        sentence = Span(first.start, first.end)
    return cut(_folded(text[sentence.start : min(sentence.end, sentence.start + 10 * WIDTH)]))


def cut(text: str, width: int = WIDTH) -> str:
    """Cut a line at `width` terminal cells, at the end of a word if there is one near, with “…”."""
    used = kept = 0
    for index, character in enumerate(text):
        used += _cells(character)
        if used <= width - 1:
            kept = index + 1
        elif used > width:
            break
    else:
        return text
    space = text.rfind(" ", max(1, kept - 20), kept + 1)
    return text[: space if space > 0 else kept].rstrip(" ,;:–—-") + "…"


def _cells(character: str) -> int:
    if character.isascii():
        return 1
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _folded(text: str) -> str:
    return " ".join(text.split())
