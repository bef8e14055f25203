"""Counts over the library: annotations by article, label, annotator, day and value; where they are; when who worked."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

from annotations.store.current import CURRENT
from annotations.store.ledger import Chosen, chosen_where

__all__ = ["ArticleRow", "CountRow", "EditRow", "ItemRow", "StatisticsRows", "ValueRow"]


class ArticleRow(NamedTuple):
    """An article and the size of its current text; `sentences` is packed, None while they are not found."""

    article: int
    title: str
    status: str
    version: int
    length: int
    sentences: bytes | None


class CountRow(NamedTuple):
    """How many annotations of an article have a label, are somebody's, and were made on a day (UTC, ISO 8601).

    `imported` tells that they were made elsewhere.
    """

    article: int
    label: str
    annotator: str
    day: str
    imported: int
    total: int


class ValueRow(NamedTuple):
    """How many annotations of a label have a value of an attribute."""

    label: str
    attribute: str
    kind: str
    value: str | int | float
    total: int


class EditRow(NamedTuple):
    """That somebody did something in an article at a moment (UTC, ISO 8601)."""

    annotator: str
    article: int
    at: str


class ItemRow(NamedTuple):
    """How many things somebody did in an article on a day (UTC, ISO 8601): annotations made, decisions taken.

    `here` tells that they were done in this database, and not merged into it.
    """

    article: int
    day: str
    here: int
    items: int


class StatisticsRows:
    """Reads across articles; those that were removed and texts that are no longer current do not count."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def articles(self, chosen: Chosen) -> list[ArticleRow]:
        """The articles chosen, by number; who annotated does not matter here."""
        where, values = chosen_where(chosen._replace(label="", annotators=()))
        rows = self._connection.execute(
            "SELECT current.article, current.title, articles.status, current.version, versions.length,"
            f" versions.sentences FROM {CURRENT} JOIN articles ON articles.number = current.article"
            f" JOIN versions ON versions.key = current.version WHERE {where} ORDER BY current.article",
            values,
        )
        return list(map(ArticleRow._make, rows))

    def counts(self, chosen: Chosen) -> Iterator[CountRow]:
        """Annotations by article, label, annotator, day and whether they were imported."""
        where, values = chosen_where(chosen)
        rows = self._connection.execute(
            "SELECT current.article, a.label, a.annotator, substr(a.created, 1, 10), a.origin = 'imported', count(*)"
            f" FROM {CURRENT} JOIN annotations AS a ON a.version = current.version WHERE {where}"
            " GROUP BY 1, 2, 3, 4, 5",
            values,
        )
        return map(CountRow._make, rows)

    def values(self, chosen: Chosen) -> Iterator[ValueRow]:
        """Annotations by label, attribute and value; free text and addresses among them."""
        where, values = chosen_where(chosen)
        rows = self._connection.execute(
            f"SELECT a.label, t.name, t.kind, t.value, count(*) FROM {CURRENT}"
            " JOIN annotations AS a ON a.version = current.version JOIN attributes AS t ON t.annotation = a.key"
            f" WHERE {where} GROUP BY 1, 2, 3, 4",
            values,
        )
        return map(ValueRow._make, rows)

    def spans(self, chosen: Chosen) -> Iterator[tuple[int, int, int]]:
        """Key of the text, start and end (code points) of every fragment, text by text."""
        where, values = chosen_where(chosen)
        return self._connection.execute(
            f'SELECT a.version, f."start", f."end" FROM {CURRENT} JOIN annotations AS a ON a.version = current.version'
            f" JOIN fragments AS f ON f.annotation = a.key WHERE {where} ORDER BY a.version",
            values,
        )

    def edits(self, annotators: tuple[str, ...]) -> Iterator[EditRow]:
        """When each annotator did something, in the order of time; what an import did is not theirs."""
        marks = ", ".join("?" * len(annotators))
        only = f" AND annotator IN ({marks})" if annotators else ""
        rows = self._connection.execute(
            "SELECT annotator, article, at FROM history"
            f" WHERE action NOT IN ('import', 'carry', 'remove', 'restore'){only} ORDER BY annotator, at, number",
            annotators,
        )
        return map(EditRow._make, rows)

    def items(self, annotator: str) -> list[ItemRow]:
        """What somebody did, by article and day; what was taken back again counts on neither day.

        An annotation counts that they made, and a decision between layers that made none; not what an import did.
        """
        rows = self._connection.execute(
            "SELECT article, day, here, sum(items) FROM ("
            " SELECT h.article, substr(h.at, 1, 10) AS day, h.brought IS NULL AS here,"
            " CASE WHEN max(h.kind = 'annotation') THEN sum(CASE WHEN h.kind = 'article' THEN 0"
            " WHEN h.before IS NULL AND h.undoes IS NULL THEN 1"
            " WHEN h.after IS NULL AND h.undoes IS NOT NULL THEN -1 ELSE 0 END) ELSE 1 END AS items"
            " FROM history AS h WHERE h.annotator = ?1"
            " AND (h.kind = 'annotation' AND h.action NOT IN ('import', 'export', 'carry', 'merge')"
            "      OR h.kind = 'article' AND h.action = 'adjudicate')"
            " AND NOT EXISTS (SELECT 1 FROM history AS u WHERE u.step = coalesce(h.undoes, h.redoes)"
            "                 AND u.action IN ('import', 'export', 'carry', 'merge'))"
            " GROUP BY h.step, h.article, day, here) GROUP BY article, day, here ORDER BY article, day, here",
            (annotator,),
        )
        return list(map(ItemRow._make, rows))
