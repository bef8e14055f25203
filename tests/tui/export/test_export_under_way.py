"""An export that takes its time: how far it is, what it would lose, how it is stopped."""

import asyncio
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TextIO

import pytest

import tui.screens.export as export_module
from annotations.formats.base import ArticleRecord, Job, MayLose, TextFormat
from annotations.formats.tables import CsvFormat
from tests.tui.desks import Host
from tests.tui.export.dialog import names_in, prose, shown, told
from tui.desk import Desk
from tui.screens.export import ExportScreen

LOSS = "left out: a thing that does not fit (2 times, first in Tram line opens)"


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
