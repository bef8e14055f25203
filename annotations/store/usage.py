"""What of a coding scheme is in use, counted by the database."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from annotations.model import AttributeValue


class PartUse(NamedTuple):
    """`uses` annotations have a role or an attribute of this name."""

    label: str
    name: str
    uses: int


class RelationUse(NamedTuple):
    """`uses` relations join two labels; `target` is None where that annotation is not in the library."""

    relation: str
    source: str
    target: str | None
    uses: int


class UsageRows:
    """Counts what annotations are made of."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def labels(self) -> dict[str, int]:
        """Annotations by label."""
        return dict(self._connection.execute("SELECT label, count(*) FROM annotations GROUP BY label"))

    def scopes(self, label: str) -> tuple[int, int]:
        """Annotations with a label that are on words, and on the whole article."""
        row = self._connection.execute(
            'SELECT count("start"), count(*) - count("start") FROM annotations WHERE label = ?', (label,)
        ).fetchone()
        return int(row[0]), int(row[1])

    def roles(self) -> list[PartUse]:
        """Annotations by label and role."""
        return self._parts("roles", "role")

    def has_role_with(self, part: str) -> bool:
        """Tell whether the name or the words of a role anywhere have `part` in them."""
        query = "SELECT EXISTS (SELECT 1 FROM roles WHERE instr(name, ?1) OR instr(exact, ?1))"
        return bool(self._connection.execute(query, (part,)).fetchone()[0])

    def attributes(self) -> list[PartUse]:
        """Annotations by label and attribute."""
        return self._parts("attributes", "name")

    def values(self, label: str, attribute: str) -> Iterator[tuple[str, AttributeValue]]:
        """Ids of annotations with a label, and the value that each has for an attribute."""
        rows = self._connection.execute(
            "SELECT a.id, t.position, t.kind, t.value FROM annotations AS a JOIN attributes AS t"
            " ON t.annotation = a.key WHERE a.label = ? AND t.name = ? ORDER BY a.key, t.position",
            (label, attribute),
        )
        for annotation, group in groupby(rows, itemgetter(0)):
            parts = list(group)
            _, position, kind, value = parts[0]
            if position:
                yield annotation, tuple(value for _, _, _, value in parts)
            else:
                yield annotation, bool(value) if kind == "flag" else value

    def relations(self) -> list[RelationUse]:
        """Relations by their name and the labels that they join."""
        rows = self._connection.execute(
            "SELECT r.label, s.label, t.label, count(*) FROM relations AS r JOIN annotations AS s ON s.id = r.source"
            " LEFT JOIN annotations AS t ON t.id = r.target GROUP BY r.label, s.label, t.label"
        )
        return [RelationUse(*row) for row in rows]

    def versions_with(self, labels: frozenset[str], relations: frozenset[str]) -> list[int]:
        """Keys of the article versions that have an annotation or a relation with one of these names."""
        found: set[int] = set()
        for label in labels:
            found.update(
                key for (key,) in self._connection.execute(
                    "SELECT DISTINCT version FROM annotations WHERE label = ?", (label,)
                )
            )  # fmt: skip
        for label in relations:
            found.update(
                key for (key,) in self._connection.execute(
                    "SELECT DISTINCT a.version FROM relations AS r JOIN annotations AS a ON a.id = r.source"
                    " WHERE r.label = ?", (label,),
                )
            )  # fmt: skip
        return sorted(found)

    def _parts(self, table: str, column: str) -> list[PartUse]:
        rows = self._connection.execute(
            f"SELECT a.label, p.{column}, count(DISTINCT a.key) FROM {table} AS p"
            f" JOIN annotations AS a ON a.key = p.annotation GROUP BY a.label, p.{column}"
        )
        return [PartUse(*row) for row in rows]
