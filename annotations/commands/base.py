"""What all commands share: the database and the annotator they work with, and how they speak."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TextIO, TypeVar

import click

from annotations.errors import SchemaError, StetError, UsageError
from annotations.printable import one_line

if TYPE_CHECKING:
    from annotations.store import Store
    from annotations.workspace import Workspace

__all__ = [
    "Command",
    "Group",
    "Library",
    "as_json",
    "common",
    "complain",
    "data_out",
    "pass_library",
    "say",
    "tell",
    "terminable",
]

_Command = TypeVar("_Command", bound=Callable[..., Any])


class _WithExamples(click.Command):
    """A command whose help ends with examples, each on a line as it is typed; `stet` there is the program's name."""

    def __init__(self, *args: Any, examples: Sequence[str] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        self.examples = tuple(examples)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples, then the epilog."""
        program = f"{ctx.find_root().command_path} "
        if self.examples:
            with formatter.section("Examples"):
                for example in self.examples:
                    formatter.write(f"{'':>{formatter.current_indent}}{example.replace('stet ', program)}\n")
        super().format_epilog(ctx, formatter)


class Command(_WithExamples):
    """A command with examples in its help."""


class Group(_WithExamples, click.Group):
    """A group with examples in its help."""


class Library:
    """Which database, in whose name: what `--db` and `--as` say, before or after the name of the command.

    Attributes:
        db: Path of the database as given, None for the usual one.
        annotator: As given, None for the usual name.
    """

    def __init__(self) -> None:
        self.db: str | None = None
        self.annotator: str | None = None

    @contextmanager
    def store(self, *, must_exist: bool = False) -> Iterator[Store]:
        """Open the database itself for the length of a block.

        Raises:
            StoreError: It cannot be opened, or refused something in the block.
            NotFoundError: It is not there, where `must_exist`.
        """
        from annotations.errors import NotFoundError
        from annotations.person import database_path
        from annotations.store import Store
        from annotations.store.connection import told

        path = database_path(self.db)
        if must_exist and not path.exists():
            raise NotFoundError(f"there is no database {path}", "Name another with --db.")
        with Store(path) as store, told(path):
            yield store

    @contextmanager
    def open(self, *, only_trying: bool = False) -> Iterator[Workspace]:
        """Open the library for the length of a block.

        Where there is none yet it is made, or, where `only_trying`, an empty one that is gone afterwards.

        Raises:
            StoreError: It cannot be opened, or refused something in the block.
            UsageError: The annotator's name is no name.
        """
        from annotations.config import first_schema
        from annotations.person import annotator_name
        from annotations.workspace import Workspace

        try:
            annotator = annotator_name(self.annotator)
        except SchemaError as error:
            raise UsageError(error.message, "Give another name with --as.") from None
        with ExitStack() as stack:
            store = stack.enter_context(self._passing() if only_trying else self.store())
            yield Workspace(store, annotator, first_schema)

    @contextmanager
    def _passing(self) -> Iterator[Store]:
        """Open the database itself, or an empty one in its place that is gone afterwards."""
        from tempfile import TemporaryDirectory

        from annotations.person import database_path
        from annotations.store import Store

        if database_path(self.db).exists():
            with self.store() as store:
                yield store
        else:
            with TemporaryDirectory(prefix="stet-") as folder, Store(Path(folder) / "stet.db") as store:
                yield store


pass_library = click.make_pass_decorator(Library, ensure=True)


def common(command: _Command) -> _Command:
    """Give a command the options `--db` and `--as`, which end in its `Library`."""
    named = click.option(
        "--as",
        "annotator",
        metavar="NAME",
        expose_value=False,
        callback=_remember("annotator"),
        help="Work as NAME (else STET_ANNOTATOR, else as in config.toml, else your login name).",
    )
    placed = click.option(
        "--db",
        metavar="PATH",
        expose_value=False,
        callback=_remember("db"),
        help="The database to work on (else STET_DB, else as in config.toml, else the one in your data folder).",
    )
    return placed(named(command))


def as_json(help_text: str = "Print JSON, for other programs.") -> Callable[[_Command], _Command]:
    """Give a command the option `--json`."""
    return click.option("--json", "json_wanted", is_flag=True, help=help_text)


def say(text: str = "") -> None:
    """Print one line for people, harmless whatever is in it."""
    click.echo(one_line(text))


def tell(text: str) -> None:
    """Print one line on standard error, harmless whatever is in it."""
    click.echo(one_line(text), err=True)


def complain(error: StetError) -> None:
    """Print an error and its hint on standard error."""
    tell(f"stet: {error.message}")
    if error.hint:
        tell(error.hint)


@contextmanager
def data_out() -> Iterator[TextIO]:
    """Lend standard output for data: UTF-8, no line end translated, every character as it is.

    Raises:
        StetError: There is no standard output.
    """
    out = sys.stdout
    if out is None:
        raise StetError("there is no standard output to write to")
    reconfigure = getattr(out, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors="strict", newline="")
    yield out
    out.flush()


@contextmanager
def terminable() -> Iterator[None]:
    """Let SIGTERM and SIGHUP end a block as Ctrl+C does, so that it cleans up after itself."""
    before = []
    for number in (signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)):
        with suppress(ValueError):  # only the main thread may
            before.append((number, signal.signal(number, _end)))
    try:
        yield
    finally:
        for number, handler in reversed(before):
            signal.signal(number, handler)


def _end(number: int, _: object) -> NoReturn:
    raise SystemExit(128 + number)


def _remember(name: str) -> Callable[[click.Context, click.Parameter, str | None], None]:
    def callback(ctx: click.Context, _: click.Parameter, value: str | None) -> None:
        library = ctx.ensure_object(Library)
        if value is not None:
            setattr(library, name, value)

    return callback
