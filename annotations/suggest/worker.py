"""One of several processes that look for suggestions side by side (`annotations.suggest.side_by_side`).

`python -m annotations.suggest.worker lines JSON` answers lines of `stet suggest --jsonl`, each with its number and a
blank before it; `python -m annotations.suggest.worker articles JSON` looks at articles. JSON says what is wanted. An
answer is `{"done": …}` or `{"error": message, "hint": …}`; what is done for a broken line is [message, hint].
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from typing import Any

from annotations.suggest.side_by_side import serve

__all__ = ["article_question", "line_question"]


def line_question(line: bytes, number: int) -> bytes:
    """Write a line of `--jsonl` and its number as a question."""
    return b"%d " % number + line.rstrip(b"\r\n") + b"\n"


def article_question(
    text: str, blocks: bytes, sentences: bytes | None, language: str | None, without: list[str]
) -> bytes:
    """Write an article, with packed blocks and sentences (None: to be found), as a question."""
    question = {
        "text": text,
        "blocks": blocks.hex(),
        "sentences": None if sentences is None else sentences.hex(),
        "language": language,
        "without": without,
    }
    return json.dumps(question).encode("ascii") + b"\n"


def _lines(stack: ExitStack, wanted: Mapping[str, Any]) -> Callable[[bytes], object]:
    from annotations.errors import FormatError
    from annotations.suggest.answering import Answerer

    answerer = stack.enter_context(Answerer(wanted["kind"], wanted["seconds"], apart=False))

    def answer(question: bytes) -> object:
        number, _, line = question.partition(b" ")
        try:
            return answerer.answer(line, int(number))
        except FormatError as error:
            return error.message, error.hint

    return answer


def _articles(stack: ExitStack, wanted: Mapping[str, Any]) -> Callable[[bytes], object]:
    from annotations.columns import Blocks, Sentences
    from annotations.suggest.looking import Looker, Wish
    from annotations.suggest.of_articles import passage_with

    looker = stack.enter_context(Looker(Wish.from_plain(wanted), apart=False))

    def answer(question: bytes) -> object:
        given = json.loads(question)
        stored = given["sentences"]
        passage = passage_with(
            given["text"],
            Blocks.unpack(bytes.fromhex(given["blocks"])),
            None if stored is None else Sentences.unpack(bytes.fromhex(stored)),
            given["language"],
        )
        return looker.look(passage, given["without"]).to_plain()

    return answer


def _serve(mode: str, wanted: Mapping[str, Any]) -> None:
    with ExitStack() as stack:
        serve((_lines if mode == "lines" else _articles)(stack, wanted))


if __name__ == "__main__":
    with suppress(BrokenPipeError):
        _serve(sys.argv[1], json.loads(sys.argv[2]))
