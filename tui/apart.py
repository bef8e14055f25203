"""Long work on a connection of its own, as another program would do it: nobody waits for it, and it can be stopped."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from annotations.errors import StetError
from annotations.watching import Advance, Watch

if TYPE_CHECKING:
    from annotations.workspace import Workspace

__all__ = ["Apart", "StoppedError", "work_apart"]

T = TypeVar("T")

_OFTEN = 0.2
"""Seconds after which it is told again how far the work is."""


class StoppedError(StetError):
    """The work was stopped before its end."""

    def __init__(self) -> None:
        super().__init__("stopped before the end")


class Apart:
    """Work that goes on in a thread; `tell` is called on the event loop with how far it is."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell = tell
        self._stopped = threading.Event()

    def stop(self) -> None:
        """Let the work end where it next says how far it is."""
        self._stopped.set()

    async def run(self, path: Path, annotator: str, work: Callable[[Workspace, Watch], T]) -> T:
        """Do it on one state of the database, whatever is written meanwhile.

        Raises:
            StoppedError: It was stopped.
            StetError: It was refused.
        """
        loop = asyncio.get_running_loop()

        @contextmanager
        def watch(total: int, what: str) -> Iterator[Advance]:
            done, last = 0, time.monotonic()

            def advance(amount: int) -> None:
                nonlocal done, last
                if self._stopped.is_set():
                    raise StoppedError
                done += amount
                if (at := time.monotonic()) - last >= _OFTEN:
                    last = at
                    loop.call_soon_threadsafe(self._tell, f"{what} {min(1.0, done / max(1, total)):.0%}")

            yield advance

        def read(workspace: Workspace) -> T:
            with workspace.store.reading():
                return work(workspace, watch)

        return await asyncio.to_thread(work_apart, path, annotator, read)


def work_apart(path: Path, annotator: str, work: Callable[[Workspace], T]) -> T:
    """Do something with a workspace that is opened for it alone.

    Raises:
        StetError: It was refused.
    """
    from annotations.config import first_schema
    from annotations.store import Store
    from annotations.workspace import Workspace

    with Store(path) as store:
        return work(Workspace(store, annotator, first_schema))
