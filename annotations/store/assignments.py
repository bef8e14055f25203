"""Who is to read what."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from typing import NamedTuple

__all__ = ["AssignmentRow", "AssignmentRows"]


class AssignmentRow(NamedTuple):
    """An article in somebody's queue, by its number; `position` counts from 1."""

    article: int
    annotator: str
    position: int


class AssignmentRows:
    """The table `assignments`. No transaction begins here."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def all(self) -> list[AssignmentRow]:
        """Every queue in its order, without articles that are removed."""
        rows = self._connection.execute(
            "SELECT s.article, s.annotator, s.position FROM assignments AS s"
            " JOIN articles ON articles.number = s.article AND articles.removed IS NULL"
            " ORDER BY s.annotator, s.position, s.article"
        )
        return [AssignmentRow(*row) for row in rows]

    def of(self, annotator: str) -> list[AssignmentRow]:
        """Somebody's queue in its order, without articles that are removed."""
        rows = self._connection.execute(
            "SELECT s.article, s.annotator, s.position FROM assignments AS s"
            " JOIN articles ON articles.number = s.article AND articles.removed IS NULL"
            " WHERE s.annotator = ? ORDER BY s.position, s.article",
            (annotator,),
        )
        return [AssignmentRow(*row) for row in rows]

    def told(self) -> list[tuple[str, str, int, str]]:
        """All of it as other databases can read it: id of the article, annotator, position, time."""
        return list(
            self._connection.execute(
                "SELECT articles.id, s.annotator, s.position, s.created FROM assignments AS s"
                " JOIN articles ON articles.number = s.article ORDER BY s.annotator, s.position, articles.id"
            )
        )

    def put(self, article: int, annotator: str, position: int, at: str) -> bool:
        """Give an article to somebody; tells whether they had it not."""
        cursor = self._connection.execute(
            "INSERT OR IGNORE INTO assignments VALUES (?, ?, ?, ?)", (article, annotator, position, at)
        )
        return bool(cursor.rowcount)

    def remove(self, articles: Collection[int], annotators: Collection[str]) -> int:
        """Take articles from somebody, from anybody where nobody is named, all where no article is; counts them."""
        removed = 0
        for article, annotator, _ in self.all():
            if (not articles or article in articles) and (not annotators or annotator in annotators):
                removed += self._connection.execute(
                    "DELETE FROM assignments WHERE article = ? AND annotator = ?", (article, annotator)
                ).rowcount
        return removed
