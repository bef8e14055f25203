"""How many keys each person pressed in which article: theirs alone, in no history."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import NamedTuple

__all__ = ["KeyRow", "KeyRows"]


class KeyRow(NamedTuple):
    """How many keys were pressed in an article (its number) on a day (UTC, ISO 8601)."""

    article: int
    day: str
    keys: int


class KeyRows:
    """The table `keys_pressed`. No transaction begins here."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def add(self, annotator: str, day: str, keys: Mapping[int, int]) -> None:
        """Count keys by the number of the article; those of an article that is gone are forgotten."""
        self._connection.executemany(
            "INSERT INTO keys_pressed (annotator, article, day, keys)"
            " SELECT ?1, number, ?3, ?4 FROM articles WHERE number = ?2"
            " ON CONFLICT DO UPDATE SET keys = keys + excluded.keys",
            ((annotator, article, day, count) for article, count in keys.items() if count > 0),
        )

    def of(self, annotator: str) -> list[KeyRow]:
        """What somebody pressed, by article and day."""
        rows = self._connection.execute(
            "SELECT article, day, keys FROM keys_pressed WHERE annotator = ? ORDER BY article, day", (annotator,)
        )
        return list(map(KeyRow._make, rows))
