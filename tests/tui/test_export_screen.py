"""The export dialog, as a person fills it in; and the files that come of it."""

import asyncio
import csv
import json
import os
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TextIO

import pytest
from textual.events import Paste
from textual.pilot import Pilot

import tui.screens.export as export_module
from annotations.errors import StetError, UsageError
from annotations.formats import FORMATS as ALL_FORMATS
from annotations.formats.base import ArticleRecord, Job, MayLose, TextFormat
from annotations.formats.tables import CsvFormat
from annotations.workspace import Document
from tests.tui.desks import TEXT, Host, add_article, desk_on, span
from tui.desk import Desk
from tui.screens.export import ExportScreen
from tui.screens.export_form import ExportForm, Field, WhatLeaves, doubts, file_stem, target_of
from tui.session import Session

FORMATS = tuple(form for form in ALL_FORMATS if form.name in {"jsonl", "csv"})

TAGGED = (("quote", "The bridge will stay shut until May"), ("claim", "Nine ferries a day carry 4,000 people across."))


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    session = Session(tmp_path_factory.mktemp("export") / "library.db", "kim")
    session.submit(lambda w: add_article(w, "/news/other.txt", "Tram line opens\nIt is ten years late.\n")).result()
    yield session
    session.close()


@pytest.fixture(scope="module")
def article(session: Session) -> Document:
    document = session.submit(lambda w: add_article(w, "/news/bridge.txt")).result()
    for label, words in TAGGED:
        session.submit(lambda w, label=label, words=words: w.tag(document.info, label, [span(words)])).result()  # type: ignore[misc]
    return document


@pytest.fixture
def desk(session: Session, article: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.chdir(tmp_path)
    return desk_on(session, article)


def form(source: str = "/news/bridge.txt", title: str = "Harbour bridge stays shut") -> ExportForm:
    return ExportForm(FORMATS, source, title)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def prose(text: str) -> str:
    """What the dialog says, without its border and line ends."""
    return " ".join(text.replace("│", " ").split())


async def told(pilot: Pilot[None]) -> str:
    """Wait until what was begun is done; what the screen shows then."""
    host = pilot.app
    assert isinstance(host, Host)
    await host.finished()
    await pilot.pause()
    return host.text()


# The form


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


# The dialog


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


@pytest.fixture(autouse=True)
def two(monkeypatch: pytest.MonkeyPatch) -> None:
    """The dialog as it is with formats that fit into one row."""
    monkeypatch.setattr(export_module, "all_formats", lambda: FORMATS)


class Waiting(TextFormat):
    """A format that waits before each article until it is let go, and cannot hold everything."""

    name = "waiting"
    purpose = "to be waited for"
    suffixes = (".waiting",)
    may_lose = MayLose.THINGS

    def __init__(self) -> None:
        self.reached = threading.Semaphore(0)
        self.go = threading.Semaphore(0)

    def survey(self, record: ArticleRecord, job: Job) -> None:
        job.losses.add("a thing that does not fit", record.info.title)

    def write(self, records: Iterable[ArticleRecord], job: Job, out: TextIO) -> None:  # noqa: ARG002
        for record in records:
            out.write(record.info.title + "\n")
            self.reached.release()
            assert self.go.acquire(timeout=20)


@pytest.fixture
def waiting(monkeypatch: pytest.MonkeyPatch) -> Iterator[Waiting]:
    form = Waiting()
    monkeypatch.setattr(export_module, "all_formats", lambda: (form, CsvFormat()))
    yield form
    form.go.release(100)


async def shown(pilot: Pilot[None], words: str) -> str:
    """Wait until the screen shows `words`."""
    host = pilot.app
    assert isinstance(host, Host)
    async with asyncio.timeout(20):
        while words not in (text := host.text()):
            await pilot.pause()
    return text


LOSS = "left out: a thing that does not fit (2 times, first in Tram line opens)"


async def test_one_sees_how_far_it_is_and_what_did_not_fit(desk: Desk, tmp_path: Path, waiting: Waiting) -> None:
    host = Host(ExportScreen(desk))
    async with host.run_test(size=(100, 30)) as pilot:
        await pilot.press("tab", "w", "enter")
        text = await told(pilot)
        # Before anything is written.
        assert LOSS in text
        assert "Enter exports all the same" in text
        assert "Esc drops it" in text
        assert names_in(tmp_path) == []
        await pilot.press("enter")
        await asyncio.to_thread(waiting.reached.acquire, timeout=20)
        text = await shown(pilot, "exporting … 0 of 2 articles")
        assert "Esc stops it" in text
        waiting.go.release()
        await shown(pilot, "exporting … 1 of 2 articles")
        await pilot.press("c", "enter", "tab")
        waiting.go.release()
        await told(pilot)
        assert len(host.returned) == 1
        assert str(host.returned[0]).startswith("exported 2 annotations of 2 articles to library.waiting, not every")
    assert (tmp_path / "library.waiting").read_text() == "Tram line opens\nHarbour bridge stays shut\n"


async def test_what_would_be_lost_can_be_declined(desk: Desk, tmp_path: Path, waiting: Waiting) -> None:
    host = Host(ExportScreen(desk))
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.press("tab", "w", "enter")
        assert "a thing that does not fit" in prose(await told(pilot))
        await pilot.press("escape")
        await told(pilot)
        assert host.returned == [None]
    assert names_in(tmp_path) == []
    assert not waiting.reached.acquire(blocking=False)


async def test_another_format_takes_the_question_back(desk: Desk, tmp_path: Path, waiting: Waiting) -> None:
    host = Host(ExportScreen(desk))
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        assert "does not fit" in await told(pilot)
        await pilot.press("c")
        text = await told(pilot)
        assert "does not fit" not in text
        assert "Enter exports " in text
        await pilot.press("w", "enter")
        assert "does not fit" in await told(pilot)
        assert names_in(tmp_path) == []


async def test_an_export_that_is_stopped_leaves_nothing(desk: Desk, tmp_path: Path, waiting: Waiting) -> None:
    (tmp_path / "library.waiting").write_text("mine")
    host = Host(ExportScreen(desk))
    async with host.run_test(size=(100, 30)) as pilot:
        await pilot.press("tab", "w", "enter")
        assert "would be replaced" in await told(pilot)
        await pilot.press("enter")
        assert LOSS in await told(pilot)
        await pilot.press("enter")
        await asyncio.to_thread(waiting.reached.acquire, timeout=20)
        await shown(pilot, "exporting …")
        await pilot.press("escape")
        await shown(pilot, "stopping …")
        waiting.go.release()
        await told(pilot)
        assert host.returned == ["the export was stopped; nothing was written"]
    assert (tmp_path / "library.waiting").read_text() == "mine"
    assert names_in(tmp_path) == ["library.waiting"]


async def test_counting_what_would_be_lost_can_be_stopped(desk: Desk, tmp_path: Path, waiting: Waiting) -> None:
    seen: list[str] = []

    def survey(record: ArticleRecord, job: Job) -> None:
        seen.append(record.info.title)
        waiting.reached.release()
        assert waiting.go.acquire(timeout=20)

    waiting.survey = survey  # type: ignore[method-assign]
    host = Host(ExportScreen(desk))
    async with host.run_test(size=(100, 30)) as pilot:
        await pilot.press("tab", "w", "enter")
        await asyncio.to_thread(waiting.reached.acquire, timeout=20)
        await pilot.press("escape")
        await shown(pilot, "stopping …")
        waiting.go.release()
        await told(pilot)
        assert host.returned == ["the export was stopped; nothing was written"]
    assert seen == ["Tram line opens"]
    assert names_in(tmp_path) == []


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


@pytest.fixture
def all_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export_module, "all_formats", lambda: ALL_FORMATS)


def go_to(name: str) -> list[str]:
    """Keys from the first format to one of another name."""
    return ["right"] * [form.name for form in ALL_FORMATS].index(name)


async def test_formats_are_a_list_that_scrolls_with_the_one_chosen(desk: Desk, all_of_them: None) -> None:
    host = Host(ExportScreen(desk))
    async with host.run_test(size=(80, 24)) as pilot:
        text = await told(pilot)
        assert "›format  ‹jsonl›" in text
        assert "csv" in text
        assert "html" not in text
        assert "↓" in text
        await pilot.press("left")
        text = await told(pilot)
        assert "‹html›" in text
        assert "bridge.html" in text
        assert "jsonl" not in text
        assert "↑" in text
        lines = text.splitlines()
        y = next(y for y, line in enumerate(lines) if " markdown " in line)
        await pilot.click(offset=(lines[y].index("markdown"), y))
        assert "bridge.md" in await told(pilot)


async def test_what_a_format_asks_for_is_asked_for(desk: Desk, tmp_path: Path, all_of_them: None) -> None:
    host = Host(ExportScreen(desk))
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.press(*go_to("conll"), "up", *"clam", "enter")
        text = await told(pilot)
        assert "›layer   clam" in text
        assert "Only this label, or the words of this role" in prose(text)
        assert "--layer is “clam”, which is no label and no role. Did you mean “claim”?" in prose(text)
        await pilot.press("backspace", "backspace", *"aim", "enter")
        await told(pilot)
        assert host.returned == ["exported 2 annotations to bridge.conll"]
    tags = {line.rpartition(" ")[2] for line in (tmp_path / "bridge.conll").read_text("utf-8").splitlines() if line}
    assert tags == {"O", "B-claim", "I-claim"}


async def test_flags_are_set_with_a_key_and_a_letter_q_is_no_end_of_a_line(desk: Desk, tmp_path: Path) -> None:
    host = Host(ExportScreen(desk))
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.press("c")
        text = await told(pilot)
        assert "excel   [no]  yes" in text
        await pilot.press("tab", "tab", "tab", "q")
        assert "›delimiter ,q" in await told(pilot)
        await pilot.press("ctrl+u", ";", "tab", "space")
        assert "›excel    no  [yes]" in await told(pilot)
        await pilot.press("enter")
        await told(pilot)
        assert host.returned == ["exported 2 annotations to bridge.csv"]
    text = (tmp_path / "bridge.csv").read_text("utf-8")
    assert text.startswith("\ufeffarticle_id;article_title;")


async def test_a_format_whose_library_is_missing_says_how_it_comes(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Lacking(CsvFormat):
        name = "lacking"
        suffixes = (".lacking",)
        needs = ("no_such_library",)
        extra = "lacking"

    monkeypatch.setattr(export_module, "all_formats", lambda: (Lacking(), CsvFormat()))
    host = Host(ExportScreen(desk))
    async with host.run_test(size=(80, 24)) as pilot:
        assert "needs no_such_library: pip install 'stet-tui[lacking]'" in await told(pilot)
        await pilot.press("enter")
        said = prose(await told(pilot))
        assert "the format lacking needs no_such_library, which is not installed" in said
        assert "“pip install 'stet-tui[lacking]'” brings it." in said
    assert names_in(tmp_path) == []


async def test_options_are_reached_on_a_narrow_screen(desk: Desk, tmp_path: Path, all_of_them: None) -> None:
    host = Host(ExportScreen(desk))
    async with host.run_test(size=(20, 10)) as pilot:
        await pilot.press(*go_to("claimreview"))
        text = await told(pilot)
        assert "‹claimrev…›" in text
        assert len(text.splitlines()) <= 10
        await pilot.press("up", "ctrl+u", *"true,false")
        text = await told(pilot)
        assert "scale" in text
        assert "…ue,false" in text
        await pilot.press("enter")
        assert "Enter" in await told(pilot)
        await pilot.press("enter")
        await told(pilot)
        assert str(host.returned[0]).startswith("exported 2 annotations to bridge.claimreview.json")
