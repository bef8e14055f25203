"""What cannot be synced: one clear sentence, a hint, and nothing changed; and never a password."""

import io
import socket
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest

from annotations.cli import run
from annotations.errors import ConflictError, OfflineError, SchemaError, ServerError, StetError, StoreError, UsageError
from annotations.merging import merge
from annotations.model import Span
from annotations.sync.address import parsed
from annotations.sync.founding import init
from annotations.sync.options import Options
from annotations.sync.syncing import sync
from tests.annotations.merging.machines import WORDS, copied
from tests.sync.groups import Group
from tests.sync.postgres import SECRET


def refused(group, kind, match, address=None, *, who="kim", hint=None, **options):
    """Sync, and be refused; nothing has changed then."""
    before = group.state(who), group.on_server()
    with pytest.raises(kind, match=match) as caught, group.library(who) as workspace:
        sync(workspace, address or group.address(who), Options(**options))
    assert caught.value.hint
    if hint:
        assert hint in caught.value.hint
    assert (group.state(who), group.on_server()) == before
    return caught.value


@pytest.fixture
def closed_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        yield found.getsockname()[1]


def test_a_server_that_is_away(group, closed_port):
    refused(group, OfflineError, "does not answer", parsed(f"postgresql://kim@127.0.0.1:{closed_port}/x"))
    refused(group, OfflineError, "is not to be found", parsed("postgresql://kim@nowhere.invalid/x"))


def test_a_database_or_login_that_is_not_there(group):
    refused(group, ServerError, "has no such database", parsed(group.postgres.address("nowhere", "kim")))
    refused(group, ServerError, "does not know this login", parsed(group.postgres.address(group.database, "stranger")))


def test_a_server_without_tls(group):
    refused(group, ServerError, "has no TLS, which the address asks for",
            parsed(group.postgres.address(group.database, "kim", "?sslmode=require")), hint="sslmode")  # fmt: skip


def test_an_address_without_a_database(group):
    """Then the database has the name of the login, for PostgreSQL."""
    address = parsed(f"postgresql://kim@127.0.0.1:{group.postgres.port}")
    refused(group, ServerError, "has no such database", address, hint="after the last “/”")


def test_an_address_without_anything(group, monkeypatch):
    monkeypatch.setenv("PGHOST", str(group.folder))
    refused(group, OfflineError, "the server postgresql:// is not running on this machine", parsed("postgresql://"))


def test_a_schema_of_another_program(group):
    database = group.postgres.database()
    with group.postgres.connect(database, "kim") as connection:
        connection.execute("CREATE SCHEMA stet; CREATE TABLE stet.edits (number integer)")
    address = parsed(group.postgres.address(database, "kim"))
    refused(group, ServerError, "are not whole", address, hint="take another database")
    with group.library("kim") as workspace, pytest.raises(ServerError, match="are not whole"):
        init(workspace, address)


def test_a_disk_that_is_full_here(group):
    """What came before stays, and the next sync completes it."""
    for number in range(60):
        group.tag("kim", WORDS[number % len(WORDS)])
    group.sync("kim")
    with group.library("lee") as workspace:
        connection = workspace.store._connection
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count={pages + 12}")
        with pytest.raises(StoreError, match="cannot grow: the disk is full") as caught:
            sync(workspace, group.address("lee"), Options(at_once=5))
        assert "Free some space" in caught.value.hint
    assert 0 < len(group.edits("lee")) < 60
    group.sync("lee")
    assert group.edits("lee") == group.edits("kim") == group.on_server()
    assert group.state("lee") == group.state("kim")


def test_what_is_no_postgresql(group):
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def answer():
            with suppress(OSError):
                connection, _ = listening.accept()
                with connection:
                    connection.recv(100)
                    connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

        thread = Thread(target=answer)
        thread.start()
        address = parsed(f"postgresql://kim@127.0.0.1:{listening.getsockname()[1]}/x")
        refused(group, ServerError, "does not speak PostgreSQL's language", address)
        thread.join()


def test_a_server_without_tables(group):
    database = group.postgres.database()
    refused(group, ServerError, "has no tables of Stet yet", parsed(group.postgres.address(database, "kim")),
            hint="stet sync init postgresql://kim@127.0.0.1")  # fmt: skip


def test_somebody_who_is_no_member(group):
    error = refused(group, ServerError, "does not know locked as a member",
                    parsed(group.postgres.address(group.database, f"locked:{SECRET}")))  # fmt: skip
    assert SECRET not in error.message + error.hint


def test_tables_that_are_newer_or_not_whole(group):
    with group.session("kim") as session:
        session.execute("UPDATE stet.server SET version = 99")
        refused(group, ServerError, "newer Stet", hint="Install the newer version")
        session.execute("UPDATE stet.server SET version = 2; ALTER TABLE stet.texts RENAME TO lost")
        refused(group, ServerError, "are not whole", hint="Restore a backup")


def test_a_database_that_keeps_other_text_than_utf_8(group):
    with group.postgres.connect() as connection:
        connection.execute("CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0 LOCALE 'C' OWNER kim")
    refused(group, ServerError, "keeps its text as LATIN1", parsed(group.postgres.address("latin", "kim")))


def test_another_coding_scheme(group, tmp_path):
    scheme = tmp_path / "frames.toml"
    scheme.write_text(
        'name = "frames"\nversion = "1"\n\n[labels.frame]\nkey = "X"\nglyph = "F"\ncolour = "#E69F00"\n', "utf-8"
    )
    path = group.path("mia")
    assert run(args=["schema", "use", str(scheme), "--db", str(path), "--as", "lee"]) == 0
    with pytest.raises(SchemaError, match="this library uses frames") as caught:
        group.sync("lee", path=path)
    assert "stet sync scheme" in caught.value.hint


def test_a_name_that_is_anothers(group):
    group.tag("lee", path=group.path("kim"))
    with pytest.raises(ConflictError, match=r"lee is the name of lee on .*; kim is kim there"):
        group.sync("lee", "kim", path=group.path("kim"))
    with pytest.raises(ConflictError, match=r"you work as mia here, and the server .* knows lee as lee"):
        group.sync("mia", "lee")


def test_one_name_for_two_people(group):
    group.sync("kim")
    group.sync("lee")
    group.tag("lee")
    group.sync("lee")
    fresh = group.path("elsewhere")
    other = Group(group.postgres, group.path("elsewhere").parent)
    copied(other.path("kim"), fresh)
    group.tag("lee", path=fresh)
    with pytest.raises(ConflictError, match="this may be two people"):
        group.sync("kim", path=fresh)
    assert group.sync("kim", path=fresh, same=["lee"]).taken == {"lee": 1}


def test_a_server_that_was_set_up_anew(group):
    group.tag("kim")
    group.sync("kim")
    with group.session("kim") as session:
        session.execute("DROP SCHEMA stet CASCADE")
    with group.library("kim") as workspace:
        init(workspace, group.address("kim"))
    refused(group, ServerError, "is not the one that this library was synced with", hint="--again")
    assert group.sync("kim", again=True).sent == {"kim": 1}
    assert group.sync("kim").sent == {}


def years(number):
    """The time in so many years, as it is stored."""
    return (datetime.now(UTC) + timedelta(days=365.25 * number)).isoformat(timespec="milliseconds")[:23] + "Z"


@pytest.fixture
def clock(monkeypatch):
    """Sets the clock of this machine so many years ahead, for the length of a block."""

    @contextmanager
    def set_to(number, *more):
        with monkeypatch.context() as patched:
            for module in ("workspace.workspace", "workspace.committing", *more):
                patched.setattr(f"annotations.{module}.now", lambda: years(number))
            yield

    return set_to


@pytest.mark.parametrize(
    ("number", "words"), [(8, "8 years ahead of the server's"), (-8, "8 years behind the server's")]
)
def test_a_machine_whose_clock_is_wrong_now(group, clock, number, words):
    with clock(number, "sync.refusing"):
        group.tag("kim")
        refused(group, ConflictError, words, hint="Set the clock")


@pytest.mark.parametrize(("number", "why"), [(8, "which is still to come"), (-8, "but goes on from what is of")])
def test_a_step_whose_clock_was_wrong(group, clock, number, why):
    """Merging refuses the same, by the same rule."""
    with clock(number):
        group.tag("kim")
    group.sync("lee")
    words = f"a step of kim is of {years(number)[:4]}.*, {why}.*: a clock was wrong"
    for dry_run in (True, False):
        refused(group, ConflictError, words, hint="“--any-clock” syncs", dry_run=dry_run)
    with group.postgres.connect(group.database) as connection:
        assert connection.execute("SELECT count(*) FROM stet.articles").fetchone() == (0,), "the articles had passed"
    with group.library("lee") as workspace, pytest.raises(ConflictError, match=words):
        merge(workspace, [str(group.path("kim"))])
    assert group.sync("kim", any_clock=True).sent == {"kim": 1}
    assert group.sync("lee").taken == {"kim": 1}


def test_an_edit_of_ones_own_years_before_what_it_goes_on_from(group, clock):
    mine = group.tag("kim")
    group.sync("kim")
    with clock(-2), group.library("kim") as workspace:
        workspace.change(workspace.find("harbour.md"), mine, replace(mine, note="of another time"), "noted")
    refused(group, ConflictError, "but goes on from what is of")


def test_a_text_that_is_still_to_come_stops_nobody(group, clock):
    """Its clock was wrong, and not that of whoever works on it."""
    with group.session("lee") as session:
        session.execute("INSERT INTO stet.articles VALUES ('later', '{}')")
        session.execute(
            "INSERT INTO stet.texts (article, token, sha256, created, blocks, styles, text)"
            " SELECT 'later', sha, sha, %s, '', '[]', 'a text'"
            " FROM (SELECT encode(sha256('a text'), 'hex') AS sha) AS s",
            (years(8),),
        )
    group.sync("kim")
    with group.library("kim") as workspace:
        workspace.tag(workspace.find("later"), "claim", [Span(0, 1)])
    assert group.sync("kim").sent == {"kim": 1}
    with group.library("lee") as workspace:
        assert merge(workspace, [str(group.path("kim"))]).steps == {"kim": 1}


def test_an_undo_after_years_is_no_clock_that_was_wrong(group, clock):
    """What an edit goes on from is as old as when it was made, not as when it was brought back."""
    with group.library("kim") as workspace:
        mine = group.tag("kim")
        workspace.change(workspace.find("harbour.md"), mine, replace(mine, note="a note"), "noted")
    with clock(3), group.library("kim") as workspace:
        workspace.undo(workspace.find("harbour.md"))
    with clock(3, "merging.refusing"), group.library("lee") as workspace:
        assert merge(workspace, [str(group.path("kim"))]).steps == {"kim": 3}


@pytest.mark.parametrize(
    "address",
    [
        "mysql://kim:s3cret@host/x",
        "postgresql://kim:s3cret@host@other/x",
        "postgresql:kim:s3cret",
        "kim:s3cret",
        "postgresql://kim:s3\ncret@host/x",
    ],
)
def test_an_address_that_is_none_is_not_repeated(address):
    with pytest.raises(UsageError) as caught:
        parsed(address)
    assert "s3" not in caught.value.message + caught.value.hint + repr(caught.value)


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        (
            "postgresql://kim:s3cret@h:1,g:2/x?sslmode=require&password=s3cret",
            "postgresql://kim@h:1,g:2/x?sslmode=require",
        ),
        ("postgres://h", "postgresql://h"),
        ("postgresql://kim:p%40ss@[::1]:5/x", "postgresql://kim@[::1]:5/x"),
        ("postgresql://?service=group", "postgresql://?service=group"),
    ],
)
def test_what_is_shown_of_an_address(address, shown):
    found = parsed(address)
    assert found.shown == shown
    assert "s3cret" not in repr(found)


def test_a_wrong_password_is_said_and_not_shown(group):
    wrong = parsed(group.postgres.address(group.database, "locked:wr0ng-s3cret"))
    error = refused(group, ServerError, "does not take this login and password", wrong, hint="PGPASSFILE")
    assert "wr0ng" not in error.message + error.hint
    assert error.__cause__ is None


def test_a_password_is_kept_nowhere(group, monkeypatch, tmp_path):
    """Neither in what is printed, nor in the library; what comes after goes by PGPASSFILE."""
    group.join("mia", "locked")
    path = group.path("mia")
    given = group.postgres.address(group.database, f"locked:{SECRET}")
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        assert run(args=["sync", given, "--db", str(path), "--as", "mia"]) == 0
        assert run(args=["sync", "--db", str(path), "--as", "mia"]) == 1
    assert "PGPASSFILE" in said.getvalue()
    assert SECRET not in said.getvalue()
    assert not [file for file in path.parent.iterdir() if SECRET.encode() in file.read_bytes()]
    passwords = tmp_path / "passwords"
    passwords.write_text(f"127.0.0.1:*:*:locked:{SECRET}\n")
    passwords.chmod(0o600)
    monkeypatch.setenv("PGPASSFILE", str(passwords))
    with redirect_stdout(said):
        assert run(args=["sync", "--db", str(path), "--as", "mia"]) == 0


def test_a_half_copied_library(group):
    path = group.path("half")
    path.write_bytes(group.path("kim").read_bytes()[:20_000])
    with pytest.raises(StetError, match=r"damaged|malformed"):
        group.sync("kim", path=path)
    assert group.on_server() == []


def test_without_psycopg(group, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "psycopg", None)
    error = refused_without_state(group)
    assert "pip install 'stet-tui[sync]'" in error.hint


def refused_without_state(group):
    with pytest.raises(ServerError, match="needs the extra “sync”") as caught:
        group.sync("kim")
    return caught.value
