"""A coding scheme of one's own, from the shell to the reader and back."""

from __future__ import annotations

import re
import sqlite3

from tests.end_to_end.program import Home, quit_reader, ready, saved, told

FRAMES = """\
name = "frames"
version = "1"

[labels.conflict]
key = "O"
glyph = "!"
colour = "#D55E00"

[labels.conflict.roles.side]
key = "s"

[labels.genre]
key = "B"
scope = "article"
"""
RENAMED = FRAMES.replace('version = "1"', 'version = "2"').replace(
    "[labels.conflict]", '[labels.dispute]\nwas = "conflict"'
).replace("labels.conflict", "labels.dispute")  # fmt: skip


def saved_as(home: Home) -> list[str]:
    return [label for _, label, _ in home.saved_words()]


def test_the_reader_opens_a_new_library_with_a_scheme(home: Home) -> None:
    article, scheme = home.write("a.txt"), home.write("frames.toml", FRAMES)
    with home.read(article, "--schema", scheme) as reader:
        ready(reader)
        told(reader, "the coding scheme is frames, version 1, now")
        reader.press("j", "O")
        told(reader, "conflict “")
        quit_reader(reader)
    assert saved_as(home) == ["conflict"]
    # The same again is no change, and nothing is said.
    with home.read("--schema", scheme, article) as reader:
        ready(reader)
        assert "coding scheme" not in reader.text()
        quit_reader(reader)
    assert len(home.rows("SELECT * FROM schemas")) == 1


def test_a_new_file_is_read_with_the_scheme_of_its_library(home: Home) -> None:
    scheme = home.write("frames.toml", FRAMES)
    assert home.run("schema", "use", scheme).returncode == 0
    with home.read(home.write("b.txt")) as reader:
        ready(reader)
        reader.press("O")
        told(reader, "conflict “")
        quit_reader(reader)
    assert saved_as(home) == ["conflict"]


def test_a_scheme_that_cannot_be_used_is_told_before_anything_opens(home: Home) -> None:
    article, scheme = home.write("a.txt"), home.write("frames.toml", FRAMES.replace('"O"', '"j"'))
    with home.read(article, "--schema", scheme) as reader:
        told(reader, "the key j of label conflict is taken: Go to the next sentence")
        assert reader.wait() == 1
    assert not home.db.exists() or home.rows("SELECT * FROM articles") == []


def test_a_reader_that_is_open_while_the_scheme_changes_loses_nothing(home: Home) -> None:
    article = home.shelve("a.txt")
    assert home.run("schema", "use", home.write("frames.toml", FRAMES)).returncode == 0
    with home.read(article) as reader:
        ready(reader)
        reader.press("j", "O")
        told(reader, "conflict “")
        done = home.run("schema", "use", home.write("frames.toml", RENAMED))
        assert (done.returncode, done.stderr) == (0, "")
        assert "renamed the label conflict to dispute (1 annotation)" in done.stdout
        reader.press("j", "O")
        told(reader, "the coding scheme is frames, version 2, by now")
        assert saved_as(home) == ["dispute"]
        quit_reader(reader)
    with home.read(article) as reader:
        ready(reader)
        before = saved(reader)
        reader.press("u")
        told(reader, "undone: renamed the label conflict to dispute")
        reader.wait_for(lambda t: re.search(rf"saved {before + 1}\b", t.row(-1)))
        quit_reader(reader)
    assert saved_as(home) == ["conflict"]
    assert "version 1" in home.run("schema").stdout
    assert home.check() == []


def test_a_label_that_the_scheme_does_not_have_breaks_nothing(home: Home) -> None:
    article = home.shelve("a.txt")
    with home.read(article) as reader:
        ready(reader)
        reader.press("j", "c")
        told(reader, "claim “")
        quit_reader(reader)
    with sqlite3.connect(home.db) as raw:
        raw.execute("UPDATE annotations SET label = 'rumour'")
    raw.close()
    with home.read(article) as reader:
        ready(reader)
        reader.press(">", "a")
        told(reader, "RUMOUR")
        reader.press("?")
        told(reader, "Go to the next sentence")
        reader.press("q", "e")
        told(reader, "Del unset")
        reader.press("esc")
        reader.wait_for(lambda t: "Del unset" not in t.text())
        reader.press("+")
        told(reader, "the coding scheme does not have the label rumour")
        quit_reader(reader)
    done = home.run("export", "--format", "csv", "--label", "rumour")
    assert (done.returncode, done.stderr) == (0, "")
    assert "rumour" in done.stdout
    for command in (["list"], ["show", "1", "--annotated"], ["check"], ["export"]):
        assert home.run(*command).returncode == 0


def test_an_export_with_another_scheme_says_which_one_it_needs(home: Home) -> None:
    article = home.shelve("a.txt")
    home.run("schema", "use", home.write("frames.toml", FRAMES))
    with home.read(article) as reader:
        ready(reader)
        reader.press("O")
        told(reader, "conflict “")
        quit_reader(reader)
    assert home.run("export", "-o", "all.jsonl").returncode == 0
    other = home.path / "other.db"
    done = home.run("import", "all.jsonl", db=other)
    assert done.returncode == 1
    assert "exported with the schema frames, version 1" in done.stderr
    done = home.run("import", "--schema", "frames.toml", "all.jsonl", db=other)
    assert (done.returncode, done.stderr) == (0, "")
    assert "added 1 article, 1 annotation" in done.stdout
