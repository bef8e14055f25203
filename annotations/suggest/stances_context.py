"""The words around a target, on each side of it, with the verb that it is the subject of and what it depends on.

The target itself is not among them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from annotations.model import Span
from annotations.suggest.stances_sentiment import Frame, Sentiment, load_sentiment

__all__ = ["Context", "Verb", "Word", "context_of", "is_negated", "verb_after"]

_TOKEN = re.compile(r"['’]s\b|\w+(?:[-'’&.]\w+)*|[^\w\s]", re.UNICODE)
_REACH = 60
_FAR = 600
_ENDS = frozenset(".!?")
_CLOSERS = frozenset(";:—–.!?")
QUOTES = frozenset('"“”')
_ENDINGS = (("ies", "y"), ("ing", ""), ("ed", ""), ("ly", ""), ("es", ""), ("s", ""))


class Word(NamedTuple):
    """A word or sign.

    Attributes:
        text: As it is written.
        low: In lower case.
        stem: Without its ending.
        valence: -2 to 2.
        frame: If it is a form of a known verb.
        apart: Whether it is about somebody else than the target.
    """

    text: str
    low: str
    stem: str
    valence: int
    frame: Frame | None
    apart: bool = False


class Verb(NamedTuple):
    """The verb that the target is the subject of.

    Attributes:
        at: Index among the words after the target.
        passive: Whether it is done to the target.
        negated: Whether "not" or the like stands before it.
        modal: "will", "would" and so on, or nothing.
    """

    at: int
    passive: bool
    negated: bool
    modal: str


@dataclass(frozen=True, slots=True)
class Context:
    """What stands around a target.

    Attributes:
        target: Its words; only asked for their kind.
        before: Words before it, in their order; `after` those after it.
        left: Index of the first word before it in its clause; `right` that of the first after its clause.
        quoted: Whether the target stands in quotation marks; `quotes` whether there are any.
    """

    target: str
    before: list[Word]
    after: list[Word]
    left: int
    right: int
    quoted: bool
    quotes: bool

    @property
    def kind(self) -> str:
        """What the target is: date, first (person), poss(essive), pron(oun), name, noun."""
        small = load_sentiment().small
        low = self.target.lower()
        if low in small.dates:
            return "date"
        if low in small.first_person:
            return "first"
        if low in small.possessives:
            return "poss"
        if low in small.pronouns:
            return "pron"
        return "name" if self.target[:1].isupper() else "noun"

    @property
    def possessive(self) -> bool:
        """Whether something of the target's is spoken of."""
        small = load_sentiment().small
        low = self.target.lower()
        following = self.after[0].low if self.after else ""
        if self.kind not in {"poss", "name", "noun"}:
            return False
        if low == "her":
            small_words = small.prepositions | small.joiners | small.auxiliaries | small.determiners
            return following[:1].isalpha() and following not in small_words
        return self.kind == "poss" or following in {"'s", "'"}

    def subject_of(self) -> Verb | None:
        """The verb of which the target is the subject, past an apposition too."""
        for start in dict.fromkeys((0, self._past_apposition())):
            verb = verb_after(self.after, start)
            if verb is not None:
                return verb
        return None

    def governor(self) -> tuple[int, int]:
        """Indexes among the words before: of what the target depends on, and of its preposition; -1 without one."""
        small = load_sentiment().small
        words = self.before
        index = len(words) - 1
        steps = 0
        while index >= 0 and steps < 6:
            word = words[index]
            capital = word.text[:1].isupper()
            if word.low in small.prepositions:
                return index - 1, index
            if word.frame is not None and word.frame.verb != "have" and not (capital and index):
                return index, -1
            if (
                word.low in small.auxiliaries
                or word.low in small.breaks
                or word.low in QUOTES
                or word.low in {",", "."}
            ):
                return (index, -1) if word.low in small.be else (-1, -1)
            inside = capital or word.low in small.determiners or word.low in small.possessives
            if not (inside or steps < 3 or word.low in {"and", "or", "'s", "not"}):
                return -1, -1
            if word.low.endswith(("ed", "ing")):
                return index, -1
            index -= 1
            steps += 1
        return -1, -1

    def _past_apposition(self) -> int:
        """Index of the first word after a parenthesis or an apposition that stands right behind the target."""
        words = self.after
        index = 0
        while index < len(words) and words[index].text[:1].isupper() and words[index].text.isalpha():
            index += 1
        if index < len(words) and words[index].low in {"(", ","}:
            closing = ")" if words[index].low == "(" else ","
            for end in range(index + 1, min(len(words), index + 25)):
                if words[end].low == closing:
                    return end + 1
        return index


def context_of(text: str, start: int, end: int, low: int, high: int, *, others: Sequence[Span] = ()) -> Context:
    """The words around the target at `start` to `end`, none outside `low` to `high`; all are code points.

    What stands in `others` is about somebody else.
    """
    before = _words(text, max(low, start - _FAR), start, others)[-_REACH:]
    after = _words(text, end, min(high, end + _FAR), others)[:_REACH]
    marks = sum(word.low in QUOTES for word in before)
    if '"' in text[low:high]:
        quoted = marks % 2 == 1
    else:
        quoted = next((word.low == "“" for word in reversed(before) if word.low in {"“", "”"}), False)
    quotes = marks > 0 or any(word.low in QUOTES for word in after)
    return Context(text[start:end], before, after, _left_cut(before), _right_cut(after), quoted, quotes)


def is_negated(words: list[Word], index: int) -> bool:
    """Whether one of the four words before turns the one at `index`."""
    negators = load_sentiment().negators
    return any(word.low in negators or word.low.endswith("n't") for word in words[max(0, index - 4) : index])


def verb_after(words: list[Word], start: int) -> Verb | None:
    """The verb of which what stands before `start` is the subject."""
    small = load_sentiment().small
    passive = negated = False
    modal = ""
    copula = -1
    for index in range(start, min(len(words), start + 9)):
        word = words[index]
        if word.low in small.auxiliaries:
            passive = word.low in small.be
            copula = index if passive else copula
            modal = word.low if word.low in small.modals else modal
            negated = negated or word.low.endswith("n't")
        elif word.low in {"not", "never", "n't", "no"}:
            negated = True
        elif _passed_over(words, index):
            continue
        elif word.frame is not None or word.low.endswith("ed"):
            if passive and word.low.endswith("ing"):
                passive = False
            elif passive and word.frame is not None and word.frame.form not in "nx":
                break
            return Verb(index, passive, negated, modal)
        else:
            break
    return Verb(copula, passive=False, negated=negated, modal=modal) if copula >= 0 else None


def _passed_over(words: list[Word], index: int) -> bool:
    small = load_sentiment().small
    low = words[index].low
    if low.endswith("ly") or low == "," or low in small.passed_over or low in small.dates:
        return True
    return low == "on" and index + 1 < len(words) and words[index + 1].low in small.dates


def _left_cut(words: list[Word]) -> int:
    small = load_sentiment().small
    for index in range(len(words) - 1, -1, -1):
        low = words[index].low
        if low in small.contrast and index < len(words) - 1:
            return index
        if low in small.breaks or low in QUOTES or low in _ENDS:
            return index + 1
    return 0


def _right_cut(words: list[Word]) -> int:
    contrast = load_sentiment().small.contrast
    return next(
        (index for index, word in enumerate(words) if word.low in _CLOSERS or (index and word.low in contrast)),
        len(words),
    )


def _words(text: str, start: int, end: int, others: Sequence[Span]) -> list[Word]:
    sentiment = load_sentiment()
    found: list[Word] = []
    for word in _each(text[start:end], sentiment, start, others):
        if found:
            phrase = sentiment.phrases.get((found[-1].stem, word.low))
            if phrase is not None:
                last = found[-1]
                form = last.frame.form if last.frame else "b"
                found[-1] = last._replace(valence=0, frame=phrase._replace(form=form), stem=phrase.verb)
        found.append(word)
    return found


def _each(part: str, sentiment: Sentiment, start: int, others: Sequence[Span]) -> Iterator[Word]:
    for match in _TOKEN.finditer(part):
        low = match[0].lower().replace("’", "'")
        valence = sentiment.valences.get(low, 0) or sentiment.valences.get(low.removesuffix("'s"), 0)
        at = start + match.start()
        apart = any(begin <= at < end for begin, end in others)
        yield Word(match[0], low, _stem(low, sentiment), 0 if apart else valence, sentiment.frames.get(low), apart)


def _stem(low: str, sentiment: Sentiment) -> str:
    """The base form of a known verb, else the word without the commonest endings."""
    frame = sentiment.frames.get(low)
    if frame is not None:
        return frame.verb
    if len(low) > 4 and not low.endswith("ss"):
        for ending, put in _ENDINGS:
            if low.endswith(ending) and len(low) - len(ending) >= 3:
                return low[: len(low) - len(ending)] + put
    return low
