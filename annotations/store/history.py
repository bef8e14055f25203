"""The append-only history: what each person did, in steps that can be taken back and done again.

A step is one thing that a person did; it has one row for each annotation, relation or article that it changed.
Taking a step back appends a step that does the inverse and names it in `undoes`; doing it again appends one that
names in `redoes` the step which took it back. Nothing is erased.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, NamedTuple

from annotations.errors import NotFoundError

CARRY = "carry"
"""Action of the step that brings in a new version. A text that is another one is nobody's edit: `u` passes it over."""


MERGE = "merge"
"""Action of the step that says what a merge did to one database; what was merged is told by its own steps."""


class SubjectKind(StrEnum):
    """What a row of the history is about."""

    ANNOTATION = "annotation"
    RELATION = "relation"
    ARTICLE = "article"


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One change of one thing; `before` and `after` are JSON, None where it was not there."""

    number: int
    step: str
    undoes: str | None
    redoes: str | None
    at: str
    annotator: str
    article: int
    action: str
    summary: str
    kind: SubjectKind
    subject: str
    before: str | None
    after: str | None


class StepRow(NamedTuple):
    """What one step did in one article; `changes` counts its rows."""

    step: str
    undoes: str | None
    redoes: str | None
    at: str
    annotator: str
    article: int
    action: str
    summary: str
    changes: int


_NAMES = tuple(field.name for field in fields(HistoryRow))
_COLUMNS = ", ".join(_NAMES)


class HistoryRows:
    """The table `history`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def append(self, row: HistoryRow) -> None:
        """Add a row at the end; its number is given by the database."""
        self.append_all((row,))

    def append_all(self, rows: Iterable[HistoryRow]) -> None:
        """Add rows at the end, in their order."""
        self._connection.executemany(
            f"INSERT INTO history ({_COLUMNS}) VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    row.step, row.undoes, row.redoes, row.at, row.annotator, row.article, row.action, row.summary,
                    row.kind, row.subject, row.before, row.after,
                )
                for row in rows
            ),
        )  # fmt: skip

    def append_made(
        self, step: tuple[str, str, str, str, str], article: int, made: Iterable[tuple[SubjectKind, str, str]]
    ) -> None:
        """Add a row for each thing that a step (id, time, annotator, action, summary) made: kind, id, and its JSON."""
        step_id, at, annotator, action, summary = step
        self._connection.executemany(
            "INSERT INTO history (step, at, annotator, article, action, summary, kind, subject, after)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (step_id, at, annotator, article, action, summary, kind.value, subject, after)
                for kind, subject, after in made
            ),
        )

    def of_article(self, article: int) -> Iterator[HistoryRow]:
        """Every row of an article, the oldest first."""
        return self._read("article = ? ORDER BY number", article)

    def steps(self, article: int | None = None) -> Iterator[StepRow]:
        """Every step, the oldest first, once for each article that it changed; `article` limits them to one."""
        where = "" if article is None else "WHERE article = ?"
        rows = self._connection.execute(
            "SELECT min(number), step, undoes, redoes, at, annotator, article, action, summary, count(*)"
            f" FROM history {where} GROUP BY step, article ORDER BY min(number)",
            () if article is None else (article,),
        )
        for _, *values in rows:
            yield StepRow(*values)

    def of_step(self, step: str, articles: Sequence[int] | None = None) -> list[HistoryRow]:
        """The rows of a step, all or those of some articles, by their numbers, in the order in which they were made."""
        if articles is None:
            return list(self._read("step = ? ORDER BY number", step))
        # The index that has both: a step over all of the library is not read for each part of it.
        chosen = "article IN (SELECT value FROM json_each(?)) AND step = ? ORDER BY number"
        return list(self._read(chosen, json.dumps(articles), step))

    def articles_of_step(self, step: str) -> dict[int, int]:
        """How many rows of a step each article has, by its number."""
        return dict(
            self._connection.execute("SELECT article, count(*) FROM history WHERE step = ? GROUP BY article", (step,))
        )

    def summary(self, step: str) -> str:
        """What a step did, in words.

        Raises:
            NotFoundError: There is no such step.
        """
        row = self._connection.execute(
            "SELECT summary FROM history WHERE step = ? ORDER BY number LIMIT 1", (step,)
        ).fetchone()
        if row is None:
            raise NotFoundError(f"there is no step {step} in the history")
        return str(row[0])

    def is_in(self, step: str, subject: str) -> bool:
        """Tell whether a step did something to a thing."""
        query = "SELECT 1 FROM history WHERE subject = ? AND step = ? LIMIT 1"
        return self._connection.execute(query, (subject, step)).fetchone() is not None

    def ties(self, step: str) -> bool:
        """Tell whether a step did something to a relation."""
        query = "SELECT 1 FROM history WHERE step = ? AND kind = 'relation' LIMIT 1"
        return self._connection.execute(query, (step,)).fetchone() is not None

    def carried(self, article: int) -> Iterator[HistoryRow]:
        """The rows that tell how annotations of an article went from one version to another, the oldest first."""
        return self._read("article = ? AND action = ? AND kind = 'annotation' ORDER BY number", article, CARRY)

    def since(self, subject: str, number: int) -> list[HistoryRow]:
        """The rows about an annotation, relation or article after row `number`, the oldest first."""
        return list(self._read("subject = ? AND number > ? ORDER BY number", subject, number))

    def facts_set(self, article: int) -> set[str]:
        """Names of the facts of an article that people have set."""
        rows = self._read("article = ? AND kind = 'article' AND action = 'set'", article)
        return {name for row in rows for name in json.loads(row.after or "{}")}

    def first_action(self, step: str) -> str:
        """Return what a step did, or what the first step did that a chain of undo and redo goes back to."""
        seen: set[str] = set()
        while step not in seen:
            seen.add(step)
            row = self._connection.execute(
                "SELECT action, coalesce(undoes, redoes) FROM history WHERE step = ? LIMIT 1", (step,)
            ).fetchone()
            if row is None or row[1] is None:
                return "" if row is None else str(row[0])
            step = row[1]
        return ""

    def last_standing(self, annotator: str, action: str) -> str | None:
        """The newest step of an annotator that did something, in whatever articles, and that is not taken back."""
        rows = self._connection.execute(
            "SELECT step, max(undoes), max(redoes) FROM history"
            " WHERE annotator = ? AND brought IS NULL AND (action = ? OR undoes IS NOT NULL OR redoes IS NOT NULL)"
            " GROUP BY step ORDER BY max(number) DESC",
            (annotator, action),
        )
        taken_back: set[str] = set()
        for step, undoes, redoes in rows:
            if step in taken_back:
                continue
            if undoes or redoes:
                taken_back.add(undoes or redoes)
            if not undoes and self.first_action(step) == action:
                return str(step)
        return None

    def last_of(self, subject: str) -> HistoryRow | None:
        """The newest row about an annotation, relation or article."""
        return next(self._read("subject = ? ORDER BY number DESC LIMIT 1", subject), None)

    def count_steps(self, article: int) -> int:
        """Count the steps in the history of an article."""
        query = "SELECT count(DISTINCT step) FROM history WHERE article = ?"
        return int(self._connection.execute(query, (article,)).fetchone()[0])

    def step_to_undo(self, article: int, annotator: str) -> str | None:
        """Return the newest step of `annotator` in `article` that is not taken back."""
        skip = 0
        for step, undoes, _ in self._steps_backwards(article, annotator):
            if undoes:
                skip += 1
            elif skip:
                skip -= 1
            else:
                return step
        return None

    def step_to_redo(self, article: int, annotator: str) -> str | None:
        """Return the newest step that took something back and is not done again; none after a new edit."""
        skip = 0
        for step, undoes, redoes in self._steps_backwards(article, annotator):
            if redoes:
                skip += 1
            elif not undoes:
                return None
            elif skip:
                skip -= 1
            else:
                return step
        return None

    def fact_steps_backwards(self, annotator: str) -> Iterator[HistoryRow]:
        """One row of each step of `annotator` that changed facts of articles, the newest first."""
        seen: set[str] = set()
        for row in self._read("annotator = ? AND kind = 'article' ORDER BY number DESC", annotator):
            if row.step not in seen:
                seen.add(row.step)
                yield row

    def _steps_backwards(self, article: int, annotator: str) -> Iterator[tuple[str, str | None, str | None]]:
        rows = self._connection.execute(
            # What came from another database is taken back with the step that merged it in; a new text by nobody.
            "SELECT step, undoes, redoes FROM history WHERE article = ? AND annotator = ? AND brought IS NULL"
            " AND action <> ? ORDER BY number DESC",
            (article, annotator, CARRY),
        )
        seen: set[str] = set()
        for step, undoes, redoes in rows:
            if step not in seen:
                seen.add(step)
                yield step, undoes, redoes

    def _read(self, condition: str, *values: Any) -> Iterator[HistoryRow]:
        rows = self._connection.execute(f"SELECT {_COLUMNS} FROM history WHERE {condition}", values)
        for row in rows:
            yield HistoryRow(**dict(zip(_NAMES, row, strict=True)) | {"kind": SubjectKind(row[9])})
