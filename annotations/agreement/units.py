"""What each person put on each sentence, on each code point, and on the article as a whole.

Units that everybody treated alike are counted and not listed: a million code points are a few hundred profiles.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import accumulate, pairwise

from annotations.columns import Sentences
from annotations.model import Annotation

__all__ = ["Profile", "of_article", "of_characters", "of_sentences"]

Profile = tuple[frozenset[str], ...]
"""The labels that each person put on a unit, person by person."""
_NONE: frozenset[str] = frozenset()


def of_sentences(layers: Sequence[Sequence[Annotation]], sentences: Sentences) -> Counter[Profile]:
    """Count sentences by what each person put on them: the labels of which a fragment shares a code point with it."""
    marked: defaultdict[int, list[set[str]]] = defaultdict(lambda: [set() for _ in layers])
    for person, layer in enumerate(layers):
        for annotation in layer:
            for fragment in annotation.fragments:
                index = sentences.first_from(fragment.start)
                while index < len(sentences) and sentences.start(index) < fragment.end:
                    marked[index][person].add(annotation.label)
                    index += 1
    profiles: Counter[Profile] = Counter(tuple(map(frozenset, sets)) for sets in marked.values())
    profiles[(_NONE,) * len(layers)] += len(sentences) - len(marked)
    return +profiles


def of_characters(layers: Sequence[Sequence[Annotation]], sentences: Sentences) -> Counter[Profile]:
    """Count the code points of sentences by what each person put on them; what is between sentences is nobody's."""
    changes: defaultdict[int, list[tuple[int, str, int]]] = defaultdict(list)
    for person, layer in enumerate(layers):
        for annotation in layer:
            for fragment in annotation.fragments:
                changes[fragment.start].append((person, annotation.label, 1))
                changes[fragment.end].append((person, annotation.label, -1))
    inside = _Inside(sentences)
    profiles: Counter[Profile] = Counter()
    over: list[Counter[str]] = [Counter() for _ in layers]
    places = sorted(changes)
    for start, end in pairwise([0, *places, max(inside.end, places[-1] if places else 0)]):
        for person, label, by in changes.get(start, ()):
            over[person][label] += by
        if length := inside.before(end) - inside.before(start):
            profiles[tuple(frozenset(label for label, count in on.items() if count) for on in over)] += length
    return profiles


def of_article(layers: Sequence[Sequence[Annotation]]) -> Counter[Profile]:
    """Say what each person put on the whole article: one unit."""
    return Counter({tuple(frozenset(a.label for a in layer if not a.fragments) for layer in layers): 1})


class _Inside:
    """Counts the code points that are inside sentences."""

    def __init__(self, sentences: Sentences) -> None:
        self._starts = [sentences.start(i) for i in range(len(sentences))]
        self._ends = [sentences.end(i) for i in range(len(sentences))]
        self._before = [0, *accumulate(end - start for start, end in zip(self._starts, self._ends, strict=True))]
        self.end = self._ends[-1] if self._ends else 0

    def before(self, offset: int) -> int:
        """How many of them are before an offset."""
        index = bisect_left(self._starts, offset)
        if not index:
            return 0
        return self._before[index] - max(0, self._ends[index - 1] - offset)
