"""Speakers named before a colon, or behind a dash: transcripts, headlines, and “…” — Name."""

from __future__ import annotations

import re
from collections import Counter

from annotations.columns import Blocks
from annotations.model import Block, BlockKind, Span
from annotations.offsets import trim
from annotations.suggest.lexicon import Lexicon
from annotations.suggest.quotes_drafts import Draft

__all__ = ["Labels"]

_NAME = r"[A-ZÀ-ÞА-Я][\w.'’-]*(?: (?:[A-ZÀ-ÞА-Я][\w.'’-]*|d[aei]|de[lr]?|van|von)){0,4}"
_LABEL = re.compile(rf"[\"“]?({_NAME})(?: ?\([^()\n]{{1,40}}\))?(:)\s+(?=\S)")
_WORDS = re.compile(r"\w+")


class Labels:
    """The labels at the heads of the blocks of one text."""

    def __init__(self, text: str, blocks: Blocks, lexicon: Lexicon) -> None:
        self._text = text
        self._no_speakers = lexicon.no_speakers
        names = Counter(
            match[1]
            for block in blocks
            if block.kind is not BlockKind.HEADING and (match := self._match(block.start, block.end))
        )
        # Two who speak in turns, or names in capitals; "Jobs: …" in a list is nobody.
        turns = [name for name, count in names.items() if count > 1]
        loud = [name for name in names if name.isupper() and len(name) > 1]
        speakers = names if len(turns) > 1 else loud if sum(names[name] for name in loud) > 2 else ()
        self._speakers = frozenset(speakers)
        self._words: Counter[str] | None = None

    def _is_named_again(self, name: str) -> bool:
        if self._words is None:
            self._words = Counter(_WORDS.findall(self._text))
        words = _WORDS.findall(name)
        return bool(words) and self._words[words[-1]] > 1 and words[-1].lower() not in self._words

    def _match(self, start: int, end: int) -> re.Match[str] | None:
        if self._text.find(":", start, end) < 0:
            return None
        match = _LABEL.match(self._text, start, end)
        if match is None or match[1].split()[-1].lower() in self._no_speakers:
            return None
        return match

    def transcribed(self, index: int, block: Block) -> Draft | None:
        """What a block of a transcript says, if it is one; `index` is its number."""
        if not self._speakers:
            return None
        match = self._match(block.start, block.end)
        if match is None or match[1] not in self._speakers:
            return None
        start, end = trim(self._text, match.end(), block.end)
        return Draft(
            [Span(start, end)],
            Span(*match.span(1)),
            Span(*match.span(2)),
            "direct",
            0.9,
            "speaker before a colon",
            index,
        )

    def headline(self, index: int, block: Block) -> Draft | None:
        """What a headline such as "Mayor: trams will run" says, if the article names the speaker again."""
        if block.end - block.start > 200 or not (index == 0 or block.kind is BlockKind.HEADING):
            return None
        match = self._match(block.start, block.end)
        if match is None or len(match[1].split()) > 4:
            return None
        if not self._is_named_again(match[1]):
            return None
        start, end = trim(self._text, match.end(), block.end)
        quoted = self._text[start] in "\"'“‘«„" and self._text[end - 1] in "\"'”’»“"
        kind = "direct" if quoted else "indirect"
        return Draft(
            [Span(start, end)], Span(*match.span(1)), Span(*match.span(2)), kind, 0.6, "speaker before a colon", index
        )
