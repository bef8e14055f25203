"""What a member writes into the server by hand is read, and not obeyed: nobody's library stops, or loses anything."""

import json

import psycopg
import pytest

from annotations.checking import check
from annotations.columns import Blocks
from annotations.identity import is_time
from annotations.model import Block, BlockKind
from tests.sync.test_roles import insert

WHOLE = {
    "annotator": "lee", "attributes": {}, "created": "2026-01-01T00:00:00.000Z", "fragments": [[0, 7]], "id": "x",
    "label": "claim", "note": "", "origin": "manual", "roles": [], "unsure": False,
    "updated": "2026-01-01T00:00:00.000Z",
}  # fmt: skip


@pytest.fixture
def shared(group):
    group.tag("kim")
    group.sync("kim")
    group.sync("lee")
    return group


def row(shared, **more):
    with shared.session("lee") as session:
        version = session.execute("SELECT token FROM stet.texts ORDER BY article, number LIMIT 1").fetchone()[0]
    return json.dumps(WHOLE | {"version": version} | more)


def left_after(shared, who="kim"):
    before = shared.state(who)
    left = shared.sync(who).left
    assert shared.state(who) == before
    with shared.library(who) as workspace:
        assert [finding for finding in check(workspace.store) if finding.wrong] == []
    assert shared.sync(who).taken == {}
    return left


@pytest.mark.parametrize(
    "broken",
    [
        {"fragments": "all of it"},
        {"fragments": [[3, 1]]},
        {"fragments": [[0, 7.5]]},
        {"version": "no such text"},
        {"origin": "the moon"},
        {"note": None},
        {"created": "yesterday"},
        {"updated": "9999-12-31T23:59:59Z"},
        {"label": ["claim"]},
        {"roles": 7},
        {"attributes": []},
    ],
    ids=lambda broken: next(iter(broken)),
)
def test_a_state_that_is_none_is_left_out(shared, broken):
    with shared.session("lee") as session:
        insert(session, subject="x", after=row(shared, **broken))
    assert left_after(shared) == ("1 edit that this version of Stet cannot read",)


def test_an_annotation_beyond_its_text_is_left_out(shared):
    with shared.session("lee") as session:
        insert(session, subject="x", after=row(shared, fragments=[[0, 1_000_000]]))
    assert left_after(shared) == ("1 annotation that reach beyond the end of their text",)


def test_steps_that_take_each_other_back_end(shared):
    with shared.session("lee") as session:
        for step, other, states in (("s1", "s2", (None, row(shared))), ("s2", "s1", (row(shared), None))):
            session.execute(
                "INSERT INTO stet.edits (step, undoes, at, annotator, article, action, summary, kind, subject, before,"
                " after) SELECT %s, %s, '2026-01-01T00:00:00.000Z', 'lee', id, 'undo', '', 'annotation', 'x', %s, %s"
                " FROM stet.articles ORDER BY id LIMIT 1",
                (step, other, *states),
            )
    left_after(shared)


def test_a_relation_from_nowhere_is_left_out(shared):
    names = ("id", "label", "source", "target", "note")
    relation = dict.fromkeys(names, "x") | {name: WHOLE[name] for name in ("annotator", "origin", "created", "updated")}
    with shared.session("lee") as session:
        insert(session, subject="x", kind="relation", after=json.dumps(relation))
        insert(session, step="s2", subject="q", kind="relation", after='{"annotator": "lee", "source": 7}')
    assert left_after(shared) == (
        "1 edit that this version of Stet cannot read",
        "the relation x of lee: what it starts from is not there",
    )


def test_facts_that_are_none_are_left_out(shared):
    with shared.session("lee") as session:
        insert(session, kind="article", after='{"status": "wonderful"}')
        insert(session, step="s2", kind="article", after='{"title": 7, "date": ["x"]}')
        insert(session, step="s3", kind="article", after='{"decision/lee/a1": {"verdict": "so what", "whose": 3}}')
    left_after(shared)


def test_an_article_without_a_text_is_left_out(shared):
    with shared.session("lee") as session:
        session.execute("INSERT INTO stet.articles VALUES ('0', '{}')")
        insert(session, subject="x", after=json.dumps(WHOLE | {"version": "?"}))
    assert "1 edit" in left_after(shared)[0]


def test_blocks_that_are_none_are_left_out(shared):
    with shared.session("lee") as session:
        session.execute("INSERT INTO stet.articles VALUES ('0', '{\"metadata\": 7}')")
        session.execute(
            "INSERT INTO stet.texts (article, token, sha256, created, blocks, styles, text)"
            " SELECT '0', sha, sha, '2026-01-01T00:00:00Z', 'rubbish', '[]', 'a text'"
            " FROM (SELECT encode(sha256('a text'), 'hex') AS sha) AS s"
        )
    assert left_after(shared) == ("a text of the article 0, which this version of Stet cannot read",)


@pytest.mark.parametrize("at", ["2026-02-31T00:00:00Z", "9999-99-99T99:99:99Z", "0000-01-01T00:00:00Z"])
def test_a_time_that_there_is_not_is_left_out(shared, at):
    with shared.session("lee") as session:
        session.execute(
            "INSERT INTO stet.edits (step, at, annotator, article, action, summary, kind, subject, after)"
            " SELECT 's', %s, 'lee', id, 'set', '', 'article', id, '{\"title\": \"x\"}' FROM stet.articles LIMIT 1",
            (at,),
        )
        session.execute(
            "INSERT INTO stet.dates (article, token, created) SELECT article, token, %s FROM stet.texts LIMIT 1", (at,)
        )
    assert left_after(shared) == ("1 edit that this version of Stet cannot read",)


def test_nobody_takes_back_that_everything_came_from_the_server(shared):
    """Rows that came are known by the server that they came from, and that is no step which a member may take back."""
    with shared.session("lee") as session:
        session.execute(
            "INSERT INTO stet.edits (step, undoes, at, annotator, article, action, summary, kind, subject, after)"
            " SELECT 's', identity::text, '2026-01-01T00:00:00.000Z', 'lee', a.id, 'undo', '', 'article', a.id,"
            " '{\"finished/lee\":true}' FROM stet.articles AS a, stet.server LIMIT 1"
        )
    home = shared.path("home")
    for _ in range(2):
        shared.sync("kim", path=home)
    assert shared.sync("kim", path=home, again=True).taken == {}
    assert shared.edits("kim", home) == shared.on_server()


def test_nobody_takes_an_article_for_an_annotation_of_theirs(shared):
    """All facts of it would be theirs from then on, and nobody could sync what they have set."""
    with shared.session("lee") as session:
        one, other = (id_ for (id_,) in session.execute("SELECT id FROM stet.articles ORDER BY id"))
        for article, subject in ((one, other), (other, one)):
            with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.CheckViolation)):
                session.execute(
                    "INSERT INTO stet.edits (step, at, annotator, article, action, summary, kind, subject, after)"
                    " VALUES ('s', '2026-01-01T00:00:00.000Z', 'lee', %s, 'tag', '', 'annotation', %s, %s)",
                    (article, subject, row(shared, id=subject)),
                )
    with shared.library("kim") as workspace:
        for info in list(workspace.store.articles.all()):
            workspace.set_facts(info, {"author": "Vera Lind"})
    assert shared.sync("kim").sent == {"kim": 2}


def test_an_article_that_claims_times_which_there_are_not(shared):
    with shared.session("lee") as session:
        session.execute('INSERT INTO stet.articles VALUES (\'0\', \'{"created": "yesterday", "updated": 7}\')')
        session.execute(
            "INSERT INTO stet.texts (article, token, sha256, created, blocks, styles, text)"
            " SELECT '0', sha, sha, '2026-01-01T00:00:00Z', t.blocks, '[]', 'a text'"
            " FROM (SELECT encode(sha256('a text'), 'hex') AS sha) AS s, (SELECT blocks FROM stet.texts LIMIT 1) AS t"
        )
    shared.sync("kim")
    with shared.library("kim") as workspace:
        assert all(is_time(info.created) and is_time(info.updated) for info in workspace.store.articles.all())


def packed(*ends):
    return Blocks(Block(BlockKind.PARAGRAPH, start, end) for start, end in ends).pack()


@pytest.mark.parametrize(
    ("text", "blocks", "sentences", "styles"),
    [
        ("a text", packed((0, 4_000_000_000)), None, "[]"),
        ("a text", packed((0, 6)), b"\xff" * 8, "[]"),
        ("a text", packed((0, 6)), None, '[["link", 0, 4, {"href": 7}]]'),
        ("a text", packed((0, 6)), None, '[["strong", 0, 400, null]]'),
        ("a text", packed((0, 6)), None, "[" * 50_000),
        ("a\r\ntext", packed((0, 7)), None, "[]"),
    ],
    ids=["block", "sentence", "link", "style", "deep", "line ends"],
)
def test_a_text_that_no_reader_makes_is_left_out(shared, text, blocks, sentences, styles):
    with shared.session("lee") as session:
        session.execute("INSERT INTO stet.articles VALUES ('0', '{}')")
        session.execute(
            "INSERT INTO stet.texts (article, token, sha256, created, blocks, sentences, styles, text)"
            " SELECT '0', sha, sha, '2026-01-01T00:00:00Z', %s, %s, %s, %s FROM"
            " (SELECT encode(sha256(convert_to(%s, 'UTF8')), 'hex') AS sha) AS s",
            (blocks, sentences, styles, text, text),
        )
    assert left_after(shared) == ("a text of the article 0, which this version of Stet cannot read",)


def test_an_assignment_at_no_time_is_left_out(shared):
    with shared.session("lee") as session:
        session.execute(
            "INSERT INTO stet.assignments (article, annotator, position, at)"
            " SELECT id, 'lee', 1, 'yesterday' FROM stet.articles LIMIT 1"
        )
    assert left_after(shared) == ()
    with shared.library("kim") as workspace:
        assert list(workspace.store.assignments.told()) == []
