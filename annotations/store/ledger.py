"""Annotations of all of the library: where they are, who fills their roles, which values they have.

The first questions are answered in numbers and names alone, so that a hundred thousand annotations are grouped
before a person has waited; the words of those that are looked at are read when they are looked at.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import Any, NamedTuple, TypeVar

from annotations.store.current import CURRENT

__all__ = ["AttributeRow", "Chosen", "EntryRow", "FragmentRow", "LedgerRows", "RoleRow", "TieRow", "chosen_where"]

_One = TypeVar("_One")
_AT_ONCE = 500


class Chosen(NamedTuple):
    """Which annotations: of a label (any, if it is empty), and where a tuple is not empty, of one of these."""

    label: str = ""
    articles: tuple[int, ...] = ()
    annotators: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


class EntryRow(NamedTuple):
    """One annotation and where it is; `version` is the key of the text."""

    key: int
    id: str
    label: str
    article: int
    title: str
    source: str
    version: int
    note: str
    unsure: int
    annotator: str
    origin: str
    created: str


class FragmentRow(NamedTuple):
    """Words of an annotation, at offsets in code points."""

    annotation: int
    start: int
    end: int
    exact: str


class RoleRow(NamedTuple):
    """Who or what fills a role: a typed name, or the words of the text, or both."""

    annotation: int
    role: str
    name: str | None
    exact: str | None


class AttributeRow(NamedTuple):
    """One value of an attribute; `position` is 0 where there is only ever one."""

    annotation: int
    name: str
    position: int
    kind: str
    value: str | int | float


class TieRow(NamedTuple):
    """A relation to or from an annotation, with what stands at its other end.

    `article` and `other_label` are None where that is not in the library.
    """

    annotation: str
    label: str
    incoming: int
    note: str
    annotator: str
    other: str
    other_label: str | None
    article: int | None
    words: str | None


class LedgerRows:
    """Reads across articles; those that were removed and texts that are no longer current do not count."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def placed(self, chosen: Chosen) -> list[tuple[int, int]]:
        """Keys of annotations and the numbers of their articles, in the order of the articles and their texts."""
        # Two plain walks and a sort of what is nearly sorted: a join would look up each annotation's article.
        where, values = chosen_where(chosen._replace(label="", annotators=()))
        current = dict(self._connection.execute(f"SELECT version, article FROM {CURRENT} WHERE {where}", values))
        where, values = chosen_where(Chosen(chosen.label, annotators=chosen.annotators))
        rows = self._connection.execute(
            f'SELECT a.key, a.version FROM annotations AS a WHERE {where} ORDER BY a.version, a."start", a.key', values
        )
        placed = [(key, current[version]) for key, version in rows if version in current]
        placed.sort(key=itemgetter(1))
        return placed

    def fillers(self, label: str, role: str) -> Iterator[tuple[int, str]]:
        """Keys of annotations of a label, each with what a filler of the role is called."""
        return self._connection.execute(
            # Both tables in the order of their keys: SQLite would rather look up each role by the index of names.
            "SELECT r.annotation, coalesce(r.name, r.exact) FROM annotations AS a CROSS JOIN roles AS r"
            " ON r.annotation = a.key AND r.role = ? WHERE a.label = ?",
            (role, label),
        )

    def values(self, label: str, attribute: str) -> Iterator[tuple[int, str, str | int | float]]:
        """Keys of annotations of a label, each with kind and value of an attribute."""
        return self._connection.execute(
            "SELECT t.annotation, t.kind, t.value FROM annotations AS a CROSS JOIN attributes AS t"
            " ON t.annotation = a.key AND t.name = ? WHERE a.label = ?",
            (attribute, label),
        )

    def annotators(self, label: str) -> Iterator[tuple[int, str]]:
        """Keys of annotations of a label, each with who made it."""
        return self._connection.execute("SELECT key, annotator FROM annotations WHERE label = ?", (label,))

    def holding(self, label: str, words: str) -> set[int]:
        """Keys of annotations of a label with these letters in their words, their roles or their article's title."""
        patterns = {f"%{_literal(form)}%" for form in (words, words.lower(), words.upper(), words.title())}
        found: set[int] = set()
        for pattern in patterns if not words.isascii() else [f"%{_literal(words)}%"]:
            found.update(
                key
                for (key,) in self._connection.execute(
                    # First the letters, which few have, then whether it is of the label.
                    "SELECT f.annotation FROM fragments AS f CROSS JOIN annotations AS a ON a.key = f.annotation"
                    " WHERE f.exact LIKE ?2 ESCAPE '\\' AND a.label = ?1"
                    " UNION ALL SELECT r.annotation FROM roles AS r CROSS JOIN annotations AS a ON a.key = r.annotation"
                    " WHERE (r.name LIKE ?2 ESCAPE '\\' OR r.exact LIKE ?2 ESCAPE '\\') AND a.label = ?1"
                    f" UNION ALL SELECT a.key FROM {CURRENT} CROSS JOIN annotations AS a ON a.version = current.version"
                    " WHERE current.title LIKE ?2 ESCAPE '\\' AND a.label = ?1",
                    (label, pattern),
                )
            )
        return found

    def entries(self, keys: Sequence[int]) -> Iterator[EntryRow]:
        """What is known of annotations, in no order."""
        for part, marks in _parts(keys):
            rows = self._connection.execute(
                "SELECT a.key, a.id, a.label, articles.number, articles.title, articles.source, a.version, a.note,"
                " a.unsure, a.annotator, a.origin, a.created FROM annotations AS a"
                " JOIN versions ON versions.key = a.version JOIN articles ON articles.number = versions.article"
                f" WHERE a.key IN ({marks})",
                part,
            )
            yield from map(EntryRow._make, rows)

    def fragments(self, keys: Sequence[int]) -> Iterator[FragmentRow]:
        """The words of annotations, in the order of the text."""
        columns = 'annotation, "start", "end", exact'
        return map(FragmentRow._make, self._of("fragments", columns, "annotation, position", keys))

    def roles(self, keys: Sequence[int]) -> Iterator[RoleRow]:
        """Who fills the roles of annotations."""
        columns = "annotation, role, name, exact"
        return map(RoleRow._make, self._of("roles", columns, "annotation, position", keys))

    def attributes(self, keys: Sequence[int]) -> Iterator[AttributeRow]:
        """The values of annotations."""
        columns = "annotation, name, position, kind, value"
        return map(AttributeRow._make, self._of("attributes", columns, "annotation, name, position", keys))

    def sentences(self, version: int) -> bytes | None:
        """The sentences of a version, packed; None while they are not found."""
        row = self._connection.execute("SELECT sentences FROM versions WHERE key = ?", (version,)).fetchone()
        return None if row is None else row[0]

    def ties(self, ids: Sequence[str]) -> Iterator[TieRow]:
        """Relations to and from annotations, the oldest first; what leads to a removed article is left out."""
        words = (
            "(SELECT group_concat(exact, ' … ') FROM (SELECT exact FROM fragments WHERE annotation = o.key"
            " ORDER BY position))"
        )
        for part, marks in _parts(ids):
            for incoming, own, other in ((1, "target", "source"), (0, "source", "target")):
                rows = self._connection.execute(
                    f"SELECT r.{own}, r.label, {incoming}, r.note, r.annotator, r.{other}, o.label,"
                    f" versions.article, {words} FROM relations AS r LEFT JOIN annotations AS o ON o.id = r.{other}"
                    " LEFT JOIN versions ON versions.key = o.version"
                    " LEFT JOIN articles ON articles.number = versions.article"
                    f" WHERE r.{own} IN ({marks}) AND articles.removed IS NULL ORDER BY r.key",
                    part,
                )
                yield from map(TieRow._make, rows)

    def keys_of(self, ids: Sequence[str]) -> dict[str, int]:
        """The keys of annotations by their ids."""
        found: dict[str, int] = {}
        for part, marks in _parts(ids):
            found.update(self._connection.execute(f"SELECT id, key FROM annotations WHERE id IN ({marks})", part))
        return found

    def tags(self) -> list[str]:
        """Every tag that an article has."""
        return [tag for (tag,) in self._connection.execute("SELECT DISTINCT tag FROM article_tags ORDER BY tag")]

    def _of(self, table: str, columns: str, order: str, keys: Sequence[int]) -> Iterator[tuple[Any, ...]]:
        for part, marks in _parts(keys):
            yield from self._connection.execute(
                f"SELECT {columns} FROM {table} WHERE annotation IN ({marks}) ORDER BY {order}", part
            )


def _parts(things: Sequence[_One]) -> Iterator[tuple[Sequence[_One], str]]:
    for start in range(0, len(things), _AT_ONCE):
        part = things[start : start + _AT_ONCE]
        yield part, ", ".join("?" * len(part))


def chosen_where(chosen: Chosen) -> tuple[str, list[object]]:
    """A condition on annotations `a` of articles `current`, and the values that it takes."""
    parts, values = (["a.label = ?"], list[object]([chosen.label])) if chosen.label else (["true"], list[object]())
    for column, wanted in (("current.article", chosen.articles), ("a.annotator", chosen.annotators)):
        if wanted:
            parts.append(f"{column} IN ({', '.join('?' * len(wanted))})")
            values += wanted
    if chosen.tags:
        marks = ", ".join("?" * len(chosen.tags))
        parts.append(f"current.article IN (SELECT article FROM article_tags WHERE tag IN ({marks}))")
        values += chosen.tags
    return " AND ".join(parts), values


def _literal(words: str) -> str:
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
