"""The `stet` command: the commands of `annotations`, and those that need the screen or its keys.

Opening a file is what people do most, so `stet FILE` with no options but the four of the reader goes straight
to the reader, without the time that loading a command line takes; everything else is click's.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

# Little of what is made while the program starts is garbage, and looking for it takes a tenth of the time.
gc.disable()

from annotations.errors import StetError  # noqa: E402
from tui.asked import Asked  # noqa: E402

if TYPE_CHECKING:
    import click

_VALUED = {"--db": "db", "--as": "annotator", "--schema": "schema"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status."""
    arguments = sys.argv[1:] if arguments is None else arguments
    asked = _straight(arguments)
    if asked is not None:
        try:
            from tui.launching import read

            return read(asked)
        except Exception as error:
            if not isinstance(error, StetError) and os.environ.get("STET_TRACEBACK"):
                raise
            from annotations.commands.base import complain

            told = error if isinstance(error, StetError) else _own_fault(error)
            complain(told)
            return told.status
        except KeyboardInterrupt:
            return 130
    gc.enable()
    from annotations.cli import run

    return run(_commands(), arguments)


def _own_fault(error: Exception) -> StetError:
    return StetError(
        f"this is an error of the program itself: {type(error).__name__}: {error}",
        "What is saved is safe. STET_TRACEBACK=1 shows where it happened.",
    )


def _straight(arguments: Sequence[str]) -> Asked | None:
    """What to read, if that is all that is asked: paths that are files, and the reader's options."""
    values: dict[str, str] = {}
    references: list[str] = []
    latin = False
    rest = iter(arguments)
    for argument in rest:
        if argument in _VALUED:
            value = next(rest, None)
            if value is None:
                return None
            values[_VALUED[argument]] = value
        elif argument == "--ascii":
            latin = True
        elif argument.startswith("-") and argument != "-":
            return None
        else:
            references.append(argument)
    if references and references[0] == "read":
        references = references[1:]
    elif references and not _is_file(references[0]):
        return None
    return Asked(references, values.get("db"), values.get("annotator"), values.get("schema"), latin)


def _is_file(name: str) -> bool:
    # Names that no file can have make pathlib raise.
    return name == "-" or os.path.isfile(os.path.expanduser(name))  # noqa: PTH111, PTH113


def _commands() -> click.Group:
    import click

    from annotations.cli import make_commands
    from annotations.commands.base import Command, Library, as_json, common, pass_library
    from annotations.commands.config import make_config_command
    from tui.config_check import reader_problems

    @click.command("read", cls=Command, examples=("stet sample_articles/tram-vote.txt", "stet read 3 --as kim"))
    @click.argument("references", metavar="[FILE|ARTICLE]…", nargs=-1)
    @click.option("--schema", metavar="FILE", help="Take the coding scheme in FILE into use first.")
    @click.option("--ascii", "latin", is_flag=True, help="Draw with no more than Latin-1.")
    @common
    @pass_library
    @click.pass_context
    def read_command(
        ctx: click.Context, library: Library, *, references: tuple[str, ...], schema: str | None, latin: bool
    ) -> None:
        """Open articles in the reader; this is what “stet FILE” does.

        A FILE is text, Markdown, a web page, PDF or DOCX, an https address, or “-” for standard input; an ARTICLE is
        a number of “stet list”. Without either, the library opens. “M” in the reader goes on to the next one.
        """
        from tui.launching import read

        ctx.exit(read(Asked(references, library.db, library.annotator, schema, latin)))

    @click.command("keys", cls=Command, examples=("stet keys", "stet keys --json"))
    @as_json()
    @common
    @pass_library
    def keys_command(library: Library, json_wanted: bool) -> None:
        """List every key of the reader and the action that it runs."""
        from tui.key_tables import keys_json, keys_text

        click.echo(keys_json(library.db) if json_wanted else keys_text(library.db))

    commands = make_commands()
    commands.add_command(read_command)
    commands.add_command(keys_command)
    commands.add_command(make_config_command(reader_problems))
    commands.default = "read"
    return commands


if __name__ == "__main__":
    sys.exit(main())
