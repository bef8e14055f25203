"""Files, pipes and terminals that are not what one expects: one sentence, and an exit status that says whose fault."""

from __future__ import annotations

import os
import pty
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.end_to_end.program import ARTICLE, STET, Home, quit_reader, ready


def sentence(output: str) -> str:
    """Return what an error says, in one line; it has a hint at most beside it, and no traceback."""
    lines = output.rstrip("\n").split("\n")
    assert 1 <= len(lines) <= 2, output
    assert lines[0].startswith("stet: "), output
    assert "Traceback" not in output
    return lines[0]


def run_beside(home: Home, *arguments: str | Path, stdin: int, stderr: int) -> subprocess.CompletedProcess[bytes]:
    """Run without any terminal that would be its own."""
    environment = {name: value for name, value in home.environment.items() if value is not None}
    return subprocess.run(
        [*STET, "--db", str(home.db), *map(str, arguments)],
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=stderr,
        env={"PATH": os.environ["PATH"], "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", **environment},
        cwd=home.path,
        start_new_session=True,
        check=False,
        timeout=60,
    )


def test_keys_come_from_the_terminal_when_standard_input_is_none(home: Home) -> None:
    with Path(os.devnull).open() as nothing, home.read(home.write("harbour.txt"), stdin=nothing.fileno()) as terminal:
        ready(terminal)
        terminal.press("j", "c")
        terminal.wait_for("saved 1")
        quit_reader(terminal)
    assert home.saved_words() == [("kim", "claim", "Why it closes")]


def test_without_any_terminal_to_take_keys_from_it_says_so(home: Home) -> None:
    ours, theirs = pty.openpty()
    with Path(os.devnull).open() as nothing:
        done = run_beside(home, home.write("harbour.txt"), stdin=nothing.fileno(), stderr=theirs)
    os.close(theirs)
    said = os.read(ours, 4096).decode().replace("\r\n", "\n")
    os.close(ours)
    assert done.returncode == 2
    assert sentence(said) == "stet: reading needs a terminal to take keys from"
    assert not home.db.exists()


def test_without_a_terminal_to_draw_on_it_says_so(home: Home, tmp_path: Path) -> None:
    article = home.write("harbour.txt")
    with (home.path / "errors").open("wb+") as errors, home.read(article, stderr=errors.fileno()) as terminal:
        assert terminal.wait() == 2
        assert terminal.left_behind() == []
        assert terminal.raw == b""
    said = (home.path / "errors").read_text()
    assert sentence(said) == "stet: reading needs a terminal, and standard error is none"
    assert not home.db.exists()


def test_a_text_from_a_pipe_is_read_with_keys_from_the_terminal(home: Home) -> None:
    source, sink = os.pipe()
    with home.read("-", stdin=source) as terminal:
        os.close(source)
        with os.fdopen(sink, "w", encoding="utf-8") as pipe:
            pipe.write(ARTICLE)
        ready(terminal)
        terminal.press("j", "c")
        terminal.wait_for("saved 1")
        quit_reader(terminal)
    assert home.saved_words() == [("kim", "claim", "Why it closes")]
    assert home.check() == []
    with home.read() as terminal:  # without a name, the library
        terminal.wait_for("1 of 1")
        terminal.press("enter")
        ready(terminal)
        terminal.wait_for("C 1")
        quit_reader(terminal)


def test_an_empty_pipe_is_told(home: Home) -> None:
    with Path(os.devnull).open() as nothing, home.read("-", stdin=nothing.fileno(), columns=200) as terminal:
        assert terminal.wait() == 1
        assert "is empty" in sentence(terminal.text().rstrip())
        assert terminal.left_behind() == []
    assert not home.db.exists()


def test_a_terminal_is_no_text_to_read(home: Home) -> None:
    with home.read("-", columns=200) as terminal:
        assert terminal.wait() == 2
        assert sentence(terminal.text().rstrip()) == "stet: there is nothing on standard input"
        assert terminal.left_behind() == []


def test_standard_output_is_left_alone(home: Home) -> None:
    article = home.shelve("harbour.txt")
    with (home.path / "output").open("wb") as output, home.read(article, stdout=output.fileno()) as terminal:
        ready(terminal)
        terminal.press("j", "c")
        terminal.wait_for("saved 1")
        quit_reader(terminal)
    assert (home.path / "output").read_bytes() == b""


@pytest.mark.parametrize("term", [None, "dumb"])
def test_an_unknown_kind_of_terminal_is_no_reason_to_crash(home: Home, term: str | None) -> None:
    with home.read(home.shelve("harbour.txt"), env={"TERM": term}) as terminal:
        ready(terminal)
        terminal.press("j", "c")
        terminal.wait_for("saved 1")
        quit_reader(terminal)


def test_a_locale_without_utf8_is_no_reason_to_crash(home: Home) -> None:
    with home.read(home.shelve("häfen.txt"), env={"LC_ALL": "C", "LANG": None}) as terminal:
        ready(terminal)
        terminal.wait_for("“We will wait,”")
        terminal.press("j", "j", "j", "c")
        terminal.wait_for("saved 1")
        quit_reader(terminal)


def _missing(path: Path) -> None:
    pass


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _binary(path: Path) -> None:
    path.write_bytes(bytes(range(256)) * 20)


def _folder(path: Path) -> None:
    path.mkdir()


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _socket(path: Path) -> None:
    import socket

    with socket.socket(socket.AF_UNIX) as server:
        server.bind(path.name)


def _loop(path: Path) -> None:
    path.symlink_to(path)


@pytest.mark.parametrize(
    ("library", "makes"),
    [
        ("new", [_missing, _empty, _binary, _folder, _pipe, _socket, _loop]),
        ("old", [_missing, _folder]),
    ],
)
def test_what_is_no_article_is_refused_in_a_sentence(
    home: Home, library: str, makes: list[Callable[[Path], None]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(home.path)
    if library == "old":
        home.shelve("harbour.txt")
    for make in makes:
        path = home.path / f"thing{make.__name__}"
        make(path)
        with home.read(path, columns=250) as terminal:
            assert terminal.wait() in {1, 2}, path
            said = sentence(terminal.text().rstrip())
            assert len(said) > len(f"stet: {path}: "), said
            assert path.name in said
            assert terminal.left_behind() == []


def test_names_that_no_file_can_have_are_refused_in_a_sentence(home: Home) -> None:
    for name in ("x" * 300, "a/" * 3000, "~nobody-of-that-name/x.txt", "\udcff\udcfe"):
        with home.read(name, columns=250) as terminal:
            assert terminal.wait() in {1, 2}, (name, terminal.text())
            assert b"Traceback" not in terminal.raw, name
            assert terminal.left_behind() == []


COLOURS = {*range(30, 39), *range(40, 49), *range(90, 98), *range(100, 108)}
ITALIC, UNDERLINED, DOUBLY_UNDERLINED = 3, 4, 21


def styles(raw: bytes) -> set[int]:
    """Return every number by which colours and styles were asked for."""
    return {int(number) for order in re.findall(rb"\x1b\[([0-9;]*)m", raw) for number in order.split(b";") if number}


def test_no_color_takes_every_colour_and_leaves_tags_told_apart(home: Home) -> None:
    with home.read(home.shelve("harbour.txt"), env={"NO_COLOR": "1"}) as terminal:
        ready(terminal)
        looks = {}
        terminal.press("J")
        for key, words in (("c", "Why it closes"), ("q", "On day 1 of"), ("s", "On day 2 of")):
            terminal.press(key, "J")
            terminal.wait_for(f"saved {len(looks) + 1}")
            column, row = terminal.find(words)
            terminal.settle()
            looks[key] = {
                name for name in ("underscore", "italics", "reverse") if getattr(terminal.cell(column, row), name)
            }
            assert key.upper() in terminal.row(row)[:column]
        plain = terminal.find("On day 4 of")
        assert all(looks.values())
        # The terminal of this test does not tell a double underline from a single one; the bytes do.
        assert styles(terminal.raw) >= {ITALIC, UNDERLINED, DOUBLY_UNDERLINED}
        assert looks["s"] > {"italics"}
        assert not terminal.cell(*plain).underscore
        terminal.press("/", "strike", "enter")
        terminal.wait_for("match 3 of")
        terminal.press("v", "w", "?")
        terminal.wait_for("Select a word; again: fix its start")
        terminal.press("q", "E")
        terminal.wait_for("xport")
        terminal.press("esc", "P")
        terminal.wait_for("Search for commands")
        terminal.press("esc")
        terminal.wait_for(lambda t: "Search for commands" not in t.text())
        assert not styles(terminal.raw) & COLOURS
        quit_reader(terminal)


def test_an_empty_no_color_means_nothing(home: Home) -> None:
    with home.read(home.shelve("harbour.txt"), env={"NO_COLOR": ""}) as terminal:
        ready(terminal)
        assert styles(terminal.raw) & COLOURS
        quit_reader(terminal)
