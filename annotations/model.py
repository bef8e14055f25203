"""What the program is about: articles, their blocks and sentences, and the annotations on them.

Plain frozen values without I/O. Every offset counts Unicode code points in the canonical text of one
article version; ends are exclusive (see `annotations.offsets`). What is true of the text alone is in
`annotations.text`, and can be had from here too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TypeAlias

from annotations.text import ArticleInfo, Block, BlockKind, Span, Status, Style, StyleKind

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


class Origin(StrEnum):
    """How an annotation came to be."""

    MANUAL = "manual"
    SUGGESTED = "suggested"
    IMPORTED = "imported"


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
