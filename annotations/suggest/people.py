"""Who "she", "Smith" and "the mayor" are, by the names that an article gives in full.

A name is resolved only where the article makes it plain: one full name has that surname, one person has that office, or
one person of that gender is named just before. Nothing here knows of quotes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from annotations.model import Span
from annotations.suggest.lexicon import Lexicon, Tag
from annotations.suggest.people_names import FULL, POSSESSIVE, RUN, NameRuns, composed

__all__ = ["ARTICLES", "People"]

_OPENS = re.compile(
    r"(?:\A|[.!?»”\"…]\s+|\n)(?:[^\W\d_]+\s[^,.\n]{2,40},\s)?(?:(?:el|la|il|lo|o|a|don|doña)\s+)?\Z", re.IGNORECASE
)
_PRONOUN_WINDOW = 500
_STILL = 900
"""Code points over which a pronoun may go on to mean the same person."""
ARTICLES = frozenset(
    "the der die das le la les l el los las il lo i gli o a os as этот эта".split()  # noqa: SIM905 - a table of words
)
_ENGLISH_ARTICLES = frozenset(["a", "an", "another"])
_APPOSITION = re.compile(r"\s*,\s+(?:(?:the|a|an|der|die|le|la|el|il|lo|o)\s+)?([\w’'-]+(?:\s+[\w’'-]+){0,5})")


@dataclass(frozen=True, slots=True)
class _Person:
    name: str
    gender: str
    at: int


class People(NameRuns):
    """The people of one article.

    Args:
        text: The whole text.
        lexicon: Tables of its language.
    """

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        super().__init__(text, lexicon)
        self._full: dict[str, set[str]] = {}  # surname -> full names
        self._offices: dict[str, set[str]] = {}  # role noun -> full names
        self._resolved: dict[str, str | None] = {}
        self._called: dict[str, str | None] = {}
        self._genders: dict[str, str] = {}
        self._sure: set[str] = set()  # names that are surely those of persons
        self._titled: dict[str, set[str]] = {}  # surname -> genders of the titles before it
        self._by_title: dict[str, str] = {}  # surname of who has no full name -> name with the first title
        met = set[str]()
        for start, run in self._runs(FULL, 0, len(text)):
            if run not in met:
                met.add(run)
                self._meet(start, run)
        for surname, genders in self._titled.items():
            self._meet_titled(surname, genders - {""})

    def name_of(self, span: Span, is_said: Callable[[int], bool] = lambda _: False) -> str | None:
        """Full name of who is meant with the words at `span`; None if they tell it, or it is not plain.

        Args:
            span: A name, a pronoun, or "the" with a role.
            is_said: Whether an offset lies in what somebody says, where names are no help for a pronoun.
        """
        text = self._text[span.start : span.end]
        gender = self._lexicon.genders.get(text.lower())
        if gender is not None and text.lower() not in self._lexicon.titles:
            person = self._meant(span.start, gender, is_said)
            return person.name if person else None
        if text not in self._resolved:
            name = self._named_alone(text, span)
            if name is None:
                return None  # perhaps later
            self._resolved[text] = name
        return self._resolved[text]

    def _named_alone(self, text: str, span: Span) -> str | None:
        """Full name of who has a surname or an office, wherever that is said."""
        words = text.replace(",", " ").split()
        if not words:
            return None
        if words[0].lower() in _ENGLISH_ARTICLES and self._lexicon.english:
            return None  # a spokesman is not the spokesman
        if words[0].lower() in ARTICLES or (len(words) == 1 and words[0].islower()):
            holders = {name for word in words[:4] for name in self._offices.get(POSSESSIVE.sub("", word).lower(), ())}
            return holders.pop() if len(holders) == 1 else None
        start, run = next(self._runs(RUN, span.start, span.end), (-1, ""))
        if start != span.start or text[len(run) : len(run) + 1] not in ("", ",") or run.endswith(("'s", "’s")):
            return None
        bare = self._bare(run)
        names = self._known_by(bare[0], span.start) if len(bare) == 1 else set[str]()
        return next(iter(names)) if len(names) == 1 and text not in names else None

    def _known_by(self, surname: str, offset: int) -> set[str]:
        """The full names with a surname; if there are several, those that were there before `offset`."""
        names = self._full.get(surname, set())
        if len(names) < 2:
            return names
        return {name for name in names if self._text.find(name, 0, offset) >= 0}

    def note_speaker(self, span: Span) -> None:
        """Note that who is named at `span` speaks, and so is a person: Kim Ruiz; Ruiz; the mayor, Kim Ruiz."""
        for start, run in self._runs(RUN, span.start, span.end):
            if start > span.start and self._text[start - 2 : start] != ", ":
                continue  # the mother of the Gamble Heights victim
            words = self._bare(run)
            if len(words) == 1 and len(run) == span.end - span.start and words[0] not in self._no_person:
                self._full.setdefault(words[0], {words[0]})  # who has no other name may be meant, too
            if words and words[-1] in self._full and self._no_person.isdisjoint(words):
                self._sure |= {
                    name
                    for name in self._full[words[-1]]
                    if " " in name and (len(words) == 1 or _same(name, " ".join(words)))
                }

    def note_person(self, name: str, office: Sequence[str] = ()) -> None:
        """Note that a full name is a person's, who has an office: "the mayor of Port Sael", Ines Vandermoor."""
        self._sure.add(name)
        for word in office[:4]:
            if word.lower() in self._lexicon.roles:
                self._offices.setdefault(word.lower(), set()).add(name)

    def last_named(self, start: int, end: int, is_said: Callable[[int], bool], *, opening: bool) -> str | None:
        """The person who is named last between two offsets.

        Args:
            start: Where to begin, or the furthest away that counts.
            end: Where to end.
            is_said: See `name_of`.
            opening: Whether only a name counts with which a sentence begins.
        """
        found = None
        for at, run in self._runs(RUN, max(start, end - _STILL), end):
            words = self._bare(run)
            if not words or is_said(at) or self._lexicon.tags.get(run.split()[0].lower()) == Tag.PREPOSITION:
                continue  # Por Graciela Montes
            if opening and not _OPENS.search(self._text, max(0, at - 60), at):
                continue
            names = self._full.get(words[-1], set())
            before = self._text[max(0, at - 12) : at].split()[-1:]
            titled = len(words) < len(run.split()) or (before and before[0].rstrip(".") in self._lexicon.titles)
            if not names and titled:
                names = {words[-1]}  # doña Remedios
            if len(names) == 1 and (titled or names <= self._sure):
                found = next(iter(names))
        return found

    def note_gender(self, name: str, pronoun: Span) -> None:
        """Note that a pronoun at `pronoun`, if it is one, means the person of that name."""
        gender = self._lexicon.genders.get(self._text[pronoun.start : pronoun.end].lower())
        if gender is not None:
            self._genders.setdefault(name, gender)

    def full_name(self, span: Span) -> str | None:
        """Full name of the person whose name stands at `span`, if it is plain; nobody's for a pronoun."""
        text = self._text[span.start : span.end]
        if text not in self._called:
            self._called[text] = None if text.islower() else self._full_name(span)
        return self._called[text]

    def _full_name(self, span: Span) -> str | None:
        run = self._head(span)
        bare = self._bare(run)
        names = self._full.get(bare[-1], set()) if bare else set[str]()
        if not names and bare and bare[-1] in self._by_title:
            return self._by_title[bare[-1]]
        if len(bare) > 1:
            whole = " ".join(bare)
            names = {name for name in names if _same(name, whole)}
        return next(iter(names)) if len(names) == 1 else None

    def _head(self, span: Span) -> str:
        """The name that a phrase is about: the first one, or the last in "Marlow spokeswoman Jo Pell"."""
        runs = list(self._runs(RUN, span.start, span.end))
        if not runs:
            return ""
        at, run = runs[-1]
        before = self._text[span.start : at].split()[-1:]
        is_last = at + len(run) == span.end and bool(before) and before[0].lower() in self._lexicon.roles
        return run if is_last else runs[0][1]

    def still_means(self, name: str, since: int, pronoun: Span, is_said: Callable[[int], bool]) -> bool:
        """Whether a pronoun may mean who was spoken of up to `since`: nobody else of that gender is named between.

        A question in a paragraph of its own is put to whom an interview is with, whoever spoke in between.
        """
        gender = self._lexicon.genders.get(self._text[pronoun.start : pronoun.end].lower())
        its = self._genders.get(name, gender if name in self._sure else None)
        if gender is None or its != gender or not 0 <= pronoun.start - since <= _STILL:
            return False
        if "?\n" in self._text[since : pronoun.start]:
            return False
        for at, run in self._runs(RUN, since, pronoun.start):
            words = self._bare(run)
            if not words or is_said(at) or not self._no_person.isdisjoint(words):
                continue
            titled = run.split()[0].rstrip(".").lower() in self._lexicon.titles
            others = self._full.get(words[-1], {self._by_title.get(words[-1], words[-1])} if titled else set()) - {name}
            if any(self._genders.get(other, gender) == gender for other in others):
                return False
        return True

    def _meet(self, start: int, run: str) -> None:
        words = self._bare(run)
        if len(words) == 1 and any(word.rstrip(".").lower() in self._lexicon.titles for word in run.split()[:-1]):
            self._titled.setdefault(words[0], set()).add(self._gender_by_title(run))
            at = next(at for at, word in enumerate(run.split()) if word.rstrip(".").lower() in self._lexicon.titles)
            self._by_title.setdefault(words[0], POSSESSIVE.sub("", " ".join(run.split()[at:])))
        if not 2 <= len(words) <= 4 or not self._no_person.isdisjoint(words):
            return
        offices = list(self._roles_around(start, run))
        if self._lexicon.code == "de" and not offices and not self._is_german_person(run, words):
            return
        name, surname = " ".join(words), words[-1]
        known = self._full.setdefault(surname, set())
        if not known or not any(name != other and _same(name, other) for other in known):
            known.add(name)
        gender = self._gender_by_title(run) or (
            "f" if composed(words[0]) in self._female else "m" if composed(words[0]) in self._male else ""
        )
        if gender:
            self._genders.setdefault(name, gender)
            self._sure.add(name)
        before = self._text[max(0, start - 8) : start].split()[-1:]
        if before and before[0].rstrip(".") in self._lexicon.titles:
            self._sure.add(name)  # don Íñigo Sanchís
        for role in offices:
            self._offices.setdefault(role, set()).add(name)
            self._sure.add(name)

    def _meet_titled(self, surname: str, genders: set[str]) -> None:
        """Know the only one with a surname for a person, when that has a title somewhere: Mrs. Hathersage."""
        names = self._full.get(surname) or {self._by_title[surname]}
        if len(names) == 1:
            name = next(iter(names))
            self._sure.add(name)
            if len(genders) == 1:
                self._genders.setdefault(name, next(iter(genders)))

    def _is_german_person(self, run: str, words: list[str]) -> bool:
        """Where all nouns have capitals, only a given name or an office tells a person."""
        before = [word.lower() for word in run.split()[: -len(words)]]
        offices = (*self._lexicon.titles, *self._lexicon.roles)
        return self._is_given(words[0]) or any(word in offices or self._is_compound(word) for word in before)

    def _roles_around(self, start: int, run: str) -> Iterator[str]:
        roles = self._lexicon.roles
        before = self._text[max(0, start - 30) : start].split()[-1:]
        for word in (*before, *run.split()[:3]):
            if word.rstrip(",").lower() in roles:
                yield word.rstrip(",").lower()
        after = _APPOSITION.match(self._text, start + len(run))
        if after:
            for word in after[1].split():
                if word.lower() in roles:
                    yield word.lower()

    def _meant(self, offset: int, gender: str, is_said: Callable[[int], bool]) -> _Person | None:
        """The person whom a pronoun at `offset` means: the only one of that gender just before."""
        text = self._text
        lowest = max(0, offset - _PRONOUN_WINDOW)
        paragraph = text.rfind("\n", lowest, offset) + 1
        start = max(paragraph, lowest)
        found = self._named(start, offset, gender, is_said)
        if not found and start == paragraph:
            end = start
            while end > 0 and text[end - 1].isspace() and start - end < 8:
                end -= 1
            lowest = max(0, end - _PRONOUN_WINDOW)
            start = max(text.rfind("\n", lowest, end) + 1, lowest)
            found = self._named(start, end, gender, is_said)
        if len({person.name for person in found}) > 1:
            return self._topic(found, start)
        return found[0] if found and found[0].name in self._sure else None

    def _topic(self, found: Sequence[_Person], start: int) -> _Person | None:
        """Of several, the one with whom the paragraph at `start` begins, if no other opens a sentence of it."""
        topic = found[0]
        if topic.at != start or topic.name not in self._sure or not self._acts(start):
            return None
        others = (person.at for person in found if person.name != topic.name)
        return None if any(_OPENS.search(self._text, max(0, at - 60), at) for at in others) else topic

    def _named(self, start: int, end: int, gender: str, is_said: Callable[[int], bool]) -> list[_Person]:
        found = []
        for at, run in self._runs(RUN, start, end):
            words = self._bare(run)
            names = self._known_by(words[-1], at + len(run)) if words else set()
            if words and not names and run.split()[0].rstrip(".").lower() in self._lexicon.titles:
                # Somebody whose full name is nowhere, but who may be meant.
                names = {self._by_title.get(words[-1], words[-1])}
            if len(names) != 1 or is_said(at) or not self._no_person.isdisjoint(words):
                continue
            name = next(iter(names))
            its = self._genders.get(name, "") or self._gender_by_title(run)
            if its in {"", gender}:
                found.append(_Person(name, its, at))
        return found


def _same(name: str, other: str) -> bool:
    """Whether two names differ only by words in the middle ("Kim Ruiz", "Kim A. Ruiz") or before ("Ana Kim Ruiz")."""
    one, two = name.split(), other.split()
    if one[-1] != two[-1]:
        return False
    shorter, longer = sorted((one, two), key=len)
    return one[0] == two[0] or (len(shorter) > 1 and longer[-len(shorter) :] == shorter)
