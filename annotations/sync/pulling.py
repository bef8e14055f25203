"""Taking what others did from a server: a window of its rows at a time, each in one transaction with how far it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

from annotations.counts import counted
from annotations.identity import is_time, now
from annotations.merging.arriving import Arrivals
from annotations.merging.here import Here, Past
from annotations.merging.outcomes import Conflict
from annotations.merging.sources import Source, SourceArticle, Text
from annotations.merging.taking import assign, take
from annotations.merging.told import Told
from annotations.model import ArticleInfo
from annotations.store.history import SubjectKind
from annotations.store.syncing import SyncState
from annotations.sync.hostile import told_row
from annotations.sync.options import Options
from annotations.sync.rows import TextRow
from annotations.sync.server import Server
from annotations.sync.windows import Content, Window, content_of, info_of, read_window
from annotations.workspace import Workspace

__all__ = ["Pulled", "pull"]


@dataclass(slots=True)
class Pulled:
    """What was taken.

    Attributes:
        steps: Ids of steps by whose they are, as many as there were.
        articles: Numbers of articles that were added; `touched` has all that something came about.
        texts: How many new texts came to articles that were here.
        turned: Numbers of articles of which another text is the current one, since it came to be at another time.
        assigned: How many articles were given out.
        unreadable: How many edits were left out since they cannot be read; `beyond` how many annotations, since they
            reach beyond their text.
        conflicts: What was edited here and there.
        left: A sentence for each thing that was left out.
    """

    steps: dict[str, int] = field(default_factory=dict)
    articles: list[int] = field(default_factory=list)
    touched: set[int] = field(default_factory=set)
    texts: int = 0
    turned: set[int] = field(default_factory=set)
    assigned: int = 0
    unreadable: int = 0
    beyond: int = 0
    conflicts: list[Conflict] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


def pull(workspace: Workspace, server: Server, state: SyncState, last: int, options: Options) -> Pulled:
    """Take everything up to row `last`.

    Raises:
        ServerError: The server refused, or is away; what was taken before stays.
        StoreError: The database refused.
    """
    pulled = Pulled()
    after = state.taken
    while after < last:
        window = read_window(workspace.store, server, after, last, options.at_once)
        with workspace.store.writing():  # with a page cache that grows, memory would grow with the library
            current = workspace.store.syncing.state(state.server)
            if current is None or current.taken != after:
                # Another program is taking the same: what it has taken need not be taken twice.
                after = last if current is None else current.taken
                continue
            _Pull(workspace, server, state.server).apply(window, pulled)
            current = current._replace(taken=window.until, synced=None)
            workspace.store.syncing.put(current.having_seen(window.until, window.mark))
        after = window.until
        options.advance(len(window.edits))
    for count, noun, why in (
        (pulled.beyond, "annotation", "that reach beyond the end of their text"),
        (pulled.unreadable, "edit", "that this version of Stet cannot read"),
    ):
        if count:
            pulled.left.insert(0, f"{counted(count, noun)} {why}")
    return pulled


class _Pull:
    """Applies one window, inside a transaction of the caller's."""

    def __init__(self, workspace: Workspace, server: Server, identity: str) -> None:
        self._workspace = workspace
        self._store = workspace.store
        self._server = server
        self._identity = identity

    def apply(self, window: Window, pulled: Pulled) -> None:
        """Do it."""
        store = self._store
        ids: dict[str, None] = {}
        for found in (window.texts, window.edits, window.given, window.dates):
            ids |= dict.fromkeys(row.article for row in found)
        arrivals = Arrivals(store, store.syncing.numbers(self._identity, ids))
        articles = dict(self._articles(window, ids, arrivals, pulled))
        rows = []
        for edit in window.edits:
            row = told_row(edit)
            if row is None or (row.article in articles and not self._has_text(row, articles, arrivals)):
                pulled.unreadable += 1
            else:
                rows.append(row)
        first: dict[str, str] = {}
        for row in rows:
            first[row.annotator] = min(row.at, first.get(row.annotator, row.at))
        source = Source(self._server.address.shown, articles, tuple(rows), None, first, tuple(window.given))
        past = Past(store)
        taken = take(
            self._workspace, [source], arrivals, lambda arrived: Here.about(store, past, arrivals.tokens, arrived),
            brought=self._identity, at=now(),
        )  # fmt: skip
        times: dict[int, str] = {}
        for row in taken.new:
            number = arrivals.numbers_here[row.article]
            times[number] = max(row.at, times.get(number, ""))
        pulled.beyond += len(store.steps.apply(taken.changes, times))
        store.syncing.note_articles(self._identity, arrivals.numbers)
        for key in arrivals.earlier:
            store.syncing.note_date(key, self._identity)
        pulled.turned.update(arrivals.turned)
        pulled.assigned += assign(self._workspace, [source], arrivals)
        given = [
            (arrivals.numbers[row.article], row.annotator) for row in window.given if row.article in arrivals.numbers
        ]
        store.syncing.note_assignments(self._identity, given)
        for name, _ in {(row.annotator, row.step) for row in taken.new}:
            pulled.steps[name] = pulled.steps.get(name, 0) + 1
        pulled.articles += sorted(arrivals.added)
        pulled.touched.update(arrivals.numbers.values())
        pulled.texts += arrivals.texts
        pulled.conflicts += taken.conflicts
        pulled.left += taken.sentences

    def _articles(
        self, window: Window, ids: Mapping[str, None], arrivals: Arrivals, pulled: Pulled
    ) -> Iterator[tuple[str, SourceArticle]]:
        texts: dict[str, list[Text]] = {}
        infos: dict[str, ArticleInfo] = {}
        for row in window.texts:
            content = window.contents.get(row.number)
            if not is_time(row.created) or (row.number in window.contents and content is None):
                pulled.left.append(f"a text of the article {row.article}, which this version of Stet cannot read")
                continue
            load = partial(self._load, row) if content is None else partial(_same, content)
            texts.setdefault(row.article, []).append(Text(row.sha256, row.token, 1, row.created, load))
            infos[row.article] = info_of(row, 0 if content is None else len(content.text))
        here = {id_: number for id_ in ids if (number := self._number(id_, arrivals)) is not None}
        for date in window.dates:
            there = texts.get(date.article, [])
            if (here.get(date.article), date.token) in arrivals.keys or date.token in {text.token for text in there}:
                sha256 = date.token.partition("#")[0]
                texts[date.article] = [*there, Text(sha256, date.token, 1, date.created, _not_needed)]
        for id_ in ids:
            of_article = tuple(texts.get(id_, ()))
            if id_ in infos:
                yield id_, SourceArticle(infos[id_], of_article)
            elif id_ in here:
                info = self._store.articles.get(here[id_], removed=True)
                yield id_, SourceArticle(info._replace(id=id_), of_article)

    def _number(self, id_: str, arrivals: Arrivals) -> int | None:
        """Number of an article here, as far as it is known before its texts are looked at."""
        if id_ in arrivals.known:
            return arrivals.known[id_]
        here = self._store.articles.of_id(id_, removed=True)
        return None if here is None else here.number

    def _load(self, row: TextRow) -> Content:
        content = content_of(self._server, row)
        if content is None:
            raise ValueError
        return content

    def _has_text(self, row: Told, articles: Mapping[str, SourceArticle], arrivals: Arrivals) -> bool:
        """Whether the texts that an annotation is about are here, or come with it."""
        if row.kind is not SubjectKind.ANNOTATION:
            return True
        article = articles[row.article]
        coming = {text.token for text in article.texts}
        number = self._number(row.article, arrivals)
        return all(
            token in coming or (number is not None and (number, token) in arrivals.keys) for token in row.versions
        )


def _not_needed() -> Content:
    raise AssertionError("the text is there")


def _same(content: Content) -> Content:
    return content
