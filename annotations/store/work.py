"""Who has worked on which article, as annotations and history tell it."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from annotations.store.codec import decode_facts
from annotations.text import Status

__all__ = ["FINISHED", "WorkRows"]

FINISHED = "finished/"
"""What the name of a fact of an article begins with that somebody, whose name follows, has marked it done.

These facts are in the history alone.
"""

_OF_ARTICLES = "history AS h INDEXED BY history_of_articles"
_STATUSES: dict[object, Status] = {status.value: status for status in Status}
_CURRENT = (
    "versions JOIN articles ON articles.number = versions.article AND articles.removed IS NULL"
    " WHERE versions.version = (SELECT max(version) FROM versions AS v WHERE v.article = versions.article)"
)


class WorkRows:
    """Reads `annotations` and `history`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def coders(self) -> dict[int, dict[str, Status]]:
        """Say by number of the article who has worked on it, and whether they have finished.

        Somebody has worked on an article who has an annotation in its current version, or has marked it done and not
        taken that back.
        """
        found: defaultdict[int, dict[str, Status]] = defaultdict(dict)
        rows = self._connection.execute(
            "SELECT DISTINCT versions.article, a.annotator FROM annotations AS a"
            f" JOIN (SELECT versions.key, versions.article FROM {_CURRENT}) AS versions ON versions.key = a.version"
        )
        for article, annotator in rows:
            found[article][annotator] = Status.BEGUN
        for article, said in self.said().items():
            for annotator, status in said.items():
                if status is Status.DONE:
                    found[article][annotator] = Status.DONE
        return found

    def working(self, version: int) -> set[str]:
        """Who has an annotation in a version, by its key."""
        rows = self._connection.execute("SELECT DISTINCT annotator FROM annotations WHERE version = ?", (version,))
        return {name for (name,) in rows}

    def finished(self, article: int) -> set[str]:
        """Who has marked an article done, and not taken that back."""
        return {name for name, status in self.said([article]).get(article, {}).items() if status is Status.DONE}

    def said(self, articles: Collection[int] | None = None, whose: str | None = None) -> dict[int, dict[str, Status]]:
        """What people (or one of them) have said last of their own work on an article, by its number.

        Of these articles, of all where none is given.
        """
        found: dict[int, dict[str, Status]] = {}
        for article in (None,) if articles is None else articles:
            for number, annotator, facts, back in self._marks(article, whose):
                named = {name.removeprefix(FINISHED): done for name, done in facts.items() if name.startswith(FINISHED)}
                said = found.setdefault(number, {})
                for name, done in named.items():
                    said[name] = Status.DONE if done else Status.BEGUN
                    if done is None:
                        del said[name]
                if not named:
                    # Whoever sets the status itself has said it of their own work, until they take it back.
                    status = _STATUSES.get(facts.get("status"))
                    if status is None or (back and status is not Status.DONE):
                        said.pop(annotator, None)
                    else:
                        said[annotator] = status
        return found

    def facts(self, article: int, names: Iterable[str]) -> dict[str, object]:
        """The marks of an article that go by these names, as the history has them last."""
        found: dict[str, object] = dict.fromkeys(names)
        if found:
            for _, _, facts, _ in self._marks(article):
                found |= {name: value for name, value in facts.items() if name in found}
        return found

    def _marks(
        self, article: int | None, whose: str | None = None
    ) -> Iterator[tuple[int, str, dict[str, object], bool]]:
        """Article, annotator, facts, and whether it took something back."""
        # Of one article or of all: each has an index of its own.
        source = _OF_ARTICLES if article is None else "history AS h"
        given = {"h.article": article, "h.annotator": whose}
        wanted = {column: value for column, value in given.items() if value is not None}
        rows = self._connection.execute(
            f"SELECT h.article, h.annotator, h.after, h.undoes IS NOT NULL FROM {source}"
            " JOIN articles ON articles.number = h.article AND articles.removed IS NULL"
            f" WHERE {''.join(f'{column} = ? AND ' for column in wanted)} h.kind = 'article' AND h.action <> 'merge'"
            " AND (instr(h.after, '\"status\"') OR instr(h.after, '\"finished/')) ORDER BY h.at, h.number",
            tuple(wanted.values()),
        )
        for number, annotator, after, back in rows:
            yield number, annotator, decode_facts(after), bool(back)
