"""Suggestions beside the reader: a process that is given an article once, and then asked for a stretch at a time.

`python -m annotations.suggest.process` answers each line as it comes. The article comes in parts, so that the process
that draws never spends long on one of them.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import islice
from select import select
from typing import Any, TextIO

from annotations.beside import Beside
from annotations.columns import Blocks, Sentences
from annotations.errors import StetError
from annotations.suggest.base import Passage, Suggester, Suggestion
from annotations.suggest.codec import from_plain, moved
from annotations.text import Block, BlockKind, Span, Text

__all__ = ["Answering", "SuggestProcess", "serve"]

_AT_ONCE = 60
"""Suggestions that come at once."""
_WARM = "“We oppose the plan,” said Rep. Jo Pell, “and we will vote against it.” She met the board on Monday."
_NICE = 10
"""How far it stands back behind the process that draws."""
_PART = 200_000
"""Code points, or characters of packed columns, that are sent at once."""


class SuggestProcess:
    """Asks for suggestions; the process starts with the first question. Questions block, from any thread.

    Args:
        beside: What answers, if it is another than this module.
    """

    def __init__(self, beside: Beside | None = None) -> None:
        self._beside = beside or Beside("annotations.suggest.process", "suggests")
        self._base = self._first = 0

    def start(self) -> None:
        """Start the process, so that it is ready when it is asked; does not wait for it.

        Raises:
            StetError: It cannot be started.
        """
        self._beside.start()

    def close(self) -> None:
        """End the process; nothing can be asked any more."""
        self._beside.close()

    def open(
        self, text: Text, blocks: Blocks, sentences: Sentences, language: str | None, within: Span | None = None
    ) -> range:
        """Give the article that questions are about from here on, or only the blocks that lie `within` a stretch.

        Returns:
            The indexes of the sentences that can be asked about.

        Raises:
            StetError: The process cannot be started, or died twice.
        """
        asked = range(len(sentences))
        self._base = self._first = 0
        if within is not None:
            near = blocks[blocks.index_at(within.start) : blocks.index_at(within.end) + 1]
            inside = [block for block in near if within.start <= block.start and block.end <= within.end]
            if not inside:
                return range(0)
            self._base, end = inside[0].start, inside[-1].end
            asked = range(sentences.first_from(self._base), sentences.index_at(end - 1) + 1)
            self._first = asked.start
            text = text[self._base : end]
            blocks = Blocks(
                block._replace(start=block.start - self._base, end=block.end - self._base) for block in inside
            )
            spans = (sentences[index] for index in asked)
            sentences = Sentences(Span(start - self._base, end - self._base) for start, end in spans)
        self.ask({"new": language})
        for name, whole in (("text", text), ("blocks", blocks.pack().hex()), ("sentences", sentences.pack().hex())):
            for start in range(0, len(whole), _PART):
                self.ask({name: whole[start : start + _PART]})
        return asked

    def suggest(self, kind: str, first: int, last: int) -> Iterator[list[Suggestion]]:
        """Yield suggestions that begin in the sentences from index `first` to `last`, the last one left out.

        They come in parts, in the order of the text; one kind is asked for at a time.

        Raises:
            StetError: The process cannot be started, died twice, or failed.
        """
        self.ask({"kind": kind, "first": first - self._first, "last": last - self._first})
        yield from self.parts()

    def best(self, kind: str, more: int) -> Iterator[list[Suggestion]]:
        """Yield the suggestions of a kind that are to be offered of all, the best first, in parts.

        The others stay in the process, where they are ranked. See `annotations.suggest.claims_ranking.offered` for
        `more`.

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
            yield [moved(from_plain(one), self._base) for one in part]

    def ask(self, question: Mapping[str, object]) -> Any:
        """Put a question and return its answer.

        Raises:
            StetError: The process cannot be started, died twice, or failed.
        """
        answer = self._beside.ask(json.dumps(question).encode("ascii") + b"\n")
        if "error" in answer:
            raise StetError(f"nothing could be suggested: {answer['error']}")
        return answer


class Answering:
    """Takes an article in parts, and answers questions about it."""

    def __init__(self) -> None:
        self._parts: dict[str, list[str]] = {}
        self._language: str | None = None
        self._passage: Passage | None = None
        self._suggesters: dict[str, Suggester] = {}
        self._found: Iterator[dict[str, object]] = iter(())
        self._ranked: dict[str, list[Suggestion]] = {}

    def warm_up(self) -> Iterator[None]:
        """Load what finds each kind, and what that loads when it first looks at a text, a kind at a time."""
        from annotations.suggest import KINDS

        whole = Span(0, len(_WARM))
        passage = Passage(_WARM, Blocks([Block(BlockKind.PARAGRAPH, *whole, 0)]), Sentences([whole]))
        for kind in KINDS:
            for _ in self._suggester_of(kind).suggest(passage):
                pass
            yield

    def _suggester_of(self, kind: str) -> Suggester:
        from annotations.suggest import suggester

        if kind not in self._suggesters:
            self._suggesters[kind] = suggester(kind)
        return self._suggesters[kind]

    def answer(self, question: Mapping[str, Any]) -> dict[str, object]:
        """Answer one question."""
        if "new" in question:
            self._parts, self._passage, self._language = {}, None, question["new"]
            self._ranked = {}
            return {}
        if "best" in question:
            self._found = self._best(question["kind"], question["best"])
            return {}
        if "kind" in question:
            self._found = self._suggest(question["kind"], question["first"], question["last"])
            return {}
        if "more" in question:
            return {"suggestions": list(islice(self._found, question["more"]))}
        for name, part in question.items():
            self._parts.setdefault(name, []).append(part)
        return {}

    def _suggest(self, kind: str, first: int, last: int) -> Iterator[dict[str, object]]:
        wanted = range(first, min(last, len(self.passage().sentences)))
        return map(self._plain, self._suggester_of(kind).suggest(self.passage(), wanted))

    def _best(self, kind: str, more: int) -> Iterator[dict[str, object]]:
        from annotations.suggest.claims_ranking import offered

        if kind not in self._ranked:
            self._ranked[kind] = list(self._suggester_of(kind).suggest(self.passage()))
        found = self._ranked[kind]
        return (self._plain(found[index]) for index in offered([one.score for one in found], more))

    def _plain(self, suggestion: Suggestion) -> dict[str, object]:
        from annotations.suggest.codec import to_plain
        from annotations.suggest.contents import bare

        return to_plain(bare(suggestion, self.passage().text))

    def passage(self) -> Passage:
        """Return the article that was given."""
        from annotations.sentences import tables_for

        if self._passage is None:
            text, blocks, sentences = ("".join(self._parts.get(n, ())) for n in ("text", "blocks", "sentences"))
            self._parts = {}
            self._passage = Passage(
                text,
                Blocks.unpack(bytes.fromhex(blocks)),
                Sentences.unpack(bytes.fromhex(sentences)),
                tables_for(self._language, text),
            )
        return self._passage


def serve(answering: Answering, out: TextIO) -> None:
    """Answer the lines of standard input until it ends; one that is broken is answered with what is wrong."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(_NICE)
    for _ in answering.warm_up():  # as long as nobody waits
        if select([sys.stdin], [], [], 0)[0]:
            break
    for line in sys.stdin.buffer:
        try:
            answer = answering.answer(json.loads(line))
        except StetError as error:
            answer = {"error": error.message}
        except (Exception, SystemExit) as error:  # noqa: BLE001 - whoever asks is told, and goes on without suggestions
            answer = {"error": f"{type(error).__name__}: {error}"}
        out.write(json.dumps(answer) + "\n")
        out.flush()


if __name__ == "__main__":
    with suppress(BrokenPipeError):
        serve(Answering(), sys.stdout)
