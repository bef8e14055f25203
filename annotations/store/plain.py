"""Annotations of a version as plain rows, a few thousand at a time: for exports of a million."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple, TypeAlias

from annotations.model import AttributeValue

__all__ = [
    "PlainAnnotation",
    "PlainAttribute",
    "PlainRole",
    "PlainRows",
    "attribute_rows",
    "attribute_values",
    "kind_of",
]

_CHUNK = 5000
_HEADS = 'key, id, label, note, unsure, annotator, origin, created, updated, "start", "end"'


PlainAttribute: TypeAlias = "tuple[str, int, str, str | int | float]"
"""Name, position (0, or from 1 where there are several values), kind, and value of an attribute."""


class PlainRole(NamedTuple):
    """A filler of a role; `start`, `end` and `text` are None where it is only a name."""

    role: str
    name: str | None
    start: int | None
    end: int | None
    text: str | None


class PlainAnnotation(NamedTuple):
    """An annotation as it is stored: fragments as (start, end, words), in code points, and its other parts in order."""

    id: str
    label: str
    note: str
    unsure: int
    annotator: str
    origin: str
    created: str
    updated: str
    start: int | None
    end: int | None
    fragments: list[tuple[int, int, str]]
    roles: list[PlainRole]
    attributes: list[PlainAttribute]


_NONE: list[Any] = []
"""What an annotation without roles or attributes has; nobody changes it."""


class PlainRows:
    """Reads annotations without making objects of their parts."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def of_version(
        self,
        version: int,
        labels: frozenset[str] = frozenset(),
        annotators: frozenset[str] = frozenset(),
        ids: frozenset[str] = frozenset(),
    ) -> Iterator[list[PlainAnnotation]]:
        """Annotations of a version in the order of the text, those of article scope first, in lists of some thousand.

        Where `labels`, `annotators` or `ids` are given, only those.
        """
        where, values = "version = ?", [version, *labels, *annotators]
        for column, names in (("label", labels), ("annotator", annotators)):
            if names:
                where += f" AND {column} IN ({', '.join('?' * len(names))})"
        heads = self._connection.execute(
            f'SELECT {_HEADS} FROM annotations WHERE {where} ORDER BY "start", "end", id', values
        )
        while chunk := heads.fetchmany(_CHUNK):
            if kept := [head for head in chunk if head[1] in ids] if ids else chunk:
                yield self._with_parts(kept)

    def _with_parts(self, heads: list[tuple[Any, ...]]) -> list[PlainAnnotation]:
        keys = [head[0] for head in heads]
        fragments = self._parts("fragments", '"start", "end", exact', keys)
        roles = self._parts("roles", 'role, name, "start", "end", exact', keys)
        attributes = self._parts("attributes", "name, position, kind, value", keys)
        for key, parts in roles.items():
            roles[key] = list(map(PlainRole._make, parts))
        make, none = PlainAnnotation._make, _NONE
        return [
            make(
                head[1:] + (fragments.get(head[0], none), roles.get(head[0], none), attributes.get(head[0], none))  # noqa: RUF005 - half the time
            )
            for head in heads
        ]

    def _parts(self, table: str, columns: str, keys: list[int]) -> dict[int, list[Any]]:
        low, high = min(keys), max(keys)
        # Keys that were given one after the other are a range of the table; others are looked up one by one.
        where = (
            f"BETWEEN {low} AND {high}" if high - low < 2 * len(keys) else f"IN ({','.join(map(str, sorted(keys)))})"
        )
        found: dict[int, list[Any]] = {}
        # Primary keys begin with annotation and end with position: this is the order of the tables themselves.
        for row in self._connection.execute(f"SELECT annotation, {columns} FROM {table} WHERE annotation {where}"):
            key = row[0]
            if key in found:
                found[key].append(row[1:])
            else:
                found[key] = [row[1:]]
        return found


def kind_of(value: object) -> str:
    """Name the type under which a single value is stored."""
    match value:
        case bool():
            return "flag"
        case int():
            return "integer"
        case float():
            return "number"
    return "text"


def attribute_rows(attributes: Mapping[str, AttributeValue]) -> Iterator[tuple[str, int, str, str | int | float]]:
    """Make attributes into rows: name, position (0, or from 1 where there are several values), kind, value."""
    for name, value in attributes.items():
        if isinstance(value, tuple):
            yield from ((name, position, "text", one) for position, one in enumerate(value, 1))
        else:
            yield (name, 0, kind_of(value), int(value) if isinstance(value, bool) else value)


def attribute_values(attributes: Iterable[tuple[Any, ...]]) -> dict[str, AttributeValue]:
    """Put the values of one annotation together: by name, those with several values last."""
    values: dict[str, AttributeValue] = {}
    several: dict[str, list[str]] = {}
    for name, position, kind, value in attributes:
        if position:
            several.setdefault(name, []).append(str(value))
        else:
            values[name] = bool(value) if kind == "flag" else value
    return values | {name: tuple(parts) for name, parts in several.items()} if several else values
