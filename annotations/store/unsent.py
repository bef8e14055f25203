"""What of a library is still to be sent to a server."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

__all__ = ["HistoryBounds", "StoredText", "UnsentRows"]

_TOLD = (
    "h.number, h.step, h.undoes, h.redoes, h.at, h.annotator, a.id AS article, h.action, h.summary, h.kind,"
    " h.subject, h.before, h.after, h.brought"
)
_NAMES = ("number", "step", "undoes", "redoes", "at", "annotator", "article", "action", "summary", "kind", "subject",
          "before", "after", "brought")  # fmt: skip


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


class UnsentRows:
    """Reads articles, texts and the history for whoever syncs."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

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
