"""The coding schemes of a database: the one in use, and those that were."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from annotations.errors import StoreError
from annotations.store.connection import joined, told

__all__ = ["SchemaRows", "StoredSchema"]


class StoredSchema(NamedTuple):
    """A coding scheme as it was taken into use; `definition` is JSON."""

    key: int
    name: str
    version: str
    definition: str
    created: str


class SchemaRows:
    """The table `schemas`; the one in use has the highest key."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path

    def all(self) -> list[StoredSchema]:
        """Every scheme that was ever in use, the one that is in use last."""
        rows = self._connection.execute("SELECT key, name, version, definition, created FROM schemas ORDER BY key")
        return [StoredSchema(*row) for row in rows]

    def definition(self) -> str | None:
        """Return the coding scheme in use as JSON."""
        with told(self._path):
            row = self._connection.execute("SELECT definition FROM schemas ORDER BY key DESC LIMIT 1").fetchone()
        return None if row is None else str(row[0])

    def key(self) -> int:
        """Return a number that changes when another coding scheme comes into use; 0 while there is none."""
        with told(self._path):
            return int(self._connection.execute("SELECT coalesce(max(key), 0) FROM schemas").fetchone()[0])

    def named(self) -> dict[str, str] | None:
        """Name and version of the scheme in use, as the facts of articles have them."""
        row = self._connection.execute("SELECT name, version FROM schemas ORDER BY key DESC LIMIT 1").fetchone()
        return None if row is None else {"name": row[0], "version": row[1]}

    def put(self, name: str, version: str, definition: str, at: str, *, in_use: bool = True) -> None:
        """Store a coding scheme, and make it the one in use unless told otherwise.

        Raises:
            StoreError: The database refused; nothing was written.
        """
        with told(self._path), joined(self._connection):
            self._connection.execute(
                "DELETE FROM schemas WHERE name = ? AND version = ? AND definition = ?",
                (name, version, definition),
            )
            key = None if in_use else self._connection.execute("SELECT min(0, min(key)) - 1 FROM schemas").fetchone()[0]
            self._connection.execute(
                "INSERT INTO schemas (key, name, version, definition, created) VALUES (?, ?, ?, ?, ?)",
                (key, name, version, definition, at),
            )

    def use_again(self, named: object, at: str) -> None:
        """Take a scheme that was in use before, by its name and version, into use again.

        Raises:
            StoreError: It is no longer in the database.
        """
        name, version = (named.get("name"), named.get("version")) if isinstance(named, Mapping) else (None, None)
        for stored in reversed(self.all()):
            if (stored.name, stored.version) == (name, version):
                self.put(stored.name, stored.version, stored.definition, at)
                return
        raise StoreError(f"the schema {name}, version {version}, is no longer in the database")
