"""Work that the event loop does not wait for: one thread owns the database."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from annotations.errors import ReadOnlyError, StetError, StoreError

if TYPE_CHECKING:
    import sqlite3

    from annotations.workspace import Workspace

T = TypeVar("T")

_KEYS = 200
"""Keys that are counted before they are stored."""


class Session:
    """One person at one database, reached from the event loop.

    The database is opened by the first call that needs it, on the thread that owns it from then on.

    Attributes:
        path: The database.
        annotator: In whose name edits are made.
    """

    def __init__(self, path: Path, annotator: str) -> None:
        self.path = path
        self.annotator = annotator
        self._connection: sqlite3.Connection | None = None
        self._workspace: Workspace | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="store")
        self._keys: Counter[int] = Counter()

    def connection(self) -> sqlite3.Connection:
        """The connection, for whoever is on its thread.

        Raises:
            StoreError: The database cannot be opened.
        """
        if self._connection is None:
            from annotations.store.connection import connect

            self._connection = connect(self.path)
        return self._connection

    def submit_early(self, work: Callable[[], T]) -> Future[T]:
        """Run what needs no workspace on the thread of the database."""
        return self._thread.submit(work)

    def submit(self, work: Callable[[Workspace], T]) -> Future[T]:
        """Run `work` on the thread of the database, after everything given before."""
        return self._thread.submit(self._run, work)

    async def run(self, work: Callable[[Workspace], T]) -> T:
        """Run `work` on the thread of the database and wait for it without holding up the event loop.

        Raises:
            StetError: What `work` raised, or why the database could not be opened.
        """
        return await asyncio.wrap_future(self.submit(work))

    def count_key(self, article: int) -> None:
        """Count a key that was pressed in an article, by its number; they are stored some hundreds at a time."""
        self._keys[article] += 1
        if self._keys.total() >= _KEYS:
            self.store_keys()

    def store_keys(self) -> None:
        """Store the keys that were counted, without waiting for it."""
        keys, self._keys = self._keys, Counter()
        if keys:
            self.submit(lambda workspace: _add_keys(workspace, keys))

    def close(self) -> None:
        """Finish what was given and close the database."""
        self.store_keys()
        self._thread.submit(self._close)
        self._thread.shutdown(wait=True)

    def _run(self, work: Callable[[Workspace], T]) -> T:
        at_hand = self._workspace is not None
        try:
            return work(self._open())
        except ReadOnlyError:
            # A connection that was opened for reading stays so, also when the file may be written by now.
            self._close()
            if not at_hand:
                raise
        except StoreError:
            self._close()
            raise
        return self._run(work)

    def _open(self) -> Workspace:
        if self._workspace is None:
            from annotations.config import first_schema
            from annotations.store import Store
            from annotations.workspace import Workspace

            self._workspace = Workspace(Store(self.path, self.connection()), self.annotator, first_schema)
        return self._workspace

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = self._workspace = None


def _add_keys(workspace: Workspace, keys: Counter[int]) -> None:
    """Store how many keys were pressed; where that cannot be, it is no loss worth a word."""
    from annotations.identity import now

    with suppress(StetError), workspace.store.writing():
        workspace.store.keys.add(workspace.annotator, now()[:10], keys)
