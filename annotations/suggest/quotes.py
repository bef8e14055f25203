"""Quotes: who says what, in quotation marks or without.

Each block is read as a string of tags. Verbs and "according to" give frames of source, cue and content
(`quotes_frames`). Quoted words that no frame holds belong to who spoke just before, when they stand alone
(`quotes_reading`); inside a sentence they are scare quotes or titles, and left alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from annotations.model import Role
from annotations.suggest.base import Passage, Suggestion
from annotations.suggest.lexicon import Lexicon, load_lexicon
from annotations.suggest.quotes_drafts import Draft
from annotations.suggest.quotes_reading import Reading
from annotations.suggest.tagging import Tagger

__all__ = ["QuoteSuggester"]


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
        wanted = None if sentences is None else frozenset(sentences)
        for draft in sorted(reading.drafts, key=lambda draft: (draft.fragments[0].start, -draft.fragments[-1].end)):
            if wanted is None or passage.sentences.index_at(draft.fragments[0].start) in wanted:
                yield _suggestion(draft)

    def _tagger(self, lexicon: Lexicon) -> Tagger:
        if lexicon.code not in self._taggers:
            self._taggers[lexicon.code] = Tagger(lexicon)
        return self._taggers[lexicon.code]


def _suggestion(draft: Draft) -> Suggestion:
    roles = []
    if draft.source is not None:
        roles.append(Role("source", None, draft.source))
    if draft.cue is not None:
        roles.append(Role("cue", None, draft.cue))
    return Suggestion(
        "quote", tuple(draft.fragments), tuple(roles), {"kind": draft.kind}, draft.score, (draft.reason,)
    )
