"""Long histories are read some articles at a time: with the same result, and no more in memory."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.errors import ConflictError
from annotations.merging import merge, slices, take_back_merge
from annotations.merging.told import canonical, canonical_of, placed
from annotations.model import Annotation, Span
from annotations.store import codec, steps
from annotations.store.history import SubjectKind
from tests.annotations.merging.machines import WORDS, copied, harbour, library, merged, state, tag

ATTRIBUTES = st.dictionaries(
    st.text(min_size=1),
    st.text() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.lists(st.text()).map(tuple),
)  # fmt: skip


def dam(workspace):
    return next(info for info in workspace.store.articles.all() if info.id != harbour(workspace).id)


@pytest.fixture
def one_at_a_time(monkeypatch):
    """Each article comes alone, whatever was done in it, and goes alone."""
    monkeypatch.setattr(slices, "AT_ONCE", 0)
    monkeypatch.setattr(steps, "_AT_ONCE", 0)


@pytest.fixture
def crossed(machine):
    """Lee has related something in one article to what kim has in another, and kim has deleted that meanwhile."""
    kim, lee = machine("kim"), machine("lee")
    with library(kim, "kim") as workspace:
        (made,) = workspace.annotations(harbour(workspace))
        workspace.delete(harbour(workspace), made)
    with library(lee, "lee") as workspace:
        info = dam(workspace)
        (made,) = workspace.annotations(harbour(workspace))
        mine = workspace.tag(info, "claim", [Span(0, 9)]).annotation
        workspace.relate(info, "restates", mine, made)
        # This one stands in the article where it was made, and starts in the other.
        workspace.relate(harbour(workspace), "supports", workspace.tag(info, "claim", [Span(9, 20)]).annotation, made)
    return kim, lee


def test_articles_that_come_alone_come_to_what_they_come_to_together(crossed, one_at_a_time, monkeypatch, tmp_path):
    kim, lee = crossed
    together = copied(kim, tmp_path / "together.db")
    outcome = merged(kim, lee)
    again = merged(lee, kim, by="lee")
    assert outcome.left == again.left == ()
    assert state(kim) == state(lee)
    monkeypatch.undo()
    merged(together, lee)
    assert state(together) == state(kim)
    with library(kim) as workspace:
        assert len(workspace.store.annotations.relations_of_version(dam(workspace).key)) == 2


def test_a_relation_whose_source_comes_later_was_said_to_be_left_out(crossed, one_at_a_time, tmp_path):
    _, lee = crossed
    outcome = merged(tmp_path / "new.db", lee)
    assert (outcome.left, outcome.relations) == ((), 2)
    assert state(tmp_path / "new.db") == state(lee)
    with library(tmp_path / "new.db") as workspace:
        take_back_merge(workspace)
        assert list(workspace.store.articles.all()) == []


def test_a_merge_is_taken_back_and_done_again_article_by_article(crossed, one_at_a_time):
    kim, lee = crossed
    before = state(kim)
    merged(kim, lee)
    after = state(kim)
    with library(kim) as workspace:
        (_, counts), rows = take_back_merge(workspace, dry_run=True), workspace.store.history.count_steps(1)
        assert counts == {"gone": 3}
        assert take_back_merge(workspace, dry_run=True) is not None
        assert workspace.store.history.count_steps(1) == rows
    assert state(kim) == after
    for _ in range(2):
        with library(kim) as workspace:
            edit = workspace.undo(dam(workspace))
            assert {one.version for one in edit.removed} == {dam(workspace).key}
        assert state(kim) == before
        with library(kim) as workspace:
            assert len(workspace.redo(dam(workspace)).added) == 2
        assert state(kim) == after


def test_a_merge_that_somebody_goes_on_from_is_not_taken_back_at_all(crossed, one_at_a_time):
    kim, lee = crossed
    merged(kim, lee)
    with library(kim, "lee") as workspace:
        *_, last = workspace.annotations(dam(workspace))
        workspace.change(dam(workspace), last, replace(last, note="since"), "noted")
    before = state(kim)
    with library(kim) as workspace, pytest.raises(ConflictError, match="lee has changed this since"):
        take_back_merge(workspace)
    assert state(kim) == before


def test_steps_over_several_articles_are_counted_once(machine, one_at_a_time):
    kim, lee = machine("kim"), machine("lee")
    with library(lee, "lee") as workspace:
        workspace.set_facts_of(list(workspace.store.articles.all()), {"author": "Ida Krag"})
        tag(workspace, WORDS[2])
    assert (merged(kim, lee).steps, merged(kim, lee).known) == ({"lee": 2}, 3)


def test_a_refusal_in_the_last_article_leaves_nothing_of_the_first(machine, one_at_a_time, monkeypatch):
    kim, lee = machine("kim"), machine("lee")
    with library(lee, "lee") as workspace:
        tag(workspace, WORDS[2])
        workspace.tag(dam(workspace), "claim", [Span(0, 9)])
    before = state(kim)
    taking, calls = merge.__globals__["take"], []

    def cut(*args, **more):
        calls.append(args)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return taking(*args, **more)

    monkeypatch.setitem(merge.__globals__, "take", cut)
    with pytest.raises(KeyboardInterrupt):
        merged(kim, lee)
    monkeypatch.undo()
    assert state(kim) == before
    assert merged(kim, lee).added == 2


@given(ATTRIBUTES, st.text(), st.text(alphabet="0123456789abcdef#", min_size=1))
def test_states_are_written_alike_by_the_quick_way_and_the_slow_one(attributes, words, token):
    one = Annotation("01", 7, "claim", (Span(0, 3),), "kim", "2026", "2026", attributes=attributes, note=words)
    try:
        text = codec.encode_annotation(one)
    except UnicodeEncodeError:
        return
    slow = canonical_of(json.loads(text) | {"version": token})
    assert canonical(text, SubjectKind.ANNOTATION, lambda _: token) == slow
    assert json.loads(placed(slow, SubjectKind.ANNOTATION, lambda _: 7)) == json.loads(text)
    assert (
        canonical(placed(slow, SubjectKind.ANNOTATION, {token: 7}.get), SubjectKind.ANNOTATION, {7: token}.get) == slow
    )
