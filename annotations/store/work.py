"""Who has worked on which article, as annotations and history tell it."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator

from annotations.store.codec import decode_facts
from annotations.text import Status

__all__ = ["FINISHED", "WorkRows"]

FINISHED = "finished/"
"""What the name of a fact of an article begins with that somebody, whose name follows, has marked it done.

These facts are in the history alone.
"""

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

    def finished(self, article: int) -> set[str]:
        """Who has marked an article done, and not taken that back."""
        return {annotator for (_, annotator), done in self._marked_done(article).items() if done}

    def facts(self, article: int, names: Iterable[str]) -> dict[str, object]:
        """The marks of an article that go by these names, as the history has them last."""
        found: dict[str, object] = dict.fromkeys(names)
        if found:
            for _, _, facts in self._marks(article):
                found |= {name: value for name, value in facts.items() if name in found}
        return found

    def _marked_done(self, article: int | None = None) -> dict[tuple[int, str], bool]:
        marked: dict[tuple[int, str], bool] = {}
        for number, annotator, facts in self._marks(article):
            named = {name.removeprefix(FINISHED): value for name, value in facts.items() if name.startswith(FINISHED)}
            # Whoever sets the status itself has said it of their own work.
            said = named or {annotator: facts.get("status") == Status.DONE}
            marked |= {(number, name): bool(value) for name, value in said.items()}
        return marked

    def _marks(self, article: int | None) -> Iterator[tuple[int, str, dict[str, object]]]:
        rows = self._connection.execute(
            "SELECT h.article, h.annotator, h.after FROM history AS h"
            " JOIN articles ON articles.number = h.article AND articles.removed IS NULL"
            " WHERE h.kind = 'article' AND h.action <> 'merge' AND (?1 IS NULL OR h.article = ?1)"
            " AND (instr(h.after, '\"status\"') OR instr(h.after, '\"finished/')) ORDER BY h.at, h.number",
            (article,),
        )
        for number, annotator, after in rows:
            yield number, annotator, decode_facts(after)
