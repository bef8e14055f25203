"""`stet schema`: the coding scheme in use, and files that may become one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from annotations.commands.base import Command, Group, Library, as_json, common, counted, data_out, pass_library, say
from annotations.commands.tables import print_table
from annotations.errors import UsageError

if TYPE_CHECKING:
    from annotations.schema import AttributeDef, LabelDef, Schema


@click.group(
    "schema",
    invoke_without_command=True,
    short_help="Show the coding scheme, or check a file with one.",
    cls=Group,
    examples=(
        "stet schema",
        "stet schema show --toml > mine.toml",
        "stet schema check mine.toml",
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
        from annotations.schema_toml import to_toml

        with data_out() as out:
            out.write(to_toml(schema))
    elif json_wanted:
        from annotations.schema_files import to_json

        with data_out() as out:
            out.write(to_json(schema) + "\n")
    else:
        _print(schema)


@schema_command.command(
    "check",
    short_help="Check a file with a coding scheme.",
    cls=Command,
    examples=("stet schema check mine.toml",),
)
@click.argument("file")
@common
def check(file: str) -> None:
    """Say whether FILE (TOML) is a coding scheme, and if not, which key is wrong."""
    from annotations.schema_files import read_schema

    schema = read_schema(Path(file))
    parts = f"{counted(len(schema.labels), 'label')} and {counted(len(schema.relations), 'relation')}"
    say(f"{file}: schema {schema.name}, version {schema.version}, with {parts}")


def _print(schema: Schema) -> None:
    say(f"schema {schema.name}, version {schema.version}")
    for label in schema.labels:
        say()
        say(f"{_keyed(label.name, label.key)}  {label.guideline}".rstrip())
        print_table(("  ", "name", "key", "takes", "what it is"), list(_parts(label)))
    if schema.relations:
        say()
        rows = [
            ("", rule.name, rule.key, _ends(rule.sources, rule.targets), rule.guideline) for rule in schema.relations
        ]
        print_table(("  ", "relation", "key", "joins", "what it is"), rows)


def _parts(label: LabelDef) -> list[tuple[str, ...]]:
    roles = [("  ", role.name, f"r {role.key}".rstrip(), "words or a name", role.guideline) for role in label.roles]
    attributes = [("  ", a.name, a.key, _takes(a), a.guideline) for a in label.attributes]
    return [*roles, *attributes]


def _takes(attribute: AttributeDef) -> str:
    if attribute.values:
        takes = " / ".join(_keyed(choice.name, choice.key) for choice in attribute.values)
    else:
        takes = attribute.kind.value
        if attribute.minimum is not None:
            takes += f" from {attribute.minimum:g}"
        if attribute.maximum is not None:
            takes += f" to {attribute.maximum:g}"
    return f"{takes}, several" if attribute.several else takes


def _keyed(name: str, key: str) -> str:
    return f"{name} ({key})" if key else name


def _ends(sources: tuple[str, ...], targets: tuple[str, ...]) -> str:
    return f"{' or '.join(sources) or 'any'} to {' or '.join(targets) or 'any'}"
