"""`stet assign`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from annotations.commands.base import Command, Library, as_json, common, data_out, pass_library, say
from annotations.commands.tables import print_table, width_of_output
from annotations.errors import UsageError

if TYPE_CHECKING:
    from annotations.group.assigning import Queue, Shared
    from annotations.workspace import Workspace


@click.command(
    "assign",
    short_help="Share articles out to annotators, and show who is how far.",
    cls=Command,
    examples=(
        "stet assign --to kim --to lee --to mia --overlap 20% --seed 7 --dry-run",
        "stet assign 1 2 3 --to kim",
        "stet assign",
        "stet assign --mine",
        "stet assign --progress",
        "stet assign --again 20% --seed 7",
        "stet assign --clear --to mia",
    ),
)
@click.argument("articles", nargs=-1, metavar="[ARTICLE]…")
@click.option("--to", "annotators", multiple=True, metavar="NAME", help="Who is to read them (several: repeat).")
@click.option("--overlap", metavar="SHARE", help="How many of them several people get: 20%, or a number.")
@click.option(
    "--coders", type=click.IntRange(2, 100), default=2, help="How many people get each of those (2).", metavar="N"
)
@click.option("--seed", type=int, default=0, help="Of the lot that is drawn (0).")
@click.option("--mine", is_flag=True, help="Show my own queue.")
@click.option("--progress", "everybody", is_flag=True, help="Show how far everybody is, with bars.")
@click.option("--again", metavar="SHARE", help="Give me so many of my finished articles once more: 20%, or a number.")
@click.option("--clear", is_flag=True, help="Take articles out of the queues.")
@click.option("--dry-run", is_flag=True, help="Tell what would be given to whom, and change nothing.")
@as_json()
@common
@pass_library
def assign_command(
    library: Library,
    *,
    articles: tuple[str, ...],
    annotators: tuple[str, ...],
    overlap: str | None,
    coders: int,
    seed: int,
    mine: bool,
    everybody: bool,
    again: str | None,
    clear: bool,
    dry_run: bool,
    json_wanted: bool,
) -> None:
    """Share out each ARTICLE (else all) that is in nobody's queue to those named by --to.

    Everybody gets about the same amount of text. Of the articles, --overlap are given to several people, so that
    agreement can be measured on them (“stet agree”); which ones is drawn by lot, and the same --seed draws the same.

    Without --to, show everybody's queue and how far they are: an article is done when its annotator has marked it so.

    --again draws a lot of the articles that I have marked done (of each ARTICLE, if named), to be coded once more in a
    layer of its own, NAME#2, which shows nothing of the first: “stet --as NAME#2”. “stet agree --again” measures them.
    """
    if again is not None and (annotators or overlap or mine or clear or everybody):
        raise UsageError("--again goes with articles, --seed and --dry-run alone")
    if everybody and (articles or annotators or overlap or mine or clear or dry_run):
        raise UsageError("--progress stands alone")
    if clear and (overlap or mine or dry_run):
        raise UsageError("--clear goes with articles and --to alone")
    with library.open() as workspace:
        if clear:
            _clear(workspace, articles, annotators)
        elif everybody:
            _show_progress(workspace, json_wanted=json_wanted)
        elif again is not None:
            from annotations.group.assigning import assign_again

            found = [workspace.find(reference) for reference in articles]
            share = _share(again, "--again")
            shared = assign_again(workspace, found, share, seed=seed, dry_run=dry_run)
            _show_shared(workspace, shared, dry_run=dry_run, json_wanted=json_wanted)
        elif annotators:
            from annotations.group.assigning import assign

            if mine:
                raise UsageError("--mine and --to do not go together")
            found = [workspace.find(reference) for reference in articles]
            share = _share(overlap)
            shared = assign(workspace, found, annotators, overlap=share, coders=coders, seed=seed, dry_run=dry_run)
            _show_shared(workspace, shared, dry_run=dry_run, json_wanted=json_wanted)
        else:
            if articles or overlap or dry_run:
                raise UsageError("name who is to read them, with --to")
            _show_queues(workspace, mine=mine, json_wanted=json_wanted)


def _show_progress(workspace: Workspace, *, json_wanted: bool) -> None:
    from dataclasses import fields

    from annotations.group.everybody import progress, progress_lines

    with workspace.store.reading():
        found = progress(workspace)
    if json_wanted:
        plain = [
            {field.name: getattr(one, field.name) for field in fields(one)} | {"assigned": one.assigned}
            for one in found
        ]
        with data_out() as out:
            out.write(json.dumps(plain, ensure_ascii=False, indent=1) + "\n")
    elif not found:
        say("Nothing is assigned, and nobody has annotated anything.")
    for line in () if json_wanted else progress_lines(found, width_of_output()):
        say(line)


def _share(text: str | None, option: str = "--overlap") -> float | int:
    """A share (0.2 of “20%”), or a number of articles."""
    if text is None:
        return 0
    number, percent = text.rstrip("%").strip(), text.endswith("%")
    if not number.isascii() or not number.replace(".", "", 1).isdigit() or not (percent or number.isdigit()):
        raise UsageError(f"{option} takes a share such as 20%, or a number of articles, not “{text}”")
    if not percent:
        return int(number)
    if float(number) > 100:
        raise UsageError(f"{option} cannot be more than 100%, as “{text}” is")
    return float(number) / 100


def _clear(workspace: Workspace, articles: tuple[str, ...], annotators: tuple[str, ...]) -> None:
    from annotations.group.assigning import take_away

    numbers = {workspace.find(reference).number for reference in articles}
    taken = take_away(workspace, numbers, set(annotators))
    say(f"taken out of queues: {taken}" if taken else "no queue had any of them")


def _show_shared(workspace: Workspace, shared: Shared, *, dry_run: bool, json_wanted: bool) -> None:
    if json_wanted:
        ids = {number: workspace.store.articles.get(number).id for number, _, _ in shared.given}
        plain = {
            "dry_run": dry_run,
            "assignments": [
                {
                    "annotator": row.annotator,
                    "position": row.position,
                    "article": row.article,
                    "id": ids[row.article],
                    "shared": row.article in shared.several,
                }
                for row in sorted(shared.given, key=lambda row: (row.annotator, row.position))
            ],
            "characters": shared.load,
        }
        with data_out() as out:
            out.write(json.dumps(plain, ensure_ascii=False, indent=1) + "\n")
        return
    rows = []
    for name, load in shared.load.items():
        own = [row.article for row in shared.given if row.annotator == name]
        numbers = " ".join(f"{n}*" if n in shared.several else str(n) for n in own)
        rows.append((name, len(own), sum(n in shared.several for n in own), load, numbers))
    print_table(("annotator", "articles", "shared", "characters", "which (* shared)"), rows, right=(1, 2, 3))
    if dry_run:
        say("Nothing was changed.")


def _show_queues(workspace: Workspace, *, mine: bool, json_wanted: bool) -> None:
    from annotations.group.assigning import queues
    from annotations.model import Status

    found = [queue for queue in queues(workspace) if not mine or queue.annotator == workspace.annotator]
    if json_wanted:
        with data_out() as out:
            out.write(json.dumps([_plain(queue) for queue in found], ensure_ascii=False, indent=1) + "\n")
    elif not found:
        say("You have no queue." if mine else "Nothing is assigned. “stet assign --to NAME” shares articles out.")
    elif mine:
        rows = [(q.position, q.info.number, q.status, q.info.length, q.info.title) for q in found[0].articles]
        print_table(("position", "article", "status", "characters", "title"), rows, right=(0, 1, 3))
    else:
        counts = (Status.DONE, Status.BEGUN, Status.NEW)
        print_table(
            ("annotator", "articles", *counts, "characters left"),
            [(q.annotator, len(q.articles), *(q.count(status) for status in counts), q.left) for q in found],
            right=(1, 2, 3, 4, 5),
        )


def _plain(queue: Queue) -> dict[str, object]:
    return {
        "annotator": queue.annotator,
        "articles": [
            {
                "position": queued.position,
                "article": queued.info.number,
                "id": queued.info.id,
                "status": queued.status,
                "characters": queued.info.length,
                "title": queued.info.title,
            }
            for queued in queue.articles
        ],
        "characters_left": queue.left,
    }
