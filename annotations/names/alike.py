"""Which names may mean the same person or thing: a surname alone, a title before it, initials, accents, a slip.

These are suggestions for a person to confirm. Nothing is found that a glance at the two names would not explain.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from annotations.names.runs import PRONOUNS

if TYPE_CHECKING:
    from annotations.names.merged import Known

__all__ = ["Alike", "alike_names", "one_slip"]

_WORDS = re.compile(r"[\w&]+(?:['’-][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’]s$")
_POSSESSIVE_WITHIN = re.compile(r"s?['’]s?\s")
_ARTICLES = frozenset(
    ("the", "a", "an", "der", "die", "das", "le", "la", "les", "el", "los", "il", "lo", "i", "o", "os")
)
_SMALL = _ARTICLES | frozenset(("of", "and", "for", "de", "del", "des", "du", "di", "und", "von", "et", "y", "e"))
_ACRONYM = re.compile(r"[^\W\d_](?:\.?[^\W\d_]){1,6}\.?")
_LEAST_FOR_SLIP = 5
"""Letters of the shortest name in which one wrong letter is taken for a slip."""
_MOST_FOR_SLIP = 20
"""Where more names than this are one letter from each other, it is no slip but the way they are made."""

_WRITING, _TITLE, _INITIALS, _SURNAME, _SLIP = range(5)
_WHY = {
    _WRITING: "written otherwise",
    _TITLE: "with and without a title",
    _INITIALS: "initials",
    _SURNAME: "the only longer name with this word",
    _SLIP: "one letter differs",
}


@dataclass(frozen=True, slots=True)
class Alike:
    """`name` may stand for `into`; `why` says what makes one think so."""

    name: str
    into: str
    why: str


@dataclass(frozen=True, slots=True)
class _Name:
    known: Known
    words: tuple[str, ...]  # without accents, in small letters
    bare: tuple[str, ...]  # and without article, titles and offices before it

    @property
    def name(self) -> str:
        return self.known.name

    @property
    def weight(self) -> tuple[int, int, str]:
        """The more, the more it deserves that others stand for it."""
        return (self.known.uses, len(self.name), self.name)


def alike_names(known: Iterable[Known]) -> list[Alike]:
    """Return pairs of names that may mean the same, each pair once, the surest first."""
    names = [_named(one) for one in known if one.name.casefold() not in PRONOUNS and _is_proper(one.name)]
    found: dict[frozenset[str], tuple[int, _Name, _Name]] = {}
    for kind, name, into in (
        *_written_otherwise(names), *_titled(names), *_initials(names), *_parts(names), *_slips(names)
    ):  # fmt: skip
        pair = frozenset((name.name, into.name))
        if len(pair) == 2 and (pair not in found or kind < found[pair][0]):
            found[pair] = (kind, name, into)
    ordered = sorted(found.values(), key=lambda one: (one[0], -one[1].known.uses - one[2].known.uses, one[1].name))
    return [Alike(name.name, into.name, _WHY[kind]) for kind, name, into in ordered]


def one_slip(one: str, other: str) -> bool:
    """Tell whether two words differ by one letter more, less or other, or by two neighbours that changed places."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    end = 0
    while end < min(len(one), len(other)) - start and one[-1 - end] == other[-1 - end]:
        end += 1
    left, right = one[start : len(one) - end], other[start : len(other) - end]
    return len(left) <= 1 >= len(right) or (len(left) == 2 and left == right[::-1])


def _is_proper(name: str) -> bool:
    """Tell whether a word but an article is written as names are: “the mayor” is another person in each article."""
    words = [word for word in _WORDS.findall(name) if _plain(word) not in _ARTICLES]
    return any(word[0].isupper() or word[0].upper() == word[0].lower() for word in words)


def _named(known: Known) -> _Name:
    words = tuple(_POSSESSIVE.sub("", _plain(word)) for word in _WORDS.findall(known.name))
    first = 0
    while first < len(words) - 1 and (words[first] in _ARTICLES or words[first] in _offices()):
        first += 1
    return _Name(known, words, words[first:])


def _plain(text: str) -> str:
    parted = unicodedata.normalize("NFKD", text)
    return "".join(c for c in parted if not unicodedata.combining(c)).casefold().replace("ł", "l").replace("ø", "o")


@cache
def _offices() -> frozenset[str]:
    """Titles and words for what somebody is, in all languages with tables."""
    from annotations.suggest.lexicon import KNOWN, load_lexicon

    tables = [load_lexicon(code) for code in KNOWN]
    return frozenset(_plain(word) for table in tables for word in (*table.titles, *table.roles))


def _written_otherwise(names: Sequence[_Name]) -> Iterator[tuple[int, _Name, _Name]]:
    yield from _same(((name.words, name) for name in names), _WRITING)


def _titled(names: Sequence[_Name]) -> Iterator[tuple[int, _Name, _Name]]:
    yield from _same(((name.bare, name) for name in names), _TITLE)


def _same(keyed: Iterable[tuple[tuple[str, ...], _Name]], kind: int) -> Iterator[tuple[int, _Name, _Name]]:
    """Pair names of one key, each with the best of them: one without a title, then the one used most."""
    groups: dict[tuple[str, ...], list[_Name]] = defaultdict(list)
    for key, name in keyed:
        if key:
            groups[key].append(name)
    for group in groups.values():
        if len(group) > 1:
            best = max(group, key=lambda name: (name.words == name.bare, name.weight))
            yield from ((kind, name, best) for name in group if name is not best)


def _initials(names: Sequence[_Name]) -> Iterator[tuple[int, _Name, _Name]]:
    """Pair “EU” with “European Union”, and “J. Biden” and “Joe R. Biden” with “Joe Biden”."""
    by_initials: dict[str, list[_Name]] = defaultdict(list)
    by_ends: dict[tuple[str, str], list[_Name]] = defaultdict(list)
    for name in names:
        large = [word for word in name.bare if word not in _SMALL]
        if len(large) > 1:
            for initials in {"".join(word[0] for word in part) for part in (large, name.bare)}:
                by_initials[initials].append(name)
            by_ends[name.bare[-1], name.bare[0][0]].append(name)
    for name in names:
        written = name.name.split()[-1] if len(name.bare) == 1 else name.name
        letters = _plain(written).replace(".", "")
        if _ACRONYM.fullmatch(written) and written.upper() == written:
            yield from ((_INITIALS, name, other) for other in by_initials.get(letters, ()))
    for group in by_ends.values():
        for index, one in enumerate(group):
            for other in group[index + 1 :]:
                short, long = sorted((one, other), key=lambda name: (len(name.bare[0]), len(name.bare)))
                middle = short.bare[0] == long.bare[0] and min(len(one.bare), len(other.bare)) == 2
                if middle or (len(short.bare[0]) == 1 and len(short.bare) < len(long.bare) + 2):
                    into = max(one, other, key=lambda name: (len(name.bare[0]) > 1, name.weight))
                    yield _INITIALS, one if into is other else other, into


def _parts(names: Sequence[_Name]) -> Iterator[tuple[int, _Name, _Name]]:
    """Pair a word with the only longer name that it is the last or the first word of, at least in its articles."""
    by_word: dict[str, dict[tuple[str, ...], _Name]] = defaultdict(dict)
    for name in names:
        if 1 < len(name.bare) <= 5 and not _POSSESSIVE_WITHIN.search(name.name):
            for word in (name.bare[0], name.bare[-1]):
                best = by_word[word].get(name.bare)
                if best is None or name.weight > best.weight:
                    by_word[word][name.bare] = name
    for name in names:
        if len(name.bare) != 1 or len(name.bare[0]) < 3 or not name.name.split()[-1][:1].isupper():
            continue
        longer = list(by_word.get(name.bare[0], {}).values())
        last = [other for other in longer if other.bare[-1] == name.bare[0]]
        for found in (last, longer):
            near = [other for other in found if name.known.articles <= other.known.articles]
            only = found if len(found) == 1 else near
            if len(only) == 1:
                yield _SURNAME, name, only[0]
                break


def _slips(names: Sequence[_Name]) -> Iterator[tuple[int, _Name, _Name]]:
    """Pair names that differ by one letter. Two such names have a text in common once each has lost one letter."""
    shortened: dict[str, list[_Name]] = defaultdict(list)
    for name in names:
        text = " ".join(name.words)
        if len(text) >= _LEAST_FOR_SLIP and not any(c.isdigit() for c in text):
            for variant in {text, *(text[:at] + text[at + 1 :] for at in range(len(text)))}:
                shortened[variant].append(name)
    for group in shortened.values():
        for index, one in enumerate(group if len(group) <= _MOST_FOR_SLIP else ()):
            for other in group[index + 1 :]:
                texts = sorted((" ".join(one.words), " ".join(other.words)), key=len)
                if one_slip(*texts) and texts[1] != f"{texts[0]}s":
                    into = max(one, other, key=lambda name: name.weight)
                    yield _SLIP, one if into is other else other, into
