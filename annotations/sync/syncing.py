"""`stet sync`: what others did comes in, then what is new here goes out; each as far as it has come stays."""

from __future__ import annotations

from collections.abc import Mapping

from annotations.counts import counted
from annotations.errors import NotFoundError
from annotations.identity import now
from annotations.merging.arriving import Arrivals
from annotations.merging.here import Here, Past
from annotations.merging.taking import settle_again
from annotations.schema.files import from_json
from annotations.store.syncing import SyncState
from annotations.store.unsent import HistoryBounds
from annotations.sync.adding import Adding
from annotations.sync.address import Address, parsed
from annotations.sync.copying import copied
from annotations.sync.options import Options
from annotations.sync.outcome import Synced
from annotations.sync.outgoing import Outgoing
from annotations.sync.pulling import Pulled, pull
from annotations.sync.pushing import Pushed, push
from annotations.sync.refusing import Refusing
from annotations.sync.rows import Hello
from annotations.sync.server import Server, connected
from annotations.versions.bringing import carry_on
from annotations.workspace import Workspace

__all__ = ["address_of", "sync", "waiting"]


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
    return _unsent(workspace, state)


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


def _unsent(workspace: Workspace, state: SyncState) -> int:
    rows = workspace.store.unsent
    bounds = HistoryBounds(state.sent, rows.end())
    return sum(rows.count_steps(state.server, (workspace.annotator,), bounds).values())


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
        """Do it, or with a dry run do it to a copy of the library, while the server is only asked."""
        refusing = Refusing(self._workspace, self._server, self._options)
        hello = refusing.hello()
        state = self._store.syncing.state(hello.identity)
        refusing.refuse(hello, state)
        set_back = state is not None and state.seen > 0 and self._server.mark(state.seen) != state.mark
        anew = set_back or self._options.again
        state = state or SyncState(hello.identity, self._server.address.shown)
        if anew:
            state = SyncState(state.server, state.address)
        if hello.layers and not self._options.any_clock:
            Outgoing(self._store, hello).refuse_clocks(HistoryBounds(state.sent, self._store.unsent.end()))
        if not self._options.dry_run:
            return self.exchange(hello, state, anew=anew, set_back=set_back)
        with copied(self._workspace) as workspace:
            return _Sync(workspace, self._server, self._options).exchange(hello, state, anew=anew, set_back=set_back)

    def exchange(self, hello: Hello, state: SyncState, *, anew: bool, set_back: bool) -> Synced:
        """Take and send, once nothing speaks against it."""
        self._take_scheme(hello)
        with self._store.writing():
            if anew:
                self._store.syncing.forget(hello.identity)
            self._store.syncing.put(state._replace(address=self._server.address.shown))
        bounds = HistoryBounds(state.sent, self._store.unsent.end())
        if state.sent and self._store.unsent.has_taken_back_merges(bounds):
            state = self._take_all_again(state)
        self._options.expect(max(0, hello.last - state.taken) + max(0, bounds.until - bounds.after))
        pulled = pull(self._workspace, self._server, state, hello.last, self._options)
        self._carry_on(state, pulled)
        self._settle(hello, state)
        others = self._store.unsent.count_of_others({*hello.layers, self._workspace.annotator}, bounds.after)
        pushed = self._push(hello)
        at = now()
        with self._store.writing():
            done = self._store.syncing.state(hello.identity) or state
            self._store.syncing.put(done._replace(synced=at))
        return Synced(
            address=self._server.address.shown,
            at=at,
            sent=pushed.steps,
            taken=pulled.steps,
            articles_sent=pushed.articles,
            articles_taken=len(pulled.articles),
            texts_sent=pushed.texts,
            texts_taken=pulled.texts,
            turned=len(pulled.turned.difference(pulled.articles)),
            assigned_sent=pushed.assigned,
            assigned=pulled.assigned,
            conflicts=tuple(pulled.conflicts),
            set_back=set_back,
            left=(*pulled.left, *pushed.left, *_left_of(others)),
        )

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
        bounds = HistoryBounds(state.sent, self._store.unsent.end())
        subjects = self._store.unsent.edited_elsewhere_too(hello.identity, bounds)
        for first in range(0, len(subjects), self._options.at_once):
            with self._store.writing():
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
            adding = Adding(self._server, only_tried=self._options.dry_run)
            return push(self._store, self._server, adding, hello, self._options)
        state = self._store.syncing.state(hello.identity)
        kept = 0 if state is None else _unsent(self._workspace, state)
        return Pushed(left=[f"{counted(kept, 'step')} of yours: a reader sends nothing"] if kept else [])
