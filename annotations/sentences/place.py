"""What stands around a mark that could end a sentence: the word before, what closes, what follows."""

from __future__ import annotations

import re
from dataclasses import dataclass

from annotations.sentences.items import BULLETS

__all__ = ["QUOTES", "Part", "Place", "look_around"]

QUOTES = frozenset("\"'“”‘’„‚«»‹›`")
"""Marks that open or close a quotation."""

_QUOTES = tuple(QUOTES)
_MARKS_AND_SPACE = f"{BULLETS} \u00a0\t\r\n"

# A scraper may leave character references in the text; these stand for quotation marks.
_CLOSERS = re.compile(r"(?:['\"”’“‘»«›)\]}」』】）》〉］｝｣]|&(?:#39|quot|raquo|rdquo|rsquo);)++")
_CLOSERS_CJK = re.compile(r"['\"”’»›)\]}」』】）》〉］｝｣]++")
_STOPS_CJK = frozenset("。！？｡．")
_SPACED_CLOSER = re.compile(r"[»”\")\]]|''|(?:&#39;){2}")
_OPENERS = re.compile(
    r"(?:(?<=[\"'“”„«])\[(?:\.\.\.|…)\]\s?+|[\"'“”‘’„‚«»‹›(\[{¿¡「『（【《〈`]|&(?:#39|quot|laquo|ldquo|lsquo);"
    r"|[*•·$€£¥#@§№~+\u20a0-\u20cf\u2190-\u2bff\ufe0f\U0001f000-\U0001faff])++"  # bullets, currencies, emoji
)
_FOOTNOTE = re.compile(
    r"(?:\s?+\[(?:\d{1,3}(?:[,–-]\s?+\d{1,3})*+|[a-z]|(?:note|nb) \d{1,2}|citation needed|…|\.\.\.)\]"
    r"|[⁰¹²³⁴-⁹]{1,3}+){1,8}+"  # bounded: "[…]" holds a mark of its own
)
_SPACES = re.compile(r"\s*+")
_DASHES = re.compile(r"[-–—―‒]{1,3}+\s*+")
_WORD = re.compile(r"(?:\w{1,30}+\.?+){1,4}+")
_NO_WORD = re.compile(r"[\"“”„«»‘‹›`(\[{—–/|<>=~&;_*#]")
_NICKNAME = re.compile(r"[\"”’'»]{1,2}\s++\w")
_INNER, _OUTER = ("'", "‘"), ('"', "“")
_BEFORE_A_WORD = "".join(sorted(QUOTES)) + "(["
_WINDOW = 40
_GAP = 4
_LABEL = 3
_SHORT_LEAD = 24
_LEAD_WORDS = 3


class Part:
    """A stretch of text without a blank line: a block, as a rule.

    Attributes:
        text: The whole text.
        start: Where the part begins, in code points.
        end: Where it ends.
    """

    __slots__ = ("_counted", "_odd", "end", "start", "text")

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text = text
        self.start = start
        self.end = end
        self._counted = start
        self._odd = False

    def quote_open_at(self, offset: int) -> bool:
        """Tell whether a straight quotation mark before `offset` is still open; offsets must not fall.

        So each mark is counted once.
        """
        if offset > self._counted:
            self._odd ^= bool(self.text.count('"', self._counted, offset) % 2)
            self._counted = offset
        return self._odd

    def quote_closes(self, offset: int) -> bool:
        """Tell whether the straight mark at `offset`, with space on both sides, closes a quotation.

        It does if one is open, if another mark follows at once, or if no other mark follows at all.
        """
        following = self.text.find('"', offset + 1, self.end)
        return self.quote_open_at(offset) or following < 0 or self.text[offset + 1 : following].isspace()


@dataclass(slots=True)
class Place:
    """The surroundings of one mark. Offsets are code points of the whole text.

    Attributes:
        first: Where the sentence so far begins.
        at: Where the marks begin ("." or "?!" or "...").
        after: Where the marks end.
        close: Where the sentence ends if it ends here: after closing quotes, brackets and footnote marks.
        begin: The first letter or digit of what follows.
        end: End of the part.
        closers: What closes the sentence.
        opener: Quotes, brackets and symbols before `begin`.
        dash: A dash stands between.
        following: The word at `begin`, with the stops in it ("U.S.", "Mr.", "But"); empty if there is none.
    """

    text: str
    first: int
    at: int
    after: int
    close: int
    begin: int
    end: int
    closers: str
    opener: str = ""
    dash: bool = False
    following: str = ""
    _before: list[str] | None = None

    @property
    def marks(self) -> str:
        """The marks themselves."""
        return self.text[self.at : self.after]

    @property
    def spaced(self) -> bool:
        """Whether white space follows the marks and what closes them."""
        return self.text[self.close].isspace()

    def is_only(self, *words: str) -> bool:
        """Whether the sentence so far is one of `words` and nothing else, the bullet of a list apart."""
        return self.at - self.first <= _WINDOW and self.text[self.first : self.at].strip(_MARKS_AND_SPACE) in words

    def word_before(self) -> str:
        """The word that touches the mark, at most 40 code points of it; empty after a quote, bracket or address."""
        words = self.words_before()
        if not words or self.text[self.at - 1].isspace() or "://" in words[-1] or "@" in words[-1]:
            return ""
        return words[-1] if words[-1].isalnum() else _NO_WORD.split(words[-1])[-1]

    def words_before(self) -> list[str]:
        """The words of the last 40 code points before the mark."""
        if self._before is None:
            self._before = self.text[max(self.first, self.at - _WINDOW) : self.at].split()
        return self._before

    def words_ahead(self, start: int, room: int) -> list[str]:
        """The words of `room` code points from `start` on."""
        return self.text[start : min(self.end, start + room)].split()

    def follows_comma(self) -> bool:
        """Whether a comma stands before the word that touches the mark ("Dover, Del.")."""
        words = self.words_before()
        return len(words) > 1 and words[-2].endswith(",")

    def opens_name(self) -> bool:
        """Whether no name stands before the word that touches the mark ("the firm, A.G. Edwards")."""
        words = self.words_before()
        return len(words) < 2 or not words[-2][0].isupper() or words[-2].endswith(",")

    def is_led_in(self, leads: frozenset[str]) -> bool:
        """Whether the sentence so far is one of `leads`, prepositions, with one or two words ("At 4 p.m.")."""
        if self.at - self.first > _SHORT_LEAD:
            return False
        words = self.words_before()
        return 2 <= len(words) <= _LEAD_WORDS and words[0].lower() in leads

    def is_bracketed(self, word: str) -> bool:
        """Whether a bracket stands right before `word`, which touches the mark ("(reg. 5)")."""
        return self.text[self.at - len(word) - 1 : self.at - len(word)] in ("(", "[")

    def is_quoted(self, word: str) -> bool:
        """Whether quotation marks stand around `word`, which touches the mark, and the mark ("F.")."""
        return self.closers[:1] in _QUOTES and self.text[self.at - len(word) - 1 : self.at - len(word)] in _QUOTES

    def repeats(self) -> bool:
        """Whether the word after the marks is the one before them, once more."""
        words = self.words_before()
        return bool(words) and words[-1].lstrip(_BEFORE_A_WORD) == self.following

    def is_nickname(self) -> bool:
        """Whether the word after the marks stands alone in quotation marks, before a name (A.J. "Jack" Pell)."""
        return bool(self.opener) and _NICKNAME.match(self.text, self.begin + len(self.following), self.end) is not None

    def is_label(self) -> bool:
        """Whether the word that follows names who speaks, in one to three capitals ("Q: Why?")."""
        stop = self.begin + len(self.following)
        return len(self.following) <= _LABEL and self.following.isupper() and self.text[stop : stop + 1] == ":"

    def is_item(self) -> bool:
        """Whether a letter marks what follows as an item or a footnote ("b) Two", "b-Two")."""
        stop = self.begin + len(self.following)
        mark, behind = self.text[stop : stop + 1], self.text[stop + 1 : stop + 2]
        marked = (mark == ")" and behind.isspace()) or (mark == "-" and behind.isupper())
        return len(self.following) == 1 and not self.opener and marked

    def is_followed(self) -> bool:
        """Whether a word in lower case or a comma comes after the word that follows ("Police said")."""
        start = self.begin + len(self.following)
        after = self.text[start : min(self.end, start + _GAP)]
        return after[:1] == "," or (after[:1].isspace() and after.lstrip()[:1].islower())


def look_around(part: Part, first: int, at: int, after: int) -> Place | None:
    """Describe the marks at `at`-`after`; None if nothing follows them in the part."""
    text, end, close = part.text, part.end, after
    closers = _CLOSERS_CJK if text[after - 1] in _STOPS_CJK else _CLOSERS  # “ opens in Chinese, and closes in German
    if closing := closers.match(text, close, end):
        close = closing.end()
    if footnote := _FOOTNOTE.match(text, close, end):
        close = footnote.end()
    begin = _skip(text, close, end)
    while close < begin < end and (closing := _SPACED_CLOSER.match(text, begin, end)):
        stop = closing.end()
        if (stop < end and not text[stop].isspace()) or (text[begin] == '"' and not part.quote_closes(begin)):
            break
        close = stop
        begin = _skip(text, close, end)
    if begin >= end:
        return None
    place = Place(text, first, at, after, close, begin, end, text[after:close])
    if begin > close:
        _look_ahead(place)
    return place


def _look_ahead(place: Place) -> None:
    text, end, begin = place.text, place.end, place.begin
    start = begin
    if dash := _DASHES.match(text, begin, end):
        place.dash = True
        begin = dash.end()
    if opening := _OPENERS.match(text, begin, end):
        begin = opening.end()
        place.opener = text[start:begin]
        begin = _skip(text, begin, end)
        if text[begin : begin + 1] in _INNER and place.opener[-1:] in _OUTER:  # " 'Go,' he said
            begin = _skip(text, begin + 1, end)
    place.begin = begin
    if word := _WORD.match(text, begin, end):
        place.following = word.group()


def _skip(text: str, start: int, end: int) -> int:
    spaces = _SPACES.match(text, start, end)
    return spaces.end() if spaces else start
