"""Noun phrases and quotations in one block, for languages other than English: what the grammars of quotes look for."""

from __future__ import annotations

import re

from annotations.suggest.lexicon import Lexicon, Verb
from annotations.suggest.mentions import Phrase
from annotations.suggest.quotes_frames import WITH_PRONOUN, Part
from annotations.suggest.tagging import Tagged

__all__ = ["FOR_SOMEBODY", "GERMAN_BEFORE", "GERMAN_PHRASE", "MOST", "PlainPhrases"]

_CORE = r"(?:D+[nN#eT]*[nN]|[n#]*N+(?:[nN]*N)?|[n#]{1,3}(?=[|,.:Q-]))(?:\([^()|]{1,8}\))?"
_PHRASE = re.compile(rf"P|{_CORE}(?:ID?D?[nN#]*[nN])*(?:&{_CORE})?")
_GERMAN_CORE = r"(?:D+[n#eT]*N[N#]*|[n#]*N+(?:[nN]*N)?|[n#]{1,3}(?=[|,.:Q-]))(?:\([^()|]{1,8}\))?"
GERMAN_PHRASE = re.compile(rf"P|{_GERMAN_CORE}(?:(?:ID?|D)[n#]*N+)*(?:&{_GERMAN_CORE})?")  # with a genitive
_R_CORE = r"(?:\)[^()|]{1,8}\()?(?:[nN][nN#eT]*D+|N[nN#]*)"
_BEFORE = re.compile(rf"P|(?:[nN]+D*I)*{_R_CORE}(?:&{_R_CORE})?")
GERMAN_BEFORE = re.compile(rf"P|(?:[nN]+D*I|N[nN#]*D(?=N))*{_R_CORE}(?:&{_R_CORE})?")
FOR_SOMEBODY = frozenset(["para", "pour", "für", "per", "для"])
_OF_MANY = ("n", "no", "ли", "ют", "ят", "ут")
MOST = 30


class PlainPhrases:
    """The phrases of one block."""

    _german = False
    _after_pattern = _PHRASE
    _before_pattern = _BEFORE

    def __init__(self, block: Tagged, lexicon: Lexicon) -> None:
        self._block = block
        self._lexicon = lexicon
        self._tags = block.tags
        self._reversed = block.tags[::-1]

    def _after(self, at: int, end: int) -> Phrase | None:
        tags = self._tags
        while at < end and tags[at] in "AoM" and not (tags[at] == "o" and self._german):
            at += 1
        match = self._after_pattern.match(tags, at, min(end + 1, at + MOST))
        if match is None:
            return None
        stop = self._without_place(at, match.end())
        if self._german and tags[stop] == "Q":
            # sagte der Minister der Zeitung „Die Woche“
            stop = max(tags.rfind("D", at + 1, stop), at + 1) if "D" in tags[at + 1 : stop] else stop
        return Phrase(at, stop)

    def _placed_after(self, verb: int, end: int) -> Phrase | None:
        """Those who say it at a place, where the verb has no other subject: "insisten desde el sindicato"."""
        at = verb + 1
        placed = at < end and self._block.words[at].lower() in self._lexicon.placed
        return self._after(at + 1, end) if placed and self._is_of_many(verb) else None

    def _is_of_many(self, verb: int) -> bool:
        """Whether a verb has the form of several who say it."""
        return self._block.words[verb].lower().endswith(_OF_MANY)

    def _without_place(self, at: int, stop: int) -> int:
        """Where a phrase ends before words of time and place: "el jefe de la obra | durante una visita"."""
        of = self._lexicon.within
        for place in range(at + 1, stop) if of else ():
            if self._tags[place] == "I" and self._block.words[place].lower() not in of:
                return place
        return stop

    def _before(self, end: int, first: int) -> Phrase | None:
        total = len(self._tags)
        tags = self._tags
        at = end
        if at - 1 > first and tags[at - 1] == ",":
            opening = tags.rfind(",", max(first, at - MOST), at - 1)
            if opening > first and "Q" not in tags[opening:at]:
                at = opening
        match = self._before_pattern.match(self._reversed, total - at, min(total - first, total - at + MOST))
        if match is None:
            return None
        start = total - match.end()
        return Phrase(start, at) if start <= first or tags[start - 1] != "I" or self._may_be_placed(end) else None

    def _may_be_placed(self, verb: int) -> bool:  # noqa: ARG002 - for languages with such verbs
        """Whether what stands after a preposition may say what the verb says: "in der Mitteilung heißt es"."""
        return False

    def _quote_before(self, at: int, first: int) -> int | None:
        """Index of a quotation that ends at `at`, but for a comma or a dash."""
        tags = self._tags
        while at > first and tags[at - 1] in ",-":
            at -= 1
        return at - 1 if at > first and tags[at - 1] == "Q" else None

    def _ended(self, quote: int) -> bool:
        last = self._block.words[quote][-3:]
        return self._tags[quote + 1] in ",-" or any(sign in ",.?!…" for sign in last)

    def _trimmed(self, part: Part) -> Part:
        """Words without the signs around them."""
        start, stop = part
        while stop > start and self._tags[stop - 1] in '.,-"':
            stop -= 1
        while start < stop and self._tags[start] == ",":
            start += 1
        return start, stop

    def _is_subject_alone(self, first: int, left: int) -> bool:
        """Whether there is nothing but a noun phrase from word `first` to the comma before word `left`."""
        match = self._after_pattern.match(self._tags, first, left)
        return match is not None and match.end() == left - 1 and self._tags[left - 1] == ","

    def _may_speak(self, source: Phrase) -> bool:
        """Whether words are a name or an office."""
        words = (word.lower() for word in self._block.words[source.start : source.end])
        return "N" in self._tags[source.start : source.end] or not self._lexicon.roles.isdisjoint(words)

    def _reason(self, cue: int, where: str) -> str:
        return f"“{self._block.words[cue]}” with a speaker, {where}"

    def _verb(self, at: int) -> Verb | None:
        """The verb that word `at` is a form of, also with a pronoun behind it ("dit-il")."""
        word = self._block.words[at].lower()
        verbs = self._lexicon.verbs
        return verbs.get(word) or verbs.get(WITH_PRONOUN.sub("", word).removesuffix("-t"))
