"""What a dry run tells is what the next sync does, whatever there is to pass."""

import io
import sqlite3
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import replace

import pytest

from annotations.cli import run
from annotations.errors import StoreError
from annotations.layers import GOLD
from annotations.store import Store
from tests.annotations.harbour import add_dam, add_harbour
from tests.annotations.merging.machines import WORDS, copied, merged, new_text


def stet(group, who, *args):
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        assert run(args=[*args, "--db", str(group.path(who)), "--as", who]) == 0


def annotations(group):
    for who in ("kim", "lee"):
        for words in WORDS:
            group.tag(who, words)


def gold(group):
    group.tag(GOLD, path=group.path("kim"))


def others(group):
    """What was done in lee's name in kim's library."""
    group.tag("lee", path=group.path("kim"))
    group.tag("kim")


def new_texts(group):
    """Each brings in another text, and annotations go over to it."""
    for who, words in (("kim", "What happened since"), ("lee", "What came of it")):
        group.tag(who)
        with group.library(who) as workspace:
            new_text(workspace, words)


def the_same_articles(group):
    for who in ("kim", "lee"):
        with group.library(who) as workspace:
            add_dam(workspace)


def removed(group):
    group.tag("kim")
    stet(group, "kim", "remove", "harbour.md")


def removed_and_restored(group):
    removed(group)
    group.sync("kim")
    stet(group, "kim", "restore", "1")


def assignments(group):
    stet(group, "kim", "assign", "--to", "kim", "--to", "lee", "--overlap", "2")


def by_mail(group):
    """What lee has done comes to kim by mail first."""
    group.tag("lee")
    merged(group.path("kim"), copied(group.path("lee"), group.folder / "by mail.db"))


def a_merge_taken_back(group):
    by_mail(group)
    group.sync("kim")
    stet(group, "kim", "merge", "--undo")


def edited_on_two_machines(group):
    mine = group.tag("kim")
    group.sync("kim")
    group.sync("kim", path=group.path("home"))
    for path, words in ((group.path("kim"), "here"), (group.path("home"), "there")):
        with group.library("kim", path) as workspace:
            workspace.change(workspace.find("harbour.md"), mine, replace(mine, note=words), "noted")
    group.sync("kim", path=group.path("home"))


def no_word_for_postgresql(group):
    mine = group.tag("kim")
    with group.library("kim") as workspace:
        workspace.change(workspace.find("harbour.md"), mine, replace(mine, note="NUL \0"), "noted")


def a_reader(group):
    group.tag("lee")
    group.join("lee", role="reader")


@pytest.mark.parametrize("at_once", [1, 5000])
@pytest.mark.parametrize(
    "made",
    [
        annotations, gold, others, new_texts, the_same_articles, removed, removed_and_restored, assignments, by_mail,
        a_merge_taken_back, edited_on_two_machines, no_word_for_postgresql, a_reader,
    ],
)  # fmt: skip
def test_a_dry_run_tells_what_the_sync_does(group, made, at_once):
    group.sync("lee")
    with group.library("lee") as workspace:
        add_harbour(workspace)
    made(group)
    passed = [group.sync_as_told(who, at_once=at_once, same=("lee",)) for who in ("kim", "lee") * 3]
    assert passed[0].gave or passed[1].took or passed[1].left
    assert [(one.words, one.set_back) for one in passed[4:]] == [("nothing is new", False)] * 2


def test_a_disk_that_has_no_room_for_a_copy(group, monkeypatch):
    group.tag("kim")
    back_up = Store.back_up

    def full(store, path):
        with store.writing():
            raise sqlite_full()

    monkeypatch.setattr(Store, "back_up", full)
    with pytest.raises(StoreError, match=r"there is no room for one in .*: the database .* the disk is full") as caught:
        group.sync("kim", dry_run=True)
    assert "TMPDIR" in caught.value.hint
    monkeypatch.setattr(Store, "back_up", back_up)
    assert group.sync_as_told("kim").sent == {"kim": 1}


def sqlite_full():
    """What SQLite says where a disk is full."""
    error = sqlite3.OperationalError("database or disk is full")
    error.sqlite_errorcode = sqlite3.SQLITE_FULL
    return error


def test_a_dry_run_of_a_server_that_was_set_back(group):
    for _ in range(2):
        group.tag("kim")
        group.sync("kim")
    with group.postgres.connect(group.database) as connection:
        connection.execute("SET session_replication_role = replica; DELETE FROM stet.edits WHERE number > 3")
    done = group.sync_as_told("kim")
    assert done.set_back
    assert done.sent == {"kim": 1}
