"""A quote while it is being put together: parts may come to it from later blocks."""

from __future__ import annotations

from dataclasses import dataclass

from annotations.model import Span
from annotations.suggest.quotes_frames import WITH_PRONOUN, Frame
from annotations.suggest.tagging import Tagged

__all__ = ["Draft", "draft_of"]

_LONE_MARKS = frozenset('“"„«')


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


def draft_of(tagged: Tagged, frame: Frame, block: int) -> Draft:
    """The quote that a grammar found in block `block`."""
    fragments = [tagged.span(first, stop) for first, stop in frame.parts]
    inside = "".join(tagged.tags[first:stop] for first, stop in frame.parts)
    quoted = inside.count("Q")
    kind = "indirect"
    if quoted or not inside:
        kind = "direct" if quoted == len(inside) else "mixed"
    elif tagged.text[fragments[0].start] in _LONE_MARKS:
        kind = "direct"
    source = None if frame.source is None else tagged.span(frame.source.start, frame.source.end)
    if source is not None and (pronoun := WITH_PRONOUN.search(source.of(tagged.text))):
        source = Span(source.start + pronoun.start() + 1, source.end)  # dit-il
    return Draft(fragments, source, tagged.span(*frame.cue), kind, frame.score, frame.reason, block)
