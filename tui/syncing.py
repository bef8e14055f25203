"""Keeping in step with a server while somebody reads: in a process beside, when asked and every few minutes."""

from __future__ import annotations

import asyncio
import json
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any

from annotations.errors import StetError

if TYPE_CHECKING:
    from tui.desk import Desk

__all__ = ["Syncing"]

_FIRST = 2.0
"""Seconds after which the first sync begins by itself: what is shown first comes first."""


class Syncing:
    """Syncs the library, one time after the other; keys never wait for it.

    Attributes:
        words: How it is, for the status line; empty while nothing is known.
        server: Whether there is one to sync with; None while that is not known.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._process: Process | None = None
        self._turn = asyncio.Lock()
        self._asked = False
        self._failed = ""
        self.words = ""
        self.server: bool | None = None

    async def look_up(self, address: str | None) -> None:
        """See whether there is a server, named in the settings or known from before; in time, for it is not urgent."""
        if address is None:
            await asyncio.sleep(_FIRST)
            with suppress(StetError):  # whoever syncs is told
                self.server = await self._desk.run(lambda w: w.store.syncing.last()) is not None
        else:
            self.server = True

    @property
    def why_not(self) -> str | None:
        """Why nothing can be synced by a key; None where it can."""
        return None if self.server is not False else "there is no server yet: name it once with :sync postgresql://…"

    async def regularly(self, minutes: int) -> None:
        """Sync every few minutes."""
        await asyncio.sleep(_FIRST)
        while True:
            if not self._turn.locked():
                async with self._turn:
                    await self._sync(None, asked=False)
            await asyncio.sleep(minutes * 60)

    async def now(self, address: str | None) -> None:
        """Sync because somebody has asked for it, at once or after one that is under way, and say what came of it."""
        if self._asked:
            self._desk.say("a sync is under way")
            self._desk.shell.refresh_place()
            return
        if self._turn.locked():
            self._desk.say("a sync is under way; another one comes after it")
            self._desk.shell.refresh_place()
        self._asked = True
        try:
            async with self._turn:
                await self._sync(address, asked=True)
        finally:
            self._asked = False
            self._desk.shell.refresh_place()

    async def _sync(self, address: str | None, *, asked: bool) -> None:
        before, self.words = self.words, "syncing…"
        self._desk.shell.refresh_place()
        try:
            answer = await self._ask(address)
        except BaseException:
            self.words = before
            raise
        if "error" in answer:
            self._tell_failure(answer, asked=asked)
        else:
            self._failed = ""
            self.server = True
            self.words = f"synced {datetime.fromisoformat(answer['at']).astimezone():%H:%M}"
            if asked:
                self._desk.say(". ".join([answer["said"], *(f"left out: {one}" for one in answer["left"])]))
            if answer["taken"]:
                await self._show()
        self._desk.shell.refresh_place()

    def _tell_failure(self, answer: dict[str, Any], *, asked: bool) -> None:
        error = StetError(answer["error"], answer["hint"])
        if answer["offline"]:
            count = answer["waiting"]
            self.words = f"offline, {count} to send" if count else "offline"
        else:
            self.words = "not synced"
        # A server that is away is no news, and nothing else is told twice.
        if asked or (not answer["offline"] and error.message != self._failed):
            self._desk.fail(error)
        self._failed = error.message

    async def _show(self) -> None:
        """Show what came, as far as its layers are shown."""
        reading = self._desk.reading
        if reading.info is None or not reading.annotations_known:
            return  # what is being read comes with the rest
        info = reading.info
        stored = await self._desk.run(lambda w: w.store.articles.get(info.number, removed=True))
        if reading is not self._desk.reading:
            return
        if stored.key != info.key:
            self._desk.say(f"this article has a new text: “:open {info.number}” shows it")
            return
        await self._desk.tags.catch_up(info)
        await self._desk.tags.refresh_relations()
        await self._desk.refresh_info()
        self._desk.shell.refresh_all()

    async def _ask(self, address: str | None) -> dict[str, Any]:
        from annotations.sync.beside import MODULE, question

        session = self._desk.session
        # In a session of its own, so that what the terminal sends does not reach it.
        self._process = process = await asyncio.create_subprocess_exec(
            sys.executable, "-P", "-m", MODULE, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, start_new_session=True
        )
        try:
            said, _ = await process.communicate(question(session.path, session.annotator, address))
            found: dict[str, Any] = json.loads(said)
        except ValueError:
            return {
                "error": "the sync has ended without saying why",
                "hint": "“stet sync” says more.",
                "offline": False,
            }
        else:
            return found
        finally:
            self._process = None
            if process.returncode is None:
                # The program ends: what has passed stays, and the next sync goes on from there.
                with suppress(ProcessLookupError):
                    process.kill()
