"""Decides whether a sentence ends after an abbreviation, an initial, a letter or a number with a stop."""

from __future__ import annotations

import re

from annotations.sentences.clauses import Clauses
from annotations.sentences.language import Kind, Language
from annotations.sentences.place import QUOTES, Place
from annotations.sentences.punkt import Judge

__all__ = ["Abbreviations"]

_DOTTED = re.compile(r"(?:[^\W\d_]{1,3}\.-?)++[^\W\d_]{1,3}")
_INITIAL = re.compile(r"[^\W\d_]\.")
_NUMBER = re.compile(r"[-+]?\d[\d.,]*+")
_ROMAN = re.compile(r"[IVXLC]+\.?")
_YEAR = re.compile(r"\d{3,4}\Z")
_YEARS = ("ru", "general")
"""Where a unit may be that of a year, or of a century ("г.", "р.")."""

_LAST_PART = re.compile(r"(?<=[-'’])[^\W\d_](?:[^\W\d_]|\.)++\Z")
_SHORT_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]{2,5}|[\u0400-\u045f]{2,5}")
_VOWELS = frozenset("aeiouyàáâãäåæèéêëìíîïòóôõöøùúûüýāąēęěīōőūůűœ\u0131аеёиоуыэюяієїў")
_SHORT_START = 4


class Abbreviations:
    """What a language does with them; the docstring of the package lists the rules."""

    __slots__ = ("_clauses", "_judge", "_language")

    def __init__(self, language: Language, judge: Judge) -> None:
        self._language = language
        self._judge = judge
        self._clauses = Clauses(language)

    def kind_before(self, place: Place, word: str) -> tuple[Kind | None, str]:
        """Kind of the abbreviation before the mark, and the abbreviation as it counts ("т. п." is "т.п")."""
        language = self._language
        if len(word) <= 3:
            words = place.words_before()
            if len(words) > 1 and words[-2].endswith(".") and len(words[-2]) <= 5:
                whole = words[-2].lstrip('("“«„') + word
                if kind := language.kind_of(whole):
                    return kind, whole
        if len(word) == 1:
            return language.kinds.get(word), word
        kind = language.kind_of(word)
        if kind is None and (tail := _LAST_PART.search(word)):  # Co-Vors., l'on., R-Ga.
            return language.kind_of(tail.group()), tail.group()
        if kind is None and _is_shouted(word) and self._is_shouting(place):  # MR. PELL
            return language.kinds.get(word.capitalize()), word.capitalize()
        if kind is Kind.NEVER and self._is_acronym(place, word):
            return None, word
        if kind is None and language.suffixes and word.lower().endswith(language.suffixes):
            return Kind.OPEN, word
        return kind, word

    def end(self, place: Place, word: str, kind: Kind | None) -> bool:
        """Tell whether `word`, of that kind, and its stop end the sentence."""
        language, following = self._language, place.following
        number = following[0].isdigit()
        bracketed = ")" in place.closers or "]" in place.closers
        if len(word) == 1 and word.isupper() and not number and not place.dash and self._is_lettered(place):
            return True
        if place.dash and (kind is not None or self._looks_abbreviated(word)):
            return False  # FAIRHAVEN, N.Y. — The mayor
        if place.is_led_in(language.leads) and (kind is not None or _DOTTED.fullmatch(word)):
            return False  # At 4 p.m. Mr. Pell left
        if kind is None and not place.closers and word.islower() and place.is_bracketed(word):
            return False  # (reg. B-6789)
        if kind is Kind.NEVER:
            return bracketed and language.is_common(following)
        if kind is Kind.NUMERIC:
            return bracketed or not (number or _ROMAN.fullmatch(following)) or self._is_answer(place, word)
        if kind is Kind.ENDS:
            return not number and following.rstrip(".") not in language.continues
        if kind is Kind.UNIT:
            return not number and (language.is_common(following) or self._ends_amount(place))
        if kind is None:
            if _NUMBER.fullmatch(word):
                return number or not self._is_ordinal(place, word)
            if not self._looks_abbreviated(word):
                return True
        return not number and not place.is_only(word) and self._ends_abbreviated(place, word, kind)

    def _ends_abbreviated(self, place: Place, word: str, kind: Kind | None) -> bool:
        """Whether a sentence ends after an abbreviation that may end one, by what follows."""
        language, following = self._language, place.following
        if len(word) == 1 and place.is_quoted(word):
            return True  # it was graded an "F." Pell
        if len(word) > 1 and not (QUOTES.isdisjoint(place.opener) and QUOTES.isdisjoint(place.closers)):
            return kind is not None or not place.is_nickname()
        if "(" in place.opener and not language.is_common(following):
            return False
        if kind is Kind.COMPANY and _is_shouted(following) and following.lower() in language.verbs:
            return False  # THE PELL CO. SAID
        if place.is_label():
            return True
        if not language.is_common(following) and self._clauses.lacks_verb(place):
            return False
        initials = "." in word and place.opens_name()  # the firm, A.G. Pell & Sons
        named = (kind is Kind.COMPANY and not initials) or (kind is Kind.PLACE and place.follows_comma())
        if (named and self._clauses.follows(place, word)) or self._clauses.follows_country(place, word):
            return True
        name = following.rstrip(".").lower() in language.openers and not place.is_followed()
        name = name or _INITIAL.fullmatch(following) is not None
        return self._judge.ends(f"{word}.", following, name=name)

    def _is_shouting(self, place: Place) -> bool:
        """Whether the word before the abbreviation or the word after it is in capitals."""
        words = place.words_before()
        return _is_shouted(place.following) or (len(words) > 1 and _is_shouted(words[-2]))

    def _is_acronym(self, place: Place, word: str) -> bool:
        """Whether `word` is in capitals, where the table has one in lower case ("CF" is not "cf")."""
        return word.isalpha() and word.isupper() and word not in self._language.kinds and not self._is_shouting(place)

    def _is_answer(self, place: Place, word: str) -> bool:
        """Whether the word is "No", as an answer, before a clause that begins with "I"."""
        if place.following != "I" or word != "No" or not self._language.is_common("I"):
            return False
        words = place.words_before()
        return len(words) < 2 or words[-2].endswith(":") or words[-1] != word

    def _is_lettered(self, place: Place) -> bool:
        """Whether the letter before the stop is no initial but names a thing of a kind ("Group A", "World War I")."""
        words = place.words_before()
        return len(words) > 1 and words[-2].lower() in self._language.lettered

    def _looks_abbreviated(self, word: str) -> bool:
        """Whether `word`, which no table has, is an initial, an acronym with stops, or has no vowel."""
        if len(word) == 1:
            return (word.isupper() or word.islower()) and not (word in "IVX" and self._language.code == "ru")
        if _DOTTED.fullmatch(word):
            return True
        return bool(_SHORT_WORD.fullmatch(word)) and word[1:].islower() and _VOWELS.isdisjoint(word.lower())

    def _is_ordinal(self, place: Place, word: str) -> bool:
        """Whether the number before the stop is an ordinal ("am 3. Oktober", "die 27. Große Strafkammer")."""
        language = self._language
        if not language.ordinals or not word.isdigit() or len(word) > 3 or language.is_common(place.following):
            return False
        if not self._judge.ends("1.", place.following):
            return True
        words = place.words_before()
        return len(words) > 1 and words[-2].lower() in language.before_ordinals

    def _ends_amount(self, place: Place) -> bool:
        """Whether a number stands before the unit, and more than a year in the sentence."""
        words = place.words_before()
        before = words[-2] if len(words) > 1 else ""
        if self._language.code in _YEARS and (_YEAR.search(before) or _ROMAN.fullmatch(before)):
            return len(words) > _SHORT_START  # "В 1905 г. Орлов" goes on
        kind = self._language.kind_of(before.rstrip("."))
        return before[-1:].isdigit() or kind is Kind.ENDS or (kind is Kind.UNIT and before.endswith("."))


def _is_shouted(word: str) -> bool:
    return len(word) > 1 and word.isalpha() and word.isupper()
