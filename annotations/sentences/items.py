"""Finds the items of a list that was run together into one paragraph ("1) Bread 2) Peace", "• Bread • Peace").

Only where the paragraph begins with the mark of an item, and the marks after it have the same form and count on. A
mark after a comma, a semicolon or a function word stands within a sentence ("1) bread, 2) peace").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from annotations.sentences.language import Language

__all__ = ["BULLETS", "MAY_MARK", "starts_of_items"]

BULLETS = "•‣⁃◦▪●"
MAY_MARK = frozenset(f"0123456789abcdefghABCDEFGH{BULLETS}")
"""What a list can begin with."""

_FIRST = re.compile(rf"(?P<bullet>[{BULLETS}])|(?P<count>\d{{1,2}}|[a-hA-H])(?P<form>\.\)|\)|\.)(?=\s)")
_WITHIN = (",", ";", ":", "-", "–", "—", "(", "/")
_ROOM = 30
_GAP = 4


def starts_of_items(text: str, start: int, end: int, language: Language) -> Iterator[int]:
    """Yield where the items after the first begin in `text[start:end]`, in code points; nothing if it is no list."""
    first = _FIRST.match(text, start, end)
    if first is None:
        return
    mark, count, form = first["bullet"], first["count"], first["form"]
    if form == "." and (count.isupper() or language.ordinals or language.code == "general"):
        return  # A. Pell met B. Orm; der 1. Mai und der 2. Mai
    at = first.end()
    while True:
        if count:
            count = _next(count)
            mark = count + form
        at = _find(text, at, end, mark, capital=form == ".")
        if at < 0:
            return
        words = text[max(start, at - _ROOM) : at].split()
        if not count or not words or _is_apart(words[-1], language):
            yield at
        at += len(mark)


def _find(text: str, start: int, end: int, mark: str, *, capital: bool) -> int:
    """Where `mark` stands next behind white space and before a word, with a capital if asked; -1 if nowhere."""
    at = text.find(mark, start, end)
    while at >= 0:
        after = text[at + len(mark) : min(end, at + len(mark) + _GAP)]
        word = after.strip()
        if text[at - 1].isspace() and (word[:1].isupper() and after[0].isspace() if capital else word[:1].isalnum()):
            return at
        at = text.find(mark, at + 1, end)
    return at


def _next(count: str) -> str:
    return str(int(count) + 1) if count.isdigit() else chr(ord(count) + 1)


def _is_apart(word: str, language: Language) -> bool:
    """Whether an item may begin after `word`."""
    return not word.endswith(_WITHIN) and word.lower() not in language.starters
