"""Suggestions for many articles at once, found and stored beside everything else."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from annotations.counts import counted
from annotations.errors import StetError

if TYPE_CHECKING:
    from tui.screens.library import LibraryScreen

__all__ = ["suggest_for"]

_JOBS = 2
"""Processes that look; more than one, so that none of them is this."""


def suggest_for(screen: LibraryScreen) -> None:
    """Begin to find suggestions for the articles that are marked, or the one with the cursor; or stop it."""
    library = screen.library
    if library.suggesting is not None:
        library.suggesting.set()
        screen.say("suggesting stops after this article")
        return
    numbers = screen.targets()
    stop = library.suggesting = threading.Event()
    screen.say(f"finding suggestions for {counted(len(numbers), 'article')} – S stops it")

    async def run() -> None:
        session = screen.desk.session
        loop = asyncio.get_running_loop()

        def tell(done: int) -> None:
            loop.call_soon_threadsafe(_tell, screen, f"suggestions: {done} of {counted(len(numbers), 'article')}")

        try:
            count = await asyncio.to_thread(_store_all, session.path, session.annotator, numbers, stop, tell)
        except StetError as error:
            screen.fail(error)
        else:
            screen.say(f"stored {counted(count, 'suggestion')}; they are there when an article is opened")
        finally:
            library.suggesting = None
        screen.show_state()

    screen.desk.shell.start(run())


def _tell(screen: LibraryScreen, words: str) -> None:
    screen.say(words)
    screen.show_state()


def _store_all(
    path: Path, annotator: str, numbers: Sequence[int], stop: threading.Event, tell: Callable[[int], None]
) -> int:
    """Find and store suggestions on a connection of its own, as another program would; returns how many."""
    from annotations.config import first_schema
    from annotations.store import Store
    from annotations.suggest import KINDS
    from annotations.suggest.looking import Wish
    from annotations.suggest.of_articles import looking_at, store
    from annotations.workspace import Workspace

    count = 0
    with Store(path) as own:
        workspace = Workspace(own, annotator, first_schema)
        articles = [workspace.store.articles.get(number) for number in numbers]
        with looking_at(workspace, articles, Wish(tuple(KINDS)), lambda _: None, _JOBS) as looked_at:
            for done, looked in enumerate(looked_at, 1):
                count += store(workspace, looked)
                tell(done)
                if stop.is_set():
                    break
    return count
