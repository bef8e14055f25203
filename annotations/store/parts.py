"""What is too much to be in memory at once, in parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

__all__ = ["in_parts"]

Thing = TypeVar("Thing")


def in_parts(weights: Mapping[Thing, int], most: int) -> Iterator[list[Thing]]:
    """All things in their order, so many together that they weigh `most` at most; one that weighs more comes alone."""
    part: list[Thing] = []
    total = 0
    for thing, weight in weights.items():
        if part and total + weight > most:
            yield part
            part, total = [], 0
        part.append(thing)
        total += weight
    if part:
        yield part
