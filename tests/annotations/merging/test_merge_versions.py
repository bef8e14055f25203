"""Merging where texts are new: what was made on one version goes over to another, by itself, and that is no edit."""

import pytest

from annotations.checking import check
from annotations.merging import merge
from tests.annotations.merging.machines import (
    WORDS,
    copied,
    harbour,
    library,
    merged,
    new_library,
    new_text,
    note,
    notes,
    state,
    tag,
)


def test_work_on_an_earlier_version_goes_over_to_the_one_that_comes_with_a_merge(machine):
    kim, lee = machine("kim"), machine("lee")
    with library(kim, "kim") as workspace:
        new_text(workspace)
    with library(lee, "lee") as workspace:
        tag(workspace, WORDS[2])
        tag(workspace, WORDS[3])
    first = merged(kim, lee)
    second = merged(lee, kim, by="lee")
    assert (first.conflicts, second.conflicts, second.texts) == ((), (), 1)
    for path in (kim, lee):
        with library(path) as workspace:
            info = harbour(workspace)
            assert info.version == 2
            assert len(list(workspace.annotations(info))) == 3
            assert [f for f in check(workspace.store) if f.wrong] == []
    assert state(kim) == state(lee)
    assert merged(kim, lee).step is None


def test_an_edit_here_and_a_new_version_there_are_no_conflict(machine, start):
    with library(start) as workspace:
        (made,) = workspace.annotations(harbour(workspace))
    laptop, desk = machine("laptop"), machine("desk")
    with library(laptop) as workspace:
        note(workspace, made, "edited")
    with library(desk, "ada") as workspace:
        new_text(workspace)
    assert merged(laptop, desk).conflicts == merged(desk, laptop).conflicts == ()
    assert state(laptop) == state(desk)
    with library(laptop) as workspace:
        (annotation,) = workspace.annotations(harbour(workspace))
        assert annotation.note == "edited"


def test_a_text_that_comes_back_is_a_version_of_its_own(machine):
    kim, lee = machine("kim"), machine("lee")
    with library(kim, "kim") as workspace:
        for words in ("one", "two", "one"):
            new_text(workspace, words)
        tag(workspace, WORDS[2])
    assert merged(lee, kim, by="lee").texts == 3
    assert state(kim) == state(lee)
    with library(lee) as workspace:
        assert harbour(workspace).version == 4
        assert len(list(workspace.annotations(harbour(workspace)))) == 2
    assert merged(lee, kim, by="lee").step is None


def test_what_was_deleted_here_and_carried_on_there_is_gone(machine, start):
    with library(start) as workspace:
        (made,) = workspace.annotations(harbour(workspace))
    laptop, desk, train = machine("laptop"), machine("desk"), machine("train")
    with library(laptop) as workspace:
        workspace.delete(harbour(workspace), made)
    with library(train) as workspace:
        workspace.undo(harbour(workspace))
    with library(desk, "ada") as workspace:
        new_text(workspace)
    for path in (laptop, train):
        assert merged(path, desk).conflicts == ()
        with library(path) as workspace:
            assert notes(workspace) == {}


def test_an_undo_after_a_new_version_is_an_edit_of_the_new_one(machine, start):
    with library(start) as workspace:
        (made,) = workspace.annotations(harbour(workspace))
    laptop, desk = machine("laptop"), machine("desk")
    with library(laptop) as workspace:
        note(workspace, made, "written")
        new_text(workspace)
        workspace.undo(harbour(workspace))
    assert merged(desk, laptop).conflicts == ()
    assert state(desk) == state(laptop)
    with library(desk) as workspace:
        (annotation,) = workspace.annotations(harbour(workspace))
        assert annotation.note == ""


def test_what_was_taken_over_to_a_new_text_is_no_later_than_when_it_was_edited(tmp_path):
    """Merged first into a library with a new text, the earlier of two edits stood: its carrying was the latest."""
    start = new_library(tmp_path / "start.db")
    with library(start) as workspace:
        annotation = tag(workspace)
    early, late, with_text = (copied(start, tmp_path / f"{name}.db") for name in ("early", "late", "with_text"))
    with library(with_text, "lee") as workspace:
        new_text(workspace)
    for path, words in ((early, "early"), (late, "late")):
        with library(path) as workspace:
            note(workspace, annotation, words)
    for number, order in enumerate(((early, late), (late, early))):
        merged = copied(with_text, tmp_path / f"merged {number}.db")
        with library(merged) as workspace:
            for other in order:
                merge(workspace, [str(other)])
            assert workspace.store.annotations.get(annotation.id).note == "late"


# A new text on both sides


def of_kim(workspace):
    (annotation,) = (a for a in workspace.annotations(harbour(workspace)) if a.annotator == "kim")
    return annotation


def with_new_text(path, words, act=None):
    """Bring a new text in, by somebody who is called as the machine is; then kim does something."""
    with library(path, path.stem) as workspace:
        new_text(workspace, words)
    if act is not None:
        with library(path, "kim") as workspace:
            act(workspace)
    return path


def every_way(laptop, desk, tmp_path):
    """Merge each into a copy of the other, three times: what each comes to, once nothing is new any more."""
    results = []
    for number, (into, other) in enumerate(((laptop, desk), (desk, laptop))):
        path = copied(into, tmp_path / f"merged {number}.db")
        merged(path, other, by="mia")
        once = state(path)
        for _ in range(2):
            again = merged(path, other, by="mia")
            assert (again.step, again.conflicts) == (None, ())
        assert state(path) == once
        merged(path, laptop, desk, by="mia")
        assert state(path) == once
        with library(path) as workspace:
            assert [found for found in check(workspace.store) if found.wrong] == []
            info = harbour(workspace)
            text = str(workspace.store.text(info.key))
            results.append({(a.annotator, a.fragments[0].of(text)): a.note for a in workspace.annotations(info)})
    assert results[0] == results[1]
    return results[0]


TAKE_BACK = {
    "undo": lambda workspace: workspace.undo(harbour(workspace)),
    "delete": lambda workspace: workspace.delete(harbour(workspace), of_kim(workspace)),
}


@pytest.mark.parametrize("there", ["its own text", "the same text"])
@pytest.mark.parametrize("how", TAKE_BACK)
def test_what_was_taken_back_on_one_text_and_carried_to_another_was_deleted_by_the_second_merge_only(
    machine, tmp_path, how, there
):
    laptop = with_new_text(machine("laptop"), "here")
    desk = with_new_text(machine("desk"), "there" if there == "its own text" else "here", TAKE_BACK[how])
    assert every_way(laptop, desk, tmp_path) == {}


def test_what_was_done_again_on_a_newer_text_is_there(machine, tmp_path):
    laptop = with_new_text(machine("laptop"), "here")
    desk = with_new_text(machine("desk"), "there", TAKE_BACK["undo"])
    with_new_text(desk, "there again", lambda workspace: workspace.redo(harbour(workspace)))
    assert every_way(laptop, desk, tmp_path) == {("kim", WORDS[0]): ""}


@pytest.mark.parametrize("words", ["here", "there"])
def test_a_note_that_was_taken_back_on_a_new_text_took_its_annotation_along(machine, start, tmp_path, words):
    """Where somebody had brought in that text too, all that was left of the annotation was an edit of its old state."""
    laptop, desk = machine("laptop"), with_new_text(machine("desk"), words)
    with library(laptop) as workspace:
        note(workspace, of_kim(workspace), "written")
    with_new_text(laptop, "here", TAKE_BACK["undo"])
    assert every_way(laptop, desk, tmp_path) == {("kim", WORDS[0]): ""}


def test_a_note_and_its_undo_on_a_new_text_are_no_edit_against_a_deletion(machine, tmp_path):
    laptop, desk = machine("laptop"), with_new_text(machine("desk"), "there", TAKE_BACK["delete"])
    with library(laptop) as workspace:
        note(workspace, of_kim(workspace), "written")
    with_new_text(laptop, "here", TAKE_BACK["undo"])
    assert every_way(laptop, desk, tmp_path) == {}


def test_what_was_edited_on_one_new_text_and_carried_to_another_is_no_conflict(machine):
    laptop = with_new_text(machine("laptop"), "here")
    desk = with_new_text(machine("desk"), "there", lambda workspace: note(workspace, of_kim(workspace), "written"))
    assert merged(copied(laptop, laptop.with_name("copy.db")), desk).conflicts == ()
    assert merged(desk, laptop).conflicts == ()


@pytest.mark.parametrize("how", TAKE_BACK)
def test_what_was_edited_on_one_new_text_and_taken_back_on_another_is_there(machine, tmp_path, how):
    laptop = with_new_text(machine("laptop"), "here", lambda workspace: note(workspace, of_kim(workspace), "written"))
    desk = with_new_text(machine("desk"), "there", TAKE_BACK[how])
    (conflict,) = merged(copied(laptop, tmp_path / "copy.db"), desk).conflicts
    assert "on one side and edited on the other" in conflict.message
    assert every_way(laptop, desk, tmp_path) == {("kim", WORDS[0]): "written"}


@pytest.mark.parametrize("how", TAKE_BACK)
def test_what_stays_for_a_relation_of_somebody_else_went_back_to_its_earlier_text(machine, tmp_path, how):
    laptop, desk = machine("laptop"), machine("desk")
    with library(laptop) as workspace:
        TAKE_BACK[how](workspace)
    with library(desk, "lee") as workspace:
        workspace.relate(harbour(workspace), "restates", of_kim(workspace), tag(workspace, WORDS[3]))
    with_new_text(desk, "there")
    assert every_way(laptop, desk, tmp_path) == {("kim", WORDS[0]): "", ("lee", WORDS[3]): ""}


def test_what_was_carried_over_and_back_was_deleted(machine, tmp_path):
    """Two people brought two texts in, each in another order: one's carrying led to where the other's began."""
    laptop, desk = machine("laptop"), machine("desk")
    with_new_text(with_new_text(laptop, "here"), "there")
    with_new_text(desk, "here")
    for number in range(3):
        merged(desk, laptop, by="mia")
        with library(desk) as workspace:
            assert of_kim(workspace).version == harbour(workspace).key, number
    merged(laptop, desk, by="mia")
    with library(laptop) as workspace:
        assert of_kim(workspace).version == harbour(workspace).key


def test_texts_that_both_had_stayed_in_another_order_in_each(machine):
    laptop, desk = machine("laptop"), machine("desk")
    with_new_text(with_new_text(laptop, "here"), "there")
    with_new_text(desk, "here")
    merged(laptop, desk, by="mia")
    merged(desk, laptop, by="mia")
    assert state(laptop) == state(desk)
    with library(desk) as workspace:
        assert "there" in str(workspace.store.text(harbour(workspace).key))
