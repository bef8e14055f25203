"""`stet stats`: the library in numbers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from annotations.commands.base import Command, Library, as_json, common, data_out, pass_library, say
from annotations.commands.ledger import article_filters, wanted_of
from annotations.commands.tables import width_of_output
from annotations.errors import UsageError

if TYPE_CHECKING:
    from annotations.statistics.counting import Statistics
    from annotations.workspace import Workspace


@click.command(
    "stats",
    short_help="Show counts, coverage and time, by article, label, annotator and day.",
    cls=Command,
    examples=(
        "stet stats",
        "stet stats --annotator kim --tag water",
        "stet stats --html stats.html",
        "stet stats --json | jq '.annotators[] | [.name, .per_hour]'",
    ),
)
@click.option("--html", metavar="FILE", help="Write one self-contained page with pictures, whole or not at all.")
@click.option("--ascii", "ascii_wanted", is_flag=True, help="Draw with no more than ASCII.")
@article_filters
@as_json()
@common
@pass_library
def stats_command(
    library: Library, /, html: str | None, ascii_wanted: bool, json_wanted: bool, **given: tuple[str, ...]
) -> None:
    """Show what there is in numbers.

    Coverage is the share of an article's sentences, and of its characters, that an annotation is on. Time is the sum of
    the gaps between the edits of a person that are shorter than five minutes; each gap belongs to the article of the
    edit that ends it. Annotations per hour are those that were not imported, over that time. Days are in UTC.
    """
    from annotations.statistics.counting import statistics

    if html is not None and (json_wanted or ascii_wanted):
        raise UsageError(f"--html and {'--json' if json_wanted else '--ascii'} exclude each other")
    if json_wanted and ascii_wanted:
        raise UsageError("--json and --ascii exclude each other")
    with library.open() as workspace, workspace.store.reading():
        found = statistics(workspace, wanted_of(workspace, given))
        if html is not None:
            _write_page(workspace, found, html)
            return
    if json_wanted:
        with data_out() as out:
            out.write(json.dumps(_record(found), ensure_ascii=False, indent=1) + "\n")
        return
    from annotations.statistics.charts import BLOCKS, PLAIN
    from annotations.statistics.lines import text_lines

    for line in text_lines(found, width_of_output(), PLAIN if ascii_wanted else BLOCKS):
        say(line.replace("–", "-") if ascii_wanted else line)


def _write_page(workspace: Workspace, found: Statistics, html: str) -> None:
    from annotations.identity import now
    from annotations.statistics.page import statistics_page, write_page

    if html == "-":
        with data_out() as out:
            out.writelines(statistics_page(found, workspace.store.path.name, now()))
        return
    write_page(found, workspace.store.path, html)
    say(f"{html}: open it in a browser")


def _record(found: Statistics) -> dict[str, Any]:
    from annotations.ledger.records import matrix_record

    return {
        "annotations": found.annotations,
        "seconds": round(found.seconds, 3),
        "sentence_coverage": found.sentence_coverage,
        "character_coverage": found.character_coverage,
        "labels": [
            {"name": one.name, "annotations": one.annotations, "values": {a: dict(v) for a, v in one.values.items()}}
            for one in found.labels
        ],
        "annotators": [
            {
                "name": one.name,
                "annotations": one.annotations,
                "labels": dict(one.labels),
                "articles": one.articles,
                "seconds": round(one.seconds, 3),
                "per_hour": one.per_hour,
            }
            for one in found.annotators
        ],
        "days": [{"day": day, "labels": dict(labels)} for day, labels in found.days.items()],
        "matrices": {name: matrix_record(matrix) for name, matrix in found.matrices.items()},
        "articles": [
            {
                "number": one.number,
                "title": one.title,
                "status": one.status,
                "annotations": one.annotations,
                "labels": dict(one.labels),
                "characters": one.characters,
                "tagged_characters": one.tagged_characters,
                "sentences": one.sentences,
                "tagged_sentences": one.tagged_sentences,
                "seconds": round(one.seconds, 3),
            }
            for one in found.articles
        ],
    }
