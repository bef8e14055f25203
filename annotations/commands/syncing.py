"""`stet sync`: keeping in step with others through a server, setting one up, saying who may add what."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from annotations.commands.base import (
    Command,
    Group,
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

if TYPE_CHECKING:
    from annotations.sync.address import Address
    from annotations.sync.outcome import Synced

_NOW = "now"
_VALUED = frozenset({"--db", "--as"})
_ADDRESS = "[ADDRESS]"
_ROLES = ("annotator", "adjudicator", "reader")


class _Sync(Group):
    """A group that syncs where no command of it is named."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the command that syncs where none is named."""
        at = 0
        while at < len(args) and args[at] in _VALUED:
            at += 2
        if at >= len(args) or (args[at] not in self.commands and args[at] not in {"-h", "--help"}):
            args = [*args[:at], _NOW, *args[at:]]
        return super().parse_args(ctx, args)


@click.group(
    "sync",
    short_help="Keep in step with others through a PostgreSQL server.",
    cls=_Sync,
    examples=(
        "stet sync postgresql://kim@db.example.org/articles",
        "stet sync",
        "stet sync --dry-run",
        "stet sync init postgresql://kim@db.example.org/articles",
        "stet sync enrol lee --role annotator",
    ),
)
@common
def sync_command() -> None:
    """Take what others did from a PostgreSQL server, and send what is new in the library (--db).

    Everybody works on a library of their own, also offline; “stet sync” brings all of them to the same: articles with
    their texts, everybody's layers, and the history of these. Nobody can add to the layer of another: the server sees
    to that. The same rules as for “stet merge” hold where one person has edited something on two machines.

    “stet sync ADDRESS” is “stet sync now ADDRESS”; without one, it is that of config.toml, else that of the last time.
    TLS, passwords and services are as everywhere with PostgreSQL: sslmode in the address, PGPASSFILE or ~/.pgpass,
    PGSERVICEFILE. Stet keeps the address, and never a password.
    """


@sync_command.command(
    _NOW,
    short_help="Take and send what is new; this is what “stet sync” does.",
    cls=Command,
    examples=("stet sync now postgresql://kim@db.example.org/articles", "stet sync now --dry-run"),
)
@click.argument("address", required=False, metavar=_ADDRESS)
@click.option("--dry-run", is_flag=True, help="Tell what would pass, and change nothing.")
@click.option("--again", is_flag=True, help="Compare everything anew, also with a server that was set up anew.")
@click.option("--same", multiple=True, metavar="NAME", help="NAME is one person here and there (several: repeat).")
@click.option("--any-clock", is_flag=True, help="Sync although a clock is wrong.")
@click.option("--at-once", type=click.IntRange(1, 100_000), hidden=True, help="Most edits in a transaction.")
@as_json("Print what passed as JSON.")
@common
@pass_library
def now_command(
    library: Library,
    *,
    address: str | None,
    dry_run: bool,
    again: bool,
    same: tuple[str, ...],
    any_clock: bool,
    at_once: int | None,
    json_wanted: bool,
) -> None:
    """Take what others did from the server, then send what is new here.

    What has passed stays, also where the connection is cut in between: the next sync goes on from there.
    """
    from annotations.sync.options import AT_ONCE, Options
    from annotations.sync.syncing import address_of, sync

    with library.open() as workspace, terminable(), Progress(0, "syncing") as progress:
        options = Options(dry_run, again, same, any_clock, at_once or AT_ONCE, progress, progress.expect)
        outcome = sync(workspace, address_of(workspace, address), options)
    if json_wanted:
        with data_out() as out:
            out.write(json.dumps(_plain(outcome), ensure_ascii=False, indent=1) + "\n")
        return
    _say(outcome, dry_run=dry_run)


@sync_command.command(
    "init",
    short_help="Set a server up for a group.",
    cls=Command,
    examples=("stet sync init postgresql://kim@db.example.org/articles",),
)
@click.argument("address", required=False, metavar=_ADDRESS)
@click.option("--new-scheme", is_flag=True, help="Make this library's coding scheme the group's, in place of theirs.")
@common
@pass_library
def init_command(library: Library, *, address: str | None, new_scheme: bool) -> None:
    """Make the tables of Stet in a database on a server, in one transaction; once is enough.

    Where an older Stet has made them, they are brought up to date; nothing in them changes.

    The coding scheme of the library becomes the group's. Whoever does this owns the tables, is the first adjudicator,
    and enrols the others. The database and its logins are made as everywhere with PostgreSQL (createdb, createuser).
    """
    from annotations.sync.founding import Founded, init
    from annotations.sync.syncing import address_of

    with library.open() as workspace:
        found = _address(library, address)
        founded = init(workspace, found, new_scheme=new_scheme)
        made = founded is Founded.MADE
        annotator = workspace.annotator
        named = f" {found.shown}" if made and address_of(workspace, None).shown != found.shown else ""
    if made:
        say(f"The server {found.shown} is set up; you are {annotator} there, an adjudicator.")
        say(f"“stet sync enrol LOGIN{named} --name NAME” lets others in.")
        say(f"“stet sync{named}” sends what is in this library.")
    elif new_scheme:
        say(f"The coding scheme of this library is the group's on {found.shown} now.")
    elif founded is Founded.BROUGHT_UP_TO_DATE:
        say(f"The tables on {found.shown} were of an older Stet, and are brought up to date.")
    else:
        say(f"The server {found.shown} is set up already.")


@sync_command.command(
    "enrol",
    short_help="Let somebody in, and say what they may add.",
    cls=Command,
    examples=(
        "stet sync enrol lee",
        "stet sync enrol anna --name Anna --role adjudicator",
        "stet sync enrol lee --no-more",
    ),
)
@click.argument("login")
@click.argument("address", required=False, metavar=_ADDRESS)
@click.option("--name", metavar="NAME", help="As whom they work in Stet, if that is not the login.")
@click.option("--role", type=click.Choice(_ROLES), default="annotator", show_default=True, help="What they may add.")
@click.option("--no-more", is_flag=True, help="Let them in no longer; what they have added stays.")
@common
@pass_library
def enrol_command(
    library: Library, *, login: str, address: str | None, name: str | None, role: str, no_more: bool
) -> None:
    """Let LOGIN, a login of the server, into the group.

    An annotator adds to the layer of their name, an adjudicator to the layer “gold” as well, and a reader takes what
    others did and adds nothing.
    """
    from annotations.identity import check_name
    from annotations.sync.founding import dismiss, enrol

    found = _address(library, address)
    if no_more:
        dismiss(found, login)
        say(f"{login} is let in no longer.")
        return
    annotator = check_name(name or login)
    enrol(found, login, annotator, role)
    say(f"{login} is {annotator}, {'an' if role[0] == 'a' else 'a'} {role}.")


@sync_command.command("members", short_help="List who may add what.")
@click.argument("address", required=False, metavar=_ADDRESS)
@as_json()
@common
@pass_library
def members_command(library: Library, *, address: str | None, json_wanted: bool) -> None:
    """List who may add what: name, login and role of each member."""
    from annotations.sync.founding import members

    rows = members(_address(library, address))
    if json_wanted:
        with data_out() as out:
            keyed = [dict(zip(("annotator", "login", "role"), row, strict=True)) for row in rows]
            out.write(json.dumps(keyed, ensure_ascii=False, indent=1) + "\n")
        return
    print_table(("name", "login", "role"), rows)


@sync_command.command(
    "scheme",
    short_help="Print the group's coding scheme.",
    cls=Command,
    examples=("stet sync scheme > group.toml",),
)
@click.argument("address", required=False, metavar=_ADDRESS)
@common
@pass_library
def scheme_command(library: Library, *, address: str | None) -> None:
    """Print the coding scheme of the group as TOML: “stet schema use” takes it up."""
    from annotations.sync.founding import group_scheme

    text = group_scheme(_address(library, address))
    with data_out() as out:
        out.write(text)


def _address(library: Library, given: str | None) -> Address:
    from annotations.sync.syncing import address_of

    if given:
        from annotations.sync.address import parsed

        return parsed(given)
    with library.open() as workspace:
        return address_of(workspace, None)


def _plain(outcome: Synced) -> dict[str, Any]:
    from annotations.merging.merge import plain_conflict

    return {
        "address": outcome.address,
        "at": outcome.at,
        "sent": dict(outcome.sent),
        "taken": dict(outcome.taken),
        "articles_sent": outcome.articles_sent,
        "articles_taken": outcome.articles_taken,
        "texts_sent": outcome.texts_sent,
        "texts_taken": outcome.texts_taken,
        "turned": outcome.turned,
        "assigned_sent": outcome.assigned_sent,
        "assigned": outcome.assigned,
        "conflicts": [plain_conflict(conflict) for conflict in outcome.conflicts],
        "set_back": outcome.set_back,
        "left": outcome.left,
    }


def _say(outcome: Synced, *, dry_run: bool) -> None:
    if outcome.set_back:
        say("The server had lost something (it was restored from a backup); everything was compared anew.")
    taken, sent = outcome.took, outcome.gave
    if dry_run:
        say(f"would take: {taken or 'nothing'}; would send: {sent or 'nothing'}" if taken or sent else outcome.words)
    else:
        for line in outcome.words.split("; "):
            say(line)
    for conflict in outcome.conflicts:
        say(f"article {conflict.article}, {conflict.what} of {conflict.owner}: {conflict.message}")
    for sentence in outcome.left:
        tell(f"left out: {sentence}")
    if dry_run:
        say("Nothing was changed.")
