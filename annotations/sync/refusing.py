"""What cannot be synced, and why: other tables, another scheme, a clock that is wrong, a name that two people have."""

from __future__ import annotations

from datetime import datetime

from annotations.counts import counted
from annotations.errors import ConflictError, SchemaError, ServerError
from annotations.identity import now
from annotations.layers import GOLD
from annotations.merging.clocks import AHEAD
from annotations.merging.refusing import refuse_scheme
from annotations.merging.sources import Source
from annotations.schema.files import from_json
from annotations.store.syncing import SyncState
from annotations.sync.options import Options
from annotations.sync.rows import Hello
from annotations.sync.server import SCHEMA_VERSION, Server
from annotations.workspace import Workspace

__all__ = ["Refusing", "refuse_tables"]

_SOME = 200
"""Steps by which somebody is known to be who worked elsewhere."""


def refuse_tables(server: Server) -> None:
    """Refuse a server whose tables are not those that this program knows.

    Raises:
        ServerError: It has none, or newer or older ones.
    """
    version, shown = server.version(), server.address.shown
    if version is None:
        raise ServerError(f"the server {shown} has no tables of Stet yet", f"“stet sync init {shown}” makes them.")
    if version > SCHEMA_VERSION:
        raise ServerError(
            f"the tables on {shown} are of a newer Stet (version {version}; this one knows {SCHEMA_VERSION})",
            "Install the newer version.",
        )
    if version < SCHEMA_VERSION:
        raise ServerError(
            f"the tables on {shown} are of an older Stet (version {version}; this one needs {SCHEMA_VERSION})",
            f"Whoever set it up brings them up to date: “stet sync init {shown}”.",
        )


class Refusing:
    """Looks at a server and a library before anything passes between them."""

    def __init__(self, workspace: Workspace, server: Server, options: Options) -> None:
        self._workspace = workspace
        self._store = workspace.store
        self._server = server
        self._options = options

    def refuse(self, hello: Hello, state: SyncState | None) -> None:
        """Refuse what must not be mixed; `state` is how far the library is with this server, None for not at all.

        Raises:
            ConflictError: A clock is wrong, or one name may be two people.
            ServerError: It is another server than the one that was at this address.
        """
        self._refuse_clock_of_machine(hello)
        self._refuse_names(hello)
        if state is not None and not state.seen and not state.sent:
            state = None
        self._refuse_other_server(hello, state)
        self._refuse_twins(hello, state)

    def hello(self) -> Hello:
        """Ask the server who it is, and who whoever asks is there.

        Raises:
            ServerError: It has no tables, or newer ones, or does not know whoever asks.
            SchemaError: The group codes with another scheme.
        """
        refuse_tables(self._server)
        shown = self._server.address.shown
        hello = self._server.hello()
        if hello.role is None:
            raise ServerError(
                f"the server {shown} does not know {hello.login} as a member",
                f"Whoever set it up enrols members: “stet sync enrol {hello.login} --name NAME”.",
            )
        if self._store.schemas.definition() is not None:
            source = Source(shown, {}, (), from_json(hello.scheme))
            try:
                refuse_scheme(self._workspace.schema, source)
            except SchemaError as error:
                raise SchemaError(
                    error.message,
                    "“stet sync scheme > group.toml” writes the group's; “stet schema use group.toml” takes it up.",
                ) from None
        return hello

    def _refuse_clock_of_machine(self, hello: Hello) -> None:
        ahead = datetime.fromisoformat(now()) - datetime.fromisoformat(hello.now)
        if abs(ahead) > AHEAD and not self._options.any_clock:
            days = abs(ahead).days
            apart = counted(days, "day") if days < 730 else f"{round(days / 365.25)} years"
            raise ConflictError(
                f"the clock of this machine is {apart} {'ahead of' if ahead > AHEAD else 'behind'} the server's",
                "Which of two edits is later is told by their times. Set the clock; “--any-clock” syncs all the same.",
            )

    def _refuse_names(self, hello: Hello) -> None:
        me, shown = self._workspace.annotator, self._server.address.shown
        if hello.role == "reader" or me in hello.layers:
            return
        logins = self._server.annotators()
        if me in logins:
            raise ConflictError(
                f"{me} is the name of {logins[me]} on {shown}; {hello.login} is {hello.annotator} there",
                f"Work as {hello.annotator} (--as). What you made as {me} so far gets that name by “stet merge --db"
                f" new.db {self._store.path} --rename {me}={hello.annotator}”.",
            )
        raise ConflictError(
            f"you work as {me} here, and the server {shown} knows {hello.login} as {hello.annotator}",
            f"Give the name with --as {hello.annotator}. Adjudicators work as {GOLD} too.",
        )

    def _refuse_other_server(self, hello: Hello, state: SyncState | None) -> None:
        known = self._store.syncing.known_at(self._server.address.shown)
        if state is None and known not in {None, hello.identity} and not self._options.again:
            raise ServerError(
                f"the server {self._server.address.shown} is not the one that this library was synced with: it was set"
                " up anew",
                "“--again” sends it all that this library has.",
            )

    def _refuse_twins(self, hello: Hello, state: SyncState | None) -> None:
        """Refuse a name that is here and there, of people who have nothing in common."""
        if state is not None:
            return
        logins = self._server.annotators()
        for name in self._store.received.annotators():
            if name not in logins or name in hello.layers or name in self._options.same:
                continue
            steps = self._store.unsent.steps_of(name, _SOME)
            if steps and self._server.has_added(name) and not self._server.knows_any(name, steps):
                raise ConflictError(
                    f"{name} has worked in this library and on {self._server.address.shown}, with nothing in common:"
                    " this may be two people",
                    f"“--same {name}” if it is one person; else “stet merge --db new.db {self._store.path} --rename"
                    f" {name}=OTHER” gives the one here another name.",
                )
