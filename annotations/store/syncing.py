"""What a library has sent to servers and taken from them, and what is still to be sent."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

__all__ = ["HistoryBounds", "StoredText", "SyncRows", "SyncState"]

_TOLD = (
    "h.number, h.step, h.undoes, h.redoes, h.at, h.annotator, a.id AS article, h.action, h.summary, h.kind,"
    " h.subject, h.before, h.after, h.brought"
)
_NAMES = ("number", "step", "undoes", "redoes", "at", "annotator", "article", "action", "summary", "kind", "subject",
          "before", "after", "brought")  # fmt: skip


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


class HistoryBounds(NamedTuple):
    """Rows of the history: numbers after `after`, to `until`; of one article, unless that is None."""

    after: int
    until: int
    article: int | None = None


class StoredText(NamedTuple):
    """A version of an article as it is stored; `blocks`, `sentences` and `styles` still packed."""

    key: int
    article: int
    sha256: str
    created: str
    stamp: str | None
    blocks: bytes
    sentences: bytes | None
    styles: str
    text: str


class SyncRows:
    """The tables that begin with `sync_`, and what of others is still to be sent. No transaction begins here."""

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

    # What is to be sent

    def end(self) -> int:
        """Number of the last row of the history."""
        return int(self._connection.execute("SELECT coalesce(max(number), 0) FROM history").fetchone()[0])

    def articles_to_send(self, server: str) -> list[int]:
        """Numbers of articles that a server does not have; those that were removed are not sent."""
        rows = self._connection.execute(
            "SELECT number FROM articles WHERE removed IS NULL AND number NOT IN"
            " (SELECT article FROM sync_articles WHERE server = ?) ORDER BY number",
            (server,),
        )
        return [number for (number,) in rows]

    def texts_to_send(self, server: str, after: int) -> list[tuple[int, int]]:
        """Key and article of versions with keys after `after` of articles that a server has."""
        return list(
            self._connection.execute(
                "SELECT key, article FROM versions WHERE key > ? AND article IN"
                " (SELECT article FROM sync_articles WHERE server = ?) ORDER BY key",
                (after, server),
            )
        )

    def last_text(self) -> int:
        """Key of the last version."""
        return int(self._connection.execute("SELECT coalesce(max(key), 0) FROM versions").fetchone()[0])

    def size(self, key: int) -> int:
        """How long the text of a version is, in code points."""
        return int(self._connection.execute("SELECT length FROM versions WHERE key = ?", (key,)).fetchone()[0])

    def text(self, key: int) -> StoredText:
        """A version as it is stored."""
        return StoredText._make(
            self._connection.execute(
                "SELECT key, article, sha256, created, stamp, blocks, sentences, styles, text FROM versions"
                " WHERE key = ?",
                (key,),
            ).fetchone()
        )

    def rows(
        self, server: str, layers: Collection[str], bounds: HistoryBounds, most: int
    ) -> Iterator[Mapping[str, object]]:
        """Rows of the history by these annotators that did not come from a server, at most so many.

        Their `article` is the article's id, and under `number` is their own.
        """
        found = self._connection.execute(
            f"SELECT {_TOLD} FROM history AS h JOIN articles AS a ON a.number = h.article"
            f" WHERE {self._unsent(layers, bounds)} ORDER BY h.number LIMIT ?",
            (*self._values(server, layers, bounds), most),
        )
        for row in found.fetchall():
            yield dict(zip(_NAMES, row, strict=True))

    def count_steps(self, server: str, layers: Collection[str], bounds: HistoryBounds) -> dict[str, int]:
        """Count steps that are to be sent, by whose they are."""
        return dict(
            self._connection.execute(
                "SELECT h.annotator, count(DISTINCT h.step) FROM history AS h"
                f" WHERE {self._unsent(layers, bounds)} GROUP BY h.annotator",
                self._values(server, layers, bounds),
            )
        )

    def doubtful(
        self, server: str, layers: Collection[str], bounds: HistoryBounds, latest: str, without: Collection[str]
    ) -> list[tuple[int, str]]:
        """Rows to be sent whose time is after `latest`, or before that of what they go on from; and when that was.

        Of the second, rows that do something in `without` are left out. What a row goes on from is the state before,
        else the first text of its article.
        """
        marks = ", ".join("?" * len(without))
        return list(
            self._connection.execute(
                "SELECT number, since FROM (SELECT h.number, h.at, h.action, coalesce((SELECT m.at FROM history AS m"
                " WHERE m.subject = h.subject AND m.number < h.number AND m.after = h.before"
                " ORDER BY m.number DESC LIMIT 1),"
                " (SELECT min(v.created) FROM versions AS v WHERE v.article = h.article), h.at) AS since"
                f" FROM history AS h WHERE {self._unsent(layers, bounds)})"
                f" WHERE at > ? OR (at < since AND action NOT IN ({marks})) ORDER BY number",
                (*self._values(server, layers, bounds), latest, *without),
            )
        )

    def count_of_others(self, layers: Collection[str], after: int) -> dict[str, int]:
        """Count steps made here by people who are not among these, and have to send them themselves."""
        marks = ", ".join("?" * len(layers))
        return dict(
            self._connection.execute(
                "SELECT annotator, count(DISTINCT step) FROM history WHERE number > ? AND brought IS NULL"
                f" AND action <> 'merge' AND annotator NOT IN ({marks}) GROUP BY annotator",
                (after, *layers),
            )
        )

    def edited_elsewhere_too(self, server: str, bounds: HistoryBounds) -> list[str]:
        """Things that were edited here and elsewhere, and relations that were, by their ids."""
        rows = self._connection.execute(
            "SELECT DISTINCT h.subject FROM history AS h WHERE h.number > ? AND h.number <= ?"
            " AND (h.brought IS NULL OR h.brought <> ?) AND (h.kind = 'relation' OR EXISTS"
            " (SELECT 1 FROM history AS b WHERE b.subject = h.subject AND b.brought IS NOT NULL))",
            (bounds.after, bounds.until, server),
        )
        return [subject for (subject,) in rows]

    def has_taken_back_merges(self, bounds: HistoryBounds) -> bool:
        """Tell whether a merge was taken back in these rows: what had been sent of it stays sent."""
        return (
            self._connection.execute(
                "SELECT 1 FROM history AS h JOIN history AS m ON m.step = h.undoes WHERE h.number > ? AND h.number <= ?"
                " AND h.undoes IS NOT NULL AND m.action = 'merge' LIMIT 1",
                (bounds.after, bounds.until),
            ).fetchone()
            is not None
        )

    def steps_of(self, annotator: str, most: int) -> list[str]:
        """Some steps that somebody made here, the newest."""
        rows = self._connection.execute(
            "SELECT DISTINCT step FROM history WHERE annotator = ? AND brought IS NULL"
            " AND action NOT IN ('import', 'export', 'merge') ORDER BY number DESC LIMIT ?",
            (annotator, most),
        )
        return [step for (step,) in rows]

    def _unsent(self, layers: Collection[str], bounds: HistoryBounds) -> str:
        marks = ", ".join("?" * len(layers))
        of_article = "" if bounds.article is None else " AND h.article = ?"
        return (
            f"h.number > ? AND h.number <= ?{of_article} AND h.annotator IN ({marks})"
            " AND h.action <> 'merge' AND (h.brought IS NULL OR h.brought <> ?)"
        )

    def _values(self, server: str, layers: Collection[str], bounds: HistoryBounds) -> tuple[object, ...]:
        article = () if bounds.article is None else (bounds.article,)
        return (bounds.after, bounds.until, *article, *layers, server)
