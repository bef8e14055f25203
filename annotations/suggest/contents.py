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
_PAIRS = {"“": "”", "‘": "’", "„": "“", "‚": "‘", "«": "»", "‹": "›", "「": "」", "『": "』"}
_OPENING = {"”": "“", "’": "‘", "“": "„", "‘": "‚", "»": "«", "›": "‹", "」": "「", "』": "『", "'": "'", '"': '"'}
_MOST_MARKS = 4
_STOPPED = re.compile(r"(?:\.\.|(?:^|[\s(“‘\"'])(?:[^\W\d_]\.){2,})\Z")  # an ellipsis; “in the U.S.”
_FINAL = frozenset(",.;:，。")
_THAT = re.compile(r"(?:that|[Dd]ass|[Dd]aß|que|che|что)\s+")  # a sentence that begins with “That” is about something


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
    start, end = span.start, span.end
    while start < end and (text[start] in _MARKS or text[start].isspace()) and not _opens_inner(text, start, end):
        start += 1
    end = _without_mark(text, start, end)
    if end - 1 > start and text[end - 1] in _FINAL and not _STOPPED.search(text, max(start, end - 8), end):
        end = _without_mark(text, start, end - 1)
    return Span(start, end) if start < end else None


def _opens_inner(text: str, start: int, end: int) -> bool:
    """Whether the mark at `start` is closed before the end, as in “‘Go’ is all he said.” it is."""
    closing = _PAIRS.get(text[start])
    return closing is not None and closing in text[start + 1 : end - 2] and text[start - 1 : start] in _MARKS


def _without_mark(text: str, start: int, end: int) -> int:
    """Where the words end that begin at `start`; a mark that closes one among them stays."""
    lowest = end - _MOST_MARKS
    while end > start and (text[end - 1] in _MARKS or text[end - 1].isspace()):
        opening = _OPENING.get(text[end - 1])
        if opening and end > lowest and _is_open(text, opening, text[end - 1], start, end - 1):
            break
        end -= 1
    return end


def _is_open(text: str, mark: str, closing: str, start: int, end: int) -> bool:
    """Whether a mark is opened from `start` on and not closed before `end`."""
    at = text.rfind(mark, start, end)
    while at > start and text[at - 1].isalnum():
        at = text.rfind(mark, start, at)  # an apostrophe
    if at < 0 or not text[at + 1 : at + 2].isalnum() or (at > start and text[at - 1] in ",.!?"):
        return False
    return all(text[i + 1 : i + 2].isalnum() for i in range(at + 1, end) if text[i] == closing)


def _clause(text: str, span: Span) -> Span | None:
    """A reported clause without the word that joins it."""
    joined = _THAT.match(text, span.start, span.end)
    start = joined.end() if joined else span.start
    return Span(start, span.end) if start < span.end else None
