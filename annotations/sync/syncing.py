"""`stet sync`: what others did comes in, then what is new here goes out; each as far as it has come stays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from annotations.counts import counted
from annotations.errors import NotFoundError
from annotations.identity import now
from annotations.merging.arriving import Arrivals
from annotations.merging.here import Here, Past
from annotations.merging.outcomes import Conflict
from annotations.merging.taking import settle_again
from annotations.schema.files import from_json
from annotations.store.syncing import HistoryBounds, SyncState
from annotations.sync.address import Address, parsed
from annotations.sync.options import Options
from annotations.sync.pulling import Pulled, pull
from annotations.sync.pushing import Pushed, push, to_send
from annotations.sync.refusing import Refusing
from annotations.sync.rows import Hello
from annotations.sync.server import Server, connected
from annotations.versions.bringing import carry_on
from annotations.workspace import Workspace

__all__ = ["Synced", "address_of", "sync", "waiting"]


@dataclass(frozen=True, slots=True)
class Synced:
    """What passed, or would pass.

    Attributes:
        address: Of the server, without secrets.
        at: When, UTC.
        sent: How many steps went out, by whose they are; `taken` likewise what came in.
        articles_sent: How many articles went out; `articles_taken` likewise came in.
        texts_taken: How many new texts came to articles that were here.
        assigned: How many assignments came in.
        conflicts: What was edited here and there.
        set_back: Whether the server had lost something, and everything was compared anew.
        left: A sentence for each thing that was left out.
    """

    address: str
    at: str
    sent: Mapping[str, int] = field(default_factory=dict)
    taken: Mapping[str, int] = field(default_factory=dict)
    articles_sent: int = 0
    articles_taken: int = 0
    texts_taken: int = 0
    assigned: int = 0
    conflicts: tuple[Conflict, ...] = ()
    set_back: bool = False
    left: tuple[str, ...] = ()

    @property
    def has_taken(self) -> bool:
        """Whether something came in."""
        return bool(self.taken or self.articles_taken or self.texts_taken or self.assigned)

    @property
    def took(self) -> str:
        """What came in, in words; empty where that is nothing."""
        return _passed(self.taken, self.articles_taken, self.texts_taken, self.assigned)

    @property
    def gave(self) -> str:
        """What went out, likewise."""
        return _passed(self.sent, self.articles_sent)

    @property
    def words(self) -> str:
        """What passed, in a line."""
        parts = [f"took {self.took}" if self.took else "", f"sent {self.gave}" if self.gave else ""]
        return "; ".join(part for part in parts if part) or "nothing is new"


def _passed(steps: Mapping[str, int], articles: int, texts: int = 0, assigned: int = 0) -> str:
    parts = [counted(count, noun) for count, noun in ((articles, "article"), (texts, "new text")) if count]
    parts += [f"{counted(count, 'step')} of {name}" for name, count in sorted(steps.items())]
    parts += [counted(assigned, "assignment")] if assigned else []
    return ", ".join(parts)


def address_of(workspace: Workspace, given: str | None) -> Address:
    """The address that is given, else the one in the settings, else that of the server synced with last.

    Raises:
        UsageError: It is no address.
        NotFoundError: There is none.
    """
    if given:
        return parsed(given)
    from annotations.config import settings

    if (named := settings().sync.address) is not None:
        return parsed(named)
    last = workspace.store.syncing.last()
    if last is None:
        raise NotFoundError(
            "there is no server to sync with", "Name it: “stet sync postgresql://kim@db.example.org/articles”."
        )
    return parsed(last.address)


def waiting(workspace: Workspace) -> int:
    """How many steps of this annotator the server that was synced with last has not; 0 where there is none."""
    state = workspace.store.syncing.last()
    if state is None:
        return 0
    steps, _ = to_send(workspace.store, state, (workspace.annotator,))
    return sum(steps.values())


def sync(workspace: Workspace, address: Address, options: Options | None = None) -> Synced:
    """Take what others did and send what is new here. What has passed stays, also where an error is raised.

    Raises:
        OfflineError: The server is away, or was cut off.
        ServerError: It refused, or is none that will do.
        SchemaError: The group codes with another scheme.
        ConflictError: One name may be two people, or a clock is wrong.
        StoreError: The database refused.
    """
    with connected(address) as server:
        return _Sync(workspace, server, options or Options()).run()


def _left_of(others: Mapping[str, int]) -> list[str]:
    return [
        f"{counted(count, 'step')} of {name}, which {name} alone can send" for name, count in sorted(others.items())
    ]


class _Sync:
    def __init__(self, workspace: Workspace, server: Server, options: Options) -> None:
        self._workspace = workspace
        self._store = workspace.store
        self._server = server
        self._options = options

    def run(self) -> Synced:
        """Do it."""
        refusing = Refusing(self._workspace, self._server, self._options)
        hello = refusing.hello()
        state = self._store.syncing.state(hello.identity)
        refusing.refuse(hello, state)
        set_back = state is not None and state.seen > 0 and self._server.mark(state.seen) != state.mark
        anew = set_back or self._options.again
        state = state or SyncState(hello.identity, self._server.address.shown)
        if anew:
            state = SyncState(state.server, state.address)
        if self._options.dry_run:
            return self._told(hello, state, set_back=set_back)
        self._take_scheme(hello)
        with self._store.writing():
            if anew:
                self._store.syncing.forget(hello.identity)
            self._store.syncing.put(state._replace(address=self._server.address.shown))
        bounds = HistoryBounds(state.sent, self._store.syncing.end())
        if state.sent and self._store.syncing.has_taken_back_merges(bounds):
            state = self._take_all_again(state)
        self._options.expect(max(0, hello.last - state.taken) + max(0, bounds.until - bounds.after))
        pulled = pull(self._workspace, self._server, state, hello.last, self._options)
        self._carry_on(state, pulled)
        self._settle(hello, state)
        others = self._store.syncing.count_of_others({*hello.layers, self._workspace.annotator}, bounds.after)
        pushed = self._push(hello)
        at = now()
        with self._store.writing():
            done = self._store.syncing.state(hello.identity) or state
            self._store.syncing.put(done._replace(synced=at))
        return Synced(
            self._server.address.shown, at, pushed.steps, pulled.steps, pushed.articles, len(pulled.articles),
            pulled.texts, pulled.assigned, tuple(pulled.conflicts), set_back,
            (*pulled.left, *pushed.left, *_left_of(others)),
        )  # fmt: skip

    # What is done

    def _take_scheme(self, hello: Hello) -> None:
        """A library that has no coding scheme takes up the group's."""
        if self._store.schemas.definition() is None:
            scheme = from_json(hello.scheme)
            self._store.schemas.put(scheme.name, scheme.version, hello.scheme, now())
            self._workspace.take_up_schema()

    def _take_all_again(self, state: SyncState) -> SyncState:
        """What a merge had brought and was sent stays sent, also where that merge was taken back: it comes again."""
        state = state._replace(taken=0)
        with self._store.writing():
            self._store.syncing.put(state)
        return state

    def _carry_on(self, state: SyncState, pulled: Pulled) -> None:
        """Take what hangs on earlier versions over to the current one, as if it had been there when that came."""
        if state.synced is None:
            # The sync before was cut off, and did not come to this.
            pulled.touched.update(self._store.versions.orphan_counts())
        for number in sorted(pulled.touched):
            with self._store.writing():
                if self._store.library.removed(number) is not None:
                    continue
                for key in self._store.versions.with_orphans(number):
                    ids = {annotation.id for annotation in self._store.annotations.of_version(key)}
                    carry_on(self._workspace, key, ids)

    def _settle(self, hello: Hello, state: SyncState) -> None:
        """What was edited here and elsewhere comes to the same in all libraries."""
        bounds = HistoryBounds(state.sent, self._store.syncing.end())
        subjects = self._store.syncing.edited_elsewhere_too(hello.identity, bounds)
        for first in range(0, len(subjects), self._options.at_once):
            with self._store.writing_much():
                arrivals, past = Arrivals(self._store), Past(self._store)
                changes = settle_again(
                    self._workspace,
                    arrivals,
                    lambda own, arrivals=arrivals, past=past: Here.about(self._store, past, arrivals.tokens, own),  # type: ignore[misc]
                    subjects[first : first + self._options.at_once],
                )
                self._store.steps.apply(changes, {})

    def _push(self, hello: Hello) -> Pushed:
        if hello.layers:
            return push(self._store, self._server, hello, self._options)
        state = self._store.syncing.state(hello.identity)
        steps, _ = ({}, 0) if state is None else to_send(self._store, state, (self._workspace.annotator,))
        kept = sum(steps.values())
        return Pushed(left=[f"{counted(kept, 'step')} of yours: a reader sends nothing"] if kept else [])

    def _told(self, hello: Hello, state: SyncState, *, set_back: bool) -> Synced:
        taken, articles = self._server.count(state.taken, hello.last)
        known = self._store.syncing.numbers(state.server, articles)
        new = [id_ for id_ in articles if id_ not in known and self._store.articles.of_id(id_, removed=True) is None]
        sent, unsent = to_send(self._store, state, hello.layers)
        return Synced(
            self._server.address.shown, now(), sent, taken, unsent if hello.layers else 0, len(new), set_back=set_back
        )
