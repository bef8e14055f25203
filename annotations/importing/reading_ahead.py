"""Reading a little ahead, in a thread: a file is read and looked at while the database takes what came before.

SQLite lets other threads run while it writes, so that two cores have work.
"""

from __future__ import annotations

from collections.abc import Iterator
from queue import Empty, Queue
from threading import Event, Thread
from typing import NamedTuple, TypeVar

__all__ = ["read_ahead"]

_AHEAD = 3
"""How many things may wait: an article may be large."""
_T = TypeVar("_T")


class _End(NamedTuple):
    """What is put behind the last thing; `error` is why there are no more, None at the end."""

    error: BaseException | None = None


def read_ahead(things: Iterator[_T]) -> Iterator[_T]:
    """Yield what an iterator gives, which runs in a thread of its own and stops when nobody asks any more.

    An error of the iterator is raised when what it gave before has been taken.
    """
    waiting: Queue[_T | _End] = Queue(_AHEAD)
    stopped = Event()

    def read() -> None:
        end = _End()
        try:
            for thing in things:
                waiting.put(thing)
                if stopped.is_set():
                    return
        except BaseException as error:  # noqa: BLE001 - it is raised where the things are taken
            end = _End(error)
        waiting.put(end)

    thread = Thread(target=read, name="reading ahead", daemon=True)
    thread.start()
    try:
        while not isinstance(thing := waiting.get(), _End):
            yield thing
        if thing.error is not None:
            raise thing.error
    finally:
        stopped.set()
        while thread.is_alive():
            # Whoever waits for room has some, and looks whether to stop.
            try:
                waiting.get(timeout=0.05)
            except Empty:
                continue
        thread.join()
