"""What is in the database as it is in the database: raw rows for whoever checks them against each other."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from annotations.store.connection import told


class StoredVersion(NamedTuple):
    """One article version without its text; `article` is the article's number."""

    key: int
    article: int
    version: int
    sha256: str
    length: int


class StoredContent(NamedTuple):
    """The columns of a version that hold its text and what stands beside it, still packed."""

    text: str
    blocks: bytes
    sentences: bytes | None
    styles: str


class StoredSpan(NamedTuple):
    """One range of a fragment or role (`role` names which), with the words kept beside it."""

    annotation: str
    role: str | None
    start: int
    end: int
    exact: str
    prefix: str
    suffix: str


class StoredEnds(NamedTuple):
    """An annotation's own outermost offsets, and those of its fragments."""

    annotation: str
    start: int | None
    end: int | None
    first: int | None
    last: int | None


class LooseRelation(NamedTuple):
    """A relation whose target is not in the database."""

    article: int
    id: str
    label: str
    source: str
    target: str


class StoredChange(NamedTuple):
    """A row of the history: its number, what it is about, and the JSON of before and after."""

    number: int
    article: int
    kind: str
    subject: str
    before: str | None
    after: str | None


class CheckRows:
    """Reads every table once. Each method raises `StoreError` where SQLite cannot read."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path

    def integrity(self) -> list[str]:
        """What SQLite finds wrong with the file; empty when nothing is."""
        with told(self._path):
            rows = self._connection.execute("PRAGMA integrity_check").fetchall()
        return [str(message) for (message,) in rows if message != "ok"]

    def foreign_keys(self) -> list[str]:
        """Rows that refer to a row which is not there, in words."""
        with told(self._path):
            rows = self._connection.execute("PRAGMA foreign_key_check").fetchall()
        return [
            f"a row of {table} refers to {parent} that is not there" + (f" (rowid {row})" if row is not None else "")
            for table, row, parent, _ in rows
        ]

    def count(self) -> tuple[int, int]:
        """Count articles and annotations, without those that are removed."""
        with told(self._path):
            row = self._connection.execute(
                "SELECT (SELECT count(*) FROM articles WHERE removed IS NULL),"
                " (SELECT count(*) FROM annotations) - (SELECT count(*) FROM articles AS a JOIN versions AS v"
                " ON v.article = a.number JOIN annotations ON annotations.version = v.key WHERE a.removed IS NOT NULL)"
            ).fetchone()
        return int(row[0]), int(row[1])

    def versions(self) -> list[StoredVersion]:
        """Every version of every article."""
        with told(self._path):
            rows = self._connection.execute(
                "SELECT key, article, version, sha256, length FROM versions ORDER BY article, version"
            ).fetchall()
        return [StoredVersion(*row) for row in rows]

    def content(self, key: int) -> StoredContent:
        """Read the large columns of a version."""
        with told(self._path):
            row = self._connection.execute(
                "SELECT text, blocks, sentences, styles FROM versions WHERE key = ?", (key,)
            ).fetchone()
        return StoredContent(*row)

    def spans(self, key: int) -> Iterator[StoredSpan]:
        """Every range that is stored for a version."""
        columns = '"start", "end", exact, prefix, suffix'
        with told(self._path):
            for row in self._connection.execute(
                f"SELECT a.id, NULL, {_of('f', columns)} FROM annotations AS a"
                " JOIN fragments AS f ON f.annotation = a.key WHERE a.version = ?1"
                f" UNION ALL SELECT a.id, r.role, {_of('r', columns)} FROM annotations AS a"
                ' JOIN roles AS r ON r.annotation = a.key WHERE a.version = ?1 AND r."start" IS NOT NULL',
                (key,),
            ):
                yield StoredSpan(*row)

    def ends(self, key: int) -> Iterator[StoredEnds]:
        """The outermost offsets of every annotation of a version."""
        with told(self._path):
            for row in self._connection.execute(
                'SELECT a.id, a."start", a."end", min(f."start"), max(f."end") FROM annotations AS a'
                " LEFT JOIN fragments AS f ON f.annotation = a.key WHERE a.version = ? GROUP BY a.key",
                (key,),
            ):
                yield StoredEnds(*row)

    def loose_relations(self) -> Iterator[LooseRelation]:
        """Relations whose target is not in the database."""
        with told(self._path):
            for row in self._connection.execute(
                "SELECT versions.article, r.id, r.label, r.source, r.target FROM relations AS r"
                " JOIN annotations AS a ON a.id = r.source JOIN versions ON versions.key = a.version"
                " WHERE NOT EXISTS (SELECT 1 FROM annotations AS t WHERE t.id = r.target) ORDER BY r.key"
            ):
                yield LooseRelation(*row)

    def history(self) -> Iterator[StoredChange]:
        """Every row of the history, the oldest first."""
        with told(self._path):
            for row in self._connection.execute(
                "SELECT number, article, kind, subject, before, after FROM history ORDER BY number"
            ):
                yield StoredChange(*row)


def _of(table: str, columns: str) -> str:
    return ", ".join(f"{table}.{column}" for column in columns.split(", "))
