"""The key that syncs: off while there is no server, and it says what came of it where one is."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from textual.worker import WorkerCancelled

from annotations.layers import Layers
from tests.tui.acts.quay import press, said
from tests.tui.desks import Host, add_article
from tui import syncing
from tui.desk import Desk
from tui.library import Library
from tui.screens.library import LibraryScreen
from tui.session import Session
from tui.syncing import Syncing

NONE = "there is no server yet: name it once with :sync postgresql://…"


async def test_without_a_server_the_key_says_why_it_does_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(syncing, "_FIRST", 0)
    await desk.syncing.look_up(None)
    await press(desk, "g y")
    assert said(desk) == NONE
    assert (await desk.run(lambda w: w.store.syncing.last())) is None
    await desk.syncing.look_up("postgresql://kim@db.example.org/articles")
    assert desk.syncing.why_not is None


async def test_what_a_sync_brings_is_seen_in_the_library(
    desk: Desk, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def answer(self: Syncing, address: str | None) -> dict[str, Any]:
        assert address is None
        await desk.run(lambda w: add_article(w, "/news/sent.txt", "Sent by lee\nIt rains.\n"))
        return {"at": "2026-01-01T10:00:00+00:00", "said": "took 1 article", "left": [], "taken": False}

    monkeypatch.setattr(Syncing, "_ask", answer)
    host = Host(LibraryScreen(desk, Library(Layers("kim"))))
    async with host.run_test(size=(100, 30)) as pilot:
        await pilot.press("g", "y")
        await desk.shell.started  # type: ignore[attr-defined]
        for _ in range(3):
            with suppress(WorkerCancelled):
                await host.finished()
            await pilot.pause()
        text = host.text()
    assert "took 1 article" in text
    assert "Sent by lee" in text
    assert desk.syncing.server
