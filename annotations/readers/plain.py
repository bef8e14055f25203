"""Plain text: the canonical text is the file, and its blocks are seen by the looks of its lines.

A line is a paragraph. A short line that no stop ends, with a longer one below it, is a heading. What only
divides or marks (rules, bullets, `>`, the pipes of a table) belongs to no block. Blocks come as they are asked
for, with a page of the text looked at ahead of them, and never depend on what is further down.

Styles are not told: those of plain text (the head of a table) would ask for a look at the whole text.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from enum import Enum

from annotations.readers import bylines, marks, tables
from annotations.readers.base import Draft
from annotations.readers.headings import LONGEST_HEADING, LONGEST_TITLE, could_be_heading, terminated
from annotations.readers.lines import Line, logical_lines
from annotations.text import Block, BlockKind, Text

__all__ = ["PlainReader", "blocks_of"]

_LONGEST_CREDIT = 500
_END_MATTER = 3000
"""Code points from the end in which an author's biography can begin."""

_DIGITS_AND_BRACKET = frozenset("0123456789(")

_MARKUP = "This file is HTML; it is shown as it is, with its tags."

_HEAD_BLOCKS = 8
"""Blocks at the beginning among which a date belongs to the byline."""


class PlainReader:
    """Text without markup, and whatever no other reader knows."""

    name = "plain"
    suffixes = frozenset({".txt", ".text"})

    def read(self, text: Text) -> Draft:
        """Make a draft of canonical text; its blocks are found when they are asked for."""
        markup = text[:200].lstrip().lower().startswith(("<!doctype html", "<html"))
        return Draft(text, blocks_of(text), notes=(_MARKUP,) if markup else ())


def blocks_of(text: Text) -> Iterator[Block]:
    """Yield the blocks of a plain text, in its order."""
    return _Page(text).blocks()


class _Near(Enum):
    """What the line above was, as far as the next one depends on it."""

    NOTHING = 0
    HEADING = 1
    CREDIT = 2
    SHORT = 3  # a short line that no stop ends and that is no heading
    ITEM = 4
    TABLE = 5
    BODY = 6


class _Below(Enum):
    """What a line is to a heading somewhere above it."""

    CREDIT = 0
    MARK = 1
    HEADING = 2  # could be a further heading
    STOPPED = 3
    WORDS = 4


class _Page:
    """A walk down the lines, with a few looked at ahead and what was above kept in mind."""

    def __init__(self, text: Text) -> None:
        self._text = text
        self._lines = logical_lines(text)
        self._ahead: deque[Line] = deque()
        self._known_below: dict[int, _Below] = {}
        self._near = _Near.NOTHING
        self._in_head = True
        self._blocks = 0
        self._indents: list[int] = []
        self._number = 0
        self._stopped_headings = 0

    def blocks(self) -> Iterator[Block]:
        text = self._text
        while line := self._take():
            marked = None
            if text[line.start] in marks.FIRST_OF_MARK or text.find("|", line.start, line.end) >= 0:
                marked = self._marked(line)
            if marked is None:
                yield self._worded(line)
                self._blocks += 1
            else:
                yield from marked
                self._blocks += len(marked)
            if self._indents and self._near is not _Near.ITEM:
                self._indents.clear()

    def _take(self) -> Line | None:
        if not self._ahead:
            return next(self._lines, None)
        line = self._ahead.popleft()
        self._known_below.pop(line.start, None)
        return line

    def _peek(self, index: int) -> Line | None:
        while len(self._ahead) <= index:
            line = next(self._lines, None)
            if line is None:
                return None
            self._ahead.append(line)
        return self._ahead[index]

    # Marked lines

    def _is_row(self, line: Line) -> bool:
        """Tell whether a line with a pipe is part of a table, and not words with a pipe among them."""
        text, start, end = self._text, line.start, line.end
        if marks.is_pipe_rule(text[start:end]):
            return True
        if not tables.has_pipe(text, start, end):
            return False
        boxed = tables.is_boxed(text, start, end)
        if self._near is _Near.TABLE and (boxed or not line.gap or text[end - 1] == "|"):
            return True
        following = self._peek(0)
        if following is None:
            return False
        if marks.is_pipe_rule(text[following.start : following.end]):
            return True
        return boxed and not following.gap and tables.is_boxed(text, following.start, following.end)

    def _marked(self, line: Line) -> list[Block] | None:
        """The blocks of a line that a mark opens or that only divides; None for a line of words."""
        text, start, end = self._text, line.start, line.end
        if text.find("|", start, end) >= 0 and self._is_row(line):
            self._near = _Near.TABLE
            return [] if marks.is_pipe_rule(text[start:end]) else list(tables.cells(text, start, end))
        first = text[start]
        if first == ">":
            quote = marks.quote_depth(text, start, end)
            if quote is None:
                return None
            self._near = _Near.BODY
            return self._from(BlockKind.BLOCK_QUOTE, quote[1], end, quote[0])
        if end - start == 1 and first in "*•":
            return []
        if first not in _DIGITS_AND_BRACKET:
            words = text[start:end]
            if marks.is_rule(words) or marks.is_pipe_rule(words):
                self._near = _Near.NOTHING
                return []
        item = self._numbered_item(line) if first in _DIGITS_AND_BRACKET else marks.bullet_end(text, start, end)
        if item >= 0:
            self._near = _Near.ITEM
            return self._from(BlockKind.LIST_ITEM, item, end, self._depth(line.indent))
        heading = marks.heading_mark(text, start, end)
        if heading is not None:
            self._near = _Near.HEADING
            return self._from(BlockKind.HEADING, heading[1], end, heading[0])
        return None

    def _from(self, kind: BlockKind, start: int, end: int, level: int) -> list[Block]:
        while start < end and self._text[start].isspace():
            start += 1
        return [Block(kind, start, end, level)] if start < end else []

    def _numbered_item(self, line: Line) -> int:
        """Offset of the words of a numbered item: a number is one when its neighbour is next to it."""
        number = marks.number_of(self._text, line.start, line.end)
        if number is None:
            return -1
        value, words = number
        if self._near is _Near.ITEM and value == self._number + 1:
            self._number = value
            return words
        following = self._peek(0)
        after = marks.number_of(self._text, following.start, following.end) if following else None
        if after is None or after[0] != value + 1:
            return -1
        self._number = value
        return words

    def _depth(self, indent: int) -> int:
        while self._indents and self._indents[-1] > indent:
            self._indents.pop()
        if not self._indents or self._indents[-1] < indent:
            self._indents.append(indent)
        return len(self._indents)

    # Lines of words

    def _worded(self, line: Line) -> Block:
        start, end = line.start, line.end
        length = end - start
        near, self._near = self._near, _Near.BODY
        kind, level = BlockKind.PARAGRAPH, 0
        if length == 1:
            self._near = _Near.SHORT
        elif length <= _LONGEST_CREDIT or len(self._text) - end < _END_MATTER:
            words = self._text[start:end]
            if bylines.is_caption(words):
                kind = BlockKind.CAPTION
            elif self._is_byline(line, words, near):
                kind, self._near = BlockKind.BYLINE, _Near.CREDIT
            elif length <= LONGEST_TITLE and self._is_heading(line, words, near):
                kind, level, self._near = BlockKind.HEADING, 2 if self._blocks else 1, _Near.HEADING
                self._stopped_headings += terminated(words)
            elif length <= LONGEST_HEADING and not terminated(words) and not bylines.is_furniture(words):
                self._near = _Near.SHORT
        if kind is BlockKind.PARAGRAPH:
            self._in_head = self._in_head and length <= LONGEST_TITLE
        return Block(kind, start, end, level)

    def _is_byline(self, line: Line, words: str, near: _Near) -> bool:
        if bylines.is_byline(words):
            return True
        if self._in_head and 0 < self._blocks < _HEAD_BLOCKS and self._is_head_matter(words, near):
            return True
        return self._blocks > 0 and self._is_end_matter(line.end) and bylines.is_biography(words)

    def _is_head_matter(self, words: str, near: _Near) -> bool:
        """Tell whether a line near the title is a date, a name with a date below, or a position."""
        if bylines.is_date(words):
            return True
        if near is _Near.CREDIT:
            return bylines.is_position(words)
        following = self._peek(0)
        if following is None or not bylines.looks_like_name(words):
            return False
        below = self._text[following.start : following.end]
        return bylines.is_date(below) or (len(below) <= 40 and bylines.is_position(below))

    def _is_end_matter(self, end: int) -> bool:
        """Tell whether at most three lines of words follow."""
        return len(self._text) - end < _END_MATTER and self._peek(3) is None

    def _is_heading(self, line: Line, words: str, near: _Near) -> bool:
        first = self._blocks == 0
        if not self._could_be_heading(words, first=first):
            return False
        if near is _Near.SHORT and not line.gap:
            return False
        return self._has_body_below(line, words, first=first)

    def _could_be_heading(self, words: str, *, first: bool) -> bool:
        if could_be_heading(words, first=first):
            return True
        # Where headings end with a stop, one of a single word does as well.
        return self._stopped_headings >= 2 and words[0].isupper() and 4 < len(words) < 20 and words[:-1].isalpha()

    def _has_body_below(self, line: Line, words: str, *, first: bool) -> bool:
        """Tell whether, credits and one further heading apart, something stands below to be the head of."""
        headings = 0
        for index in range(6):
            below = self._peek(index)
            if below is None:
                return False
            length = below.end - below.start
            kind = self._kind_below(below)
            if kind is _Below.CREDIT:
                continue
            if kind is _Below.MARK:
                return self._is_body_with_mark(line, below, index)
            if kind is _Below.STOPPED:
                return first or length * 2 > len(words)
            if kind is _Below.WORDS or length > 2 * len(words):
                return length > len(words)
            headings += 1
            if headings > 2 or (not first and not below.gap):
                return False
        return False

    def _kind_below(self, line: Line) -> _Below:
        """What a line is to a heading somewhere above it."""
        known = self._known_below.get(line.start)
        if known is not None:
            return known
        words = self._text[line.start : min(line.end, line.start + LONGEST_TITLE + 1)]
        if marks.opens_with_mark(self._text, line.start, line.end):
            kind = _Below.MARK
        elif len(words) == 1 or len(words) > LONGEST_TITLE:
            kind = _Below.WORDS
        elif bylines.is_byline(words) or bylines.is_date(words) or bylines.is_caption(words):
            kind = _Below.CREDIT
        elif terminated(words):
            kind = _Below.STOPPED
        elif could_be_heading(words, first=False) or bylines.is_furniture(words):
            kind = _Below.HEADING
        else:
            kind = _Below.WORDS
        self._known_below[line.start] = kind
        return kind

    def _is_body_with_mark(self, line: Line, below: Line, index: int) -> bool:
        """Tell whether a line that a mark opens is what a heading can stand above."""
        under = self._text[below.start : below.end]
        if marks.is_rule(under):
            # Underlined, as titles are in mail; a rule further down divides.
            return index == 0 and not below.gap and len(under) * 2 > line.end - line.start
        return True
