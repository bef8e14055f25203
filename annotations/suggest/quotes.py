"""Quotes: who says what, in quotation marks or without.

Each block is read as a string of tags. Verbs and "according to" give frames of source, cue and content
(`quotes_frames`). Quoted words that no frame holds belong to who spoke just before, when they stand alone
(`quotes_reading`); inside a sentence they are scare quotes or titles, and left alone.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from annotations.model import Role, Span
from annotations.suggest.base import Passage, Suggestion
from annotations.suggest.lexicon import Lexicon, load_lexicon
from annotations.suggest.people import People
from annotations.suggest.quotes_drafts import Draft
from annotations.suggest.quotes_reading import Reading
from annotations.suggest.tagging import Tagger

__all__ = ["QuoteSuggester"]


_APPOSITION = re.compile(r",\s((?:[A-ZÀ-Ý][\w’'.-]{0,30}\s){1,3}[A-ZÀ-Ý][\w’'-]{1,30})[,.;:]")
"""A name of two to four words between commas."""


class QuoteSuggester:
    """Suggests quotes; see `annotations.suggest.base.Suggester`."""

    kind = "quotes"
    label = "quote"

    def __init__(self) -> None:
        self._taggers: dict[str, Tagger] = {}

    def suggest(self, passage: Passage, sentences: Sequence[int] | None = None) -> Iterator[Suggestion]:
        """Yield quotes in the order of the text; `sentences` are those in which one may begin."""
        lexicon = load_lexicon(passage.language)
        reading = Reading(passage, lexicon, self._tagger(lexicon))
        reading.read()
        drafts = sorted(reading.drafts, key=lambda draft: (draft.fragments[0].start, -draft.fragments[-1].end))
        names = _Names(passage, lexicon, drafts)
        wanted = None if sentences is None else frozenset(sentences)
        for draft in drafts:
            if wanted is None or passage.sentences.index_at(draft.fragments[0].start) in wanted:
                yield _suggestion(draft, names)

    def _tagger(self, lexicon: Lexicon) -> Tagger:
        if lexicon.code not in self._taggers:
            self._taggers[lexicon.code] = Tagger(lexicon)
        return self._taggers[lexicon.code]


class _Names:
    """Full names of sources, where the article makes them plain."""

    def __init__(self, passage: Passage, lexicon: Lexicon, drafts: Sequence[Draft]) -> None:
        self._text = passage.text
        self._people = People(passage.text, lexicon)
        speakers = {draft.source.of(passage.text): draft.source for draft in drafts if draft.source is not None}
        for named in speakers.values():
            self._people.note_speaker(named)
        said = sorted(fragment for draft in drafts if draft.kind == "direct" for fragment in draft.fragments)
        self._starts = [fragment.start for fragment in said]
        self._ends = [fragment.end for fragment in said]
        self._names: dict[Span, str | None] = {}
        speaking: tuple[str, int] | None = None  # who, and up to where that is known
        for draft in drafts:
            source = draft.source
            if source is None:
                continue
            name = self._found(source)
            if name is not None:
                self._people.note_gender(name, source)
            elif speaking is not None and self._people.still_means(*speaking, source, self._is_said):
                name = speaking[0]
            self._names[source] = name
            if speaker := name or self._people.full_name(source):
                speaking = speaker, max(source.end, draft.fragments[-1].end)

    def name_of(self, source: Span) -> str | None:
        """Full name of a source; None if its words tell it already, or it is not plain.

        A pronoun for which nobody is named just before means who spoke last, if nobody else is named since.
        """
        return self._names[source]

    def _found(self, source: Span) -> str | None:
        """Full name of a source by what stands around it.

        An office, which ends in no name, may have its holder beside it: “the spokeswoman, Ines Vandermoor, stated”.
        """
        beside = _APPOSITION.match(self._text, source.end)
        if beside is not None and source.of(self._text).split()[-1].islower():
            name = " ".join(beside[1].split())
            self._people.note_person(name)
            return name
        return self._people.name_of(source, self._is_said)

    def _is_said(self, offset: int) -> bool:
        index = bisect_right(self._starts, offset) - 1
        return index >= 0 and offset < self._ends[index]


def _suggestion(draft: Draft, names: _Names) -> Suggestion:
    roles = []
    if draft.source is not None:
        roles.append(Role("source", names.name_of(draft.source), draft.source))
    if draft.cue is not None:
        roles.append(Role("cue", None, draft.cue))
    return Suggestion("quote", tuple(draft.fragments), tuple(roles), {"kind": draft.kind}, draft.score, (draft.reason,))
