"""Tells by its grammar whether a sentence begins with a capitalised word after an abbreviation.

Behind "Tarn Corp." or "the U.S." a name may go on or a sentence begin. Three things tell them apart: what stands
before is no sentence yet ("The Tarn Corp. Retirement Plan"), what follows is the name once more ("Tarn Corp. Tarn
denied it") or a first name, or a verb follows the capitalised words ("Tarn Corp. Pell Stores said so").
"""

from __future__ import annotations

import re

from annotations.sentences.language import Kind, Language
from annotations.sentences.place import Place

__all__ = ["Clauses"]

_AGE = re.compile(r"\d\d,")
_ROOM = 60
_SHORT_LEFT = 60
_NAME_LENGTH = 4
_EDGES = "\"'“”‘’„«»(),;-–—"


class Clauses:
    """What a language knows of the clauses on both sides of an abbreviation."""

    __slots__ = ("_language",)

    def __init__(self, language: Language) -> None:
        self._language = language

    def lacks_verb(self, place: Place) -> bool:
        """Whether the sentence so far is too short to be one: names and function words alone."""
        if place.at - place.first > _SHORT_LEFT or not self._language.verbs:
            return False
        language = self._language
        for word in place.text[place.first : place.at].split():
            bare = word.strip(_EDGES)
            if bare in language.verbs or bare.lower().partition("'")[0] in language.subjects:
                return False
            if bare and not (bare[0].isupper() or bare[0].isdigit() or bare == "&") and bare not in language.starters:
                return False
        return True

    def follows_country(self, place: Place, word: str) -> bool:
        """Whether a sentence begins after a country, a town or a street ("in the U.S. Japan has more")."""
        language, following = self._language, place.following
        if word in language.countries or word in language.towns:
            if self._is_person(place) or self._is_repeated(place, word):
                return True
        elif word not in language.streets:
            return False
        ahead = place.words_ahead(place.begin, _ROOM + len(following))
        verb = len(ahead) > 1 and ahead[0] == following and ahead[1] in language.verbs
        if following in language.nations and word in language.countries:
            return verb or ahead[0].endswith(("'s", "’s", ","))
        return verb and self._is_placed(place, word) and not self._goes_on_name(following)

    def _goes_on_name(self, word: str) -> bool:
        return word in self._language.bodies or word in self._language.offices

    def _is_placed(self, place: Place, word: str) -> bool:
        """Whether "in the" stands before a country, "in" before a town, and a number or a name before a street."""
        language, before = self._language, place.words_before()
        if word in language.streets:
            numbered = any(one.isdigit() for one in before[-4:-1])
            return numbered or (word != "St" and len(before) > 1 and before[-2][0].isupper())
        if word in language.towns:
            return len(before) > 1 and before[-2] in language.prepositions
        return len(before) > 2 and before[-2] == "the" and before[-3] in language.prepositions

    def follows(self, place: Place, word: str) -> bool:
        """Whether the subject of a new sentence follows a company or a place ("Tarn Corp. Pell said no.").

        Not if it is an office ("Tarn Corp. Chairman Hale") or a name in capitals ("Tarn Corp. VAX computers"), and
        after more than one capitalised word only before a verb ("Tarn Corp. Ian Hale said").
        """
        language, following = self._language, place.following
        if not language.verbs:
            return False
        if following.endswith("."):  # Dr. Pell
            again = following in place.words_before()[:-1]  # T. Pell & Co. T. Pell denied it
            return again or (len(following) > 2 and language.kind_of(following[:-1]) is Kind.NEVER)
        if self._is_person(place) or self._is_repeated(place, word):
            return True
        words = place.words_ahead(place.begin, _ROOM + len(following))
        first = words[0]
        article = self._article_before(place)
        if article in language.articles:
            return False  # a Tarn Corp. Lark sedan
        if following.endswith("day") and following in language.continues and len(words) > 1:
            return first.endswith(",") or words[1] in ("is", "was", "will")  # Tarn Corp. Tuesday said
        foreign = first in language.officials and language.kind_of(word) is Kind.COMPANY  # Marl Inc. Judge Moss said
        if (first in language.offices and not foreign) or not following[1:].islower():
            return len(words) > 1 and words[1] in language.verbs
        if (touching := first[len(following) :][:1]) and touching != "-":
            return touching in ",'’" and (following not in language.offices or self._goes_on_lower(words))
        return self._subject_ahead(words, article)

    def _subject_ahead(self, words: list[str], article: str) -> bool:
        """Whether capitalised words with a verb, an apposition or an age after them open `words`."""
        language, first = self._language, words[0]
        rest, last = [word.rstrip(".;:") or word for word in words[1:]], first
        while rest and (rest[0][0].isupper() or rest[0] == "&"):
            last, rest = rest[0], rest[1:]
        if not rest:
            return False
        if last.endswith(",") and (rest[0].rstrip(",") in language.asides or _AGE.fullmatch(rest[0])):
            return True  # Tarn Corp. Ian Hale, 61, said
        if len(rest) == len(words) - 1:
            if article == "the" and rest[0] not in language.verbs:
                return False
            return rest[0][0].islower() and (rest[0] not in language.particles or first.endswith("s"))
        if rest[0] in language.verbs or rest[0].endswith("ed"):
            return True
        return len(rest) > 1 and rest[0].endswith("s") and (rest[1] in language.verbs or rest[1].endswith("ed"))

    def _is_person(self, place: Place) -> bool:
        """Whether a first name follows that nothing but a name or a verb comes after."""
        return place.following in self._language.given

    @staticmethod
    def _article_before(place: Place) -> str:
        """The word in lower case before the name that the abbreviation ends ("a Tarn Motor Corp.")."""
        for word in reversed(place.words_before()[:-1]):
            if not (word[0].isupper() or word == "&"):
                return word
        return ""

    def _goes_on_lower(self, words: list[str]) -> bool:
        return len(words) > 1 and words[0].endswith(",") and words[1] in self._language.starters

    def _is_repeated(self, place: Place, word: str) -> bool:
        """Whether the word that follows is one of the name before the abbreviation ("Tarn Corp. Tarn denied it")."""
        following = place.following
        before = [one.strip(_EDGES) for one in place.words_before()[-_NAME_LENGTH:-1]]
        if len(following) < 2 or following == word or following not in before:
            return False
        if self._goes_on_name(following):
            ahead = place.words_ahead(place.begin, _ROOM)
            return len(ahead) > 1 and ahead[1].strip(_EDGES) in before
        return True
