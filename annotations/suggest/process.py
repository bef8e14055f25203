"""Suggestions beside the reader: a process that is given an article once, and then asked for a stretch at a time.

`python -m annotations.suggest.process` answers each line as it comes. The article comes in parts, so that the process
that draws never spends long on one of them.
"""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import islice
from typing import Any

from annotations.beside import Beside
from annotations.columns import Blocks, Sentences
from annotations.errors import StetError
from annotations.suggest.base import Suggestion
from annotations.suggest.codec import from_plain

__all__ = ["SuggestProcess"]

_AT_ONCE = 200
"""Suggestions that come at once."""
_PART = 200_000
"""Code points, or characters of packed columns, that are sent at once."""


class SuggestProcess:
    """Asks for suggestions; the process starts with the first question. Questions block, from any thread."""

    def __init__(self) -> None:
        self._beside = Beside("annotations.suggest.process", "suggests")

    def start(self) -> None:
        """Start the process, so that it is ready when it is asked; does not wait for it.

        Raises:
            StetError: It cannot be started.
        """
        self._beside.start()

    def close(self) -> None:
        """End the process; nothing can be asked any more."""
        self._beside.close()

    def open(self, text: str, blocks: Blocks, sentences: Sentences, language: str | None) -> None:
        """Give the article that questions are about from here on.

        Raises:
            StetError: The process cannot be started, or died twice.
        """
        self._ask({"new": language})
        for name, whole in (("text", text), ("blocks", blocks.pack().hex()), ("sentences", sentences.pack().hex())):
            for start in range(0, len(whole), _PART):
                self._ask({name: whole[start : start + _PART]})

    def suggest(self, kind: str, first: int, last: int) -> Iterator[list[Suggestion]]:
        """Yield suggestions that begin in the sentences from index `first` to `last`, the last one left out.

        They come in parts, in the order of the text; one kind is asked for at a time.

        Raises:
            StetError: The process cannot be started, died twice, or failed.
        """
        self._ask({"kind": kind, "first": first, "last": last})
        while part := self._ask({"more": _AT_ONCE})["suggestions"]:
            yield [from_plain(one) for one in part]

    def _ask(self, question: Mapping[str, object]) -> Any:
        answer = self._beside.ask(json.dumps(question).encode("ascii") + b"\n")
        if "error" in answer:
            raise StetError(f"nothing could be suggested: {answer['error']}")
        return answer


class _Answering:
    """Takes an article in parts, and answers questions about it."""

    def __init__(self) -> None:
        from annotations.suggest import Suggester

        self._parts: dict[str, list[str]] = {}
        self._language: str | None = None
        self._passage: object = None
        self._suggesters: dict[str, Suggester] = {}
        self._found: Iterator[dict[str, object]] = iter(())

    def warm_up(self) -> None:
        """Load what finds each kind."""
        from annotations.suggest import KINDS, suggester

        for kind in KINDS:
            self._suggesters[kind] = suggester(kind)

    def answer(self, question: Mapping[str, Any]) -> dict[str, object]:
        """Answer one question."""
        if "new" in question:
            self._parts, self._passage, self._language = {}, None, question["new"]
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
        from annotations.sentences import tables_for
        from annotations.suggest import Passage, suggester
        from annotations.suggest.codec import to_plain

        if not isinstance(self._passage, Passage):
            text, blocks, sentences = ("".join(self._parts.get(n, ())) for n in ("text", "blocks", "sentences"))
            self._parts = {}
            self._passage = Passage(
                text,
                Blocks.unpack(bytes.fromhex(blocks)),
                Sentences.unpack(bytes.fromhex(sentences)),
                tables_for(self._language, text),
            )
        if kind not in self._suggesters:
            self._suggesters[kind] = suggester(kind)
        wanted = range(first, min(last, len(self._passage.sentences)))
        return map(to_plain, self._suggesters[kind].suggest(self._passage, wanted))


def _serve() -> None:
    """Answer the lines of standard input until it ends; one that is broken is answered with what is wrong."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answering = _Answering()
    answering.warm_up()  # while nobody waits
    for line in sys.stdin.buffer:
        try:
            answer = answering.answer(json.loads(line))
        except Exception as error:  # noqa: BLE001 - whoever asks is told, and goes on without suggestions
            answer = {"error": f"{type(error).__name__}: {error}"}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    with suppress(BrokenPipeError):
        _serve()
