"""A stance in the words of one sentence, before it has offsets and names."""

from __future__ import annotations

from typing import NamedTuple

from annotations.suggest.stances_phrases import Phrase

__all__ = ["Draft", "turned"]


class Draft(NamedTuple):
    """A stance by indexes of words.

    Attributes:
        at: Index of the cue; `end` of the word after it.
        polarity: 1, -1, or 0 for who was not against.
        holder: None if nobody is named.
        target: The noun phrase.
        base: Base form of the cue.
        reason: For a person to read.
        score: 0 to 1.
        clear: Whether it is said outright.
    """

    at: int
    end: int
    polarity: int
    holder: Phrase | None
    target: Phrase
    base: str
    reason: str
    score: float
    clear: bool = True


def turned(polarity: int, sign: int) -> int:
    """What a refusal or a negation makes of a polarity: not for is against, not against is neutral."""
    if sign > 0:
        return polarity
    return {1: -1, -1: 0, 0: -1}[polarity]
