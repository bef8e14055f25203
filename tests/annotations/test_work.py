"""Who has worked on what: marks that people set for themselves in one library."""

import pytest

from annotations.merging import merge
from annotations.model import Status
from annotations.workspace import Workspace
from tests.annotations.agreement.coded import add_article, annotation, library, put


@pytest.fixture
def kim(tmp_path):
    with library(tmp_path / "stet.db", "kim") as workspace:
        add_article(workspace, "/a.txt", ("The wall will not hold.",))
        yield workspace


def article(workspace):
    return next(workspace.store.articles.all())


def coders(workspace):
    return workspace.store.work.coders().get(article(workspace).number, {})


def test_two_people_finish_one_article_each_for_themselves(kim):
    lee = Workspace(kim.store, "lee")
    assert kim.toggle_done(article(kim))[1] is True
    assert lee.toggle_done(article(lee))[1] is True
    assert coders(kim) == {"kim": Status.DONE, "lee": Status.DONE}
    assert kim.toggle_done(article(kim))[1] is False
    assert (coders(kim), article(kim).status) == ({"lee": Status.DONE}, Status.DONE)
    assert lee.toggle_done(article(lee))[1] is False
    assert (coders(kim), article(kim).status) == ({}, Status.BEGUN)


def test_a_mark_is_taken_back_and_set_again(kim):
    lee = Workspace(kim.store, "lee")
    kim.toggle_done(article(kim))
    lee.toggle_done(article(lee))
    lee.undo(article(lee))
    assert coders(kim) == {"kim": Status.DONE}
    lee.redo(article(lee))
    kim.undo(article(kim))
    assert coders(kim) == {"lee": Status.DONE}


def test_a_status_that_was_set_is_said_of_ones_own_work(kim):
    kim.set_status(article(kim), Status.DONE)
    assert coders(kim) == {"kim": Status.DONE}
    assert kim.toggle_done(article(kim))[1] is False


def test_an_article_that_nobody_has_marked_but_is_done_is_marked_no_longer(kim):
    kim.store.articles.put_facts(1, {"status": "done"})  # as an export brings it
    assert coders(kim) == {}
    assert kim.toggle_done(article(kim))[1] is False
    assert article(kim).status is Status.BEGUN


def test_marks_travel_with_a_merge(kim, tmp_path):
    info = article(kim)
    put(kim, info, [annotation(info, "lee", "claim", (0, 23))])
    kim.toggle_done(info)
    with library(tmp_path / "lee.db", "lee") as lee:
        merge(lee, [str(tmp_path / "stet.db")])
        assert coders(lee) == {"kim": Status.DONE, "lee": Status.BEGUN}
        assert article(lee).status is Status.DONE
