"""Rows of histories in a form that is the same in every database, and which of their steps stand.

In a database, an annotation names the version of its article by a number that means nothing elsewhere. Here it names
the SHA-256 of the text (`VersionRow.token`), and two states are the same when their JSON is.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import Any, Generic, TypeVar

import orjson

from annotations.merging.ties import Ties, differ_in_place
from annotations.model import Annotation
from annotations.store.history import CARRY, MERGE, SubjectKind

__all__ = [
    "BOOKS",
    "Effects",
    "Standing",
    "Told",
    "canonical",
    "canonical_of",
    "placed",
    "standing_of",
    "told_from",
]

_Name = TypeVar("_Name", bound=Hashable)
_Place = tuple[str, str]
"""A step, and the thing that it did something to."""

_PARTS = frozenset(field.name for field in fields(Annotation))
_LAST = ',"version":"'
"""What stands before the name of the version, which is last in a canonical state; within words, marks are escaped."""
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True)

BOOKS = MERGE
SETTLE = "settle"
"""Steps by which somebody says which of several states is right."""
_REPEATED = ("annotator", "article", "action", "summary", "subject")
"""What many rows have alike."""
_KNOWN = 20_000
"""States that are remembered while a history is read."""
IMPORTS = frozenset({"import", "export"})
"""Steps that brought a state without its history: from an export that was imported, or merged."""


@dataclass(frozen=True, slots=True)
class Told:
    """What one step did to one thing.

    Attributes:
        article: Id of the article where it happened.
        before: State as canonical JSON, None where it was not there; likewise `after`.
        brought: The step that merged it into the database that it was read from.
    """

    step: str
    undoes: str | None
    redoes: str | None
    at: str
    annotator: str
    article: str
    action: str
    summary: str
    kind: SubjectKind
    subject: str
    before: str | None
    after: str | None
    brought: str | None = None

    @property
    def key(self) -> tuple[str, str, str | None, str | None]:
        """What makes two rows the same."""
        return self.step, self.subject, self.before, self.after

    @property
    def owner(self) -> str | None:
        """Whose the annotation or relation is; None for facts, and where it would change hands."""
        if self.kind is SubjectKind.ARTICLE:
            return None
        if self.before is None or self.after is None:
            return annotator_and_version(self.after or self.before or "")[0]
        owner = annotator_and_version(self.after)[0]
        return owner if annotator_and_version(self.before)[0] == owner else None

    @property
    def versions(self) -> set[str]:
        """Names of the versions of its article that its states are about."""
        named = {annotator_and_version(state)[1] for state in (self.before, self.after) if state is not None}
        return named - {""}

    def here(self, ids: Mapping[str, str]) -> Told:
        """The same row with the id that its article has in the library."""
        article = ids[self.article]
        if article == self.article:
            return self
        subject = article if self.kind is SubjectKind.ARTICLE else self.subject
        return replace(self, article=article, subject=subject)

    @property
    def takes_back(self) -> str | None:
        """The step that this one takes back, or the one taking back that this one takes back."""
        return self.undoes or self.redoes


@lru_cache(maxsize=1 << 14)
def annotator_and_version(state: str) -> tuple[str, str]:
    """Whose a state is, and the version that it names; empty where it names none. Asked several times of each."""
    data = orjson.loads(state)
    return data["annotator"], data.get("version", "")


class Effects:
    """Which rows stand: those that no row takes back, or whose taking back was taken back.

    What was carried to another version of its article in the meantime is taken back there: that is no edit, but carries
    what was before to that version.
    """

    def __init__(self, rows: Iterable[Told]) -> None:
        ends: dict[_Place, tuple[str, str | None, str | None]] = {}
        read = list(rows)
        for row in read:
            place = (row.step, row.subject)
            ends[place] = (row.annotator, ends[place][1] if place in ends else row.before, row.after)
        self._taking_back: dict[_Place, Told | None] = {}
        self._against: defaultdict[_Place, set[_Place]] = defaultdict(set)
        elsewhere = []
        for row in read:
            if row.takes_back is None:
                continue
            target = (row.takes_back, row.subject)
            if ends.get(target) == (row.annotator, row.after, row.before):
                self._take_back(row, None)
            elif row.kind is SubjectKind.ANNOTATION and target in ends and ends[target][0] == row.annotator:
                elsewhere.append((row, *ends[target][1:]))
        if elsewhere:
            self._take_back_elsewhere(elsewhere, read)
        self._standing = Standing(lambda place: self._against.get(place, ()))

    def edit_of(self, row: Told) -> Told | None:
        """What a row comes to: itself where it makes a state of its own and stands, a carrying, or nothing."""
        place = (row.step, row.subject)
        if place in self._taking_back:
            return self._taking_back[place]
        return row if row.action in IMPORTS or self._standing.of(place) else None

    def _take_back(self, row: Told, carrying: Told | None) -> None:
        place = (row.step, row.subject)
        self._taking_back[place] = carrying
        self._against[row.takes_back or "", row.subject].add(place)

    def _take_back_elsewhere(self, taking: Sequence[tuple[Told, str | None, str | None]], rows: Iterable[Told]) -> None:
        """Find what is taken back where it was carried: rows, each with what was before and after the row they name."""
        subjects = {row.subject for row, _, _ in taking}
        ties = Ties((row.before, row.after) for row in rows if row.action == CARRY and row.subject in subjects)
        found = True
        while found:
            found, left = False, taking
            taking = []
            for row, was, became in left:
                if not ties.same(row.before, became) or not differ_in_place(was, row.after):
                    taking.append((row, was, became))
                    continue
                found = True
                ties.tie(was, row.after)
                carrying = replace(row, undoes=None, redoes=None, action=CARRY, before=was)
                self._take_back(row, None if was == row.after else carrying)


class Standing(Generic[_Name]):
    """What stands where some things take back others: what nothing takes back that stands itself."""

    def __init__(self, against: Callable[[_Name], Collection[_Name]]) -> None:
        """Take what says which things take one back."""
        self._against = against
        self._known: dict[_Name, bool] = {}

    def of(self, name: _Name) -> bool:
        """Tell whether a thing is in effect; where things take back each other in a ring, the last asked are not."""
        if name in self._known:
            return self._known[name]
        waiting, asked = [name], {name}
        while waiting:
            against = self._against(waiting[-1])
            if unknown := [other for other in against if other not in asked and other not in self._known]:
                waiting += unknown
                asked.update(unknown)
            else:
                self._known[waiting.pop()] = not any(self._known.get(other, False) for other in against)
        return self._known[name]


def told_from(rows: Iterable[Mapping[str, Any]], tokens: Mapping[int, str]) -> Iterator[Told]:
    """Read rows of the table `history`, whose `article` is an id already; `tokens` names each version."""
    known: dict[tuple[SubjectKind, str], str] = {}
    for row in rows:
        kind = SubjectKind(row["kind"])

        def state(text: str | None, kind: SubjectKind = kind) -> str | None:
            if text is None:
                return None
            # What a row goes on from is what one shortly before it came to: kept once, and read once.
            found = known.get((kind, text))
            if found is None:
                if len(known) >= _KNOWN:
                    known.clear()
                found = known[kind, text] = canonical(text, kind, lambda version: tokens[version])
            return found

        same = {name: sys.intern(row[name]) for name in _REPEATED}
        yield Told(**{**row, **same, "kind": kind, "before": state(row["before"]), "after": state(row["after"])})


def canonical(text: str, kind: SubjectKind, version: Callable[[Any], Any]) -> str:
    """Write a state in canonical JSON, with its version as `version` names it."""
    if kind is not SubjectKind.ANNOTATION:
        return canonical_of(json.loads(text))
    try:
        data = orjson.loads(text)
        # Numbers beyond 64 bits come as others, and some others are written in another way.
        quick = data.keys() == _PARTS and float not in map(type, data["attributes"].values())
    except ValueError:
        quick = False
    if not quick:
        data = json.loads(text)
    data["version"] = version(data["version"])
    return orjson.dumps(data, option=orjson.OPT_SORT_KEYS).decode() if quick else canonical_of(data)


def placed(state: str, kind: SubjectKind, version: Callable[[str], int | None]) -> str:
    """Write a canonical state with its version as a database numbers it."""
    if kind is not SubjectKind.ANNOTATION:
        return state
    before, last, token = state.rpartition(_LAST)
    if not last or not token.endswith('"}') or '"' in token[:-2]:
        return canonical(state, kind, version)
    key = version(token[:-2])
    return f"{before}{_LAST[:-1]}{'null' if key is None else key}}}"


def canonical_of(data: Mapping[str, Any]) -> str:
    """Write a state in canonical JSON."""
    return _ENCODER.encode(data)


def standing_of(rows: Iterable[Told], is_book: Callable[[Told], bool], stands: Callable[[str], bool]) -> list[Told]:
    """What of some rows is to be told elsewhere: without the books of merges, and what these took back.

    `is_book` knows the books, `stands` whether a step that merged something in is in effect.
    """
    return [
        replace(row, brought=None) if row.brought is not None else row
        for row in rows
        if not is_book(row) and (row.brought is None or stands(row.brought))
    ]
