"""What answers in the process beside the reader: it takes an article in parts, and questions about it.

Loaded in as little time as can be: whoever asks waits for it.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import sys
from collections.abc import Iterator, Mapping
from itertools import islice
from select import select
from typing import TYPE_CHECKING, Any, TextIO

from annotations.columns import Blocks, Sentences
from annotations.errors import StetError
from annotations.text import Block, BlockKind, Span

if TYPE_CHECKING:
    from annotations.suggest.base import Passage, Suggester, Suggestion

__all__ = ["Answering", "serve"]

_WARM = "“We oppose the plan,” said Rep. Jo Pell, “and we will vote against it.” She met the board on Monday."
_NICE = 10
"""How far it stands back behind the process that draws, once it looks at a whole article."""


class Answering:
    """Takes an article in parts, and answers questions about it."""

    def __init__(self) -> None:
        self._article = 0
        self._parts: dict[str, list[str]] = {}
        self._language: str | None = None
        self._passage: Passage | None = None
        self._suggesters: dict[str, Suggester] = {}
        self._found: Iterator[dict[str, object]] = iter(())
        self._ranked: dict[str, list[Suggestion]] = {}
        self._stands_back = False

    def warm_up(self) -> Iterator[None]:
        """Load what finds each kind, and what that loads when it first looks at a text, a kind at a time."""
        from annotations.suggest import KINDS
        from annotations.suggest.base import Passage

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
        """Answer one question; `of` counts the articles, of which the last one is open."""
        question = dict(question)
        of = question.pop("of", self._article)
        if "near" in question:
            return {"suggestions": list(self._near(question["near"]))}
        if of < self._article or (of > self._article and "new" not in question):
            raise StetError("another article was opened since")
        if "new" in question:
            self._article = of
            self._parts, self._passage, self._language = {}, None, question["new"]
            self._ranked = {}
            return {}
        if "best" in question:
            self._stand_back()
            self._found = self._best(question["kind"], question["best"])
            return {}
        if "kind" in question:
            self._stand_back()
            self._found = self._suggest(question["kind"], question["first"], question["last"])
            return {}
        if "more" in question:
            return {"suggestions": list(islice(self._found, question["more"]))}
        for name, part in question.items():
            self._parts.setdefault(name, []).append(part)
        return {}

    def _stand_back(self) -> None:
        if not self._stands_back:
            self._stands_back = True
            os.nice(_NICE)

    def _near(self, given: Mapping[str, Any]) -> Iterator[dict[str, object]]:
        """What a stretch of an article has to suggest, whatever article is open."""
        passage = _passage(given["text"], given["blocks"], given["sentences"], given["tables"])
        for kind in given["kinds"]:
            for suggestion in self._suggester_of(kind).suggest(passage):
                yield _plain(suggestion, passage)

    def _suggest(self, kind: str, first: int, last: int) -> Iterator[dict[str, object]]:
        passage = self.passage()
        wanted = range(first, min(last, len(passage.sentences)))
        return (_plain(one, passage) for one in self._suggester_of(kind).suggest(passage, wanted))

    def _best(self, kind: str, more: int) -> Iterator[dict[str, object]]:
        from annotations.suggest.claims_ranking import offered

        passage = self.passage()
        if kind not in self._ranked:
            self._ranked[kind] = list(self._suggester_of(kind).suggest(passage))
        found = self._ranked[kind]
        best = sorted(offered([one.score for one in found], more))
        return (_plain(found[index], passage) for index in best)

    def passage(self) -> Passage:
        """Return the article that was given."""
        from annotations.sentences import tables_for

        if self._passage is None:
            text, blocks, sentences = ("".join(self._parts.get(n, ())) for n in ("text", "blocks", "sentences"))
            self._parts = {}
            self._passage = _passage(text, blocks, sentences, tables_for(self._language, text))
        return self._passage


def _passage(text: str, blocks: str, sentences: str, tables: str) -> Passage:
    from annotations.suggest.base import Passage

    return Passage(text, Blocks.unpack(bytes.fromhex(blocks)), Sentences.unpack(bytes.fromhex(sentences)), tables)


def _plain(suggestion: Suggestion, passage: Passage) -> dict[str, object]:
    from annotations.suggest.codec import to_plain
    from annotations.suggest.contents import bare

    return to_plain(bare(suggestion, passage.text))


def serve(answering: Answering, out: TextIO) -> None:
    """Answer the lines of standard input until it ends; one that is broken is answered with what is wrong.

    While nobody asks, it loads what it may be asked for.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()  # what is loaded stays
    warming = _warming(answering)
    while True:
        while not select([sys.stdin], [], [], 0)[0] and next(warming, True) is None:
            pass
        line = sys.stdin.buffer.readline()
        if not line:
            break
        try:
            answer = answering.answer(json.loads(line))
        except StetError as error:
            answer = {"error": error.message}
        except (Exception, SystemExit) as error:  # noqa: BLE001 - whoever asks is told, and goes on without suggestions
            answer = {"error": f"{type(error).__name__}: {error}"}
        out.write(json.dumps(answer) + "\n")
        out.flush()


def _warming(answering: Answering) -> Iterator[None]:
    yield from answering.warm_up()
    gc.freeze()
    gc.enable()
