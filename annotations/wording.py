"""The same words in another text: where they are, how much of them, and in what the wording differs.

Words are compared without case, accents and punctuation. A rare word counts for more than a common one, by weights that
whoever knows many texts gives (inverse document frequency: Spärck Jones 1972); words are set in order against each
other by the longest runs that both have (Ratcliff and Obershelp 1988, as `difflib` does it).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import lru_cache
from itertools import islice, pairwise
from typing import TypeAlias

from annotations.text import Span

__all__ = ["Kind", "Match", "Piece", "Word", "Wording", "compared", "marked", "matches", "plain_words"]

MOST_WORDS = 200
"""Words of what is looked for; of a longer text only its beginning is."""
_LEAST_SHARE = 0.5
"""Share of what is looked for, by weight, that must be there."""
_LEAST_LIKENESS = 0.5
"""Least likeness of the two wordings, where 1 is the same words in the same order."""
_EXCERPT, _EXCERPT_WEIGHT, _EXCERPT_LIKENESS = 6, 1.5, 0.7
"""Fewest different words of an excerpt, their least weight, and how alike it must be to the part that it is of."""
_SHORT = 3
"""Fewer words than these must be there exactly."""
_SLACK = 1.4
"""How much longer than what is looked for the other wording may be: somebody speaks between the parts of a quote."""
_UNKNOWN = 0.5
"""Weight of a word that is only in the other text."""
_STRAY = 0.2
"""A run at the end is left out where it weighs less than this for each word between it and the rest."""
_LINE_END = 8
"""As many words does the end of a line count for."""
_TINY = 1e-9
_Block: TypeAlias = "tuple[int, int, int]"
"""A run that both have: where it starts in the one and in the other, and how many words it has."""
_WORD = re.compile(r"\d+(?:[.,]\d+)+|[^\W_]+(?:['’][^\W_]+)*")


class Kind(StrEnum):
    """What a piece of a comparison is."""

    SAME = "same"
    MISSING = "missing"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: as it is compared, and where it is, in code points."""

    plain: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Wording:
    """A text and its words."""

    text: str
    words: Sequence[Word]

    @classmethod
    def of(cls, text: str) -> Wording:
        """Find the words of a text."""
        return cls(text, plain_words(text))

    def part(self, first: int, end: int) -> str:
        """What stands from word `first` to the one before `end`, white space folded."""
        return " ".join(self.text[self.words[first].start : self.words[end - 1].end].split())


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that both texts have (as the other one writes them), that the other one lacks, or that it adds."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Match:
    """Where the words are in another text.

    Attributes:
        span: From the first to the last word that both have.
        likeness: 1 where all words are the same, by weight.
        pieces: What is the same and what differs, in the order of the other text.
    """

    span: Span
    likeness: float
    pieces: tuple[Piece, ...]

    @property
    def exact(self) -> bool:
        """Tell whether every word is the same."""
        return all(piece.kind is Kind.SAME for piece in self.pieces)


def plain_words(text: str, start: int = 0, end: int | None = None) -> list[Word]:
    """The words of a text from `start` to `end` (code points), as they are compared."""
    found = _WORD.finditer(text, start, len(text) if end is None else end)
    return [Word(_plain(match[0]), match.start(), match.end()) for match in found]


def matches(wanted: Wording, other: Wording, weights: Mapping[str, float], most: int = 3) -> list[Match]:
    """Where the words of one text are in another, the most alike first.

    Args:
        wanted: What is looked for; not more than its first 200 words are.
        other: Where it is looked for.
        weights: By word, as it is compared; any other one counts half.
        most: How many places at most.
    """
    wanted = Wording(wanted.text, wanted.words[:MOST_WORDS])
    if not wanted.words:
        return []
    found = [compared(wanted, part, {}) for part in islice(_exact(wanted.words, other), most)]
    there = [match for match in found if match is not None]
    taken = [match.span for match in there]
    while len(taken) < most and (window := _window(wanted.words, other.words, weights, taken)) is not None:
        words = other.words[slice(*window)]
        match = compared(wanted, Wording(other.text, words), weights)
        taken.append(Span(words[0].start, words[-1].end) if match is None else match.span)
        if match is not None:
            there.append(match)
    return sorted(there, key=lambda match: (-match.likeness, match.span.start))


def _exact(words: Sequence[Word], other: Wording) -> Iterator[Wording]:
    """Where all of the words stand one after the other; places do not overlap."""
    plain = [word.plain for word in words]
    end = 0
    for at, word in enumerate(other.words):
        if at >= end and word.plain == plain[0]:
            part = other.words[at : at + len(plain)]
            if [one.plain for one in part] == plain:
                end = at + len(plain)
                yield Wording(other.text, part)


def compared(wanted: Wording, other: Wording, weights: Mapping[str, float]) -> Match | None:
    """Set two wordings against each other; None where they are not alike."""
    ours, theirs = wanted.words, other.words
    blocks: Sequence[_Block] = SequenceMatcher(
        None, [word.plain for word in ours], [word.plain for word in theirs], autojunk=False
    ).get_matching_blocks()[:-1]
    blocks = _without_strays(blocks, other, weights)
    if not blocks:
        return None
    first, end = blocks[0][1], blocks[-1][1] + blocks[-1][2]
    same = sum(_weight(ours[at : at + size], weights) for at, _, size in blocks)
    whole = _weight(ours, weights)
    likeness = 2 * same / (whole + _weight(theirs[first:end], weights))
    complete = len(blocks) == 1 and blocks[0][2] == len(ours)
    if not complete:
        enough = same >= _LEAST_SHARE * whole and likeness >= _LEAST_LIKENESS
        if len(ours) < _SHORT or not (enough or _is_excerpt(ours, theirs, blocks, weights)):
            return None
    span = Span(theirs[first].start, theirs[end - 1].end)
    return Match(span, 1.0 if complete else likeness, tuple(_pieces(wanted, other, blocks)))


def _is_excerpt(
    ours: Sequence[Word], theirs: Sequence[Word], blocks: Sequence[_Block], weights: Mapping[str, float]
) -> bool:
    """Tell whether a part of the words is there, some of them rare, nearly as it is: a quote that was cut short."""
    last = blocks[-1]
    part = _weight(ours[blocks[0][0] : last[0] + last[2]], weights)
    there = _weight(theirs[blocks[0][1] : last[1] + last[2]], weights)
    same = sum(_weight(ours[at : at + size], weights) for at, _, size in blocks)
    words = {word.plain for at, _, size in blocks for word in ours[at : at + size]}
    return len(words) >= _EXCERPT and same >= _EXCERPT_WEIGHT and 2 * same >= _EXCERPT_LIKENESS * (part + there)


def marked(pieces: Sequence[Piece]) -> str:
    """Write a comparison as `wdiff` does: `[-missing-]` and `{+added+}` among the words that are the same."""
    around = {Kind.SAME: ("", ""), Kind.MISSING: ("[-", "-]"), Kind.ADDED: ("{+", "+}")}
    return " ".join(f"{around[piece.kind][0]}{piece.text}{around[piece.kind][1]}" for piece in pieces)


def _weight(words: Sequence[Word], weights: Mapping[str, float]) -> float:
    return sum(weights.get(word.plain, _UNKNOWN) for word in words)


@lru_cache(maxsize=8192)
def _plain(word: str) -> str:
    word = word.replace("’", "'").casefold()
    if word.isascii():
        return word
    return "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))


def _window(
    words: Sequence[Word], other: Sequence[Word], weights: Mapping[str, float], taken: Sequence[Span]
) -> tuple[int, int] | None:
    """The stretch of the other text that has most of the words, by weight: its first word and the one after it."""
    wanted = Counter(word.plain for word in words)
    width = int(len(words) * _SLACK) + 2
    held: Counter[str] = Counter()
    share = best = 0.0
    start = 0
    where: tuple[int, int] | None = None
    for at, word in enumerate(other):
        if any(span.start <= word.start < span.end for span in taken):
            held.clear()
            share, start = 0.0, at + 1
            continue
        if at - start >= width:
            gone = other[start].plain
            start += 1
            if gone in wanted:
                share -= weights.get(gone, _UNKNOWN) if held[gone] <= wanted[gone] else 0.0
                held[gone] -= 1
        if word.plain in wanted:
            held[word.plain] += 1
            share += weights.get(word.plain, _UNKNOWN) if held[word.plain] <= wanted[word.plain] else 0.0
            if share > best + _TINY:
                best, where = share, (start, at + 1)
    return where if best >= min(_LEAST_SHARE * _weight(words, weights), _EXCERPT_WEIGHT) > 0 else None


def _without_strays(blocks: Sequence[_Block], other: Wording, weights: Mapping[str, float]) -> list[_Block]:
    """Leave out words at either end that stand far from the rest, the more readily over the end of a line."""
    words = other.words
    weight = [_weight(words[start : start + size], weights) for _, start, size in blocks]
    far = [_STRAY * _gap(other, one, next_one) for one, next_one in pairwise(blocks)]
    first, end = 0, len(blocks)
    for at, least in enumerate(far):
        if sum(weight[at + 1 :]) < min(least, sum(weight[: at + 1])):
            end = at + 1
            break
    for at in reversed(range(end - 1)):
        if sum(weight[: at + 1]) < min(far[at], sum(weight[at + 1 : end])):
            first = at + 1
            break
    return list(blocks[first:end])


def _gap(other: Wording, one: _Block, next_one: _Block) -> int:
    """Count the words between two runs, with what the end of a line counts for."""
    before, after = one[1] + one[2], next_one[1]
    between = other.text[other.words[before - 1].end : other.words[after].start]
    return after - before + (_LINE_END if "\n" in between else 0)


def _pieces(wanted: Wording, other: Wording, blocks: Sequence[_Block]) -> Iterator[Piece]:
    ours, theirs = 0, blocks[0][1]
    for at, there, size in blocks:
        if at > ours:
            yield Piece(Kind.MISSING, wanted.part(ours, at))
        if there > theirs:
            yield Piece(Kind.ADDED, other.part(theirs, there))
        yield Piece(Kind.SAME, other.part(there, there + size))
        ours, theirs = at + size, there + size
    if ours < len(wanted.words):
        yield Piece(Kind.MISSING, wanted.part(ours, len(wanted.words)))
