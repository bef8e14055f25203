"""`stet check`, `stet history` and `stet backup`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from annotations.commands.base import (
    Command,
    Library,
    as_json,
    common,
    data_out,
    pass_library,
    say,
    tell,
    terminable,
)
from annotations.commands.progress import Progress
from annotations.commands.tables import print_table
from annotations.counts import counted

if TYPE_CHECKING:
    from annotations.checking import Finding
    from annotations.store.history import StepRow


@click.command(
    "check",
    short_help="Look for damage in the database.",
    cls=Command,
    examples=("stet check --db library.db",),
)
@click.option("--repair", is_flag=True, help="First make the index of words anew, which holds nothing of its own.")
@as_json("Print what was found as JSON.")
@common
@pass_library
def check_command(library: Library, *, repair: bool, json_wanted: bool) -> None:
    """Hold everything that is stored against everything else.

    That is the file itself, each text against its checksum and the index of words, each tagged range against its
    words, blocks, sentences and history.

    Prints what is wrong, with the number of the article and the id of the annotation. The exit status is 1 if
    something is. A relation to an annotation that is not in the library is listed, but is not wrong.
    """
    from annotations.checking import check

    with library.store(must_exist=True) as store:
        if repair:
            store.rebuild_index()
        articles, annotations = store.checks.count()
        with Progress(articles, "checking") as progress:
            findings = list(check(store, progress))
    wrong = sum(finding.wrong for finding in findings)
    if json_wanted:
        with data_out() as out:
            out.write(json.dumps([_plain(finding) for finding in findings], ensure_ascii=False, indent=1) + "\n")
    else:
        for finding in findings:
            say(_sentence(finding))
        if not wrong:
            say(f"{counted(articles, 'article')}, {counted(annotations, 'annotation')}: nothing is wrong")
    if wrong:
        tell(f"stet: {wrong} {'thing is' if wrong == 1 else 'things are'} wrong in {store.path}")
        tell("Copy the database before anything else is done to it; “stet backup” copies what can be read.")
        raise click.exceptions.Exit(1)


@click.command(
    "history",
    short_help="Show who did what, and when.",
    cls=Command,
    examples=(
        "stet history",
        "stet history summit.txt --json",
    ),
)
@click.argument("article", required=False)
@as_json()
@common
@pass_library
def history_command(library: Library, article: str | None, json_wanted: bool) -> None:
    """Show the steps that were done, in the whole library or in one ARTICLE, the newest last."""
    with library.open() as workspace, workspace.store.reading():
        number = None if article is None else workspace.find(article).number
        steps = list(workspace.store.history.steps(number))
    if json_wanted:
        with data_out() as out:
            _history_json(out, steps)
        return
    rows = [
        (step.at.replace("T", " ").removesuffix("Z"), step.annotator, step.article, _what(step.action, step.summary))
        for step in steps
    ]
    print_table(("time (UTC)", "who", "article", "what"), rows, right=(2,))


@click.command(
    "backup",
    short_help="Copy the database to a new file.",
    cls=Command,
    examples=("stet backup library-2026-03-31.db",),
)
@click.argument("file")
@common
@pass_library
def backup_command(library: Library, file: str) -> None:
    """Copy the database to a new FILE, as it is between two edits, even while others work on it."""
    with library.store(must_exist=True) as store, terminable():
        store.back_up(Path(file))
        say(f"{file} is a copy of {store.path}")


def _what(action: str, summary: str) -> str:
    return f"{action}: {summary}" if action in {"undo", "redo"} else summary


def _sentence(finding: Finding) -> str:
    where = []
    if finding.article is not None:
        where.append(f"article {finding.article}")
    if finding.annotation is not None:
        where.append(f"annotation {finding.annotation}")
    place = f"{', '.join(where)}: " if where else ""
    return f"{place}{finding.message}" + ("" if finding.wrong else " (this is allowed)")


def _plain(finding: Finding) -> dict[str, object]:
    return {
        "article": finding.article,
        "annotation": finding.annotation,
        "message": finding.message,
        "wrong": finding.wrong,
    }


def _history_json(out: TextIO, steps: Sequence[StepRow]) -> None:
    out.write("[\n" if steps else "[]\n")
    for position, step in enumerate(steps, 1):
        facts = {
            "step": step.step,
            "at": step.at,
            "annotator": step.annotator,
            "article": step.article,
            "action": step.action,
            "summary": step.summary,
            "changes": step.changes,
            "undoes": step.undoes,
            "redoes": step.redoes,
        }
        out.write(json.dumps(facts, ensure_ascii=False) + (",\n" if position < len(steps) else "\n]\n"))
