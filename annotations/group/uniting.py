"""One annotation put together of several people's: the words of one, the roles of another."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import cycle, islice

from annotations.group.comparing import Item
from annotations.model import Annotation, Span

__all__ = ["BOTH", "PARTS", "Pieces", "first_pieces", "turned", "united"]

PARTS = ("words", "roles", "attributes")
"""What may be taken from one annotation or another."""
BOTH = "both"
"""Whose words are taken where they are those of all."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """Whose words, roles and attributes are taken where several annotations become one."""

    words: str
    roles: str
    attributes: str


def first_pieces(item: Item) -> Pieces:
    """What is taken to begin with: all of the first."""
    first = next(iter(item.annotations))
    return Pieces(first, first, first)


def turned(item: Item, pieces: Pieces, part: str) -> Pieces:
    """Take a part from the next who has it; words may also be those of all of them together."""
    names = list(item.annotations)
    if part == "words" and _together(item) is not None:
        names.append(BOTH)
    at = names.index(getattr(pieces, part))
    return replace(pieces, **{part: next(islice(cycle(names), at + 1, None))})


def united(item: Item, pieces: Pieces) -> Annotation:
    """Put one annotation together."""
    words = next(iter(item.annotations)) if pieces.words == BOTH else pieces.words
    base = item.annotations[words]
    fragments = _together(item) if pieces.words == BOTH else base.fragments
    return replace(
        base,
        fragments=fragments if fragments is not None else base.fragments,
        roles=item.annotations[pieces.roles].roles,
        attributes=item.annotations[pieces.attributes].attributes,
    )


def _together(item: Item) -> tuple[Span, ...] | None:
    """From where the first begins to where the last ends, where none is interrupted and that is nobody's own."""
    spans = [annotation.fragments for annotation in item.annotations.values()]
    if any(len(fragments) != 1 for fragments in spans) or item.place is None:
        return None
    return None if (item.place,) in spans else (item.place,)
