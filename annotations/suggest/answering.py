"""Suggestions over a pipe: JSON lines with texts in, JSON lines with suggestions out (`stet suggest --jsonl`).

The shape of the answers is a contract with other programs.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from typing import IO, Self

from annotations.columns import Blocks
from annotations.errors import FormatError
from annotations.model import Span
from annotations.readers.plain import blocks_of
from annotations.request_lines import read_request
from annotations.sentences import sentences_of, tables_for
from annotations.suggest import KINDS, Passage, Suggester, Suggestion, other_suggester, suggester
from annotations.suggest.base import Closing, TargetSuggester
from annotations.suggest.shapes import contract

__all__ = ["Answerer", "answer_lines", "answer_stream", "passage_of"]


def passage_of(text: str, language: str | None = None) -> Passage:
    """Make a passage of plain text: blocks as the plain reader sees them, sentences of the language given or seen."""
    seen = text.replace("\r\n", " \n").replace("\r", "\n")
    blocks = Blocks(blocks_of(seen))
    tables = tables_for(language, text)
    return Passage(text, blocks, sentences_of(text, blocks, tables), tables)


class Answerer:
    """Answers lines `{"id", "text", "lang"?, "targets"?}` with lines `{"id", <kind>: [...]}`.

    Use it as a context manager.

    Args:
        kind: What to suggest.
        seconds: How long a suggester of another package may take for a line; 10 if None.
        apart: Out of reach of what the terminal sends (Ctrl+C).

    Raises:
        UsageError: Nothing suggests `kind`.
    """

    def __init__(self, kind: str, seconds: float | None = None, *, apart: bool = True) -> None:
        self._kind = kind
        self._finder: Suggester = suggester(kind) if kind in KINDS else other_suggester(kind, seconds, apart=apart)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of what the suggester holds."""
        if isinstance(self._finder, Closing):
            self._finder.close()

    def answer(self, line: str | bytes, number: int) -> str:
        """Answer one line, which is not blank.

        Raises:
            FormatError: It is no such object; names its number.
            AsideError: A suggester of another package failed.
        """
        request = read_request(line, number)
        passage = passage_of(request["text"], request.get("lang"))
        found = _found(self._finder, passage, request.get("targets"), number)
        answer = {"id": request["id"], self._kind: [contract(self._kind, suggestion) for suggestion in found]}
        return json.dumps(answer, ensure_ascii=False) + "\n"


def answer_lines(
    lines: Iterable[str | bytes],
    kind: str,
    seconds: float | None = None,
    refused: Callable[[FormatError], object] | None = None,
) -> Iterator[str]:
    """Answer line after line, as `Answerer` does; blank ones are passed over.

    Args:
        lines: Requests.
        kind: What to suggest.
        seconds: As `Answerer` takes it.
        refused: Told of a line that is broken, which gets no answer; those after it do. Else the first one raises.

    Raises:
        FormatError: A line is broken; names its number.
        UsageError: Nothing suggests `kind`.
        AsideError: A suggester of another package failed.
    """
    with Answerer(kind, seconds) as answerer:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                answer = answerer.answer(line, number)
            except FormatError as error:
                _refuse(error, refused)
            else:
                yield answer


def answer_stream(
    stream: IO[bytes],
    kind: str,
    jobs: int,
    seconds: float | None = None,
    refused: Callable[[FormatError], object] | None = None,
) -> Generator[str, None, None]:
    """Answer the lines of a stream as `answer_lines` does, and in the same order, in several processes.

    Raises:
        FormatError: A line is broken, and nobody is to be told of it; names its number.
        StetError: A process cannot be kept alive.
        UsageError: Nothing suggests `kind`.
    """
    if jobs == 1:
        yield from answer_lines(stream, kind, seconds, refused)
        return
    from annotations.suggest.side_by_side import Team
    from annotations.suggest.worker import line_question

    def questions(lines: Iterable[bytes | None]) -> Iterator[tuple[int, bytes] | None]:
        number = 0
        for line in lines:
            number += line is not None
            if line is None:
                yield None
            elif line.strip():
                yield number, line_question(line, number)

    Answerer(kind, seconds).close()  # refuses a kind that there is not
    wanted = json.dumps({"kind": kind, "seconds": seconds})
    with Team("annotations.suggest.worker", ("lines", wanted), jobs) as team:
        for _, answer in team.answers(questions(team.lines(stream))):
            if isinstance(answer, str):
                yield answer
            else:
                _refuse(FormatError(*answer), refused)


def _refuse(error: FormatError, refused: Callable[[FormatError], object] | None) -> None:
    if refused is None:
        raise error
    refused(error)


def _found(finder: Suggester, passage: Passage, targets: object, number: int) -> Iterator[Suggestion]:
    if targets is None or not isinstance(finder, TargetSuggester):
        return finder.suggest(passage)
    return finder.towards(passage, _targets(targets, len(passage.text), number))


def _targets(given: object, length: int, number: int) -> Sequence[Span]:
    if not isinstance(given, list):
        raise FormatError(f"line {number}: “targets” is no list")
    targets = []
    for item in given:
        match item:
            case [start, end] if type(start) is type(end) is int and 0 <= start < end <= length:
                targets.append(Span(start, end))
            case _:
                raise FormatError(f"line {number}: {json.dumps(item)} is no target [start, end] in the text")
    return targets
