"""What members try in psql that they may not: the server refuses it, and everybody reads what they read before."""

import json

import psycopg
import pytest

from tests.sync.postgres import SECRET
from tests.sync.test_roles import DENIED, insert, state_of

DENIED = (*DENIED, psycopg.errors.FeatureNotSupported)
TABLES = ("articles", "texts", "edits", "assignments", "dates", "members", "server")
AGAIN = (
    "INSERT INTO stet.edits (step, at, annotator, article, action, summary, kind, subject, after)"
    " SELECT step, at, annotator, article, action, summary, kind, subject, after FROM stet.edits"
)
TEXT = "INSERT INTO stet.texts (article, token, sha256, created, blocks, styles, text)"


def operator(name, of, says):
    """An operator of one's own, which says always the same."""
    return (
        f"CREATE FUNCTION pg_temp.says({of}, {of}) RETURNS boolean LANGUAGE sql AS 'SELECT {says}';"
        f" CREATE OPERATOR pg_temp.{name} (LEFTARG = {of}, RIGHTARG = {of}, FUNCTION = pg_temp.says)"
    )


@pytest.fixture
def shared(group):
    group.tag("kim")
    group.sync("kim")
    group.sync("lee")
    return group


def everything(shared):
    """All that is on the server."""
    with shared.postgres.connect(shared.database) as connection:
        return {table: connection.execute(f"SELECT * FROM stet.{table}").fetchall() for table in TABLES}


@pytest.fixture
def unchanged(shared):
    """Whatever a test tries, nothing has come of it."""
    before = everything(shared)
    yield shared
    assert everything(shared) == before


@pytest.mark.parametrize(
    "statement",
    [
        # to change and to delete what is there
        "UPDATE stet.edits SET annotator = 'lee'",
        f"{AGAIN} ON CONFLICT (step, id) DO UPDATE SET summary = 'x'",
        "WITH gone AS (DELETE FROM stet.edits RETURNING 1) SELECT * FROM gone",
        "SELECT * FROM stet.edits FOR UPDATE",
        "BEGIN; LOCK TABLE stet.edits IN ACCESS EXCLUSIVE MODE",
        "DELETE FROM stet.dates",
        "COPY stet.edits (step) FROM STDIN",
        # to be somebody else
        "SET ROLE kim",
        "SET SESSION AUTHORIZATION kim",
        "INSERT INTO stet.members VALUES ('lee', 'kim', 'adjudicator')",
        "UPDATE stet.members SET login = 'lee' WHERE annotator = 'kim'",
        "DELETE FROM stet.members",
        "GRANT kim TO lee",
        # to change the rules
        "SET session_replication_role = replica",
        "ALTER TABLE stet.edits NO FORCE ROW LEVEL SECURITY",
        "ALTER TABLE stet.edits DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE stet.edits OWNER TO lee",
        "DROP POLICY own ON stet.edits",
        "CREATE POLICY mine ON stet.edits FOR INSERT WITH CHECK (true)",
        "CREATE OR REPLACE FUNCTION stet.layers() RETURNS text[] LANGUAGE sql AS $$ SELECT '{kim}'::text[] $$",
        "CREATE FUNCTION stet.mine() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'",
        "ALTER FUNCTION stet.layers() SECURITY DEFINER",
        "CREATE TRIGGER mine BEFORE INSERT ON stet.edits EXECUTE FUNCTION stet.one_at_a_time()",
        "CREATE TABLE stet.mine ()",
        "CREATE INDEX mine ON stet.edits (step)",
        "ALTER SEQUENCE stet.numbers RESTART",
        "UPDATE stet.server SET version = 1",
    ],
)
def test_what_an_annotator_may_not(unchanged, statement):
    with unchanged.session("lee") as session, pytest.raises(DENIED):
        session.execute(statement)


@pytest.mark.parametrize(
    "trick",
    [
        "CREATE TEMP TABLE members AS SELECT 'lee'::name AS login, 'kim' AS annotator, 'adjudicator' AS role",
        "CREATE TEMP TABLE added AS SELECT * FROM stet.edits LIMIT 0",
        "CREATE TEMP TABLE edits AS SELECT * FROM stet.edits LIMIT 0",
        "CREATE FUNCTION pg_temp.layers() RETURNS text[] LANGUAGE sql AS $$ SELECT '{lee,kim,gold}'::text[] $$",
        "CREATE FUNCTION pg_temp.unnest(text[]) RETURNS SETOF text LANGUAGE sql AS $$ SELECT 'kim' $$",
        operator("=", "text", "true"),
        operator("=", "name", "true"),
        operator("<>", "text", "false"),
    ],
)
def test_names_of_ones_own_stand_in_for_none_of_the_rules(unchanged, trick):
    mine = unchanged.tag("kim", "Vera Lind")
    with unchanged.session("lee") as session:
        session.execute(trick)
        session.execute("SET search_path = pg_temp, stet, pg_catalog")
        assert session.execute("SELECT stet.layers()").fetchone() == (["lee"],)
        step, subject = session.execute("SELECT step, subject FROM stet.edits").fetchone()
        for values in (
            ("s1", "kim", "a1", state_of("kim")),
            ("s1", "lee", "a1", state_of("kim")),
            ("s1", "lee", subject, state_of("lee", id=subject)),
            (step, "lee", "a1", state_of("lee")),
        ):
            with pytest.raises(DENIED):
                insert(session, *values[:3], after=values[3])
    assert mine


@pytest.mark.parametrize(
    "state",
    [
        '{"annotator":"kim","annotator":"lee","annotator":"kim"}',
        '{"annotator":"kim"}',
        '{"annotator":["lee"]}',
        '{"annotator":null}',
        '{"annotator":"lee\\u0000kim"}',
        '{"annotator":" lee"}',
        '{"annotator":"LEE"}',
        '{"annotator":"gold"}',
        "{}",
        "[]",
        '"lee"',
        "lee",
    ],
)
@pytest.mark.parametrize("kind", ["annotation", "relation"])
def test_a_name_inside_what_is_sent(unchanged, state, kind):
    with unchanged.session("lee") as session, pytest.raises((*DENIED, psycopg.errors.DataError)):
        insert(session, kind=kind, after=state)


def test_what_changes_hands(unchanged):
    mine, theirs = state_of("lee"), state_of("kim")
    with unchanged.session("lee") as session:
        for before, after in ((theirs, mine), (mine, theirs), (theirs, None), (theirs, theirs)):
            with pytest.raises(DENIED):
                insert(session, before=before, after=after)


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO stet.articles VALUES ('x', '{}')",
        f"{TEXT} SELECT article, token || '#2', sha256, created, blocks, styles, text FROM stet.texts",
        "INSERT INTO stet.assignments (article, annotator, position, at) SELECT id, 'ann', 1, '' FROM stet.articles",
        "INSERT INTO stet.dates (article, token, created) SELECT article, token, created FROM stet.texts",
        "SELECT nextval('stet.numbers')",
    ],
)
def test_a_reader_adds_nothing_to_any_table(shared, statement):
    with shared.postgres.connect() as connection:
        connection.execute("DROP ROLE IF EXISTS ann; CREATE ROLE ann LOGIN")
    shared.join("ann", role="reader")
    before = everything(shared)
    with shared.session("ann") as session:
        with pytest.raises(DENIED):
            session.execute(statement)
        for table in TABLES:
            assert session.execute(f"SELECT count(*) FROM stet.{table}").fetchone() == (len(before[table]),)
    assert everything(shared) == before
    with shared.postgres.connect(shared.database) as connection:
        connection.execute("DROP OWNED BY ann; DROP ROLE ann")


def test_nobody_lets_themselves_in(unchanged):
    with unchanged.session("lee") as session:
        session.execute("GRANT ALL ON ALL TABLES IN SCHEMA stet TO lee")  # PostgreSQL warns, and grants nothing
        with pytest.raises(DENIED):
            session.execute("INSERT INTO stet.members VALUES ('eve', 'eve', 'adjudicator')")


def test_an_annotator_gives_out_nothing_to_others(unchanged):
    with unchanged.session("lee") as session, pytest.raises(DENIED):
        session.execute(
            "INSERT INTO stet.assignments (article, annotator, position, at) SELECT id, 'kim', 1, '' FROM stet.articles"
        )


def test_a_text_is_what_its_name_says(unchanged):
    """Its name is its SHA-256: what annotations are about cannot be put in another one's place."""
    with unchanged.session("lee") as session, pytest.raises(DENIED):
        session.execute(
            f"{TEXT} SELECT article, sha256 || '#2', sha256, created, blocks, styles, 'another' FROM stet.texts"
        )


def test_whoever_is_no_member_reads_nothing(unchanged):
    stranger = unchanged.postgres.address(unchanged.database, f"locked:{SECRET}")
    with psycopg.connect(stranger, autocommit=True) as session:
        for table in TABLES:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                session.execute(f"SELECT * FROM stet.{table}")


def test_what_members_see_is_everything(unchanged):
    with unchanged.session("lee") as session:
        seen = session.execute("SELECT annotator, after FROM stet.edits").fetchall()
    assert [(who, json.loads(after)["annotator"]) for who, after in seen] == [("kim", "kim")]
