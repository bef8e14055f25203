"""`stet export`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from annotations.commands.base import Command, Library, common, data_out, pass_library, say, tell, terminable
from annotations.commands.progress import Progress
from annotations.counts import counted
from annotations.errors import UsageError

if TYPE_CHECKING:
    from annotations.exporting import Selection
    from annotations.formats import Format, Option
    from annotations.workspace import Workspace


class _ExportCommand(Command):
    """A command with the options of every format; they are looked up when it is called, not when it is defined."""

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """The command's own options, then those of the formats."""
        from annotations.formats import all_formats

        takers: dict[str, list[str]] = {}
        options: dict[str, Option] = {}
        for form in all_formats():
            for option in form.options:
                options.setdefault(option.name, option)
                takers.setdefault(option.name, []).append(form.name)
        own = super().get_params(ctx)
        taken = {name for parameter in own for name in parameter.opts}
        return own + [
            click.Option(
                [f"--{option.name}", f"format_{option.name.replace('-', '_')}"],
                metavar=option.metavar or None,
                is_flag=not option.metavar,
                default=None,
                help=f"{', '.join(takers[option.name])}: {option.help}",
            )
            for option in options.values()
            if f"--{option.name}" not in taken
        ]

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the formats, then the examples."""
        from annotations.formats import all_formats, problems

        with formatter.section("Formats"):
            formatter.write_dl([(form.name, f"{form.purpose} ({', '.join(form.suffixes)})") for form in all_formats()])
        for problem in problems():
            formatter.write_text(problem)
        super().format_epilog(ctx, formatter)


@click.command(
    "export",
    short_help="Write annotations in the formats of other programs.",
    cls=_ExportCommand,
    examples=(
        "stet export -o library.jsonl",
        "stet export summit.txt -o summit.csv",
        "stet export --format csv --label quote --annotator kim | head",
    ),
)
@click.argument("articles", nargs=-1, metavar="[ARTICLE…]")
@click.option(
    "-o", "--output", metavar="FILE", help="Write FILE (or folder), whole or not at all (else standard output, or -)."
)
@click.option("--format", "format_name", metavar="NAME", help="The format (else by the end of FILE, else jsonl).")
@click.option("--strict", is_flag=True, help="Write nothing, exit status 1, if the format cannot hold everything.")
@click.option("--article", "also", metavar="ARTICLE", multiple=True, help="Only this article; may be repeated.")
@click.option("--label", "labels", metavar="LABEL", multiple=True, help="Only annotations with LABEL; may be repeated.")
@click.option("--annotator", "annotators", metavar="NAME", multiple=True, help="Only those by NAME; may be repeated.")
@common
@pass_library
def export_command(
    library: Library,
    /,
    *,
    articles: tuple[str, ...],
    output: str | None,
    format_name: str | None,
    strict: bool,
    also: tuple[str, ...],
    labels: tuple[str, ...],
    annotators: tuple[str, ...],
    **more: Any,
) -> None:
    """Write the library, or the ARTICLEs named, in an exchange format.

    What a format cannot hold is counted and told on standard error before anything is written. A format of several
    files goes into a new folder, or into a zip file where FILE ends so.

    With --label or --annotator, a relation is written only if the annotation it starts from is.
    """
    from annotations.exporting import Asked, export, export_file, find_sentences
    from annotations.formats import format_for

    target = None if output in (None, "-") else output
    form = format_for(target, format_name)
    asked = Asked(_options(more), strict, _tell_losses)
    with library.open() as workspace:
        selection = _selection(workspace, (*articles, *also), labels, annotators)
        if form.needs_sentences:
            find_sentences(workspace, selection, Progress)
        total = len(selection.articles) or workspace.store.checks.count()[0]
        with Progress(total, "exporting") as progress:
            if target is None:
                with data_out() as out:
                    export(workspace, form, _bytes_of(form) or out, selection, progress, asked=asked)
            else:
                with terminable():
                    done = export_file(workspace, form, Path(target), selection, progress, asked=asked)
                say(f"{target}: {counted(done.annotations, 'annotation')} of {counted(done.articles, 'article')}")


def _bytes_of(form: Format) -> Any:
    """Standard output for bytes, where a format is made of them."""
    from annotations.formats import BinaryFormat, FilesFormat

    if not isinstance(form, (BinaryFormat, FilesFormat)):
        return None
    if sys.stdout.isatty():
        raise UsageError(f"{form.name} is nothing to look at", "Name a file with -o.")
    return sys.stdout.buffer


def _options(more: dict[str, Any]) -> dict[str, str]:
    """The options of formats that were given."""
    given = {name.removeprefix("format_").replace("_", "-"): value for name, value in more.items()}
    return {name: "" if value is True else str(value) for name, value in given.items() if value not in (None, False)}


def _tell_losses(losses: tuple[str, ...]) -> None:
    for sentence in losses:
        tell(sentence)


def _selection(
    workspace: Workspace, articles: tuple[str, ...], labels: tuple[str, ...], annotators: tuple[str, ...]
) -> Selection:
    from annotations.exporting import Selection

    numbers = frozenset(workspace.find(reference).number for reference in articles)
    return Selection(numbers, frozenset(labels), frozenset(annotators))
