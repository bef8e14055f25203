"""What a grammar of quotes finds: who says what with which word, as indexes of words in a tagged block."""

from __future__ import annotations

import re
from typing import NamedTuple

from annotations.suggest.lexicon import Verb
from annotations.suggest.mentions import Phrase
from annotations.suggest.tagging import Tagged

__all__ = [
    "NAME_AND_COLON",
    "SURE",
    "WITH_PRONOUN",
    "Cue",
    "Frame",
    "Part",
    "after_dateline",
    "is_stopped",
    "named_before_colon",
]

_DATELINE = re.compile(r"N[NT#,.()I]{0,12}-+")

NAME_AND_COLON = re.compile(r"(D?[nN]*N)(?:,?ID?[nN#]+)?:Q")

WITH_PRONOUN = re.compile(r"-(?:il|elle|ils|elles|on)$")

Part = tuple[int, int]
"""Words from the first to before the end."""

SURE = 0.8
"""Score from which on a frame is hardly ever wrong."""


class Cue(NamedTuple):
    """A verb and where it stands.

    Attributes:
        verb: Which one.
        at: Index of its word.
        begin: Where its group begins: "has", "also", "did not".
        first: First word of its sentence that may be looked at.
        end: End of its sentence, likewise.
    """

    verb: Verb
    at: int
    begin: int
    first: int
    end: int


class Frame(NamedTuple):
    """What is said by whom.

    Attributes:
        parts: The content; none where the next block is the content.
        source: Who says it, if that is said here.
        cue: The verb with its particle, or the words for "according to".
        score: How sure it is, 0 to 1.
        reason: For a person.
        comma: Whether the source stands after a comma.
        is_claim: Whether the cue is a noun, as in "her claim that".
    """

    parts: tuple[Part, ...]
    source: Phrase | None
    cue: Part
    score: float
    reason: str
    comma: bool = False
    is_claim: bool = False


def named_before_colon(match: re.Match[str]) -> list[Frame]:
    """The frame of "Kim Ruiz, in a letter:" before quoted words."""
    first, end = match.span(1)
    colon = match.end() - 2
    return [Frame(((colon + 1, colon + 2),), Phrase(first, end), (colon, colon + 1), 0.85, "a name before a colon")]


def after_dateline(block: Tagged) -> int:
    """Word with which a block begins after "PORT SAEL, March 3 (Wire) —" or "Kiel (Deutschland), 3. März –"."""
    match = _DATELINE.match(block.tags)
    if match is None:
        return 0
    first = block.words[0]
    return match.end() if "#" in match[0] or (first.isupper() and len(first) > 2) else 0


def is_stopped(block: Tagged, quote: int) -> bool:
    """Whether quoted words end with a sign of their own, as those before "he said" do."""
    return any(sign in ",.?!…—–-" for sign in block.words[quote][-3:])
