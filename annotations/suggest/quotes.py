"""Quotes: who says what, in quotation marks or without.

Each block is read as a string of tags. Verbs and "according to" give frames of source, cue and content
(`quotes_frames`). Quoted words that no frame holds belong to who spoke just before, when they stand alone; inside a
sentence they are scare quotes or titles, and left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from annotations.model import BlockKind, Role, Span
from annotations.quoting import Quoted, quotations
from annotations.suggest.base import Passage, Suggestion
from annotations.suggest.lexicon import Lexicon, load_lexicon
from annotations.suggest.mentions import Phrases
from annotations.suggest.quotes_frames import Frame, Frames
from annotations.suggest.tagging import Tagged, Tagger

__all__ = ["QuoteSuggester"]

_MARK = re.compile("[“”„‟\"＂«»‹›‘’‚'`「『]")
_SILENT = frozenset([BlockKind.CODE])


@dataclass(frozen=True, slots=True)
class _Found:
    """A quote before names are resolved."""

    fragments: tuple[Span, ...]
    source: Span | None
    cue: Span | None
    kind: str
    score: float
    reason: str
    block: int


class QuoteSuggester:
    """Suggests quotes; see `annotations.suggest.base.Suggester`."""

    kind = "quotes"
    label = "quote"

    def __init__(self) -> None:
        self._taggers: dict[str, Tagger] = {}

    def suggest(self, passage: Passage, sentences: Sequence[int] | None = None) -> Iterator[Suggestion]:
        """Yield quotes in the order of the text; `sentences` are those in which one may begin."""
        lexicon = load_lexicon(passage.language)
        found = list(_Reading(passage, lexicon, self._tagger(lexicon)).quotes())
        found.sort(key=lambda quote: (quote.fragments[0].start, -quote.fragments[-1].end))
        wanted = None if sentences is None else frozenset(sentences)
        for quote in found:
            if wanted is not None and passage.sentences.index_at(quote.fragments[0].start) not in wanted:
                continue
            roles = []
            if quote.source is not None:
                roles.append(Role("source", None, quote.source))
            if quote.cue is not None:
                roles.append(Role("cue", None, quote.cue))
            yield Suggestion(
                "quote", quote.fragments, tuple(roles), {"kind": quote.kind}, quote.score, (quote.reason,)
            )

    def _tagger(self, lexicon: Lexicon) -> Tagger:
        if lexicon.code not in self._taggers:
            self._taggers[lexicon.code] = Tagger(lexicon)
        return self._taggers[lexicon.code]


class _Reading:
    """One passage, block after block."""

    def __init__(self, passage: Passage, lexicon: Lexicon, tagger: Tagger) -> None:
        self._passage = passage
        self._lexicon = lexicon
        self._tagger = tagger
        self._last: _Found | None = None  # the last direct quote
        self._open = False  # whether it was left open at the end of its block

    def quotes(self) -> Iterator[_Found]:
        passage = self._passage
        at = 0
        for index, block in enumerate(passage.blocks):
            first = at
            while at < len(passage.sentences) and passage.sentences.start(at) < block.end:
                at += 1
            if block.kind in _SILENT or first == at:
                continue
            ranges = [(passage.sentences.start(i), passage.sentences.end(i)) for i in range(first, at)]
            yield from self._block(index, block.start, block.end, ranges)

    def _block(self, index: int, start: int, end: int, ranges: list[tuple[int, int]]) -> Iterator[_Found]:
        text = self._passage.text
        groups: list[tuple[Quoted, ...]] = []
        if _MARK.search(text, start, end):
            groups = [parts for parts in quotations(text, start, end) if parts[0].depth == 0]
        parts = sorted((part for group in groups for part in group), key=lambda part: part.outer.start)
        outers = [part.outer for part in parts]
        tagged = self._tagger.tag(text, ranges, outers)
        phrases = Phrases(tagged, self._lexicon)
        frames = Frames(tagged, phrases, self._lexicon).find()
        taken: dict[int, int] = {}  # word of a quotation -> index in found
        found: list[_Found] = []
        for frame in frames:
            quote = self._quote(tagged, frame, parts, index)
            if quote is None:
                continue
            for first, stop in frame.parts:
                for at in range(first, stop):
                    if tagged.tags[at] == "Q":
                        taken.setdefault(at, len(found))
            found.append(quote)
        self._rest(tagged, parts, taken, found, index)
        yield from found

    def _quote(self, tagged: Tagged, frame: Frame, parts: list[Quoted], index: int) -> _Found | None:
        tags = tagged.tags
        fragments = tuple(tagged.span(first, stop) for first, stop in frame.parts)
        inside = "".join(tags[first:stop] for first, stop in frame.parts)
        quoted = inside.count("Q")
        if quoted and quoted == len(inside):
            kind = "direct"
        elif quoted:
            kind = "mixed"
        else:
            kind = "indirect"
        source = None if frame.source is None else tagged.span(frame.source.start, frame.source.end)
        return _Found(fragments, source, tagged.span(*frame.cue), kind, frame.score, frame.reason, index)

    def _rest(
        self, tagged: Tagged, parts: list[Quoted], taken: dict[int, int], found: list[_Found], index: int
    ) -> None:
        """Quoted words that no frame holds: those that make a sentence belong to who spoke before."""
        tags = tagged.tags
        for at, number in sorted(tagged.quotes.items()):
            part = parts[number]
            if at in taken:
                quote = found[taken[at]]
                if quote.kind != "indirect":
                    self._last = quote
                continue
            before = tags[at - 1] if at else "|"
            after = tags[at + 1] if at + 1 < len(tags) else "|"
            if before not in "|Q:" or after not in "|.,Q":
                continue
            last = self._last
            if last is None or last.source is None or index - last.block > 1:
                continue
            if last.block == index and last in found:
                where = found.index(last)
                joined = replace(last, fragments=(*last.fragments, part.outer))
                if last.fragments[-1].end <= part.outer.start and last.kind == "direct":
                    found[where] = self._last = joined
                    continue
            quote = _Found((part.outer,), last.source, last.cue, "direct", 0.75, "quotation marks, after the speaker's words", index)
            found.append(quote)
            self._last = quote
