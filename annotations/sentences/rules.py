"""Decides whether a sentence ends at a mark, and where its closing quotes and brackets end."""

from __future__ import annotations

import re
from itertools import pairwise

from annotations.sentences.language import Kind, Language
from annotations.sentences.place import Part, Place, look_around
from annotations.sentences.punkt import Judge

__all__ = ["Rules"]

_FULL = frozenset("。！？｡．؟۔।॥։።")
_ASKING = frozenset("?!‼⁇⁈⁉")
_QUOTES = frozenset("\"'“”‘’„‚«»‹›`")
_CONTINUING = frozenset("，、；：,;:")
_PARTICLES_JA = frozenset("とっなのがはをにもでや")
_DOTTED = re.compile(r"(?:[^\W\d_]{1,3}\.-?)++[^\W\d_]{1,3}")
_INITIAL = re.compile(r"[^\W\d_]\.")
_NUMBER = re.compile(r"[-+]?\d[\d.,]*+")
_MARKER = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,3}|[^\W\d_]|[IVX]{1,4}|[ivx]{1,4}")
_ROMAN = re.compile(r"[IVXLC]+\.?")
_YEAR = re.compile(r"\d{3,4}\Z")
_FOOTNOTE_NUMBER = re.compile(r"(\d{1,3})\s++(\w{1,30}+)")
_WORD = re.compile(r"\w{1,30}+")
_LAST_PART = re.compile(r"(?<=[-'’])[^\W\d_](?:[^\W\d_]|\.)++\Z")
_CHINESE_SAYS = re.compile(r"[^。！？，：“「]{0,8}?[说說问問道喊叫答称稱]")
_SHORT_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]{2,5}|[\u0400-\u045f]{2,5}")
_VOWELS = frozenset("aeiouyàáâãäåæèéêëìíîïòóôõöøùúûüýāąēęěīōőūůűœ\u0131аеёиоуыэюяієїў")
_PARTICLES = frozenset(
    (
        "of",
        "de",
        "del",
        "della",
        "da",
        "dos",
        "van",
        "von",
        "der",
        "den",
        "la",
        "le",
        "al",
        "el",
        "bin",
        "ibn",
        "the",
        "and",
        "di",
    )
)
_OPENING = ("(", "[")
_CLOSING = (")", "]")
_HANDLES = ("#", "@")
_SPACED_STOP = (". ", ".\u00a0")
_GAP = 4
_CLAUSE = 160
_ROOM = 30
_SHORT_START = 4


class Rules:
    """The rules of one language; the docstring of the package lists them."""

    __slots__ = ("_judge", "_language")

    def __init__(self, language: Language, judge: Judge) -> None:
        self._language = language
        self._judge = judge

    def end_of_sentence(self, part: Part, first: int, at: int, after: int) -> int | None:
        """Return where the sentence from `first` ends if it ends at the marks `at`-`after`, else None.

        The end lies behind closing quotes, brackets and footnote marks. None too if nothing follows.
        """
        text, last = part.text, part.text[after - 1]
        if last == ";" and "&" in text[max(first, at - 6) : at]:
            return None  # the end of a character reference
        place = look_around(part, first, at, after)
        if place is None:
            return None
        if last in _FULL:
            return self._after_full_width(place)
        if not place.spaced:
            return self._without_space(place, part)
        if not self._may_begin(place):
            return None
        if last == ")":  # an emoticon
            return after if place.following[0].isupper() else None
        if last == ";":
            return place.close if self._is_common(place.following) else None
        if last in _ASKING:
            return place.close if self._after_asking(place) else None
        if after - at > 1 or last in "…‥":
            return place.close if self._after_ellipsis(place) else None
        return self._after_stop(place)

    def glued(self, text: str, first: int, at: int) -> bool:
        """Whether a sentence without a stop ends before the space at `at` ("… Absolut zu empfehlen Seit …")."""
        words = text[max(first, at - _ROOM) : at].split()
        if not words or not (words[-1][-1].isalnum() or words[-1][-1] in "»”"):
            return False
        before = words[-1].lower()
        if before in self._language.starters or before in self._language.known:
            return False
        return not before.endswith(self._language.titled)

    def _is_common(self, word: str) -> bool:
        """Whether `word` has a capital only because it begins a sentence."""
        lower = word.rstrip(".").lower()
        return lower in self._language.starters or lower in self._language.openers

    def _is_plain(self, place: Place) -> bool:
        """Whether an ordinary word stands before the mark."""
        word = place.word_before()
        return len(word) > 3 and word.isalpha() and word.lower() not in self._language.known

    def _is_careless(self, place: Place) -> bool:
        """Whether a sentence begins in lower case: a function word after what is no abbreviation."""
        word, starters = place.word_before().lower(), self._language.starters
        return place.following in starters and (len(word) > 4 or word in starters) and not place.closers

    def _may_begin(self, place: Place) -> bool:
        """Whether a sentence could begin with what follows the mark."""
        following = place.following
        aside = place.opener.startswith("(") and place.marks == "."
        if not following:  # punctuation continues a sentence, unless it is a bracket of its own: "(…)"
            return aside
        if following[0].islower():
            if len(following) > 1 and following[1].isupper():  # iPhone, eBay
                return True
            if place.opener[:1] in _HANDLES:
                return not place.closers
            return place.marks == "." and self._is_plain(place) and (aside or self._is_careless(place))
        if following[0].isdigit() and place.opener:
            return not place.closers and place.opener[0] not in "`\"'"
        # “…” — A. Smith names who said it.
        return not (place.dash and place.closers)

    def _after_full_width(self, place: Place) -> int | None:
        if place.begin >= place.end:  # nothing but an opening mark
            return None
        following = place.text[place.begin]
        if following in _CONTINUING or (place.marks == "．" and following.isdigit()):
            return None
        if place.closers and not place.spaced:
            if following in _PARTICLES_JA:  # 「…。」と言った
                return None
            if _CHINESE_SAYS.match(place.text, place.begin, min(place.end, place.begin + 12)):
                return None
        return place.close

    def _without_space(self, place: Place, part: Part) -> int | None:
        text, close, end = place.text, place.close, place.end
        following = text[close]
        if following >= "\u3040" and text[place.after - 1] in _ASKING:
            return close
        if following.isdigit() and not place.closers and self._is_plain(place):
            number = _FOOTNOTE_NUMBER.match(text, close, end)  # minority rights.4 The
            return number.end(1) if number and number[2][0].isupper() else None
        word = _WORD.match(text, close, end)
        if not following.isupper() or word is None or not self._is_common(word.group()):
            return None
        if not (place.closers or self._is_plain(place)):
            return None
        if place.closers in ("“", "«", "‘") or (place.closers == '"' and not part.quote_open_at(place.after)):
            return place.after
        return close

    def _after_asking(self, place: Place) -> bool:
        following = place.following
        if following != "I" and following.lower() in self._language.starters:
            return True
        if not place.closers:
            return self._is_common(following) or place.word_before() + place.marks not in self._language.marked
        return bool(place.opener) or _QUOTES.isdisjoint(place.closers) or not self._is_reporting(place)

    def _is_reporting(self, place: Place) -> bool:
        """Whether a clause such as "Mr. Smith, a lawyer, asked" follows."""
        verbs = self._language.reporting
        words = place.words_ahead(place.begin, _CLAUSE)
        for index, word in enumerate(words[:8]):
            if index and word.rstrip(",.:") in verbs:
                return True
            if index and word.endswith(","):
                rest = words[index + 1 :]
                return any(a.endswith(",") and b.rstrip(",.:") in verbs for a, b in pairwise(rest))
            if not word[0].isupper() and word not in _PARTICLES:
                return False
        return False

    def _after_ellipsis(self, place: Place) -> bool:
        before = place.text[max(place.first, place.at - _GAP) : place.at]
        if before[-1:] in _OPENING and place.closers[:1] in _CLOSING:  # (…)
            return False
        if not before.strip() or before.rstrip()[-1] in ":,;":  # … He; said: … He
            return False
        if not before[-1].isspace() or place.opener:
            return True
        if place.repeats():  # I … I don't know
            return False
        # What was left out stands between two sentences ("them. … The") or in one ("the … way").
        return before.rstrip()[-1] in ".!?" or self._judge.ends("...", place.following)

    def _after_stop(self, place: Place) -> int | None:
        following, word = place.following, place.word_before()
        if place.text[max(place.first, place.at - 2) : place.at] in _SPACED_STOP:
            return place.close if self._after_ellipsis(place) else None
        plain = not word or not word[-1].isalnum()
        if not following:
            return place.close
        if not plain and _MARKER.fullmatch(word) and self._marks_item(place, word):
            return None
        kind, word = (None, word) if plain else self._kind(place, word)
        number = _FOOTNOTE_NUMBER.match(place.text, place.begin, place.end) if kind is None else None
        if number and number[2][0].isupper() and self._is_common(number[2]):  # minority rights. 4 The
            return number.end(1)
        return place.close if plain or self._ends(place, word, kind) else None

    def _kind(self, place: Place, word: str) -> tuple[Kind | None, str]:
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
        if kind is None and _is_shouted(word) and _is_shouted(place.following):  # MR. PELL
            return language.kinds.get(word.capitalize()), word.capitalize()
        if kind is None and language.suffixes and word.lower().endswith(language.suffixes):
            return Kind.OPEN, word
        return kind, word

    def _ends(self, place: Place, word: str, kind: Kind | None) -> bool:
        language, following = self._language, place.following
        number = following[0].isdigit()
        bracketed = ")" in place.closers or "]" in place.closers
        if len(word) == 1 and word.isupper() and not number and not place.dash and self._is_lettered(place):
            return True
        if place.dash and (kind is not None or self._looks_abbreviated(word)):
            return False  # FAIRHAVEN, N.Y. — The mayor
        if kind is Kind.NEVER:
            return bracketed and self._is_common(following)
        if kind is Kind.NUMERIC:
            return bracketed or not (number or _ROMAN.fullmatch(following))
        if kind is Kind.ENDS:
            return not number and following.rstrip(".") not in language.continues
        if kind is Kind.UNIT:
            return self._is_common(following) or self._ends_amount(place)
        if kind is None:
            if _NUMBER.fullmatch(word):
                return number or not self._is_ordinal(place, word)
            if not self._looks_abbreviated(word):
                return True
        return not number and not place.is_only(word) and self._ends_abbreviated(place, word, kind)

    def _ends_abbreviated(self, place: Place, word: str, kind: Kind | None) -> bool:
        """Whether a sentence ends after an abbreviation that may end one, by what follows."""
        language, following = self._language, place.following
        if len(word) > 1 and not (_QUOTES.isdisjoint(place.opener) and _QUOTES.isdisjoint(place.closers)):
            return True
        if "(" in place.opener and not self._is_common(following):
            return False
        if kind is Kind.COMPANY and _is_shouted(following) and following.lower() in language.verbs:
            return False  # THE PELL CO. SAID
        named = kind is Kind.COMPANY or (kind is Kind.PLACE and place.follows_comma())
        if named and self._clause_follows(place):
            return True
        name = following.rstrip(".").lower() in language.openers and not place.is_followed()
        name = name or _INITIAL.fullmatch(following) is not None
        return self._judge.ends(f"{word}.", following, name=name)

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
        if not language.ordinals or not word.isdigit() or len(word) > 3 or self._is_common(place.following):
            return False
        if not self._judge.ends("1.", place.following):
            return True
        words = place.words_before()
        return len(words) > 1 and words[-2].lower() in language.before_ordinals

    def _ends_amount(self, place: Place) -> bool:
        """Whether a number stands before the unit, and more than a year in the sentence."""
        words = place.words_before()
        before = words[-2] if len(words) > 1 else ""
        if _YEAR.search(before) or _ROMAN.fullmatch(before):
            return len(words) > _SHORT_START  # "В 1905 г. Орлов" goes on
        kind = self._language.kind_of(before.rstrip("."))
        return before[-1:].isdigit() or kind is Kind.ENDS or (kind is Kind.UNIT and before.endswith("."))

    def _marks_item(self, place: Place, word: str) -> bool:
        """Whether the number or letter before the stop marks an item of a list ("1. First", "Aims: 1. Peace")."""
        if place.is_only(word, f"({word}"):
            return True
        words = place.words_before()
        return word.isdigit() and len(words) > 1 and words[-2].endswith(":") and words[-1] == word

    def _clause_follows(self, place: Place) -> bool:
        """Whether the subject of a new sentence follows a company or a place ("Tarn Corp. Pell said no.").

        Not if it is an office ("Tarn Corp. Chairman Hale") or a name in capitals ("Tarn Corp. VAX computers"), and
        after more than one capitalised word only before a verb ("Tarn Corp. Ian Hale said").
        """
        language, following = self._language, place.following
        if not language.verbs:
            return False
        if following.endswith("."):  # Dr. Pell
            return len(following) > 2 and language.kind_of(following[:-1]) is Kind.NEVER
        words = place.words_ahead(place.begin, _ROOM + len(following))
        first = words[0]
        if first in language.offices or not following[1:].islower():
            return len(words) > 1 and words[1] in language.verbs
        if (touching := first[len(following) :][:1]) and touching != "-":
            return touching in ",'’" and following not in language.offices
        rest = words[1:]
        while rest and (rest[0][0].isupper() or rest[0] == "&"):
            rest = rest[1:]
        if not rest:
            return False
        if len(rest) == len(words) - 1:
            return rest[0][0].islower() and rest[0] not in _PARTICLES
        return rest[0] in language.verbs


def _is_shouted(word: str) -> bool:
    return len(word) > 1 and word.isalpha() and word.isupper()
