"""Annotations and relations in and out of their tables. No transaction begins here, and nothing is checked twice."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from annotations.model import Annotation, Origin, Relation, Role, Span
from annotations.offsets import context
from annotations.store.plain import attribute_rows, attribute_values
from annotations.text import Text

_COLUMNS = "key, id, version, label, note, unsure, annotator, origin, created, updated"


class AnnotationRows:
    """The tables `annotations`, `fragments`, `roles`, `attributes` and `relations`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def get(self, annotation_id: str) -> Annotation | None:
        """Return one annotation."""
        return next(self._read("id = ?", (annotation_id,)), None)

    def label_of(self, annotation_id: str) -> str | None:
        """Return the label of an annotation, None where there is no such annotation."""
        row = self._connection.execute("SELECT label FROM annotations WHERE id = ?", (annotation_id,)).fetchone()
        return None if row is None else str(row[0])

    def ids_ending(self, end: str) -> list[str]:
        """Ids of annotations that are or end with `end`."""
        rows = self._connection.execute("SELECT id FROM annotations WHERE substr(id, -length(?1)) = ?1", (end,))
        return [id_ for (id_,) in rows]

    def annotators(self) -> list[str]:
        """Everybody who ever made something, by name."""
        return [name for (name,) in self._connection.execute("SELECT name FROM annotators ORDER BY name")]

    def of_version(self, version: int, within: Span | None = None) -> Iterator[Annotation]:
        """Annotations of a version in the order of the text, those of article scope first.

        `within` limits them to those that overlap the span.
        """
        if within is None:
            return self._read("version = ?", (version,))
        return self._read('version = ? AND "start" < ? AND "end" > ?', (version, within.end, within.start))

    def count(self, version: int) -> dict[str, int]:
        """Count the annotations of a version by label."""
        return dict(
            self._connection.execute(
                "SELECT label, count(*) FROM annotations WHERE version = ? GROUP BY label", (version,)
            )
        )

    def counts(self) -> dict[int, dict[str, int]]:
        """Count the annotations of every version by label."""
        counted: dict[int, dict[str, int]] = {}
        for version, label, count in self._connection.execute(
            "SELECT version, label, count(*) FROM annotations GROUP BY version, label"
        ):
            counted.setdefault(version, {})[label] = count
        return counted

    def at_place(self, version: int, start: int | None, end: int | None) -> Iterator[Annotation]:
        """Annotations with exactly these outermost offsets."""
        return self._read('version = ? AND "start" IS ? AND "end" IS ?', (version, start, end))

    def insert(self, annotation: Annotation, text: Text) -> None:
        """Add an annotation and its parts; `text` is the text of its version."""
        self.insert_all((annotation,), text)

    def insert_all(self, annotations: Sequence[Annotation], text: Text, version: int | None = None) -> None:
        """Add annotations of one version with their parts; `text` is its text, `version` its key where they lack it."""
        (last,) = self._connection.execute("SELECT coalesce(max(key), 0) FROM annotations").fetchone()
        keyed = list(enumerate(annotations, last + 1))
        own = version is None
        self._connection.executemany(
            "INSERT INTO annotations"
            ' (key, id, version, label, "start", "end", note, unsure, annotator, origin, created, updated)'
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    key, a.id, a.version if own else version, a.label, a.start, a.end, a.note, a.unsure, a.annotator,
                    a.origin.value, a.created, a.updated,
                )
                for key, a in keyed
            ],
        )  # fmt: skip
        self._connection.executemany(
            "INSERT INTO fragments VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (key, position, span.start, span.end, *context(text, span))
                for key, annotation in keyed
                for position, span in enumerate(annotation.fragments, 1)
            ],
        )
        self._connection.executemany(
            "INSERT INTO roles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (key, position, role.role, role.name, *_place(role.span, text))
                for key, annotation in keyed
                if annotation.roles
                for position, role in enumerate(annotation.roles, 1)
            ),
        )
        self._connection.executemany(
            "INSERT INTO attributes VALUES (?, ?, ?, ?, ?)",
            (
                (key, *row)
                for key, annotation in keyed
                if annotation.attributes
                for row in attribute_rows(annotation.attributes)
            ),
        )

    def known(self, ids: Sequence[str]) -> set[str]:
        """Return those of `ids` that annotations have."""
        # As one value: with a mark for each, SQLite would prepare another statement for each number of them.
        rows = self._connection.execute(
            "SELECT id FROM annotations WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(ids),)
        )
        return {id_ for (id_,) in rows}

    def delete(self, annotation_id: str) -> None:
        """Remove an annotation with its parts. Its relations must be gone."""
        self._connection.execute("DELETE FROM annotations WHERE id = ?", (annotation_id,))

    def replace(self, annotation: Annotation, text: Text) -> None:
        """Write an annotation anew under its id, leaving relations to it alone."""
        relations = list(self.relations("source = ?", annotation.id))
        self.delete(annotation.id)
        self.insert(annotation, text)
        for relation in relations:
            self.insert_relation(relation)

    def relation(self, relation_id: str) -> Relation | None:
        """Return one relation."""
        return next(self.relations("id = ?", relation_id), None)

    def relations(self, where: str, *values: object) -> Iterator[Relation]:
        """Relations that fulfil an SQL condition of this package."""
        rows = self._connection.execute(
            "SELECT id, label, source, target, annotator, created, updated, note, origin"
            f" FROM relations WHERE {where} ORDER BY id",
            values,
        )
        for id_, label, source, target, annotator, created, updated, note, origin in rows.fetchall():
            yield Relation(id_, label, source, target, annotator, created, updated, note, Origin(origin))

    def versions_with_relations(self) -> set[int]:
        """Keys of the versions at whose annotations relations start."""
        rows = self._connection.execute(
            "SELECT DISTINCT a.version FROM relations AS r CROSS JOIN annotations AS a ON a.id = r.source"
        )
        return {version for (version,) in rows}

    def relations_around(self, version: int) -> list[Relation]:
        """Relations that start or end at an annotation of this version."""
        own = "(SELECT id FROM annotations WHERE version = ?1)"
        return list(self.relations(f"source IN {own} OR target IN {own}", version))

    def ends(self, ids: Sequence[str]) -> dict[str, tuple[str, int, str]]:
        """Return label, number of the article and words (a space between fragments) of annotations by id."""
        found: dict[str, tuple[str, int, str]] = {}
        for start in range(0, len(ids), 500):
            part = ids[start : start + 500]
            marks = ", ".join("?" * len(part))
            rows = self._connection.execute(
                "SELECT a.id, a.label, versions.article,"
                " (SELECT group_concat(exact, ' … ') FROM (SELECT exact FROM fragments WHERE annotation = a.key"
                " ORDER BY position)) FROM annotations AS a JOIN versions ON versions.key = a.version"
                f" WHERE a.id IN ({marks})",
                part,
            )
            found.update({id_: (label, article, words or "") for id_, label, article, words in rows})
        return found

    def role_names(self, most: int) -> list[str]:
        """Return the names that roles have anywhere, the ones used most first, `most` at most."""
        rows = self._connection.execute(
            "SELECT name FROM roles WHERE name IS NOT NULL GROUP BY name ORDER BY count(*) DESC, name LIMIT ?", (most,)
        )
        return [name for (name,) in rows]

    def last_of_label(self, label: str, annotator: str, most: int) -> list[Annotation]:
        """Return the annotations of a label that somebody made last, the newest first."""
        newest = "SELECT key FROM annotations WHERE label = ? AND annotator = ? ORDER BY id DESC LIMIT ?"
        found = list(self._read(f"key IN ({newest})", (label, annotator, most)))
        return sorted(found, key=lambda annotation: annotation.id, reverse=True)

    def relations_of_version(self, version: int) -> list[Relation]:
        """Relations that start at an annotation of this version."""
        return list(self.relations("source IN (SELECT id FROM annotations WHERE version = ?)", version))

    def know(self, annotator: str, at: str) -> None:
        """Make an annotator known."""
        self._connection.execute("INSERT OR IGNORE INTO annotators (name, created) VALUES (?, ?)", (annotator, at))

    def insert_relation(self, relation: Relation) -> None:
        """Add a relation; its source must be there."""
        self._connection.execute(
            "INSERT INTO relations"
            " (id, label, source, target, note, annotator, origin, created, updated)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                relation.id,
                relation.label,
                relation.source,
                relation.target,
                relation.note,
                relation.annotator,
                relation.origin,
                relation.created,
                relation.updated,
            ),
        )

    def delete_relation(self, relation_id: str) -> None:
        """Remove a relation."""
        self._connection.execute("DELETE FROM relations WHERE id = ?", (relation_id,))

    def _read(self, where: str, values: tuple[object, ...]) -> Iterator[Annotation]:
        chosen = f"(SELECT key FROM annotations WHERE {where})"
        heads = self._connection.execute(
            f"SELECT {_COLUMNS} FROM annotations WHERE {where} ORDER BY key", values
        ).fetchall()
        if not heads:
            return iter(())
        fragments = self._parts("fragments", '"start", "end"', chosen, values)
        roles = self._parts("roles", 'role, name, "start", "end"', chosen, values)
        attributes = self._parts("attributes", "name, position, kind, value", chosen, values)
        found = [
            Annotation(
                id=id_,
                version=version,
                label=label,
                fragments=tuple(Span(start, end) for _, start, end in fragments.get(key, ())),
                roles=tuple(
                    Role(role, name, None if start is None else Span(start, end))
                    for _, role, name, start, end in roles.get(key, ())
                ),
                attributes=attribute_values(row[1:] for row in attributes.get(key, ())),
                note=note,
                unsure=bool(unsure),
                annotator=annotator,
                origin=Origin(origin),
                created=created,
                updated=updated,
            )
            for key, id_, version, label, note, unsure, annotator, origin, created, updated in heads
        ]
        found.sort(key=in_text_order)
        return iter(found)

    def _parts(
        self, table: str, columns: str, chosen: str, values: tuple[object, ...]
    ) -> dict[int, list[tuple[Any, ...]]]:
        # Primary keys begin with annotation and end with position: this is the order of the tables themselves.
        order = "annotation, name, position" if table == "attributes" else "annotation, position"
        rows = self._connection.execute(
            f"SELECT annotation, {columns} FROM {table} WHERE annotation IN {chosen} ORDER BY {order}", values
        )
        return {key: list(group) for key, group in groupby(rows, itemgetter(0))}


def in_text_order(annotation: Annotation) -> tuple[int, int, str]:
    """Sort key: article scope first, then by outermost offsets, then by id."""
    if not annotation.fragments:
        return (-1, -1, annotation.id)
    return (annotation.fragments[0].start, annotation.fragments[-1].end, annotation.id)


def _place(span: Span | None, text: Text) -> tuple[int | None, int | None, str | None, str | None, str | None]:
    return (None, None, None, None, None) if span is None else (span.start, span.end, *context(text, span))
