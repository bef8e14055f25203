"""Sending what is new in a library to a server: some rows at a time, each lot in one transaction of the server's.

What is noted here as sent is always behind what the server has: after a cut, the same rows are sent again, and the
server knows them by what they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

from annotations.counts import counted
from annotations.model import ArticleInfo
from annotations.store import Store
from annotations.store.received import VersionRow
from annotations.store.syncing import SyncState
from annotations.store.unsent import HistoryBounds
from annotations.sync.adding import Adding
from annotations.sync.options import Options
from annotations.sync.outgoing import Outgoing
from annotations.sync.rows import Assignment, EditRow, Hello, TextDate
from annotations.sync.server import Server

__all__ = ["Pushed", "push"]

_Thing = TypeVar("_Thing")

_BYTES = 8 << 20


@dataclass(slots=True)
class Pushed:
    """What was sent, as far as the server did not have it.

    Attributes:
        steps: How many steps, by whose they are.
        articles: How many articles, and `texts` how many texts of others.
        assigned: How many assignments.
        left: A sentence for each thing that is not to be sent.
    """

    steps: dict[str, int] = field(default_factory=dict)
    articles: int = 0
    texts: int = 0
    assigned: int = 0
    left: list[str] = field(default_factory=list)


def push(store: Store, server: Server, adding: Adding, hello: Hello, options: Options) -> Pushed:
    """Send everything that is new.

    Raises:
        ServerError: The server refused, or is away; what was sent before stays.
        StoreError: The database refused.
    """
    return _Push(store, server, adding, hello, options).run()


class _Sending(NamedTuple):
    """Texts of an article, as the server calls it; with `info` where it has to be made there."""

    name: str
    rows: tuple[VersionRow, ...]
    info: ArticleInfo | None = None


class _Push:
    def __init__(self, store: Store, server: Server, adding: Adding, hello: Hello, options: Options) -> None:
        self._store = store
        self._server = server
        self._adding = adding
        self._hello = hello
        self._options = options
        self._most = options.at_once
        self._outgoing = Outgoing(store, hello)
        self._pushed = Pushed()
        self._names: dict[str, str | None] = {}
        self._before: set[tuple[str, str]] = set()
        self._foreign = 0

    def run(self) -> Pushed:
        """Do it."""
        unsent = self._store.unsent
        until = unsent.end()
        state = self._state()
        articles = unsent.articles_to_send(state.server)
        last_text = unsent.last_text()
        texts = unsent.texts_to_send(state.server, state.texts)
        dates = self._store.syncing.dates_to_send(state.server)
        given = self._store.syncing.assignments_to_send(state.server)
        if not (articles or texts or dates or given or state.sent < until):
            return self._pushed
        versions = self._store.received.versions()
        self._outgoing = Outgoing(self._store, self._hello, {row.key: row.token for row in versions})
        self._send_articles(articles, versions)
        self._send_texts([key for key, _ in texts], versions)
        self._note(texts=last_text)
        self._send_dates(dates, versions)
        if state.sent:
            # Articles that were removed and are back have rows among what is sent already.
            for number in articles:
                self._send_rows(HistoryBounds(0, state.sent, number))
        self._send_rows(HistoryBounds(state.sent, until))
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
        unsent = self._store.unsent
        for lot in _lots(things, lambda thing: sum(unsent.size(row.key) for row in thing.rows), _BYTES, self._most):
            added = 0
            with self._adding.adding() as before:
                for thing in lot:
                    is_new = thing.info is not None and self._adding.article(thing.name, _told_of(thing.info))
                    for row in thing.rows:
                        self._adding.text(thing.name, row.token, unsent.text(row.key))
                    added += is_new
                    self._pushed.texts += 0 if is_new else len(thing.rows)
                last = self._server.last()
                mark = self._server.mark(last)
            new = {thing.name: thing.info.number for thing in lot if thing.info is not None}
            with self._store.writing():
                self._store.syncing.note_articles(self._hello.identity, new)
            self._note(before=before, row=(last, mark))
            self._pushed.articles += added

    def _send_dates(self, found: Sequence[tuple[int, str, str]], versions: Sequence[VersionRow]) -> None:
        """Tell when texts came to be that are older here than the server knows."""
        tokens = {row.key: row.token for row in versions}
        for lot in _lots(found, lambda _: 0, 1, self._most):
            with self._adding.adding() as before:
                self._adding.dates([TextDate(name, tokens[key], created) for key, name, created in lot])
                last = self._server.last()
                mark = self._server.mark(last)
            self._note(before=before, row=(last, mark))
            with self._store.writing():
                self._store.syncing.note_dates_sent(self._hello.identity, [key for key, _, _ in lot])

    def _name(self, article: str, number: int) -> str | None:
        """What the server calls an article; None where it does not have it."""
        if article not in self._names:
            self._names[article] = self._store.syncing.name(self._hello.identity, number)
        return self._names[article]

    # Edits

    def _send_rows(self, bounds: HistoryBounds) -> None:
        for end, rows in self._outgoing.rows(bounds, self._most, self._name):
            for lot in _lots(rows, lambda row: len(row.before or "") + len(row.after or ""), _BYTES, self._most):
                self._send_lot(lot)
            if bounds.article is None:
                self._note(sent=end)

    def _send_lot(self, lot: Sequence[EditRow]) -> None:
        with self._adding.adding() as before:
            steps, foreign = self._adding.edits(lot)
            last = self._server.last()
            mark = self._server.mark(last)
        self._note(before=before, row=(last, mark))
        for name, _ in set(steps) - self._before:
            self._pushed.steps[name] = self._pushed.steps.get(name, 0) + 1
        self._before = set(steps)  # the last of these steps may go on in the next lot
        self._foreign += foreign
        self._options.advance(len(lot))

    # The rest

    def _send_assignments(self) -> None:
        identity = self._hello.identity
        rows = self._store.syncing.assignments_to_send(identity)
        if self._hello.role != "adjudicator":
            rows = [row for row in rows if row[2] in self._hello.layers]
        for lot in _lots(rows, lambda _: 0, 1, self._most):
            with self._adding.adding() as before:
                given = [Assignment(name, who, place, at) for _, name, who, place, at in lot]
                self._pushed.assigned += self._adding.assignments(given)
                last = self._server.last()
                mark = self._server.mark(last)
            self._note(before=before, row=(last, mark))
            with self._store.writing():
                self._store.syncing.note_assignments(identity, [(number, who) for number, _, who, _, _ in lot])

    def _tell(self) -> None:
        for count, why in (
            (self._outgoing.others, "of what belongs to others, who send it themselves"),
            (self._outgoing.unfit, "with a character that PostgreSQL does not take (NUL)"),
            (self._foreign, "of what is somebody else's on the server"),
        ):
            if count:
                self._pushed.left.append(f"{counted(count, 'edit')} {why}")


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
