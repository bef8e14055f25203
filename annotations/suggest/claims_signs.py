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

__all__ = ["LANGUAGES", "START", "Sign", "Signs", "Tokens", "load_signs", "tokens_of"]

START = "^"
"""Stands before the first token of a sentence, so that pairs say what a sentence begins with."""

_TOKEN = re.compile(
    r" ?+([a-z]++(?:(?=[ ])|[^\W\d_]*+(?:['.-][^\W\d_]++)*+)"  # most of them, and most of these end before a blank
    r"|[^\W\d_]+(?:['.-][^\W\d_]+)*|\d[\d,.]*\d|\d|[$€£¥%?!\"“”])"
)
_REMEMBERED = 1 << 14
_LONGEST_STEM = 20
_DIGITS = bytes.maketrans(b"123456789", b"000000000")
_NAME = re.compile(r" [A-ZÀ-ÖØ-ÞА-Я][\w.-]+(?: (?:of )?(?:the )?[A-ZÀ-ÖØ-ÞА-Я][\w.-]+)*")


_MISTAKEN = re.compile(
    r"(?:(?<=\bWar)|(?<=\bLevel)|(?<=\bTitle)|(?<=\bArticle)|(?<=\bPhase)|(?<=\bPart)|(?<=\bType)|(?<=\bTier)) I\b(?!')"
    r"|\bBill (?=[A-Z])"
)
"""A Roman one that would be somebody who speaks, and a name that would be a law."""


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
    if " I" in sentence or "Bill " in sentence:
        sentence = _MISTAKEN.sub("", sentence)
    plain = sentence.lower().replace("’", "'")
    # Bytes are translated ten times as fast as a string that is not ASCII.
    plain = plain.encode("utf-8", "surrogatepass").translate(_DIGITS).decode("utf-8", "surrogatepass")
    words = _TOKEN.findall(plain)
    words.insert(0, START)
    numbers = sum(map(str.startswith, words, repeat("0"))) if "0" in plain else 0
    return Tokens(words, len(_NAME.findall(sentence)), numbers)


class _OfWords(dict[str, int]):
    """Word -> mask of what it tells, found once for each of them.

    Args:
        known: Words that tell something.
        past: What the ending of an English verb in the past tells.
        stems: What words tell that begin so; given for other languages, whose verbs have other endings.
    """

    def __init__(self, known: Mapping[str, int], past: int, stems: Mapping[str, int] | None) -> None:
        super().__init__()
        self._known = known
        self._past = past
        self._stems = stems

    def __missing__(self, word: str) -> int:
        if self._stems is None:
            # Also verbs that no table has.
            mask = self._known.get(word, 0) | (self._past if word.endswith("ed") else 0)
        else:
            mask = self._told(word, self._stems)
        if len(self) < _REMEMBERED:  # a text without end must not fill the memory
            self[word] = mask
        return mask

    def _told(self, word: str, stems: Mapping[str, int]) -> int:
        mask = self._known.get(word, 0)
        for part in dict.fromkeys((word, word.rpartition("'")[2])):  # "l'inflation"
            mask |= self._known.get(part, 0)
            for end in range(2, min(len(part), _LONGEST_STEM) + 1):
                mask |= stems.get(part[:end], 0)
        return mask


class Signs:
    """All signs, and what tells them.

    Attributes:
        all: The signs; bit 0 of a mask is the first.
        pairs: Two words side by side -> mask of what they tell.
    """

    def __init__(
        self,
        signs: Sequence[Sign],
        words: Mapping[str, int],
        pairs: Mapping[tuple[str, str], int],
        stems: Mapping[str, int] | None = None,
    ) -> None:
        self.all = tuple(signs)
        self._words = dict(words)
        self.pairs = dict(pairs)
        bits = {sign.name: 1 << bit for bit, sign in enumerate(self.all)}
        self._numbers = (0, bits["number"], bits["number"], bits["number"] | bits["several_numbers"])
        self._names = (0, bits["named"], bits["named"], bits["named"] | bits["many_names"])
        self._of_words = _OfWords(self._words, bits["past"], stems)
        fragment, short, long = bits["fragment"], bits["short"], bits["long"]
        self._lengths = (*repeat(fragment, 5), *repeat(short, 4), *repeat(0, 16), long)

    def mask(self, tokens: Tokens) -> int:
        """Return the mask of a sentence."""
        mask = reduce(or_, map(self.mask_of_word, tokens.words), self.mask_of_counts(tokens))
        return reduce(or_, map(self.pairs.get, tokens.pairs, repeat(0)), mask)

    def mask_of_word(self, word: str) -> int:
        """Return what one word tells."""
        return self._of_words[word]

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


LANGUAGES = frozenset(["de", "es", "fr", "it", "pt", "ru"])
"""Those beside English whose words are known."""


def load_signs(language: str = "en") -> Signs:
    """Read the signs that come with the package, with the words of a language.

    Of one that is neither English nor among `LANGUAGES`, only figures, names and marks are known.
    """
    tables = read_table("suggest/data/claims.toml")
    signs = [Sign(name, table["reason"], table["weight"]) for name, table in tables.items()]
    listed = {name: table.get("words", "").split() for name, table in tables.items()}
    if language in LANGUAGES:
        own = read_table(f"suggest/data/claims_{language}.toml")
        listed = {name: own.get(name, "").split() for name in listed}
    elif language != "en":
        listed = {name: [word for word in words if not any(map(str.isalpha, word))] for name, words in listed.items()}
    words: dict[str, int] = {}
    pairs: dict[tuple[str, str], int] = {}
    stems: dict[str, int] = {}
    for bit, found in enumerate(listed.values()):
        for word in found:
            first, _, second = word.partition("_")
            if second:
                pairs[first, second] = pairs.get((first, second), 0) | 1 << bit
            elif word.endswith("*"):
                stems[word[:-1]] = stems.get(word[:-1], 0) | 1 << bit
            else:
                words[word] = words.get(word, 0) | 1 << bit
    return Signs(signs, words, pairs, None if language == "en" else stems)
