"""Who has worked on which article, as annotations and history tell it."""

from __future__ import annotations

import sqlite3
from collections import defaultdict

from annotations.store.codec import decode_facts
from annotations.text import Status

__all__ = ["WorkRows"]

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
        for (article, annotator), done in self._marked_done().items():
            if done:
                found[article][annotator] = Status.DONE
        return found

    def _marked_done(self) -> dict[tuple[int, str], bool]:
        marked = {}
        rows = self._connection.execute(
            "SELECT h.article, h.annotator, h.after FROM history AS h"
            " JOIN articles ON articles.number = h.article AND articles.removed IS NULL"
            " WHERE h.kind = 'article' AND h.action <> 'merge' AND instr(h.after, '\"status\"') ORDER BY h.number"
        )
        for article, annotator, after in rows:
            marked[article, annotator] = decode_facts(after).get("status") == Status.DONE
        return marked
