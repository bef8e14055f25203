"""Sentences over a pipe: JSON lines with texts in, JSON lines with spans out.

The reader asks another process in the same way (`Coprocess`), so that NLTK is never in the process that draws.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Self

from annotations.errors import FormatError, StetError
from annotations.request_lines import read_request
from annotations.text import Block, BlockKind, Text

if TYPE_CHECKING:
    from annotations.beside import Beside
    from annotations.sentences import Segmenter

__all__ = ["Answering", "Coprocess", "answer_lines"]

_CHUNK = 65_536
"""Code points of one request to the coprocess; a longer block is one request."""

_FIRST_CHUNK = 4_096
"""Code points of its first request: a page of a terminal, and an answer at once."""

_SAMPLE = 4_096
"""Code points of a text that tell its language (see `annotations.sentences.tables_for`)."""

_KINDS = frozenset(kind.value for kind in BlockKind)
_LINE_BREAKS = str.maketrans({"\r": "\n", "\x00": "\ufffd"})


def answer_lines(lines: Iterable[str | bytes], refused: Callable[[FormatError], object] | None = None) -> Iterator[str]:
    """Answer each line `{"id", "text", "lang"?, "blocks"?}` with a line `{"id", "spans"}`.

    The spans are [start, end] in code points of the text as it was given, ends exclusive. Blocks are those that
    the plain reader sees, and what it leaves out (bullets, the pipes of a table) goes to the sentence beside it, so
    that each character that is not white space is in one span. With `"blocks": [[start, end, kind?], …]` sentences
    are found in these and nowhere else. `lang` is a BCP 47 code. Empty lines are passed over.

    `refused` is told of a line that is broken, which gets no answer; those after it do. Else the first one raises.

    Raises:
        FormatError: A line is not such an object; names its number.
    """
    answering = Answering()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            answer = answering.spans(read_request(line, number), number)
        except FormatError as error:
            if refused is None:
                raise
            refused(error)
        else:
            yield json.dumps(answer) + "\n"


class Answering:
    """Answers requests one by one, with a segmenter for each language once it is asked for."""

    def __init__(self) -> None:
        from annotations.sentences import tables_for

        self._tables_for = tables_for
        self._segmenters: dict[str, Segmenter] = {}

    def spans(self, request: Mapping[str, Any], number: int = 1) -> dict[str, object]:
        """Return the answer to a request, which came as line `number`.

        Raises:
            FormatError: What it gives for blocks is none; names the line.
        """
        text: str = request["text"]
        given = request.get("blocks")
        segmenter = self._segmenter(self._tables_for(request.get("lang"), text))
        if given is not None:
            spans = list(segmenter.sentences(text, _blocks_given(given, len(text), number)))
        elif "\n" in text or "\r" in text or "|" in text:
            spans = list(segmenter.sentences(text, _covering(text)))
        else:
            spans = segmenter.spans(text, 0, len(text))  # a line is a block
        return {"id": request["id"], "spans": spans}

    def _segmenter(self, tables: str) -> Segmenter:
        known = self._segmenters.get(tables)
        if known is None:
            from annotations.sentences import Segmenter, load_language

            known = self._segmenters[tables] = Segmenter(load_language(tables))
        return known


def _covering(text: str) -> Iterator[Block]:
    """The blocks of a plain text, made longer so that no character but white space is between them."""
    from annotations.readers.plain import blocks_of

    seen = text.replace("\r\n", " \n").translate(_LINE_BREAKS)
    held: Block | None = None
    end = 0
    for block in blocks_of(seen):
        before, apart, after = _share(seen, end, block.start, first=held is None)
        if held is not None:
            yield Block(held.kind, held.start, before, held.level)
        yield from apart
        held = Block(block.kind, after, block.end, block.level)
        end = block.end
    before, apart, after = _share(seen, end, len(seen), first=held is None)
    if held is not None:
        yield Block(held.kind, held.start, before, held.level)
    yield from apart
    if seen[after:].strip():
        yield Block(BlockKind.PARAGRAPH, after, len(seen))


def _share(text: str, start: int, end: int, *, first: bool) -> tuple[int, list[Block], int]:
    """Share out what stands between two blocks: end of the one, lines of their own, start of the other."""
    if not text[start:end].strip():
        return start, [], end
    lines = text[start:end].splitlines(keepends=True)
    if len(lines) == 1 and not first:
        return end, [], end
    before = start if first else start + len(lines.pop(0))
    after = end - len(lines.pop()) if lines and not lines[-1].endswith("\n") else end
    apart = []
    at = before
    for line in lines:
        if line.strip():
            apart.append(Block(BlockKind.TABLE_CELL, at, at + len(line)))
        at += len(line)
    return before, apart, after


def _blocks_given(given: object, length: int, number: int) -> Iterator[Block]:
    if not isinstance(given, list):
        raise FormatError(f"line {number}: “blocks” is no list")
    for item in given:
        match item:
            case [int(start), int(end)]:
                kind = BlockKind.PARAGRAPH
            case [int(start), int(end), str(name)] if name in _KINDS:
                kind = BlockKind(name)
            case _:
                raise FormatError(f"line {number}: {json.dumps(item)} is no block [start, end, kind]")
        if not 0 <= start <= end <= length:
            raise FormatError(f"line {number}: block {start}-{end} is not in the text")
        yield Block(kind, start, end)


class Coprocess:
    """Asks another process for sentences; it starts with the first question.

    Questions block, and may come from any thread, one at a time.

    Args:
        beside: What answers, as `annotations.reader_process` does.
    """

    def __init__(self, beside: Beside) -> None:
        self._beside = beside
        self._tables: tuple[str | None, str, str] = (None, "", "")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def tables(self, language: str | None, text: Text) -> str:
        """Return the name of the tables for a BCP 47 code, or without one for the language of the text.

        Raises:
            StetError: The process cannot be started, or died twice.
        """
        sample = text[:_SAMPLE]
        if self._tables[:2] != (language, sample) or not self._tables[2]:
            answer = self._asked({"tables": sample, "language": language})
            self._tables = (language, sample, str(answer["tables"]))
        return self._tables[2]

    def segment(self, text: Text, blocks: Iterable[Block], language: str | None) -> list[tuple[int, int]]:
        """Return the sentences of `blocks` as (start, end), in code points of `text`, in the order of the blocks.

        Raises:
            StetError: The process cannot be started, or died twice.
        """
        return self._ask(text, list(blocks), self.tables(language, text))

    def sentences(self, text: Text, blocks: Iterable[Block], language: str | None) -> Iterator[list[tuple[int, int]]]:
        """Yield the sentences of `blocks` in parts of about 64 KB of text, the first one smaller.

        The parts come in the order of the blocks: give those of the visible page first to have theirs first. Blocks
        may be made while they are asked for. Nothing is asked ahead, so this can be left at any time.

        Raises:
            StetError: As `segment`.
        """
        tables = self.tables(language, text)
        room, part = _FIRST_CHUNK, list[Block]()
        for block in blocks:
            if part and (block.start < part[-1].end or block.end - part[0].start > room):
                yield self._ask(text, part, tables)
                room, part = _CHUNK, []
            part.append(block)
        if part:
            yield self._ask(text, part, tables)

    def close(self) -> None:
        """End the process; nothing can be asked any more."""
        self._beside.close()

    def _ask(self, text: Text, blocks: list[Block], tables: str) -> list[tuple[int, int]]:
        if not blocks:
            return []
        base = min(block.start for block in blocks)
        question = {
            "id": 0,
            "text": text[base : max(block.end for block in blocks)],
            "lang": tables,
            "blocks": [(block.start - base, block.end - base, block.kind) for block in blocks],
        }
        return [(start + base, end + base) for start, end in self._asked(question)["spans"]]

    def _asked(self, question: Mapping[str, object]) -> Any:
        answer = self._beside.ask(json.dumps(question).encode("ascii") + b"\n")
        if "error" in answer:
            raise StetError(f"sentences could not be found: {answer['error']}")
        return answer
