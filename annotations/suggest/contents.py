"""The content of a suggested quote as a person would select it: inside its marks, without a final comma or “that”.

Suggesters take whole clauses and quotations, as corpora of quotes do; a tag made by hand is on the words themselves.
"""

from __future__ import annotations

import re
from dataclasses import replace

from annotations.model import Span
from annotations.suggest.base import Suggestion

__all__ = ["bare"]

_MARKS = frozenset("“”„‟\"«»‹›‘’‚‛'`「」『』")
_FINAL = frozenset(",.;:，。")
_THAT = re.compile(r"(?:that|dass|daß|que|che|что)\s+", re.IGNORECASE)


def bare(suggestion: Suggestion, text: str) -> Suggestion:
    """Return a suggestion of a quote with bare fragments; any other as it is."""
    if suggestion.label != "quote":
        return suggestion
    strip = _inside if suggestion.attributes.get("kind") == "direct" else _clause
    found = [strip(text, span) for span in suggestion.fragments]
    fragments = tuple(span for span in found if span is not None)
    return replace(suggestion, fragments=fragments) if fragments else suggestion


def _inside(text: str, span: Span) -> Span | None:
    """What stands between the marks of a direct quote, without its last comma or stop."""
    start, end = _without_marks(text, span.start, span.end)
    if end - 1 > start and text[end - 1] in _FINAL and text[end - 2] != ".":
        start, end = _without_marks(text, start, end - 1)
    return Span(start, end) if start < end else None


def _without_marks(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start] in _MARKS or text[start].isspace()):
        start += 1
    while end > start and (text[end - 1] in _MARKS or text[end - 1].isspace()):
        end -= 1
    return start, end


def _clause(text: str, span: Span) -> Span | None:
    """A reported clause without the word that joins it."""
    joined = _THAT.match(text, span.start, span.end)
    start = joined.end() if joined else span.start
    return Span(start, span.end) if start < span.end else None
