"""Words and characters as people count them, by the rules of Unicode's text segmentation (UAX 29).

A possessive ending is a word of its own, so that a name can be taken without it. A number keeps its sign of
currency or per cent, a name its `@` or `#`, and an abbreviation in capitals its last stop.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from annotations.model import Span
from annotations.offsets import grapheme_pattern, may_join
from annotations.text import Text

if TYPE_CHECKING:
    import regex

__all__ = ["graphemes", "word_at", "words"]

_CONTRACTED = frozenset(
    ["he", "here", "how", "it", "let", "she", "that", "there", "what", "when", "where", "who", "why"]
)
"""Before these, 's is a verb (or "us") and stays where it is."""

_INITIALS = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
_AFTER_NUMBER = frozenset("%‰°€£¥$¢")
_BEFORE_NUMBER = frozenset("€£¥$№§+−")
_BEFORE_NAME = frozenset("@#")


def words(text: Text, start: int, end: int) -> list[Span]:
    """The words in a range of code points: what has a letter, a digit or a symbol, without space and punctuation.

    Pass a sentence or a block: its edges are taken for edges of words. No grapheme cluster is cut.
    """
    part = text[start:end]
    edges = _cluster_edges(part)
    cuts = [match.start() for match in _boundary_pattern().finditer(part)]
    if edges is not None:
        cuts = [cut for cut in cuts if cut in edges]
    found: list[tuple[int, int]] = []
    for left, right in _with_signs(part, cuts):
        apostrophe = _apostrophe_of_possessive(part, left, right)
        if apostrophe <= 0 or (not found and apostrophe < left) or (edges is not None and apostrophe not in edges):
            found.append((left, right))
        elif apostrophe > left:
            found += ((left, apostrophe), (apostrophe, right))
        elif found[-1][1] >= apostrophe:
            # Where no letter stands before the apostrophe (U.S.'s, a combining mark), UAX 29 parts it.
            found[-1] = (found[-1][0], apostrophe)
            found.append((apostrophe, right))
        else:
            found.append((left, right))
    return [Span(start + left, start + right) for left, right in found]


def word_at(text: Text, start: int, end: int, offset: int) -> Span | None:
    """The word of a range that holds `offset`, else the last one before it, else the first; None without any."""
    nearest: Span | None = None
    for word in words(text, start, end):
        if word.start > offset and nearest is not None:
            break
        nearest = word
    return nearest


def graphemes(text: Text, start: int, end: int) -> Iterator[Span]:
    """Yield the grapheme clusters in a range of code points, one after the other."""
    for match in grapheme_pattern().finditer(text[start:end]):
        yield Span(start + match.start(), start + match.end())


def _with_signs(part: str, cuts: list[int]) -> Iterator[tuple[int, int]]:
    """Yield the segments that are words, with the signs and the stop that belong to them."""
    begin = -1  # of a sign in front
    after = -1  # of a sign that the word before has taken already
    for index, (left, right) in enumerate(pairwise(cuts)):
        first = part[left]
        if left == after:
            continue
        following = part[right : right + 1]
        if right - left == 1 and (first in _BEFORE_NUMBER or first in _BEFORE_NAME):
            attached = left > 0 and part[left - 1].isalnum()
            if not attached and (following.isdigit() if first in _BEFORE_NUMBER else following.isalpha()):
                begin = left
                continue
        if not first.isalnum() and not _has_words(part[left:right]):
            continue
        end = right
        if (following in _AFTER_NUMBER and part[right - 1].isdigit()) or (
            following == "." and _INITIALS.fullmatch(part, left, right)
        ):
            after, end = right, cuts[index + 2]
        yield left if begin < 0 else begin, end
        begin = -1


def _apostrophe_of_possessive(part: str, left: int, right: int) -> int:
    """Offset of the apostrophe of a possessive that ends with the word, or stands before it; -1 without one."""
    if part[right - 1] not in "sS":
        return -1
    apostrophe = right - 2 if right - left > 1 else left - 1
    if apostrophe < 0 or part[apostrophe] not in "'’":
        return -1
    return -1 if part[left:apostrophe].lower() in _CONTRACTED else apostrophe


def _cluster_edges(part: str) -> frozenset[int] | None:
    """Where clusters begin and end; None if each has one code point.

    Word boundaries cut some (of Thai letters, of signs before digits).
    """
    if not may_join(part):
        return None
    return frozenset([0, *(match.end() for match in grapheme_pattern().finditer(part))])


def _has_words(segment: str) -> bool:
    return any(c.isalnum() or unicodedata.category(c) in {"So", "Sc"} for c in segment)


@cache
def _boundary_pattern() -> regex.Pattern[str]:
    import regex

    return regex.compile(r"(?wV1)\b")
