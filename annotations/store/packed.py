"""Annotations of one text as the values of their rows, for imports of a million: many rows go in with one statement."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from typing import Any, NamedTuple, overload

from annotations.model import Annotation

__all__ = ["PackedAnnotations", "PackedRows", "ids_of"]

_AT_ONCE = 64
"""Most rows of one statement: more save nothing."""


@dataclass(slots=True, eq=False)
class PackedAnnotations(Sequence[Annotation]):
    """Annotations of one text, verified. Whoever looks at one gets it as an `Annotation`, which takes its time.

    Values stand one after the other, row after row; an annotation is named by its index here.

    Attributes:
        unpack: Makes objects of them.
        ids: Their ids; `labels` and `annotators` likewise, the latter once each.
        heads: Id, label, start, end, note, unsure, annotator, origin, created, updated of each.
        fragments: Index, position, start, end, words, and what stands before and after.
        roles: Index, position, role, name, start, end, words, and what stands before and after.
        attributes: Index, name, position, kind, value.
        states: What the history keeps of each, up to the key of its version (`annotations.store.codec.open_state`).
    """

    unpack: Callable[[], tuple[Annotation, ...]]
    ids: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    annotators: set[str] = field(default_factory=set)
    heads: list[Any] = field(default_factory=list)
    fragments: list[Any] = field(default_factory=list)
    roles: list[Any] = field(default_factory=list)
    attributes: list[Any] = field(default_factory=list)
    states: list[str] = field(default_factory=list)
    _objects: tuple[Annotation, ...] | None = None

    def __len__(self) -> int:
        return len(self.ids)

    @overload
    def __getitem__(self, index: int) -> Annotation: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Annotation, ...]: ...
    def __getitem__(self, index: int | slice) -> Annotation | tuple[Annotation, ...]:
        return self._unpacked()[index]

    def __iter__(self) -> Iterator[Annotation]:
        return iter(self._unpacked())

    def _unpacked(self) -> tuple[Annotation, ...]:
        if self._objects is None:
            self._objects = self.unpack()
        return self._objects


def ids_of(annotations: Sequence[Annotation]) -> Sequence[str]:
    """Return the ids of annotations, without making objects of those that are packed."""
    return annotations.ids if isinstance(annotations, PackedAnnotations) else [one.id for one in annotations]


class _Rows(NamedTuple):
    """How rows go into a table.

    Attributes:
        table: The table with its columns, as INSERT takes it.
        row: Values of one row: `?` where its own go, `?1` … where those go that all rows share, `#` for its index.
        shared: How many values all rows share.
        own: How many values are a row's own.
    """

    table: str
    row: str
    shared: int
    own: int


# ?1 is the key of the first annotation.
_HEADS = _Rows(
    'annotations (key, version, id, label, "start", "end", note, unsure, annotator, origin, created, updated)',
    "(?1 + #, ?2, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    2,
    10,
)
_FRAGMENTS = _Rows("fragments", "(?1 + ?, ?, ?, ?, ?, ?, ?)", 1, 7)
_ROLES = _Rows("roles", "(?1 + ?, ?, ?, ?, ?, ?, ?, ?, ?)", 1, 9)
_ATTRIBUTES = _Rows("attributes", "(?1 + ?, ?, ?, ?, ?)", 1, 5)
_HISTORY = _Rows(
    "history (step, at, annotator, article, action, summary, kind, subject, after)",
    "(?1, ?2, ?3, ?4, ?5, ?6, 'annotation', ?, ? || ?7)",
    7,
    2,
)


class PackedRows:
    """Puts packed annotations into the tables of annotations and into the history."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def insert(
        self, packed: PackedAnnotations, version: int, step: tuple[str, str, str, str, str], article: int
    ) -> None:
        """Add annotations to a version, by a step of the history: id, time, annotator, action, summary."""
        (first,) = self._connection.execute("SELECT coalesce(max(key), 0) + 1 FROM annotations").fetchone()
        self._put(_HEADS, (first, version), packed.heads)
        self._put(_FRAGMENTS, (first,), packed.fragments)
        self._put(_ROLES, (first,), packed.roles)
        self._put(_ATTRIBUTES, (first,), packed.attributes)
        told = [value for pair in zip(packed.ids, packed.states, strict=True) for value in pair]
        step_id, at, annotator, action, summary = step
        self._put(_HISTORY, (step_id, at, annotator, article, action, summary, f"{version}}}"), told)

    def _put(self, rows: _Rows, shared: tuple[Any, ...], values: list[Any]) -> None:
        at, left, size = 0, len(values) // rows.own, _AT_ONCE
        while left:
            # Powers of two, so that few statements are enough for any number.
            while size > left:
                size //= 2
            end = at + size * rows.own
            first, *others = shared
            moved = first + at // rows.own if rows is _HEADS else first
            self._connection.execute(_statement(rows, size), (moved, *others, *values[at:end]))
            at, left = end, left - size


@cache
def _statement(rows: _Rows, size: int) -> str:
    numbers = count(rows.shared + 1)
    each = (
        re.sub(r"\?(?!\d)", lambda _: f"?{next(numbers)}", rows.row.replace("#", str(index))) for index in range(size)
    )
    return f"INSERT INTO {rows.table} VALUES {', '.join(each)}"
