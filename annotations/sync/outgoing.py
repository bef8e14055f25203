"""What of a library's history is to be sent, as the server has it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from annotations.merging.clocks import AHEAD, refuse_clock
from annotations.merging.here import Past
from annotations.merging.told import IMPORTS, Told, canonical, standing_of
from annotations.store import Store
from annotations.store.history import CARRY, SubjectKind
from annotations.store.unsent import HistoryBounds
from annotations.sync.rows import EditRow, Hello

__all__ = ["Outgoing", "only_carries"]


class Outgoing:
    """Reads rows of the history that are to be sent to a server.

    Attributes:
        others: How many were about what belongs to others, who send it themselves; `unfit` how many had a character
            that PostgreSQL does not take.
    """

    def __init__(self, store: Store, hello: Hello, tokens: Mapping[int, str] = MappingProxyType({})) -> None:
        """Read for a server; `tokens` names each version, where rows are to be sent."""
        self._store = store
        self._hello = hello
        self._past = Past(store)
        self._numbers: dict[str, int] = {}
        self._tokens = tokens
        self.others = 0
        self.unfit = 0

    def refuse_clocks(self, bounds: HistoryBounds) -> None:
        """Refuse steps whose clocks were wrong, before anything passes.

        Raises:
            ConflictError: There is one.
        """
        latest = (datetime.fromisoformat(self._hello.now) + AHEAD).isoformat()
        found = self._store.unsent.doubtful(self._hello.identity, self._hello.layers, bounds, latest, IMPORTS)
        for number, since in found:
            told = _told(self._read(HistoryBounds(number - 1, number), 1))
            for row in standing_of(told, self._past.is_book, self._past.stands):
                if not only_carries(row) and self._is_own(row):
                    refuse_clock(row, since, self._hello.now, does="syncs")

    def rows(
        self, bounds: HistoryBounds, most: int, name: Callable[[str, int], str | None]
    ) -> Iterator[tuple[int, list[EditRow]]]:
        """Yield the rows that are to be sent, with the number of the last row that was looked at.

        At most so many are looked at at once. `name` says what the server calls an article, by id and number.
        """
        while found := self._read(bounds, most):
            end = max(int(str(row["number"])) for row in found)
            yield end, list(self._sent(_told(found), name))
            bounds = bounds._replace(after=end)

    def _read(self, bounds: HistoryBounds, most: int) -> list[Mapping[str, object]]:
        return list(self._store.unsent.rows(self._hello.identity, self._hello.layers, bounds, most))

    def _sent(self, told: Iterable[Told], name: Callable[[str, int], str | None]) -> Iterator[EditRow]:
        for row in standing_of(told, self._past.is_book, self._past.stands):
            called = name(row.article, self._number(row.article))
            if called is None or only_carries(row):
                continue
            if not self._is_own(row):
                self.others += row.action not in {CARRY, "schema"}
                continue
            before, after = (self._everywhere(row.kind, state) for state in (row.before, row.after))
            if "\\u0000" in (before or "") + (after or ""):
                self.unfit += 1
                continue
            subject = called if row.kind is SubjectKind.ARTICLE else row.subject
            yield EditRow(
                row.step, row.undoes, row.redoes, row.at, row.annotator, called, row.action,
                row.summary.replace("\0", "�"), row.kind.value, subject, before, after,
            )  # fmt: skip

    def _is_own(self, row: Told) -> bool:
        """Whether it is not about what belongs to somebody else: imported, or carried to another version."""
        return row.kind is SubjectKind.ARTICLE or row.owner in self._hello.layers

    def _number(self, article: str) -> int:
        if article not in self._numbers:
            info = self._store.articles.of_id(article, removed=True)
            self._numbers[article] = info.number if info is not None else 0
        return self._numbers[article]

    def _everywhere(self, kind: SubjectKind, state: str | None) -> str | None:
        return None if state is None else canonical(state, kind, lambda key: self._tokens[key])


def only_carries(row: Told) -> bool:
    """Whether a row says no more than that annotations were taken over to another version."""
    if row.kind is not SubjectKind.ARTICLE or row.action != CARRY:
        return False
    return all(set(json.loads(state)) <= {"version"} for state in (row.before, row.after) if state is not None)


def _told(found: Sequence[Mapping[str, object]]) -> list[Told]:
    told = []
    for row in found:
        data = {name: value for name, value in row.items() if name != "number"}
        told.append(Told(**data | {"kind": SubjectKind(str(row["kind"]))}))  # type: ignore[arg-type]
    return told
