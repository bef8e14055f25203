"""Which annotation of one person is which of another's: one to one, by how far their words are the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from operator import itemgetter

from annotations.model import Annotation, Span

__all__ = ["Match", "match", "overlap"]

Match = tuple[Annotation, Annotation]


def overlap(one: Sequence[Span], other: Sequence[Span]) -> float:
    """Share of the code points of either that both have (Jaccard); 1 for two of no words, on the whole article."""
    if one == other:
        return 1.0
    if len(one) == len(other) == 1:
        (mine,), (theirs,) = one, other
        both = min(mine.end, theirs.end) - max(mine.start, theirs.start)
        return both / (max(mine.end, theirs.end) - min(mine.start, theirs.start)) if both > 0 else 0.0
    both = 0
    for mine in one:
        for theirs in other:
            both += max(0, min(mine.end, theirs.end) - max(mine.start, theirs.start))
    either = _length(one) + _length(other) - both
    return both / either if both else 0.0


def match(
    mine: Sequence[Annotation],
    theirs: Sequence[Annotation],
    comparable: Callable[[Annotation, Annotation], bool] = lambda one, other: one.label == other.label,
) -> list[Match]:
    """Pair annotations that share at least one code point: the pair that shares most first, each in one pair at most.

    Of pairs that share as much, the one that begins first comes first. Who is `mine` makes no difference.
    """
    candidates = []
    for one, other in _crossing(mine, theirs):
        if comparable(one, other) and (share := overlap(one.fragments, other.fragments)):
            places = sorted(((_ends(one)[0], one.id), (_ends(other)[0], other.id)))
            candidates.append((-share, places, one, other))
    candidates.sort(key=lambda candidate: candidate[:2])
    taken: set[str] = set()
    pairs = []
    for _, _, one, other in candidates:
        if one.id not in taken and other.id not in taken:
            taken |= {one.id, other.id}
            pairs.append((one, other))
    return pairs


def _crossing(mine: Sequence[Annotation], theirs: Sequence[Annotation]) -> Iterator[Match]:
    """Pairs whose outermost offsets overlap, without a look at any others: what has begun and not ended is at hand."""
    starts = [(*_ends(one), person, one) for person, layer in enumerate((mine, theirs)) for one in layer]
    begun: tuple[list[tuple[int, Annotation]], list[tuple[int, Annotation]]] = ([], [])
    for start, end, person, one in sorted(starts, key=itemgetter(0)):
        opposite = begun[not person]
        opposite[:] = [other for other in opposite if other[0] > start]
        for _, other in opposite:
            yield (other, one) if person else (one, other)
        begun[person].append((end, one))


def _ends(annotation: Annotation) -> tuple[int, int]:
    """Outermost offsets; an annotation of the whole article stands before all words."""
    fragments = annotation.fragments
    return (fragments[0].start, fragments[-1].end) if fragments else (-1, 0)


def _length(fragments: Sequence[Span]) -> int:
    return sum(span.end - span.start for span in fragments)
