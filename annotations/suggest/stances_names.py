"""Which name an article has for whom it calls "he", "the president" or "Smith"."""

from __future__ import annotations

import re
from functools import cached_property

from annotations.lazy import lazy
from annotations.model import Span
from annotations.suggest.base import Passage
from annotations.suggest.lexicon import load_lexicon
from annotations.suggest.people import People
from annotations.suggest.stances_lexicon import load_grammar

__all__ = ["Names"]

_TITLES = (
    "President|Minister|Chancellor|Senator|Governor|Mayor|Secretary|King|Queen|Pope|Chairman|Chairwoman|Speaker"
    "|Congressman|Congresswoman|Judge|Justice|General"
)
_KINDS = ("Vice", "Prime", "Foreign", "Finance")


def _edged(words: str) -> str:
    """A pattern of words that begin at the edge of a word.

    A pattern that begins with letters is searched for several times as fast as one that begins with the edge itself.
    """
    return rf"{words[0]}(?<!\w.){words[1:]}"


_ANY_TITLE = "|".join(map(_edged, [*(f"{kind} (?:{_TITLES})" for kind in _KINDS), *_TITLES.split("|")]))
# One title, then one to three words with a capital.
_TITLED = lazy(rf"({_ANY_TITLE}) ((?:[A-Z]\w+ ){{0,2}}[A-Z][\w-]+)")
_FULL = lazy(r"[A-Z](?<!\w.)[a-zà-ÿ]+(?: (?:[A-Z]\. )?(?:[A-Z][’'](?=[A-Z]))?[A-Z][\w-]+){1,2}")


def _is_said(_: int) -> bool:
    return False


_MALE = frozenset(["he", "him", "his"])
_FEMALE = frozenset(["she", "her", "hers"])


class Names:
    """The names of one article; they are looked for when they are first needed."""

    def __init__(self, passage: Passage) -> None:
        self._text = passage.text

    @cached_property
    def _titled(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for match in _TITLED.finditer(self._text):
            found.setdefault(match[1].lower(), set()).add(match[2].split()[-1])
        return found

    @cached_property
    def _with_title(self) -> frozenset[str]:
        return frozenset(name for names in self._titled.values() for name in names)

    @cached_property
    def _people(self) -> list[tuple[int, str]]:
        found = []
        for match in _FULL.finditer(self._text):
            parts = match[0].split()
            while len(parts) > 1 and parts[0].lower() in load_grammar().not_in_names:
                del parts[0]
            if len(parts) > 1:
                found.append((match.start(), " ".join(parts)))
        return found

    @cached_property
    def _full(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for _, name in self._people:
            found.setdefault(name.split()[-1], set()).add(name)
        return found

    @cached_property
    def _persons(self) -> People:
        return People(self._text, load_lexicon("en"))

    def name_of(self, words: str, start: int) -> str | None:
        """The name of whom `words` at offset `start` mean, if the article has one for them and no other."""
        low = words.lower()
        span = Span(start, start + len(words))
        if low in _MALE or low in _FEMALE:
            return self._persons.name_of(span) or self._subject_before(span) or self._before(start)
        if low.startswith("the "):
            surnames = self._titled.get(low[4:], set())
            if len(surnames) == 1:
                return self._longest(next(iter(surnames)))
            return self._persons.name_of(span) if low.split()[-1] in load_lexicon("en").roles else None
        if words.startswith(("Mr", "Ms", "Miss ")):
            return None  # a first name in the article may be that of a husband or a wife
        parts = words.split()
        if (
            len(
                [
                    part
                    for part in parts
                    if part[0].isupper() and part.lower().rstrip(".") not in load_grammar().not_in_names
                ]
            )
            != 1
        ):
            return None
        last = parts[-1]
        full = self._longest(last)
        return full if full not in {words, last} else None

    def _longest(self, surname: str) -> str:
        names = self._full.get(surname, set())
        firsts = {name.split()[0] for name in names}
        return max(names, key=lambda name: (len(name), name)) if len(firsts) == 1 else surname

    def _subject_before(self, pronoun: Span) -> str | None:
        """The person whose name opens a sentence of the same paragraph, if no other of that gender is named since."""
        paragraph = self._text.rfind("\n", 0, pronoun.start) + 1
        name = self._persons.last_named(paragraph, pronoun.start, _is_said, opening=True)
        if name is None or not self._persons.still_means(name, paragraph, pronoun, _is_said):
            return None
        return name

    def _before(self, start: int) -> str | None:
        """The person named in the 400 characters before, if it is only one."""
        near = self._text[max(0, start - 400) : start]
        surnames = set()
        for match in re.finditer(r"[A-Z][\w’-]+", near):
            word = match[0].removesuffix("’s")
            if word in self._full or word in self._with_title:
                surnames.add(word)
        return self._longest(next(iter(surnames))) if len(surnames) == 1 else None
