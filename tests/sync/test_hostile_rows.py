"""What a member writes into the server by hand is read, and not obeyed: nobody's library stops, or loses anything."""

import json

import pytest

from annotations.checking import check
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
    names = ("id", "label", "source", "target", "created", "updated", "note")
    relation = dict.fromkeys(names, "x") | {"annotator": "lee", "origin": "manual"}
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
