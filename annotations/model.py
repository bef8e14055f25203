"""What the program is about: articles, their blocks and sentences, and the annotations on them.

Plain frozen values without I/O. Every offset counts Unicode code points in the canonical text of one
article version; ends are exclusive (see `annotations.offsets`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TypeAlias

__all__ = [
    "Annotation",
    "ArticleInfo",
    "AttributeValue",
    "Block",
    "BlockKind",
    "Origin",
    "Relation",
    "Role",
    "Span",
    "Status",
    "Style",
    "StyleKind",
]

AttributeValue: TypeAlias = "str | int | float | bool | tuple[str, ...]"
"""A value of an attribute; a tuple where the schema allows several choices."""

_NOTHING: Mapping[str, AttributeValue] = MappingProxyType({})


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


class Origin(StrEnum):
    """How an annotation came to be."""

    MANUAL = "manual"
    SUGGESTED = "suggested"
    IMPORTED = "imported"


class Status(StrEnum):
    """How far the work on an article is."""

    NEW = "new"
    BEGUN = "begun"
    DONE = "done"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points, `start` inclusive and `end` exclusive."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"not a span: {self.start}-{self.end}")

    def of(self, text: str) -> str:
        """Return the words of this span in `text`."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the text that a sentence never crosses.

    `level` is the depth of a heading (1-6), list item or block quote (from 1), the column of a table
    cell (from 1: a cell of column 1 opens a row), and 0 elsewhere.
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0


@dataclass(frozen=True, slots=True)
class Style:
    """An inline style on `start`-`end`; `href` is the address of a link."""

    kind: StyleKind
    start: int
    end: int
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Role:
    """Text that an annotation is tied to: a span, or a free-text name, or both.

    A quote's `source` may have the span of "she" and the name that she has elsewhere.
    """

    role: str
    name: str | None = None
    span: Span | None = None

    def __post_init__(self) -> None:
        if self.name is None and self.span is None:
            raise ValueError(f"role {self.role} has neither a span nor a name")


@dataclass(frozen=True, slots=True)
class Annotation:
    """One tag: a label on one or more fragments of an article version, by one annotator.

    Attributes:
        id: UUIDv7 as text.
        version: Key of the article version in the store (not part of any exchange format).
        fragments: In the order of the text, not touching; empty for a label of article scope.
        created: UTC, ISO 8601 with milliseconds; likewise `updated`.
    """

    id: str
    version: int
    label: str
    fragments: tuple[Span, ...]
    annotator: str
    created: str
    updated: str
    roles: tuple[Role, ...] = ()
    attributes: Mapping[str, AttributeValue] = field(default_factory=lambda: _NOTHING)
    note: str = ""
    unsure: bool = False
    origin: Origin = Origin.MANUAL

    @property
    def start(self) -> int | None:
        """Start of the first fragment, None for article scope."""
        return self.fragments[0].start if self.fragments else None

    @property
    def end(self) -> int | None:
        """End of the last fragment, None for article scope."""
        return self.fragments[-1].end if self.fragments else None

    def role(self, role: str) -> Role | None:
        """Return the first filler of `role`, if there is one."""
        return next((r for r in self.roles if r.role == role), None)


@dataclass(frozen=True, slots=True)
class Relation:
    """A typed, directed tie from one annotation to another, possibly in another article."""

    id: str
    label: str
    source: str
    target: str
    annotator: str
    created: str
    updated: str
    note: str = ""
    origin: Origin = Origin.MANUAL


@dataclass(frozen=True, slots=True)
class ArticleInfo:
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
    metadata: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
