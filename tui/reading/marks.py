"""What lies on the text: marks of annotations, styles, the current sentence, the selection, matches.

All of it is found by place, for one row at a time: a row of an article with 100,000 annotations costs what a row
of any other does.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Sequence
from enum import IntEnum
from itertools import accumulate
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple, Protocol

from annotations.text import Span, Style, written_spans
from tui.reading.labels import JumpLabel
from tui.reading.layout import Row

if TYPE_CHECKING:
    from annotations.model import Annotation
    from annotations.store.page_suggestions import PageSuggestion
    from annotations.versions.orphans import Orphan
    from tui.reading.suggestions import Offered

__all__ = [
    "Layer",
    "Mark",
    "MarkSource",
    "Marks",
    "OnRow",
    "Overlay",
    "marks_of",
    "marks_of_page",
    "marks_offered",
    "marks_orphaned",
    "offered_id",
]

_start = attrgetter("start")
_end = attrgetter("end")


class Layer(IntEnum):
    """What a mark says of its text; of two on the same text, the higher one gives the colour."""

    SUGGESTION = 1
    ROLE = 2
    ANNOTATION = 3


class Mark(NamedTuple):
    """One stretch of marked text.

    Attributes:
        start: In code points; likewise `end`, exclusive.
        label: Label of the annotation or suggestion; gives colour and line.
        glyph: One character for the margin, or nothing.
        owner: Id of the annotation or suggestion. One owner may have several marks.
    """

    start: int
    end: int
    layer: Layer
    label: str
    glyph: str = ""
    owner: str = ""


class MarkSource(Protocol):
    """Whatever finds marks by place."""

    def over(self, start: int, end: int) -> Iterable[Mark]:
        """Marks that share a code point with `start` to `end`, in any order."""
        ...


def marks_of(annotation: Annotation, glyph: str) -> list[Mark]:
    """The marks of an annotation: its fragments, and the spans of its roles."""
    label, owner = annotation.label, annotation.id
    marks = [Mark(span.start, span.end, Layer.ANNOTATION, label, glyph, owner) for span in annotation.fragments]
    spans = [role.span for role in annotation.roles if role.span is not None]
    return marks + [Mark(span.start, span.end, Layer.ROLE, label, "", owner) for span in spans]


SUGGESTED = "·"
"""Stands in the margin beside what is suggested."""


def offered_id(label: str, fragments: Iterable[Span], polarity: object) -> str:
    """Name a suggestion, so that it is found; it begins with `~`, which no annotation's id does."""
    return f"~{label}:{written_spans(fragments)}:{polarity}"


def marks_offered(offered: Offered) -> list[Mark]:
    """The marks of a suggestion: its fragments."""
    return _marks_suggested(offered.label, offered.suggestion.fragments, offered.id)


def marks_of_page(suggested: Iterable[PageSuggestion]) -> Marks:
    """The marks of what a page has to suggest, as `marks_offered` makes them."""
    return Marks(
        mark
        for label, fragments, polarity, _ in suggested
        for mark in _marks_suggested(label, fragments, offered_id(label, fragments, polarity))
    )


def _marks_suggested(label: str, fragments: Iterable[Span], owner: str) -> list[Mark]:
    return [Mark(span.start, span.end, Layer.SUGGESTION, label, SUGGESTED, owner) for span in fragments]


ORPHANED = "?"
"""Stands in the margin beside where a lost annotation may belong."""


def marks_orphaned(orphan: Orphan) -> list[Mark]:
    """The marks of a lost annotation: the fragments of its best guess."""
    guess = orphan.guess
    if guess is None:
        return []
    owner = f"orphan:{guess.id}"
    return [Mark(span.start, span.end, Layer.SUGGESTION, guess.label, ORPHANED, owner) for span in guess.fragments]


class Marks:
    """Marks by place and by owner. Finding, adding and removing cost the same among 100,000 as among ten.

    Marks are kept in classes by length, each eight times as long as the one before. In a class, the marks over a
    place start at most the class's length before it, and a good part of those that start there are over it.
    """

    _LENGTHS = (64, 512, 4096, 32768, 1 << 62)

    def __init__(self, marks: Iterable[Mark] = ()) -> None:
        self._classes: tuple[list[Mark], ...] = tuple([] for _ in self._LENGTHS)
        self._owned: dict[str, list[Mark]] = {}
        for mark in marks:
            self._class(mark).append(mark)
            self._owned.setdefault(mark.owner, []).append(mark)
        for held in self._classes:
            held.sort(key=_start)

    def __len__(self) -> int:
        return sum(map(len, self._classes))

    def over(self, start: int, end: int) -> list[Mark]:
        """Marks that share a code point with `start` to `end`."""
        found: list[Mark] = []
        for length, held in zip(self._LENGTHS, self._classes, strict=True):
            if held:
                first = bisect_right(held, start - length, key=_start)
                last = bisect_left(held, end, lo=first, key=_start)
                found += [mark for mark in held[first:last] if mark.end > start]
        return found

    def of(self, owner: str) -> list[Mark]:
        """The marks of one owner."""
        return list(self._owned.get(owner, ()))

    def replace(self, owner: str, marks: Iterable[Mark] = ()) -> None:
        """Put `marks`, all of `owner`, in the place of those that it has."""
        for mark in self._owned.pop(owner, ()):
            held = self._class(mark)
            index = bisect_left(held, mark.start, key=_start)
            del held[held.index(mark, index)]
        owned = list(marks)
        for mark in owned:
            insort(self._class(mark), mark, key=_start)
        if owned:
            self._owned[owner] = owned

    def _class(self, mark: Mark) -> list[Mark]:
        return self._classes[bisect_left(self._LENGTHS, mark.end - mark.start)]


class _InlineStyles:
    """Inline styles by place. They are given sorted by start, and never change."""

    def __init__(self, styles: Sequence[Style] = ()) -> None:
        self._styles = styles
        self._reach = array("I", accumulate((style.end for style in styles), max))

    def over(self, start: int, end: int) -> tuple[Style, ...]:
        if not self._styles:
            return ()
        first = bisect_right(self._reach, start)
        last = bisect_left(self._styles, end, key=_start)
        return tuple(style for style in self._styles[first:last] if style.end > start)


class OnRow(NamedTuple):
    """What lies on one row; two rows with the same text and the same of these look the same.

    Attributes:
        active: Owner of the active annotation if it has a mark here, else nothing.
        current: The part of the current sentence that is here; likewise the others.
    """

    marks: tuple[Mark, ...] = ()
    styles: tuple[Style, ...] = ()
    active: str = ""
    current: Span | None = None
    selection: tuple[Span, ...] = ()
    matches: tuple[Span, ...] = ()
    match: Span | None = None
    labels: tuple[JumpLabel, ...] = ()


NOTHING = OnRow()


class Overlay:
    """All that lies on a text.

    Attributes:
        marks: Where the marks of annotations and suggestions are found.
        active: Owner of the active annotation.
        current: The current sentence.
        matches: Of a search, in the order of the text, not overlapping.
        match: The match that was gone to last.
        labels: Jump labels over the text, in its order.
    """

    def __init__(self, marks: MarkSource | None = None, styles: Sequence[Style] = ()) -> None:
        self.marks: MarkSource = marks if marks is not None else Marks()
        self.active = ""
        self.current: Span | None = None
        self.selection: tuple[Span, ...] = ()
        self.matches: Sequence[Span] = ()
        self.match: Span | None = None
        self.labels: Sequence[JumpLabel] = ()
        self._styles = _InlineStyles(styles)

    def on(self, row: Row) -> OnRow:
        """Return what lies on `row`."""
        start, end = row.start, row.end
        if start is None or end is None or start >= end:
            return NOTHING
        marks = tuple(sorted({m for m in self.marks.over(start, end) if row.touches(m.start, m.end)}, key=_order))
        return OnRow(
            marks,
            self._styles.over(start, end),
            self.active if any(mark.owner == self.active for mark in marks) else "",
            _clip(self.current, start, end),
            tuple(span for whole in self.selection if (span := _clip(whole, start, end))),
            self._matches_on(start, end),
            _clip(self.match, start, end),
            self._labels_on(row),
        )

    def _labels_on(self, row: Row) -> tuple[JumpLabel, ...]:
        if not self.labels:
            return ()
        return tuple(label for label in self.labels if row.touches(label.offset, label.offset + 1))

    def _matches_on(self, start: int, end: int) -> tuple[Span, ...]:
        if not self.matches:
            return ()
        first = bisect_right(self.matches, start, key=_end)
        last = bisect_left(self.matches, end, lo=first, key=_start)
        return tuple(span for whole in self.matches[first:last] if (span := _clip(whole, start, end)))


def _order(mark: Mark) -> tuple[int, int, int, str, str]:
    return (mark.start, -mark.end, mark.layer, mark.label, mark.owner)


def _clip(span: Span | None, start: int, end: int) -> Span | None:
    if span is None or span.start >= end or span.end <= start:
        return None
    return Span(max(span.start, start), min(span.end, end))
