"""Suggestions in and out of their tables: those that were stored, and which ones each person has dismissed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from typing import NamedTuple

__all__ = ["Dismissal", "StoredSuggestion", "SuggestionRows"]


class StoredSuggestion(NamedTuple):
    """A suggestion that came from elsewhere; `body` is JSON of fragments, roles, attributes and reasons.

    Attributes:
        maker: Which model or file it came from.
        start: Where its first fragment begins, in code points.
    """

    maker: str
    label: str
    start: int
    score: float
    body: str


class Dismissal(NamedTuple):
    """A suggestion that somebody does not want to see again: its label, and its fragments as `12-40;55-80`."""

    label: str
    place: str


class SuggestionRows:
    """The tables `suggestions` and `dismissals`. No transaction begins here."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def of_version(self, version: int) -> Iterator[StoredSuggestion]:
        """Stored suggestions for a version, in the order of the text."""
        rows = self._connection.execute(
            'SELECT maker, label, "start", score, body FROM suggestions WHERE version = ? ORDER BY "start", key',
            (version,),
        )
        return map(StoredSuggestion._make, rows.fetchall())

    def makers(self) -> list[str]:
        """Who made what is stored, by name."""
        return [maker for (maker,) in self._connection.execute("SELECT DISTINCT maker FROM suggestions ORDER BY maker")]

    def add(self, version: int, suggestions: Iterable[StoredSuggestion], at: str) -> None:
        """Store suggestions for a version."""
        self._connection.executemany(
            'INSERT INTO suggestions (version, maker, label, "start", score, body, created)'
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            ((version, one.maker, one.label, one.start, one.score, one.body, at) for one in suggestions),
        )

    def remove(self, maker: str | None = None, version: int | None = None, label: str | None = None) -> int:
        """Remove what is stored, of a maker, for a version, with a label, or all; returns how much that was."""
        given = {"version": version, "maker": maker, "label": label}
        values = {name: value for name, value in given.items() if value is not None}
        where = " AND ".join(f"{name} = :{name}" for name in values) or "true"
        return self._connection.execute(f"DELETE FROM suggestions WHERE {where}", values).rowcount

    def dismissed(self, version: int, annotator: str) -> set[Dismissal]:
        """What somebody has dismissed in a version."""
        rows = self._connection.execute(
            "SELECT label, place FROM dismissals WHERE version = ? AND annotator = ?", (version, annotator)
        )
        return set(map(Dismissal._make, rows))

    def dismiss(self, version: int, annotator: str, dismissal: Dismissal, at: str) -> None:
        """Note that somebody does not want to see a suggestion again."""
        self._connection.execute(
            "INSERT OR IGNORE INTO dismissals VALUES (?, ?, ?, ?, ?)", (version, annotator, *dismissal, at)
        )

    def restore(self, version: int, annotator: str) -> int:
        """Forget what somebody has dismissed in a version; returns how much that was."""
        return self._connection.execute(
            "DELETE FROM dismissals WHERE version = ? AND annotator = ?", (version, annotator)
        ).rowcount

    def outcomes(self, annotator: str | None = None) -> dict[str, tuple[int, int, int]]:
        """Count by label how many suggestions were accepted as they were, changed, and dismissed; by one or by all."""
        who = "(?1 IS NULL OR annotator = ?1)"
        counts: dict[str, list[int]] = {}
        for label, kept, changed in self._connection.execute(
            "SELECT label, sum(updated = created), sum(updated <> created) FROM annotations"
            f" WHERE origin = 'suggested' AND {who} GROUP BY label",
            (annotator,),
        ):
            counts[label] = [kept, changed, 0]
        for label, dismissed in self._connection.execute(
            f"SELECT label, count(*) FROM dismissals WHERE {who} GROUP BY label", (annotator,)
        ):
            counts.setdefault(label, [0, 0, 0])[2] = dismissed
        return {label: (kept, changed, gone) for label, (kept, changed, gone) in sorted(counts.items())}
