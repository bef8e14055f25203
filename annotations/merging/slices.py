"""Some articles at a time, so that of long histories only a part is in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from annotations.merging.arriving import Arrivals
from annotations.merging.opened import Opened
from annotations.store.parts import in_parts

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
    weighed = {here: sum(weights[id_] for id_ in there) for here, there in together.items()}
    for part in in_parts(weighed, AT_ONCE):
        yield Slice(
            [id_ for here in part for id_ in together[here]],
            [here for here in part if here in arrivals.numbers_here],
            sum(weighed[here] for here in part),
        )
