"""The suggestions of the open article: found by place, and shown as long as nobody has said something of them.

Plain code, without a screen.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from annotations.model import Annotation, Span
from annotations.suggest.base import Suggestion
from annotations.suggest.codec import place_of
from annotations.suggest.makers import united
from tui.reading.marks import offered_id

__all__ = ["Offered", "Suggestions"]

_ALIKE = 0.5
"""Share of the shorter one's words that an annotation and a suggestion have in common if it answers it."""
_SAME = 0.8
"""Share of the longer one's words that a selection and a suggestion have in common if they mean the same words."""


@dataclass(frozen=True, slots=True)
class Offered:
    """A suggestion with a name by which it is found; `id` begins with `~`, which no annotation's id does."""

    id: str
    suggestion: Suggestion

    @classmethod
    def of(cls, suggestion: Suggestion) -> Offered:
        """Name a suggestion."""
        polarity = suggestion.attributes.get("polarity", "")
        return cls(offered_id(suggestion.label, suggestion.fragments, polarity), suggestion)

    @property
    def label(self) -> str:
        """Its label."""
        return self.suggestion.label

    @property
    def start(self) -> int:
        """Where its first fragment begins, in code points."""
        return self.suggestion.fragments[0].start

    @property
    def place(self) -> str:
        """Its fragments, as the database names what was dismissed."""
        return place_of(self.suggestion)

    def answered_by(self, annotation: Annotation) -> bool:
        """Tell whether an annotation says what this suggests: same label, mostly the same words, no other value."""
        if annotation.label != self.label or not annotation.fragments:
            return False
        polarity = annotation.attributes.get("polarity")
        if polarity is not None and polarity != self.suggestion.attributes.get("polarity", polarity):
            return False
        size = min(_size(self.suggestion.fragments), _size(annotation.fragments))
        return _common(self.suggestion.fragments, annotation.fragments) >= _ALIKE * size


class Suggestions:
    """Suggestions sorted by where they begin.

    Attributes:
        dismissed: (label, fragments as `12-40;55-80`) of what is suggested no more.
        shown: Names of those that are to be seen.
    """

    def __init__(self) -> None:
        self._by_id: dict[str, Offered] = {}
        self._order: list[tuple[int, str]] = []
        self._longest = 0
        self.dismissed: set[tuple[str, str]] = set()
        self.shown: set[str] = set()

    def __len__(self) -> int:
        return len(self._by_id)

    def __iter__(self) -> Iterator[Offered]:
        return (self._by_id[id_] for _, id_ in self._order)

    def add(self, suggestions: Iterable[Suggestion]) -> list[Offered]:
        """Add those that were not dismissed; returns them, each with its name."""
        added = []
        for suggestion in suggestions:
            place = place_of(suggestion)
            offered = Offered.of(suggestion)
            known = self._by_id.get(offered.id)
            if known is not None:  # more may be known of it now
                offered = Offered(offered.id, united(known.suggestion, suggestion))
            if (suggestion.label, place) in self.dismissed or known == offered:
                continue
            self.remove(offered)
            self._by_id[offered.id] = offered
            insort(self._order, (offered.start, offered.id))
            self._longest = max(self._longest, suggestion.fragments[-1].end - offered.start)
            added.append(offered)
        return added

    def remove(self, offered: Offered) -> None:
        """Remove one."""
        if self._by_id.pop(offered.id, None) is not None:
            del self._order[bisect_left(self._order, (offered.start, offered.id))]
            self.shown.discard(offered.id)

    def dismiss(self, offered: Offered) -> None:
        """Remove one, and add it no more."""
        self.dismissed.add((offered.label, offered.place))
        self.remove(offered)

    def clear(self, label: str | None = None, which: Callable[[Suggestion], bool] | None = None) -> list[Offered]:
        """Remove all, or all of a label, or those of them for which `which` is true; returns them."""
        gone = [
            offered
            for offered in self
            if label in (None, offered.label) and (which is None or which(offered.suggestion))
        ]
        for offered in gone:
            self.remove(offered)
        return gone

    def get(self, id_: str | None) -> Offered | None:
        """Return one by its name."""
        return self._by_id.get(id_) if id_ is not None else None

    def over(self, span: Span) -> list[Offered]:
        """Those of which a fragment shares a code point with `span`, in the order of the text."""
        index = bisect_left(self._order, (span.start - self._longest, ""))
        found = []
        while index < len(self._order) and self._order[index][0] < span.end:
            offered = self._by_id[self._order[index][1]]
            if any(fragment.overlaps(span) for fragment in offered.suggestion.fragments):
                found.append(offered)
            index += 1
        return found

    def matching(self, label: str, spans: Sequence[Span], *, selected: bool) -> list[Offered]:
        """Those of a label that a tag on these words takes its roles and values from.

        They begin in the words, as in a sentence; words that were `selected` must be mostly the same.
        """
        over = Span(spans[0].start, spans[-1].end)
        found = [offered for offered in self.over(over) if offered.label == label]
        if selected:
            size = _size(spans)
            return [
                offered
                for offered in found
                if _common(offered.suggestion.fragments, spans)
                >= _SAME * max(size, _size(offered.suggestion.fragments))
            ]
        return [offered for offered in found if over.start <= offered.start < over.end]

    def from_here(self, offset: int, direction: int, after: str = "") -> Iterator[Offered]:
        """Those that begin after `offset` (before it, if `direction` is negative), nearest first.

        Of those that begin at `offset` itself, those behind the one named `after`.
        """
        at = bisect_left(self._order, (offset, after))
        if direction > 0:
            start = at + 1 if after and at < len(self._order) and self._order[at][1] == after else at
            places: Iterable[int] = range(start, len(self._order))
        else:
            places = range(at - 1, -1, -1)
        for place in places:
            yield self._by_id[self._order[place][1]]


def _common(some: Iterable[Span], others: Sequence[Span]) -> int:
    return sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in some for b in others)


def _size(spans: Iterable[Span]) -> int:
    return sum(span.end - span.start for span in spans)
