"""A text with stretches that overlap, nest and cross, as runs one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

__all__ = ["Run", "Stretch", "runs"]


class Stretch(NamedTuple):
    """A range of code points that something is on, with what it is called by."""

    start: int
    end: int
    mark: str


class Run(NamedTuple):
    """A range on all of which the same stretches are, those first that begin first, of these the longest first."""

    start: int
    end: int
    on: tuple[Stretch, ...]


def runs(start: int, end: int, stretches: Iterable[Stretch]) -> Iterator[Run]:
    """Part a range where stretches begin or end: every code point of it is in exactly one run."""
    within = [one for one in stretches if one.start < end and one.end > start]
    within.sort(key=lambda one: (one.start, -one.end, one.mark))
    cuts = {start, end, *(one.start for one in within), *(one.end for one in within)}
    edges = sorted(cut for cut in cuts if start <= cut <= end)
    open_now: list[Stretch] = []
    pending = iter(within)
    following = next(pending, None)
    for left, right in pairwise(edges):
        open_now = [one for one in open_now if one.end > left]
        while following is not None and following.start <= left:
            if following.end > left:
                open_now.append(following)
            following = next(pending, None)
        yield Run(left, right, tuple(open_now))
