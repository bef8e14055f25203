"""Whether the words of a line can be those of a heading."""

from __future__ import annotations

import re

from annotations.lazy import lazy
from annotations.readers.bylines import is_furniture
from annotations.readers.vocabulary import SMALL_WORDS

__all__ = [
    "LONGEST_HEADING",
    "LONGEST_TITLE",
    "STOPS_AND_CLOSERS",
    "could_be_heading",
    "terminated",
]

LONGEST_TITLE, LONGEST_HEADING = 150, 100
"""Code points up to which the first line, and any other, can be a heading."""

STOPS_AND_CLOSERS = frozenset(".!?…:;。\uff01\uff1f!?؟।”’\"'»›)]」")
"""What a line that ends with its sentence can end with."""

_MOST_SPACES = 20
_STOPS = frozenset(".!?…。\uff01\uff1f!?؟।")
_OPENERS = "“„«‘‚\"'"
_CLOSERS = "”’\"'»›)]」』"
_CLOCK_TIME = lazy(r"\d{1,2}(?:[:.]\d\d)?\s?(?:[ap]\.?m\.?|uhr|h)?(?:\s[A-Z]{2,4})?[.:]?", re.IGNORECASE)
_SENTENCE_IN_QUOTES = lazy(r"[.!?,…][”\"»’“] ?\S")
_SENTENCE_INSIDE = lazy(r"(?:\S++ ){4,}\S*?(?:[^\W\d_]{4}|[\d%])\. \S")
_QUESTION_INSIDE = lazy(r"[^?!]*+[?!][”\"»]?\s\S")
_LETTER = lazy(r"[^\W\d_]")
_SPEAKER = lazy(r"[\"“]?[A-Z][A-Z .'’-]{1,40}:\s")


def could_be_heading(line: str, *, first: bool) -> bool:
    """Tell whether the words alone could be those of a heading, or of the title if the line is the first.

    A heading has no stop at its end, unless its words have capitals as those of a title, and below the title none
    after five words either.
    """
    if len(line) > (LONGEST_TITLE if first else LONGEST_HEADING) or line.count(" ") > _MOST_SPACES:
        return False
    if _is_clock_time(line):
        return True
    if not _LETTER.search(line) or is_furniture(line):
        return False
    if line.lstrip(_OPENERS)[:1] in "([{<@—–-…" or (line[0].islower() and not first) or line[-1] in ",;—–-…":
        return False
    if "://" in line or line.startswith("www.") or (line[0] in _OPENERS and _SENTENCE_IN_QUOTES.search(line)):
        return False
    if not first and _SENTENCE_INSIDE.match(line):
        return False
    if line[-1] == ":":
        return _is_title_case(line) and "." not in line and not line.isupper()
    if not terminated(line):
        return True
    if not first and _QUESTION_INSIDE.match(line):
        return False
    if _SPEAKER.match(line) and (not first or line.count(" ") < 3):
        return False
    if "," in line and line.count(" ") < 3:
        return False
    return _is_title_case(line) or (line.isupper() and sum(c.isupper() for c in line) >= 4)


def terminated(line: str) -> bool:
    """Tell whether the line ends with a full stop or its like, closing marks apart."""
    words = line.rstrip(_CLOSERS + " ")
    return bool(words) and words[-1] in _STOPS


def _is_title_case(line: str) -> bool:
    """Tell whether all words but the small ones begin with a capital, and two of them at least."""
    capitals = 0
    for word in line.split():
        core = word.strip("“”‘’\"'„«»()[].,:;!?…-–—")
        if not core or core in SMALL_WORDS:
            continue
        if core[0].isupper():
            capitals += 1
        elif not core[0].isdigit():
            return False
    return capitals >= 2


def _is_clock_time(line: str) -> bool:
    """Tell whether the line is a time of day, as in a live report."""
    return len(line) <= 16 and line[0].isdigit() and not line.isdigit() and bool(_CLOCK_TIME.fullmatch(line))
