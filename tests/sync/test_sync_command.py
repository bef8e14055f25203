"""`stet sync` as it is typed."""

import io
import json
from contextlib import redirect_stderr, redirect_stdout

import pytest

from annotations.cli import run
from tests.annotations.harbour import add_dam
from tests.annotations.merging.machines import new_text
from tests.sync.postgres import ADMIN


@pytest.fixture
def stet(group):
    def typed(who, *args):
        out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
        with redirect_stdout(out), redirect_stderr(out):
            status = run(args=[*args, "--db", str(group.path(who)), "--as", who])
        out.flush()
        return status, out.buffer.getvalue().decode()

    return typed


def test_from_the_first_time_to_nothing_new(group, stet):
    address = group.postgres.address(group.database, "kim")
    shown = group.address("kim").shown
    group.tag("kim")
    assert stet("kim", "sync", "init", address) == (0, f"The server {shown} is set up already.\n")
    assert stet("kim", "sync", "--dry-run", address) == (
        0,
        "would take: nothing; would send: 2 articles, 1 step of kim\nNothing was changed.\n",
    )
    assert group.on_server() == []
    assert stet("kim", "sync", address) == (0, "sent 2 articles, 1 step of kim\n")
    assert stet("kim", "sync") == (0, "nothing is new\n")
    lee = group.postgres.address(group.database, "lee")
    assert stet("lee", "sync", lee, "--dry-run")[1].startswith("would take: 2 articles, 1 step of kim; ")
    assert stet("lee", "sync", "now", lee) == (0, "took 2 articles, 1 step of kim\n")
    assert stet("lee", "sync", "--dry-run") == (0, "nothing is new\nNothing was changed.\n")
    status, out = stet("lee", "sync", "--json")
    data = json.loads(out)
    assert (status, data["address"], data["sent"], data["taken"]) == (0, group.address("lee").shown, {}, {})


def test_options_may_stand_anywhere(group):
    shown = group.address("kim").shown
    common = ["--db", str(group.path("kim")), "--as", "kim"]
    for args in (
        ["sync", *common, shown],
        ["sync", *common, "now", shown],
        ["sync", "now", *common, shown],
        [*common, "sync"],
    ):
        assert run(args=args) == 0


def test_setting_a_server_up(group, stet):
    database = group.postgres.database()
    address = group.postgres.address(database, "kim")
    status, out = stet("kim", "sync", "init", address)
    assert status == 0
    assert out.startswith(f"The server {address} is set up; you are kim there, an adjudicator.\n")
    assert f"“stet sync enrol LOGIN {address} --name NAME” lets others in." in out, "it named a command that failed"
    assert stet("kim", "sync", "enrol", "lee", address) == (0, "lee is lee, an annotator.\n")
    assert stet("kim", "sync", "enrol", "lee", address, "--role", "reader") == (0, "lee is lee, a reader.\n")
    assert stet("kim", "sync", "members", address)[1].splitlines()[1:] == [
        "kim   kim    adjudicator",
        "lee   lee    reader",
    ]
    assert json.loads(stet("kim", "sync", "members", address, "--json")[1])[1] == {
        "annotator": "lee", "login": "lee", "role": "reader",
    }  # fmt: skip
    assert stet("kim", "sync", "enrol", "lee", address, "--no-more") == (0, "lee is let in no longer.\n")
    assert 'name = "news"' in stet("kim", "sync", "scheme", address)[1]
    status, out = stet("lee", "sync", "init", group.postgres.address(database, "lee"))
    assert (status, "does not know lee as a member" in out) == (1, True)


def test_the_address_is_known_as_soon_as_the_server_is_set_up(group, stet):
    database = group.postgres.database()
    status, out = stet("new", "sync", "init", group.postgres.address(database, "kim"))
    assert (status, "“stet sync enrol LOGIN --name NAME” lets others in." in out) == (0, True)
    assert stet("new", "sync", "enrol", "lee") == (0, "lee is lee, an annotator.\n")
    assert stet("new", "sync") == (0, "nothing is new\n")


def test_a_database_that_is_not_ones_own_cannot_be_set_up(group, stet):
    status, out = stet("kim", "sync", "init", group.postgres.address(ADMIN, "kim"))
    assert (status, "does not let you do that (permission denied for database postgres)" in out) == (1, True)


def test_articles_that_two_have_brought_in_are_one(group, stet):
    with group.library("lee") as workspace:
        theirs = add_dam(workspace)
    group.sync("kim")
    assert stet("lee", "sync", group.postgres.address(group.database, "lee"))[1] == "took 1 article\n"
    with group.library("lee") as workspace:
        assert {info.id for info in workspace.store.articles.all()} > {theirs.id}
        assert len(list(workspace.store.articles.all())) == 2


def test_articles_that_were_removed_are_not_sent_until_they_are_back(group, stet):
    group.tag("kim")
    stet("kim", "remove", "harbour.md")
    assert group.sync("kim").articles_sent == 1
    assert group.on_server() == []
    stet("kim", "restore", "1")
    done = group.sync("kim")
    assert done.articles_sent == 1
    assert group.sync("lee").taken["kim"] >= 1
    assert group.edits("kim") == group.edits("lee") == group.on_server()
    assert group.state("kim") == group.state("lee")


def test_assignments_reach_everybody_once(group, stet):
    assert stet("kim", "assign", "--to", "kim", "--to", "lee", "--overlap", "2")[0] == 0
    group.sync("kim")
    assert group.sync("lee").assigned == 4
    assert group.sync("lee").assigned == 0
    with group.session("kim") as session:
        assert session.execute("SELECT count(*) FROM stet.assignments").fetchone() == (4,)


def test_what_came_by_mail_and_by_the_server_is_there_once(group, stet):
    group.tag("kim")
    group.sync("kim")
    group.sync("lee")
    group.tag("lee", "Vera Lind")
    assert stet("kim", "merge", str(group.path("lee")))[0] == 0
    group.sync("lee")
    group.sync("kim")
    assert group.edits("kim") == group.edits("lee") == group.on_server()
    assert group.state("kim") == group.state("lee")


def test_a_merge_that_was_sent_and_taken_back_comes_again(group, stet):
    group.sync("kim")
    home = group.path("home")
    group.sync("kim", path=home)
    group.tag("kim", path=home)
    assert stet("kim", "merge", str(home))[0] == 0
    assert group.sync("kim").sent == {"kim": 1}
    assert stet("kim", "merge", "--undo")[0] == 0
    group.sync("kim")
    group.sync("lee")
    assert group.state("kim") == group.state("lee")


def test_a_dry_run_counts_no_article_that_the_server_has(group, stet):
    with group.library("lee") as workspace:
        add_dam(workspace)
    group.sync("kim")
    lee = group.postgres.address(group.database, "lee")
    assert stet("lee", "sync", lee, "--dry-run")[1] == (
        "would take: 1 article; would send: nothing\nNothing was changed.\n"
    )
    assert stet("lee", "sync", lee)[1] == "took 1 article\n"


def test_a_dry_run_counts_no_step_that_is_known_there(group, stet):
    group.tag("kim")
    group.sync("kim")
    kim = group.address("kim").shown
    assert stet("kim", "sync", "--again", "--dry-run", kim)[1] == "nothing is new\nNothing was changed.\n"
    assert stet("kim", "sync", "--again", kim)[1] == "nothing is new\n"


def test_a_dry_run_tells_what_will_be_left_out(group, stet):
    group.tag("lee", path=group.path("kim"))
    group.tag("kim", "Vera Lind")
    kim = group.address("kim").shown
    left = "left out: 1 step of lee, which lee alone can send\n"
    assert stet("kim", "sync", kim, "--dry-run")[1] == (
        f"would take: nothing; would send: 2 articles, 1 step of kim\n{left}Nothing was changed.\n"
    )
    assert stet("kim", "sync", kim)[1] == f"sent 2 articles, 1 step of kim\n{left}"


def test_a_new_text_that_goes_out_is_told(group, stet):
    group.sync("kim")
    with group.library("kim") as workspace:
        new_text(workspace)
    assert "would take: nothing; would send: 1 new text" in stet("kim", "sync", "--dry-run")[1]
    assert "sent 1 new text" in stet("kim", "sync")[1]
    assert stet("kim", "sync")[1] == "nothing is new\n"


def test_what_is_anothers_on_the_server_does_not_hold_up_the_rest(group, stet):
    """An annotation that two have under one id belongs to whoever was there first; the other's is left out."""
    mine = group.tag("kim")
    group.sync("kim")
    group.sync("lee")
    other = group.path("other")
    assert stet("other", "merge", str(group.path("kim")), "--rename", "kim=lee")[0] == 0
    with group.library("lee", other) as workspace:
        assert workspace.store.annotations.get(mine.id).annotator == "lee"
    group.tag("lee", "Vera Lind", path=other)
    for dry_run in (True, False):
        done = group.sync("lee", path=other, same=["lee"], dry_run=dry_run)
        assert done.sent == {"lee": 1}
        assert done.left == ("1 edit of what is somebody else's on the server",)
    assert group.sync("kim").taken == {"lee": 1}
