"""Rows with articles in them, from CSV, tab-separated tables and JSON Lines: one after the other, however many.

A row that is broken is told with its line and does not stop the others. Rows are read from bytes as they come, so that
a table of any length takes the same room.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from typing import BinaryIO, NamedTuple, Protocol

from annotations.errors import FormatError, ReadError
from annotations.formats.fields import parse_object
from annotations.readers.decoding import canonical

__all__ = ["BrokenRow", "Row", "csv_rows", "jsonl_rows"]

MAX_ROW = 64 * 1024 * 1024
"""Longest line of JSON Lines and longest cell of a table, in bytes and code points."""

_DELIMITERS = ",;\t|"
_SAID = re.compile(r"sep=(.)\s*", re.IGNORECASE)
"""What Excel writes above a table."""

_MARK = b"\xef\xbb\xbf"


class Row(NamedTuple):
    """One row: the line it begins on, from 1, and what its columns hold; those that hold nothing are left out."""

    line: int
    values: dict[str, str]


class BrokenRow(NamedTuple):
    """A row that cannot be taken, and why."""

    line: int
    reason: str


def jsonl_rows(stream: BinaryIO) -> Iterator[Row | BrokenRow]:
    """Yield the objects of JSON Lines; empty lines are passed over. Lists of texts are joined by commas."""
    number = 0
    while line := stream.readline(MAX_ROW + 1):
        number += 1
        if len(line) > MAX_ROW:
            while len(line) > MAX_ROW and not line.endswith(b"\n"):
                line = stream.readline(MAX_ROW + 1)
            yield BrokenRow(number, f"longer than {MAX_ROW >> 20} MB")
            continue
        if number == 1:
            line = line.removeprefix(_MARK)
        if not line.strip():
            continue
        try:
            data = parse_object(line)
        except FormatError as error:
            yield BrokenRow(number, error.message)
        else:
            yield Row(number, {name: text for name, value in data.items() if (text := _text(value))})


def csv_rows(stream: BinaryIO, *, tabs: bool = False) -> Iterator[Row | BrokenRow | Sequence[str]]:
    """Yield first the names of the columns, then the rows of a table.

    What parts the columns is told by the first line, unless it is said to be tabs. UTF-8, with or without a mark, and
    UTF-16 with one; a line that is not UTF-8 is read as Windows-1252.

    Raises:
        ReadError: There is no line with names.
    """
    lines = _Lines(stream)
    first = next(iter(lines), "")
    said = _SAID.fullmatch(first)
    if said is not None:
        first = next(iter(lines), "")
    if not first.strip():
        raise ReadError("The table has no line with the names of its columns.")
    delimiter = "\t" if tabs else said[1] if said is not None else _delimiter(first)
    csv.field_size_limit(MAX_ROW)
    reader = csv.reader(_again(first, lines), delimiter=delimiter, strict=True)
    names: list[str] | None = None
    begins = lines.number
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield BrokenRow(begins, f"no row of a table: {error}")
            begins = lines.number + 1
            continue
        line, begins = begins, lines.number + 1
        if names is None:
            names = _unique([cell.strip() for cell in cells])
            yield names
        elif len(cells) > len(names) or (len(cells) < len(names) and cells):
            yield BrokenRow(line, f"{len(cells)} columns, where the first line names {len(names)}")
        elif cells:
            yield Row(line, {name: cell for name, cell in zip(names, cells, strict=True) if cell.strip()})


class _Lines:
    """The lines of a file as text, with the number of the last one."""

    def __init__(self, stream: BinaryIO) -> None:
        self.number = 0
        self._stream: _HasLines = stream
        self._bytes = stream

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self.number == 0 and (wide := self._wide()) is not None:
            self._stream = wide
        line = self._stream.readline(MAX_ROW)
        if not line:
            raise StopIteration
        self.number += 1
        if self.number == 1:
            line = line.removeprefix(_MARK)
        try:
            return canonical(line.decode("utf-8"))
        except UnicodeDecodeError:
            return canonical(line.decode("cp1252", "replace"))

    def _wide(self) -> _HasLines | None:
        """The file in UTF-8, if it begins as UTF-16 does."""
        head = self._bytes.read(2)
        self._bytes.seek(-len(head), io.SEEK_CUR)
        if head not in (b"\xff\xfe", b"\xfe\xff"):
            return None
        return _Recoded(codecs.getreader("utf-16")(self._bytes, "replace"))


class _HasLines(Protocol):
    def readline(self, size: int, /) -> bytes: ...


class _Recoded:
    """Lines of a text file as UTF-8."""

    def __init__(self, text: codecs.StreamReader) -> None:
        self._text = text

    def readline(self, size: int, /) -> bytes:  # noqa: ARG002 - a line of UTF-16 is read whole
        """Return the next line."""
        line: str = self._text.readline()
        return line.encode("utf-8", "replace")


def _again(first: str, lines: _Lines) -> Iterator[str]:
    yield first
    yield from lines


def _delimiter(line: str) -> str:
    """What parts the columns: the likeliest sign that is in the line, outside quotation marks."""
    bare = "".join(line.split('"')[::2])
    return max(_DELIMITERS, key=bare.count)


def _unique(names: Sequence[str]) -> list[str]:
    """Names of columns, those that come again or are empty with their number."""
    seen: dict[str, int] = {}
    unique = []
    for number, name in enumerate(names, 1):
        shown = name or f"column {number}"
        seen[shown] = seen.get(shown, 0) + 1
        unique.append(shown if seen[shown] == 1 else f"{shown} {seen[shown]}")
    return unique


def _text(value: object) -> str:
    match value:
        case str():
            return canonical(value)
        case bool():
            return "yes" if value else "no"
        case int() | float():
            return str(value)
        case list():
            parts = [_text(part) for part in value]
            return ", ".join(part for part in parts if part)
        case dict():
            for name in ("name", "title", "text"):
                if isinstance(value.get(name), str):
                    return canonical(value[name])
            return json.dumps(value, ensure_ascii=False)
    return ""
