"""The library as one of several people sees it: their own tags, their own status, their own queue."""

import io
import json
import sys

import pytest

from annotations.cli import make_commands, run
from annotations.group.assigning import assign, next_of_mine
from annotations.layers import GOLD
from annotations.merging import merge
from annotations.model import Status
from annotations.workspace import Workspace
from annotations.workspace.looking import own_status
from annotations.workspace.queries import parse_query
from annotations.workspace.shelf import listed
from tests.annotations.agreement.coded import add_article, annotation, library, put

NEW, BEGUN, DONE = Status


@pytest.fixture
def kim(tmp_path):
    with library(tmp_path / "stet.db", "kim") as workspace:
        for name in "abcd":
            add_article(workspace, f"/{name}.txt", (f"The wall {name} will not hold.",))
        yield workspace


def articles(workspace):
    return list(workspace.store.articles.all())


def rows(workspace, query="", others=(), by=None):
    shelf = workspace.shelf(others)
    if by is not None:
        shelf.sort(by)
    return [listed(shelf.rows[index]) for index in shelf.filtered(parse_query(query))]


def tag(workspace, number, who, label):
    info = articles(workspace)[number - 1]
    workspace.store.articles.touch(number, info.updated)
    put(workspace, info, [annotation(info, who, label, (0, 8))])


def give(workspace, who, *numbers):
    with workspace.store.writing():
        for position, number in enumerate(numbers, 1):
            workspace.store.assignments.put(number, who, position, "2026-01-01T00:00:00.000Z")


def test_the_library_counted_what_everybody_had_tagged(kim):
    tag(kim, 1, "kim", "claim")
    tag(kim, 1, "lee", "claim")
    tag(kim, 1, "lee", "quote")
    first = rows(kim, "source:a.txt")[0]
    assert (first.counts, first.annotators) == ({"claim": 1}, ("kim", "lee"))
    assert rows(kim, "label:quote") == []
    assert [one.number for one in rows(kim, "by:lee")] == [1]  # who works on what is no secret
    for others in (["lee"], None):
        assert rows(kim, "source:a.txt", others)[0].counts == {"claim": 2, "quote": 1}
    assert [one.number for one in rows(kim, "label:quote", None)] == [1]
    assert rows(kim, by="annotations")[0].number == 1
    assert rows(Workspace(kim.store, GOLD), "source:a.txt")[0].counts == {}


def test_an_article_that_somebody_else_had_begun_was_not_new(kim):
    lee = Workspace(kim.store, "lee")
    tag(kim, 1, "lee", "claim")
    lee.toggle_done(articles(kim)[1])
    assert [one.status for one in rows(kim, by="number")] == ["new"] * 4
    assert len(rows(kim, "status:new")) == 4
    assert {one.number: one.status for one in rows(lee)} == {1: "begun", 2: "done", 3: "new", 4: "new"}
    tag(kim, 2, "kim", "claim")
    kim.toggle_done(articles(kim)[0])
    assert {one.number: one.status for one in rows(kim)} == {1: "done", 2: "begun", 3: "new", 4: "new"}
    assert articles(kim)[1].status is DONE


def test_a_merge_said_of_ones_own_work_what_others_had_done(kim, tmp_path):
    kim.toggle_done(articles(kim)[0])
    with library(tmp_path / "lee.db", "lee") as lee:
        merge(lee, [str(tmp_path / "stet.db")])
        assert {one.status for one in rows(lee)} == {"new"}
        assert {one.status for one in rows(Workspace(lee.store, "kim"), "status:done")} == {"done"}


def test_alone_the_status_is_that_of_the_article(kim):
    kim.set_status(articles(kim)[0], DONE)
    kim.set_facts_of([articles(kim)[1]], {"status": "begun"})
    kim.store.articles.put_facts(3, {"status": "done"})  # as an export brings it
    tag(kim, 4, "kim", "claim")
    assert {one.number: one.status for one in rows(kim)} == {1: "done", 2: "begun", 3: "done", 4: "begun"}


def test_several_are_marked_done_for_oneself_in_one_step(kim):
    lee = Workspace(kim.store, "lee")
    lee.mark_done(articles(kim)[:2], done=True)
    assert kim.mark_done(articles(kim)[:3], done=True).summary == "marked 3 articles done"
    assert kim.mark_done(articles(kim)[:3], done=True) is None
    assert kim.undo_facts() is not None
    assert {one.status for one in rows(kim)} == {"new"}
    assert len(rows(lee, "status:done")) == 2
    kim.redo_facts()
    assert kim.mark_done(articles(kim), done=False).summary == "marked 3 articles not done"
    assert [info.status for info in articles(kim)] == [DONE, DONE, BEGUN, NEW]


@pytest.mark.parametrize(
    ("status", "coders", "said", "own"),
    [
        (NEW, (), {}, NEW),
        (DONE, (), {}, DONE),
        (BEGUN, ("kim",), {}, BEGUN),
        (DONE, ("lee",), {}, NEW),
        (DONE, ("lee", "kim"), {}, BEGUN),
        (DONE, ("lee", "kim"), {"kim": DONE}, DONE),
        (DONE, ("lee",), {"kim": BEGUN}, BEGUN),
        (DONE, ("kim",), {"lee": DONE}, BEGUN),
        (DONE, ("kim",), {"lee": DONE, "kim": NEW}, BEGUN),
        (BEGUN, (), {"lee": BEGUN, "kim": NEW}, NEW),
    ],
)
def test_how_far_one_is(status, coders, said, own):
    assert own_status(status, "kim", coders, said) is own


def test_ones_queue_comes_first_and_what_is_done_in_it_last(kim):
    give(kim, "kim", 3, 1, 4)
    give(kim, "lee", 2, 3)
    assert [one.number for one in rows(kim, by="queue")][:3] == [3, 1, 4]
    kim.toggle_done(articles(kim)[2])
    assert [one.number for one in rows(kim, by="queue")] == [1, 4, 3, 2]
    assert rows(kim, "source:c.txt")[0].queues == {"kim": 1, "lee": 2}
    kim.remove_articles([articles(kim)[0]])
    sight = kim.sight()
    assert (sight.queue, sight.left) == ((3, 4), (4,))


def test_the_next_article_was_that_of_the_library_and_not_of_ones_queue(kim):
    give(kim, "kim", 3, 1, 4)
    assert next_of_mine(kim, 3) == (1, True)
    assert next_of_mine(kim, 4) == (3, True)
    assert next_of_mine(kim, 2) == (3, False)
    for number in (1, 3):
        kim.toggle_done(articles(kim)[number - 1])
    assert next_of_mine(kim, 1) == (4, True)
    assert next_of_mine(kim, 4) == (None, True)
    assert next_of_mine(Workspace(kim.store, "lee"), 4) == (None, False)


@pytest.fixture
def stet(kim, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("STET_DB", str(tmp_path / "stet.db"))
    monkeypatch.setenv("STET_ANNOTATOR", "kim")

    def call(*args):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO()))
        status = run(make_commands(), args)
        return (status, *capsys.readouterr())

    return call


def test_stet_list_says_what_the_library_shows(kim, stet, tmp_path, monkeypatch):
    tag(kim, 1, "lee", "claim")
    tag(kim, 2, "kim", "quote")
    Workspace(kim.store, "lee").toggle_done(articles(kim)[1])
    status, out, err = stet("list")
    assert status == 0
    assert [line.split()[1:3] for line in out.splitlines()[1:3]] == [["new", "–"], ["begun", "quote"]]
    told = (
        "Others have worked on some of them: only your own layer is shown; --layers all counts everybody’s annotations."
    )
    assert err == f"{told}\n"
    status, out, err = stet("list", "--layers", "all")
    assert (out.splitlines()[1].split()[1:4], err) == (["new", "claim", "1"], "")
    assert stet("list", "--layers", "lee")[1] == out
    assert [one["number"] for one in json.loads(stet("list", "label:claim", "--json")[1])] == []
    found = json.loads(stet("list", "label:claim", "--json", "--layers", "all")[1])
    assert (found[0]["annotations"], found[0]["annotators"], found[0]["status"]) == ({"claim": 1}, ["lee"], "new")
    config = tmp_path / "config.toml"
    config.write_text('[reader]\nlayers = "all"\n')
    monkeypatch.setenv("STET_CONFIG", str(config))
    assert stet("list")[1] == out
    status, _, err = stet("list", "--layers", "lea")
    assert (status, "nobody called “lea” has annotated here" in err, "Did you mean “lee”?" in err) == (2, True, True)


def test_stet_list_shows_a_queue_in_its_order(kim, stet):
    assign(kim, articles(kim), ["kim", "lee"], overlap=2, seed=3)
    mine = [row.article for row in kim.store.assignments.of("kim")]
    assert len(mine) == 3
    found = json.loads(stet("list", "for:kim", "--json")[1])
    assert [one["number"] for one in found] == mine
    assert [one["queues"]["kim"] for one in found] == [1, 2, 3]
    assert [one["number"] for one in json.loads(stet("list", "for:kim", "--sort", "number", "--json")[1])] == sorted(
        mine, reverse=True
    )
    assert [one["number"] for one in json.loads(stet("list", "--sort", "queue", "--json")[1])][:3] == mine


def test_stet_show_told_what_others_had_tagged(kim, stet):
    tag(kim, 1, "kim", "claim")
    tag(kim, 1, "lee", "quote")
    Workspace(kim.store, "lee").toggle_done(articles(kim)[0])
    told = "1 annotation of others left out: only your own layer is shown; --layers all shows everybody’s.\n"
    status, out, err = stet("show", "1")
    assert (status, err) == (0, told)
    assert ("\nclaim 0-8" in out, "\nquote 0-8" in out) == (True, False)
    assert "status       begun" in out
    assert ["quote" in stet("show", "1", "--annotated", *more)[1] for more in ((), ("--layers", "lee"))] == [
        False,
        True,
    ]
    status, out, err = stet("show", "1", "--layers", "all")
    assert ("\nquote 0-8" in out, err) == (True, "")
    assert len(json.loads(stet("show", "1", "--json")[1])["annotations"]) == 2
