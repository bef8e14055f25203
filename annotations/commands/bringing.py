"""`stet import`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from annotations.commands.base import Command, Library, common, complain, pass_library, say, tell, terminable
from annotations.commands.progress import Progress
from annotations.counts import counted
from annotations.errors import ReadError, StetError, UsageError

if TYPE_CHECKING:
    from annotations.formats import ImportFormat
    from annotations.importing import Brought, Imported
    from annotations.workspace import Workspace

_HEAD = 4096


@click.command(
    "import",
    short_help="Bring articles, or a JSONL export, into the library.",
    cls=Command,
    examples=(
        "stet import articles/*.txt",
        "stet import --new summit.txt",
        "stet import --schema frames.toml articles/*.txt",
        "stet import kim.jsonl",
        "stet import --suggestions bert.jsonl",
        "curl -s https://example.org/a.txt | stet import -",
    ),
)
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@click.option(
    "--new",
    is_flag=True,
    help="Bring a file that has changed in as another article, not as a new version.",
)
@click.option(
    "--reader", metavar="NAME", help="Read all files as NAME (plain, markdown, jsonl), whatever their suffix."
)
@click.option("--schema", metavar="FILE", help="Take the coding scheme in FILE into use first.")
@click.option("--suggestions", is_flag=True, help="Each PATH has what another model suggests, as JSON Lines.")
@click.option("--maker", metavar="NAME", help="With --suggestions: which model (else as the file is called).")
@common
@pass_library
def import_command(
    library: Library,
    *,
    paths: tuple[str, ...],
    new: bool,
    reader: str | None,
    schema: str | None,
    suggestions: bool,
    maker: str | None,
) -> None:
    """Bring articles into the library: text and Markdown, or whole exports as JSON Lines (*.jsonl).

    PATH is a file, or - for standard input. A file that is in the library already, with the same text, is left
    alone; with another text it becomes a new version of its article, and annotations go over to it where their words
    are found again. An export is brought in whole or not at all: what the library has otherwise is listed and stays
    as it is there. A file that cannot be read stops no other; it is named at the end, and the exit status is 1.

    With --suggestions, each line is {"article": NUMBER, ID or PATH, "suggestions": [{"label", "fragments":
    [[start, end], …], "text": [words, …], "roles": [{"role", "name", "start", "end"}], "attributes": {…}, "score",
    "reasons": […]}]}, of which only label and fragments are needed; or a line of an export, whose annotations
    become suggestions. A file is taken whole or not at all, and replaces what the same model suggested before for
    its articles. The reader shows them beside its own. (--as is who works, here as everywhere.)
    """
    if maker is not None and not suggestions:
        raise UsageError("--maker goes with --suggestions")
    if suggestions and (new or reader is not None):
        raise UsageError(f"--suggestions and {'--new' if new else '--reader'} do not go together")
    if suggestions and maker is None and "-" in paths:
        raise UsageError("what comes from standard input needs a --maker NAME")
    if maker is not None:
        from annotations.suggest.stored import maker_named

        maker = maker_named(maker)
    failed: list[StetError] = []
    with library.open() as workspace, terminable():
        if workspace.annotator.casefold() == "suggestions":
            raise UsageError("nobody is called “suggestions”: --as says who works", "Did you mean --suggestions?")
        if schema is not None:
            from annotations.commands.schemas import say_taken_up
            from annotations.schema_use import schema_named, use_schema

            say_taken_up(use_schema(workspace, schema_named(schema)))
        for path in paths:
            try:
                if suggestions:
                    _import_suggestions(workspace, path, maker)
                else:
                    _import_one(workspace, path, new=new, reader=reader)
            except StetError as error:
                failed.append(error)
    for failure in failed:
        complain(failure)
    if failed:
        raise click.exceptions.Exit(1)


def _import_one(workspace: Workspace, path: str, *, new: bool, reader: str | None) -> None:
    from annotations.formats import import_format_for
    from annotations.importing import STANDARD_INPUT, import_article, open_export

    if path == STANDARD_INPUT:
        _import_input(workspace, reader)
    elif (form := import_format_for(path, reader)) is not None:
        with open_export(Path(path)) as stream:
            _import_export(workspace, form, stream, path)
    else:
        _say_brought(path, import_article(workspace, Path(path), reader=reader, new=new))


def _import_suggestions(workspace: Workspace, path: str, maker: str | None) -> None:
    from annotations.importing import STANDARD_INPUT, file_size, open_export
    from annotations.importing_suggestions import BrokenLinesError, import_suggestions
    from annotations.suggest.stored import maker_named

    where = "standard input" if path == STANDARD_INPUT else path
    name = maker or maker_named(Path(path).stem)
    with _spooled_input() if path == STANDARD_INPUT else open_export(Path(path)) as stream:
        try:
            with Progress(file_size(stream), f"importing {Path(where).name}") as progress:
                taken = import_suggestions(workspace, stream, where, name, progress)
        except BrokenLinesError as error:
            for message, hint in error.lines:
                tell(message)
                if hint:
                    tell(f"  {hint}")
            raise
    say(f"{where}: {counted(taken.suggestions, 'suggestion')} from {name} for {counted(taken.articles, 'article')}")
    for sentence in taken.left:
        tell(f"{where}: {sentence}")


def _spooled_input() -> BinaryIO:
    """What standard input has: whoever writes may be slow, and the database is locked while it is read."""
    import shutil
    from tempfile import TemporaryFile

    if sys.stdin is None:
        raise ReadError("there is no standard input to read")
    spooled = TemporaryFile()  # noqa: SIM115 - whoever asked closes it
    shutil.copyfileobj(sys.stdin.buffer, spooled)
    spooled.seek(0)
    return spooled


def _import_input(workspace: Workspace, reader: str | None) -> None:
    from annotations.formats import import_format_for
    from annotations.importing import file_size, import_input
    from annotations.readers.decoding import MAX_BYTES

    with _spooled_input() as spooled:
        size = file_size(spooled)
        head = spooled.read(_HEAD)
        spooled.seek(0)
        form = import_format_for(None, reader or ("jsonl" if _is_export(head) else None))
        if form is not None:
            _import_export(workspace, form, spooled, "standard input")
        elif size > MAX_BYTES:
            raise ReadError(f"standard input is longer than {MAX_BYTES >> 20} MB", "No article is that long.")
        else:
            _say_brought("standard input", import_input(workspace, spooled.read(), reader=reader))


def _is_export(head: bytes) -> bool:
    return head.lstrip().startswith(b"{") and b'"id"' in head and b'"number"' in head


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
