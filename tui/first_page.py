"""What the first page of an article is drawn from, read without anything that the first page does not need."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from annotations.columns import Blocks, Sentences
from annotations.errors import ReadError
from annotations.identity import location
from annotations.text import ArticleInfo, Block, Span, Style, Text

if TYPE_CHECKING:
    import sqlite3

    from annotations.readers.base import Draft
    from annotations.store.articles import ArticleRows
    from annotations.store.page_suggestions import PageSuggestion, PageSuggestionRows

FIRST_BLOCKS = 120
"""Blocks that are read before the first paint."""
STANDARD_INPUT = "-"
TABLES = frozenset({".csv", ".tsv", ".jsonl", ".ndjson"})


class FirstPage(NamedTuple):
    """An article, as far as its first page needs it.

    Attributes:
        source: Path or address, as it is or will be stored.
        blocks: All of a stored article; the first ones of a new one, the others in `rest`.
        draft: Set when the article is not in the library yet; `info` when it is.
        sentences: None while they are not known.
        place: Offset where this person stopped reading, in code points.
        suggested: What was open for them there, and is so still.
        stamp: Size and time of the file when it was read.
        notes: Sentences for the person.
    """

    source: str
    text: Text
    title: str
    blocks: Blocks
    styles: tuple[Style, ...] = ()
    draft: Draft | None = None
    rest: Iterator[Block] = iter(())
    info: ArticleInfo | None = None
    sentences: Sentences | None = None
    place: int = 0
    suggested: tuple[PageSuggestion, ...] = ()
    stamp: str | None = None
    notes: tuple[str, ...] = ()

    @property
    def current(self) -> Span | None:
        """The sentence where this person stopped reading; None while it is not known."""
        return self.sentences[self.sentences.index_at(self.place)] if self.sentences else None

    @property
    def seen_first(self) -> Span | None:
        """What is to be on the page that is shown first; None for the beginning."""
        return self.current or (Span(self.place, self.place + 1) if self.place else None)


def no_page() -> FirstPage:
    """What is open while no article is."""
    return FirstPage("", "", "", Blocks(), sentences=Sentences())


def from_file(path: Path) -> FirstPage:
    """Read a file as far as the first page needs.

    Raises:
        ReadError: The file cannot be made into an article.
    """
    from annotations.readers import read_path

    if path.suffix.lower() in TABLES:
        raise ReadError(f"{path} is a table.", "“stet import” brings in the articles in its rows.")
    if path.is_dir():
        raise ReadError(f"{path} is a folder.", f"“stet import {path}” brings in all that is in it.")
    stamp = stamp_of(path)
    return _from_draft(read_path(path, compact=True), location(path), stamp)


def from_address(address: str) -> FirstPage:
    """Fetch a page, and read the article in it as far as the first page needs.

    Raises:
        ReadError: It cannot be fetched, or there is no article in it.
        UsageError: It is no address that is read.
    """
    from annotations.importing.fetching import check_address, read_address

    return _from_draft(read_address(address), check_address(address), None)


def from_bytes(data: bytes) -> FirstPage:
    """Make an article of what came on standard input.

    Raises:
        ReadError: The bytes cannot be made into an article.
    """
    from annotations.readers import kind_of, read_bytes

    return _from_draft(read_bytes(data, kind_of(data)), STANDARD_INPUT, None)


def from_store(connection: sqlite3.Connection, source: str, annotator: str) -> FirstPage | None:
    """Read the newest article that came from `source`; None if none did.

    Raises:
        StoreError: It is damaged.
    """
    from annotations.store.articles import ArticleRows
    from annotations.store.page_suggestions import PageSuggestionRows

    articles = ArticleRows(connection)
    found = articles.by_source(source)
    return from_rows(articles, PageSuggestionRows(connection), found[-1], annotator) if found else None


def from_rows(articles: ArticleRows, suggested: PageSuggestionRows, info: ArticleInfo, annotator: str) -> FirstPage:
    """Read an article of the library.

    Raises:
        StoreError: It is damaged.
    """
    content = articles.open(info.key)
    place = articles.place(info.number, annotator) or 0
    return FirstPage(
        source=info.source,
        text=content.text,
        title=info.title,
        blocks=content.blocks,
        styles=content.styles,
        info=info,
        sentences=content.sentences,
        place=min(place, max(0, len(content.text) - 1)),
        suggested=suggested.of(info.number, annotator, info.key),
        stamp=content.stamp,
    )


def path_of(reference: str) -> Path:
    """Return the path that a person means, with their home for “~” where it is known."""
    return Path(os.path.expanduser(reference))  # noqa: PTH111 - pathlib's raises where a user is unknown


def is_there(path: Path) -> bool:
    """Tell whether something is at a path; no file can have some names."""
    return os.path.exists(path)  # noqa: PTH110 - pathlib's raises for these


def is_yet_to_be_made(database: Path) -> bool:
    """Tell whether a database is not there yet, or empty."""
    try:
        return database.stat().st_size == 0
    except OSError:
        return True


def stamp_of(path: Path) -> str | None:
    """Return size and time of a file, by which an unchanged one is known without reading it."""
    try:
        stat = os.stat(path)  # noqa: PTH116 - a path may be a name from the store
    except (OSError, ValueError):
        return None
    return f"{stat.st_size}:{stat.st_mtime_ns}"


def _from_draft(draft: Draft, source: str, stamp: str | None) -> FirstPage:
    from annotations.readers.titles import title_of

    first = Blocks(itertools.islice(draft.blocks, FIRST_BLOCKS))
    return FirstPage(
        source=source,
        text=draft.text,
        title=title_of(draft.title, draft.text, first, None),
        blocks=first,
        styles=draft.styles,
        draft=draft,
        rest=draft.blocks,
        stamp=stamp,
        notes=draft.notes,
    )
