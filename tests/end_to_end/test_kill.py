"""kill -9 while tagging: what the screen had shown as saved is there, and the next start goes on."""

from __future__ import annotations

import json
import random
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.end_to_end.program import COUNTS, SAVED, Home, counted, frames, quit_reader, ready, saved, told
from tests.terminal import Terminal

ROUNDS = 15
COLUMNS, ROWS = 100, 24
BURSTS = ("jc", "jq", "js+", "2jc", "kq", "Jc", "js-", "jcx", "jcu", "q!", "jvc", "jcmlate\r", "jqrSIda Brook\r")
LABELS = ("claim", "quote", "stance")


def _kill_while_tagging(terminal: Terminal, chance: random.Random) -> None:
    """Send bursts of keys, and kill the program a moment after it has shown so many more edits as saved."""
    start = len(terminal.raw)
    goal = saved(terminal) + chance.randrange(1, 8)
    terminal.press(*f"{chance.randrange(1, 120)}G")
    while max(map(int, re.findall(rb"saved (\d+)", terminal.raw[start:])), default=0) < goal:
        for _ in range(chance.randrange(1, 6)):
            terminal.press(*chance.choice(BURSTS))
        assert terminal.read(30), terminal.text()
    terminal.press(*"jcjqjs+" * chance.randrange(1, 4))
    terminal.read(chance.uniform(0, 0.05))
    terminal.kill()
    terminal.wait()


def _shown(raw: bytes) -> Iterator[tuple[int, Counter[str]]]:
    """Yield each `saved N` that could be seen, and how many of each label the screen counted with it."""
    for screen in frames(raw, COLUMNS, ROWS):
        number, tags = SAVED.search(screen.row(-1)), COUNTS.search(screen.row(0))
        if number and tags:
            yield int(number[1]), +Counter(dict(zip(LABELS, map(int, tags.groups()), strict=True)))


def _after_steps(home: Home, db: Path) -> list[Counter[str]]:
    """Tell from the history how many of each label there were before the first step and after each."""
    there: dict[str, str] = {}
    after_step: dict[str, Counter[str]] = {"": Counter()}
    for step, subject, after in home.rows("SELECT step, subject, after FROM history ORDER BY number", db=db):
        there.pop(subject, None)
        if after is not None:
            there[subject] = json.loads(after)["label"]
        after_step[step] = Counter(there.values())
    return list(after_step.values())


def test_nothing_that_was_shown_as_saved_is_lost_to_kill_9(home: Home) -> None:
    chance = random.Random(9)
    article = home.write("harbour.txt")
    steps = [Counter[str]()]
    for number in range(ROUNDS):
        with home.read(article, columns=COLUMNS, rows=ROWS) as terminal:
            ready(terminal)
            terminal.wait_for(f"saved {len(steps) - 1} ")
            _kill_while_tagging(terminal, chance)

        # The next start should find it as the kill left it, so this looks at a copy.
        copy = home.path / f"copy-{number}.db"
        for suffix in ("", "-wal"):
            if Path(f"{home.db}{suffix}").exists():
                shutil.copy(f"{home.db}{suffix}", f"{copy}{suffix}")
        steps = _after_steps(home, copy)
        for most, labels in _shown(terminal.raw):
            assert most < len(steps), "an edit that was shown as saved is lost"
            # Title and status line are drawn in turn: a frame may show the one before the other.
            assert labels in steps, "the screen showed tags that are not stored"
        there = home.rows("SELECT label, count(*) FROM annotations GROUP BY label", db=copy)
        assert Counter(dict(there)) == steps[-1]
        assert home.rows("PRAGMA integrity_check", db=copy) == [("ok",)]
        assert home.rows("PRAGMA foreign_key_check", db=copy) == []
    assert len(steps) > ROUNDS
    assert home.check() == []
    assert "nothing is wrong" in home.run("check").stdout


def test_a_wrong_tag_is_taken_back_after_kill_9_and_a_restart(home: Home) -> None:
    article = home.write("harbour.txt")
    with home.read(article) as terminal:
        ready(terminal)
        terminal.press(*"jjq")
        terminal.wait_for("saved 1")
        terminal.press(*"jjs")
        terminal.wait_for("saved 2")
        terminal.kill()
        terminal.wait()
    with home.read(article) as terminal:
        ready(terminal)
        terminal.wait_for("saved 2 ")
        counted(terminal, 0, 1, 1)
        terminal.press(*"ggu")
        terminal.wait_for("saved 3")
        told(terminal, "undone: tagged stance “The harbour master")
        counted(terminal, 0, 1, 0)
        terminal.press("u")
        terminal.wait_for("saved 4")
        told(terminal, "undone: tagged quote “On day 1")
        counted(terminal, 0, 0, 0)
        terminal.press("U")
        terminal.wait_for("saved 5")
        quit_reader(terminal)
    assert [label for _, label, _ in home.saved_words()] == ["quote"]
    assert home.check() == []
