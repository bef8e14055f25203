"""The first page is on the terminal before Textual is, and nothing is seen of Textual's coming."""

from __future__ import annotations

import pytest
from pyte.screens import Char

from tests.end_to_end.program import ARTICLE, Home, quit_reader, ready
from tests.terminal import Terminal
from tests.vt import Emulator

TEXTUALS_FIRST = b"\x1b[?1000h"
"""Asks for the mouse, which only Textual does."""
HOSTILE = "\x1b]0;owned\x07Head\u202eline\n\nNUL \x00, [red]markup[/red], e\u0301, 👩‍👧, 漢字 and \x9b31m C1.\n\n" * 30


def before_textual(terminal: Terminal, columns: int, rows: int) -> Emulator:
    """What was on the screen when Textual took the terminal over."""
    drawn, found, _ = terminal.raw.partition(TEXTUALS_FIRST)
    assert found
    return played(drawn, columns, rows)


def played(drawn: bytes, columns: int, rows: int) -> Emulator:
    screen = Emulator(columns, rows)
    screen.feed(drawn)
    return screen


def article(screen: Emulator) -> list[list[Char]]:
    """The cells of the rows between the title and what stands below the article."""
    lines, columns = screen.screen.lines, screen.screen.columns
    edges = (row for row in range(1, lines - 1) if screen.row(row).startswith(("▔▔▔", "---")))
    # What stands beside the article begins at an edge.
    beside = screen.row(1).find("▏")
    width = columns if beside < 0 else beside
    return [[screen.screen.buffer[row][x] for x in range(width)] for row in range(1, min(edges, default=lines - 1))]


@pytest.mark.parametrize(
    ("size", "env", "options"),
    [
        ((100, 30), {}, ()),
        ((80, 24), {}, ()),
        ((120, 40), {}, ()),
        ((30, 12), {}, ()),
        ((20, 6), {}, ()),
        ((100, 30), {"NO_COLOR": "1"}, ()),
        ((100, 30), {"COLORTERM": None, "TERM": "xterm-256color"}, ()),
        ((100, 30), {"COLORTERM": None, "TERM": "xterm"}, ()),
        ((80, 24), {}, ("--ascii",)),
    ],
    ids=str,
)
@pytest.mark.parametrize("text", [ARTICLE, HOSTILE], ids=["news", "hostile"])
def test_textual_draws_what_is_there_already(
    home: Home, text: str, size: tuple[int, int], env: dict[str, str | None], options: tuple[str, ...]
) -> None:
    columns, rows = size
    quiet = home.write("quiet.toml", "[reader]\nsuggest = []\n")
    file = home.shelve("harbour.txt", text)
    with home.read(file, *options, env={"STET_CONFIG": str(quiet), **env}, columns=columns, rows=rows) as terminal:
        ready(terminal)
        terminal.settle()
        after = article(played(terminal.raw, columns, rows))
        before = article(before_textual(terminal, columns, rows))[: len(after)]
        assert [row[: len(line)] for row, line in zip(before, after, strict=True)] == after
        assert any(cell.data.strip() for row in after for cell in row)
        quit_reader(terminal)


@pytest.mark.parametrize(("columns", "rows", "options"), [(100, 30, ()), (120, 40, ()), (80, 24, ("--ascii",))])
def test_what_was_suggested_for_the_page_is_on_it_from_the_first(
    home: Home, columns: int, rows: int, options: tuple[str, ...]
) -> None:
    file = home.shelve("harbour.txt")
    with home.read(file, columns=columns, rows=rows) as terminal:
        ready(terminal)
        terminal.wait_for(lambda shown: "·" in shown.text())
        terminal.settle(1000)
        quit_reader(terminal)
    with home.read(file, *options, columns=columns, rows=rows) as terminal:
        ready(terminal)
        terminal.settle(1000)
        after = article(played(terminal.raw, columns, rows))
        before = article(before_textual(terminal, columns, rows))[: len(after)]
        assert [row[: len(line)] for row, line in zip(before, after, strict=True)] == after
        margins = ["".join(cell.data for cell in row[:12]) for row in before]
        assert sum("·" in margin for margin in margins) > 2
        assert any(cell.italics for row in before for cell in row)
        quit_reader(terminal)


def test_what_was_dismissed_or_accepted_is_not_suggested_by_the_first_page(home: Home) -> None:
    file = home.shelve("harbour.txt")
    with home.read(file) as terminal:
        ready(terminal)
        terminal.wait_for(lambda shown: "·" in shown.text())
        terminal.settle(1000)
        first = terminal.text().count("·")
        terminal.press("tab", "d", "tab", "a")
        terminal.wait_for("saved 1")
        terminal.settle(1000)
        left = terminal.text().count("·")
        assert 0 < left < first
        quit_reader(terminal)
    with home.read(file) as terminal:
        ready(terminal)
        assert before_textual(terminal, 100, 30).text().count("·") <= left
        quit_reader(terminal)


def test_the_page_where_one_stopped_is_drawn_first(home: Home) -> None:
    file = home.shelve("harbour.txt")
    with home.read(file) as terminal:
        ready(terminal)
        terminal.press("7", "0", "j")
        terminal.wait_for("sentence 71")
        quit_reader(terminal)
    with home.read(file) as terminal:
        ready(terminal)
        place = terminal.row(-1).split("of")[0]
        assert "71" in place
        assert "▌" in before_textual(terminal, 100, 30).text()
        quit_reader(terminal)


def test_what_is_typed_before_textual_listens_is_not_lost_and_not_seen(home: Home) -> None:
    with home.read(home.shelve("harbour.txt")) as terminal:
        terminal.wait_for("The harbour of Ostmark")
        terminal.press("j", "j", "c")
        terminal.wait_for("saved 1", timeout=30)
        assert "jjc" not in before_textual(terminal, 100, 30).text()
        quit_reader(terminal)
    assert home.saved_words() == [("kim", "claim", ARTICLE.split("\n")[2].partition(". ")[0] + ".")]
