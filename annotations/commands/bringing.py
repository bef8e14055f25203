"""`stet import`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from annotations.commands.base import Command, Library, common, complain, counted, pass_library, say, tell, terminable
from annotations.commands.progress import Progress
from annotations.errors import ReadError, StetError

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
        "curl -s https://example.org/a.txt | stet import -",
    ),
)
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@click.option("--new", is_flag=True, help="Bring a file that has changed in as another article.")
@click.option(
    "--reader", metavar="NAME", help="Read all files as NAME (plain, markdown, jsonl), whatever their suffix."
)
@click.option("--schema", metavar="FILE", help="Take the coding scheme in FILE into use first.")
@common
@pass_library
def import_command(library: Library, paths: tuple[str, ...], new: bool, reader: str | None, schema: str | None) -> None:
    """Bring articles into the library: text and Markdown, or whole exports as JSON Lines (*.jsonl).

    PATH is a file, or - for standard input. A file that is in the library already, with the same text, is left
    alone. An export is brought in whole or not at all: what the library has otherwise is listed and stays as it
    is there. A file that cannot be read stops no other; it is named at the end, and the exit status is 1.
    """
    failed: list[StetError] = []
    with library.open() as workspace, terminable():
        if schema is not None:
            from annotations.commands.schemas import say_taken_up
            from annotations.schema_use import schema_named, use_schema

            say_taken_up(use_schema(workspace, schema_named(schema)))
        for path in paths:
            try:
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


def _import_input(workspace: Workspace, reader: str | None) -> None:
    import shutil
    from tempfile import TemporaryFile

    from annotations.formats import import_format_for
    from annotations.importing import import_input
    from annotations.readers.decoding import MAX_BYTES

    if sys.stdin is None:
        raise ReadError("there is no standard input to read")
    with TemporaryFile() as spooled:
        # Whoever writes may be slow, and the database is locked while an export is read.
        shutil.copyfileobj(sys.stdin.buffer, spooled)
        size = spooled.tell()
        spooled.seek(0)
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
    say(
        f"article {info.number}: {info.title}"
        if brought.added
        else f"article {info.number} is there already: {info.title}"
    )
