"""The words of one English sentence with a tag of one character each.

The tags are rough: they tell names, common nouns, verbs and small words apart well enough to find the subject and the
object of a verb that is known already. The idea of a finite-state cascade over tags is Abney's (1996).
"""

from __future__ import annotations

import re
from functools import cache
from operator import add, itemgetter
from typing import NamedTuple

from annotations.model import Span
from annotations.suggest.stances_lexicon import load_grammar
from annotations.suggest.stances_sentiment import load_sentiment

__all__ = ["Phrase", "Words"]

_TOKEN = re.compile(
    r" ?+(\w++(?=[ ])"  # most of them
    r"|(?:Mr|Mrs|Ms|Dr|Sen|Sens|Rep|Reps|Gov|Gen|St|Lt|Col|Rev|Prof|Pres|Sgt|Capt|Jr|Sr)\.|['’]s\b|(?<=s)['’](?=\s)"
    r"|\w+(?:[-'’&.](?!s\b)\w+)*(?:(?<=\b[A-Z])\.)?|[^\w\s])"
)
_KEPT = 50_000
_TAGS = {
    "determiners": "D",
    "subjects": "P",
    "objects": "o",
    "relatives": "W",
    "helpers": "X",
    "negated_helpers": "x",
    "negations": "M",
    "adverbs": "A",
    "prepositions": "I",
    "to": "F",
    "conjunctions": "&",
    "subordinators": "c",
    "times": "T",
}
"""Table of small words -> their tag."""


_TAGS_OF_FORMS = {"x": "v", "d": "v", "n": "v", "g": "g", "s": "z", "b": "b"}


class Phrase(NamedTuple):
    """A noun phrase: words `start` to before `end`, and the index of its head."""

    start: int
    end: int
    head: int


@cache
def _tags() -> dict[str, str]:
    frames = load_sentiment().frames
    tags = {form: _TAGS_OF_FORMS[frame.form] for form, frame in frames.items()}
    grammar = load_grammar()
    for form, letter in grammar.verbs:
        tags.setdefault(form, _TAGS_OF_FORMS[letter])
    tags |= dict.fromkeys(grammar.nouns, "n")
    for table, words in grammar.small_words.items():
        tags |= dict.fromkeys(words, _TAGS[table])
    return tags


def _tag(word: str, tags: dict[str, str]) -> str:
    low = word.lower().replace("’", "'")
    if low in {"'s", "'"}:
        return "S"
    known = tags.get(low)
    first = word[0]
    if known is not None:
        return "N" if first.isupper() and known in "nvgzb" else known
    if first.isdigit() or first in "$€£#%":
        return "#"
    if first.isupper():
        return "N"
    if first.isalpha():
        if len(low) > 4:
            if low.endswith("ly"):
                return "A"
            if low.endswith("ed") and "-" not in low:
                return "v"
            if low.endswith("ing"):
                return "g"
            head, apostrophe, _ = low.partition("'")
            if apostrophe and tags.get(head) == "P":
                return "P"
        return "n"
    if first in '"“”„«»':
        return '"'
    if first in "'‘’":
        return "'"
    return {"–": "-", "—": "-"}.get(first, first)


class _Seen(dict[str, tuple[str, str]]):
    """Word as it is written -> in lower case, and its tag; kept for the next sentence."""

    def __missing__(self, word: str) -> tuple[str, str]:
        low = word.lower().replace("’", "'")
        entry = (low, _tag(word, _tags()))
        if len(self) < _KEPT:
            self[word] = entry
        return entry


@cache
def _seen() -> _Seen:
    return _Seen()


class Words:
    """The words of one sentence.

    Attributes:
        text: The whole text.
        words: As they are written.
        low: In lower case, with straight apostrophes.
        starts: Offsets in code points; `ends` are exclusive.
        tags: One character for each word: see the tables above; N name, n noun, v past, z third person, b base form,
            g -ing, S possessive, others the sign itself.
    """

    __slots__ = ("ends", "low", "starts", "tags", "text", "words")

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text = text
        self.words: list[str] = _TOKEN.findall(text, start, end)
        self.starts: list[int] = []
        find, append, at = text.find, self.starts.append, start
        for word in self.words:  # nothing but white space is between them
            at = find(word, at)
            append(at)
            at += len(word)
        self.ends: list[int] = list(map(add, self.starts, map(len, self.words)))
        pairs = list(map(_seen().__getitem__, self.words))
        self.low: list[str] = list(map(itemgetter(0), pairs))
        self.tags = "".join(map(itemgetter(1), pairs))
        if self.tags[:1] == "N" and (opening := _tags().get(self.low[0], "")) in ("v", "g") and len(self.tags) > 1:
            # "Backed by …", "Citing …" open a sentence; a name seldom looks so.
            self.tags = opening + self.tags[1:] if self.tags[1] not in "NvzX" else self.tags

    def span(self, phrase: Phrase) -> Span:
        """Offsets of a phrase, with the mark that closes a quotation in it."""
        end = phrase.end
        if self.tags.count('"', phrase.start, end) % 2 and self.tags[end : end + 1] == '"':
            end += 1
        return Span(self.starts[phrase.start], self.ends[end - 1])

    def words_from(self, index: int, expected: tuple[str, ...]) -> int:
        """Index after the expected words that follow at `index`, adverbs passed over; -1 if others do."""
        low, tags = self.low, self.tags
        total = len(low)
        for word in expected:
            skipped = 0
            while index < total and low[index] != word and tags[index] == "A" and skipped < 2:
                index += 1
                skipped += 1
            if index >= total or low[index] != word:
                return -1
            index += 1
        return index
