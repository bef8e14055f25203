"""When the widgets around the article are drawn: at once for a key, beside no key for what nobody waits for."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from tui.showing import QUIET_SECONDS, Showing


class Loop:
    """Takes down what is to be called, and when; time stands still."""

    def __init__(self) -> None:
        self.later: list[tuple[float, Any]] = []
        self.soon: list[Any] = []

    def call_later(self, seconds: float, work: Any) -> None:
        self.later.append((seconds, work))

    def call_soon(self, work: Any) -> None:
        self.soon.append(work)


async def test_what_nobody_waits_for_is_not_drawn_right_after_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    loop, now = Loop(), [1000.0]
    monkeypatch.setattr(asyncio, "get_running_loop", lambda: loop)
    monkeypatch.setattr("tui.showing.time", SimpleNamespace(monotonic=lambda: now[0]))
    app: Any = SimpleNamespace(is_running=False)
    showing = Showing(app, *[None] * 3)  # type: ignore[arg-type]
    showing.draw()  # for a key
    showing.refresh_in_quiet()
    showing.refresh_in_quiet()
    assert loop.soon == []
    ((seconds, look_again),) = loop.later
    assert seconds == pytest.approx(QUIET_SECONDS)
    now[0] += seconds
    showing.draw()  # for another key
    look_again()
    assert loop.soon == []
    assert len(loop.later) == 2
    now[0] += 2 * QUIET_SECONDS
    look_again()
    assert loop.soon == [showing.draw]
