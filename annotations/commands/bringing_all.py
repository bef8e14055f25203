"""What `stet import` does: everything that is named, one after the other, and what it says of it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, BinaryIO

import click

from annotations.commands.base import complain, say, tell
from annotations.commands.bringing_formats import tell_imported
from annotations.commands.progress import Progress
from annotations.counts import counted
from annotations.errors import ReadError

if TYPE_CHECKING:
    from annotations.importing.articles import Brought
    from annotations.importing.exports import Imported
    from annotations.importing.gathering import Gathered
    from annotations.importing.options import Options, Outcome
    from annotations.workspace import Workspace

__all__ = ["import_all", "spooled_input"]

_INTERRUPTED = 130
_FEW = 20
"""Articles up to which each is named; of more, the number is told."""


def import_all(workspace: Workspace, paths: Sequence[str], options: Options) -> None:
    """Bring in all that is named, and say what came of it."""
    from annotations.commands.stopping import Stopping
    from annotations.importing.gathering import STANDARD_INPUT, gather
    from annotations.importing.named import import_gathered, size_of
    from annotations.readers import reader_for

    if options.reader not in (None, "jsonl"):
        reader_for("", options.reader)  # one that there is not would stop each file
    gathered = gather(paths)
    keys = STANDARD_INPUT not in paths
    with Stopping(keys=keys) as stop, _progress(sum(map(size_of, gathered.found)), keys=keys) as progress:
        telling = _Telling(progress, few=len(gathered.found) <= _FEW)
        outcome = import_gathered(workspace, gathered, options, telling, stop=stop, standard_input=spooled_input)
    _sum_up_all(outcome, gathered, few=telling.few)


def _progress(total: int, *, keys: bool) -> Progress:
    stops = "Esc stops" if keys and sys.stdin is not None and sys.stdin.isatty() else "Ctrl+C stops"
    return Progress(total, "importing", things="articles", hint=stops)


class _Telling:
    """Says what comes in, each article by its name while they are few; the bar is out of the way meanwhile."""

    def __init__(self, progress: Progress, *, few: bool) -> None:
        self.few = few
        self._progress = progress

    def advance(self, amount: int) -> None:
        """Let the bar grow."""
        self._progress(amount)

    def brought(self, name: str, brought: Brought, *, row: bool) -> None:
        """Name an article, unless it is one of very many."""
        self._progress.count(1)
        alone = self.few and not row
        if alone or brought.notes:
            self._progress.clear()
        for note in brought.notes:
            tell(f"{name}: {note}")
        if alone:
            say(brought.summary)
            if brought.carried is not None and (brought.carried.changed or brought.carried.lost):
                number = brought.info.number
                tell(f"“stet diff {number}” shows what was changed, and which annotations it touches")

    def table(self, name: str, added: int, changed: int, same: int) -> None:
        """Say how many articles a table had."""
        self._progress.clear()
        if self.few:
            say(f"{name}: {_counts(added, changed, same)}")

    def exported(self, name: str, imported: Imported) -> None:
        """Say what an export had."""
        self._progress.clear()
        tell_imported(name, imported)


def _counts(added: int, changed: int, same: int) -> str:
    there = f"{same} {'was' if same == 1 else 'were'} there already" if same else ""
    versions = counted(changed, "new version") if changed else ""
    came = f"added {counted(added, 'article')}" if added or not (same or changed) else ""
    return "; ".join(filter(None, (came, versions, there)))


def _sum_up_all(outcome: Outcome, gathered: Gathered, *, few: bool) -> None:
    """Say how many came in, where they were not named one by one, and what did not.

    Raises:
        click.exceptions.Exit: Something did not come in, or it was stopped.
    """
    if not few:
        say(_counts(outcome.added, outcome.changed, outcome.same))
    if gathered.left:
        tell(gathered.left)
    for failure in outcome.failures:
        complain(failure)
    if outcome.failed > len(outcome.failures):
        tell(f"stet: {outcome.failed - len(outcome.failures)} more did not come in")
    if outcome.failed > _FEW:
        tell(f"{outcome.failed} did not come in")
    if outcome.stopped:
        tell(f"stopped: {counted(outcome.added, 'article')} came in")
        raise click.exceptions.Exit(_INTERRUPTED)
    if outcome.failed:
        raise click.exceptions.Exit(1)


def spooled_input() -> BinaryIO:
    """What standard input has: whoever writes may be slow, and the database is locked while it is read."""
    import shutil
    from tempfile import TemporaryFile

    if sys.stdin is None:
        raise ReadError("there is no standard input to read")
    spooled = TemporaryFile()  # noqa: SIM115 - whoever asked closes it
    shutil.copyfileobj(sys.stdin.buffer, spooled)
    spooled.seek(0)
    return spooled
