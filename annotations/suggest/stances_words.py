"""The words of one English sentence with a tag of one character each, and the noun phrases among them.

The tags are rough: they tell names, common nouns, verbs and small words apart well enough to find the subject and the
object of a verb that is known already. The idea of a finite-state cascade over tags is Abney's (1996).
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from annotations.model import Span
from annotations.suggest.stances_lexicon import load_grammar
from annotations.suggest.stances_sentiment import load_sentiment

__all__ = ["Phrase", "Sentence"]

_TOKEN = re.compile(
    r"(?:Mr|Mrs|Ms|Dr|Sen|Sens|Rep|Reps|Gov|Gen|St|Lt|Col|Rev|Prof|Pres|Sgt|Capt|Jr|Sr)\.|['’]s\b|(?<=s)['’](?=\s)|\w+(?:[-'’&.](?!s\b)\w+)*(?:(?<=\b[A-Z])\.)?|[^\w\s]"
)
_MOST = 40
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
        # In some alphabets a lower case has more letters, and an apostrophe is no letter.
        entry = (low, _tag(word, _tags()))
        if len(self) < _KEPT:
            self[word] = entry
        return entry


@cache
def _seen() -> _Seen:
    return _Seen()


class Sentence:
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
        self.words: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        for match in _TOKEN.finditer(text, start, end):
            self.words.append(match[0])
            self.starts.append(match.start())
            self.ends.append(match.end())
        known = _seen()
        pairs = [known[word] for word in self.words]
        self.low = [low for low, _ in pairs]
        self.tags = "".join([tag for _, tag in pairs])
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

    # --- phrases to the right

    def phrase_at(self, index: int, attach: bool = True) -> Phrase | None:
        """The noun phrase that begins at word `index`, an opening quotation mark passed over."""
        tags, low = self.tags, self.low
        total = min(len(tags), index + _MOST)
        while index < total and tags[index] in "\"'" and index + 1 < total:
            index += 1
        if index >= total:
            return None
        if tags[index] in "Po":
            return Phrase(index, index + 1, index)
        at = index
        head = -1
        quotes = 0
        while at < total:
            tag = tags[at]
            if tag == "D":
                if head >= 0:
                    break
            elif tag in "nN":
                head = at
            elif tag == "#":
                head = at if head < 0 or tags[head] == "#" else head
            elif tag in "bz":
                # a base form after a determiner or an adjective is a noun
                if (
                    at == index
                    or (head >= 0 and tags[head] == "N" and tags[at - 1] != "S")
                    or (head >= 0 and tag == "z" and self._followed(at))
                ):
                    break
                head = at
            elif tag in "vg":
                if not self._modifies(at, index):
                    break
                if tag == "g":
                    head = at
            elif tag == "S":
                if head < 0:
                    break
            elif tag == "A":
                if head >= 0 or at + 1 >= total or tags[at + 1] not in "nvAN":
                    break
            elif tag in "\"'":
                # a word in quotation marks inside the phrase
                if at + 1 >= total or (head >= 0 and quotes % 2 == 0 and tags[at + 1] not in "nN"):
                    break
                if quotes % 2 and tags[at + 1] not in "nN":
                    break
                quotes += 1
                if quotes > 2:
                    break
            elif tag == "$":
                pass
            elif tag == "T" and head < 0:
                head = at
            else:
                break
            at += 1
        if head < 0:
            return None
        end = head + 1
        if not attach:
            return Phrase(index, end, head)
        return self._attached(Phrase(index, end, head), total)

    def _attached(self, phrase: Phrase, total: int) -> Phrase:
        end = phrase.end
        low, tags, grammar = self.low, self.tags, load_grammar()
        for _ in range(3):
            if end >= total:
                break
            word = low[end]
            owner = low[phrase.head]
            if word == "of" or (word in {"to", "for", "on", "against", "with", "in"} and owner in grammar.takes_more):
                if word in {"with", "in"} and owner not in grammar.takes_place:
                    break
                below = self.phrase_at(end + 1, attach=False)
                if below is None or tags[below.start] in "Po":
                    break
                if tags[end] == "F" and tags[below.start] == "b":
                    break
                end = below.end
                if word != "of":
                    break
            else:
                break
        return Phrase(phrase.start, end, phrase.head)

    def _followed(self, at: int) -> bool:
        """Whether an object seems to follow a verb."""
        return at + 1 < len(self.tags) and self.tags[at + 1] in "DNoPF"

    def _modifies(self, at: int, start: int) -> bool:
        """Whether a form in -ed or -ing stands before the noun it belongs to."""
        tags = self.tags
        following = tags[at + 1 : at + 2]
        if not following or following not in "nNvgb":
            # "the meeting", "the accused"
            return (
                tags[at] == "g" and at > start and (tags[at - 1] in "DS" or self.low[at] in load_grammar().nouns_in_ing)
            )
        if tags[at] == "v":
            return at == start or tags[at - 1] in "DSvA#\"'"
        return at == start or tags[at - 1] in "DnSvgA#N\"'"

    # --- phrases to the left

    def phrase_before(self, end: int, first: int = 0, *, near: bool = False) -> Phrase | None:
        """The noun phrase that ends before word `end`: its first head, with what belongs to it.

        `near` takes the last of "a tax in a compromise" instead.
        """
        tags, low = self.tags, self.low
        first = max(first, end - _MOST)
        last = end
        lowest: Phrase | None = None
        for _ in range(5):
            core = self._core_before(last, first)
            if core is None:
                break
            before = core.start - 1
            if lowest is None or low[core.end : core.end + 1] == ["of"]:
                lowest = Phrase(core.start, lowest.end if lowest else core.end, core.head)
            else:
                lowest = Phrase(core.start, core.end, core.head)
            if near and before > first and low[before] != "of":
                return lowest
            if before > first and tags[before] in "I" and low[before] not in {"as", "than", "after", "before", "since"}:
                last = before
                outer = self._core_before(last, first)
                if outer is None:
                    # "In a statement Smith …" has nothing before its preposition.
                    break
                continue
            break
        if lowest is not None and lowest.start > first and tags[lowest.start - 1] == "I":
            return self._own(lowest)
        return self._joined_before(lowest, first)

    def _own(self, phrase: Phrase) -> Phrase | None:
        """Of "on Thursday Smith", which begins with a preposition, only the name at the end, if there is one."""
        tags = self.tags
        at = phrase.end
        while at > phrase.start and tags[at - 1] == "N":
            at -= 1
        if phrase.start < at < phrase.end:
            return Phrase(at, phrase.end, phrase.end - 1)
        return None

    def _joined_before(self, phrase: Phrase | None, first: int) -> Phrase | None:
        """Take in what "and" joins: "France and Germany"."""
        if phrase is None:
            return None
        tags = self.tags
        before = phrase.start - 1
        if before > first and tags[before] == "&":
            other = self._core_before(before, first)
            if other is not None and (other.start == 0 or tags[other.start - 1] not in "IvzbgoF"):
                return Phrase(other.start, phrase.end, other.head)
        return phrase

    def _core_before(self, end: int, first: int) -> Phrase | None:
        tags = self.tags
        at = end - 1
        if at < first:
            return None
        if tags[at] in "PW" and self.low[at] not in {"that", "which", "who"}:
            return Phrase(at, end, at)
        if tags[at] == ")":
            opening = tags.rfind("(", max(first, at - 8), at)
            if opening <= first:
                return None
            inner = self._core_before(opening, first)
            return inner
        head = -1
        while at >= first:
            tag = tags[at]
            if tag in "nN#":
                head = at if head < 0 else head
            elif tag in "zb":
                if at == first or tags[at - 1] not in "DS" or (head >= 0 and tag == "z"):
                    break
                head = at if head < 0 else head
            elif tag == "T":
                if head >= 0:
                    break
                end = at
            elif tag == "S":
                if head < 0:
                    break
            elif tag in "vg":
                if head < 0 or at == first or tags[at - 1] not in "DnS":
                    break
            elif tag == "D":
                if head < 0:
                    if self.low[at] in {"some", "most", "many", "all", "both", "few", "several"}:
                        head = at
                    else:
                        return None
                if at > first and tags[at - 1] == "D":
                    at -= 1
                return Phrase(at, head + 1, head)
            elif tag in "\"'":
                if head < 0 or at == first or tags[at - 1] not in "DnN":
                    break
            elif tag == "A" and head >= 0 and at > first and tags[at - 1] in "D":
                pass
            else:
                break
            at -= 1
        if head < 0:
            return None
        start = at + 1
        while start < head and tags[start] in "S\"'vgA":
            start += 1
        return Phrase(start, head + 1, head)
