"""The export dialog, as a person fills it in; and the files that come of it."""

import json
from pathlib import Path

import pytest
from textual.events import Paste

import tui.screens.export as export_module
from annotations.errors import StetError
from annotations.formats import FORMATS as ALL_FORMATS
from tests.tui.desks import TEXT, Host, add_article, desk_on
from tests.tui.export.dialog import TAGGED, names_in, prose, rows, shown, told
from tui.desk import Desk
from tui.screens.export import ExportScreen
from tui.session import Session


async def test_an_article_leaves_as_csv(desk: Desk, tmp_path: Path) -> None:
    host = Host(ExportScreen(desk))
    async with host.run_test(size=(80, 24)) as pilot:
        text = await told(pilot)
        assert "[jsonl]  csv" in text
        assert "lossless" in text
        assert tmp_path.name in text
        await pilot.press("right")
        text = await told(pilot)
        assert "[csv]" in text
        assert "bridge.csv" in text
        await pilot.press("enter")
        await told(pilot)
        assert not host.open
        assert host.returned == ["exported 2 annotations to bridge.csv"]
    assert [(row["label"], row["text"]) for row in rows(tmp_path / "bridge.csv")] == list(TAGGED)
    assert names_in(tmp_path) == ["bridge.csv", "bridge.csv-metadata.json"]


async def test_the_library_leaves_as_jsonl_under_another_name(desk: Desk, tmp_path: Path) -> None:
    host = Host(ExportScreen(desk))
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.press("tab", "w", "down", "ctrl+u", *"all q.jsonl")
        text = await told(pilot)
        assert "[whole library]" in text
        assert "›file    all q.jsonl" in text
        await pilot.press("enter")
        await told(pilot)
        assert host.returned == ["exported 2 annotations of 2 articles to all q.jsonl"]
    lines = (tmp_path / "all q.jsonl").read_text(encoding="utf-8").splitlines()
    assert sorted(json.loads(line)["source"] for line in lines) == ["/news/bridge.txt", "/news/other.txt"]
    assert TEXT in [json.loads(line)["text"] for line in lines]


async def test_what_is_there_is_replaced_by_a_second_enter_only(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "bridge.csv").write_text("mine")
    host = Host(ExportScreen(desk))
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.press("c", "enter")
        assert "bridge.csv is there already and would be replaced – Enter again does it" in await told(pilot)
        # Anything else takes the question back.
        await pilot.press("j", "c", "enter")
        assert "Enter again does it" in await told(pilot)
        assert (tmp_path / "bridge.csv").read_text() == "mine"
        await pilot.press("enter")
        await told(pilot)
        assert host.returned == ["exported 2 annotations to bridge.csv"]
    assert len(rows(tmp_path / "bridge.csv")) == 2


async def test_two_enters_in_one_burst_replace_nothing(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "bridge.csv").write_text("mine")
    screen = ExportScreen(desk)
    host = Host(screen)
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.press("c")
        screen.press("enter")
        screen.press("enter")
        assert "Enter again does it" in await told(pilot)
    assert (tmp_path / "bridge.csv").read_text() == "mine"


async def test_what_went_wrong_is_said_in_the_dialog(session: Session, desk: Desk, tmp_path: Path) -> None:
    host = Host(ExportScreen(desk))
    async with host.run_test(size=(100, 24)) as pilot:
        await pilot.press("up", "ctrl+u", *"gone/a.jsonl", "enter")
        text = prose(await told(pilot))
        assert "gone/a.jsonl cannot be written: No such file or directory. There is no folder gone." in text
        await pilot.press("ctrl+u", "enter")
        assert "the export needs the name of a file" in await told(pilot)
        host.post_message(Paste(str(session.path)))
        await pilot.press("enter")
        await told(pilot)
        await pilot.press("enter")
        assert "library.db is the database itself. Give the export another name." in prose(await told(pilot))
        assert host.open
        await pilot.press("ctrl+u", *"a.jsonl", "enter")
        await told(pilot)
        assert host.returned == ["exported 2 annotations to a.jsonl"]
    assert names_in(tmp_path) == ["a.jsonl"]


@pytest.mark.parametrize("keys", [("escape",), ("ctrl+c",), ("q",), ("tab", "q"), ("up", "escape"), ("up", "ctrl+c")])
async def test_the_dialog_is_dropped(desk: Desk, tmp_path: Path, keys: tuple[str, ...]) -> None:
    host = Host(ExportScreen(desk))
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.press(*keys)
        await told(pilot)
        assert not host.open
        assert host.returned == [None]
    assert names_in(tmp_path) == []


async def test_in_the_file_line_q_is_a_letter(desk: Desk) -> None:
    host = Host(ExportScreen(desk))
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.press("up", "q")
        assert "bridge.jsonlq" in await told(pilot)


async def test_the_dialog_is_used_with_the_mouse(desk: Desk, tmp_path: Path) -> None:
    host = Host(ExportScreen(desk))

    async def click(words: str) -> None:
        lines = (await told(pilot)).splitlines()
        y = next(y for y, line in enumerate(lines) if words in line)
        await pilot.click(offset=(lines[y].index(words), y))

    async with host.run_test(size=(100, 30)) as pilot:
        await click("csv")
        await click("whole library")
        text = await told(pilot)
        assert "[csv]" in text
        assert "[whole library]" in text
        await click("library.csv")
        await pilot.press("x")
        assert "library.csvx" in await told(pilot)
        await pilot.press("backspace")
        await click("Enter exports")
        await told(pilot)
        assert host.returned == ["exported 2 annotations of 1 article to library.csv"]
    assert len(rows(tmp_path / "library.csv")) == 2


async def test_an_article_that_never_reached_the_library_says_so(desk: Desk, tmp_path: Path) -> None:
    desk.reading.info = None
    host = Host(ExportScreen(desk))
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        await shown(pilot, "waiting until the article is in the library")
        desk.stored(StetError("the disk is full", "Make room."))
        assert "the disk is full. Make room." in await told(pilot)
        await pilot.press("tab", "w", "enter")
        await told(pilot)
        assert host.returned == ["exported 2 annotations of 2 articles to library.jsonl"]


async def test_waiting_for_the_library_can_be_given_up(desk: Desk, tmp_path: Path) -> None:
    info, desk.reading.info = desk.reading.info, None
    host = Host(ExportScreen(desk))
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        await shown(pilot, "waiting until the article is in the library")
        await pilot.press("escape")
        assert host.returned == [None]
        desk.reading.info = info
        desk.stored()
        await pilot.pause()
    assert names_in(tmp_path) == []


@pytest.mark.parametrize("size", [(20, 10), (8, 4), (1, 1), (200, 60)])
async def test_the_dialog_fits_any_screen(desk: Desk, size: tuple[int, int], tmp_path: Path) -> None:
    host = Host(ExportScreen(desk))
    async with host.run_test(size=size) as pilot:
        text = await told(pilot)
        assert len(text.splitlines()) <= size[1]
        assert all(len(line) <= size[0] for line in text.splitlines())
        if size[0] >= 20:
            chosen = ("‹jsonl›", "‹this art…›") if size[0] == 20 else ("[jsonl]", "[this article]")
            for words in ("Export", *chosen, "bridge.j", "Enter exports"):
                assert words in text
        await pilot.press("c", "enter")
        await told(pilot)
        assert host.returned == ["exported 2 annotations to bridge.csv"]


async def test_without_colour_one_sees_what_is_chosen_and_where_the_keys_go(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    host = Host(ExportScreen(desk), ansi_color=True)
    async with host.run_test(size=(80, 24)) as pilot:
        text = await told(pilot)
        assert "›format  [jsonl]" in text
        assert [style.reverse for style in host.styles_of("[jsonl]")] == [True]
        await pilot.press("up")
        text = await told(pilot)
        assert "›file" in text
        assert not any(style.reverse for style in host.styles_of("[jsonl]"))


async def test_a_hostile_name_is_shown_harmless(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "[bold]\x1b[31m"
    folder.mkdir()
    monkeypatch.chdir(folder)
    article = session.submit(lambda w: add_article(w, "/news/[red]\x1b\u202ex.txt")).result()
    host = Host(ExportScreen(desk_on(session, article)))
    async with host.run_test(size=(160, 24)) as pilot:
        text = await told(pilot)
        assert "[red]--x.jsonl" in text
        assert "[bold]␛[31m" in text
        await pilot.press("enter")
        await told(pilot)
        assert host.returned == ["exported 0 annotations to [red]--x.jsonl"]
    assert names_in(folder) == ["[red]--x.jsonl"]


async def test_many_formats_are_chosen_one_after_the_other(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_module, "all_formats", lambda: ALL_FORMATS)
    host = Host(ExportScreen(desk))
    async with host.run_test(size=(80, 24)) as pilot:
        assert "‹jsonl›" in await told(pilot)
        await pilot.press("b")
        text = await told(pilot)
        assert "‹brat›" in text
        assert "bridge.brat.zip" in text
        await pilot.press("enter")
        await told(pilot)
        assert host.returned == ["exported 2 annotations to bridge.brat.zip"]
    assert names_in(tmp_path) == ["bridge.brat.zip"]
