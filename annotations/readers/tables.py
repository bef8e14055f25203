"""The rows of a pipe table, as plain text and Markdown-like scraps have them."""

from __future__ import annotations

from collections.abc import Iterator

from annotations.lazy import lazy
from annotations.text import Block, BlockKind, Text

__all__ = ["cells", "has_pipe", "is_boxed"]

_PIPE = lazy(r"(?<!\\)\|")


def has_pipe(text: Text, start: int, end: int) -> bool:
    """Tell whether a pipe that is not escaped stands in the line."""
    return _PIPE.search(text[start:end]) is not None


def is_boxed(text: Text, start: int, end: int) -> bool:
    """Tell whether the line begins and ends with a pipe and has words between."""
    return text[start] == "|" and text[end - 1] == "|" and text[start:end].strip("| \t") != ""


def cells(text: Text, start: int, end: int) -> Iterator[Block]:
    """Yield the cells of a row, numbered by column from 1; pipes and empty cells are in none."""
    left = start
    column = 0
    for pipe in _PIPE.finditer(text[start:end]):
        if pipe.start() > 0:
            column += 1
            yield from _cell(text, left, start + pipe.start(), column)
        left = start + pipe.end()
    yield from _cell(text, left, end, column + 1)


def _cell(text: Text, start: int, end: int, column: int) -> Iterator[Block]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield Block(BlockKind.TABLE_CELL, start, end, column)
