"""What is added to a server: every row once, in one transaction while nobody else adds, and counted where it is new."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from annotations.store.unsent import StoredText
from annotations.sync.rows import Assignment, EditRow, TextDate
from annotations.sync.server import LOCK, Server

__all__ = ["Added", "Adding"]

_PATIENCE = "60s"
_COLUMNS = ", ".join(EditRow._fields)
_ROWS = f"unnest({', '.join(['%b::text[]'] * len(EditRow._fields))})"
# Who owns a thing, or has made a step, is who was there first (`keep_owners` in `server.sql`).
_OF_OTHERS = f"""
SELECT n.place FROM {_ROWS} WITH ORDINALITY AS n ({_COLUMNS}, place)
WHERE EXISTS (SELECT FROM stet.edits AS e WHERE e.step = n.step AND e.annotator <> n.annotator)
OR EXISTS (SELECT FROM stet.edits AS e WHERE e.subject = n.subject AND e.owner IS DISTINCT FROM
    CASE WHEN n.kind <> 'article' THEN coalesce(n.after, n.before)::json ->> 'annotator' END)
"""  # noqa: S608 - names of this module
_UNKNOWN = f"""
SELECT DISTINCT n.annotator, n.step FROM {_ROWS} AS n ({_COLUMNS}) WHERE NOT EXISTS
    (SELECT FROM stet.edits AS e WHERE e.step = n.step AND e.id = stet.edit_id(n.subject, n.before, n.after))
"""  # noqa: S608


class Added(NamedTuple):
    """What came of some edits: whose steps (annotator, step) are new, and how many edits are of what is another's."""

    steps: list[tuple[str, str]]
    refused: int = 0


class Adding:
    """Adds to a server, or with `only_tried` says what would be new. Every method may raise what `speaking` turns."""

    def __init__(self, server: Server, *, only_tried: bool = False) -> None:
        self._server = server
        self._connection = server.connection
        self._tried = only_tried

    @contextmanager
    def adding(self) -> Iterator[int]:
        """Add something in one transaction, while nobody else does; gives the number of the last row before."""
        if self._tried:
            yield self._server.last()
            return
        with self._connection.transaction():
            self._connection.execute(f"SET LOCAL lock_timeout = '{_PATIENCE}'")
            self._connection.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
            yield self._server.last()

    def article(self, article: str, info: Mapping[str, object]) -> bool:
        """Add an article; tells whether it was not there."""
        if self._tried:
            return not self._server.articles_of([article])
        cursor = self._connection.execute(
            "INSERT INTO stet.articles (id, info) VALUES (%s, %s) ON CONFLICT DO NOTHING",
            (article, json.dumps(info, ensure_ascii=False)),
        )
        return cursor.rowcount > 0

    def text(self, article: str, token: str, text: StoredText) -> None:
        """Add a version, unless it is there."""
        if self._tried:
            return
        self._connection.execute(
            "INSERT INTO stet.texts (article, token, sha256, created, stamp, blocks, sentences, styles, text)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
            (article, token, text.sha256, text.created, text.stamp, text.blocks, text.sentences, text.styles,
             text.text),
        )  # fmt: skip

    def edits(self, rows: Sequence[EditRow]) -> Added:
        """Add edits in their order, those that are not there and about what is nobody else's."""
        import psycopg

        if self._tried:
            kept = self._without_others(rows)
            return Added(self._steps(_UNKNOWN, kept), len(rows) - len(kept))
        try:
            return Added(self._insert(rows))
        except psycopg.errors.InsufficientPrivilege:
            kept = self._without_others(rows)
            if len(kept) == len(rows):
                raise
            return Added(self._insert(kept), len(rows) - len(kept))

    def assignments(self, rows: Sequence[Assignment]) -> int:
        """Give out articles, where they are not; counts these."""
        if self._tried:
            there = self._server.assigned({row.article for row in rows})
            return sum((row.article, row.annotator) not in there for row in rows)
        with self._connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO stet.assignments (article, annotator, position, at) VALUES (%s, %s, %s, %s)"
                " ON CONFLICT DO NOTHING",
                rows,
            )
            return max(0, cursor.rowcount)

    def dates(self, rows: Sequence[TextDate]) -> None:
        """Say when versions came to be, where that is earlier than is known."""
        if self._tried or not rows:
            return
        self._connection.execute(
            "INSERT INTO stet.dates (article, token, created)"
            " SELECT n.article, n.token, n.created FROM unnest(%s::text[], %s::text[], %s::text[]) WITH ORDINALITY"
            " AS n (article, token, created, place) JOIN stet.texts AS t ON t.article = n.article AND t.token = n.token"
            ' WHERE n.created COLLATE "C" < t.created AND NOT EXISTS (SELECT FROM stet.dates AS d'
            ' WHERE d.article = n.article AND d.token = n.token AND d.created COLLATE "C" <= n.created)'
            " ORDER BY n.place",
            [list(column) for column in zip(*rows, strict=True)],
        )

    def _insert(self, rows: Sequence[EditRow]) -> list[tuple[str, str]]:
        query = (
            f"WITH added AS (INSERT INTO stet.edits ({_COLUMNS}) SELECT * FROM {_ROWS}"  # noqa: S608
            " ON CONFLICT DO NOTHING RETURNING annotator, step) SELECT DISTINCT annotator, step FROM added"
        )
        with self._connection.transaction():  # what is refused leaves what is around it whole
            return self._steps(query, rows)

    def _without_others(self, rows: Sequence[EditRow]) -> list[EditRow]:
        others = {place for (place,) in self._connection.execute(_OF_OTHERS, _columns(rows))} if rows else set()
        return [row for place, row in enumerate(rows, 1) if place not in others]

    def _steps(self, query: str, rows: Sequence[EditRow]) -> list[tuple[str, str]]:
        return list(self._connection.execute(query, _columns(rows))) if rows else []


def _columns(rows: Sequence[EditRow]) -> list[list[str | None]]:
    return [list(column) for column in zip(*rows, strict=True)]
