"""The annotations of the open article, found by place, by id and by label. Plain code, without a screen."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

from annotations.model import Annotation, Span
from annotations.summaries import filler_name
from annotations.text import Text

_Key = tuple[int, int, str]
LONG = 4096
"""Annotations that reach over more code points than this are few, and are looked through one by one."""


class Annotated:
    """Annotations sorted by their outermost span; adding one among 100,000 costs what the first cost.

    Attributes:
        counts: How many there are of each label.
        version: Grows with every change, for whoever keeps something computed from it.
    """

    def __init__(self, annotations: Iterable[Annotation] = ()) -> None:
        self._by_id: dict[str, Annotation] = {}
        self._order: list[_Key] = []
        self._long: dict[str, Annotation] = {}
        self._of_article: dict[str, Annotation] = {}
        self.counts: Counter[str] = Counter()
        self.version = 0
        self._looked_at = -1
        self._names: Counter[str] = Counter()
        self._named: Mapping[str, frozenset[str]] = {}
        for annotation in annotations:
            self._note(annotation)
            if annotation.fragments:
                self._order.append(_key(annotation))
        self._order.sort()

    def __len__(self) -> int:
        return len(self._by_id)

    def __iter__(self) -> Iterator[Annotation]:
        return iter(self._by_id.values())

    def get(self, annotation_id: str | None) -> Annotation | None:
        """Return an annotation by its id."""
        return self._by_id.get(annotation_id) if annotation_id is not None else None

    def add(self, annotation: Annotation) -> None:
        """Add an annotation, in place of the one with its id."""
        self.remove(annotation.id)
        self.version += 1
        self._note(annotation)
        if annotation.fragments:
            insort(self._order, _key(annotation))

    def remove(self, annotation_id: str) -> None:
        """Remove an annotation, if it is there."""
        annotation = self._by_id.pop(annotation_id, None)
        if annotation is None:
            return
        self.version += 1
        self.counts[annotation.label] -= 1
        self._long.pop(annotation_id, None)
        self._of_article.pop(annotation_id, None)
        if annotation.fragments:
            del self._order[bisect_left(self._order, _key(annotation))]

    def over(self, span: Span) -> list[Annotation]:
        """Annotations of which a fragment shares a code point with `span`, in the order of the text."""
        found = {
            annotation.id: annotation
            for annotation in self._long.values()
            if any(fragment.overlaps(span) for fragment in annotation.fragments)
        }
        index = bisect_left(self._order, (span.start - LONG, -1, ""))
        while index < len(self._order) and self._order[index][0] < span.end:
            _, end, id_ = self._order[index]
            if end > span.start and any(fragment.overlaps(span) for fragment in self._by_id[id_].fragments):
                found[id_] = self._by_id[id_]
            index += 1
        return sorted(found.values(), key=_key)

    def article_scope(self) -> list[Annotation]:
        """Annotations of the article as a whole."""
        return list(self._of_article.values())

    def step(
        self, offset: int, direction: int, passes: Callable[[Annotation], bool] = lambda _: True
    ) -> Annotation | None:
        """Return the next annotation that passes and starts after `offset`, or the last before it."""
        if direction > 0:
            places = range(bisect_left(self._order, (offset + 1, -1, "")), len(self._order))
        else:
            places = range(bisect_left(self._order, (offset, -1, "")) - 1, -1, -1)
        for index in places:
            annotation = self._by_id[self._order[index][2]]
            if passes(annotation):
                return annotation
        return None

    def names(self, text: Text) -> list[str]:
        """Names that roles have, the ones used most first; `text` is that of the article."""
        self._look_at_roles(text)
        return sorted(self._names, key=lambda name: (-self._names[name], name))

    def named(self, text: Text) -> Mapping[str, frozenset[str]]:
        """Words that fill roles, and the names that they were given."""
        self._look_at_roles(text)
        return self._named

    def _look_at_roles(self, text: Text) -> None:
        if self._looked_at == self.version:
            return
        self._looked_at = self.version
        self._names = Counter()
        named: dict[str, set[str]] = {}
        for annotation in self._by_id.values():
            for role in annotation.roles:
                self._names[filler_name(role, text)] += 1
                if role.name is not None and role.span is not None:
                    named.setdefault(" ".join(role.span.of(text).split()), set()).add(role.name)
        self._named = {words: frozenset(names) for words, names in named.items()}

    def _note(self, annotation: Annotation) -> None:
        self._by_id[annotation.id] = annotation
        self.counts[annotation.label] += 1
        if not annotation.fragments:
            self._of_article[annotation.id] = annotation
        if annotation.fragments and annotation.fragments[-1].end - annotation.fragments[0].start > LONG:
            self._long[annotation.id] = annotation


def _key(annotation: Annotation) -> _Key:
    return (annotation.fragments[0].start, annotation.fragments[-1].end, annotation.id)
