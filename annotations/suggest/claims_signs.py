"""The signs by which a person would know a claim that is worth a check, found word by word.

A sign is one bit; the signs of a sentence together are its mask. The words of each sign are in `data/claims.toml`.
What one word or two cannot tell (names, length, how many numbers, a verb in the past tense) is found here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from itertools import pairwise, repeat
from operator import or_
from typing import NamedTuple
from zlib import crc32

from annotations.tables import read_table

__all__ = ["START", "Sign", "Signs", "Tokens", "load_signs", "tokens_of"]

START = "^"
"""Stands before the first token of a sentence, so that pairs say what a sentence begins with."""

_TOKEN = re.compile(
    r" ?+([a-z]++(?:(?=[ ])|[^\W\d_]*+(?:['.-][^\W\d_]++)*+)"  # most of them, and most of these end before a blank
    r"|[^\W\d_]+(?:['.-][^\W\d_]+)*|\d[\d,.]*\d|\d|[$€£¥%?!\"“”])"
)
_DIGITS = bytes.maketrans(b"123456789", b"000000000")
_NAME = re.compile(r" [A-ZÀ-ÖØ-ÞА-Я][\w.-]+(?: (?:of )?(?:the )?[A-ZÀ-ÖØ-ÞА-Я][\w.-]+)*")


class Sign(NamedTuple):
    """One sign.

    Attributes:
        name: As the table names it.
        reason: What a person reads; empty for one that says nothing to a person.
        weight: How much it counts for a check, or against one, on a logistic scale.
    """

    name: str
    reason: str
    weight: float


class Tokens(NamedTuple):
    """A sentence as the signs and the model read it.

    Attributes:
        words: `START`, then words and telling marks in lower case, every digit read as 0.
        names: How many runs of words with capitals stand behind the first word.
        numbers: How many words are numbers in digits.
    """

    words: list[str]
    names: int
    numbers: int

    @property
    def pairs(self) -> Iterator[tuple[str, str]]:
        """Each word with the one that follows."""
        return pairwise(self.words)


def tokens_of(sentence: str) -> Tokens:
    """Take a sentence apart."""
    plain = sentence.lower().replace("’", "'")
    # Bytes are translated ten times as fast as a string that is not ASCII.
    plain = plain.encode("utf-8", "surrogatepass").translate(_DIGITS).decode("utf-8", "surrogatepass")
    words = _TOKEN.findall(plain)
    words.insert(0, START)
    numbers = sum(map(str.startswith, words, repeat("0"))) if "0" in plain else 0
    return Tokens(words, len(_NAME.findall(sentence)), numbers)


class Signs:
    """All signs, and what tells them.

    Attributes:
        all: The signs; bit 0 of a mask is the first.
        pairs: Two words side by side -> mask of what they tell.
    """

    def __init__(self, signs: Sequence[Sign], words: Mapping[str, int], pairs: Mapping[tuple[str, str], int]) -> None:
        self.all = tuple(signs)
        self._words = dict(words)
        self.pairs = dict(pairs)
        bits = {sign.name: 1 << bit for bit, sign in enumerate(self.all)}
        self._numbers = (0, bits["number"], bits["number"], bits["number"] | bits["several_numbers"])
        self._names = (0, bits["named"], bits["named"], bits["named"] | bits["many_names"])
        self._past = bits["past"]
        fragment, short, long = bits["fragment"], bits["short"], bits["long"]
        self._lengths = (*repeat(fragment, 5), *repeat(short, 4), *repeat(0, 16), long)

    def mask(self, tokens: Tokens) -> int:
        """Return the mask of a sentence."""
        mask = reduce(or_, map(self.mask_of_word, tokens.words), self.mask_of_counts(tokens))
        return reduce(or_, map(self.pairs.get, tokens.pairs, repeat(0)), mask)

    def mask_of_word(self, word: str) -> int:
        """Return what one word tells."""
        # Also verbs that no table has.
        return self._words.get(word, 0) | (self._past if word.endswith("ed") else 0)

    def mask_of_counts(self, tokens: Tokens) -> int:
        """Return what numbers, names and the length of a sentence tell."""
        return (
            self._numbers[min(tokens.numbers, 3)]
            | self._names[min(tokens.names, 3)]
            | self._lengths[min(len(tokens.words), 25)]
        )

    def of(self, mask: int) -> Iterator[int]:
        """Yield the indexes of the signs in a mask, ascending."""
        while mask:
            low = mask & -mask
            yield low.bit_length() - 1
            mask ^= low

    def fingerprint(self) -> str:
        """Return eight hexadecimal digits that change with the signs, their weights and their words."""
        weights = [(sign.name, sign.weight) for sign in self.all]
        return f"{crc32(repr((weights, sorted(self._words.items()), sorted(self.pairs.items()))).encode()):08x}"

    def mask_of(self, *names: str) -> int:
        """Return the mask of the signs of these names."""
        return sum(1 << bit for bit, sign in enumerate(self.all) if sign.name in names)


def load_signs() -> Signs:
    """Read the signs that come with the package."""
    signs: list[Sign] = []
    words: dict[str, int] = {}
    pairs: dict[tuple[str, str], int] = {}
    for bit, (name, table) in enumerate(read_table("suggest/data/claims.toml").items()):
        signs.append(Sign(name, table["reason"], table["weight"]))
        for word in table.get("words", "").split():
            first, _, second = word.partition("_")
            if second:
                pairs[first, second] = pairs.get((first, second), 0) | 1 << bit
            else:
                words[word] = words.get(word, 0) | 1 << bit
    return Signs(signs, words, pairs)
