"""What the export dialog asks: plain code, without a screen."""

import os
from pathlib import Path

import pytest

from annotations.errors import StetError, UsageError
from tests.tui.export.dialog import FORMATS
from tui.screens.export_form import ExportForm, Field, WhatLeaves, doubts, file_stem, target_of


def form(source: str = "/news/bridge.txt", title: str = "Harbour bridge stays shut") -> ExportForm:
    return ExportForm(FORMATS, source, title)


def test_the_file_follows_format_and_scope_until_it_is_edited() -> None:
    asked = form()
    assert (asked.form.name, asked.scope, asked.editor.text) == ("jsonl", WhatLeaves.ARTICLE, "bridge.jsonl")
    asked.key("right")
    assert (asked.form.name, asked.editor.text) == ("csv", "bridge.csv")
    for key in ("tab", "right"):
        asked.key(key)
    assert (asked.scope, asked.editor.text) == (WhatLeaves.LIBRARY, "library.csv")
    for key in ("tab", "home", "m", "y", "-", "shift+tab", "left", "up", "j"):
        asked.key(key)
    assert (asked.form.name, asked.scope, asked.editor.text) == ("jsonl", WhatLeaves.ARTICLE, "my-library.csv")


def test_the_format_follows_a_suffix_that_is_typed() -> None:
    asked = form()
    asked.field = Field.FILE
    for key in ("ctrl+u", *"talks.csv"):
        asked.key(key)
    assert (asked.form.name, asked.editor.text) == ("csv", "talks.csv")
    for key in ("backspace", "backspace", "backspace"):
        asked.key(key)
    assert asked.form.name == "csv"
    asked.paste("JSONL")
    assert (asked.form.name, asked.editor.text) == ("jsonl", "talks.JSONL")


def test_letters_and_arrows_choose() -> None:
    asked = form()
    for key, name in (("c", "csv"), ("j", "jsonl"), ("left", "csv"), ("right", "jsonl"), ("space", "csv")):
        assert asked.key(key)
        assert asked.form.name == name
    assert not asked.key("y")
    asked.key("down")
    assert asked.key("w")
    assert asked.scope is WhatLeaves.LIBRARY
    assert asked.key("T")
    assert asked.scope is WhatLeaves.ARTICLE


def test_a_paste_goes_into_the_file_line_only() -> None:
    asked = form()
    assert not asked.paste("csv")
    asked.field = Field.FILE
    asked.key("ctrl+u")
    assert asked.paste("a\nb.csv")
    assert asked.editor.text == "a b.csv"


@pytest.mark.parametrize(
    ("source", "stem"),
    [
        ("/news/peace-summit.txt", "peace-summit"),
        ("peace.summit.md", "peace.summit"),
        ("/news/Wahl in Köln.txt", "Wahl in Köln"),
        ("https://example.org/2031/bridge-shut.html?x=1#top", "bridge-shut"),
        ("https://example.org/", "example.org"),
        ("https://example.org/a%2F..%2Fb", "b"),
        ("http://[broken", "A title- with parts"),
        ("-", "A title- with parts"),
        ("", "A title- with parts"),
        ("/news/.hidden", "hidden"),
        ("/news/a\x1b[31m\u202eb.txt", "a-[31m-b"),
        ("/news/-rf", "rf"),
        ("/news/...", "A title- with parts"),
    ],
)
def test_names_of_files_come_from_where_the_article_came_from(source: str, stem: str) -> None:
    assert file_stem(source, "A title: with parts") == stem


def test_the_proposed_name_is_never_a_path_nor_too_long_nor_empty() -> None:
    assert file_stem("", "") == "article"
    assert file_stem("", "../../etc/passwd") == "etc-passwd"
    assert file_stem("", "a\\b/c:d") == "a-b-c-d"
    long = file_stem("", "ö" * 500)
    assert long == "ö" * 60


def test_the_proposed_name_is_not_that_of_the_article_itself() -> None:
    assert form("/news/bridge.jsonl").editor.text == "bridge-annotations.jsonl"


def test_what_is_no_name_of_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert target_of(" ~/a.csv ") == tmp_path / "a.csv"
    for name in ("", "  ", "a\0b", "\ud800"):
        with pytest.raises(UsageError):
            target_of(name)


def test_what_speaks_against_a_file(tmp_path: Path) -> None:
    jsonl, table = FORMATS[0], next(f for f in FORMATS if f.name == "csv")
    assert doubts(tmp_path / "new.csv", table, FORMATS) == []
    assert doubts(tmp_path / "nowhere" / "new.csv", table, FORMATS) == []
    assert doubts(tmp_path / "new.csv", jsonl, FORMATS) == ["new.csv is named like csv, but would be jsonl"]
    (tmp_path / "old.csv").write_text("mine")
    assert doubts(tmp_path / "old.csv", table, FORMATS) == ["old.csv is there already and would be replaced"]
    with pytest.raises(UsageError, match="is a folder"):
        doubts(tmp_path, table, FORMATS)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UsageError, match="no ordinary file"):
        doubts(tmp_path / "pipe", table, FORMATS)
    with pytest.raises(StetError, match="cannot be written"):
        doubts(tmp_path / ("x" * 1000), table, FORMATS)
