"""What became of a span in another version of its text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from annotations.text import Span

__all__ = ["Kind", "Placement"]


class Kind(StrEnum):
    """What became of a span."""

    EXACT = "exact"
    MOVED = "moved"
    CHANGED = "changed"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a span is in the other text.

    Attributes:
        kind: `exact`: the same words in the same order of things; `moved`: the same words elsewhere; `changed`: the
            same place with other words; `lost`: no place is sure.
        span: The place, in code points of the other text; of what is lost the best guess, None without one.
        similarity: Of the words, from 0 to 1; 1 for `changed` where only typography is different.
    """

    kind: Kind
    span: Span | None
    similarity: float

    @property
    def found(self) -> bool:
        """Whether the place is sure."""
        return self.kind is not Kind.LOST

    @property
    def reworded(self) -> bool:
        """Whether it is placed on other words, apart from typography."""
        return self.kind is Kind.CHANGED and self.similarity < 1
