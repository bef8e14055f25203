"""Quotes: who says what, in quotation marks or without.

Each block is read as a string of tags. Verbs and "according to" give frames of source, cue and content
(`quotes_frames`). Quoted words that no frame holds belong to who spoke just before, when they stand alone
(`quotes_reading`); inside a sentence they are scare quotes or titles, and left alone.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Protocol

from annotations.model import Role, Span
from annotations.sentences import language_of
from annotations.sentences.language import GENERAL
from annotations.suggest.base import Passage, Suggestion
from annotations.suggest.lexicon import Lexicon, load_lexicon
from annotations.suggest.people import ARTICLES, People
from annotations.suggest.quotes_drafts import Draft
from annotations.suggest.quotes_reading import Reading
from annotations.suggest.quotes_scores import score_of
from annotations.suggest.tagging import Tagger

__all__ = ["QuoteSuggester"]


_NOBODY = re.compile(r"\b(?:s[ei]|stat[ao]|foi|fue|sido)\s+\Z", re.IGNORECASE)
_MY = frozenset(["contesto", "digo", "pregunto", "respondo"])
_BEFORE = 12
_REACH = 600
_APPOSITION = re.compile(r",\s((?:[A-ZÀ-Ý][\w’'.-]{0,30}\s){1,3}[A-ZÀ-Ý][\w’'-]{1,30})[,.;:]")
"""A name of two to four words between commas."""


class QuoteSuggester:
    """Suggests quotes; see `annotations.suggest.base.Suggester`."""

    kind = "quotes"
    label = "quote"

    def __init__(self) -> None:
        self._taggers: dict[str, Tagger] = {}
        self._last: tuple[Passage, Sequence[Draft], _WhoIsWho] | None = None

    def suggest(self, passage: Passage, sentences: Sequence[int] | None = None) -> Iterator[Suggestion]:
        """Yield quotes in the order of the text; `sentences` are those in which one may begin."""
        if self._last is None or self._last[0] is not passage:  # a passage is read once, whichever part is wanted first
            self._last = (passage, *self._read(passage))
        _, drafts, names = self._last
        wanted = None if sentences is None else frozenset(sentences)
        for draft in drafts:
            if wanted is None or passage.sentences.index_at(draft.fragments[0].start) in wanted:
                yield _suggestion(draft, names)

    def _read(self, passage: Passage) -> tuple[Sequence[Draft], _WhoIsWho]:
        if passage.language == GENERAL and language_of(passage.text) == "zh":
            return _read_chinese(passage)
        lexicon = load_lexicon(passage.language)
        reading = Reading(passage, lexicon, self._tagger(lexicon))
        reading.read()
        drafts = sorted(reading.drafts, key=lambda draft: (draft.fragments[0].start, -draft.fragments[-1].end))
        return drafts, _Names(passage, lexicon, drafts)

    def _tagger(self, lexicon: Lexicon) -> Tagger:
        if lexicon.code not in self._taggers:
            self._taggers[lexicon.code] = Tagger(lexicon)
        return self._taggers[lexicon.code]


class _WhoIsWho(Protocol):
    """What is known of the sources of a passage."""

    @property
    def english(self) -> bool:
        """Whether the quotes were found by the grammar of English."""
        ...

    def is_named(self, source: Span | None) -> bool:
        """Whether a source has a name, in its words or as the article tells it."""
        ...

    def name_of(self, source: Span) -> str | None:
        """Full name of a source; None if its words tell it already, or it is not plain."""
        ...

    def name_left_out(self, cue: Span) -> str | None:
        """Name of who says something with a verb that has no subject, if it is plain."""
        ...


def _read_chinese(passage: Passage) -> tuple[Sequence[Draft], _WhoIsWho]:
    from annotations.suggest.quotes_chinese import ChineseReading

    reading = ChineseReading(passage)
    reading.read()
    return reading.drafts, reading


class _Names:
    """Full names of sources, where the article makes them plain."""

    def __init__(self, passage: Passage, lexicon: Lexicon, drafts: Sequence[Draft]) -> None:
        self._text = passage.text
        self._people = People(passage.text, lexicon)
        self._lexicon = lexicon
        speakers = {draft.source.of(passage.text): draft.source for draft in drafts if draft.source is not None}
        for named in speakers.values():
            self._people.note_speaker(named)
        said = sorted(fragment for draft in drafts if draft.kind == "direct" for fragment in draft.fragments)
        self._starts = [fragment.start for fragment in said]
        self._ends = [fragment.end for fragment in said]
        self._names: dict[Span, str | None] = {}
        speaking: tuple[str, int] | None = None  # who, and up to where that is known
        office: int | None = None  # where somebody without a name was named by an office
        self._unsaid: dict[Span, str] = {}
        for draft in drafts:
            source = draft.source
            if source is None:
                if lexicon.unsaid and draft.cue is not None and (left_out := self._left_out(draft.cue, speaking)):
                    self._unsaid[draft.cue] = left_out
                continue
            name = None if self._is_of_office(source, office) else self._found(source)
            if name is not None:
                self._people.note_gender(name, source)
            elif speaking is not None and self._people.still_means(*speaking, source, self._is_said):
                name = speaking[0]
            self._names[source] = name
            if speaker := name or self._people.full_name(source) or self._words(draft):
                speaking = speaker, max(source.end, draft.fragments[-1].end)
            elif self._is_office(source):
                speaking, office = None, source.end  # the judge, who has no name, but may be meant with “he”

    @property
    def english(self) -> bool:
        """Whether the quotes were found by the grammar of English."""
        return self._lexicon.english

    def is_named(self, source: Span | None) -> bool:
        """Whether a source has a name, in its words or as the article tells it."""
        if source is None or self._names[source]:
            return source is not None
        words = source.of(self._text).split()
        return any(word[0].isupper() for word in words if word.lower() not in self._lexicon.tags)

    def name_of(self, source: Span) -> str | None:
        """Full name of a source; None if its words tell it already, or it is not plain.

        A pronoun for which nobody is named just before means who spoke last, if nobody else is named since.
        """
        return self._names[source]

    def name_left_out(self, cue: Span) -> str | None:
        """Name of who says something with a verb that has no subject ("Añadió que …"), if it is plain."""
        return self._unsaid.get(cue)

    def _is_of_office(self, source: Span, office: int | None) -> bool:
        """Whether a pronoun means somebody without a name who spoke in the same paragraph."""
        if office is None or source.of(self._text).lower() not in self._lexicon.genders:
            return False
        return "\n" not in self._text[office : source.start]

    def _is_office(self, source: Span) -> bool:
        words = source.of(self._text).lower().split()
        return not self._lexicon.roles.isdisjoint(words)

    def _words(self, draft: Draft) -> str | None:
        """The words for who speaks and has no name, where later verbs need no subject."""
        source, cue = draft.source, draft.cue
        if source is None or cue is None or not self._lexicon.unsaid:
            return None
        words = source.of(self._text).split()
        by_verb = cue.of(self._text).split()[0].lower() in self._lexicon.verbs
        if not by_verb or words[0].lower() not in ARTICLES or len(words) < 2:
            return None  # Según un informe, …
        return " ".join([words[0].lower(), *words[1:]])

    def _left_out(self, cue: Span, speaking: tuple[str, int] | None) -> str | None:
        """Who is meant where a verb has no subject: who spoke or acted last, and else who was named last."""
        if _NOBODY.search(self._text, max(0, cue.start - _BEFORE), cue.start) or cue.of(self._text).lower() in _MY:
            return None
        since = speaking[1] if speaking is not None else 0
        same = speaking is not None and "\n" not in self._text[since : cue.start]
        acting = self._people.last_named(since, cue.start, self._is_said, opening=same)
        if acting is None and speaking is not None and cue.start - since <= _REACH:
            return speaking[0]
        return acting or self._people.last_named(since, cue.start, self._is_said, opening=False)

    def _found(self, source: Span) -> str | None:
        """Full name of a source by what stands around it.

        An office, which ends in no name, may have its holder beside it: “the spokeswoman, Ines Vandermoor, stated”.
        """
        beside = _APPOSITION.match(self._text, source.end)
        words = source.of(self._text).split()
        if beside is not None and (words[-1].islower() or self._is_office(source)):
            name = " ".join(beside[1].split())
            self._people.note_person(name, words)
            return name
        return self._people.name_of(source, self._is_said)

    def _is_said(self, offset: int) -> bool:
        index = bisect_right(self._starts, offset) - 1
        return index >= 0 and offset < self._ends[index]


def _suggestion(draft: Draft, names: _WhoIsWho) -> Suggestion:
    roles = []
    reasons = [draft.reason]
    if draft.source is not None:
        roles.append(Role("source", names.name_of(draft.source), draft.source))
    elif draft.cue is not None and (name := names.name_left_out(draft.cue)):
        roles.append(Role("source", name, None))
        reasons.append("said by who spoke or acted just before")
    if draft.cue is not None:
        roles.append(Role("cue", None, draft.cue))
    score = score_of(
        draft.kind,
        draft.score,
        english=names.english,
        named=names.is_named(draft.source),
        sourced=bool(roles) and roles[0].role == "source",
    )
    return Suggestion("quote", tuple(draft.fragments), tuple(roles), {"kind": draft.kind}, score, tuple(reasons))
