"""Names as they stand in a text: runs of words with capitals, with titles and initials, and what of them is a name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from unicodedata import normalize

from annotations.suggest.lexicon import Lexicon, Tag, load_lexicon
from annotations.tables import read_table

__all__ = ["FULL", "POSSESSIVE", "RUN", "NameRuns", "composed", "given_names"]

_UPPER = "A-ZÀ-ÖØ-ÞĀĆČĎĐĘĚĞĢĪĶŁŃŅŇŌŐŘŚŞŠŢŤŪŮŰŹŻŽА-ЯЁ"
_WORD = rf"[{_UPPER}](?:\.(?:[{_UPPER}]\.)*|\w{{1,4}}\.(?=[ \u00a0])|[\w\u0300-\u036f’'-]{{0,80}}+)"
_SMALL = "(?:de|del|della|di|da|van|von|der|bin|al|el|ter|zu)(?=[ \u00a0])"
RUN = re.compile(rf"{_WORD}(?:[ \u00a0](?:{_WORD}|{_SMALL})){{0,5}}")
FULL = re.compile(rf"{_WORD}(?:[ \u00a0](?:{_WORD}|{_SMALL})){{1,5}}")
_VERB = re.compile(r"[ \u00a0]([\w’']+)")
_PAST = frozenset([Tag.PAST, Tag.OTHER_PAST, Tag.AUXILIARY])
_STOPPED = re.compile(r"(?<![\w.])(\w{2,})\.(?!\w)")
_OWNER = re.compile(r"['’]s[ \u00a0]")
POSSESSIVE = re.compile(r"['’]s?$")


class NameRuns:
    """The names of one text."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self._text = text
        self._lexicon = lexicon
        self._female, self._male, self._no_person = given_names()
        self._known_bare: dict[str, list[str]] = {}

    def _runs(self, pattern: re.Pattern[str], start: int, end: int) -> Iterator[tuple[int, str]]:
        """Names with titles and initials, and where they begin; "… met Lee. Kim Ruiz", "Lee’s Kim Ruiz" are two."""
        for match in pattern.finditer(self._text, start, end):
            run, begin = match[0], 0
            cuts = [(owner.start(), owner.end()) for owner in _OWNER.finditer(run)] if "’" in run or "'" in run else []
            if "." in run:
                cuts += [
                    (stop.end(1), stop.end() + 1)
                    for stop in _STOPPED.finditer(run)
                    if stop[1].lower() not in self._lexicon.titles
                ]
            for end_of_name, next_name in sorted(cuts):
                yield match.start() + begin, run[begin:end_of_name]
                begin = next_name
            if begin < len(run):
                yield match.start() + begin, run[begin:]

    def _bare(self, run: str) -> list[str]:
        """The words of a name without titles."""
        known = self._known_bare.get(run)
        if known is None:
            known = self._known_bare[run] = self._without_titles(run)
        return known

    def _without_titles(self, run: str) -> list[str]:
        words = [POSSESSIVE.sub("", word) if "’" in word or "'" in word else word for word in run.split()]
        first = 0
        for at, word in enumerate(words):
            lower = word.rstrip(".").lower()
            if first == at > 0 and word.islower() and words[at - 1].lower() not in self._lexicon.titles:
                return []  # Bürgermeister von Port Sael
            office = lower in self._lexicon.titles or lower in self._lexicon.roles or self._is_compound(lower)
            if office or (first == at and lower in self._lexicon.tags):
                first = at + 1
        if self._lexicon.code in ("de", "ru"):  # Anwohnerin Ines Barth
            first = next((at for at in range(first, len(words) - 1) if self._is_given(words[at])), first)
        return words[first:]

    def _is_given(self, word: str) -> bool:
        word = composed(word)
        return word in self._female or word in self._male

    def _is_compound(self, word: str) -> bool:
        """Whether a German word is a kind of an office ("Umweltminister")."""
        return self._lexicon.code == "de" and len(word) > 8 and word.endswith(_endings(self._lexicon.code))

    def _acts(self, start: int) -> bool:
        """Whether a paragraph begins at `start` with a name and what that does, not "Marlow spokeswoman Jo Pell"."""
        name = RUN.match(self._text, start)
        if name is None or self._text[start - 1 : start] not in ("", "\n"):
            return False
        if name[0].split()[0].lower() in self._lexicon.tags:
            return False  # While Marlow …
        verb = _VERB.match(self._text, name.end())
        if verb is None:
            return self._text.startswith(",", name.end())
        word = verb[1].lower()
        tag = self._lexicon.tags.get(word)
        return word.endswith("ed") or tag in _PAST or (tag == Tag.PRESENT and word.endswith("s"))

    def _gender_by_title(self, run: str) -> str:
        for word in run.split()[:2]:
            title = word.rstrip(".").lower()
            if title in self._lexicon.titles and title in self._lexicon.genders:
                return self._lexicon.genders[title]
        return ""


def composed(word: str) -> str:
    """A name as the tables have it: é as one sign, however it is written."""
    return word if word.isascii() else normalize("NFC", word)


@cache
def _endings(code: str) -> tuple[str, ...]:
    """How the names of offices can end in a language that compounds them."""
    return tuple(role for role in load_lexicon(code).roles if len(role) > 4)


@cache
def given_names() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Read the given names of women and of men, and the words that show that a name is no person's."""
    data = read_table("suggest/quote_data/names.toml")
    return frozenset(data["female"].split()), frozenset(data["male"].split()), frozenset(data["no_person"].split())
