"""The command line without a screen: `python -m annotations`, and all of `stet` but its reader.

`tui.cli` adds its own commands to what `make_commands` returns, and makes one of them the default.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import click

from annotations import __version__
from annotations.commands.adjudicating import adjudicate_command
from annotations.commands.agreeing import agree_command
from annotations.commands.assigning import assign_command
from annotations.commands.base import common, complain
from annotations.commands.bringing import import_command
from annotations.commands.config import make_config_command
from annotations.commands.differences import diff_command
from annotations.commands.elsewhere import elsewhere_command
from annotations.commands.exports import export_command
from annotations.commands.facts import set_command
from annotations.commands.ledger import claims_command, ledger_command, quotes_command, stances_command
from annotations.commands.library import show_command
from annotations.commands.listing import list_command, search_command
from annotations.commands.merging import merge_command
from annotations.commands.names import names_command
from annotations.commands.pace import pace_command
from annotations.commands.removing import remove_command, restore_command
from annotations.commands.schemas import schema_command
from annotations.commands.sentences import sentences_command
from annotations.commands.statistics import stats_command
from annotations.commands.suggesting import suggest_command
from annotations.commands.syncing import sync_command
from annotations.commands.upkeep import backup_command, check_command, history_command
from annotations.errors import StetError, UsageError

__all__ = ["Commands", "commands", "main", "make_commands", "run"]

_COMMANDS = (
    import_command,
    list_command,
    search_command,
    show_command,
    set_command,
    diff_command,
    remove_command,
    restore_command,
    export_command,
    sentences_command,
    suggest_command,
    quotes_command,
    claims_command,
    stances_command,
    ledger_command,
    names_command,
    elsewhere_command,
    stats_command,
    pace_command,
    assign_command,
    agree_command,
    adjudicate_command,
    merge_command,
    sync_command,
    schema_command,
    history_command,
    check_command,
    backup_command,
)
_INTERRUPTED = 130
_BROKEN_PIPE = 141


class Commands(click.Group):
    """The group of all commands: it may have a default one, and it says errors in a sentence.

    Attributes:
        default: Name of the command that runs when the first argument names none, or there is none.
    """

    default: str | None = None

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the default command where no command is named."""
        own, rest, final = self._split(ctx, args)
        if not final and self.default is not None and (not rest or self.get_command(ctx, rest[0]) is None):
            if rest:
                self._refuse_misspelt(ctx, rest[0])
            args = [*own, self.default, *rest]
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is named."""
        if self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            from annotations.schema import nearest

            names = self.list_commands(ctx)
            raise UsageError(
                f"there is no command “{args[0]}”",
                nearest(args[0], names) or f"“{ctx.command_path} --help” lists the commands.",
            )
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what goes wrong becomes a sentence and an exit status."""
        try:
            value = super().invoke(ctx)
            if sys.stdout is not None:
                sys.stdout.flush()
        except StetError as error:
            complain(error)
            raise click.exceptions.Exit(error.status) from None
        except KeyboardInterrupt:
            raise click.exceptions.Exit(_INTERRUPTED) from None
        except BrokenPipeError:
            _discard_output()
            raise click.exceptions.Exit(_BROKEN_PIPE) from None
        except OSError as error:
            _discard_output()
            name = f"{error.filename}: " if error.filename else ""
            complain(StetError(f"{name}{error.strerror or error}"))
            raise click.exceptions.Exit(1) from None
        return value

    def _split(self, ctx: click.Context, args: list[str]) -> tuple[list[str], list[str], bool]:
        """Part the group's own options from the rest; true if one of them (`--help`) is all that counts."""
        options = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
        valued = {name for option in options if not option.is_flag for name in option.opts}
        flags = {name for option in options if option.is_flag for name in option.opts}
        at = 0
        while at < len(args):
            if args[at] in flags:
                return args[:at], args[at:], True
            if args[at] in valued:
                at += 2
            elif any(args[at].startswith(f"{name}=") for name in valued):
                at += 1
            else:
                break
        return args[:at], args[at:], False

    def _refuse_misspelt(self, ctx: click.Context, word: str) -> None:
        """Refuse what looks more like a command than like a file."""
        if word.isalpha() and not os.path.lexists(word):
            from annotations.schema import nearest

            if hint := nearest(word, self.list_commands(ctx)):
                raise UsageError(f"there is no command and no file “{word}”", hint)


def make_commands() -> Commands:
    """Make the group of the commands that need no screen; others may be added to what is returned."""
    group = Commands(
        "stet",
        help=(
            "Read and annotate articles: claims, quotes and stances, kept in one SQLite database.\n\n"
            "Exit status: 0, 1 (the thing failed), 2 (it was put wrongly)."
        ),
        epilog="ARTICLE is the number that “list” prints, an id or its end, a path or an address.",
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )
    common(group)
    click.version_option(__version__, prog_name="stet", message="%(prog)s %(version)s")(group)
    for command in _COMMANDS:
        group.add_command(command)
    group.add_command(make_config_command())
    return group


commands = make_commands()
"""The headless commands; `tui.cli` makes a group of its own."""


def run(group: click.Group = commands, args: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status; nothing but SystemExit comes out of it."""
    _write_whole()
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a title must not end a command on an old terminal
    try:
        status = group.main(args=None if args is None else list(args), standalone_mode=False)
    except StetError as error:
        complain(error)
        return error.status
    except click.exceptions.Abort:
        return _INTERRUPTED
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return error.exit_code
    except click.ClickException as error:
        complain(_from_click(error))
        return error.exit_code
    except Exception as error:
        if os.environ.get("STET_TRACEBACK"):
            raise
        complain(
            StetError(
                f"this is an error of the program itself: {type(error).__name__}: {error}",
                "What is saved is safe. STET_TRACEBACK=1 shows where it happened.",
            )
        )
        return 1
    return status if isinstance(status, int) else 0


def main() -> None:
    """Run `python -m annotations`."""
    sys.exit(run())


def _from_click(error: click.ClickException) -> StetError:
    message = error.format_message().rstrip(".")
    hint = ""
    if isinstance(error, click.UsageError) and error.ctx is not None:
        hint = f"“{error.ctx.command_path} --help” says more."
    return StetError(message[0].lower() + message[1:], hint)


def _write_whole() -> None:
    # With PYTHONUNBUFFERED, a write that the system takes only in part (the disk is full) would pass for a whole one.
    out = sys.stdout
    if out is not None and isinstance(getattr(out, "buffer", None), io.RawIOBase):
        sys.stdout = open(out.fileno(), "w", buffering=1, encoding=out.encoding, closefd=False)  # noqa: SIM115


def _discard_output() -> None:
    # What is still buffered has nowhere to go; Python would complain about it at the end.
    with suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
