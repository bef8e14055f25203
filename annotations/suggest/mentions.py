"""Noun phrases in a tagged block: names with titles, appositions, parentheses, "the head of the union".

A phrase is sought before a verb, from right to left over the tags reversed, or from a word on. Both go over each
tag once. Nothing here knows of quotes, so that whoever needs the subject of a verb can ask.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from annotations.suggest.lexicon import Lexicon
from annotations.suggest.tagging import Tagged

__all__ = ["Phrase", "Phrases"]

# Tags: see Tag in annotations/suggest/lexicon.py. A phrase has at most so many words, so that none is sought for ever.
_MOST = 40
_PARENTHESIS = r"(?:\([^()|]{1,8}\))?"
_CORE = rf"(?:D[DA]*[ve#A]*(?:[nN#iTgy]|S[veA]*)*[nNyz#vgib]|[e#T]*[nN#iTy]*(?:S[nN#eiSTyA]*)?[nN#]){_PARENTHESIS}"
_PHRASE = rf"(?:P|{_CORE}(?:[IF]{_CORE})*(?:(?:,{_CORE})*,?&{_CORE}(?:[IF]{_CORE})*)?)"
_AT = re.compile(_PHRASE)

_R_PARENTHESIS = r"(?:\)[^()|]{1,8}\()?"
_R_CORE = (
    rf"{_R_PARENTHESIS}(?:[nNyz#gib](?:[nN#iTgy]|[veA]*S)*[ve#A]*[DA]*D"
    rf"|[nNy#][nN#iTy]*(?:[eA]*S[nN#iTy]+)*[e#T]*|[ve]D)"
)
_R_CHAIN = rf"(?:{_R_CORE}[IF][ei]?)*{_R_CORE}"
_BEFORE = re.compile(rf"P|{_R_CHAIN}(?:&,?{_R_CHAIN}(?:,{_R_CORE})*)?")

_PLACED = re.compile("Dn+(?=#[nN])")
_PREDICATE = re.compile("(?:I?[DA]?T)*[vzgybeiXAM,(-]")


class Phrase(NamedTuple):
    """A noun phrase, as indexes of words: `start` to before `end`."""

    start: int
    end: int


class Phrases:
    """The noun phrases of one tagged block, found when they are asked for."""

    def __init__(self, block: Tagged, lexicon: Lexicon) -> None:
        self._block = block
        self._tags = block.tags
        self._reversed = block.tags[::-1]
        self._lexicon = lexicon

    def at(self, start: int, end: int) -> Phrase | None:
        """The longest phrase that begins at word `start` and ends by `end`."""
        match = _AT.match(self._tags, start, min(end, start + _MOST))
        return Phrase(start, match.end()) if match else None

    def before(self, end: int, first: int) -> Phrase | None:
        """The longest phrase that ends before word `end` and begins at `first` or later."""
        total = len(self._tags)
        match = _BEFORE.match(self._reversed, total - end, min(total - first, total - end + _MOST))
        if match is None:
            return None
        return self._own(Phrase(total - match.end(), end), first)

    def last_name(self, end: int, first: int) -> Phrase | None:
        """The name, or else the noun with its determiner, that ends before word `end`."""
        tags = self._tags
        at = end
        while at > first and tags[at - 1] in "NnyS#e":
            at -= 1
        while at < end and tags[at] not in "NnS":
            at += 1
        if at > first and tags[at - 1] == "D":
            return Phrase(at - 1, end)
        while at < end and tags[at] != "N" and "N" in tags[at:end]:
            at += 1
        return Phrase(at, end) if at < end else None

    def subject_before(self, end: int, first: int) -> Phrase | None:
        """The subject that ends before the verb at `end`; what stands between commas after it is passed over."""
        tags = self._tags
        sign = tags[end - 1] if end > first else ""
        if sign and sign in ",-":
            if end - 2 >= first and tags[end - 2] == "Q":
                return None
            return self._past_apposition(end - 1, first, sign)
        return self.before(end, first)

    def subject_of_sentence(self, first: int, end: int) -> Phrase | None:
        """The subject with which the sentence begins, after words of time and place."""
        tags = self._tags
        at = first
        for _ in range(4):
            while at < end and tags[at] in "&AT,-":
                at += 1
            found = self.at(at, end)
            dated = found is not None and tags[at : found.end + 1] == "#,"  # On July 6, 2015, …
            if found is not None and not dated and found.end < end and self._has_predicate(found, end):
                return found
            # Past the next comma: "In May, …", "Speaking in Milo, …".
            comma = tags.find(",", at, min(end, at + _MOST))
            if comma < 0:
                return self._after_preposition(at, end)
            at = comma + 1
        return None

    def _has_predicate(self, subject: Phrase, end: int) -> bool:
        """Whether a verb follows; after a pronoun, also one that no table has ("he visits")."""
        following = self._tags[subject.end]
        if self._tags[subject.start] == "P" and following in "nN":
            return True
        return _PREDICATE.match(self._tags, subject.end, end) is not None

    def _after_preposition(self, at: int, end: int) -> Phrase | None:
        if at < end and self._tags[at] == "I":
            placed = self.at(at + 1, end)
            if placed is not None:
                found = self.at(placed.end, end)
                return found or Phrase(*self._own(placed, at))
        return None

    def _past_apposition(self, comma: int, first: int, sign: str) -> Phrase | None:
        """The phrase before the comma that opens what the one at `comma` closes."""
        tags = self._tags
        opening = tags.rfind(sign, max(first, comma - _MOST), comma)
        if opening < 0 or "Q" in tags[opening:comma] or tags[opening + 1] in "&c":
            return None
        found = self.before(opening, first)
        # "Smith, 54, of Bodo, a farmer, said": the name, not the town.
        for _ in range(3):
            if found is None:
                at = tags.rfind(sign, max(first, opening - 4), opening)
            else:
                at = found.start - 1 - (found.start > first and tags[found.start - 1] == "I")
            if at <= first or tags[at] != sign:
                break
            earlier = self.before(at, first)
            if earlier is not None and tags[earlier.start : earlier.end] == "#" and tags[earlier.start - 1] == sign:
                at = earlier.start - 1  # an age
                earlier = self.before(at, first) if at > first else None
            if earlier is None or tags[earlier.end - 1] != "N" or tags[earlier.start - 1 : earlier.start] == "I":
                break
            found, opening = earlier, at
        return found

    def _own(self, phrase: Phrase, first: int) -> Phrase:
        """Without what belongs to a verb or a preposition before it: "after the talks Smith" is Smith."""
        tags, start, end = self._tags, phrase.start, phrase.end
        before = tags[start - 1] if start > first else "|"
        inside = tags[start:end]
        if "&" in inside and (before in "IvzgybeiF" or ",&" in inside):
            # "…, and Smith said" opens a clause, unless it is a list.
            comma = inside.find(",")
            if comma >= 0 and inside[comma + 1] != "&":
                start += comma + 1 if before != "|" else 0
            else:
                start += inside.index("&") + 1
            return Phrase(start, end)
        if before in "IvzgybeiF" and tags[end - 1] == "N":
            at = end
            while at > start and tags[at - 1] in "NS":
                at -= 1
            if at > start and tags[at - 1] in "nyT" and self._block.words[at - 1].lower() not in self._lexicon.roles:
                return Phrase(at, end)
        if before == "I" and (placed := _PLACED.match(tags, start, end)):
            return Phrase(placed.end(), end)  # "in a survey 57 percent said"
        if before in "vzybe" and start - 2 >= first:
            # "one of the doctors who signed the letter said"
            at = start - 1
            while at > first and tags[at - 1] in "XAvzybe":
                at -= 1
            if tags[at - 1] == "W" and at - 2 >= first and tags[at - 2] in "nN)":
                return self.before(at - 1, first) or phrase
        return phrase
