"""How long people worked on what, told by when they did something."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Protocol, TypeVar

__all__ = ["PAUSE", "Edited", "gaps", "time_spent"]

PAUSE = 300.0
"""Seconds without an edit that are a pause."""


class Edited(Protocol):
    """That somebody did something in an article (its number) at a moment (ISO 8601)."""

    @property
    def annotator(self) -> str:
        """Who it was."""

    @property
    def article(self) -> int:
        """The number of the article."""

    @property
    def at(self) -> str:
        """When it was."""


_Edit = TypeVar("_Edit", bound=Edited)


def gaps(edits: Iterable[_Edit]) -> Iterator[tuple[_Edit, float]]:
    """Yield edits with the seconds that led to each, where no pause did.

    Of each two edits of one annotator that follow each other, in whatever articles, the gap belongs to the later one,
    unless it is a pause: five minutes or more.

    Args:
        edits: Those of one annotator together, in the order of time.
    """
    for _, own in groupby(edits, attrgetter("annotator")):
        before: datetime | None = None
        last = ""
        for edit in own:
            if edit.at == last:
                continue
            last = edit.at
            try:
                at = datetime.fromisoformat(edit.at)
            except ValueError:
                continue
            if before is not None and 0 < (gap := (at - before).total_seconds()) < PAUSE:
                yield edit, gap
            before = at


def time_spent(edits: Iterable[Edited]) -> dict[tuple[str, int], float]:
    """Return seconds by annotator and article: the sum of their `gaps`."""
    spent: dict[tuple[str, int], float] = {}
    for edit, gap in gaps(edits):
        place = (edit.annotator, edit.article)
        spent[place] = spent.get(place, 0.0) + gap
    return spent
