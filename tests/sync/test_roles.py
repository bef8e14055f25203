"""Who may add what is said by the server, to whatever program somebody writes to it with."""

import json

import psycopg
import pytest

from annotations.errors import ConflictError, NotFoundError, ServerError
from annotations.layers import GOLD
from annotations.sync.founding import dismiss, enrol, members

DENIED = (psycopg.errors.InsufficientPrivilege, psycopg.errors.CheckViolation)


def state_of(annotator, number="1", **more):
    return json.dumps({"annotator": annotator, "id": f"a{number}", "label": "claim"} | more)


def insert(session, step="s1", annotator="lee", subject="a1", *, before=None, after=None, kind="annotation"):
    """Add an edit by hand, to the first article there is."""
    session.execute(
        "INSERT INTO stet.edits (step, at, annotator, article, action, summary, kind, subject, before, after)"
        " SELECT %s, '2026-01-01T00:00:00.000Z', %s, id, 'tag', 'by hand', %s,"
        " CASE WHEN %s = 'article' THEN id ELSE %s END, %s, %s FROM stet.articles ORDER BY id LIMIT 1",
        (step, annotator, kind, kind, subject, before, after),
    )


@pytest.fixture
def shared(group):
    group.tag("kim")
    group.sync("kim")
    group.sync("lee")
    return group


def test_an_annotator_adds_to_their_own_layer_alone(shared):
    with shared.session("lee") as session:
        insert(session, after=state_of("lee"))
        for annotator, state in (("kim", state_of("kim")), ("lee", state_of("kim")), ("kim", state_of("lee"))):
            with pytest.raises(DENIED):
                insert(session, "s2", annotator, "a2", after=state)
        with pytest.raises(DENIED):  # JSON takes the last of two equal names
            insert(session, "s3", "lee", "a3", after='{"annotator": "lee", "annotator": "kim"}')
        with pytest.raises(DENIED):  # and reads escapes
            insert(session, "s3", "lee", "a3", after='{"annotator": "lee", "annot\\u0061tor": "kim"}')
        with pytest.raises(DENIED):
            insert(session, "s4", "lee", "a4", before=state_of("kim"), after=state_of("lee"))


def test_nobody_takes_over_what_is_anothers(shared):
    mine = shared.tag("kim", "Vera Lind")
    shared.sync("kim")
    with shared.session("lee") as session:
        with pytest.raises(DENIED, match="belongs to kim"):
            insert(session, "s1", "lee", mine.id, after=state_of("lee", id=mine.id))
        step = session.execute("SELECT step FROM stet.edits WHERE subject = %s", (mine.id,)).fetchone()[0]
        with pytest.raises(DENIED, match="is by kim"):
            insert(session, step, "lee", "a9", after=state_of("lee"))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE stet.edits SET summary = 'x'",
        "DELETE FROM stet.edits",
        "TRUNCATE stet.edits",
        "UPDATE stet.texts SET text = 'x'",
        "DELETE FROM stet.articles",
        "UPDATE stet.server SET scheme = '{}'",
        "UPDATE stet.members SET role = 'adjudicator'",
        "INSERT INTO stet.members VALUES ('eve', 'eve', 'adjudicator')",
        "SELECT setval('stet.numbers', 1)",
        "ALTER TABLE stet.edits DISABLE TRIGGER ALL",
        "DROP SCHEMA stet CASCADE",
        "INSERT INTO stet.edits (number, step) VALUES (1, 's')",
        "INSERT INTO stet.texts (number, article) VALUES (1, 'a')",
    ],
)
def test_a_history_is_never_changed_by_hand(shared, statement):
    before = shared.on_server()
    with shared.session("lee") as session, pytest.raises(psycopg.errors.InsufficientPrivilege):
        session.execute(statement)
    assert shared.on_server() == before


@pytest.mark.parametrize("table", ["edits", "texts", "articles", "assignments"])
def test_its_owner_changes_it_neither(shared, table):
    with shared.session("kim") as session:
        for statement in (f"TRUNCATE stet.{table} CASCADE", f"DELETE FROM stet.{table}"):
            with pytest.raises(psycopg.errors.RaiseException, match="never changed"):
                session.execute(statement)


def test_decisions_and_marks_belong_to_a_layer(shared):
    with shared.session("lee") as session:
        insert(session, kind="article", after='{"title": "another"}')
        insert(session, "s2", kind="article", after='{"finished/lee": true}')
        for fact in ("finished/kim", "decision/gold/a1", "decision/kim/a1"):
            with pytest.raises(DENIED):
                insert(session, "s3", kind="article", after=json.dumps({fact: True}))
    with shared.session("kim") as session:
        insert(session, "s4", "gold", kind="article", after='{"decision/gold/a1": null}')


def test_an_adjudicator_adds_to_gold(shared):
    shared.tag(GOLD, path=shared.path("kim"))
    assert shared.sync("kim").sent == {"gold": 1}
    assert shared.sync("lee").taken == {"gold": 1}
    with shared.session("lee") as session, pytest.raises(DENIED):
        insert(session, "s1", "gold", after=state_of("gold"))


def test_a_reader_adds_nothing(shared, postgres):
    with postgres.connect() as connection:
        connection.execute("DROP ROLE IF EXISTS ann; CREATE ROLE ann LOGIN")
    shared.join("ann", role="reader")
    assert shared.sync("ann").taken == {"kim": 1}
    shared.tag("ann", "Vera Lind")
    assert shared.sync("ann").left == ("1 step of yours: a reader sends nothing",)
    with shared.session("ann") as session:
        for annotator in ("ann", "kim"):
            with pytest.raises(DENIED):
                insert(session, annotator=annotator, after=state_of(annotator))
    shared.join("ann", role="annotator")
    assert shared.sync("ann").sent == {"ann": 1}
    shared.join("ann", role="reader")
    with shared.session("ann") as session, pytest.raises(DENIED):
        insert(session, annotator="ann", after=state_of("ann"))
    with postgres.connect(shared.database) as connection:
        connection.execute("DROP OWNED BY ann; DROP ROLE ann")


def test_whoever_is_let_in_no_longer_is_not(shared):
    assert members(shared.address("kim")) == [("kim", "kim", "adjudicator"), ("lee", "lee", "annotator")]
    dismiss(shared.address("kim"), "lee")
    with pytest.raises(ServerError, match="does not know lee as a member"):
        shared.sync("lee")
    with shared.session("lee") as session, pytest.raises(psycopg.errors.InsufficientPrivilege):
        session.execute("SELECT * FROM stet.edits")
    with pytest.raises(NotFoundError, match="lee is no member"):
        dismiss(shared.address("kim"), "lee")


def test_one_name_is_one_person(shared):
    with pytest.raises(ConflictError, match="kim is the name of kim already"):
        shared.join("kim", "lee")
    with pytest.raises(NotFoundError, match="has no login nobody-here"):
        shared.join("mia", "nobody-here")
    shared.tag("lee", "Vera Lind")
    shared.sync("lee")
    with pytest.raises(ConflictError, match="lee has worked as lee"):
        shared.join("mia", "lee")
    with pytest.raises(ServerError, match="does not let you do that"):
        enrol(shared.address("lee"), "lee", "lee", "adjudicator")


def test_a_time_is_a_time(shared):
    """By times it is told which of two edits is later: what is none would be the latest for ever."""
    with shared.session("lee") as session, pytest.raises(psycopg.errors.CheckViolation):
        session.execute(
            "INSERT INTO stet.edits (step, at, annotator, article, action, summary, kind, subject, after)"
            " SELECT 's', 'zzz', 'lee', id, 'set', '', 'article', id, '{}' FROM stet.articles LIMIT 1"
        )


def test_rows_are_added_by_one_at_a_time_whoever_adds_them(shared):
    with shared.session("lee") as one, shared.session("kim") as other:
        other.execute("SET lock_timeout = '50ms'")
        with one.transaction():
            insert(one, after=state_of("lee"))
            with pytest.raises(psycopg.errors.LockNotAvailable):
                insert(other, "s2", "kim", "a2", after=state_of("kim"))
        insert(other, "s2", "kim", "a2", after=state_of("kim"))
        with other.transaction():
            other.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            with pytest.raises(psycopg.errors.RaiseException, match="READ COMMITTED"):
                insert(other, "s3", "kim", "a3", after=state_of("kim"))
