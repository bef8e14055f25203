"""Decides whether a sentence ends at a mark, and where its closing quotes and brackets end."""

from __future__ import annotations

import re
from itertools import pairwise

from annotations.sentences.abbreviations import Abbreviations
from annotations.sentences.language import Language
from annotations.sentences.place import QUOTES, Part, Place, look_around
from annotations.sentences.punkt import Judge

__all__ = ["Rules"]

_FULL = frozenset("。！？｡．؟۔।॥։።")
_ASKING = frozenset("?!‼⁇⁈⁉")
_CONTINUING = frozenset("，、；：,;:")
_PARTICLES_JA = frozenset("とっなのがはをにもでや")
_MARKER = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,3}|[^\W\d_]|[IVX]{1,4}|[ivx]{1,4}")
_FOOTNOTE_NUMBER = re.compile(r"(\d{1,3})\s++(\w{1,30}+)")
_WORD = re.compile(r"\w{1,30}+")
_CHINESE_SAYS = re.compile(r"[^。！？，：“「没沒不未]{0,16}?[说說问問喊叫答称稱][道着著]?[，。：；！？,:]")
_GREEK = re.compile(r"[\u0370-\u03ff\u1f00-\u1fff]")
_CHINESE_OF = "的"
_TITLES = ("》", "〉")
_QUOTED = {"”": "“", "’": "‘", "」": "「", "』": "『"}
_INTRODUCING = frozenset("：:，,")
_OPENING = ("(", "[")
_CLOSING = (")", "]")
_HANDLES = ("#", "@")
_SPACED_STOP = (". ", ".\u00a0")
_GAP = 4
_CLAUSE = 160
_SILENCE = (["nothing"], ["little"])  # “Why?” Pell said nothing more.
_QUOTATION = 400
_ROOM = 30


class Rules:
    """The rules of one language; the docstring of the package lists them."""

    __slots__ = ("_abbreviations", "_judge", "_language")

    def __init__(self, language: Language, judge: Judge) -> None:
        self._language = language
        self._judge = judge
        self._abbreviations = Abbreviations(language, judge)

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
        if last == ";" and not _GREEK.match(text, at - 1):
            return place.close if self._language.is_common(place.following) else None
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
            if place.opener[-1:] in _HANDLES:
                return not place.closers
            if place.is_item() and place.marks == ".":
                word = place.word_before()
                return word.isalnum() and word.lower() not in self._language.known
            return place.marks == "." and self._is_plain(place) and (aside or self._is_careless(place))
        if following[0].isdigit() and place.opener:
            return not place.closers and place.opener[0] not in "`\"'"
        # “…” — A. Smith names who said it.
        return not (place.dash and (place.closers or place.text[place.at - 1] in QUOTES))

    def _after_full_width(self, place: Place) -> int | None:
        if place.begin >= place.end:  # nothing but an opening mark
            return None
        following = place.text[place.begin]
        if following in _CONTINUING or (place.marks == "．" and following.isdigit()):
            return None
        if place.closers and not place.spaced:
            if following in _PARTICLES_JA or following == _CHINESE_OF or place.closers.endswith(_TITLES):
                return None  # 「…。」と言った, 《…？》一文
            if not self._is_introduced(place) and _CHINESE_SAYS.match(place.text, place.begin, place.end):
                return None
        return place.close

    def _is_introduced(self, place: Place) -> bool:
        """Whether a clause stands before the quotation that closes (他说：“…。”)."""
        opening = _QUOTED.get(place.closers[0])
        start = place.text.rfind(opening, max(place.first, place.at - _QUOTATION), place.at) if opening else -1
        return start > place.first and place.text[start - 1] in _INTRODUCING

    def _without_space(self, place: Place, part: Part) -> int | None:
        text, close, end = place.text, place.close, place.end
        following = text[close]
        if following >= "\u3040" and text[place.after - 1] in _ASKING:
            return close
        if following.isdigit() and not place.closers and self._is_plain(place):
            number = _FOOTNOTE_NUMBER.match(text, close, end)  # minority rights.4 The
            return number.end(1) if number and number[2][0].isupper() else None
        word = _WORD.match(text, close, end)
        if not following.isupper() or word is None or not self._language.is_common(word.group()):
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
            return self._language.is_common(following) or place.word_before() + place.marks not in self._language.marked
        return bool(place.opener) or QUOTES.isdisjoint(place.closers) or not self._is_reporting(place)

    def _is_reporting(self, place: Place) -> bool:
        """Whether a clause such as "Mr. Smith, a lawyer, asked" follows."""
        verbs = self._language.reporting
        words = place.words_ahead(place.begin, _CLAUSE)
        owned = False
        for index, word in enumerate(words[:8]):
            if index and word.rstrip(",.:") in verbs:
                return words[index + 1 : index + 2] not in _SILENCE
            if index and word.endswith(","):
                rest = words[index + 1 :]
                return any(a.endswith(",") and b.rstrip(",.:") in verbs for a, b in pairwise(rest))
            owned = owned or word.endswith(("'s", "’s", "s'", "s’"))  # Pell's lawyer asked
            if not owned and not word[0].isupper() and word not in self._language.particles:
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
        kind, word = (None, word) if plain else self._abbreviations.kind_before(place, word)
        number = _FOOTNOTE_NUMBER.match(place.text, place.begin, place.end) if kind is None else None
        if number and number[2][0].isupper() and self._language.is_common(number[2]):  # minority rights. 4 The
            return number.end(1)
        return place.close if plain or self._abbreviations.end(place, word, kind) else None

    def _marks_item(self, place: Place, word: str) -> bool:
        """Whether the number or letter before the stop marks an item of a list ("1. First", "Aims: 1. Peace")."""
        if place.is_only(word, f"({word}"):
            return True
        words = place.words_before()
        return word == "1" and len(words) > 1 and words[-2].endswith(":") and words[-1] == word
