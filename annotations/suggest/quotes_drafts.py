"""A quote while it is being put together: parts may come to it from later blocks."""

from __future__ import annotations

from dataclasses import dataclass

from annotations.model import Span

__all__ = ["Draft"]


@dataclass(slots=True)
class Draft:
    """A quote as far as it is known.

    Attributes:
        fragments: In the order of the text.
        source: Words that say who speaks.
        cue: The verb, or what stands for it.
        kind: direct, indirect or mixed.
        score: How sure it is, 0 to 1.
        reason: For a person.
        block: Index of the last block with a part of it.
    """

    fragments: list[Span]
    source: Span | None
    cue: Span | None
    kind: str
    score: float
    reason: str
    block: int

    def add(self, fragment: Span, block: int) -> bool:
        """Add a part after the others; False if it does not come after them."""
        if self.fragments[-1].end >= fragment.start:
            return False
        self.fragments.append(fragment)
        self.block = block
        return True
