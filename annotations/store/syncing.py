"""How far a library is in step with servers: what these have, and what is known of it here."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from typing import NamedTuple

__all__ = ["SyncRows", "SyncState"]


class SyncState(NamedTuple):
    """How far the library is in step with a server.

    `taken` is the number of the last row of the server that was taken, `seen` and `mark` are number and name of the
    last that was there. `sent` is the number of the last row of the history that it has, `texts` the key of the last
    version, and `synced` when all of it was done last.
    """

    server: str
    address: str
    taken: int = 0
    seen: int = 0
    mark: str | None = None
    sent: int = 0
    texts: int = 0
    synced: str | None = None

    def having_seen(self, number: int, mark: str | None) -> SyncState:
        """The same, after a row of the server was seen."""
        return self if number < self.seen else self._replace(seen=number, mark=mark)


class SyncRows:
    """The tables that begin with `sync_`. No transaction begins here."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    # How far

    def state(self, server: str) -> SyncState | None:
        """How far the library is with a server, None where it never was."""
        row = self._connection.execute(
            "SELECT server, address, taken, seen, mark, sent, texts, synced FROM sync_servers WHERE server = ?",
            (server,),
        ).fetchone()
        return None if row is None else SyncState._make(row)

    def last(self) -> SyncState | None:
        """The server that the library was synced with last; None where it never was with any."""
        row = self._connection.execute(
            "SELECT server FROM sync_servers ORDER BY coalesce(synced, '') DESC, server LIMIT 1"
        ).fetchone()
        return None if row is None else self.state(row[0])

    def known_at(self, address: str) -> str | None:
        """Which server was at an address last."""
        row = self._connection.execute(
            "SELECT server FROM sync_servers WHERE address = ? ORDER BY coalesce(synced, '') DESC LIMIT 1", (address,)
        ).fetchone()
        return None if row is None else str(row[0])

    def put(self, state: SyncState) -> None:
        """Write down how far the library is."""
        self._connection.execute(
            "INSERT INTO sync_servers (server, address, taken, seen, mark, sent, texts, synced)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (server) DO UPDATE SET address = excluded.address, taken = excluded.taken,"
            " seen = excluded.seen, mark = excluded.mark, sent = excluded.sent,"
            " texts = excluded.texts, synced = excluded.synced",
            state,
        )

    def forget(self, server: str) -> None:
        """Forget what a server has, so that everything is compared anew."""
        for table in ("sync_articles", "sync_assignments", "sync_dates"):
            self._connection.execute(f"DELETE FROM {table} WHERE server = ?", (server,))
        self._connection.execute(
            "UPDATE sync_servers SET taken = 0, seen = 0, mark = NULL, sent = 0, texts = 0 WHERE server = ?", (server,)
        )

    # Articles

    def numbers(self, server: str, ids: Iterable[str]) -> dict[str, int]:
        """Numbers of articles by what a server calls them, as far as it is known."""
        found: dict[str, int] = {}
        for id_ in ids:
            row = self._connection.execute(
                "SELECT article FROM sync_articles WHERE server = ? AND id = ?", (server, id_)
            ).fetchone()
            if row is not None:
                found[id_] = row[0]
        return found

    def name(self, server: str, article: int) -> str | None:
        """What a server calls an article; None where it does not have it."""
        row = self._connection.execute(
            "SELECT min(id) FROM sync_articles WHERE article = ? AND server = ?", (article, server)
        ).fetchone()
        return None if row is None or row[0] is None else str(row[0])

    def note_articles(self, server: str, numbers: Mapping[str, int]) -> None:
        """Note what a server calls articles."""
        self._connection.executemany(
            "INSERT OR IGNORE INTO sync_articles (server, id, article) VALUES (?, ?, ?)",
            ((server, id_, number) for id_, number in numbers.items()),
        )

    def note_assignments(self, server: str, given: Iterable[tuple[int, str]]) -> None:
        """Note which assignments (number of the article, annotator) a server has."""
        self._connection.executemany(
            "INSERT OR IGNORE INTO sync_assignments (server, article, annotator) VALUES (?, ?, ?)",
            ((server, article, annotator) for article, annotator in given),
        )

    def assignments_to_send(self, server: str) -> list[tuple[int, str, str, int, str]]:
        """Assignments that a server does not have: number and name there of the article, annotator, position, time."""
        return list(
            self._connection.execute(
                "SELECT g.article, min(s.id), g.annotator, g.position, g.created FROM assignments AS g"
                " JOIN sync_articles AS s ON s.article = g.article AND s.server = ?1"
                " WHERE NOT EXISTS (SELECT 1 FROM sync_assignments AS k WHERE k.server = ?1"
                " AND k.article = g.article AND k.annotator = g.annotator) GROUP BY g.article, g.annotator",
                (server,),
            )
        )

    # When texts came to be

    def note_date(self, key: int, server: str | None = None) -> None:
        """Note that a version is older here than a server knows; without one, than any that has its article."""
        self._connection.execute(
            "INSERT OR IGNORE INTO sync_dates (server, version) SELECT DISTINCT s.server, v.key FROM sync_articles AS s"
            " JOIN versions AS v ON v.article = s.article WHERE v.key = ?1 AND (?2 IS NULL OR s.server = ?2)",
            (key, server),
        )

    def dates_to_send(self, server: str) -> list[tuple[int, str, str]]:
        """Versions that are older here than a server may know: key, name there of the article, time; the oldest first.

        In this order, a text that came back is never older than when it was there before.
        """
        return list(
            self._connection.execute(
                "SELECT d.version, min(s.id), v.created FROM sync_dates AS d JOIN versions AS v ON v.key = d.version"
                " JOIN sync_articles AS s ON s.article = v.article AND s.server = d.server WHERE d.server = ?"
                " GROUP BY d.version ORDER BY v.created, v.key",
                (server,),
            )
        )

    def note_dates_sent(self, server: str, keys: Iterable[int]) -> None:
        """Note that a server knows when these versions came to be."""
        self._connection.executemany(
            "DELETE FROM sync_dates WHERE server = ? AND version = ?", ((server, key) for key in keys)
        )
