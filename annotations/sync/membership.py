"""What is set up on a server: its tables, the group's coding scheme, and who may add what."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files

from annotations.sync.rows import EditRow
from annotations.sync.server import LOCK, SCHEMA_VERSION, Server

__all__ = ["Membership"]

_RIGHTS = ("USAGE ON SCHEMA stet", "SELECT ON ALL TABLES IN SCHEMA stet")
_RIGHTS_TO_ADD = (
    "INSERT ON stet.articles",
    "INSERT (article, token, sha256, created, stamp, blocks, sentences, styles, text) ON stet.texts",
    f"INSERT ({', '.join(EditRow._fields)}) ON stet.edits",
    "INSERT (article, annotator, position, at) ON stet.assignments",
    "INSERT (article, token, created) ON stet.dates",
    "USAGE ON SEQUENCE stet.numbers",
)

_VERSIONS = ("server.sql", "server_2.sql")
"""What makes each version of the tables from the one before."""


class Membership:
    """Whoever owns the tables may change it; members may read it."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._connection = server.connection

    def found(self, scheme: str, annotator: str) -> None:
        """Make the tables, with a coding scheme and whoever does it as the first member, in one transaction."""
        with self._connection.transaction():
            self._connection.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
            if self._server.version() is not None:
                return
            self._run(_VERSIONS)
            self._connection.execute(
                "INSERT INTO stet.server (version, scheme) VALUES (%s, %s)", (SCHEMA_VERSION, scheme)
            )
            self.enrol(str(self._server.one("SELECT current_user")[0]), annotator, "adjudicator")

    def bring_up_to_date(self, version: int) -> None:
        """Make the newest tables of those of an earlier version, in one transaction."""
        with self._connection.transaction():
            self._connection.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
            if self._server.version() != version:
                return
            self._run(_VERSIONS[version:])
            self._connection.execute("UPDATE stet.server SET version = %s", (SCHEMA_VERSION,))
            for login, annotator, role in self.members():
                self.enrol(login, annotator, role)

    def _run(self, names: Sequence[str]) -> None:
        for name in names:
            self._connection.execute(files("annotations.sync").joinpath(name).read_bytes())

    def put_scheme(self, scheme: str) -> None:
        """Make another coding scheme the group's."""
        self._connection.execute("UPDATE stet.server SET scheme = %s", (scheme,))

    def enrol(self, login: str, annotator: str, role: str) -> None:
        """Let a login in, in somebody's name, as something."""
        from psycopg import sql

        name = sql.Identifier(login)
        rights = _RIGHTS if role == "reader" else _RIGHTS + _RIGHTS_TO_ADD
        with self._connection.transaction():
            self._connection.execute(
                "INSERT INTO stet.members (login, annotator, role) VALUES (%s, %s, %s)"
                " ON CONFLICT (login) DO UPDATE SET annotator = excluded.annotator, role = excluded.role",
                (login, annotator, role),
            )
            for right in _RIGHTS_TO_ADD:
                self._connection.execute(sql.SQL(f"REVOKE {right} FROM {{}}").format(name))
            for right in rights:
                self._connection.execute(sql.SQL(f"GRANT {right} TO {{}}").format(name))

    def dismiss(self, login: str) -> None:
        """Let a login in no longer; what it added stays."""
        from psycopg import sql

        name = sql.Identifier(login)
        with self._connection.transaction():
            self._connection.execute("DELETE FROM stet.members WHERE login = %s", (login,))
            for right in (*_RIGHTS_TO_ADD, *_RIGHTS):
                self._connection.execute(sql.SQL(f"REVOKE {right} FROM {{}}").format(name))

    def has_login(self, login: str) -> bool:
        """Tell whether the server knows a login."""
        return bool(self._server.one("SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = %s)", (login,))[0])

    def members(self) -> list[tuple[str, str, str]]:
        """Login, name and role of each member."""
        return list(
            self._connection.execute("SELECT login::text, annotator, role FROM stet.members ORDER BY annotator")
        )
