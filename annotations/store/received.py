"""Rows that travel between databases: histories read as they are, and written as they came."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from annotations.store.articles import ArticleText, put_text
from annotations.text import Text

__all__ = ["Done", "Lifetime", "ReceivedRows", "VersionRow"]

_TOLD = (
    "h.step, h.undoes, h.redoes, h.at, h.annotator, articles.id AS article, h.action, h.summary, h.kind, h.subject,"
    " h.before, h.after, h.brought"
)
_NAMES = ("step", "undoes", "redoes", "at", "annotator", "article", "action", "summary", "kind", "subject", "before",
          "after", "brought")  # fmt: skip


class VersionRow(NamedTuple):
    """A version of an article without its text; `article` is the article's id.

    `token` names it in any database: its SHA-256, with a number after it where an earlier one has the same text.
    """

    key: int
    article: str
    number: int
    version: int
    sha256: str
    created: str
    token: str


class Done(NamedTuple):
    """A step without its changes: what it takes back, and the step that merged it in, None where there is none."""

    step: str
    action: str
    takes_back: str | None
    brought: str | None


class Lifetime(NamedTuple):
    """When an annotation, relation or article was edited first and last; `article` is an id."""

    subject: str
    article: str
    first: str
    last: str


class ReceivedRows:
    """Reads and writes `history`, `versions` and `annotators` for whoever merges."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def versions(self) -> list[VersionRow]:
        """Every version of every article, those of an article in their order."""
        rows = self._connection.execute(
            "SELECT v.key, a.id, a.number, v.version, v.sha256, v.created FROM versions AS v"
            " JOIN articles AS a ON a.number = v.article ORDER BY a.number, v.version"
        )
        seen: Counter[tuple[str, str]] = Counter()
        found = []
        for row in rows:
            same = row[1], row[4]
            seen[same] += 1
            found.append(VersionRow._make((*row, row[4] if seen[same] == 1 else f"{row[4]}#{seen[same]}")))
        return found

    def has_text(self, sha256: str) -> bool:
        """Tell whether a version of any article has this text."""
        query = "SELECT 1 FROM versions WHERE sha256 = ? LIMIT 1"
        return self._connection.execute(query, (sha256,)).fetchone() is not None

    def annotators(self) -> dict[str, str]:
        """When each annotator became known here."""
        return dict(self._connection.execute("SELECT name, created FROM annotators"))

    def history(self, subjects: Iterable[str] | None = None) -> Iterator[Mapping[str, object]]:
        """Rows of the history, `article` as an id; of these subjects, else all; those of a subject in their order."""
        query = f"SELECT {_TOLD} FROM history AS h JOIN articles ON articles.number = h.article"
        if subjects is None:
            for row in self._connection.execute(f"{query} ORDER BY h.number"):
                yield dict(zip(_NAMES, row, strict=True))
            return
        for part in _parts(subjects):
            where = f"h.subject IN ({', '.join('?' * len(part))})"
            for row in self._connection.execute(f"{query} WHERE {where} ORDER BY h.number", part):
                yield dict(zip(_NAMES, row, strict=True))

    def history_of(self, articles: Collection[str]) -> Iterator[Mapping[str, object]]:
        """Rows of the history of these articles, by their ids, in their order."""
        numbers = "(SELECT number FROM articles WHERE id IN (SELECT value FROM json_each(?)))"
        query = f"SELECT {_TOLD} FROM history AS h JOIN articles ON articles.number = h.article"
        rows = self._connection.execute(
            f"{query} WHERE h.article IN {numbers} ORDER BY h.number", (json.dumps(list(articles)),)
        )
        for row in rows:
            yield dict(zip(_NAMES, row, strict=True))

    def weights(self) -> dict[str, int]:
        """How many rows of the history each article has, by its id; those that have none are not in it."""
        return dict(
            self._connection.execute(
                "SELECT a.id, h.rows FROM (SELECT article, count(*) AS rows FROM history GROUP BY article) AS h"
                " JOIN articles AS a ON a.number = h.article"
            )
        )

    def done_by(self, annotator: str, without: Collection[str], step: str | None = None) -> Iterator[Done]:
        """Steps of an annotator, or just one, once for each thing; none that do something in `without`."""
        marks = ", ".join("?" * len(without))
        just = "" if step is None else " AND step = ?"
        rows = self._connection.execute(
            "SELECT step, action, coalesce(undoes, redoes), brought FROM history"
            f" WHERE annotator = ? AND action NOT IN ({marks}){just}",
            (annotator, *without, *([] if step is None else [step])),
        )
        return map(Done._make, rows)

    def lifetimes(self) -> Iterator[Lifetime]:
        """When each thing was edited first and last."""
        rows = self._connection.execute(
            "SELECT h.subject, a.id, h.first, h.last FROM (SELECT subject, min(article) AS article,"
            " min(at) AS first, max(at) AS last FROM history GROUP BY subject) AS h"
            " JOIN articles AS a ON a.number = h.article"
        )
        return map(Lifetime._make, rows)

    def taken_back_by(self, step: str) -> set[str]:
        """Steps that take back a step which brought something in, or the taking back that it is.

        They are made here: what came from elsewhere says nothing of what came in here.
        """
        rows = self._connection.execute(
            "SELECT step FROM history WHERE undoes = ?1 AND brought IS NULL"
            " UNION SELECT step FROM history WHERE redoes = ?1 AND brought IS NULL",
            (step,),
        )
        return {found for (found,) in rows}

    def relations_at(self, annotations: Iterable[str]) -> set[str]:
        """Relations that start or end at one of these annotations, also those in the history alone, by id."""
        wanted = json.dumps(list(annotations))
        chosen = "(SELECT value FROM json_each(?1))"
        ends = [f"json_extract(coalesce(after, before), '$.{end}') IN {chosen}" for end in ("source", "target")]
        rows = self._connection.execute(
            f"SELECT id FROM relations WHERE source IN {chosen} UNION SELECT id FROM relations WHERE target IN {chosen}"
            " UNION SELECT subject FROM history WHERE kind = 'relation' AND subject NOT IN (SELECT id FROM relations)"
            f" AND ({' OR '.join(ends)})",
            (wanted,),
        )
        return {id_ for (id_,) in rows}

    def worked(self, article: str, without: Collection[str]) -> list[tuple[str | None, str]]:
        """When the text of an article was worked on last, for each step that brought work along; None for work here.

        Steps that do something in `without`, and those that take something back, are no work.
        """
        marks = ", ".join("?" * len(without))
        return list(
            self._connection.execute(
                "SELECT brought, max(at) FROM history WHERE article = (SELECT number FROM articles WHERE id = ?)"
                f" AND kind <> 'article' AND undoes IS NULL AND redoes IS NULL AND action NOT IN ({marks})"
                " GROUP BY brought",
                (article, *without),
            )
        )

    def put_version(self, article: int, version: VersionRow, content: ArticleText[Text]) -> int:
        """Add a text to an article; its versions are numbered by when they came to be. Returns its key."""
        (last,) = self._connection.execute("SELECT max(version) FROM versions WHERE article = ?", (article,)).fetchone()
        key = put_text(self._connection, article, last + 1, content, sha256=version.sha256, created=version.created)
        self._number_versions(article)
        return key

    def date_version(self, article: int, key: int, created: str) -> None:
        """Say that a text of an article came to be at another time; its versions are numbered anew."""
        self._connection.execute("UPDATE versions SET created = ? WHERE key = ?", (created, key))
        self._number_versions(article)

    def _number_versions(self, article: int) -> None:
        rows = self._connection.execute(
            "SELECT key, version FROM versions WHERE article = ? ORDER BY created, sha256, version", (article,)
        ).fetchall()
        last = max(version for _, version in rows)
        # Above all numbers in use first: two versions never have the same one.
        for first in (last + 1, 0):
            for number, (row, _) in enumerate(rows, first + 1):
                self._connection.execute("UPDATE versions SET version = ? WHERE key = ?", (number, row))

    def put(self, rows: Iterable[Sequence[object]]) -> None:
        """Append rows: those of `history` without its number, and the step that brought them."""
        self._connection.executemany(
            "INSERT INTO history (step, undoes, redoes, at, annotator, article, action, summary, kind, subject,"
            " before, after, brought) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            rows,
        )


def _parts(names: Iterable[str]) -> Iterator[list[str]]:
    """Some names at a time, as many as one statement takes."""
    every = list(names)
    for first in range(0, len(every), 500):
        yield every[first : first + 500]
