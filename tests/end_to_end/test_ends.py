"""However the program ends, pauses or is resized: what was saved is there, and the terminal is left as it was."""

from __future__ import annotations

import os
import select
import signal
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from tests.end_to_end.program import ARTICLE, Home, counts, quit_reader, ready
from tests.terminal import Terminal

SIZES = [(20, 5), (10, 3), (1, 1), (2, 1), (1, 40), (300, 2), (200, 60), (33, 9), (59, 20), (110, 30), (100, 30)]


def beside(terminal: Terminal) -> dict[int, int]:
    """Return the processes that the program has started: id, and a handle that tells when it has ended."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            parent = (folder / "stat").read_text().rpartition(")")[2].split()[1]
            if int(parent) == terminal.process.pid:
                found[int(folder.name)] = os.pidfd_open(int(folder.name))
    return found


def gone(processes: dict[int, int]) -> None:
    """Wait until all of them have ended."""
    for pid, handle in processes.items():
        assert select.select([handle], [], [], 10)[0], f"process {pid} was left behind"
        os.close(handle)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT], ids=lambda number: number.name)
def test_a_signal_ends_the_program_and_leaves_the_terminal_as_it_was(home: Home, number: signal.Signals) -> None:
    with home.read(home.shelve("harbour.txt")) as terminal:
        ready(terminal)
        terminal.press("j", "c")
        terminal.wait_for("saved 1")
        terminal.press("j", "v", "w", "2")
        terminal.wait_for("2")
        started = beside(terminal)
        terminal.kill(number)
        assert terminal.wait() == 128 + number
        assert terminal.left_behind() == []
        assert terminal.text().strip() == ""
        gone(started)
    assert home.saved_words() == [("kim", "claim", "Why it closes")]
    assert home.check() == []


def test_a_signal_before_the_first_page_leaves_the_terminal_as_it_was(home: Home) -> None:
    with home.read(home.shelve("harbour.txt")) as terminal:
        terminal.wait_for(lambda t: t.written > 0)
        terminal.kill(signal.SIGTERM)
        assert terminal.wait() in {-signal.SIGTERM, 128 + signal.SIGTERM}
        assert terminal.left_behind() == []


def finding_sentences(terminal: Terminal) -> dict[int, int]:
    """Wait for the process that finds sentences."""
    while not (started := beside(terminal)):
        assert terminal.process.poll() is None
        terminal.read(0.01)
    return started


def test_kill_9_leaves_no_process_behind(home: Home) -> None:
    with home.read(home.write("long.txt", ARTICLE * 200)) as terminal:
        terminal.wait_for("The harbour of Ostmark")
        started = finding_sentences(terminal)
        terminal.kill()
        terminal.process.wait()
        gone(started)


def test_a_terminal_that_goes_away_ends_the_program(home: Home) -> None:
    with home.read(home.shelve("harbour.txt")) as terminal:
        ready(terminal)
        terminal.press("j", "c")
        terminal.wait_for("saved 1")
        started = beside(terminal)
        os.close(terminal._master)
        terminal._master = -1
        terminal.process.wait(10)
        gone(started)
    assert home.saved_words() == [("kim", "claim", "Why it closes")]
    assert home.check() == []


@pytest.mark.parametrize("keys", [(":q", "enter"), ("Z", "Z"), ("ctrl+q",)], ids=" ".join)
def test_every_way_to_quit_leaves_the_terminal_as_it_was(home: Home, keys: tuple[str, ...]) -> None:
    with home.read(home.shelve("harbour.txt")) as terminal:
        ready(terminal)
        started = beside(terminal)
        terminal.press("2", "j", "c")
        terminal.press(*keys)
        assert terminal.wait() == 0
        assert terminal.left_behind() == []
        assert terminal.text().strip() == ""
        gone(started)
    assert len(home.saved_words()) == 1
    # It opens where it was left.
    assert home.rows("SELECT substr(text, offset + 1, 8) FROM places JOIN versions ON key = places.version") == [
        ("On day 1",)
    ]


@pytest.mark.parametrize("stop", [("ctrl+z",), ("z", "s")], ids=" ".join)
def test_the_program_is_suspended_and_resumed(home: Home, stop: tuple[str, ...]) -> None:
    """A shell does not run here: its part, to wait and to continue, is this test's."""
    with home.read(home.shelve("harbour.txt"), wrapper=[sys.executable, "-c", SHELL]) as terminal:
        ready(terminal)
        terminal.press("j", "c")
        terminal.wait_for("saved 1")
        for number, place in enumerate((3, 4), 1):
            terminal.press(*stop)
            # With its number, for the words of the first stop come to light again with the second.
            terminal.wait_for(f"stop {number}; press Enter")
            assert terminal.left_behind() == []
            terminal.press("enter")
            ready(terminal)
            terminal.press("j")
            terminal.wait_for(f"sentence {place} of")
        terminal.press("q")
        terminal.wait_for("saved 2")
        terminal.press(":q", "enter")
        assert terminal.wait() == 0
        assert terminal.left_behind() == []
    assert [label for _, label, _ in home.saved_words()] == ["claim", "quote"]


SHELL = """
import os, signal, sys
signal.signal(signal.SIGTTOU, signal.SIG_IGN)
job = os.fork()
if job == 0:
    os.setpgid(0, 0)
    os.tcsetpgrp(0, os.getpid())
    signal.signal(signal.SIGTTOU, signal.SIG_DFL)
    os.execv(sys.argv[1], sys.argv[1:])
for stop in range(1, 9):
    _, status = os.waitpid(job, os.WUNTRACED)
    if not os.WIFSTOPPED(status):
        sys.exit(os.waitstatus_to_exitcode(status))
    os.tcsetpgrp(0, os.getpgrp())
    input(f"stop {stop}; press Enter")
    os.tcsetpgrp(0, job)
    os.killpg(job, signal.SIGCONT)
"""
"""What a shell does for a job that is stopped."""


def test_the_terminal_takes_any_size_while_tagging(home: Home) -> None:
    with home.read(home.shelve("harbour.txt"), columns=20, rows=6) as terminal:
        ready(terminal)
        terminal.press("j", "c")
        terminal.wait_for("saved 1")
        edits = 1
        for number, (columns, rows) in enumerate([*SIZES, *reversed(SIZES), (100, 30)]):
            terminal.resize(columns, rows)
            terminal.press("j", "cqs"[number % 3], "g", "esc", "v", "w", "esc", "J", "zz", "I", "?", "esc", "I")
            edits += 1
        terminal.wait_for(f"saved {edits} ", timeout=30)
        terminal.wait_for(lambda t: sum(counts(t)) == edits)
        here = terminal.row(-1)
        for columns, rows in SIZES:  # a size that nothing happens at
            terminal.resize(columns, rows)
            terminal.settle()
        terminal.press("k", "j")
        terminal.wait_for(lambda t: t.row(-1).split("of")[0] == here.split("of")[0])
        quit_reader(terminal)
        assert b"Traceback" not in terminal.raw
    assert len(home.saved_words()) == edits
    assert home.check() == []


@pytest.mark.parametrize(("columns", "rows"), [(20, 6), (10, 3), (1, 1), (400, 100)], ids=str)
def test_the_program_starts_at_any_size(home: Home, columns: int, rows: int) -> None:
    with home.read(home.shelve("harbour.txt"), columns=columns, rows=rows) as terminal:
        terminal.wait_for(lambda t: t.written > 100)
        terminal.settle()
        if columns == 20:
            terminal.wait_for("The harbour of")
            terminal.wait_for("1/122")
            terminal.wait_for("saved 0")
        terminal.press("j", "c")
        terminal.press(":q", "enter")
        assert terminal.wait() == 0
        assert terminal.left_behind() == []
    assert home.saved_words() == [("kim", "claim", "Why it closes")]


def test_the_process_that_finds_sentences_may_be_killed(home: Home) -> None:
    """Whether it had something to do or not: reading and tagging go on."""
    first, second = home.write("long.txt", ARTICLE * 200), home.write("other.txt", "Nobody has read this. It is short.")
    with home.read(first, second) as terminal:
        terminal.wait_for("The harbour of Ostmark")
        for pid in finding_sentences(terminal):
            os.kill(pid, signal.SIGKILL)
        ready(terminal)
        terminal.press("c")
        terminal.wait_for("saved 1")
        terminal.press("M")
        terminal.wait_for("Nobody has read this.")
        terminal.wait_for("sentence 1 of 2")
        terminal.press("q")
        terminal.wait_for("Q 1")
        quit_reader(terminal)
    assert [label for _, label, _ in home.saved_words()] == ["claim", "quote"]
    assert home.check() == []


def test_a_stop_that_cannot_be_seen_to_changes_nothing(home: Home) -> None:
    with home.read(home.shelve("harbour.txt")) as terminal:
        ready(terminal)
        terminal.kill(signal.SIGSTOP)
        terminal.press("j", "c")
        terminal.kill(signal.SIGCONT)
        terminal.wait_for("saved 1")
        quit_reader(terminal)


BROKEN = """
import sys, tui.showing
def hint_lines(desk, width):
    if desk.pending:
        raise LookupError("the \\x1b[5mhints\\x1b[0m are [bold]lost[/]")
    return []
tui.showing.hint_lines = hint_lines
from tui.cli import main
sys.exit(main(sys.argv[3:]))
"""


def test_an_error_of_the_program_itself_ends_it_in_a_sentence(home: Home) -> None:
    article = home.shelve("harbour.txt")
    command = [sys.executable, "-c", BROKEN, "-m", "tui", "--db", home.db, article]
    with Terminal(command, env=home.environment, cwd=home.path) as terminal:
        ready(terminal)
        terminal.press("j", "c")
        terminal.wait_for("saved 1")
        started = beside(terminal)
        terminal.press("g")
        assert terminal.wait() == 1
        assert terminal.left_behind() == []
        assert "this is an error of the program itself: LookupError: the ␛[5mhints␛[0m" in terminal.text()
        assert "What is saved is safe." in terminal.text()
        assert b"Traceback" not in terminal.raw
        gone(started)
    assert home.saved_words() == [("kim", "claim", "Why it closes")]
