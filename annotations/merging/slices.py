"""Some articles at a time, so that of long histories only a part is in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from annotations.merging.arriving import Arrivals
from annotations.merging.opened import Opened

__all__ = ["AT_ONCE", "Slice", "slices"]

AT_ONCE = 2000
"""Most rows of histories that are looked at together; an article that has more comes alone."""


class Slice(NamedTuple):
    """Articles that are merged together.

    Attributes:
        ids: As the sources call them.
        articles: As they are called here, those that are here.
        weight: How many rows of histories are about them.
    """

    ids: Sequence[str]
    articles: Sequence[str]
    weight: int


def slices(sources: Sequence[Opened], arrivals: Arrivals) -> Iterator[Slice]:
    """Every article of the sources, once; those that are one here are together."""
    weights: Counter[str] = Counter()
    for source in sources:
        weights.update(source.weights())
    together: dict[str, list[str]] = {}
    for id_ in dict.fromkeys(id_ for source in sources for id_ in source.head.articles):
        together.setdefault(arrivals.ids.get(id_, id_), []).append(id_)
    ids: list[str] = []
    articles: list[str] = []
    total = 0
    for here, there in together.items():
        weight = sum(weights[id_] for id_ in there)
        if ids and total + weight > AT_ONCE:
            yield Slice(ids, articles, total)
            ids, articles, total = [], [], 0
        ids += there
        articles += [here] if here in arrivals.numbers_here else []
        total += weight
    if ids:
        yield Slice(ids, articles, total)
