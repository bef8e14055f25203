"""What `stet import` does: everything that is named, one after the other, and what it says of it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from annotations.commands.base import complain, say, tell
from annotations.commands.progress import Progress
from annotations.counts import counted
from annotations.errors import ReadError, StetError

if TYPE_CHECKING:
    from annotations.formats import ImportFormat
    from annotations.gathering import Found, Gathered
    from annotations.importing import Brought, Imported
    from annotations.importing_many import ManyArticles, Options, Outcome
    from annotations.workspace import Workspace

__all__ = ["import_all", "spooled_input"]

_HEAD = 4096
_INTERRUPTED = 130
_FEW = 20
"""Articles up to which each is named; of more, the number is told."""


def import_all(workspace: Workspace, paths: Sequence[str], options: Options) -> None:
    """Bring in all that is named, and say what came of it."""
    from annotations.commands.stopping import Stopping
    from annotations.gathering import gather
    from annotations.importing_many import ManyArticles, size_of
    from annotations.readers import reader_for

    if options.reader not in (None, "jsonl"):
        reader_for("", options.reader)  # one that there is not would stop each file
    gathered = gather(paths)
    total = sum(map(size_of, gathered.found))
    with Stopping(keys="-" not in paths) as stop, Progress(total, "importing", things="articles") as progress:
        telling = _Telling(progress, few=len(gathered.found) <= _FEW)
        many = ManyArticles(workspace, options, brought=telling, progress=progress, stop=stop)
        for problem in gathered.problems:
            many.outcome.fail(problem)
        with many:
            for found in gathered.found:
                try:
                    if not _import_one(workspace, many, found, options, telling):
                        break
                except StetError as error:
                    many.outcome.fail(error)
    _sum_up_all(many.outcome, gathered, telling)


class _Telling:
    """Names each article that came in while they are few; the bar is out of the way meanwhile."""

    def __init__(self, progress: Progress, *, few: bool) -> None:
        self.few = few
        self.named = 0
        self._progress = progress

    def __call__(self, name: str, brought: Brought) -> None:
        self._progress.count(1)
        if self.few:
            self._progress.clear()
            _say_brought(name, brought)
            self.named += 1
        else:
            for note in brought.notes:
                self._progress.clear()
                tell(f"{name}: {note}")


def _import_one(workspace: Workspace, many: ManyArticles, found: Found, options: Options, telling: _Telling) -> bool:
    """Bring in one file, address or standard input; tells whether to go on."""
    from annotations.gathering import STANDARD_INPUT, TABLE_SUFFIXES
    from annotations.importing_many import open_file
    from annotations.importing_options import is_table

    if found.name == STANDARD_INPUT:
        return _import_input(workspace, many, options, telling)
    if found.is_address or (found.suffix not in TABLE_SUFFIXES and not _is_exchanged(found, options)):
        return many.take(found)
    with open_file(found) as stream:
        head = stream.read(_HEAD)
        stream.seek(0)
        try:
            table = is_table(found.suffix, head, options)
        except StetError as error:
            raise type(error)(f"{found.name}: {error.message}", error.hint) from None
        if table:
            return _import_rows(many, stream, found.name, found.suffix, telling)
        form = _form_of(found, options)
        if form is None:
            return many.take(found)
        many.flush()
        _import_export(workspace, form, stream, found.name)
    return True


def _is_exchanged(found: Found, options: Options) -> bool:
    return _form_of(found, options) is not None


def _form_of(found: Found, options: Options) -> ImportFormat | None:
    from annotations.formats import import_format_for

    return import_format_for(found.name, options.reader)


def _import_rows(many: ManyArticles, stream: BinaryIO, name: str, suffix: str, telling: _Telling) -> bool:
    """Bring in a table, and say in one line what came of it."""
    from annotations.gathering import STANDARD_INPUT

    many.flush()
    outcome = many.outcome
    before = (outcome.added, outcome.changed, outcome.same)
    few, telling.few = telling.few, False
    try:
        goes_on = many.take_rows(stream, name, suffix)
        many.flush()
    finally:
        telling.few = few
    if few:
        shown = "standard input" if name == STANDARD_INPUT else name
        after = (outcome.added, outcome.changed, outcome.same)
        added, changed, same = (now - then for now, then in zip(after, before, strict=True))
        say(f"{shown}: {_counts(added, changed, same)}")
    return goes_on


def _counts(added: int, changed: int, same: int) -> str:
    there = f"{same} {'was' if same == 1 else 'were'} there already" if same else ""
    versions = counted(changed, "new version") if changed else ""
    came = f"added {counted(added, 'article')}" if added or not (same or changed) else ""
    return "; ".join(filter(None, (came, versions, there)))


def _sum_up_all(outcome: Outcome, gathered: Gathered, telling: _Telling) -> None:
    """Say how many came in, where they were not named one by one, and what did not.

    Raises:
        click.exceptions.Exit: Something did not come in, or it was stopped.
    """
    if not telling.few:
        say(_counts(outcome.added, outcome.changed, outcome.same))
    if gathered.passed_over:
        tell(f"{counted(gathered.passed_over, 'file')} of other kinds passed over")
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


def _import_input(workspace: Workspace, many: ManyArticles, options: Options, telling: _Telling) -> bool:
    from annotations.formats import import_format_for
    from annotations.gathering import STANDARD_INPUT
    from annotations.importing import file_size
    from annotations.importing_options import looks_like_export
    from annotations.readers.decoding import MAX_BYTES

    with spooled_input() as spooled:
        size = file_size(spooled)
        head = spooled.read(_HEAD)
        spooled.seek(0)
        exported = looks_like_export(head) and options.reader is None and not options.fields
        form = import_format_for(None, options.reader or ("jsonl" if exported else None))
        if form is not None:
            many.flush()
            _import_export(workspace, form, spooled, "standard input")
        elif options.fields and options.reader is None:
            suffix = ".jsonl" if head.lstrip().startswith(b"{") else ".csv"
            return _import_rows(many, spooled, STANDARD_INPUT, suffix, telling)
        elif size > MAX_BYTES:
            raise ReadError(f"standard input is longer than {MAX_BYTES >> 20} MB", "No article is that long.")
        else:
            many.take_input(spooled.read())
    return True


def _import_export(workspace: Workspace, form: ImportFormat, stream: BinaryIO, where: str) -> None:
    from annotations.importing import file_size, import_export

    with Progress(file_size(stream), f"importing {Path(where).name}") as progress:
        outcome = import_export(workspace, form, stream, where, progress)
    say(f"{where}: {_sum_up(outcome)}")
    for sentence in (*outcome.loose, *outcome.left):
        tell(f"{where}, {sentence}")
    if outcome.left:
        raise StetError(
            f"{where}: not everything in it came in; what the library has otherwise stays ({len(outcome.left)})"
        )


def _sum_up(outcome: Imported) -> str:
    parts = [
        counted(count, word)
        for count, word in (
            (outcome.articles, "article"),
            (outcome.annotations, "annotation"),
            (outcome.relations, "relation"),
        )
        if count
    ]
    summary = f"added {', '.join(parts)}" if parts else "nothing new"
    if outcome.same:
        summary += f"; as they were already: {outcome.same}"
    if outcome.renumbered:
        summary += f"; with another number, because theirs was taken: {outcome.renumbered}"
    return summary


def _say_brought(path: str, brought: Brought) -> None:
    for note in brought.notes:
        tell(f"{path}: {note}")
    info = brought.info
    if brought.carried is not None:
        say(f"article {info.number}: version {info.version} of {info.title} ({brought.carried.summary})")
        if brought.carried.changed or brought.carried.lost:
            tell(f"“stet diff {info.number}” shows what was changed, and which annotations it touches")
        return
    say(
        f"article {info.number}: {info.title}"
        if brought.added
        else f"article {info.number} is there already: {info.title}"
    )
