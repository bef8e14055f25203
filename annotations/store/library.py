"""The library as a list: what each article shows of itself in one row; its tags, its removal, how far it was read."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

__all__ = ["PART", "PIECE", "LibraryRows", "ListedRow", "StoredProgress"]

PIECE, PART = "\x1f", "\x1e"
"""Between the pieces of one thing, and between several things, in columns that hold lists."""

_COLUMNS = f"""
    a.number, v.key, a.title, a.source, a.status, a.updated,
    (SELECT group_concat(name || '{PIECE}' || value, '{PART}') FROM article_metadata
     WHERE article = a.number AND name IN ('author', 'date', 'site')),
    (SELECT group_concat(tag, '{PART}') FROM (SELECT tag FROM article_tags WHERE article = a.number ORDER BY tag)),
    (SELECT group_concat(label || '{PIECE}' || n, '{PART}')
     FROM (SELECT label, count(*) AS n FROM annotations WHERE version = v.key%s GROUP BY label)),
    (SELECT seen FROM progress WHERE article = a.number AND annotator = :annotator AND version = v.key),
    (SELECT sentences FROM progress WHERE article = a.number AND annotator = :annotator AND version = v.key),
    (SELECT group_concat(annotator || '{PIECE}' || position, '{PART}') FROM assignments WHERE article = a.number),
    (SELECT group_concat(annotator, '{PART}') FROM (SELECT DISTINCT annotator FROM annotations WHERE version = v.key))
"""
_FROM = (
    "articles AS a JOIN versions AS v ON v.article = a.number"
    " AND v.version = (SELECT max(version) FROM versions WHERE article = a.number)"
)


class ListedRow(NamedTuple):
    """One article as it comes out of the database.

    `facts` holds author, date and site, `counts` label and number of annotations in the layers that are looked at:
    pieces between `PIECE`, several between `PART`; `queues` likewise who is to read it, with the position, and `coders`
    who has worked on it. `seen` of `sentences` were on the screen of whoever asks; None where nothing was read.
    """

    number: int
    key: int
    title: str
    source: str
    status: str
    updated: str
    facts: str | None
    tags: str | None
    counts: str | None
    seen: int | None
    sentences: int | None
    queues: str | None = None
    coders: str | None = None


class StoredProgress(NamedTuple):
    """Which sentences of an article version one person has had on the screen; bit `i` of `marks` is sentence `i`."""

    version: int
    sentences: int
    marks: bytes


class LibraryRows:
    """The tables `articles`, `article_tags` and `progress`, as the list of the library reads and changes them."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def count(self) -> int:
        """Count the articles that are not removed."""
        return int(self._connection.execute("SELECT count(*) FROM articles WHERE removed IS NULL").fetchone()[0])

    def slice(
        self, annotator: str, whose: Sequence[str] | None, limit: int, after: ListedRow | None = None
    ) -> list[ListedRow]:
        """Rows in the order of what was touched last, those after `after`; not those that are removed.

        Annotations are counted in the layers `whose`, in all where that is None.
        """
        updated, number = ("~", 0) if after is None else (after.updated, after.number)
        columns, names = _columns(whose)
        rows = self._connection.execute(
            f"SELECT {columns} FROM {_FROM} WHERE a.removed IS NULL AND (a.updated, a.number) < (:updated, :number)"
            " ORDER BY a.updated DESC, a.number DESC LIMIT :limit",
            {"annotator": annotator, "updated": updated, "number": number, "limit": limit, **names},
        )
        return [ListedRow._make(row) for row in rows]

    def of(self, numbers: Iterable[int], annotator: str, whose: Sequence[str] | None) -> list[ListedRow]:
        """Rows of these articles, as far as they are there and not removed; counted as in `slice`."""
        found: list[ListedRow] = []
        columns, names = _columns(whose)
        for number in numbers:
            row = self._connection.execute(
                f"SELECT {columns} FROM {_FROM} WHERE a.removed IS NULL AND a.number = :number",
                {"annotator": annotator, "number": number, **names},
            ).fetchone()
            if row is not None:
                found.append(ListedRow._make(row))
        return found

    def last_edit(self) -> int:
        """Number of the last row of the history."""
        return int(self._connection.execute("SELECT coalesce(max(number), 0) FROM history").fetchone()[0])

    def changed_since(self, at: str, newest: int, edit: int) -> list[int]:
        """Numbers of the articles that were touched since, are newer than `newest`, or were edited after `edit`.

        What came from elsewhere was done earlier than it came, and is told by the history alone.
        """
        rows = self._connection.execute(
            "SELECT number FROM articles WHERE updated >= ? OR number > ?"
            " UNION SELECT article FROM history WHERE number > ?",
            (at, newest, edit),
        )
        return [number for (number,) in rows]

    def tagged(self, key: int, limit: int, whose: Sequence[str] | None = None) -> list[tuple[str, str | None]]:
        """Labels and first words of the first annotations of a version; those of `whose` layers, or of all."""
        theirs = "" if whose is None else f" AND annotator IN ({', '.join('?' * len(whose))})"
        return self._connection.execute(
            "SELECT label, (SELECT exact FROM fragments WHERE annotation = a.key AND position = 1)"
            f' FROM annotations AS a WHERE version = ?{theirs} ORDER BY "start", "end" LIMIT ?',
            (key, *(whose or ()), limit),
        ).fetchall()

    def beginning(self, key: int, length: int) -> str:
        """The first code points of the text of a version."""
        row = self._connection.execute(
            "SELECT substr(text, 1, ?) FROM versions WHERE key = ?", (length, key)
        ).fetchone()
        return "" if row is None else str(row[0])

    def tags(self, number: int) -> list[str]:
        """Tags of an article, in their order."""
        rows = self._connection.execute("SELECT tag FROM article_tags WHERE article = ? ORDER BY tag", (number,))
        return [tag for (tag,) in rows]

    def all_tags(self) -> list[str]:
        """Every tag that an article of the library has."""
        rows = self._connection.execute(
            "SELECT DISTINCT tag FROM article_tags JOIN articles ON number = article WHERE removed IS NULL ORDER BY tag"
        )
        return [tag for (tag,) in rows]

    def removed(self, number: int) -> str | None:
        """Return when an article was removed; None when it was not."""
        row = self._connection.execute("SELECT removed FROM articles WHERE number = ?", (number,)).fetchone()
        return None if row is None else row[0]

    def removed_articles(self) -> list[tuple[int, str, str]]:
        """Number, title and time of every article that is removed, the last one first."""
        return self._connection.execute(
            "SELECT number, title, removed FROM articles WHERE removed IS NOT NULL ORDER BY removed DESC, number DESC"
        ).fetchall()

    def put_facts(self, number: int, facts: Mapping[str, object]) -> None:
        """Set tags and removal, as far as `facts` has them."""
        if "removed" in facts:
            self._connection.execute("UPDATE articles SET removed = ? WHERE number = ?", (facts["removed"], number))
        tags = facts.get("tags")
        if isinstance(tags, Sequence):
            self._connection.execute("DELETE FROM article_tags WHERE article = ?", (number,))
            self._connection.executemany("INSERT INTO article_tags VALUES (?, ?)", ((number, tag) for tag in tags))

    def progress(self, number: int, annotator: str) -> StoredProgress | None:
        """Return what a person has seen of an article."""
        row: tuple[Any, ...] | None = self._connection.execute(
            "SELECT version, sentences, marks FROM progress WHERE article = ? AND annotator = ?", (number, annotator)
        ).fetchone()
        return None if row is None else StoredProgress._make(row)

    def put_progress(self, number: int, annotator: str, seen: int, progress: StoredProgress, at: str) -> None:
        """Remember what a person has seen of an article; `seen` counts the marks."""
        self._connection.execute(
            "INSERT OR REPLACE INTO progress (article, annotator, version, seen, sentences, marks, updated)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (number, annotator, progress.version, seen, progress.sentences, progress.marks, at),
        )


def _columns(whose: Sequence[str] | None) -> tuple[str, dict[str, str]]:
    """The columns of a row, and the names in them, with annotations counted in the layers `whose`."""
    if whose is None:
        return _COLUMNS % "", {}
    names = {f"layer{index}": name for index, name in enumerate(whose)}
    return _COLUMNS % f" AND annotator IN ({', '.join(f':{key}' for key in names)})", names
