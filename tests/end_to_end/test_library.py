"""The library in a real terminal: what `stet` without a file opens."""

from __future__ import annotations

import pytest

from tests.end_to_end.program import Home, quit_reader, ready, told
from tests.end_to_end.test_hostile_text import SEQUENCES, orders
from tests.terminal import Terminal

HOSTILE = f"{SEQUENCES['title']}{SEQUENCES['clear']}{SEQUENCES['bidi']}{SEQUENCES['markup']}"


def left(terminal: Terminal) -> None:
    """Leave by keys, and see that nothing is left behind."""
    terminal.press("Z", "Z")
    assert terminal.wait() == 0
    assert terminal.left_behind() == []


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (20, 10)])
def test_without_a_file_the_library_opens_and_an_article_from_it(home: Home, size: tuple[int, int]) -> None:
    home.shelve("harbour.txt")
    home.shelve("storm.txt", "Storm lifts\nThe storm has passed, the mayor said.\n")
    with home.read(columns=size[0], rows=size[1]) as terminal:
        terminal.wait_for("1 of 2")
        terminal.press("/", *"harb", "enter")
        terminal.wait_for(lambda t: "Storm" not in t.text() and "harbour" in t.text())
        terminal.press("enter")
        ready(terminal)
        terminal.press("j", "c")
        terminal.wait_for("saved 1")
        terminal.press("L")
        terminal.wait_for(lambda t: "/harb" in t.text() and "Library" in t.row(0))
        terminal.press("esc")
        terminal.wait_for("Storm")
        terminal.press("q")
        ready(terminal)
        quit_reader(terminal)
    assert home.saved_words() == [("kim", "claim", "Why it closes")]
    assert home.check() == []


def test_a_library_that_is_yet_to_be_made_says_how_to_fill_it(home: Home) -> None:
    with home.read() as terminal:
        told(terminal, "The library is empty.")
        terminal.press("i", *str(home.write("harbour.txt")), "enter")
        told(terminal, "article 1: The harbour of Ostmark closes on Sunday.")
        terminal.press("enter")
        ready(terminal)
        quit_reader(terminal)


@pytest.mark.parametrize("keys", [("q",), ("Z", "Z"), ("ctrl+q",)], ids=" ".join)
def test_every_way_to_quit_the_library_leaves_the_terminal_as_it_was(home: Home, keys: tuple[str, ...]) -> None:
    home.shelve("harbour.txt")
    with home.read() as terminal:
        terminal.wait_for("1 of 1")
        terminal.press("j", *keys)
        assert terminal.wait() == 0
        assert terminal.left_behind() == []
        assert terminal.text().strip() == ""


def test_hostile_titles_are_seen_and_not_obeyed(home: Home) -> None:
    home.shelve("hostile.txt", f"{HOSTILE}\nNothing.\n")
    with home.read(columns=120, rows=40) as terminal:
        terminal.wait_for("1 of 1")
        terminal.wait_for("␛]0;owned")
        terminal.press("f", *"nothing")
        told(terminal, "“nothing”")
        terminal.press("enter", "x")
        told(terminal, "brings back what was removed")
        assert orders(terminal) == []
        terminal.press("u")
        told(terminal, "undone: removed 1 article")
        left(terminal)


def test_without_colour_the_library_is_as_clear(home: Home) -> None:
    home.shelve("harbour.txt")
    with home.read(env={"NO_COLOR": "1"}) as terminal:
        terminal.wait_for("1 of 1")
        terminal.press("space")
        terminal.wait_for(">*")
        assert b"\x1b[38;2" not in terminal.raw
        left(terminal)


def test_how_much_was_seen_is_there_after_a_restart(home: Home) -> None:
    home.shelve("harbour.txt")
    with home.read("1", rows=30) as terminal:
        ready(terminal)
        terminal.press("G")
        terminal.settle()
        quit_reader(terminal)
    ((seen, sentences),) = home.rows("SELECT seen, sentences FROM progress")
    assert sentences == 122
    assert 10 < seen < 60
    with home.read(columns=100) as terminal:
        terminal.wait_for(f"{100 * seen // sentences}%")
        left(terminal)


def test_what_is_removed_stays_away_and_other_programs_see_it(home: Home) -> None:
    home.shelve("harbour.txt")
    home.shelve("storm.txt", "Storm lifts\nThe storm has passed, the mayor said.\n")
    with home.read() as terminal:
        terminal.wait_for("1 of 2")
        terminal.press("/", *"storm", "enter", "x")
        told(terminal, "removed 1 article")
        assert "Storm" not in home.run("list").stdout
        assert home.run("restore", "2").stdout == "brought back 1 article\n"
        terminal.press("q", "esc")
        assert terminal.wait() == 0
    assert "Storm" in home.run("list").stdout


def test_done_goes_on_to_the_next_article_of_the_library(home: Home) -> None:
    for number in range(3):
        home.shelve(f"{number}.txt", f"Report {number}\nNothing happened on day {number}.\n")
    with home.read(columns=100) as terminal:
        terminal.wait_for("1 of 3")
        terminal.press("o", "t")
        told(terminal, "sorted by title")
        terminal.press("j", "enter")
        terminal.wait_for("day 1")
        ready(terminal)
        terminal.press("M")
        terminal.wait_for("day 2")
        terminal.press("L")
        terminal.wait_for(lambda t: any(row.startswith("> Report 2") for row in t.text().split("\n")))
        left(terminal)
    assert home.rows("SELECT status FROM articles ORDER BY number") == [("new",), ("done",), ("new",)]
