"""The text side of the model: spans, blocks, styles, and what an article is, without its annotations.

All that the first page of an article needs, and nothing else. Named tuples, because a frozen dataclass takes six
times as long to define, and the first page waits for every definition.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple, Protocol, Self, SupportsIndex

__all__ = ["ArticleInfo", "Block", "BlockKind", "Span", "Status", "Style", "StyleKind", "Text", "written_spans"]


class Text(Protocol):
    """A text, or a long one that is not kept as one (see `annotations.long_text`); offsets are code points."""

    def __len__(self) -> int: ...

    def __getitem__(self, index: SupportsIndex | slice, /) -> str: ...

    def find(self, part: str, start: int = ..., end: int = ..., /) -> int:
        """Return the first place from `start` on where `part` stands before `end`, -1 if it does not."""
        ...


class BlockKind(StrEnum):
    """What a block is to a reader of the page."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    BLOCK_QUOTE = "block_quote"
    TABLE_CELL = "table_cell"
    CODE = "code"
    CAPTION = "caption"
    BYLINE = "byline"


class StyleKind(StrEnum):
    """Inline emphasis that stands beside the text."""

    STRONG = "strong"
    EMPHASIS = "emphasis"
    CODE = "code"
    LINK = "link"


class Status(StrEnum):
    """How far the work on an article is."""

    NEW = "new"
    BEGUN = "begun"
    DONE = "done"


class _Range(NamedTuple):
    start: int
    end: int


class Span(_Range):
    """A half-open range of code points, `start` inclusive and `end` exclusive, never empty."""

    __slots__ = ()

    def __new__(cls, start: int, end: int) -> Self:
        """Make a span.

        Raises:
            ValueError: It is empty, backwards, or before the text.
        """
        if not 0 <= start < end:
            raise ValueError(f"not a span: {start}-{end}")
        return tuple.__new__(cls, (start, end))  # past the named tuple's own, which only makes this tuple

    def of(self, text: Text) -> str:
        """Return the words of this span in `text`."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end


def written_spans(spans: Iterable[Span]) -> str:
    """Write spans as `12-40;55-80`."""
    return ";".join([f"{span.start}-{span.end}" for span in spans])


class Block(NamedTuple):
    """A part of the text that a sentence never crosses.

    `level` is the depth of a heading (1-6), list item or block quote (from 1), the column of a table
    cell (from 1: a cell of column 1 opens a row), and 0 elsewhere.
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0


class Style(NamedTuple):
    """An inline style on `start`-`end`; `href` is the address of a link."""

    kind: StyleKind
    start: int
    end: int
    href: str | None = None


class ArticleInfo(NamedTuple):
    """What the library knows of an article and its current version, without the text.

    Attributes:
        key: Key of the current version in the store.
        number: What `stet list` prints; never used again.
        source: Path or address that the article was read from.
        sha256: Of the canonical text in UTF-8, hexadecimal.
        length: Code points of the canonical text.
        metadata: What the page or front matter says of itself (author, date, site …).
    """

    number: int
    id: str
    key: int
    version: int
    title: str
    source: str
    language: str | None
    status: Status
    sha256: str
    length: int
    created: str
    updated: str
    metadata: Mapping[str, str] = MappingProxyType({})
