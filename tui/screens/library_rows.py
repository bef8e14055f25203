"""What the library shows of its articles: columns, a row for each, lines about one. Plain code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import PurePath
from typing import NamedTuple, TypeAlias
from urllib.parse import urlsplit

from annotations.counts import counted
from annotations.schema import Schema
from annotations.store.library import ListedRow
from annotations.store.search import Found
from annotations.workspace.queries import Query, fold
from annotations.workspace.shelf import Listed, listed
from tui.library import Library
from tui.reading.listed import Cell, Column, Row, cell, highlighted
from tui.reading.painting import Parts
from tui.screens.drawing import wrapped

__all__ = ["About", "LibraryRows", "about_lines", "columns_for"]

_QUIET = ("quiet",)
_REMEMBERED = 2000
"""Rows that are remembered as they were made."""
_Looks: TypeAlias = "tuple[ListedRow, bool, tuple[str, ...], Found | None]"
"""What a row looks like depends on: the article, whether it is marked, what is filtered by, what was found in it."""
_UNKNOWN = Row((cell("…", "quiet"),))


def columns_for(schema: Schema, *, queued: bool = False) -> tuple[Column, ...]:
    """The columns of the library: with little room, those of the highest rank are left out first.

    Who has a queue (`queued`) sees where in it an article is.
    """
    return (
        Column("title", 40, 26, grows=True, rank=0, id="title"),
        *([Column("queue", 5, 5, right=True, rank=2, id="queue")] if queued else ()),
        Column("source", 18, 12, rank=5, id="source"),
        Column("date", 10, 10, rank=4, id="date"),
        Column("status", 6, 6, rank=1, id="status"),
        Column("seen", 4, 4, right=True, rank=3, id="progress"),
        *(Column(label.glyph, 3, 2, right=True, rank=2, id=label.name) for label in schema.labels),
        Column("touched", 10, 10, rank=6, id="touched"),
        Column("tags", 16, 10, rank=7, id="tags"),
    )


class LibraryRows:
    """The rows of a library; those of a search have a second line with the words found.

    Attributes:
        missing: Numbers of the articles on the page of which it is not known where the words stand.
        queued: Whether there is a column for one's own queue.
    """

    def __init__(self, library: Library, schema: Schema) -> None:
        self._library = library
        self._labels = [label.name for label in schema.labels]
        self.missing: list[int] = []
        self.queued = False
        self._today = ""
        self._drawn: dict[_Looks, Row] = {}

    def __len__(self) -> int:
        return len(self._library)

    def with_queue(self) -> bool:
        """Show a column for one's own queue where there is one by now; tells whether it is new."""
        new = bool(self._library.queued) and not self.queued
        if new:
            self.queued = True
            self._drawn.clear()
        return new

    def rows(self, first: int, count: int) -> Sequence[Row | None]:
        """Return rows of the library as they are drawn."""
        library = self._library
        today = date.today().isoformat()  # noqa: DTZ011 - a person's own day
        found = [library.row_at(index) for index in range(first, first + count)]
        searched = library.found is not None
        self.missing = [row.number for row in found if row is not None and row.number not in library.snippets]
        words = _words(library.conditions)
        if today != self._today or len(self._drawn) > _REMEMBERED:
            self._today = today
            self._drawn.clear()
        return [
            _UNKNOWN
            if row is None
            else self._row(
                (row, row.number in library.marked, words, library.snippets.get(row.number) if searched else None)
            )
            for row in found
        ]

    def _row(self, key: _Looks) -> Row:
        row = self._drawn.get(key)
        if row is None:
            row = self._drawn[key] = self._make(*key)
        return row

    def _make(self, stored: ListedRow, marked: bool, words: tuple[str, ...], found: Found | None) -> Row:
        one = listed(stored)
        share = one.per_cent
        ranges = _ranges(one.title, words) if found is None else found.in_title
        cells: list[Cell] = [
            highlighted(
                one.title, ranges, *(() if one.status == "done" else ("heading",) if one.status == "new" else ())
            ),
            *([cell(str(one.queues.get(self._library.layers.own, "")), *_QUIET)] if self.queued else ()),
            cell(_place(one), *_QUIET),
            cell(one.date[:10], *_QUIET),
            cell(one.status, *(_QUIET if one.status == "new" else ())),
            cell("" if share is None else f"{share}%", *_QUIET),
            *(
                cell(str(one.counts[label]), f"glyph.{label}") if label in one.counts else cell("·", *_QUIET)
                for label in self._labels
            ),
            cell(_when(one.updated, self._today), *_QUIET),
            cell(" ".join(f"#{tag}" for tag in one.tags)),
        ]
        below = (highlighted(found.snippet, found.in_snippet, *_QUIET),) if found is not None else ()
        return Row(tuple(cells), marked, below)


class About(NamedTuple):
    """What is read of an article to show it beside the list: how it begins, and what is tagged first."""

    beginning: str
    tagged: Sequence[tuple[str, str | None]]


def about_lines(one: Listed, about: About | None, schema: Schema, width: int, height: int) -> list[Parts]:
    """Lines about an article, fit for a preview."""
    width = max(8, width)
    lines: list[Parts] = [[(line, ("heading",))] for line in wrapped(one.title, width)[:3]]
    facts = [f"{one.number}", one.status, one.date, one.author, one.site]
    lines += _folded(" · ".join(part for part in facts if part), width, 2)
    lines += _folded(one.source, width, 2)
    counts: Parts = []
    for label in schema.labels:
        counts += [(label.glyph, (f"glyph.{label.name}",)), (f" {one.counts.get(label.name, 0)}  ", ())]
    lines.append(counts)
    if one.seen is not None and one.sentences:
        lines += _folded(f"{one.seen} of {counted(one.sentences, 'sentence')} seen", width, 1)
    if one.annotators:
        lines += _folded(f"worked on by {', '.join(one.annotators)}", width, 2)
    if one.queues:
        lines += _folded(f"in the queue of {', '.join(one.queues)}", width, 2)
    if one.tags:
        lines += _folded(" ".join(f"#{tag}" for tag in one.tags), width, 2)
    if about is None:
        return lines[:height]
    lines.append([])
    room = max(3, (height - len(lines) - 1) // 2) if about.tagged else height
    lines += [[(line, ())] for line in _text_lines(about.beginning, width, room)]
    if about.tagged:
        lines.append([])
    for name, words in about.tagged:
        glyph = schema.label(name).glyph if schema.has_label(name) else "?"
        first, *_ = wrapped(words if words is not None else "the article", width - 2)
        lines.append([(glyph, (f"glyph.{name}",)), (f" {first}", ())])
    return lines[:height]


def _folded(text: str, width: int, most: int) -> list[Parts]:
    return [[(line, _QUIET)] for line in wrapped(text, width)[:most]] if text else []


def _text_lines(text: str, width: int, most: int) -> Iterator[str]:
    left = most
    for paragraph in text.split("\n"):
        if left <= 0:
            return
        if paragraph.strip():
            for line in wrapped(paragraph, width)[:left]:
                left -= 1
                yield line


def _place(one: Listed) -> str:
    """Where an article is from, in few words: the site, the host of an address, else the name of a file."""
    if one.site:
        return one.site
    if "://" in one.source:
        try:
            return urlsplit(one.source).netloc.removeprefix("www.") or one.source
        except ValueError:
            return one.source
    return PurePath(one.source).name or one.source


def _when(at: str, today: str) -> str:
    """The day of a time in a person's own zone, or its hour when that is today."""
    try:
        local = datetime.fromisoformat(at).astimezone()
    except ValueError:
        return at[:10]
    day = local.date().isoformat()
    return local.strftime("%H:%M") if day == today else day


def _words(query: Query) -> tuple[str, ...]:
    return tuple(one.words for one in query if not one.negated and one.field in (None, "title"))


def _ranges(title: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Where words stand in a title, as far as folding leaves its characters in their places."""
    folded = fold(title)
    if not words or len(folded) != len(title):
        return []
    found = sorted((at, at + len(word)) for word in words if (at := folded.find(word)) >= 0)
    ranges: list[tuple[int, int]] = []
    for start, end in found:
        if not ranges or start >= ranges[-1][1]:
            ranges.append((start, end))
    return ranges
