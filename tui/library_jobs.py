"""What takes long and goes on beside the library: bringing in, and suggestions for many articles. Esc stops it.

Each works on a connection of its own, as another program would, so that nobody waits for it.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeAlias

from annotations.counts import counted
from annotations.errors import StetError
from tui.apart import work_apart

if TYPE_CHECKING:
    from annotations.importing.articles import Brought
    from annotations.importing.exports import Imported
    from annotations.workspace import Workspace
    from tui.screens.library import LibraryScreen

__all__ = ["bring_in", "suggest_for"]

_JOBS = 2
"""Processes that look for suggestions; more than one, so that none of them is this."""
_MB = 1_000_000

Tell: TypeAlias = "Callable[[str], None]"
Job: TypeAlias = "Callable[[Workspace, threading.Event, Tell], str]"
"""Does something until it is stopped, tells how far it is, and returns what came of it, in a sentence."""


def suggest_for(screen: LibraryScreen) -> None:
    """Find suggestions for the articles that are marked, or the one with the cursor."""
    numbers = screen.targets()
    _begin(screen, f"finding suggestions for {counted(len(numbers), 'article')}", _suggesting(numbers))


def bring_in(screen: LibraryScreen, names: Sequence[str]) -> None:
    """Bring in files, folders with all that is in them, and pages by their address."""
    _begin(screen, "bringing in", _bringing(names))


def _begin(screen: LibraryScreen, what: str, job: Job) -> None:
    library, session = screen.library, screen.desk.session
    if library.stopping is not None:
        screen.say("one thing at a time: Esc stops what goes on beside")
        return
    stop = library.stopping = threading.Event()
    loop = asyncio.get_running_loop()
    screen.say(f"{what} – Esc stops it")

    def tell(words: str) -> None:
        loop.call_soon_threadsafe(_show, screen, f"{words} – Esc stops it")

    async def run() -> None:
        try:
            said = await asyncio.to_thread(work_apart, session.path, session.annotator, lambda w: job(w, stop, tell))
        except StetError as error:
            # Who has left the library by now reads it in the reader.
            (screen.desk if screen.left else screen).fail(error)
        else:
            (screen.desk if screen.left else screen).say(said)
        finally:
            library.stopping = None
        if screen.left:
            screen.desk.shell.refresh_place()
            return
        await library.catch_up(screen.desk.run)
        screen.moved()
        screen.show_state()

    screen.desk.shell.start(run())


def _show(screen: LibraryScreen, words: str) -> None:
    if screen.library.stopping is not None and screen.prompt is None and not screen.left:
        screen.say(words)
        screen.show_state()


def _suggesting(numbers: Sequence[int]) -> Job:
    def work(workspace: Workspace, stop: threading.Event, tell: Tell) -> str:
        from annotations.suggest import KINDS
        from annotations.suggest.looking import Wish
        from annotations.suggest.of_articles import looking_at, store

        count = 0
        articles = [workspace.store.articles.get(number) for number in numbers]
        with looking_at(workspace, articles, Wish(tuple(KINDS)), lambda _: None, _JOBS) as looked_at:
            for done, looked in enumerate(looked_at, 1):
                count += store(workspace, looked)
                tell(f"suggestions: {done} of {counted(len(numbers), 'article')}")
                if stop.is_set():
                    break
        return f"stored {counted(count, 'suggestion')}; they are there when an article is opened"

    return work


def _bringing(names: Sequence[str]) -> Job:
    def work(workspace: Workspace, stop: threading.Event, tell: Tell) -> str:
        from annotations.importing.gathering import gather
        from annotations.importing.named import import_gathered, size_of
        from annotations.importing.options import Options

        gathered = gather(names)
        listener = _Listener(tell, sum(map(size_of, gathered.found)))
        outcome = import_gathered(workspace, gathered, Options(), listener, stop=stop.is_set)
        known = outcome.added + outcome.changed + outcome.same
        said = [listener.one] if listener.one and known == 1 else []
        if not said:
            said = [f"brought in {counted(outcome.added, 'article')}"]
            said += [counted(outcome.changed, "new version")] if outcome.changed else []
            said += [f"{outcome.same} were there already"] if outcome.same else []
            said += [f"{counted(listener.imported, 'article')} of an export"] if listener.imported else []
        if outcome.failed and not known and not listener.imported:
            raise outcome.failures[0]
        said += [gathered.left] if gathered.left else []
        said += [f"{outcome.failed} did not come in: {outcome.failures[0].message}"] if outcome.failed else []
        return "; ".join([*said, *(["stopped"] if outcome.stopped else [])])

    return work


class _Listener:
    """Tells how far it is, and keeps what to say of a single article."""

    def __init__(self, tell: Tell, total: int) -> None:
        self.one = ""
        self.imported = 0
        self._tell = tell
        self._total = total
        self._done = 0
        self._count = 0

    def advance(self, amount: int) -> None:
        """So many more bytes are done."""
        self._done += amount
        share = f", {self._done / _MB:.1f} of {self._total / _MB:.1f} MB" if self._total > _MB else ""
        self._tell(f"bringing in: {counted(self._count, 'article')}{share}")

    def brought(self, name: str, brought: Brought, *, row: bool) -> None:  # noqa: ARG002 - as whoever tells it calls
        """Note an article."""
        self._count += 1
        self.one = brought.summary

    def table(self, name: str, added: int, changed: int, same: int) -> None:
        """A table is counted by its articles."""

    def exported(self, name: str, imported: Imported) -> None:  # noqa: ARG002
        """Count the articles of an export."""
        self.imported += imported.articles
