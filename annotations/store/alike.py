"""An empty database with the tables of one that is there: made in no time, and without what migrates databases."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from annotations.store.connection import told

__all__ = ["make_alike"]

_HEADER = ("application_id", "user_version", "page_size")


def make_alike(connection: sqlite3.Connection, target: Path) -> None:
    """Make a new database at `target` with all tables, and no row of them.

    Raises:
        StoreError: The database refused.
    """
    with told(target), closing(sqlite3.connect(target, isolation_level=None)) as made:
        for name in _HEADER:
            made.execute(f"PRAGMA {name}={connection.execute(f'PRAGMA {name}').fetchone()[0]}")
        made.execute("BEGIN")
        there: set[str] = set()
        for name, statement in connection.execute(
            "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite~_%' ESCAPE '~'"
            " ORDER BY rowid"
        ):
            # A table of an index of words brings tables of its own along.
            if name not in there:
                made.execute(statement)
                there = {name for (name,) in made.execute("SELECT name FROM sqlite_schema")}
        made.execute("COMMIT")
