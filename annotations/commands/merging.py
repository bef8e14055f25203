"""`stet merge`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from annotations.commands.base import Command, Library, as_json, common, data_out, pass_library, say, tell, terminable
from annotations.commands.progress import Progress
from annotations.counts import counted
from annotations.errors import UsageError

if TYPE_CHECKING:
    from annotations.merging import Merged


_TAKEN_BACK = {"gone": "would go", "back": "would come back", "changed": "would be what they were"}


@click.command(
    "merge",
    short_help="Take what others did in their databases into the library.",
    cls=Command,
    examples=(
        "stet merge kim.db lee.db --dry-run",
        "stet merge kim.db lee.db",
        "stet merge --db all.db kim.db lee.jsonl",
        "stet merge laptop.db --same kim",
        "stet merge --undo",
        "stet merge --settle 9be7 --keep 2",
    ),
)
@click.argument("files", nargs=-1, metavar="FILE…")
@click.option("--dry-run", is_flag=True, help="Tell what would happen, and change nothing.")
@click.option("--same", multiple=True, metavar="NAME", help="NAME is one person in both (several: repeat).")
@click.option("--rename", "renames", multiple=True, metavar="OLD=NEW", help="Who is OLD there is NEW here.")
@click.option("--any-clock", is_flag=True, help="Take steps that a wrong clock has dated.")
@click.option("--conflicts", is_flag=True, help="List what was edited here and there and is not settled.")
@click.option("--settle", metavar="ID", help="Say which state of something of yours is right (with --keep).")
@click.option("--keep", type=int, default=1, metavar="N", help="With --settle: the state of this number (1).")
@click.option("--undo", is_flag=True, help="Take back your last merge.")
@as_json("Print what was done as JSON.")
@common
@pass_library
def merge_command(
    library: Library,
    *,
    files: tuple[str, ...],
    dry_run: bool,
    same: tuple[str, ...],
    renames: tuple[str, ...],
    any_clock: bool,
    conflicts: bool,
    settle: str | None,
    keep: int,
    undo: bool,
    json_wanted: bool,
) -> None:
    """Merge each FILE, a database of Stet or an export as JSON Lines, into the library (--db).

    Databases are merged by their histories: every edit once, in any order and any number of times, with the same
    result. Articles are the same by their id, else by their text and file name. Each annotation stays in the layer
    of its annotator. Where one person edited an annotation on two machines, the later edit stands; where it was
    deleted on one and edited on the other, the edit does; both are listed, and the history keeps all: --conflicts
    lists them again, until their owner settles them. An export has no history: it adds, and replaces what an earlier
    export brought, but deletes nothing.

    All of it is one step: “u” in the reader takes it back, or --undo; only a new text of an article stays. Files are
    only read; an older database is brought up to date in a copy.

    Refused, with nothing changed: a database that is damaged, or written by a newer Stet; another coding scheme; one
    name that may be two people (--same, --rename); steps of a clock that was wrong (--any-clock).
    """
    if undo or conflicts or settle is not None:
        if files or sum((undo, conflicts, settle is not None)) > 1:
            raise UsageError("--undo, --conflicts and --settle each stand alone, without files")
        if dry_run and not undo:
            raise UsageError("--dry-run tells what a merge or --undo would do; --conflicts changes nothing anyway")
        if undo:
            _undo(library, dry_run=dry_run, json_wanted=json_wanted)
        elif settle is not None:
            _settle(library, settle, keep)
        else:
            _show_conflicts(library, json_wanted=json_wanted)
        return
    if not files:
        raise UsageError("name at least one database or export to merge")
    from annotations.merging import merge
    from annotations.merging.merge import plain

    with library.open(only_trying=dry_run) as workspace, terminable():
        outcome = merge(
            workspace,
            files,
            same=same,
            names=_names(renames),
            any_clock=any_clock,
            dry_run=dry_run,
            watch=Progress,
        )
    if json_wanted:
        with data_out() as out:
            out.write(json.dumps(plain(outcome), ensure_ascii=False, indent=1) + "\n")
        return
    _say(outcome, dry_run=dry_run)


def _undo(library: Library, *, dry_run: bool, json_wanted: bool) -> None:
    from annotations.merging import take_back_merge

    with library.open(only_trying=dry_run) as workspace, terminable():
        done = take_back_merge(workspace, dry_run=dry_run, watch=Progress)
    if json_wanted:
        plain = None if done is None else {"summary": done[0], **{name: done[1][name] for name in _TAKEN_BACK}}
        with data_out() as out:
            out.write(json.dumps(plain, ensure_ascii=False, indent=1) + "\n")
        return
    if done is None:
        say("There is no merge of yours to take back.")
        return
    summary, counts = done
    say(f"{'would take' if dry_run else 'took'} back: {summary}")
    if dry_run:
        parts = [
            f"{counted(counts[name], 'annotation')} {words}" for name, words in _TAKEN_BACK.items() if counts[name]
        ]
        say(f"{'; '.join([*parts, 'nothing was changed'])}.")


def _settle(library: Library, conflict: str, keep: int) -> None:
    from annotations.merging.conflicts import settle

    with library.open() as workspace:
        say(settle(workspace, conflict, keep).summary)


def _show_conflicts(library: Library, *, json_wanted: bool) -> None:
    from annotations.merging.conflicts import open_conflicts, versions_apart
    from annotations.merging.merge import plain_conflict

    with library.open() as workspace, workspace.store.reading():
        found = open_conflicts(workspace)
    if json_wanted:
        with data_out() as out:
            out.write(json.dumps([plain_conflict(one) for one in found], ensure_ascii=False, indent=1) + "\n")
        return
    for one in found:
        say(f"article {one.article}, {one.what} of {one.owner}: {one.message}")
        say(f"  {one.subject}")
        for number, apart in enumerate(versions_apart(one), 1):
            parts = (f"{name} {json.dumps(value, ensure_ascii=False)}" for name, value in apart.items())
            say(f"  {number}  {', '.join(parts)}")
    if not found:
        say("Nothing is in conflict.")


def _names(renames: tuple[str, ...]) -> dict[str, str]:
    from annotations.identity import check_name

    names = {}
    for rename in renames:
        old, equals, new = rename.partition("=")
        if not equals or not old:
            raise UsageError(f"“{rename}” is no OLD=NEW")
        names[old] = check_name(new)
    return names


def _say(outcome: Merged, *, dry_run: bool) -> None:
    if outcome.steps:
        who = ", ".join(f"{name} {count}" for name, count in sorted(outcome.steps.items()))
        say(f"new steps: {who}" + (f"; known already: {outcome.known}" if outcome.known else ""))
    parts = [
        f"{counted(count, noun)} {verb}"
        for count, noun, verb in (
            (len(outcome.articles), "article", "added"),
            (outcome.texts, "new text", "added"),
            (outcome.added, "annotation", "added"),
            (outcome.changed, "annotation", "changed"),
            (outcome.deleted, "annotation", "deleted"),
            (outcome.relations, "relation", "made, changed or removed"),
            (outcome.facts, "article", "with other facts"),
            (outcome.assigned, "assignment", "added"),
        )
        if count
    ]
    say("; ".join(parts) if parts else "nothing is new")
    for conflict in outcome.conflicts:
        say(f"article {conflict.article}, {conflict.what} of {conflict.owner}: {conflict.message}")
    for sentence in outcome.left:
        tell(f"left out: {sentence}")
    if dry_run:
        say("Nothing was changed.")
    elif outcome.step is not None:
        say("“stet merge --undo” takes it back.")
