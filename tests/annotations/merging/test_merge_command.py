import json

import pytest

from annotations.cli import make_commands, run
from tests.annotations.merging.machines import WORDS, copied, library, new_library, note, tag

COMMANDS = make_commands()


@pytest.fixture
def stet(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("STET_DB", "kim.db")
    monkeypatch.setenv("STET_ANNOTATOR", "kim")
    new_library(tmp_path / "kim.db")
    with library(tmp_path / "kim.db") as workspace:
        made = tag(workspace)
    copied(tmp_path / "kim.db", tmp_path / "lee.db")
    with library(tmp_path / "lee.db", "lee") as workspace:
        tag(workspace, WORDS[2])
    with library(tmp_path / "lee.db", "kim") as workspace:
        note(workspace, made, "at the desk")
    with library(tmp_path / "kim.db", "kim") as workspace:
        note(workspace, made, "on the train")

    def call(*args):
        status = run(COMMANDS, args)
        out, err = capsys.readouterr()
        return status, out, err

    return call


def test_a_dry_run_tells_what_a_merge_does(stet):
    status, out, err = stet("merge", "lee.db", "--dry-run")
    assert (status, err) == (0, "")
    *tried, last = out.splitlines()
    assert last == "Nothing was changed."
    assert tried[:2] == ["new steps: kim 1, lee 1; known already: 1", "1 annotation added"]
    assert tried[2].startswith("article 1, claim “Harbour wall” of kim: edited on both sides; the edit of 20")
    *done, last = stet("merge", "lee.db")[1].splitlines()
    assert (done, last) == (tried, "“stet merge --undo” takes it back.")
    assert stet("merge", "lee.db")[1] == "nothing is new\n"
    assert stet("merge", "--undo")[1] == "took back: merged lee.db\n"
    assert stet("merge", "--undo")[1] == "There is no merge of yours to take back.\n"


def test_a_dry_run_made_a_library_where_there_was_none(stet, tmp_path):
    status, out, _ = stet("merge", "--db", "new.db", "lee.db", "--dry-run")
    assert (status, out.splitlines()[-1]) == (0, "Nothing was changed.")
    assert "2 articles added; 2 annotations added" in out
    assert list(tmp_path.glob("new.db*")) == []


def test_a_dry_run_of_taking_a_merge_back_was_refused(stet, tmp_path):
    assert stet("merge", "--undo", "--dry-run")[1] == "There is no merge of yours to take back.\n"
    stet("merge", "lee.db")
    before = (tmp_path / "kim.db").read_bytes()
    for _ in range(2):
        status, out, err = stet("merge", "--undo", "--dry-run")
        assert (status, err) == (0, "")
        assert out.splitlines() == [
            "would take back: merged lee.db",
            "1 annotation would go; nothing was changed.",
        ]
    assert (tmp_path / "kim.db").read_bytes() == before
    assert json.loads(stet("merge", "--undo", "--json")[1]) == {
        "summary": "merged lee.db", "gone": 1, "back": 0, "changed": 0,
    }  # fmt: skip
    assert json.loads(stet("merge", "--undo", "--dry-run", "--json")[1]) is None


def test_merge_as_json(stet):
    found = json.loads(stet("merge", "lee.db", "--json")[1])
    assert (found["added"], found["steps"], found["left"]) == (1, {"kim": 1, "lee": 1}, [])
    (conflict,) = found["conflicts"]
    assert [s["note"] for s in conflict["states"]] == ["on the train", "at the desk"]


def test_what_is_refused_is_a_sentence_and_a_hint(stet):
    status, out, err = stet("merge", "kim.db")
    assert (status, out) == (2, "")
    assert err == "stet: kim.db is the library itself; there is nothing to merge\n--db names the library.\n"
    assert stet("merge")[0] == 2
    assert stet("merge", "lee.db", "--rename", "lee")[2] == "stet: “lee” is no OLD=NEW\n"
    assert stet("merge", "--undo", "lee.db")[0] == 2


def test_a_name_with_an_escape_in_it_does_nothing_to_the_terminal(stet, tmp_path):
    with library(tmp_path / "lee.db", "lee\x1b[2J") as workspace:
        tag(workspace, WORDS[3])
    assert "\x1b" not in stet("merge", "lee.db")[1]


def test_conflicts_are_listed_and_settled(stet, tmp_path):
    assert stet("merge", "--conflicts")[1] == "Nothing is in conflict.\n"
    stet("merge", "lee.db")
    sentence, subject, first, second = stet("merge", "--conflicts")[1].splitlines()
    assert sentence.startswith("article 1, claim “Harbour wall” of kim: edited on both sides")
    assert first.startswith('  1  note "on the train", updated "20')
    assert second.startswith('  2  note "at the desk", updated "20')
    assert stet("merge", "--settle", subject.strip()[-6:], "--keep", "2")[1] == "settled claim “Harbour wall”\n"
    assert json.loads(stet("merge", "--conflicts", "--json")[1]) == []
    assert stet("merge", "--conflicts", "lee.db")[0] == 2
