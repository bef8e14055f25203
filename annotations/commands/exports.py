"""`stet export`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from annotations.commands.base import Command, Library, common, data_out, pass_library, say, tell, terminable
from annotations.commands.progress import Progress
from annotations.counts import counted

if TYPE_CHECKING:
    from annotations.exporting import Selection
    from annotations.workspace import Workspace


@click.command(
    "export",
    short_help="Write annotations as CSV, JSONL …",
    cls=Command,
    examples=(
        "stet export -o library.jsonl",
        "stet export summit.txt -o summit.csv",
        "stet export --format csv --label quote --annotator kim | head",
    ),
)
@click.argument("articles", nargs=-1, metavar="[ARTICLE…]")
@click.option("-o", "--output", metavar="FILE", help="Write FILE, whole or not at all (else standard output, or -).")
@click.option("--format", "format_name", metavar="NAME", help="jsonl or csv (else by the suffix of FILE, else jsonl).")
@click.option("--article", "also", metavar="ARTICLE", multiple=True, help="Only this article; may be repeated.")
@click.option("--label", "labels", metavar="LABEL", multiple=True, help="Only annotations with LABEL; may be repeated.")
@click.option("--annotator", "annotators", metavar="NAME", multiple=True, help="Only those by NAME; may be repeated.")
@common
@pass_library
def export_command(
    library: Library,
    *,
    articles: tuple[str, ...],
    output: str | None,
    format_name: str | None,
    also: tuple[str, ...],
    labels: tuple[str, ...],
    annotators: tuple[str, ...],
) -> None:
    """Write the library, or the ARTICLEs named, in an exchange format.

    jsonl has one line for each article, lossless: “stet import” reads it back. csv has one row for each annotation,
    for spreadsheets and data frames.

    With --label or --annotator, a relation is written only if the annotation it starts from is.
    """
    from annotations.exporting import export, export_file, find_sentences
    from annotations.formats import format_for

    target = None if output in (None, "-") else output
    form = format_for(target, format_name)
    with library.open() as workspace:
        selection = _selection(workspace, (*articles, *also), labels, annotators)
        if form.needs_sentences:
            find_sentences(workspace, selection, Progress)
        total = len(selection.articles) or workspace.store.checks.count()[0]
        with Progress(total, "exporting") as progress:
            if target is None:
                with data_out() as out:
                    done = export(workspace, form, out, selection, progress)
            else:
                with terminable():
                    done = export_file(workspace, form, Path(target), selection, progress)
    if target is not None:
        say(f"{target}: {counted(done.annotations, 'annotation')} of {counted(done.articles, 'article')}")
    for sentence in done.losses:
        tell(sentence)


def _selection(
    workspace: Workspace, articles: tuple[str, ...], labels: tuple[str, ...], annotators: tuple[str, ...]
) -> Selection:
    from annotations.exporting import Selection

    numbers = frozenset(workspace.find(reference).number for reference in articles)
    return Selection(numbers, frozenset(labels), frozenset(annotators))
