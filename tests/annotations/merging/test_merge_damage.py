"""What is not what it should be, disks that are full, merges that are killed: a sentence, and nothing changed."""

import os
import shutil
import sqlite3
import tempfile
from pathlib import Path

import pytest

from annotations.errors import StetError, StoreError
from annotations.merging import opening
from annotations.store.connection import told
from tests.annotations.merging.machines import WORDS, copied, library, merged, state, tag

LAST = "WHERE number = (SELECT max(number) FROM history)"
ARTICLE = "kind = 'article', subject = (SELECT id FROM articles WHERE number = history.article), before = NULL"
DID = r"lee\.db is damaged: what lee did on 20\d\d-\d\d-\d\d \(tagged claim “Vera Lind”\) cannot be read"
DAMAGES = {
    "UPDATE history SET after = '{' ": "lee.db is damaged: its history cannot be read",
    "UPDATE history SET after = '[1]' ": "lee.db is damaged: its history cannot be read",
    "UPDATE history SET after = json_set(after, '$.version', 999) ": "lee.db is damaged: its history cannot be read",
    "UPDATE history SET after = json_remove(after, '$.fragments') ": DID,
    """UPDATE history SET after = json_set(after, '$.fragments', json('[["a", 2]]')) """: DID,
    "UPDATE history SET after = json_set(after, '$.fragments', json('[[1, 9.5]]')) ": DID,
    "UPDATE history SET after = json_set(after, '$.fragments', json('[[1, 900000]]')) ": "reaches beyond the end",
    "UPDATE history SET after = json_set(after, '$.origin', 'nowhere') ": DID,
    "UPDATE history SET after = json_set(after, '$.annotator', 5) ": DID,
    "UPDATE history SET after = json_set(after, '$.id', 'another') ": DID,
    """UPDATE history SET kind = 'relation', subject = 'r', after = '{"id": "r"}' """: DID,
    f"""UPDATE history SET {ARTICLE}, after = '{{"status": 5}}' """: DID,
    f"""UPDATE history SET {ARTICLE}, after = '{{"title": null}}' """: DID,
    "UPDATE history SET at = 'yesterday' ": "lee.db is damaged: “yesterday” is no time",
    "UPDATE history SET at = '2026-11-01' ": "lee.db is damaged: “2026-11-01” is no time",
}


@pytest.fixture
def kim_and_lee(machine):
    kim, lee = machine("kim"), machine("lee")
    with library(lee, "lee") as workspace:
        tag(workspace, WORDS[2])
    return kim, lee


@pytest.mark.parametrize(("damage", "words"), DAMAGES.items(), ids=range(len(DAMAGES)))
def test_a_history_that_is_none_was_an_error_of_the_program(kim_and_lee, damage, words):
    kim, lee = kim_and_lee
    with sqlite3.connect(lee) as connection:
        connection.execute("DROP TRIGGER history_is_append_only")
        connection.execute(damage + LAST)
    connection.close()
    before = state(kim)
    with pytest.raises(StetError, match=words):
        merged(kim, lee)
    assert state(kim) == before


def test_a_coding_scheme_that_cannot_be_read(kim_and_lee):
    kim, lee = kim_and_lee
    with sqlite3.connect(lee) as connection:
        connection.execute("UPDATE schemas SET definition = '{'")
    connection.close()
    with pytest.raises(StoreError, match=r"lee\.db is damaged: the stored schema is damaged"):
        merged(kim, lee)


def test_the_disk_of_the_copies_is_full(kim_and_lee, monkeypatch, tmp_path):
    kim, lee = kim_and_lee

    def full(path, target, advance):
        with told(path), sqlite3.connect(target) as copy:
            copy.execute("PRAGMA max_page_count=1")
            copy.execute("CREATE TABLE words (word TEXT)")

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(opening, "copy_for_reading", full)
    with pytest.raises(StoreError, match=f"there is no room for a copy of {lee} in {tmp_path}$"):
        merged(kim, lee)
    assert list(tmp_path.glob("stet-merge-*")) == []


def test_what_a_merge_was_killed_over_stayed_for_good(kim_and_lee, monkeypatch, tmp_path):
    kim, lee = kim_and_lee
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    folders = [tmp_path / f"stet-merge-{name}" for name in ("killed", "begun", "going")]
    for folder in folders:
        folder.mkdir()
        copied(lee, folder / "1.db")
        (folder / "lock").touch()
    for old in (folders[0], folders[2]):
        os.utime(old / "lock", (0, 0))
    with (folders[2] / "lock").open("rb") as held:
        import fcntl

        fcntl.flock(held, fcntl.LOCK_EX)
        merged(kim, lee)
    assert [folder.exists() for folder in folders] == [False, True, True]
    assert {path.name for path in Path(tmp_path).glob("stet-merge-*")} == {"stet-merge-begun", "stet-merge-going"}
    shutil.rmtree(folders[1])
