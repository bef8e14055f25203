"""`stet import`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from annotations.commands.base import Command, Library, common, complain, pass_library, say, tell, terminable
from annotations.commands.progress import Progress
from annotations.counts import counted
from annotations.errors import StetError, UsageError

if TYPE_CHECKING:
    from annotations.workspace import Workspace

_AS_SUGGESTIONS = "suggestions"


@click.command(
    "import",
    short_help="Bring articles into the library: files, folders, addresses, tables, exports.",
    cls=Command,
    examples=(
        "stet import articles/ page.html report.pdf",
        "stet import https://example.org/news/summit.html",
        "stet import --text-field body --id-field uid corpus.csv",
        "stet import --new summit.txt",
        "stet import --schema frames.toml articles/*.txt",
        "stet import kim.jsonl",
        "stet import --suggestions bert.jsonl",
        "stet import --as suggestions bert.jsonl",
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
    "--reader",
    metavar="NAME",
    help="Read all as NAME (plain, markdown, web, pdf, docx, jsonl), whatever they look like.",
)
@click.option("--text-field", metavar="COLUMN", help="Tables: the column that holds the texts.")
@click.option("--title-field", metavar="COLUMN", help="Tables: the column of titles.")
@click.option("--id-field", metavar="COLUMN", help="Tables: what a row is known by when it comes again.")
@click.option("--date-field", metavar="COLUMN", help="Tables: the column of dates.")
@click.option("--source-field", metavar="COLUMN", help="Tables: addresses, or names of sites.")
@click.option(
    "--field", "fields", metavar="WHAT=COLUMN", multiple=True, help="The same for author, site, address, language …"
)
@click.option("--format", "format_name", metavar="NAME", help="PATH is in this exchange format (brat, xmi, …).")
@click.option(
    "--map", "names", metavar="THEIRS=OURS", multiple=True, help="What a name of theirs is here; may be repeated."
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
    format_name: str | None,
    names: tuple[str, ...],
    schema: str | None,
    suggestions: bool,
    maker: str | None,
    fields: tuple[str, ...],
    text_field: str | None,
    title_field: str | None,
    id_field: str | None,
    date_field: str | None,
    source_field: str | None,
) -> None:
    """Bring articles into the library.

    PATH is a file, a folder with all that is in it, an address, or - for standard input. Articles are text,
    Markdown, web pages (saved, or by their http or https address), PDF and DOCX. CSV, tab-separated tables (*.tsv)
    and JSON Lines (*.jsonl) hold one in each row; columns that are called as one would expect (text, title, id, date,
    author, url …) are found, others are named by options, and what is left is kept as facts of the article. JSON
    Lines that Stet has exported come in whole or not at all: what the library has otherwise is listed and stays as
    it is there.

    A text that the library has already is left alone, wherever it comes from. Another text from the same place becomes
    a new version of its article, and annotations go over to it where their words are found again. What cannot be read
    stops nothing; it is named at the end, and the exit status is 1. Esc or Ctrl+C stops between two articles.

    --format reads what other programs export: a file, a folder or a zip file. Their labels, roles, values and
    relations are taken by their names, or as --map says; what the coding scheme does not have is kept and listed.

    With --suggestions, each line is {"article": NUMBER, ID or PATH, "suggestions": [{"label", "fragments":
    [[start, end], …], "text": [words, …], "roles": [{"role", "name", "start", "end"}], "attributes": {…}, "score",
    "reasons": […]}]}, of which only label and fragments are needed; or a line of an export, whose annotations
    become suggestions. A file is taken whole or not at all, and replaces what the same model suggested before for
    its articles. The reader shows them beside its own. (--as is who works, here as everywhere; but nobody is
    called “suggestions”, and --as suggestions says the same as --suggestions.)
    """
    if library.annotator is not None and library.annotator.strip().casefold() == _AS_SUGGESTIONS:
        suggestions, library.annotator = True, None
    from annotations.importing.fields import check_fields

    named = {"text": text_field, "title": title_field, "id": id_field, "date": date_field, "source": source_field}
    given = check_fields(_pairs(fields, named))
    if maker is not None and not suggestions:
        raise UsageError("--maker goes with --suggestions")
    if suggestions and (new or reader is not None or given):
        option = "--new" if new else "--reader" if reader is not None else "columns of tables"
        raise UsageError(f"--suggestions and {option} do not go together")
    if (format_name is not None or names) and (suggestions or new or reader is not None or given):
        option = "--map" if names else "--format"
        raise UsageError(f"{option} reads what other programs export, with no other option of articles")
    if suggestions and maker is None and "-" in paths:
        raise UsageError("what comes from standard input needs a --maker NAME")
    if maker is not None:
        from annotations.suggest.stored import maker_named

        maker = maker_named(maker)
    with library.open() as workspace, terminable():
        if schema is not None:
            from annotations.commands.schemas import say_taken_up
            from annotations.schema.use import schema_named, use_schema

            say_taken_up(use_schema(workspace, schema_named(schema)))
        if suggestions:
            _import_all_suggestions(workspace, paths, maker)
            return
        from annotations.commands.bringing_all import import_all
        from annotations.importing.many import Options

        articles, failed = list(paths), False
        if not new and reader is None and not given:
            from annotations.commands.bringing_formats import import_formats

            articles, failed = import_formats(workspace, paths, format_name, names)
        if articles:
            import_all(workspace, articles, Options(new, reader, given))
        if failed:
            raise click.exceptions.Exit(1)


def _pairs(fields: Sequence[str], named: dict[str, str | None]) -> list[tuple[str, str]]:
    """What each column is: (what, column)."""
    pairs = [(what, column) for what, column in named.items() if column is not None]
    for pair in fields:
        what, sign, column = pair.partition("=")
        if not sign or not what or not column:
            raise UsageError(f"--field {pair}: “=” parts what it is from the column", "As in --field author=writer.")
        pairs.append((what.strip(), column))
    return pairs


def _import_all_suggestions(workspace: Workspace, paths: Sequence[str], maker: str | None) -> None:
    failed: list[StetError] = []
    for path in paths:
        try:
            _import_suggestions(workspace, path, maker)
        except StetError as error:
            failed.append(error)
    for failure in failed:
        complain(failure)
    if failed:
        raise click.exceptions.Exit(1)


def _import_suggestions(workspace: Workspace, path: str, maker: str | None) -> None:
    from annotations.commands.bringing_all import spooled_input
    from annotations.importing.articles import STANDARD_INPUT
    from annotations.importing.exports import file_size, open_export
    from annotations.importing.suggestions import BrokenLinesError, import_suggestions
    from annotations.suggest.stored import maker_named

    where = "standard input" if path == STANDARD_INPUT else path
    name = maker or maker_named(Path(path).stem)
    with spooled_input() if path == STANDARD_INPUT else open_export(Path(path)) as stream:
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
