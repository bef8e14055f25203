"""The library, as a person looks through it, marks, tags, removes and opens articles."""

from __future__ import annotations

import asyncio
import csv
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from textual.worker import WorkerCancelled

from annotations.config import first_schema
from annotations.errors import StoreError
from annotations.layers import Layers
from annotations.model import Status
from annotations.store.search import SearchRows
from annotations.workspace import Workspace
from tests.tui.desks import Host, Quiet, add_article, desk_on, span
from tui.desk import Desk
from tui.library import Library
from tui.reading.palette import Palette
from tui.screens.library import LibraryScreen
from tui.session import Session

HOSTILE = "\x1b]0;evil\x07\u202e[b]x[/b] ﷽ 漢字 \x1b[2J"
TEXTS = {
    "/news/bridge.txt": None,
    "/news/tram.txt": "Tram line opens\nIt is ten years late, said Ilse Brandt.\nNobody was there.\n",
    "https://www.courier.example/2031/ferry.html": "Ferry to Östermoor\nNine ferries a day.\n",
    "/news/hostile.txt": f"{HOSTILE}\nNothing.\n",
}


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    session = Session(tmp_path / "library.db", "kim")
    yield session
    session.close()


@pytest.fixture
def desk(session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.chdir(tmp_path)
    documents = []
    for source, text in TEXTS.items():
        more = () if text is None else (text,)
        documents.append(session.submit(lambda w, s=source, m=more: add_article(w, s, *m)).result())
    bridge = documents[0].info
    session.submit(lambda w: w.tag(bridge, "claim", [span("Nine ferries a day carry 4,000 people across.")])).result()
    session.submit(lambda w: w.set_facts(documents[1].info, {"tags": "transport", "date": "2031-03-02"})).result()
    return desk_on(session, documents[0])


@pytest.fixture
def library() -> Library:
    return Library(Layers("kim"))


@pytest.fixture
def host(desk: Desk, library: Library) -> Host:
    return Host(LibraryScreen(desk, library))


async def shown(pilot: Any) -> str:
    """What is on the screen once everything that was begun is done."""
    for _ in range(4):
        with suppress(WorkerCancelled):  # what was typed since has taken its place
            await pilot.app.finished()
        await pilot.pause()
    return str(pilot.app.text())


def screen_of(host: Host) -> LibraryScreen:
    assert isinstance(host.over, LibraryScreen)
    return host.over


def titles(host: Host) -> list[str]:
    library = screen_of(host).library
    return [row.title for index in range(len(library)) if (row := library.at(index)) is not None]


def status(desk: Desk, number: int) -> Status:
    return desk.session.submit(lambda w: w.store.articles.get(number).status).result()


@pytest.mark.parametrize("size", [(20, 10), (80, 24), (120, 40)])
async def test_every_article_has_a_row_at_any_size(host: Host, size: tuple[int, int]) -> None:
    async with host.run_test(size=size) as pilot:
        text = await shown(pilot)
        assert "Library" in text
        for beginning in ("Tram", "Ferry", "Harbour", "␛"):
            assert beginning in text
        assert all(cell_len(line) <= size[0] for line in text.split("\n"))
        assert "\x1b" not in text
        assert "\u202e" not in text
        await pilot.press("j", "question_mark")
        assert "Help: library" in (await shown(pilot)) or size[0] == 20


async def test_columns_tell_source_date_status_counts_and_tags(host: Host) -> None:
    async with host.run_test(size=(160, 40)) as pilot:
        text = await shown(pilot)
        tram, ferry, bridge = (next(line for line in text.split("\n") if word in line[:30]) for word in
                               ("Tram", "Ferry", "Harbour"))  # fmt: skip
        assert "tram.txt" in tram
        assert "2031-03-02" in tram
        assert "courier.exa" in ferry
        assert "begun" in bridge
        assert " 1   ·   · " in bridge


async def test_the_preview_shows_how_it_begins_and_what_is_tagged(host: Host) -> None:
    async with host.run_test(size=(120, 40)) as pilot:
        await pilot.press("slash", *"harbour", "enter")
        text = await shown(pilot)
        assert "The bridge will stay shut until May" in text
        assert "C Nine ferries a day carry" in text
        assert "worked on by kim" in text
        await pilot.press("I")
        assert "worked on by kim" not in await shown(pilot)


async def test_the_preview_showed_what_others_had_tagged(host: Host, desk: Desk) -> None:
    info = desk.reading.info
    assert info is not None
    words = [span("The bridge will stay shut until May")]
    desk.session.submit(lambda w: Workspace(w.store, "lee", first_schema).tag(info, "quote", words)).result()
    async with host.run_test(size=(120, 40)) as pilot:
        await pilot.press("slash", *"harbour", "enter")
        text = await shown(pilot)
        assert "C Nine ferries a day carry" in text
        assert "Q The bridge" not in text
    desk.tags.layers = Layers("kim", None)
    async with Host(LibraryScreen(desk, Library(Layers("kim")))).run_test(size=(120, 40)) as pilot:
        await pilot.press("slash", *"harbour", "enter")
        assert "Q The bridge" in await shown(pilot)


async def test_others_tags_are_counted_where_that_is_asked_for(host: Host, desk: Desk) -> None:
    info = desk.reading.info
    assert info is not None
    words = [span("The bridge will stay shut until May")]
    desk.session.submit(lambda w: Workspace(w.store, "lee", first_schema).tag(info, "quote", words)).result()
    async with host.run_test(size=(120, 40)) as pilot:
        await pilot.press("o", "t", "slash", *"label:quote", "enter")
        await shown(pilot)
        assert titles(host) == []
        await pilot.press("g", "t")
        text = await shown(pilot)
        assert titles(host) == ["Harbour bridge stays shut"]
        assert "others’ tags too" in text
        assert "all layers are shown" in text
        assert desk.tags.layers.others is None
        await pilot.press("escape")
        await shown(pilot)
        assert titles(host)[1:] == ["Ferry to Östermoor", "Harbour bridge stays shut", "Tram line opens"]
        await pilot.press("g", "t")
        assert "only your own layer is shown" in await shown(pilot)
        here = next(row for index in range(4) if (row := screen_of(host).library.at(index)) and row.counts)
        assert here.counts == {"claim": 1}


async def test_the_filter_narrows_as_one_types(host: Host) -> None:
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.press("slash", *"fer")
        assert "1 of 4" in await shown(pilot)
        await pilot.press("backspace", "backspace", "backspace", *"oster")
        assert titles(host) == ["Ferry to Östermoor"]
        await pilot.press("ctrl+u", *"tag:tr", "tab")
        assert screen_of(host).prompt is not None
        assert titles(host) == ["Tram line opens"]
        await pilot.press("ctrl+u", *"label:claim by:kim", "enter")
        assert titles(host) == ["Harbour bridge stays shut"]
        await pilot.press("slash", *" nothing")
        assert "nothing fits that" in await shown(pilot)
        await pilot.press("escape", "escape")
        assert len(titles(host)) == 4


async def test_texts_are_searched_as_one_types(host: Host) -> None:
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.press("f", *"ilse bra")
        text = await shown(pilot)
        assert "It is ten years late, said Ilse Brandt." in text
        assert sorted(titles(host)) == ["Harbour bridge stays shut", "Tram line opens"]
        assert any(style.reverse for style in host.styles_of("Brandt"))
        await pilot.press("enter", "slash", *"tram", "enter")
        assert titles(host) == ["Tram line opens"]
        assert "“ilse bra”" in await shown(pilot)
        await pilot.press("escape", "escape")
        await shown(pilot)
        assert len(titles(host)) == 4
        await pilot.press("f", *"zzz", "enter")
        assert "nothing fits that" in await shown(pilot)
        assert host.open


async def test_a_database_that_fails_is_told_and_ends_nothing(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise StoreError("the database is damaged", "Restore a backup.")

    async with host.run_test(size=(80, 24)) as pilot:
        await shown(pilot)
        monkeypatch.setattr(SearchRows, "numbers", broken)
        await pilot.press("f", *"tram")
        assert "the database is damaged. Restore a backup." in await shown(pilot)
        await pilot.press("escape")
        assert len(titles(host)) == 4


async def test_several_are_marked_tagged_and_taken_back_at_once(host: Host, desk: Desk) -> None:
    async with host.run_test(size=(100, 30)) as pilot:
        await shown(pilot)
        await pilot.press("space", "space")
        assert "2 marked" in await shown(pilot)
        await pilot.press("t", *"checked", "enter")
        assert "set the tags to +checked (2 articles)" in await shown(pilot)
        await pilot.press("M")
        assert "marked 2 articles done" in await shown(pilot)
        await pilot.press("asterisk", "asterisk", "slash", *"tag:checked status:done", "enter")
        await shown(pilot)
        assert len(titles(host)) == 2
        await pilot.press("u", "u")
        assert "undone: set the tags" in await shown(pilot)
        assert titles(host) == []
        await pilot.press("U", "escape", "equals_sign", *"status=doen", "enter")
        assert "the status is new, begun or done" in await shown(pilot)
        await pilot.press("escape")


async def test_what_is_removed_is_gone_until_it_is_undone(host: Host) -> None:
    async with host.run_test(size=(100, 30)) as pilot:
        await pilot.press("slash", *"tram", "enter", "x")
        assert "u brings back what was removed" in await shown(pilot)
        await pilot.press("escape")
        assert sorted(titles(host)) != ["Tram line opens"]
        assert len(titles(host)) == 3
        await pilot.press("f", *"tram")
        await shown(pilot)
        assert titles(host) == []
        await pilot.press("escape", "u")
        await shown(pilot)
        assert len(titles(host)) == 4


async def test_agreement_could_not_be_read_from_the_library(
    host: Host, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(desk.screens, "agreement", lambda: opened.append("agreement"), raising=False)
    async with host.run_test(size=(80, 24)) as pilot:
        await shown(pilot)
        await pilot.press("g", "k")
        await shown(pilot)
    assert opened == ["agreement"]


async def test_an_article_opens_and_the_library_is_as_it_was_left(host: Host, desk: Desk, library: Library) -> None:
    async with host.run_test(size=(80, 24)) as pilot:
        await shown(pilot)
        await pilot.press("o", "t", "slash", *"e", "enter", "j")
        await shown(pilot)
        here = screen_of(host).here()
        assert here is not None
        await pilot.press("enter")
        await shown(pilot)
        assert not host.open
        assert desk.reading.title == here.title
        again = Host(LibraryScreen(desk, library))
    async with again.run_test(size=(80, 24)) as pilot:
        text = await shown(pilot)
        assert "/e" in text
        assert "by title" in text
        assert screen_of(again).here() == here
        await pilot.press("q")
        await shown(pilot)
        assert not again.open


async def test_the_preview_stayed_empty_when_the_article_left_last_was_gone(
    host: Host, desk: Desk, library: Library
) -> None:
    async with host.run_test(size=(120, 40)) as pilot:
        await shown(pilot)
        await pilot.press("q")
    assert library.number is not None
    gone = library.number
    desk.session.submit(lambda w: w.remove_articles([w.store.articles.get(gone)])).result()
    again = Host(LibraryScreen(desk, library))
    async with again.run_test(size=(120, 40)) as pilot:
        await shown(pilot)
        await pilot.press("slash", *"ferry", "enter")
        assert "Nine ferries a day." in await shown(pilot)
        assert library.number == 3 != gone


async def test_titles_and_keys_sort_and_turn_round(host: Host) -> None:
    async with host.run_test(size=(100, 30)) as pilot:
        await shown(pilot)
        await pilot.press("o", "t")
        await shown(pilot)
        assert titles(host)[1:] == ["Ferry to Östermoor", "Harbour bridge stays shut", "Tram line opens"]
        await pilot.press("o", "r")
        await shown(pilot)
        assert titles(host)[0] == "Tram line opens"
        await pilot.press("O", "c")
        assert "sorted by claim" in await shown(pilot)
        assert titles(host)[0] == "Harbour bridge stays shut"
        await pilot.click("Rows", offset=(4, 0))
        await shown(pilot)
        assert titles(host)[-1] == "Tram line opens"
        await pilot.press("o")
        assert "Sort by date" in await shown(pilot)


async def test_what_is_marked_is_exported(host: Host, desk: Desk, tmp_path: Path) -> None:
    async with host.run_test(size=(100, 30)) as pilot:
        await pilot.press("slash", *"harbour", "enter", "space", "escape", "E")
        text = await shown(pilot)
        assert "marked articles" in text
        await pilot.press("right", "enter")
        assert "exported 1 annotation" in await shown(pilot)
        rows = list(csv.DictReader((tmp_path / "library.csv").read_text("utf-8").splitlines()))
        assert [row["article_title"] for row in rows] == ["Harbour bridge stays shut"]


async def beside(host: Host, pilot: Any) -> str:
    """Wait for what goes on beside; what the screen says then."""
    shell = screen_of(host).desk.shell
    assert isinstance(shell, Quiet)
    assert isinstance(shell.started, asyncio.Task)
    await shell.started
    return await shown(pilot)


async def test_a_file_is_brought_in(host: Host, tmp_path: Path) -> None:
    (tmp_path / "storm.txt").write_text("Storm warning lifted\n\nThe storm has passed, the mayor said.\n", "utf-8")
    async with host.run_test(size=(100, 30)) as pilot:
        await shown(pilot)
        await pilot.press("i", *"sto", "tab")
        assert "storm.txt" in await shown(pilot)
        await pilot.press("enter")
        assert "article 5: Storm warning lifted" in await beside(host, pilot)
        assert titles(host)[0] == "Storm warning lifted"
        await pilot.press("i", *"storm.txt", "enter")
        assert "article 5 is there already" in await beside(host, pilot)
        await pilot.press("i", *"none", "enter")
        assert "none" in await beside(host, pilot)
        assert len(titles(host)) == 5


async def test_a_folder_is_brought_in_and_what_fails_is_told(host: Host, tmp_path: Path) -> None:
    folder = tmp_path / "feed"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.txt").write_text(f"Report {number}\n\nNothing happened on day {number}.\n", "utf-8")
    (folder / "broken.txt").write_bytes(b"")
    async with host.run_test(size=(100, 30)) as pilot:
        await shown(pilot)
        await pilot.press("i", *"feed", "enter")
        assert "brought in 3 articles; 1 did not come in" in await beside(host, pilot)
        assert len(titles(host)) == 7
        await pilot.press("i", *"feed", "enter")
        assert "brought in 0 articles; 3 were there already" in await beside(host, pilot)


async def test_pasted_text_is_kept_with_enter_and_dropped_with_esc(host: Host) -> None:
    from textual.events import Paste

    async with host.run_test(size=(100, 30)) as pilot:
        await shown(pilot)
        for key, count in (("escape", 4), ("enter", 5)):
            host.over.post_message(Paste("Ferry sinks\n\nNobody was on it, q said.\n"))
            assert "Pasted text" in await shown(pilot)
            await pilot.press(key)
            if key == "enter":
                assert "kept as article 5" in await beside(host, pilot)
            await shown(pilot)
            assert len(titles(host)) == count


async def test_suggestions_are_found_beside(host: Host) -> None:
    async with host.run_test(size=(100, 30)) as pilot:
        await pilot.press("slash", *"harbour", "enter")
        await shown(pilot)
        await pilot.press("S", "j")
        assert "they are there when an article is opened" in await beside(host, pilot)
        assert screen_of(host).library.stopping is None


async def test_another_program_s_changes_are_seen_when_it_opens_again(host: Host, desk: Desk, library: Library) -> None:
    async with host.run_test(size=(80, 24)) as pilot:
        await shown(pilot)
        await pilot.press("q")
    desk.session.submit(lambda w: w.remove_articles([w.find("/news/tram.txt")])).result()
    desk.session.submit(lambda w: add_article(w, "/news/new.txt", "New dam\nIt holds.\n")).result()
    again = Host(LibraryScreen(desk, library))
    async with again.run_test(size=(80, 24)) as pilot:
        await shown(pilot)
        assert titles(again)[0] == "New dam"
        assert "Tram line opens" not in titles(again)


async def test_an_empty_library_says_how_to_fill_it(tmp_path: Path, desk: Desk) -> None:
    session = Session(tmp_path / "empty.db", "kim")
    empty = desk_on(session, session.submit(lambda w: add_article(w, "/news/bridge.txt")).result())
    session.submit(lambda w: w.remove_articles(w.store.articles.all())).result()
    host = Host(LibraryScreen(empty, Library(Layers("kim"))))
    async with host.run_test(size=(80, 24)) as pilot:
        text = await shown(pilot)
        assert "The library is empty." in text
        await pilot.press("x", "enter", "space", "asterisk", "M")
        assert "no article is here" in await shown(pilot)
    session.close()


async def test_without_colour_marks_and_cursor_are_told_by_signs(host: Host) -> None:
    screen_of(host).list.set_palette(Palette(mono=True))
    async with host.run_test(size=(80, 24)) as pilot:
        await shown(pilot)
        await pilot.press("space", "k")
        assert ">*" in await shown(pilot)
