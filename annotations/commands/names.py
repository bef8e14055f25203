"""`stet names`: names that mean the same, merged and unmerged by hand."""

from __future__ import annotations

import json

import click

from annotations.commands.base import Command, Group, Library, as_json, common, data_out, pass_library, say, tell
from annotations.commands.tables import print_table
from annotations.counts import counted


@click.group(
    "names",
    invoke_without_command=True,
    short_help="Show names, and say which mean the same.",
    cls=Group,
    examples=(
        "stet names",
        "stet names suggest",
        'stet names merge "Zakharova" "the spokeswoman" --into "Maria Zakharova"',
        'stet names unmerge "the spokeswoman"',
    ),
)
@common
@click.pass_context
def names_command(ctx: click.Context) -> None:
    """Show every name that a role has in the library, and what stands for it. Nothing is ever merged by itself.

    Merged names are one speaker, claimant, holder or target in “stet quotes”, “claims”, “stances” and “stats”; what is
    tagged, and what is exported, stays as it is.
    """
    if ctx.invoked_subcommand is None:
        ctx.invoke(list_names)


@names_command.command("list", short_help="List names with how often they are used.", cls=Command)
@as_json()
@common
@pass_library
def list_names(library: Library, json_wanted: bool = False) -> None:
    """List every name with how many roles have it, in how many articles, and the names that stand for it."""
    from dataclasses import asdict

    from annotations.names.merged import known_names

    with library.open() as workspace, workspace.store.reading():
        known = known_names(workspace.store)
    if json_wanted:
        rows = [asdict(one) | {"articles": sorted(one.articles), "also": list(one.also)} for one in known]
        _write(rows)
        return
    print_table(
        ("uses", "articles", "name", "also"),
        ((one.uses, len(one.articles), one.name, ", ".join(one.also)) for one in known),
        right=(0, 1),
    )
    if not known:
        tell("Nobody is named yet: sources, claimants, holders and targets are.")


@names_command.command(
    "merge",
    short_help="Let names stand for another one.",
    cls=Command,
    examples=('stet names merge "Zakharova" "Ms. Zakharova" --into "Maria Zakharova"',),
)
@click.argument("names", nargs=-1, required=True, metavar="NAME…")
@click.option("--into", required=True, metavar="NAME", help="The name that the others stand for from now on.")
@common
@pass_library
def merge_names(library: Library, names: tuple[str, ...], into: str) -> None:
    """Let each NAME stand for another name, which need not be in use itself."""
    from annotations.names.merged import known_names, merge

    with library.open() as workspace:
        used = {name for one in known_names(workspace.store) for name in (one.name, *one.also)}
        done = merge(workspace, names, into)
    for name in done:
        say(f"“{name}” stands for “{into}”{'' if name in used else '; nobody is called so yet'}")
    if not done:
        say("they mean the same already")


@names_command.command("unmerge", short_help="Let names stand for themselves again.", cls=Command)
@click.argument("names", nargs=-1, required=True, metavar="NAME…")
@common
@pass_library
def unmerge_names(library: Library, names: tuple[str, ...]) -> None:
    """Let each NAME stand for itself again."""
    from annotations.names.merged import unmerge

    with library.open() as workspace, workspace.store.writing():
        undone = [(name, unmerge(workspace, name)) for name in names]
    for name, before in undone:
        say(f"“{name}” no longer stands for “{before}”")


@names_command.command("suggest", short_help="Suggest which names may mean the same.", cls=Command)
@as_json()
@common
@pass_library
def suggest_names(library: Library, json_wanted: bool = False) -> None:
    """Suggest which names may mean the same, with the reason; “stet names merge” confirms one."""
    from dataclasses import asdict

    from annotations.names.merged import suggestions

    with library.open() as workspace, workspace.store.reading():
        found = suggestions(workspace.store)
    if json_wanted:
        _write([asdict(one) for one in found])
        return
    print_table(("name", "may stand for", "because"), ((one.name, one.into, one.why) for one in found))
    if found:
        tell(f"{counted(len(found), 'suggestion')}. To confirm one: stet names merge NAME --into OTHER")
    else:
        tell("No two names look as if they meant the same.")


def _write(rows: list[dict[str, object]]) -> None:
    with data_out() as out:
        out.write(json.dumps(rows, ensure_ascii=False, indent=1) + "\n")
