"""Merging as people meet it: two machines, two people, and what cannot be."""

import json
import sqlite3
from dataclasses import replace

import pytest

from annotations.checking import check
from annotations.errors import ConflictError, FormatError, NotFoundError, SchemaError, StoreError, UsageError
from annotations.exporting import export_file
from annotations.formats.jsonl import JsonlFormat
from annotations.merging import merge, take_back_merge
from annotations.merging.conflicts import open_conflicts, settle, versions_apart
from annotations.model import Status
from annotations.schema.files import parse_toml
from annotations.schema.toml import to_toml
from annotations.schema.use import use_schema
from annotations.store.connection import SCHEMA_VERSION
from annotations.workspace import Workspace
from tests.annotations.merging.machines import (
    WORDS,
    copied,
    harbour,
    library,
    merged,
    new_library,
    note,
    notes,
    state,
    tag,
)


def test_two_people_see_each_others_work(machine):
    kim, lee = machine("kim"), machine("lee")
    with library(kim, "kim") as workspace:
        tag(workspace, WORDS[1], "quote")
    with library(lee, "lee") as workspace:
        tag(workspace, WORDS[2])
    outcome = merged(kim, lee)
    assert (outcome.added, outcome.changed, outcome.steps, outcome.known) == (1, 0, {"lee": 1}, 1)
    merged(lee, kim, by="lee")
    assert state(kim) == state(lee)
    with library(kim) as workspace:
        assert set(notes(workspace)) == {("kim", WORDS[0]), ("kim", WORDS[1]), ("lee", WORDS[2])}
        who = [(step.annotator, step.action) for step in workspace.store.history.steps()]
        assert who == [("kim", "tag"), ("kim", "tag"), ("lee", "tag"), ("kim", "merge")]


def test_into_an_empty_library_everything_comes(start, tmp_path):
    outcome = merged(tmp_path / "new.db", start)
    assert (outcome.articles, outcome.added) == ((1, 2), 1)
    assert state(tmp_path / "new.db") == state(start)
    with library(tmp_path / "new.db") as workspace:
        assert [f for f in check(workspace.store) if f.wrong] == []
        take_back_merge(workspace)
        assert list(workspace.store.articles.all()) == []
    merged(tmp_path / "new.db", start)
    assert state(tmp_path / "new.db") == state(start)


def test_the_same_file_read_by_two_people_is_one_article(tmp_path):
    kim, lee = new_library(tmp_path / "kim.db", "kim"), new_library(tmp_path / "lee.db", "lee")
    with library(lee, "lee") as workspace:
        tag(workspace)
    outcome = merged(kim, lee)
    assert (outcome.articles, outcome.added) == ((), 1)
    again = merged(kim, lee)
    assert (again.step, again.steps) == (None, {})
    merged(lee, kim, by="lee")
    assert state(kim) == state(lee)


def test_an_edit_on_both_machines_is_a_conflict_and_the_later_one_stands(machine, start):
    with library(start) as workspace:
        (made,) = workspace.annotations(harbour(workspace))
    laptop, desk = machine("laptop"), machine("desk")
    with library(laptop) as workspace:
        note(workspace, made, "written first")
    with library(desk) as workspace:
        note(workspace, made, "written later")
    there = merged(desk, laptop)
    (conflict,) = merged(laptop, desk).conflicts
    assert (conflict.owner, conflict.what) == ("kim", "claim “Harbour wall”")
    assert conflict.message.startswith("edited on both sides; the edit of ")
    assert [json.loads(s)["note"] for s in conflict.states] == ["written later", "written first"]
    assert [c.states for c in there.conflicts] == [conflict.states]
    with library(laptop) as workspace:
        assert notes(workspace) == {("kim", WORDS[0]): "written later"}
    assert merged(laptop, desk).conflicts == ()


def test_deleted_here_and_edited_there_keeps_the_edit(machine, start):
    with library(start) as workspace:
        (made,) = workspace.annotations(harbour(workspace))
    laptop, desk = machine("laptop"), machine("desk")
    with library(desk) as workspace:
        note(workspace, made, "kept")
    with library(laptop) as workspace:
        workspace.delete(harbour(workspace), made)
    for into, other in ((laptop, desk), (desk, laptop)):
        (conflict,) = merged(into, other).conflicts
        assert conflict.message.startswith("deleted on one side and edited on the other")
        with library(into) as workspace:
            assert notes(workspace) == {("kim", WORDS[0]): "kept"}


def test_taken_back_here_and_edited_there_keeps_the_edit(machine, start):
    with library(start) as workspace:
        (made,) = workspace.annotations(harbour(workspace))
    laptop, desk = machine("laptop"), machine("desk")
    with library(desk) as workspace:
        note(workspace, made, "kept")
    with library(laptop) as workspace:
        workspace.undo(harbour(workspace))
    (conflict,) = merged(laptop, desk).conflicts
    assert conflict.message.startswith("taken back on one side and edited on the other")
    with library(laptop) as workspace:
        assert notes(workspace) == {("kim", WORDS[0]): "kept"}


def test_what_somebody_has_related_to_stays_when_its_owner_deletes_it(machine, start):
    with library(start) as workspace:
        (made,) = workspace.annotations(harbour(workspace))
    kim, lee = machine("kim"), machine("lee")
    with library(kim) as workspace:
        workspace.delete(harbour(workspace), made)
    with library(lee, "lee") as workspace:
        workspace.relate(harbour(workspace), "restates", made, tag(workspace, WORDS[3]))
    for into, other in ((kim, lee), (lee, kim)):
        (conflict,) = merged(into, other).conflicts
        assert conflict.message == "deleted, but lee has related something to it; it stays"
        with library(into) as workspace:
            assert ("kim", WORDS[0]) in notes(workspace)
            assert len(workspace.relations(harbour(workspace))) == 1
    assert state(kim) == state(lee)


def test_an_edit_and_its_undo_elsewhere_are_no_conflict(machine, start):
    with library(start) as workspace:
        (made,) = workspace.annotations(harbour(workspace))
    laptop, desk = machine("laptop"), machine("desk")
    with library(laptop) as workspace:
        note(workspace, made, "tried")
        workspace.undo(harbour(workspace))
    with library(desk) as workspace:
        note(workspace, made, "meant")
    assert merged(laptop, desk).conflicts == ()
    with library(laptop) as workspace:
        assert notes(workspace) == {("kim", WORDS[0]): "meant"}


def test_an_edit_that_was_undone_and_redone_while_another_was_made_is_a_conflict(machine, start):
    with library(start) as workspace:
        (made,) = workspace.annotations(harbour(workspace))
    laptop, desk = machine("laptop"), machine("desk")
    with library(laptop) as workspace:
        note(workspace, made, "one")
        workspace.undo(harbour(workspace))
        workspace.redo(harbour(workspace))
    with library(desk) as workspace:
        note(workspace, made, "other")
    assert len(merged(laptop, desk).conflicts) == 1


def test_a_layer_that_somebody_else_has_written_into_stays_as_it_is(machine, start):
    lee = machine("lee")
    with library(lee, "lee") as workspace:
        (made,) = workspace.annotations(harbour(workspace))
        forged = replace(made, note="forged", updated="2030-01-01T00:00:00.000Z")
        workspace._commit("change", "changed it all the same", harbour(workspace).number, [(made, forged)])
    outcome = merged(start, lee)
    assert outcome.left == ("lee has changed what is not theirs (changed it all the same); kim keeps it as it is",)
    with library(start) as workspace:
        assert notes(workspace) == {("kim", WORDS[0]): ""}


def test_the_reader_takes_a_merge_back_and_does_it_again(machine):
    kim, lee = machine("kim"), machine("lee")
    with library(lee, "lee") as workspace:
        tag(workspace, WORDS[2])
    merged(kim, lee)
    with library(kim) as workspace:
        edit = workspace.undo(harbour(workspace))
        assert edit.summary == f"merged {lee}"
        assert set(notes(workspace)) == {("kim", WORDS[0])}
        workspace.redo(harbour(workspace))
        assert len(notes(workspace)) == 2
        workspace.undo(harbour(workspace))
        assert workspace.undo(harbour(workspace)).summary == "tagged claim “Harbour wall”"


def test_a_merge_that_was_taken_back_is_not_passed_on(machine, tmp_path):
    kim, lee = machine("kim"), machine("lee")
    with library(lee, "lee") as workspace:
        tag(workspace, WORDS[2])
    merged(kim, lee)
    with library(kim) as workspace:
        take_back_merge(workspace)
    merged(tmp_path / "new.db", kim)
    with library(tmp_path / "new.db") as workspace:
        assert set(notes(workspace)) == {("kim", WORDS[0])}


def test_undo_after_a_merge_is_of_ones_own_steps(machine):
    laptop, desk = machine("laptop"), machine("desk")
    with library(desk) as workspace:
        tag(workspace, WORDS[2])
    merged(laptop, desk, by="mia")
    with library(laptop) as workspace:
        assert workspace.undo(harbour(workspace)).summary == "tagged claim “Harbour wall”"


def test_facts_are_those_of_the_latest_step(machine):
    kim, lee = machine("kim"), machine("lee")
    with library(kim) as workspace:
        workspace.set_facts(harbour(workspace), {"author": "Ida Krag", "date": "2026-04-01"})
    with library(lee, "lee") as workspace:
        workspace.set_facts(harbour(workspace), {"author": "I. Krag"})
        workspace.set_status(harbour(workspace), Status.DONE)
    assert merged(kim, lee).facts == 1
    with library(kim) as workspace:
        info = harbour(workspace)
        assert (info.metadata["author"], info.metadata["date"], info.status) == ("I. Krag", "2026-04-01", "done")
        assert workspace.store.work.coders()[info.number]["lee"] == Status.DONE


def test_exports_are_merged_and_a_newer_one_replaces_an_older(start, tmp_path):
    def exported(name):
        with library(start) as workspace:
            export_file(workspace, JsonlFormat(), tmp_path / name)
        return tmp_path / name

    first = exported("first.jsonl")
    with library(start) as workspace:
        note(workspace, next(workspace.annotations(harbour(workspace))), "later")
    second = exported("second.jsonl")
    new = tmp_path / "new.db"
    for path, expected in ((first, ""), (second, "later"), (first, "later")):
        assert merged(new, path).conflicts == ()
        with library(new) as workspace:
            assert notes(workspace) == {("kim", WORDS[0]): expected}
    assert merged(new, start).conflicts == ()
    assert state(new) == state(start)
    assert merged(start, first).step is None


# Settling


@pytest.fixture
def disputed(machine, start):
    """Two machines on which kim wrote different notes, merged into each other."""
    with library(start) as workspace:
        (made,) = workspace.annotations(harbour(workspace))
    paths = machine("laptop"), machine("desk")
    for path, words in zip(paths, ("first", "later"), strict=True):
        with library(path) as workspace:
            note(workspace, made, words)
    merged(*paths)
    merged(*paths[::-1])
    return paths


def test_a_conflict_is_listed_until_its_owner_settles_it(disputed):
    laptop, desk = disputed
    with library(laptop) as workspace:
        (conflict,) = open_conflicts(workspace)
        assert conflict.message.startswith("edited on both sides")
        assert [apart["note"] for apart in versions_apart(conflict)] == ["later", "first"]
        settle(workspace, conflict.subject[-8:], 2)
        assert open_conflicts(workspace) == []
        assert notes(workspace) == {("kim", WORDS[0]): "first"}
        workspace.undo(harbour(workspace))
        assert len(open_conflicts(workspace)) == 1
        workspace.redo(harbour(workspace))
        assert [f for f in check(workspace.store) if f.wrong] == []
    assert merged(desk, laptop).conflicts == ()
    assert state(desk) == state(laptop)
    with library(desk) as workspace:
        assert open_conflicts(workspace) == []


def test_a_deletion_can_be_what_is_right(machine, start):
    with library(start) as workspace:
        (made,) = workspace.annotations(harbour(workspace))
    laptop, desk = machine("laptop"), machine("desk")
    with library(laptop) as workspace:
        workspace.delete(harbour(workspace), made)
    with library(desk) as workspace:
        note(workspace, made, "edited")
    merged(laptop, desk)
    for choice, left in ((1, {("kim", WORDS[0]): "edited"}), (2, {})):
        path = copied(laptop, laptop.with_name(f"settled-{choice}.db"))
        with library(path) as workspace:
            (conflict,) = open_conflicts(workspace)
            settle(workspace, conflict.subject, choice)
            assert (open_conflicts(workspace), notes(workspace)) == ([], left)
        merged(path, desk)
        merged(desk_copy := copied(desk, desk.with_name(f"desk-{choice}.db")), path)
        assert state(path) == state(desk_copy)
        with library(desk_copy) as workspace:
            assert (open_conflicts(workspace), notes(workspace)) == ([], left)


def test_only_its_owner_settles_a_conflict(disputed):
    with library(disputed[0], "lee") as workspace:
        (conflict,) = open_conflicts(workspace)
        with pytest.raises(ConflictError, match="belongs to kim"):
            settle(workspace, conflict.subject, 1)
    with library(disputed[0]) as workspace:
        with pytest.raises(UsageError, match="it has 2 states, and no 3"):
            settle(workspace, conflict.subject, 3)
        with pytest.raises(NotFoundError, match="no conflict with the id nothing"):
            settle(workspace, "nothing", 1)


# Versions


# What cannot be merged


def refused(path, other, error, words, **more):
    before = path.read_bytes(), state(path)
    with pytest.raises(error, match=words):
        merged(path, other, **more)
    assert state(path) == before[1]


def test_a_merge_of_a_file_with_itself(start, tmp_path):
    refused(start, start, UsageError, "is the library itself")
    (tmp_path / "link.db").symlink_to(start)
    refused(start, tmp_path / "link.db", UsageError, "is the library itself")
    with library(start) as workspace, pytest.raises(UsageError, match="named twice"):
        merge(workspace, [str(new_library(tmp_path / "a.db")), str(tmp_path / "a.db")])


def test_what_is_not_there_or_no_database(start, tmp_path):
    refused(start, tmp_path / "nowhere.db", NotFoundError, "there is no file")
    refused(start, tmp_path, UsageError, "is a folder")
    (tmp_path / "text.db").write_text("The dam will hold. " * 100)
    refused(start, tmp_path / "text.db", StoreError, "is not a database")
    (tmp_path / "empty.db").touch()
    refused(start, tmp_path / "empty.db", StoreError, "is empty, or was copied only in part")


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_half_copied_database(start, machine, tmp_path, share):
    whole = machine("lee").read_bytes()
    (tmp_path / "half.db").write_bytes(whole[: int(len(whole) * share)])
    refused(start, tmp_path / "half.db", StoreError, "is damaged")


@pytest.mark.parametrize("missing", [1, 100, 4096])
def test_a_database_without_its_last_bytes_was_taken_for_a_whole_one(start, machine, tmp_path, missing):
    whole = machine("lee").read_bytes()
    (tmp_path / "half.db").write_bytes(whole[:-missing])
    refused(start, tmp_path / "half.db", StoreError, "is damaged: it was copied only in part")


def test_a_database_of_a_newer_program(start, machine):
    lee = machine("lee")
    with sqlite3.connect(lee) as connection:
        connection.execute(f"PRAGMA user_version={SCHEMA_VERSION + 1}")
    connection.close()
    refused(start, lee, StoreError, f"{lee} was written by a newer Stet")


def test_a_database_of_an_older_program_is_brought_up_to_date_in_a_copy(start, machine, tmp_path):
    lee = machine("lee")
    with library(lee, "lee") as workspace:
        tag(workspace, WORDS[2])
    with sqlite3.connect(lee) as connection:
        connection.execute("DROP TABLE assignments")
        connection.execute("DROP TABLE decisions")
        connection.execute("ALTER TABLE history DROP COLUMN brought")
        connection.execute("DELETE FROM _sqlite_migrations WHERE name = 'm006_assignments'")
        connection.execute("PRAGMA user_version=5")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    before = lee.read_bytes()
    assert merged(start, lee).added == 1
    assert lee.read_bytes() == before
    assert [path.name for path in tmp_path.glob("lee.db*") if path.stat().st_size] == ["lee.db"]


def test_another_coding_scheme(start, machine, tmp_path):
    lee = machine("lee")
    with library(lee, "lee") as workspace:
        text = to_toml(workspace.schema).replace('version = "1"', 'version = "2"').replace('"CFS"', '"CHECK"')
        use_schema(workspace, parse_toml(text, "frames.toml"))
    refused(start, lee, SchemaError, "was coded with news, version 2; this library uses news, version 1")


def test_a_scheme_that_only_looks_otherwise_is_the_same(start, machine):
    lee = machine("lee")
    with library(lee, "lee") as workspace:
        text = to_toml(workspace.schema).replace('version = "1"', 'version = "2"').replace("#E69F00", "#E69F01")
        use_schema(workspace, parse_toml(text, "frames.toml"))
        tag(workspace, WORDS[2])
    assert merged(start, lee).added == 1


def test_one_name_for_two_people(tmp_path):
    one, other = new_library(tmp_path / "one.db"), new_library(tmp_path / "other.db")
    for path in (one, other):
        with library(path, "kim") as workspace:
            tag(workspace)
    refused(one, other, ConflictError, "kim has worked in .* this may be two people")
    assert merged(tmp_path / "both.db", one).added == 1
    assert merged(tmp_path / "both.db", other, names={"kim": "kim from Ostermoor"}).added == 1
    with library(tmp_path / "both.db") as workspace:
        assert {who for who, _ in notes(workspace)} == {"kim", "kim from Ostermoor"}
    assert merged(one, other, same=["kim"]).added == 1
    assert merged(one, other).step is None


@pytest.mark.parametrize(("stamp", "words"), [("2019-01-01", "goes on from"), ("2199-01-01", "still to come")])
def test_clocks_years_apart(start, machine, monkeypatch, stamp, words):
    lee = machine("lee")
    for module in ("workspace.workspace", "workspace.committing"):
        monkeypatch.setattr(f"annotations.{module}.now", lambda: f"{stamp}T12:00:00.000Z")
    with library(lee, "lee") as workspace:
        tag(workspace, WORDS[2])
    monkeypatch.undo()
    refused(start, lee, ConflictError, f"a step of lee is of {stamp}.*{words}")
    assert merged(start, lee, any_clock=True).added == 1


def test_an_export_that_is_broken(start, tmp_path):
    (tmp_path / "broken.jsonl").write_text('{"id": 1}\n')
    refused(start, tmp_path / "broken.jsonl", FormatError, "broken.jsonl, line 1")


def test_nothing_comes_of_the_first_when_the_second_is_refused(start, machine, tmp_path):
    lee = machine("lee")
    with library(lee, "lee") as workspace:
        tag(workspace, WORDS[2])
    (tmp_path / "text.db").write_text("The dam will hold. " * 100)
    before = state(start)
    with library(start) as workspace, pytest.raises(StoreError):
        merge(workspace, [str(lee), str(tmp_path / "text.db")])
    assert state(start) == before


def test_only_ones_own_layer_can_be_written(start):
    with library(start, "lee") as workspace:
        (made,) = workspace.annotations(harbour(workspace))
        lee = Workspace(workspace.store, "lee")
        with pytest.raises(ConflictError, match="belongs to kim"):
            lee.change(harbour(lee), made, replace(made, note="mine"), "noted")
        with pytest.raises(ConflictError, match="belongs to kim"):
            lee.delete(harbour(lee), made)
