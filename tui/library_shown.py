"""What is shown of a library: the rows that pass a filter and a search, in their order. Without Textual."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

from annotations.store.library import ListedRow
from annotations.store.search import Found
from annotations.workspace.queries import Query, parse_query
from annotations.workspace.shelf import QUEUE, Listed, Shelf, listed

__all__ = ["PAGE", "ShownRows", "queues_asked_for"]

PAGE = 60
"""Rows that fill a page, so that they may be shown while more of them are looked for."""
_PATIENCE, _MOST = 0.002, 0.012
"""Seconds that a filter takes before what it found is shown: with a page of it, and at most."""


class ShownRows:
    """Rows of articles, and which of them are shown.

    Attributes:
        shelf: Every row that is read.
        total: Articles there are; None until they were counted.
        whole: Whether all of them are read.
        wanted: What is filtered by.
        shown: Indexes of the rows that are shown, in their order.
        filtering: Whether more of them may be found.
        words: What is searched in the texts; empty when nothing is.
        found: Numbers of the articles in which it stands, None when nothing is searched.
        snippets: Where it stands, of the articles that were looked at.
    """

    def __init__(self, annotator: str) -> None:
        self.shelf = Shelf(annotator)
        self.total: int | None = None
        self.whole = False
        self.wanted = ""
        self.shown: list[int] = []
        self.filtering = False
        self.words = ""
        self.found: list[int] | None = None
        self.snippets: dict[int, Found] = {}
        self._query: Query = ()
        self._steps: Iterator[list[int]] = iter(())

    @property
    def base(self) -> Sequence[int]:
        """Indexes of the rows that the filter looks at."""
        if self.found is None:
            return self.shelf.order
        places = map(self.shelf.index_of, self.found)
        return [place for place in places if place is not None]

    @property
    def conditions(self) -> Query:
        """What is filtered by, understood."""
        return self._query

    def filter_by(self, typed: str) -> None:
        """Show only what fits; where it only says more than before, what was shown is looked at and no more."""
        query, before = parse_query(typed), self._query
        self.wanted = typed
        if query == before:
            return
        narrower = (
            not self.filtering
            and queues_asked_for(before) in {(), queues_asked_for(query)}
            and len(before) <= len(query)
            and all(new.narrows(old) for new, old in zip(query, before, strict=False))
        )
        self._query = query
        self._begin(self.shown if narrower else self.base)

    def refilter(self) -> None:
        """Look at all rows again."""
        self._begin(self.base)
        while self.filtering:
            self.go_on()

    def _begin(self, within: Sequence[int]) -> None:
        if not self._query:
            self.shown = list(self.base)
            self.filtering, self._steps = False, iter(())  # what a filter before it has left is not wanted any more
            return
        if self.found is None and self.shelf.sorted_by in {"touched", QUEUE} and not self.shelf.reverse:
            within = self.shelf.in_queue_order(self._query, within)
        self._steps = self.shelf.filtering(self._query, within)
        self.shown = []
        self.filtering = True
        self.go_on()

    def go_on(self) -> None:
        """Filter for a moment; `filtering` says whether it is done."""
        began = time.perf_counter()
        for part in self._steps:
            self.shown += part
            if time.perf_counter() - began > (_PATIENCE if len(self.shown) >= PAGE else _MOST):
                return
        self.filtering = False

    def show_found(self, words: str, numbers: list[int] | None) -> None:
        """Show only articles in which something was found; None shows all again."""
        self.words = words
        self.found = numbers
        self._begin(self.base)
        while self.filtering:
            self.go_on()

    def __len__(self) -> int:
        # Until all is read, there is room for the rows that come.
        if self.found is None and not self._query and self.total is not None and not self.whole:
            return max(self.total, len(self.shown))
        return len(self.shown)

    def row_at(self, index: int) -> ListedRow | None:
        """The article of a row that is shown, as it was read; None where it is not read yet."""
        return self.shelf.rows[self.shown[index]] if 0 <= index < len(self.shown) else None

    def at(self, index: int) -> Listed | None:
        """The article of a row that is shown; None where it is not read yet."""
        row = self.row_at(index)
        return None if row is None else listed(row)

    def place_of(self, number: int | None) -> int | None:
        """The row in which an article is shown."""
        index = self.shelf.index_of(number) if number is not None else None
        try:
            return None if index is None else self.shown.index(index)
        except ValueError:
            return None

    def after(self, number: int) -> int | None:
        """Number of the article that is shown after another; None where that is the last, or is not shown."""
        place = self.place_of(number)
        following = self.row_at(place + 1) if place is not None else None
        return None if following is None else following.number

    def numbers_shown(self) -> list[int]:
        """Numbers of the articles that are shown, in their order."""
        return [self.shelf.rows[index].number for index in self.shown]


def queues_asked_for(query: Query) -> tuple[str, ...]:
    """Whose queues a filter asks for; they have an order of their own."""
    return tuple(one.words for one in query if one.field == "for" and not one.negated)
