"""`stet schema`: the coding scheme in use, and files that may become one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

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
from annotations.counts import counted
from annotations.errors import UsageError

if TYPE_CHECKING:
    from annotations.schema import AttributeDef, LabelDef, Part, Schema
    from annotations.schema.use import TakenUp


@click.group(
    "schema",
    invoke_without_command=True,
    short_help="Show the coding scheme, make one of your own, take it into use.",
    cls=Group,
    examples=(
        "stet schema",
        "stet schema init frames.toml",
        "stet schema check frames.toml",
        "stet schema use frames.toml",
    ),
)
@common
@click.pass_context
def schema_command(ctx: click.Context) -> None:
    """Show the coding scheme in use: labels, roles, attributes and relations, with their keys."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(show)


@schema_command.command("show", short_help="Show the coding scheme in use.")
@click.option("--toml", "toml_wanted", is_flag=True, help="Print TOML, to begin a scheme of your own with.")
@as_json("Print JSON, with the keys of the TOML.")
@common
@pass_library
def show(library: Library, toml_wanted: bool = False, json_wanted: bool = False) -> None:
    """Show the coding scheme in use."""
    if toml_wanted and json_wanted:
        raise UsageError("--toml and --json exclude each other")
    with library.open() as workspace:
        schema = workspace.schema
    if toml_wanted:
        from annotations.schema.toml import to_toml

        with data_out() as out:
            out.write(to_toml(schema))
    elif json_wanted:
        from annotations.schema.files import to_json

        with data_out() as out:
            out.write(to_json(schema) + "\n")
    else:
        _print(schema)


@schema_command.command(
    "init",
    short_help="Write a coding scheme to begin your own with.",
    cls=Command,
    examples=("stet schema init frames.toml", "stet schema init news-2.toml --from current"),
)
@click.argument("file", default="schema.toml")
@click.option(
    "--from",
    "origin",
    type=click.Choice(["shipped", "current"]),
    default="shipped",
    help="Begin with the scheme that comes with Stet, or with the one in use as its next version.",
)
@common
@pass_library
def init(library: Library, file: str, origin: str) -> None:
    """Write a coding scheme as commented TOML to FILE (schema.toml), which must not be there yet; - prints it."""
    from annotations.schema.files import is_name
    from annotations.schema.toml import draft_from, draft_of_shipped

    shown = "schema.toml" if file == "-" else file
    if origin == "current":
        from annotations.schema.use import next_version

        with library.open() as workspace:
            schema = workspace.schema
        text = draft_from(schema, shown, next_version(schema.version))
    else:
        stem = Path(shown).stem.lower().replace("-", "_").replace(" ", "_")
        text = draft_of_shipped(shown, stem if is_name(stem) and stem != "news" else "my_scheme")
    if file == "-":
        with data_out() as out:
            out.write(text)
        return
    from annotations.atomic import write_new

    write_new(Path(file), text)
    say(f"{file} is written; “stet schema use {file}” takes it into use")


@schema_command.command(
    "check",
    short_help="Check a file with a coding scheme.",
    cls=Command,
    examples=("stet schema check frames.toml",),
)
@click.argument("file")
@common
def check(file: str) -> None:
    """Say whether FILE (TOML) is a coding scheme whose keys all work in the reader, and which keys are free.

    The exit status is 1 if something is wrong; the message names the key.
    """
    from annotations.schema.files import read_schema
    from annotations.schema.keys import free_keys, key_notes, key_problems

    schema = read_schema(Path(file))
    problems = list(key_problems(schema))
    for problem in problems:
        tell(f"{file}: {problem}")
    if not problems:
        parts = f"{counted(len(schema.labels), 'label')} and {counted(len(schema.relations), 'relation')}"
        say(f"{file}: schema {schema.name}, version {schema.version}, with {parts}")
    for note in key_notes(schema):
        say(f"{file}: {note}")
    say(f"free for labels: {' '.join(free_keys(schema)) or 'no letter'}")
    if problems:
        raise click.exceptions.Exit(1)


@schema_command.command(
    "use",
    short_help="Make a file the coding scheme of the library.",
    cls=Command,
    examples=("stet schema use frames.toml", "stet schema use frames.toml --keep", "stet schema use news"),
)
@click.argument("file")
@click.option("--keep", is_flag=True, help="Keep what is in use and missing from FILE, marked retired.")
@common
@pass_library
def use(library: Library, file: str, keep: bool) -> None:
    """Make the scheme in FILE (or “news”, which comes with Stet) the one of the library.

    Annotations follow what has another name now (was = "old_name"); this is one step of the history, which “u” in
    the reader takes back as one. What is in use and missing from FILE, and values that no longer fit, are refused.
    """
    from annotations.schema.use import schema_named, use_schema

    schema = schema_named(file)
    with library.open() as workspace, terminable():
        outcome = use_schema(workspace, schema, keep=keep, watch=Progress)
    say_taken_up(outcome)
    if not outcome.changed:
        say(f"schema {schema.name}, version {schema.version}, is in use already")


@schema_command.command("history", short_help="List the coding schemes that were in use.", cls=Command)
@as_json()
@common
@pass_library
def history(library: Library, json_wanted: bool) -> None:
    """List the coding schemes that are stored in the library, the one in use last."""
    from annotations.schema.files import from_json

    with library.open() as workspace, workspace.store.reading():
        stored = workspace.store.schemas.all()
    if json_wanted:
        facts = [
            {
                "name": one.name, "version": one.version, "used": one.created, "in_use": one is stored[-1],
                "definition": json.loads(one.definition),
            }
            for one in stored
        ]  # fmt: skip
        with data_out() as out:
            out.write(json.dumps(facts, ensure_ascii=False, indent=1) + "\n")
        return
    rows = [
        (
            one.created.replace("T", " ").removesuffix("Z"), one.name, one.version,
            ", ".join(label.name for label in from_json(one.definition).labels), "in use" if one is stored[-1] else "",
        )
        for one in stored
    ]  # fmt: skip
    print_table(("since (UTC)", "schema", "version", "labels", ""), rows)
    if not rows:
        tell("No article is in the library yet, and so no scheme.")


def say_taken_up(outcome: TakenUp) -> None:
    """Say what came of taking a scheme into use; nothing when it was so already."""
    if not outcome.changed:
        return
    for sentence in outcome.renamed:
        say(sentence)
    if outcome.kept:
        say(f"kept as retired: {', '.join(outcome.kept)}")
    if outcome.unknown:
        say(f"not in the scheme, and left as they are: {', '.join(outcome.unknown)}")
    say(f"schema {outcome.schema.name}, version {outcome.schema.version}, is in use now")


def _print(schema: Schema) -> None:
    say(f"schema {schema.name}, version {schema.version}")
    for label in schema.labels:
        say()
        say(f"{_keyed(label.name, label.key)}  {_retired(label)}{label.guideline}".rstrip())
        print_table(("  ", "name", "key", "takes", "what it is"), list(_parts(label)))
    if schema.relations:
        say()
        rows = [
            ("", rule.name, rule.key, _ends(rule.sources, rule.targets), _retired(rule) + rule.guideline)
            for rule in schema.relations
        ]
        print_table(("  ", "relation", "key", "joins", "what it is"), rows)


def _parts(label: LabelDef) -> list[tuple[str, ...]]:
    roles = [
        ("  ", role.name, role.key and f"r {role.key}", "words or a name", _retired(role) + role.guideline)
        for role in label.roles
    ]
    attributes = [("  ", a.name, a.key, _takes(a), _retired(a) + a.guideline) for a in label.attributes]
    return [*roles, *attributes]


def _takes(attribute: AttributeDef) -> str:
    if attribute.values:
        takes = " / ".join(_keyed(choice.name, choice.key) for choice in attribute.values if not choice.retired)
    else:
        takes = attribute.kind.value
        if attribute.minimum is not None:
            takes += f" from {attribute.minimum:g}"
        if attribute.maximum is not None:
            takes += f" to {attribute.maximum:g}"
    return f"{takes}, several" if attribute.several else takes


def _retired(part: Part) -> str:
    return "(retired) " if part.retired else ""


def _keyed(name: str, key: str) -> str:
    return f"{name} ({key})" if key else name


def _ends(sources: tuple[str, ...], targets: tuple[str, ...]) -> str:
    return f"{' or '.join(sources) or 'any'} to {' or '.join(targets) or 'any'}"
