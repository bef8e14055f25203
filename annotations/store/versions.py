"""Versions of articles: what they are, what still hangs on earlier ones, and what goes over to a new one."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from annotations.model import Annotation, Span
from annotations.offsets import context

__all__ = ["StoredVersion", "VersionRows"]

_EARLIER = (
    "versions AS v CROSS JOIN annotations AS a ON a.version = v.key"  # in this order: few versions are earlier ones
    " WHERE v.version < (SELECT max(version) FROM versions AS w WHERE w.article = v.article)"
)


class StoredVersion(NamedTuple):
    """A version of an article without its text: key and number of it, and when it was brought in."""

    key: int
    version: int
    sha256: str
    length: int
    created: str


class VersionRows:
    """The table `versions`, and what refers to it. No transaction begins here."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def of_article(self, number: int) -> list[StoredVersion]:
        """Every version of an article, the oldest first."""
        rows = self._connection.execute(
            "SELECT key, version, sha256, length, created FROM versions WHERE article = ? ORDER BY version", (number,)
        )
        return [StoredVersion(*row) for row in rows]

    def current(self, number: int) -> int:
        """Key of an article's current version; 0 where there is no such article."""
        query = "SELECT key FROM versions WHERE article = ? ORDER BY version DESC LIMIT 1"
        row = self._connection.execute(query, (number,)).fetchone()
        return 0 if row is None else int(row[0])

    def with_orphans(self, number: int) -> list[int]:
        """Keys of the earlier versions of an article that annotations still hang on, the oldest first."""
        rows = self._connection.execute(
            f"SELECT DISTINCT v.version, v.key FROM {_EARLIER} AND v.article = ? ORDER BY v.version", (number,)
        )
        return [key for _, key in rows]

    def orphan_counts(self, whose: Sequence[str] | None = None) -> dict[int, int]:
        """How many annotations hang on earlier versions, by number of their article; those of `whose`, or of all."""
        theirs = "" if whose is None else f" AND a.annotator IN ({', '.join('?' * len(whose))})"
        return dict(
            self._connection.execute(
                f"SELECT v.article, count(*) FROM {_EARLIER}{theirs} GROUP BY v.article", tuple(whose or ())
            )
        )

    def carry(self, annotations: Sequence[Annotation], text: str) -> None:
        """Write version and spans of annotations anew; all are of one version, whose text this is."""
        keys: dict[str, int] = {}
        ids = [annotation.id for annotation in annotations]
        for start in range(0, len(ids), 500):
            part = ids[start : start + 500]
            marks = ", ".join("?" * len(part))
            keys.update(self._connection.execute(f"SELECT id, key FROM annotations WHERE id IN ({marks})", part))
        self._connection.executemany(
            'UPDATE annotations SET version = ?, "start" = ?, "end" = ? WHERE key = ?',
            ((a.version, a.start, a.end, keys[a.id]) for a in annotations),
        )
        for table, places in (("fragments", _fragments), ("roles", _roles)):
            self._connection.executemany(
                f'UPDATE {table} SET "start" = ?, "end" = ?, exact = ?, prefix = ?, suffix = ?'
                " WHERE annotation = ? AND position = ?",
                (
                    (span.start, span.end, *context(text, span), keys[annotation.id], position)
                    for annotation in annotations
                    for position, span in places(annotation)
                ),
            )

    def move_places(self, number: int, key: int, offset_of: Callable[[int], int]) -> None:
        """Put the places where people stopped reading into another version."""
        rows = self._connection.execute('SELECT annotator, "offset" FROM places WHERE article = ?', (number,))
        moved = [(key, offset_of(offset), number, annotator) for annotator, offset in rows.fetchall()]
        self._connection.executemany(
            'UPDATE places SET version = ?, "offset" = ? WHERE article = ? AND annotator = ?', moved
        )

    def move_progress(self, number: int, old: int, new: int, moved: Callable[[bytes], tuple[int, int, bytes]]) -> None:
        """Put what people have seen into another version: how many sentences of how many, and which."""
        rows = self._connection.execute(
            "SELECT annotator, marks FROM progress WHERE article = ? AND version = ?", (number, old)
        ).fetchall()
        self._connection.executemany(
            "UPDATE progress SET version = ?, seen = ?, sentences = ?, marks = ? WHERE article = ? AND annotator = ?",
            [(new, *moved(marks), number, annotator) for annotator, marks in rows],
        )

    def move_suggestions(self, old: int, new: int, placed: Callable[[str], tuple[int, str] | None]) -> None:
        """Put stored suggestions into another version; those without a place (start and body) stay where they are."""
        rows = self._connection.execute("SELECT key, body FROM suggestions WHERE version = ?", (old,)).fetchall()
        moved = [(new, *place, key) for key, body in rows if (place := placed(body)) is not None]
        self._connection.executemany('UPDATE suggestions SET version = ?, "start" = ?, body = ? WHERE key = ?', moved)

    def move_dismissals(self, old: int, new: int, placed: Callable[[str], str | None]) -> None:
        """Put what people dismissed into another version; what has no place there stays where it is."""
        rows = self._connection.execute(
            "SELECT annotator, label, place FROM dismissals WHERE version = ?", (old,)
        ).fetchall()
        for annotator, label, place in rows:
            if (moved := placed(place)) is not None:
                self._connection.execute(
                    "UPDATE OR IGNORE dismissals SET version = ?, place = ?"
                    " WHERE version = ? AND annotator = ? AND label = ? AND place = ?",
                    (new, moved, old, annotator, label, place),
                )


def _fragments(annotation: Annotation) -> Iterator[tuple[int, Span]]:
    yield from enumerate(annotation.fragments, 1)


def _roles(annotation: Annotation) -> Iterator[tuple[int, Span]]:
    for position, role in enumerate(annotation.roles, 1):
        if role.span is not None:
            yield position, role.span
