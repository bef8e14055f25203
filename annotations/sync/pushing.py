"""Sending what is new in a library to a server: some rows at a time, each lot in one transaction of the server's.

What is noted here as sent is always behind what the server has: after a cut, the same rows are sent again, and the
server knows them by what they are.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple, TypeVar

from annotations.counts import counted
from annotations.errors import ConflictError
from annotations.merging.here import Past
from annotations.merging.told import Told, canonical, standing_of
from annotations.model import ArticleInfo
from annotations.store import Store
from annotations.store.history import CARRY, SubjectKind
from annotations.store.received import VersionRow
from annotations.store.syncing import HistoryBounds, SyncState
from annotations.sync.options import Options
from annotations.sync.rows import Assignment, EditRow, Hello
from annotations.sync.server import Server

__all__ = ["Pushed", "only_carries", "push", "to_send"]

_Thing = TypeVar("_Thing")

_BYTES = 8 << 20
_AHEAD = timedelta(days=1)


@dataclass(slots=True)
class Pushed:
    """What was sent.

    Attributes:
        steps: How many steps, by whose they are.
        articles: How many articles, and `texts` how many texts of these and others.
        left: A sentence for each thing that is not to be sent.
    """

    steps: dict[str, int] = field(default_factory=dict)
    articles: int = 0
    texts: int = 0
    left: list[str] = field(default_factory=list)


def to_send(store: Store, state: SyncState, layers: Sequence[str]) -> tuple[dict[str, int], int]:
    """What a sync would send: steps by whose they are, and articles."""
    bounds = HistoryBounds(state.sent, store.syncing.end())
    steps = store.syncing.count_steps(state.server, layers, bounds) if layers else {}
    return steps, len(store.syncing.articles_to_send(state.server))


def push(store: Store, server: Server, hello: Hello, options: Options) -> Pushed:
    """Send everything that is new.

    Raises:
        ConflictError: A clock here was wrong.
        ServerError: The server refused, or is away; what was sent before stays.
        StoreError: The database refused.
    """
    return _Push(store, server, hello, options).run()


class _Sending(NamedTuple):
    """Texts of an article, as the server calls it; with `info` where it has to be made there."""

    name: str
    rows: tuple[VersionRow, ...]
    info: ArticleInfo | None = None


class _Push:
    def __init__(self, store: Store, server: Server, hello: Hello, options: Options) -> None:
        self._store = store
        self._server = server
        self._hello = hello
        self._options = options
        self._most = options.at_once
        self._past = Past(store)
        self._pushed = Pushed()
        self._names: dict[str, str | None] = {}
        self._others = 0
        self._unfit = 0

    def run(self) -> Pushed:
        """Do it."""
        rows = self._store.syncing
        until = rows.end()
        state = self._state()
        articles = rows.articles_to_send(state.server)
        last_text = rows.last_text()
        texts = rows.texts_to_send(state.server, state.texts)
        if not articles and not texts and state.sent >= until and not rows.assignments_to_send(state.server):
            return self._pushed
        versions = self._store.received.versions()
        self._tokens = {row.key: row.token for row in versions}
        self._send_articles(articles, versions)
        self._send_texts([key for key, _ in texts], versions)
        self._note(texts=last_text)
        if state.sent:
            # Articles that were removed and are back have rows among what is sent already.
            for number in articles:
                self._send_rows(HistoryBounds(0, state.sent, number), counts=False)
        self._send_rows(HistoryBounds(state.sent, until), counts=True)
        self._note(sent=until)
        self._send_assignments()
        self._tell()
        return self._pushed

    def _state(self) -> SyncState:
        state = self._store.syncing.state(self._hello.identity)
        assert state is not None  # noqa: S101 - it is written down before anything is sent
        return state

    def _note(self, *, sent: int = 0, texts: int = 0, before: int = 0, row: tuple[int, str | None] = (0, None)) -> None:
        """Note what the server has; `row` is its last one, `before` what was the last before that was added."""
        with self._store.writing():
            state = self._state()
            state = state._replace(sent=max(sent, state.sent), texts=max(texts, state.texts))
            if row[0] and state.taken == before:
                # Nothing of others came in between: what was sent need not come back.
                state = state._replace(taken=row[0])
            if row[0]:
                state = state.having_seen(*row)
            self._store.syncing.put(state)

    # Articles and texts

    def _send_articles(self, numbers: Sequence[int], versions: Sequence[VersionRow]) -> None:
        """Send articles that the server lacks, each with all of its texts at once."""
        infos = {number: self._store.articles.get(number) for number in numbers}
        of_article: dict[int, list[VersionRow]] = {number: [] for number in numbers}
        for row in versions:
            if row.number in infos:
                of_article[row.number].append(row)
        things = [_Sending(infos[number].id, tuple(rows), infos[number]) for number, rows in of_article.items()]
        self._send(things)

    def _send_texts(self, keys: Iterable[int], versions: Sequence[VersionRow]) -> None:
        """Send new texts of articles that the server has."""
        wanted = set(keys)
        rows = [(row, self._name(row.article, row.number)) for row in versions if row.key in wanted]
        self._send([_Sending(name, (row,)) for row, name in rows if name is not None])

    def _send(self, things: Sequence[_Sending]) -> None:
        there = self._server.tokens_of([thing.name for thing in things]) if things else set()
        things = [
            thing._replace(rows=tuple(row for row in thing.rows if (thing.name, row.token) not in there))
            for thing in things
        ]
        rows = self._store.syncing
        for lot in _lots(things, lambda thing: sum(rows.size(row.key) for row in thing.rows), _BYTES, self._most):
            with self._server.adding() as before:
                for thing in lot:
                    if thing.info is not None:
                        self._server.add_article(thing.name, _told_of(thing.info))
                    for row in thing.rows:
                        self._add_text(thing.name, row)
                last = self._server.last()
                mark = self._server.mark(last)
            new = {thing.name: thing.info.number for thing in lot if thing.info is not None}
            with self._store.writing():
                rows.note_articles(self._hello.identity, new)
            self._note(before=before, row=(last, mark))
            self._pushed.articles += len(new)
            self._pushed.texts += sum(len(thing.rows) for thing in lot)

    def _add_text(self, name: str, row: VersionRow) -> None:
        text = self._store.syncing.text(row.key)
        self._server.add_text(
            (name, row.token, text.sha256, text.created, text.stamp),
            text.blocks, text.sentences, text.styles, text.text,
        )  # fmt: skip

    def _name(self, article: str, number: int) -> str | None:
        """What the server calls an article; None where it does not have it."""
        if article not in self._names:
            self._names[article] = self._store.syncing.name(self._hello.identity, number)
        return self._names[article]

    # Edits

    def _send_rows(self, bounds: HistoryBounds, *, counts: bool) -> None:
        while True:
            found = list(self._store.syncing.rows(self._hello.identity, self._hello.layers, bounds, self._most))
            if not found:
                return
            end = max(int(str(row["number"])) for row in found)
            rows = self._fit(found)
            for lot in _lots(rows, lambda row: len(row.before or "") + len(row.after or ""), _BYTES, self._most):
                with self._server.adding() as before:
                    self._server.add_edits(lot)
                    last = self._server.last()
                    mark = self._server.mark(last)
                self._note(before=before, row=(last, mark))
                if counts:
                    for name, _ in {(row.annotator, row.step) for row in lot}:
                        self._pushed.steps[name] = self._pushed.steps.get(name, 0) + 1
                self._options.advance(len(lot))
            if counts:
                self._note(sent=end)
            bounds = bounds._replace(after=end)

    def _fit(self, found: Sequence[Mapping[str, object]]) -> list[EditRow]:
        """Those of some rows of the history that are to be sent, as the server has them."""
        told = []
        for row in found:
            data = {name: value for name, value in row.items() if name != "number"}
            told.append(Told(**data | {"kind": SubjectKind(str(row["kind"]))}))  # type: ignore[arg-type]
        return list(self._rows(standing_of(told, self._past.is_book, self._past.stands)))

    def _rows(self, told: Iterable[Told]) -> Iterator[EditRow]:
        numbers: dict[str, int] = {}
        for row in told:
            if row.article not in numbers:
                info = self._store.articles.of_id(row.article, removed=True)
                numbers[row.article] = info.number if info is not None else 0
            name = self._name(row.article, numbers[row.article])
            if name is None or self._is_of_others(row) or only_carries(row):
                continue
            before, after = (self._everywhere(row.kind, state) for state in (row.before, row.after))
            if "\\u0000" in (before or "") + (after or ""):
                self._unfit += 1
                continue
            self._refuse_clock(row)
            subject = name if row.kind is SubjectKind.ARTICLE else row.subject
            yield EditRow(
                row.step, row.undoes, row.redoes, row.at, row.annotator, name, row.action,
                row.summary.replace("\0", "�"), row.kind.value, subject, before, after,
            )  # fmt: skip

    def _everywhere(self, kind: SubjectKind, state: str | None) -> str | None:
        return None if state is None else canonical(state, kind, lambda key: self._tokens[key])

    def _is_of_others(self, row: Told) -> bool:
        """Whether it is about what belongs to somebody else, who sends it: imported, or carried to another version."""
        if row.kind is SubjectKind.ARTICLE or row.owner in self._hello.layers:
            return False
        self._others += row.action not in {CARRY, "schema"}
        return True

    def _refuse_clock(self, row: Told) -> None:
        if not self._options.any_clock and _time(row.at) > _time(self._hello.now) + _AHEAD:
            raise ConflictError(
                f"a step of {row.annotator} is of {row.at[:10]}, which is still to come: a clock was wrong",
                "Which of two edits is later is told by their times. “--any-clock” sends it all the same.",
            )

    # The rest

    def _send_assignments(self) -> None:
        identity = self._hello.identity
        rows = self._store.syncing.assignments_to_send(identity)
        if self._hello.role != "adjudicator":
            rows = [row for row in rows if row[2] in self._hello.layers]
        for lot in _lots(rows, lambda _: 0, 1, self._most):
            with self._server.adding() as before:
                self._server.add_assignments([Assignment(name, who, place, at) for _, name, who, place, at in lot])
                last = self._server.last()
                mark = self._server.mark(last)
            self._note(before=before, row=(last, mark))
            with self._store.writing():
                self._store.syncing.note_assignments(identity, [(number, who) for number, _, who, _, _ in lot])

    def _tell(self) -> None:
        if self._others:
            self._pushed.left.append(
                f"{counted(self._others, 'edit')} of what belongs to others, who send it themselves"
            )
        if self._unfit:
            self._pushed.left.append(
                f"{counted(self._unfit, 'edit')} with a character that PostgreSQL does not take (NUL)"
            )


def _told_of(info: ArticleInfo) -> dict[str, object]:
    """What an article says of itself, for other libraries."""
    return {
        "title": info.title,
        "source": info.source,
        "language": info.language,
        "status": info.status.value,
        "created": info.created,
        "updated": info.updated,
        "metadata": dict(info.metadata),
    }


def only_carries(row: Told) -> bool:
    """Whether a row says no more than that annotations were taken over to another version."""
    if row.kind is not SubjectKind.ARTICLE or row.action != CARRY:
        return False
    return all(set(json.loads(state)) <= {"version"} for state in (row.before, row.after) if state is not None)


def _lots(things: Iterable[_Thing], size: Callable[[_Thing], int], most: int, count: int) -> Iterator[list[_Thing]]:
    """Lots of at most so many things, together at most so large; one that is larger comes alone."""
    lot: list[_Thing] = []
    total = 0
    for thing in things:
        if lot and (len(lot) == count or total + size(thing) > most):
            yield lot
            lot, total = [], 0
        lot.append(thing)
        total += size(thing)
    if lot:
        yield lot


def _time(stamp: str) -> datetime:
    return datetime.fromisoformat(stamp)
