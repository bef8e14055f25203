"""Runs of words that look like one name: “Maria Zakharova”, “Ursula von der Leyen”, “the Bank of England”."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from annotations.text import Span, Text

__all__ = ["PRONOUNS", "WORDING_ROLES", "name_runs"]

PRONOUNS = frozenset((
    "he", "she", "they", "it", "we", "i", "you", "his", "her", "their", "him", "them", "who", "er", "sie", "es",
    "wir", "elle", "il", "ils", "elles", "on", "él", "ella", "она", "он",
))  # fmt: skip
"""Words that stand for one name here and for another there."""
WORDING_ROLES = frozenset({"cue"})
"""Roles whose fillers are the article's wording, not somebody's or something's name."""

_PARTICLES = frozenset((
    "al", "af", "bin", "da", "das", "de", "del", "della", "den", "der", "di", "do", "dos", "du", "el", "ibn",
    "la", "le", "of", "ten", "ter", "van", "vom", "von", "y", "zu", "zum", "zur",
))  # fmt: skip
"""Words in lower case that may stand inside a name."""
_BLANKS = (" ", "\u00a0")
_TITLE = 4
"""Letters of the longest title that is written with a stop: “Rep.”, “Prof.”; within a sentence it ends none."""


def name_runs(text: Text, words: Sequence[Span], common: frozenset[str] = frozenset()) -> Iterator[Span]:
    """Yield runs of two or more words of which the first and the last begin with a capital, a blank between each.

    Args:
        text: The text that `words` are words of.
        words: In the order of the text, of one sentence.
        common: Words in lower case, such as “the”, that begin no name although a sentence may begin with them.
    """
    run: list[Span] = []
    for word in words:
        written = word.of(text)
        joined = bool(run) and _joins(text[run[-1].end : word.start], run[-1].of(text))
        if not joined:
            yield from _whole(text, run)
            run = []
        if (written[:1].isupper() and (run or written.lower() not in common)) or (run and written in _PARTICLES):
            run.append(word)
        else:
            yield from _whole(text, run)
            run = []
    yield from _whole(text, run)


def _joins(gap: str, word: str) -> bool:
    """Tell whether a name may go on after a word: after a blank, and after the stop of a title or an initial."""
    return gap in _BLANKS or (len(word) <= _TITLE and gap[:1] == "." and gap[1:] in _BLANKS)


def _whole(text: Text, run: list[Span]) -> Iterator[Span]:
    while run and run[-1].of(text) in _PARTICLES:
        run = run[:-1]
    if len(run) > 1:
        yield Span(run[0].start, run[-1].end)
