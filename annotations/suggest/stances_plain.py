"""Stances in German, French, Italian, Portuguese, Russian and Spanish: a subject, a verb of the list, its object.

Less is found than in English, and only in sentences of that order (in German, also with the object before the end of
the verb). What follows the verb must look like a noun phrase: a determiner, or a capital.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from annotations.lazy import lazy
from annotations.model import Span
from annotations.suggest.stances_drafts import turned
from annotations.tables import read_table

__all__ = ["LANGUAGES", "Plain", "PlainStance", "load_plain"]

LANGUAGES = frozenset(["de", "es", "fr", "it", "pt", "ru"])
_TOKEN = re.compile(r"(?:\b[A-Za-zÀ-ÿ]{1,4}['’](?=\w))|\w+(?:-\w+)*|[^\w\s]")
_MOST = 8
_FAR = 12


class PlainStance(NamedTuple):
    """A stance with its offsets.

    Attributes:
        holder: Who.
        verb: The verb that shows it.
        target: For or against what.
        polarity: 1, 0 or -1.
    """

    holder: Span
    verb: Span
    target: Span
    polarity: int


class _Cue(NamedTuple):
    after: tuple[str, ...]
    polarity: int
    kind: str


@dataclass(frozen=True, slots=True)
class Plain:
    """The tables of one language.

    Attributes:
        cues: First word of a form -> what may follow, and what it says.
        auxiliaries: Stand before a participle.
        negations: Turn the verb they stand beside.
        passed: Adverbs and pronouns between a verb and its arguments.
        determiners: Begin a noun phrase.
        links: Join two noun phrases, as "of" does.
        stops: End a noun phrase.
        pronouns: Can be a holder.
        no_objects: Determiners that begin no object.
        never: Nouns with which the verbs of the list mean something else.
        trigger: Finds them, in lower case.
    """

    cues: dict[str, tuple[_Cue, ...]]
    auxiliaries: frozenset[str]
    negations: frozenset[str]
    passed: frozenset[str]
    determiners: frozenset[str]
    links: frozenset[str]
    stops: frozenset[str]
    pronouns: frozenset[str]
    no_objects: frozenset[str]
    never: frozenset[str]
    trigger: re.Pattern[str]

    def stances(self, text: str, start: int, end: int) -> Iterator[PlainStance]:
        """Yield the stances of the sentence from `start` to `end`, in code points."""
        words = [match.span() for match in _TOKEN.finditer(text, start, end)]
        low = [text[begin:stop].lower().replace("’", "'") for begin, stop in words]
        sentence = _Sentence(self, text, words, low)
        for at, word in enumerate(low):
            for cue in self.cues.get(word, ()):
                found = sentence.stance(at, cue)
                if found is not None:
                    yield found
                    break


class _Sentence:
    def __init__(self, plain: Plain, text: str, words: list[tuple[int, int]], low: list[str]) -> None:
        self._plain = plain
        self._text = text
        self._words = words
        self._low = low

    def stance(self, at: int, cue: _Cue) -> PlainStance | None:
        low, plain = self._low, self._plain
        if cue.kind == "finite" and at and low[at - 1] in plain.determiners:
            return None  # "la denuncia de", a noun
        begin, end = at, at + 1
        closed = len(low)
        if cue.kind == "separable":
            closed = next((i for i in range(at + 1, min(len(low), at + _FAR)) if low[i] == cue.after[0]), -1)
            if closed < 0:
                return None
        else:
            while end < len(low) and (low[end] in plain.negations or low[end] in plain.passed):
                end += 1
            for word in cue.after:
                if end >= len(low) or low[end] != word:
                    return None
                end += 1
        target: tuple[int, int] | None = None
        if cue.kind == "participle":
            helper = self._helper(at)
            if helper < 0:
                return None
            begin = helper
            between = self._right(helper + 1, at)
            if between is not None and between[1] == at:
                target = between
        negated = self._negated(begin, end)
        while begin > 0 and (low[begin - 1] in plain.negations or low[begin - 1] in plain.passed):
            begin -= 1
        target = target or self._right(end, closed)
        holder = self._left(begin)
        if target is None or holder is None or not self._mean_it(holder, target):
            return None
        polarity = turned(cue.polarity, -1 if negated else 1)
        verb = Span(self._words[at][0], self._words[at][1])
        return PlainStance(self._span(holder), verb, self._span(target), polarity)

    def _mean_it(self, holder: tuple[int, int], target: tuple[int, int]) -> bool:
        """Whether these can be holder and target: not in "pidió permiso", and a date before the verb is nobody."""
        low, plain = self._low, self._plain
        if low[target[0]] in plain.no_objects or not plain.never.isdisjoint(low[target[0] : target[0] + 3]):
            return False
        return not any(word.isdigit() for word in low[holder[0] : holder[1]])

    def _helper(self, at: int) -> int:
        """Index of the auxiliary of the participle at `at`; -1 without one."""
        for index in range(at - 1, max(-1, at - _FAR), -1):
            if self._low[index] in self._plain.auxiliaries:
                return index
            if self._low[index] in {",", ";", ":", "."}:
                return -1
        return -1

    def _negated(self, begin: int, end: int) -> bool:
        return any(word in self._plain.negations for word in self._low[max(0, begin - 2) : end + 1])

    def _right(self, at: int, limit: int) -> tuple[int, int] | None:
        """The noun phrase from `at` on: words from a determiner or a capital to the next word that ends it."""
        low, plain = self._low, self._plain
        limit = min(limit, len(low), at + _MOST)
        while at < limit and low[at] in {"“", "«", '"', "„"}:
            at += 1
        if at >= limit or not (low[at] in plain.determiners or self._capital(at) or not plain.links):
            return None
        index = at
        while index < limit and (low[index] in plain.determiners or self._is_word(index) or self._linked(index, limit)):
            index += 1
        return (at, index) if any(self._is_word(i) for i in range(at, index)) else None

    def _left(self, end: int) -> tuple[int, int] | None:
        """The noun phrase that ends before `end`; it begins with a determiner or a capital."""
        low, plain = self._low, self._plain
        if end and low[end - 1] in plain.pronouns:
            return (end - 1, end)
        index = end
        begin = -1
        while index > 0 and end - index < _MOST:
            word = low[index - 1]
            if not (word in plain.determiners or word in plain.links or self._is_word(index - 1)):
                break
            index -= 1
            if word in plain.determiners or self._capital(index):
                begin = index
        if begin < 0 or not any(self._is_word(i) for i in range(begin, end)):
            return None
        if begin and low[begin - 1] in plain.stops - plain.auxiliaries and low[begin - 1] not in _CLAUSES:
            return None
        return (begin, end)

    def _linked(self, index: int, limit: int) -> bool:
        return (
            self._low[index] in self._plain.links
            and index + 1 < limit
            and self._low[index + 1] not in self._plain.stops
        )

    def _is_word(self, index: int) -> bool:
        word, plain = self._low[index], self._plain
        if not word[0].isalnum() or word in plain.stops or word in plain.determiners or word in plain.links:
            return False
        return word not in plain.negations and word not in plain.cues

    def _capital(self, index: int) -> bool:
        return self._text[self._words[index][0]].isupper()

    def _span(self, words: tuple[int, int]) -> Span:
        return Span(self._words[words[0]][0], self._words[words[1] - 1][1])


_CLAUSES = frozenset(
    [
        "que",
        "qu'",
        "che",
        "dass",
        "que",
        "и",
        "что",
        "und",
        "et",
        "y",
        "e",
        "and",
        "but",
        "mais",
        "pero",
        "ma",
        "mas",
        "aber",
        "но",
    ]
)


@cache
def load_plain(code: str) -> Plain:
    """Read the tables of one of `LANGUAGES`."""
    data = read_table(f"suggest/stance_data/{code}.toml")
    cues: dict[str, list[_Cue]] = {}
    for table, kind in (("finite", "finite"), ("separable", "separable"), ("participles", "participle")):
        for side, polarity in (("against", -1), ("favor", 1)):
            for entry in data.get(table, {}).get(side, "").split(";"):
                words = entry.replace("s'", "s' ").split()
                if words and words[0] in {"s'", "se", "si"}:
                    del words[0]  # the pronoun is passed over before the verb
                if words:
                    cues.setdefault(words[0], []).append(_Cue(tuple(words[1:]), polarity, kind))
    small = {name: frozenset(listed.split()) for name, listed in data["small"].items()}
    return Plain(
        {word: tuple(sorted(found, key=lambda cue: -len(cue.after))) for word, found in cues.items()},
        small["auxiliaries"],
        small["negations"],
        small["passed"],
        small["determiners"],
        small["links"],
        small["stops"],
        small["pronouns"],
        small["no_objects"],
        small["never"],
        lazy(rf"\b(?:{'|'.join(sorted(map(re.escape, cues)))})\b"),
    )
