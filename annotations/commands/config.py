"""`stet config`: where the settings are, what they are, and whether they can be used."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from annotations.commands.base import Group, Library, as_json, common, data_out, pass_library, say, tell
from annotations.commands.tables import print_table
from annotations.errors import StetError

if TYPE_CHECKING:
    from annotations.config import Settings
    from annotations.schema import Schema

__all__ = ["MoreProblems", "make_config_command"]

MoreProblems = Callable[["Settings", "Schema"], Iterable[str]]
"""Finds what is wrong with settings that only the reader understands, for a coding scheme; a sentence each."""

_TEMPLATE = """\
# Settings of Stet. Each line that begins with “# ” and a name is what is so anyway: take the “# ” away and change it.
# A command line (--db, --as) and the environment (STET_DB, STET_ANNOTATOR) come before what stands here.
# “stet config check” says what is wrong with this file, “stet config show” what is in force.

# In whose name edits are made; else the login name.
# annotator = "kim"

# The library. A name without a folder is beside this file.
# database = "~/articles.db"

# The coding scheme of a library that has none yet (“stet schema init” writes one to begin with).
# schema = "frames.toml"

[reader]
# The longest line of text, in cells.
# measure = 80

# Whether the inspector is shown at first: true, false, or "auto" (where there is room).
# inspector = "auto"

# One of the themes of Textual; “stet config check” names them.
# theme = "textual-dark"

# Draw the program's own marks in ASCII. The text stays as it is.
# ascii = false

# Whose tags are shown at first: "mine", so that nobody's work leads another's, or "all".
# layers = "mine"

[sync]
# The server that “stet sync” keeps the library in step with. No password: that comes from PGPASSFILE or ~/.pgpass.
# address = "postgresql://kim@db.example.org/articles"

# How many minutes pass before the reader syncs by itself; never while this is not set.
# every = 5

[colours]
# A label of the coding scheme, and its colour.
# claim = "#E69F00"

[keys]
# An action, as “stet keys” lists it, and the keys that run it in place of its own; [] leaves it without a key.
# Keys are written as they type (j, J, +), or by name (space, enter, ctrl+d); those of a sequence have a blank between.
# "sentence.first" = ["g g", "home"]
"""


class _Row(NamedTuple):
    name: str
    value: str
    origin: str


def make_config_command(more_problems: MoreProblems | None = None) -> click.Group:
    """Make `stet config`; `more_problems` is what the reader has to say to the settings."""

    @click.group(
        "config",
        invoke_without_command=True,
        short_help="Show and check your settings.",
        cls=Group,
        examples=("stet config init", "stet config check", "stet config show --json"),
    )
    @common
    @click.pass_context
    def config_command(ctx: click.Context) -> None:
        """Show your settings: those of config.toml, and what stands in their place.

        STET_CONFIG names another file.
        """
        if ctx.invoked_subcommand is None:
            ctx.invoke(show)

    @config_command.command("path", short_help="Print where config.toml is, or would be.")
    def path() -> None:
        """Print where config.toml is, or would be."""
        from annotations.config import config_path

        with data_out() as out:
            out.write(f"{config_path()}\n")

    @config_command.command("init", short_help="Write a config.toml to begin with.")
    def init() -> None:
        """Write a config.toml in which everything is as it is without one, and says what could be set."""
        from annotations.atomic import write_new
        from annotations.config import config_path

        target = config_path()
        write_new(target, _TEMPLATE)
        say(f"{target} is written")

    @config_command.command("check", short_help="Say what in config.toml cannot be used.")
    @common
    @pass_library
    def check(library: Library) -> None:
        """Say what in config.toml cannot be used, and what would be right. The exit status is 1 if there is something.

        Nothing of this stops the program: what cannot be used is left as it is without the file.
        """
        from annotations.config import settings

        found = settings()
        problems = list(found.problems)
        schema = _schema_for(library, problems)
        if schema is not None:
            problems += _unknown_labels(found, schema)
            problems += more_problems(found, schema) if more_problems is not None else ()
        for problem in problems:
            tell(problem)
        if problems:
            raise click.exceptions.Exit(1)
        say(f"{found.path}: nothing is wrong" if found.path.exists() else f"{found.path}: there is no such file")

    @config_command.command("show", short_help="Show what is in force, and why.")
    @as_json()
    @common
    @pass_library
    def show(library: Library, json_wanted: bool = False) -> None:
        """Show each setting, its value, and where that comes from."""
        from annotations.config import settings

        found = settings()
        rows = list(_rows(found, library))
        if json_wanted:
            told = {
                "path": str(found.path),
                "settings": {row.name: {"value": row.value, "from": row.origin} for row in rows},
                "problems": list(found.problems),
            }
            with data_out() as out:
                out.write(json.dumps(told, ensure_ascii=False, indent=1) + "\n")
            return
        print_table(("setting", "value", "from"), rows)
        for problem in found.problems:
            tell(problem)

    return config_command


def _schema_for(library: Library, problems: list[str]) -> Schema | None:
    """The coding scheme that is worked with; without one, what stands in the way is a problem."""
    from annotations.config import first_schema
    from annotations.person import database_path

    try:
        path: Path = database_path(library.db)
        if path.is_dir():
            problems.append(f"the database {path} is a folder")
        if not path.is_file() or not path.stat().st_size:
            return first_schema()
        with library.open() as workspace:
            return workspace.schema
    except (StetError, OSError) as error:
        problems.append(error.message if isinstance(error, StetError) else str(error))
        return None


def _unknown_labels(settings: Settings, schema: Schema) -> Iterator[str]:
    from annotations.schema import nearest

    names = [label.name for label in schema.labels]
    for label in settings.colours:
        if label not in names:
            hint = nearest(label, names) or f"Labels are {', '.join(names)}."
            yield f"{settings.path}, colours.{label}: the coding scheme has no such label. {hint}"


def _rows(settings: Settings, library: Library) -> Iterator[_Row]:
    from annotations.person import annotator_name, database_path

    file = settings.path.name

    def origin(option: str, given: str | None, variable: str, value: object, rest: str) -> str:
        if given is not None:
            return option
        if os.environ.get(variable):
            return variable
        return rest if value is None else file

    by = origin("--as", library.annotator, "STET_ANNOTATOR", settings.annotator, "login name")
    at = origin("--db", library.db, "STET_DB", settings.database, "default")
    yield _Row("annotator", annotator_name(library.annotator), by)
    yield _Row("database", str(database_path(library.db)), at)
    yield _row("schema", settings.schema, "news", file)
    yield _row("reader.measure", settings.reader.measure, "", file)
    yield _row("reader.inspector", settings.reader.inspector, "auto", file)
    yield _row("reader.theme", settings.reader.theme, "", file)
    yield _row("reader.ascii", settings.reader.ascii or None, "false", file)
    yield _row("reader.layers", settings.reader.layers if settings.reader.layers != "mine" else None, "mine", file)
    yield _row("sync.address", settings.sync.address, "", file)
    yield _row("sync.every", settings.sync.every, "", file)
    for label, colour in settings.colours.items():
        yield _Row(f"colours.{label}", colour, file)
    for action, keys in settings.keys.items():
        yield _Row(f"keys.{action}", ", ".join(keys) or "none", file)


def _row(name: str, value: object, otherwise: str, file: str) -> _Row:
    if value is None:
        return _Row(name, otherwise or "–", "default")
    return _Row(name, str(value).lower() if isinstance(value, bool) else str(value), file)
