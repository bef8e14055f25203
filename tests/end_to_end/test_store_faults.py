"""The database refuses: the person is told, the screen shows what is stored, and work goes on when it can."""

from __future__ import annotations

import resource
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from tests.end_to_end.program import Home, counted, counts, quit_reader, ready, saved, told
from tests.terminal import Terminal

_BOUND = (
    "import ctypes, os, sys; drop = ctypes.CDLL(None).prctl; drop(24, 1, 0, 0, 0); drop(24, 2, 0, 0, 0);"
    " os.execv(sys.argv[1], sys.argv[1:])"
)
"""Starts a program without the capabilities (DAC_OVERRIDE, DAC_READ_SEARCH) by which root passes permissions."""
_LIMITED = (
    "import os, resource, sys; hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1];"
    " resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard)); os.execv(sys.argv[1], sys.argv[1:])"
)


def limit_files(terminal: Terminal, size: int) -> None:
    """Let the program's files grow no further than `size` bytes; as if the disk were full."""
    hard = resource.prlimit(terminal.process.pid, resource.RLIMIT_FSIZE)[1]
    resource.prlimit(terminal.process.pid, resource.RLIMIT_FSIZE, (size, hard))


def untagged(terminal: Terminal) -> bool:
    """Tell whether the screen shows that nothing is tagged and nothing saved."""
    margin = "".join(terminal.row(number)[:8] for number in range(1, 12))
    return counts(terminal) == (0, 0, 0) and saved(terminal) == 0 and not set(margin) & set("CQS")


@pytest.fixture
def stored(home: Home) -> Path:
    """An article in the library."""
    return home.shelve("harbour.txt")


def test_a_file_that_cannot_grow_is_told_and_the_next_edit_after_it_is_saved(home: Home, stored: Path) -> None:
    with home.read(stored) as terminal:
        ready(terminal)
        limit_files(terminal, 1024)
        for number, key in enumerate("cqs", 2):
            terminal.press("j")
            terminal.wait_for(f"sentence {number} of")  # so that what was said of the key before is gone
            terminal.press(key)
            told(terminal, "cannot be read or written. Check the disk.")
            assert untagged(terminal)
        terminal.press("k")
        terminal.wait_for("sentence 3 of")
        limit_files(terminal, resource.RLIM_INFINITY)
        terminal.press("q")
        terminal.wait_for("saved 1")
        counted(terminal, 0, 1, 0)
        quit_reader(terminal)
    assert [label for _, label, _ in home.saved_words()] == ["quote"]
    assert home.check() == []


def test_a_new_article_that_could_not_be_stored_is_stored_with_the_first_edit_that_can(home: Home) -> None:
    article = home.write("harbour.txt")
    with home.read(article, wrapper=[sys.executable, "-c", _LIMITED]) as terminal:
        told(terminal, "cannot be read or written")
        ready(terminal)
        terminal.press("j", "c")
        told(terminal, "cannot be read or written")
        assert untagged(terminal)
        limit_files(terminal, resource.RLIM_INFINITY)
        terminal.press("c")
        terminal.wait_for("saved 1")
        quit_reader(terminal)
    assert home.saved_words() == [("kim", "claim", "Why it closes")]
    assert home.check() == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Home]:
    """A home on a file system of 1 MB."""
    path = tmp_path / "small"
    path.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "none", path], capture_output=True, text=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"no file system can be mounted here: {mounted.stderr.strip()}")
    try:
        yield Home(path)
    finally:
        subprocess.run(["umount", "-l", path], check=True)


def fill_up(path: Path) -> None:
    """Make a file as large as the disk lets it become."""
    with path.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(b"\0" * 4096)


def test_a_full_disk_is_told_and_the_next_edit_after_it_is_saved(small_disk: Home) -> None:
    home = small_disk
    article = home.write("harbour.txt")
    ballast = home.path / "ballast"
    with home.read(article) as terminal:
        ready(terminal)
        terminal.press("j", "c")
        terminal.wait_for("saved 1")
        fill_up(ballast)
        for _ in range(50):  # what the journal has room for already is saved yet
            terminal.press("j", "c")
            before = saved(terminal)
            terminal.wait_for(lambda t, n=before: "nothing stored was lost" in t.text() or saved(t) == n + 1)
            if saved(terminal) == before:
                break
        told(terminal, "cannot grow: the disk is full. Free some space; nothing stored was lost.")
        shown = saved(terminal)
        counted(terminal, shown, 0, 0)
        terminal.press("k")
        terminal.wait_for(f"sentence {shown + 1} of")
        ballast.unlink()
        terminal.press("j", "q")
        terminal.wait_for(f"saved {shown + 1}")
        counted(terminal, shown, 1, 0)
        quit_reader(terminal)
    assert len(home.saved_words()) == shown + 1
    assert home.check() == []


def test_a_database_that_stays_locked_is_told_and_the_next_edit_after_it_is_saved(home: Home, stored: Path) -> None:
    with home.read(stored) as terminal, closing(sqlite3.connect(home.db, isolation_level=None)) as other:
        ready(terminal)
        other.execute("BEGIN EXCLUSIVE")
        terminal.press("j", "c")
        told(terminal, "is locked by another program. Close the other program, or try again.")
        assert untagged(terminal)
        other.execute("ROLLBACK")
        terminal.press("j", "q")
        terminal.wait_for("saved 1")
        quit_reader(terminal)
    assert [label for _, label, _ in home.saved_words()] == ["quote"]
    assert home.check() == []


@pytest.fixture
def bound(home: Home) -> Iterator[list[str]]:
    """How to start a program that permissions bind, whoever runs the tests."""
    wrapper = [sys.executable, "-c", _BOUND]
    home.path.chmod(0o555)
    tried = subprocess.run(
        [*wrapper, sys.executable, "-c", "open('tried', 'w')"], cwd=home.path, capture_output=True, check=False
    )
    home.path.chmod(0o755)
    if tried.returncode == 0:
        pytest.skip("permissions do not bind this user")
    yield wrapper
    home.path.chmod(0o755)


def _everything_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


@pytest.mark.parametrize("folder_mode", [0o555, 0o755], ids=["folder too", "file only"])
def test_a_read_only_database_is_read_and_an_edit_is_refused(home: Home, bound: list[str], folder_mode: int) -> None:
    article, other = home.shelve("harbour.txt"), home.write("other.txt", "Nobody has read this yet. It is short.")
    home.db.chmod(0o444)
    home.path.chmod(folder_mode)
    before = _everything_in(home.path)
    with home.read(article, wrapper=bound) as terminal:
        ready(terminal)
        for key in "cqsu":
            terminal.press("j", key)
            told(terminal, "is read-only. Check the rights" if key != "u" else "nothing of yours to undo")
            assert untagged(terminal)
        quit_reader(terminal)
    with home.read(other, wrapper=bound) as terminal:
        terminal.wait_for("Nobody has read this yet")
        told(terminal, "is read-only. Check the rights")
        ready(terminal)
        terminal.press("j", "c")
        told(terminal, "is read-only. Check the rights")
        assert untagged(terminal)
        quit_reader(terminal)
    assert _everything_in(home.path) == before


def test_a_database_that_was_read_only_takes_the_next_edit_when_it_is_no_longer(home: Home, bound: list[str]) -> None:
    article = home.shelve("harbour.txt")
    home.db.chmod(0o444)
    with home.read(article, wrapper=bound) as terminal:
        ready(terminal)
        terminal.press("j", "c")
        told(terminal, "is read-only")
        home.db.chmod(0o644)
        terminal.press("j", "q")
        terminal.wait_for("saved 1")
        counted(terminal, 0, 1, 0)
        quit_reader(terminal)
    assert [label for _, label, _ in home.saved_words()] == ["quote"]
    assert home.check() == []


def test_a_database_that_cannot_be_made_is_told_before_anything_is_shown(home: Home, bound: list[str]) -> None:
    article = home.write("harbour.txt")
    home.path.chmod(0o555)
    with home.read(article, wrapper=bound, columns=200) as terminal:
        assert terminal.wait() == 1
        said = terminal.text().split("\n")
        assert said[:3] == [f"stet: the database {home.db} cannot be made", "Name another file with --db.", ""]
        assert terminal.left_behind() == []
    assert not home.db.exists()


def _foreign(path: Path, library: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
        connection.commit()


def _newer(path: Path, library: Path) -> None:
    path.write_bytes(library.read_bytes())
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version=99")
        connection.commit()


def _flipped(path: Path, library: Path) -> None:
    data = bytearray(library.read_bytes())
    middle = slice(len(data) // 4, 3 * len(data) // 4)
    data[middle] = bytes(byte ^ 0xFF for byte in data[middle])
    path.write_bytes(data)


def _truncated(path: Path, library: Path) -> None:
    data = library.read_bytes()
    path.write_bytes(data[: len(data) // 2 - 100])


def _no_header(path: Path, library: Path) -> None:
    path.write_bytes(b"\0" * 100 + library.read_bytes()[100:])


def _no_database(path: Path, library: Path) -> None:
    path.write_text("Dear diary, this is no database at all.\n" * 100)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (_foreign, "belongs to another program"),
        (_newer, "was written by a newer Stet"),
        (_flipped, "is damaged"),
        (_truncated, "is damaged"),
        (_no_header, "is not a database"),
        (_no_database, "is not a database"),
    ],
)
def test_a_file_that_is_no_library_is_refused_and_not_touched(home: Home, stored: Path, make, said: str) -> None:  # type: ignore[no-untyped-def]
    path = home.path / "other" / "thing.db"
    path.parent.mkdir()
    make(path, home.db)
    for left in path.parent.glob("thing.db-*"):
        left.unlink()
    before = _everything_in(path.parent)
    with home.read(stored, db=path, columns=200) as terminal:
        assert terminal.wait(30) == 1
        lines = terminal.text().rstrip().split("\n")
        assert lines[0].startswith(f"stet: the database {path} {said}"), terminal.text()
        assert len(lines) <= 2
        assert terminal.left_behind() == []
    assert _everything_in(path.parent) == before


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        ("UPDATE schemas SET definition = '{not json'", "the stored schema is damaged"),
        ("UPDATE versions SET blocks = x'00ff'", "the stored article is damaged"),
    ],
)
def test_what_is_damaged_inside_a_library_is_told_in_a_sentence(home: Home, damage: str, said: str) -> None:
    article = home.shelve("harbour.txt")
    with closing(sqlite3.connect(home.db)) as connection:
        connection.execute("INSERT INTO schemas (name, version, definition, created) VALUES ('x', '1', '{}', 'now')")
        connection.execute(damage)
        connection.commit()
    with home.read(article, columns=200) as terminal:
        assert terminal.wait() == 1
        assert terminal.row(0).startswith(f"stet: {said}")
        assert b"Traceback" not in terminal.raw
        assert terminal.left_behind() == []


def test_a_folder_is_no_database(home: Home) -> None:
    article = home.write("harbour.txt")
    with home.read(article, db=home.path, columns=200) as terminal:
        assert terminal.wait() == 1
        assert terminal.row(0) == f"stet: the database {home.path} is a folder"
        assert terminal.left_behind() == []
