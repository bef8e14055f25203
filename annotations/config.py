"""What a person has set once for all: `config.toml` in their folder for such files, or the file that STET_CONFIG names.

A command line and the environment come before it. Nothing in a broken file stops the program: what cannot be used is
left at its default and said in `Settings.problems`. The program starts with this module, so it loads little.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from annotations.lazy import lazy

if TYPE_CHECKING:
    from annotations.schema import Schema

__all__ = ["MAX_BYTES", "ReaderSettings", "Settings", "SyncSettings", "config_path", "first_schema", "load", "settings"]

MAX_BYTES = 1 << 20
"""Longest file that is read."""
MEASURES = (20, 400)
"""Narrowest and widest measure, in cells."""
MINUTES = (1, 1440)
"""Shortest and longest time between two syncs, in minutes."""

KINDS = ("quotes", "claims", "stances")
"""What Stet itself suggests."""

_T = TypeVar("_T")
_KIND = lazy(r"[a-z][a-z0-9_-]*")
_COLOUR = lazy(r"#[0-9A-Fa-f]{6}")
_NOTHING: Mapping[str, str] = MappingProxyType({})
_NO_KEYS: Mapping[str, tuple[str, ...]] = MappingProxyType({})


class ReaderSettings(NamedTuple):
    """How the reader looks; None leaves it to the program.

    Attributes:
        measure: Longest line of text, in cells.
        inspector: Whether it is shown at first; None where there is room.
        theme: Name of a theme, not checked here.
        ascii: Draw with no more than Latin-1.
        suggest: Kinds that are suggested (quotes, claims, stances), not checked here; None for all.
        layers: Whose annotations are shown at first: one's own (`mine`) or everybody's (`all`).
    """

    measure: int | None = None
    inspector: bool | None = None
    theme: str | None = None
    ascii: bool = False
    suggest: tuple[str, ...] | None = None
    layers: str = "mine"


class SyncSettings(NamedTuple):
    """How to keep in step with others.

    Attributes:
        address: Of the server, without a password.
        every: Minutes between two times that the reader syncs by itself; None for never.
    """

    address: str | None = None
    every: int | None = None


class Settings(NamedTuple):
    """A person's settings.

    Attributes:
        path: The file, whether it is there or not.
        database: The library; `schema` is the coding scheme of one that has none yet.
        colours: Label to `#rrggbb`.
        keys: Id of an action to the sequences of keys that run it, in place of its own; none unbinds it.
        problems: What could not be used and why, a sentence each.
    """

    path: Path
    annotator: str | None = None
    database: Path | None = None
    schema: Path | None = None
    reader: ReaderSettings = ReaderSettings()
    sync: SyncSettings = SyncSettings()
    colours: Mapping[str, str] = _NOTHING
    keys: Mapping[str, tuple[str, ...]] = _NO_KEYS
    problems: tuple[str, ...] = ()


def config_path() -> Path:
    """Return where the file is: STET_CONFIG, else in the person's folder for settings."""
    if named := os.environ.get("STET_CONFIG"):
        return Path(os.path.expanduser(named))  # noqa: PTH111 - pathlib's raises where a user is unknown
    if sys.platform in {"darwin", "win32"}:
        from platformdirs import user_config_path

        return user_config_path("stet", appauthor=False) / "config.toml"
    # As platformdirs has it, without the time that importing it takes; a test holds the two together.
    folder = os.environ.get("XDG_CONFIG_HOME", "").strip() or os.path.expanduser("~/.config")  # noqa: PTH111
    return Path(folder) / "stet" / "config.toml"


def settings() -> Settings:
    """Read a person's settings."""
    return load(config_path(), named=bool(os.environ.get("STET_CONFIG")))


def load(path: Path, *, named: bool = False) -> Settings:
    """Read settings from a file; one that is not there says nothing, unless it was `named`."""
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return Settings(path, problems=(f"there is no file {path}, which STET_CONFIG names",) if named else ())
    except OSError as error:
        return Settings(path, problems=(f"{path} cannot be read: {error.strerror}",))
    if str(path) == os.devnull:
        return Settings(path)
    if not stat.S_ISREG(mode):
        return Settings(path, problems=(f"{path} cannot be read: it is no file",))
    problem: str
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            problem = f"{path} cannot be read: it is longer than {MAX_BYTES >> 20} MB"
        else:
            return parse(data, path)
    except OSError as error:
        problem = f"{path} cannot be read: {error.strerror}"
    return Settings(path, problems=(problem,))


@lru_cache(maxsize=2)
def parse(data: bytes, path: Path) -> Settings:
    """Make settings of the bytes of a file; `path` is what messages call it, and relative names start beside it."""
    import tomllib

    try:
        table = tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return Settings(path, problems=(f"{path} is not UTF-8 (line {line}); nothing in it is used",))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return Settings(path, problems=(f"{path} is not TOML: {error}; nothing in it is used",))
    return _Reading(table, path).settings()


def first_schema() -> Schema:
    """Return the coding scheme of a library that has none yet: the one that is set, else the one that ships.

    Raises:
        SchemaError: The file that is set is no scheme. Another one must not take its place: it would stay.
    """
    from annotations.schema.files import read_schema, shipped

    path = settings().schema
    if path is None:
        return shipped()
    from annotations.schema.keys import refuse_bad_keys

    schema = read_schema(path)
    refuse_bad_keys(schema, str(path))
    return schema


class _Wrong(Exception):  # noqa: N818 - it never leaves this module
    """A value that cannot be used; says what would be."""


class _Reading:
    """Takes one key after the other out of a file, and notes what cannot be used."""

    def __init__(self, table: Mapping[str, object], path: Path) -> None:
        self._table = table
        self._path = path
        self._problems: list[str] = []

    def settings(self) -> Settings:
        known = ("annotator", "database", "schema", "reader", "sync", "colours", "keys")
        self._refuse_unknown(self._table, known, "")
        reader = self._section("reader", ("measure", "inspector", "theme", "ascii", "suggest", "layers"))
        sync = self._section("sync", ("address", "every"))
        return Settings(
            path=self._path,
            annotator=self._take(self._table, "annotator", _annotator),
            database=self._take(self._table, "database", self._file),
            schema=self._take(self._table, "schema", self._file),
            reader=ReaderSettings(
                measure=self._take(reader, "measure", _measure, "reader."),
                inspector=self._take(reader, "inspector", _inspector, "reader."),
                theme=self._take(reader, "theme", _text, "reader."),
                ascii=self._take(reader, "ascii", _flag, "reader.") or False,
                suggest=self._take(reader, "suggest", _kinds, "reader."),
                layers=self._take(reader, "layers", _layers, "reader.") or "mine",
            ),
            sync=SyncSettings(
                address=self._take(sync, "address", _address, "sync."),
                every=self._take(sync, "every", _every, "sync."),
            ),
            colours=MappingProxyType(dict(self._all("colours", _colour))),
            keys=MappingProxyType(dict(self._all("keys", _keys))),
            problems=tuple(self._problems),
        )

    def _take(self, table: Mapping[str, object], key: str, made: Callable[[object], _T], place: str = "") -> _T | None:
        if key not in table:
            return None
        try:
            return made(table[key])
        except _Wrong as wrong:
            self._note(f"{place}{key}", str(wrong))
            return None

    def _all(self, name: str, made: Callable[[object], _T]) -> Iterator[tuple[str, _T]]:
        table = self._section(name)
        for key in table:
            value = self._take(table, key, made, f"{name}.")
            if value is not None:
                yield key, value

    def _section(self, name: str, known: tuple[str, ...] | None = None) -> Mapping[str, object]:
        table = self._table.get(name, {})
        if not isinstance(table, Mapping):
            self._note(name, f"must be a table, [{name}]")
            return {}
        if known is not None:
            self._refuse_unknown(table, known, f"{name}.")
        return table

    def _refuse_unknown(self, table: Mapping[str, object], known: tuple[str, ...], place: str) -> None:
        for key in table:
            if key not in known:
                from annotations.schema import nearest

                hint = nearest(key, known) or f"Known: {', '.join(known)}."
                self._note(f"{place}{key}", f"there is no such setting. {hint}")

    def _note(self, key: str, problem: str) -> None:
        self._problems.append(f"{self._path}, {_short(key)}: {problem}")

    def _file(self, value: object) -> Path:
        name = _text(value)
        if "\0" in name:
            raise _Wrong("no file has such a name")
        return self._path.parent / os.path.expanduser(name)  # noqa: PTH111 - pathlib's raises where a user is unknown


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _Wrong(f"must be text, not {_shown(value)}")
    return value.strip()


def _annotator(value: object) -> str:
    from annotations.errors import SchemaError
    from annotations.identity import check_name

    try:
        return check_name(_text(value))
    except SchemaError as error:
        raise _Wrong(error.message) from None


def _measure(value: object) -> int:
    low, high = MEASURES
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise _Wrong(f"must be a whole number from {low} to {high}, not {_shown(value)}")
    return value


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise _Wrong(f"must be true or false, not {_shown(value)}")
    return value


def _layers(value: object) -> str:
    from annotations.layers import LAYER_WORDS

    if value not in LAYER_WORDS:
        raise _Wrong(f"must be {' or '.join(f'“{word}”' for word in LAYER_WORDS)}, not {_shown(value)}")
    return str(value)


def _inspector(value: object) -> bool | None:
    if value == "auto":
        return None
    if not isinstance(value, bool):
        raise _Wrong(f"must be true, false or “auto”, not {_shown(value)}")
    return value


def _address(value: object) -> str:
    # What is wrong is not repeated: it may hold a password.
    address = value if isinstance(value, str) else ""
    if not address.startswith(("postgresql://", "postgres://")):
        raise _Wrong("must be like “postgresql://kim@db.example.org/articles”")
    from annotations.errors import UsageError
    from annotations.sync.address import parsed

    try:
        found = parsed(address)
    except UsageError:
        raise _Wrong("must be like “postgresql://kim@db.example.org/articles”") from None
    if found.secrets:
        raise _Wrong("must be without a password; that comes from PGPASSFILE or ~/.pgpass")
    return found.shown


def _every(value: object) -> int:
    low, high = MINUTES
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise _Wrong(f"must be a whole number of minutes from {low} to {high}, not {_shown(value)}")
    return value


def _kinds(value: object) -> tuple[str, ...]:
    # Other packages may have kinds of their own; what nobody suggests is said when somebody looks.
    if not isinstance(value, list) or not all(isinstance(one, str) and _KIND.fullmatch(one) for one in value):
        raise _Wrong(f"must be a list of {', '.join(KINDS)} or installed suggesters, not {_shown(value)}")
    return tuple(value)


def _colour(value: object) -> str:
    if not isinstance(value, str) or not _COLOUR.fullmatch(value):
        raise _Wrong(f"must be a colour such as “#E69F00”, not {_shown(value)}")
    return value


def _keys(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
        raise _Wrong(f'must be a list of keys such as ["g g", "home"], not {_shown(value)}')
    return tuple(" ".join(one.split()) for one in value)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"“{_short(value)}”" if isinstance(value, str) else _short(str(value))


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"
