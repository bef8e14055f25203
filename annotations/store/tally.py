"""Steps counted once each, however many they are: in a table on disk that is gone at the end, and not in memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

__all__ = ["StepTally", "tally"]


class StepTally:
    """Steps, by whose they are, and whether anything of them was new."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def add(self, steps: Mapping[tuple[str, str], bool]) -> None:
        """Note steps with their annotators, and whether something of each is new."""
        self._connection.executemany(
            "INSERT INTO temp.tally VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET new = max(new, excluded.new)",
            ((step, annotator, new) for (step, annotator), new in steps.items()),
        )

    def new(self) -> dict[str, int]:
        """How many steps were new, by whose they are."""
        return dict(self._connection.execute("SELECT annotator, count(*) FROM tally WHERE new GROUP BY annotator"))

    def known(self) -> int:
        """How many steps were not new."""
        return int(self._connection.execute("SELECT count(*) FROM tally WHERE NOT new").fetchone()[0])


@contextmanager
def tally(connection: sqlite3.Connection) -> Iterator[StepTally]:
    """Lend a tally for the length of a block, inside a transaction of the caller's."""
    connection.execute(
        "CREATE TEMP TABLE tally (step TEXT, annotator TEXT, new INTEGER NOT NULL, PRIMARY KEY (step, annotator))"
        " STRICT, WITHOUT ROWID"
    )
    yield StepTally(connection)
    connection.execute("DROP TABLE temp.tally")
