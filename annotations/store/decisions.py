"""What was decided about annotations, in the layer of whoever decides.

A decision is a fact of an article: it changes in steps of the history like the others, is taken back with them, and
is merged with them. The fact is called `decision/LAYER/ID of the annotation`, or of the relation that came along.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping

__all__ = ["DECISION", "DecisionRows", "decision_name"]

DECISION = "decision/"
"""What the name of a fact begins with that is a decision."""


def decision_name(layer: str, annotation: str) -> str:
    """What the fact is called that tells a layer's decision about an annotation."""
    return f"{DECISION}{layer}/{annotation}"


class DecisionRows:
    """The table `decisions`. A decision is a mapping of `verdict`, `whose` and `kept_as`, None where there is none.

    One that rejects has `instead` as well, where something else was kept in its place.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def of_article(self, article: int, layer: str) -> dict[str, dict[str, str | None]]:
        """The decisions of a layer in an article, by the id of the annotation that each is about."""
        rows = self._connection.execute(
            "SELECT of, verdict, whose, kept_as, instead FROM decisions WHERE article = ? AND layer = ? ORDER BY of",
            (article, layer),
        )
        return {of: _decision(*row) for of, *row in rows}

    def facts(self, names: Iterable[str]) -> dict[str, object]:
        """The decisions that go by these names."""
        found: dict[str, object] = {}
        for name in names:
            layer, of = _parted(name)
            row = self._connection.execute(
                "SELECT verdict, whose, kept_as, instead FROM decisions WHERE layer = ? AND of = ?", (layer, of)
            ).fetchone()
            found[name] = None if row is None else _decision(*row)
        return found

    def put(self, article: int, facts: Mapping[str, object]) -> None:
        """Write the decisions among facts of an article; None unsets one."""
        for name, value in facts.items():
            if not name.startswith(DECISION):
                continue
            layer, of = _parted(name)
            self._connection.execute("DELETE FROM decisions WHERE layer = ? AND of = ?", (layer, of))
            if isinstance(value, Mapping):
                self._connection.execute(
                    "INSERT INTO decisions (layer, of, article, whose, verdict, kept_as, instead)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?)",
                    (layer, of, article, *(value.get(part) for part in ("whose", "verdict", "kept_as", "instead"))),
                )


def _decision(verdict: str, whose: str, kept_as: str | None, instead: str | None) -> dict[str, str | None]:
    found = {"verdict": verdict, "whose": whose, "kept_as": kept_as}
    return found if instead is None else {**found, "instead": instead}


def _parted(name: str) -> tuple[str, str]:
    layer, _, of = name.removeprefix(DECISION).rpartition("/")
    return layer, of
