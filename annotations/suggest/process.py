"""Suggestions beside the reader: a process that is given an article once, and then asked for a stretch at a time.

It answers as `annotations.suggest.serving` does. The article comes in parts, so that the process that draws never
spends long on one of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import Any, NamedTuple

from annotations.beside import Beside
from annotations.columns import Blocks, Sentences
from annotations.errors import StetError
from annotations.suggest.base import Suggestion
from annotations.suggest.codec import from_plain, moved
from annotations.text import Span, Text

__all__ = ["Stretch", "SuggestProcess"]

_AT_ONCE = 60
"""Suggestions that come at once."""
_LONGEST = 20_000
"""Code points of a block that can be looked at while somebody waits."""
_PART = 200_000
"""Code points, or characters of packed columns, that are sent at once."""


class Stretch(NamedTuple):
    """Some blocks of an article that follow each other, by themselves.

    Attributes:
        start: Where the stretch begins in the article, in code points.
        text: Its text; in this the blocks and sentences count from 0.
    """

    start: int
    text: str
    blocks: Blocks
    sentences: Sentences

    @classmethod
    def of(cls, text: Text, blocks: Blocks, sentences: Sentences, within: Span) -> Stretch | None:
        """Take the blocks at `within` of which the sentences are known; not very long ones. None if there are none."""
        if not blocks or not sentences:
            return None
        known = sentences.end(len(sentences) - 1)
        near = blocks[blocks.index_at(within.start) : blocks.index_at(within.end) + 1]
        near = [block for block in near if block.end <= known and block.end - block.start <= _LONGEST]
        if not near:
            return None
        start, end = near[0].start, near[-1].end
        ranges = ((sentences.first_from(block.start), sentences.first_from(block.end)) for block in near)
        spans = [span for first, last in ranges for span in sentences[first:last]]
        return cls(
            start,
            text[start:end],
            Blocks(block._replace(start=block.start - start, end=block.end - start) for block in near),
            Sentences(Span(first - start, last - start) for first, last in spans),
        )


class SuggestProcess:
    """Asks for suggestions; the process starts with the first question. Questions block, from any thread.

    Each article has one of its own (`anew`): what was begun for an article that was left is not mixed with what is
    asked about the next one.

    Args:
        beside: What answers.
    """

    def __init__(self, beside: Beside) -> None:
        self._beside = beside
        self._article = 0
        self._articles = count(1)

    def anew(self) -> SuggestProcess:
        """Return what asks the same process, about another article; what was asked about earlier ones is refused."""
        other = SuggestProcess(self._beside)
        other._articles = self._articles
        other._article = next(self._articles)
        return other

    def close(self) -> None:
        """End the process; nothing can be asked any more."""
        self._beside.close()

    def near(self, stretch: Stretch, tables: str, kinds: Sequence[str]) -> list[Suggestion]:
        """Return what a stretch of an article has to suggest, by one question. The article that was opened stays so.

        Args:
            stretch: Where to look.
            tables: Name of the tables for its language.
            kinds: What to look for.

        Raises:
            StetError: The process cannot be started, died twice, or failed.
        """
        given = {
            "text": stretch.text,
            "blocks": stretch.blocks.pack().hex(),
            "sentences": stretch.sentences.pack().hex(),
            "tables": tables,
            "kinds": list(kinds),
        }
        return [moved(from_plain(one), stretch.start) for one in self.ask({"near": given})["suggestions"]]

    def open(self, text: Text, blocks: Blocks, sentences: Sentences, language: str | None) -> None:
        """Give the article that questions are about from here on.

        Raises:
            StetError: The process cannot be started, or died twice.
        """
        self.ask({"new": language})
        for name, whole in (("text", text), ("blocks", blocks.pack().hex()), ("sentences", sentences.pack().hex())):
            for start in range(0, len(whole), _PART):
                self.ask({name: whole[start : start + _PART]})

    def suggest(self, kind: str, first: int, last: int) -> Iterator[list[Suggestion]]:
        """Yield suggestions that begin in the sentences from index `first` to `last`, the last one left out.

        They come in parts, in the order of the text; one kind is asked for at a time.

        Raises:
            StetError: The process cannot be started, died twice, or failed.
        """
        self.ask({"kind": kind, "first": first, "last": last})
        yield from self.parts()

    def best(self, kind: str, more: int) -> Iterator[list[Suggestion]]:
        """Yield the suggestions of a kind that are to be offered of all, in parts, in the order of the text.

        So those on a page are drawn at once. The others stay in the process, where they are ranked. See
        `annotations.suggest.claims_ranking.offered` for `more`.

        Raises:
            StetError: The process cannot be started, died twice, or failed.
        """
        self.ask({"kind": kind, "best": more})
        yield from self.parts()

    def parts(self) -> Iterator[list[Suggestion]]:
        """Yield what was asked for last, in parts.

        Raises:
            StetError: The process died twice, or failed.
        """
        while part := self.ask({"more": _AT_ONCE})["suggestions"]:
            yield list(map(from_plain, part))

    def ask(self, question: Mapping[str, object]) -> Any:
        """Put a question and return its answer.

        Raises:
            StetError: The process cannot be started, died twice, or failed.
        """
        answer = self._beside.ask(json.dumps({"of": self._article, **question}).encode("ascii") + b"\n")
        if "error" in answer:
            raise StetError(f"nothing could be suggested: {answer['error']}")
        return answer
