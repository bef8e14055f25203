"""Names that a person has declared to mean the same, and the names that roles have anywhere."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from typing import NamedTuple

from annotations.store.current import CURRENT

__all__ = ["NameRows", "NameUse", "SameName"]


class SameName(NamedTuple):
    """`name` stands for another one, by the word of an annotator; `created` is in UTC."""

    name: str
    stands_for: str
    annotator: str
    created: str


class NameUse(NamedTuple):
    """`uses` roles in one article are called `name` (a typed name, else the words of the text as they are)."""

    name: str
    article: int
    uses: int


class NameRows:
    """The table `same_names`, and the fillers of `roles`. No transaction begins here."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def all(self) -> list[SameName]:
        """Every name that stands for another one, by what it stands for."""
        rows = self._connection.execute(
            "SELECT name, stands_for, annotator, created FROM same_names ORDER BY stands_for, name"
        )
        return list(map(SameName._make, rows))

    def put(self, name: str, stands_for: str, annotator: str, at: str) -> None:
        """Let `name` stand for another name, in place of what it stood for."""
        self._connection.execute(
            "INSERT OR REPLACE INTO same_names VALUES (?, ?, ?, ?)", (name, stands_for, annotator, at)
        )

    def remove(self, name: str) -> bool:
        """Let `name` stand for itself again; tells whether it stood for another one."""
        return self._connection.execute("DELETE FROM same_names WHERE name = ?", (name,)).rowcount > 0

    def uses(self, but: Collection[str]) -> list[NameUse]:
        """Count what the fillers of roles are called, article by article, but for the roles named.

        Annotations of articles that were removed, or of texts that are no longer current, do not count.
        """
        marks = ", ".join("?" * len(but))
        rows = self._connection.execute(
            f"SELECT coalesce(r.name, r.exact), current.article, count(*) FROM {CURRENT}"
            " JOIN annotations AS a ON a.version = current.version JOIN roles AS r ON r.annotation = a.key"
            f" WHERE r.role NOT IN ({marks}) GROUP BY 1, 2",
            tuple(but),
        )
        return list(map(NameUse._make, rows))
