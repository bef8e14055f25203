"""A connection to a server of a group: all that is asked of it (its tables are in `server.sql`)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from annotations.errors import ServerError
from annotations.sync.address import Address
from annotations.sync.rows import Assignment, EditRow, Hello, TextDate, TextRow
from annotations.sync.speaking import speaking

if TYPE_CHECKING:
    import psycopg

__all__ = ["LOCK", "SCHEMA_VERSION", "Server", "connected"]

SCHEMA_VERSION = 2
"""Version of the tables that this program makes and knows."""
OLDEST = 13
"""The oldest PostgreSQL that has all that the tables need."""
LOCK = 1400141172
"""“Stet” in ASCII: the lock that whoever adds something holds."""
_SETTINGS = {
    "connect_timeout": "10",
    "keepalives_idle": "30",
    "keepalives_interval": "10",
    "keepalives_count": "3",
    "application_name": "stet",
    "client_encoding": "utf8",
}


@contextmanager
def connected(address: Address) -> Iterator[Server]:
    """Connect to a server for the length of a block.

    Raises:
        OfflineError: It is away, or was cut off.
        ServerError: It refused, or is none that will do.
    """
    with speaking(address):
        import psycopg
        from psycopg.conninfo import conninfo_to_dict, make_conninfo

        given = conninfo_to_dict(address.shown)
        more = {name: value for name, value in _SETTINGS.items() if name not in given}
        whole = make_conninfo(address.shown, **more, **address.secrets)
        connection = psycopg.connect(whole, autocommit=True, prepare_threshold=None)
        with connection:
            _refuse_unfit(connection, address)
            yield Server(connection, address)


def _refuse_unfit(connection: psycopg.Connection[Any], address: Address) -> None:
    info = connection.info
    name = info.parameter_status("crdb_version")
    if name or info.server_version < OLDEST * 10_000:
        what = "is CockroachDB" if name else f"has PostgreSQL {info.server_version // 10_000}"
        raise ServerError(f"the server {address.shown} {what}", f"Syncing needs PostgreSQL {OLDEST} or later.")
    encoding = info.parameter_status("server_encoding")
    if encoding != "UTF8":
        raise ServerError(
            f"the database {address.shown} keeps its text as {encoding}",
            "“CREATE DATABASE articles ENCODING 'UTF8' TEMPLATE template0” makes one that takes every text.",
        )


_LAST = (
    "greatest((SELECT max(number) FROM stet.texts), (SELECT max(number) FROM stet.edits),"
    " (SELECT max(number) FROM stet.assignments), (SELECT max(number) FROM stet.dates), 0)"
)


class Server:
    """An open connection. Every method may raise what `speaking` turns into a sentence.

    Attributes:
        connection: psycopg's own, which commits each statement by itself.
        address: Where it is.
    """

    def __init__(self, connection: psycopg.Connection[Any], address: Address) -> None:
        self.connection = connection
        self.address = address

    # What it says of itself

    def version(self) -> int | None:
        """Version of its tables, None where it has none.

        Raises:
            ServerError: They are there, and not for whoever asks.
        """
        there, mine, login = self.one(
            "SELECT to_regnamespace('stet') IS NOT NULL,"
            " coalesce(has_schema_privilege(to_regnamespace('stet'), 'USAGE'), false), current_user"
        )
        if not there:
            return None
        if not mine:
            raise ServerError(
                f"the server {self.address.shown} does not know {login} as a member",
                f"Whoever set it up enrols members: “stet sync enrol {login} --name NAME”.",
            )
        return int(self.one("SELECT version FROM stet.server")[0])

    def hello(self) -> Hello:
        """What it says of itself, and of whoever asks."""
        row = self.one(
            "SELECT s.identity::text, s.version, s.scheme, current_user::text,"  # noqa: S608 - names of this module
            " m.annotator, m.role, stet.layers(),"
            f" {_LAST}, to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')"
            " FROM stet.server AS s LEFT JOIN stet.members AS m ON m.login = current_user"
        )
        identity, version, scheme, login, annotator, role, layers, last, now = row
        return Hello(identity, version, scheme, login, annotator, role, tuple(layers), last, now)

    def last(self) -> int:
        """Number of the last row."""
        return int(self.one(f"SELECT {_LAST}")[0])

    def mark(self, number: int) -> str | None:
        """What the row of a number is; None where there is none."""
        row = self.connection.execute(
            "SELECT step || ' ' || id FROM stet.edits WHERE number = %(number)s"
            " UNION ALL SELECT article || ' ' || token FROM stet.texts WHERE number = %(number)s"
            " UNION ALL SELECT article || ' ' || annotator FROM stet.assignments WHERE number = %(number)s"
            " UNION ALL SELECT article || ' ' || token || ' ' || created FROM stet.dates WHERE number = %(number)s",
            {"number": number},
        ).fetchone()
        return None if row is None else str(row[0])

    # What is new

    def texts(self, after: int, until: int, most: int) -> list[TextRow]:
        """Versions of articles with these numbers, in their order, at most so many."""
        rows = self.connection.execute(
            "SELECT t.number, t.article, t.token, t.sha256, t.created, octet_length(t.text), a.info"
            " FROM stet.texts AS t JOIN stet.articles AS a ON a.id = t.article"
            " WHERE t.number > %s AND t.number <= %s ORDER BY t.number LIMIT %s",
            (after, until, most),
        )
        return [TextRow._make(row) for row in rows]

    def content(self, number: int) -> tuple[str, bytes, str, bytes | None, str | None]:
        """Text, blocks, styles, sentences and stamp of a version, as they were sent."""
        text, blocks, styles, sentences, stamp = self.one(
            "SELECT text, blocks, styles, sentences, stamp FROM stet.texts WHERE number = %s", (number,)
        )
        return text, bytes(blocks), styles, None if sentences is None else bytes(sentences), stamp

    def edits(self, after: int, until: int, most: int) -> list[tuple[int, EditRow]]:
        """Edits with these numbers, in their order, at most so many, each with its number."""
        rows = self.connection.execute(
            f"SELECT number, {', '.join(EditRow._fields)} FROM stet.edits"  # noqa: S608 - names of this module
            " WHERE number > %s AND number <= %s ORDER BY number LIMIT %s",
            (after, until, most),
            binary=True,
        )
        return [(row[0], EditRow._make(row[1:])) for row in rows]

    def assignments(self, after: int, until: int, most: int) -> list[tuple[int, Assignment]]:
        """Assignments with these numbers, in their order, at most so many, each with its number."""
        rows = self.connection.execute(
            "SELECT number, article, annotator, position, at FROM stet.assignments"
            " WHERE number > %s AND number <= %s ORDER BY number LIMIT %s",
            (after, until, most),
        )
        return [(row[0], Assignment._make(row[1:])) for row in rows]

    def dates(self, after: int, until: int, most: int) -> list[tuple[int, TextDate]]:
        """What was said with these numbers of when texts came to be, in their order, likewise."""
        rows = self.connection.execute(
            "SELECT number, article, token, created FROM stet.dates"
            " WHERE number > %s AND number <= %s ORDER BY number LIMIT %s",
            (after, until, most),
        )
        return [(row[0], TextDate._make(row[1:])) for row in rows]

    def articles_of(self, ids: Sequence[str]) -> dict[str, str]:
        """What articles say of themselves, as JSON, by id."""
        rows = self.connection.execute("SELECT id, info FROM stet.articles WHERE id = ANY(%s)", (list(ids),))
        return dict(rows.fetchall())

    def tokens_of(self, ids: Sequence[str]) -> set[tuple[str, str]]:
        """Which versions of articles it has: id and token."""
        rows = self.connection.execute("SELECT article, token FROM stet.texts WHERE article = ANY(%s)", (list(ids),))
        return set(rows.fetchall())

    def assigned(self, articles: Collection[str]) -> set[tuple[str, str]]:
        """Who is to read which of these articles: id and annotator."""
        query = "SELECT article, annotator FROM stet.assignments WHERE article = ANY(%s)"
        return set(self.connection.execute(query, (list(articles),)).fetchall())

    def annotators(self) -> dict[str, str]:
        """Members' names, with their logins."""
        return dict(self.connection.execute("SELECT annotator, login::text FROM stet.members ORDER BY 1").fetchall())

    def knows_any(self, annotator: str, steps: Sequence[str]) -> bool:
        """Tell whether one of these steps of somebody is there."""
        row = self.one(
            "SELECT EXISTS (SELECT FROM stet.edits WHERE step = ANY(%s) AND annotator = %s)", (list(steps), annotator)
        )
        return bool(row[0])

    def has_added(self, annotator: str) -> bool:
        """Tell whether somebody of that name has added an edit."""
        return bool(self.one("SELECT EXISTS (SELECT FROM stet.edits WHERE annotator = %s)", (annotator,))[0])

    def one(self, query: str, values: Sequence[object] | Mapping[str, object] = ()) -> tuple[Any, ...]:
        """The only row that a query has."""
        row = self.connection.execute(query, values).fetchone()
        assert row is not None  # noqa: S101 - each of these queries has a row
        return tuple(row)
