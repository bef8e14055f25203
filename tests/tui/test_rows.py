"""A long list, as a person moves in it; and the screen around it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from annotations.errors import UsageError
from tests.tui.desks import Host, add_article, desk_on
from tui.desk import Desk
from tui.prompt import Prompt
from tui.reading.listed import Column, Place, Row, cell, fitted, highlighted, line_of
from tui.reading.painting import Parts
from tui.reading.palette import Palette
from tui.screens.listing import ListingScreen, spread
from tui.session import Session
from tui.widgets.rows import Rows

COLUMNS = (
    Column("title", 20, 8, grows=True, id="title"),
    Column("source", 12, 6, rank=2, id="source"),
    Column("no", 7, 3, right=True, rank=1, id="number"),
)
HOSTILE = "\x1b[2J\u202eevil\x07 [b]x[/b] 漢字" + "e" + "\u0301" * 50


class Numbers:
    """Very many rows, made when they are asked for."""

    def __init__(self, count: int = 1_000_000) -> None:
        self.count = count
        self.asked: list[tuple[int, int]] = []
        self.marked: set[int] = set()

    def __len__(self) -> int:
        return self.count

    def rows(self, first: int, count: int) -> Sequence[Row | None]:
        self.asked.append((first, count))
        return [
            Row((cell(f"row {index}"), cell(HOSTILE), cell(str(index))), marked=index in self.marked)
            if index % 10 != 9
            else None
            for index in range(first, first + count)
        ]


class Listing(ListingScreen[str]):
    """A list that does next to nothing."""

    HINTS = (("list.filter", "filter"), ("list.help", "help"))
    HAS_PREVIEW = True

    def __init__(self, desk: Desk, numbers: Numbers) -> None:
        super().__init__(desk, COLUMNS, numbers)
        self.numbers = numbers
        self.gate = asyncio.Event()

    def heading(self, width: int) -> Parts:
        return spread([(" Numbers", ("heading",))], [(f"{self.list.cursor + 1} of {len(self.numbers)} ", ())], width)

    def preview(self, width: int, height: int) -> Sequence[Parts]:
        return [[(f"about {self.list.cursor}, {width} by {height}", ())]]

    def mark_row(self) -> None:
        self.numbers.marked ^= {self.list.cursor}

    async def open_row(self) -> None:
        await self.gate.wait()
        self.leave(f"row {self.list.cursor}")

    def filter_by(self, typed: str) -> None:
        super().filter_by(typed)
        self.numbers.count = 1_000_000 if not typed else 3

    def pasted(self, text: str) -> None:
        self.fail(UsageError(f"no {text.split(maxsplit=1)[0]} here", "Type it."))


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    session = Session(tmp_path_factory.mktemp("rows") / "library.db", "kim")
    yield session
    session.close()


@pytest.fixture
def screen(session: Session) -> Listing:
    document = session.submit(lambda w: add_article(w, "/news/bridge.txt")).result()
    return Listing(desk_on(session, document), Numbers())


def lines(host: Host) -> list[str]:
    return host.text().split("\n")


# Columns


@given(st.integers(1, 200), st.lists(st.tuples(st.integers(1, 40), st.integers(1, 20), st.booleans()), min_size=1))
def test_columns_never_overlap_and_never_pass_the_edge(width: int, given: list[tuple[int, int, bool]]) -> None:
    columns = [Column("x", wide, min(least, wide), grows, rank=i) for i, (wide, least, grows) in enumerate(given)]
    places = fitted(columns, width)
    assert places
    end = 0
    for place in places:
        assert place.start >= end
        assert place.width >= 1
        end = place.start + place.width
    assert end <= width


@given(st.lists(st.text(max_size=30), min_size=1, max_size=4), st.integers(1, 60))
def test_a_line_fills_its_places_exactly_whatever_is_in_it(texts: list[str], width: int) -> None:
    line = line_of((tuple((text, ()) for text in texts),), (Column("x", width),), (Place(0, width),))
    assert sum(cell_len(text) for text, _ in line) == width
    assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", "".join(text for text, _ in line))


def test_matches_stand_out_inside_a_cell_also_where_it_is_cut() -> None:
    found = highlighted("the tram line is late", [(4, 8), (17, 21)])
    assert found == (("the ", ()), ("tram", ("match",)), (" line is ", ()), ("late", ("match",)))
    line = line_of((found,), (Column("x", 11),), (Place(0, 11),))
    assert line == [("the ", ()), ("tram", ("match",)), (" l…", ()), ("", ())]


def test_with_little_room_the_least_needed_columns_go_first() -> None:
    assert [place.column for place in fitted(COLUMNS, 60)] == [0, 1, 2]
    assert [place.column for place in fitted(COLUMNS, 18)] == [0, 2]
    assert [place.column for place in fitted(COLUMNS, 8)] == [0]


# The screen


async def test_only_the_rows_on_the_screen_are_asked_for(screen: Listing) -> None:
    host = Host(screen)
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("G")
        await pilot.pause()
        assert "row 999998" in host.text()
        assert lines(host)[0].endswith("1000000 of 1000000")
        await pilot.press("g", "g", "j", "j", "k")
        await pilot.pause()
        assert lines(host)[0].endswith("2 of 1000000")
        assert max(count for _, count in screen.numbers.asked) <= 24


async def test_pages_counts_and_ends(screen: Listing) -> None:
    host = Host(screen)
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.press("pagedown")
        down = screen.list.cursor
        assert down == screen.list.page_rows - 1
        await pilot.press("pageup", "5", "j")
        assert screen.list.cursor == 5
        await pilot.press("1", "2", "G", "ctrl+d", "ctrl+u", "home")
        assert screen.list.cursor == 0
        await pilot.press("k", "pageup")
        assert screen.list.cursor == 0


async def test_hostile_text_is_shown_and_not_obeyed(screen: Listing) -> None:
    host = Host(screen)
    async with host.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        text = host.text()
        assert "␛[2J" in text
        assert "\x1b" not in text
        assert "\u202e" not in text


@pytest.mark.parametrize("size", [(20, 10), (80, 24), (120, 40), (5, 3), (20, 1)])
async def test_it_fits_any_screen(screen: Listing, size: tuple[int, int]) -> None:
    host = Host(screen)
    async with host.run_test(size=size) as pilot:
        await pilot.press("j", "G", "g", "g", "slash", "a", "enter")
        await pilot.pause()
        assert all(cell_len(line) <= size[0] for line in lines(host))
        assert len(lines(host)) <= size[1]
        assert ("about 0, " in host.text()) is (size[1] >= 18)


async def test_the_filter_is_typed_over_the_rows_and_dropped(screen: Listing) -> None:
    host = Host(screen)
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.press("slash", *"row q")
        assert screen.wanted == "row q"
        assert "of 3" in (await shown(pilot))
        await pilot.press("down", "enter")
        text = await shown(pilot)
        assert "/row q" in text
        assert screen.list.cursor == 1
        await pilot.press("slash", "x", "escape")
        assert screen.wanted == "row q"
        await pilot.press("escape")
        assert (screen.wanted, host.open) == ("", True)
        await pilot.press("escape")
        await pilot.pause()
        assert not host.open


async def test_keys_wait_for_what_is_done_and_go_on_after_it(screen: Listing) -> None:
    host = Host(screen)
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.press("j", "enter", "j", "j")
        assert screen.list.cursor == 1
        screen.gate.set()
        await host.finished()
        await pilot.pause()
        assert host.returned == ["row 1"]


async def test_the_mouse_moves_marks_and_scrolls(screen: Listing) -> None:
    host = Host(screen)
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.click(Rows, offset=(10, 4))
        assert screen.list.cursor == 3
        await pilot.click(Rows, offset=(1, 2))
        assert screen.numbers.marked == {1}
        assert ">*row 1" in await shown(pilot)
        screen.list.scroll_rows(10)
        assert (screen.list.top, screen.list.cursor) == (10, 10)


async def test_help_lists_the_keys_of_the_list(screen: Listing) -> None:
    host = Host(screen)
    async with host.run_test(size=(100, 40)) as pilot:
        await pilot.press("question_mark")
        text = await shown(pilot)
        assert "Help: lists" in text
        assert "Go to the next row" in text
        assert "Go to the next sentence" not in text


async def test_pasted_text_is_never_keys(screen: Listing) -> None:
    from textual.events import Paste

    host = Host(screen)
    async with host.run_test(size=(80, 24)) as pilot:
        screen.post_message(Paste("paste\nGj"))
        assert "no paste here. Type it." in await shown(pilot)
        screen.ask(Prompt("name: ", lambda _: None))
        screen.post_message(Paste("a\nb"))
        assert "name: a b" in await shown(pilot)


async def test_the_cursor_is_told_without_colour(session: Session, screen: Listing) -> None:
    screen.list.set_palette(Palette(mono=True))
    host = Host(screen)
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.press("j", "j")
        assert "> row 2" in await shown(pilot)
        assert all(style.bold for style in host.styles_of("row 2"))


async def shown(pilot: Any) -> str:
    await pilot.pause()
    return str(pilot.app.text())
