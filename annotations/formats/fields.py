"""JSON that came from outside, asked for by key and type. What is wrong is said with the place where it stands."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import NoReturn, TypeVar

from annotations.errors import FormatError
from annotations.schema import clip, nearest

__all__ = ["ID", "MAX_INTEGER", "Fields", "is_identifier", "parse_object"]

MAX_INTEGER = 2**62
"""Largest integer that is taken: it fits into the database with room for more."""

_HALF_PAIR = re.compile(rb"\\u[dD][89a-fA-F]")
ID = r"[A-Za-z0-9][A-Za-z0-9._:/@+-]{0,199}"
"""Pattern of an id."""
_ID = re.compile(ID)
_Enum = TypeVar("_Enum", bound=StrEnum)


def parse_object(line: bytes) -> dict[str, object]:
    """Parse one line of JSON Lines.

    Raises:
        FormatError: It is not UTF-8, not JSON (NaN and Infinity are not), nested too deeply, holds half of a
            surrogate pair, or is no object.
    """
    try:
        data: object = json.loads(line.decode("utf-8"), parse_constant=_refuse_constant)
        if _HALF_PAIR.search(line):
            json.dumps(data, ensure_ascii=False).encode("utf-8")
    except UnicodeDecodeError as error:
        raise FormatError(f"not UTF-8 at byte {error.start + 1} of the line") from None
    except UnicodeEncodeError:
        raise FormatError("a \\u escape is half of a surrogate pair, which no text can hold") from None
    except json.JSONDecodeError as error:
        raise FormatError(f"not JSON: {error.msg} at character {error.pos + 1} of the line") from None
    except RecursionError:
        raise FormatError("not JSON that can be read: nested too deeply") from None
    except ValueError as error:
        raise FormatError(f"not JSON: {error}") from None
    if not isinstance(data, dict):
        raise FormatError(f"an object is needed, not {_kind(data)}")
    return data


def is_identifier(text: str) -> bool:
    """Tell whether a text can be an id: 1 to 200 letters, digits and `._:/@+-`, as UUIDs are."""
    return _ID.fullmatch(text) is not None


class Fields:
    """One JSON object, of which exactly `keys` are known and all are needed."""

    __slots__ = ("_data", "_name", "_parent")

    def __init__(self, data: object, keys: Sequence[str], name: str = "", parent: Fields | None = None) -> None:
        """Take `data`; `name` and `parent` say where it stands.

        Raises:
            FormatError: It is no object, or a key is unknown or missing.
        """
        self._name = name
        self._parent = parent
        if not isinstance(data, dict):
            self.fail(f"an object is needed, not {_kind(data)}")
        self._data: dict[str, object] = data
        if len(data) != len(keys) or not data.keys() >= set(keys):
            self._refuse_keys(keys)

    def fail(self, message: str, hint: str = "") -> NoReturn:
        """Refuse the object.

        Raises:
            FormatError: Always.
        """
        path = self._path()
        raise FormatError(f"{path}: {message}" if path else message, hint)

    def text(self, key: str) -> str:
        """Return a string, which may be empty."""
        value = self._data[key]
        if not isinstance(value, str):
            self._wrong(key, "text")
        return value

    def text_or_none(self, key: str) -> str | None:
        """Return a string or None."""
        return None if self._data[key] is None else self.text(key)

    def words(self, key: str) -> str:
        """Return a string that is not blank."""
        value = self.text(key)
        if not value.strip():
            self.fail(f"“{key}” is blank")
        return value

    def identifier(self, key: str) -> str:
        """Return an id: 1 to 200 letters, digits and `._:/@+-`, as UUIDs are."""
        value = self.text(key)
        if not is_identifier(value):
            self.fail(f"“{key}” is no id: “{clip(value)}”", "Ids are letters, digits and ._:/@+- without blanks.")
        return value

    def time(self, key: str) -> str:
        """Return a time in ISO 8601 with its zone, as it is written."""
        value = self.text(key)
        try:
            zoned = datetime.fromisoformat(value).tzinfo is not None
        except ValueError:
            zoned = False
        if not zoned:
            self.fail(f"“{key}” is no time with its zone, such as 2026-03-31T08:15:00.000Z: “{clip(value)}”")
        return value

    def integer(self, key: str, minimum: int = 0, maximum: int = MAX_INTEGER) -> int:
        """Return a whole number from `minimum` to `maximum`."""
        value = self._data[key]
        if isinstance(value, bool) or not isinstance(value, int):
            self._wrong(key, "a whole number")
        if not minimum <= value <= maximum:
            self.fail(f"“{key}” is {clip(str(value))}, not from {minimum} to {maximum}")
        return value

    def flag(self, key: str) -> bool:
        """Return true or false."""
        value = self._data[key]
        if not isinstance(value, bool):
            self._wrong(key, "true or false")
        return value

    def one_of(self, key: str, kinds: type[_Enum]) -> _Enum:
        """Return a member of an enumeration by its value."""
        value = self.text(key)
        try:
            return kinds(value)
        except ValueError:
            names = [kind.value for kind in kinds]
            self.fail(f"“{key}” is “{clip(value)}”", nearest(value, names) or f"Known: {', '.join(names)}.")

    def is_none(self, key: str) -> bool:
        """Tell whether a value is null."""
        return self._data[key] is None

    def list(self, key: str) -> list[object]:
        """Return a list as it is."""
        value = self._data[key]
        if not isinstance(value, list):
            self._wrong(key, "a list")
        return value

    def items(self, key: str, keys: Sequence[str]) -> Iterator[Fields]:
        """The objects of a list, each with exactly `keys`."""
        value = self._data[key]
        if not isinstance(value, list):
            self._wrong(key, "a list")
        for position, item in enumerate(value):
            yield Fields(item, keys, f"{key}[{position}]", self)

    def items_with(self, key: str, keys: Sequence[str], unsaid: Mapping[str, object]) -> Iterator[Fields]:
        """The objects of a list, each with `keys`, of which those in `unsaid` may be missing and are then as there."""
        value = self._data[key]
        if not isinstance(value, list):
            self._wrong(key, "a list")
        for position, item in enumerate(value):
            whole = {**unsaid, **item} if isinstance(item, dict) else item
            yield Fields(whole, keys, f"{key}[{position}]", self)

    def raw(self, key: str) -> object:
        """Return a value as it is."""
        return self._data[key]

    def item(self, key: str, keys: Sequence[str]) -> Fields:
        """The object under `key`, with exactly `keys`."""
        return Fields(self._data[key], keys, key, self)

    def mapping(self, key: str) -> Mapping[str, object]:
        """Return an object whose keys may be anything."""
        value = self._data[key]
        if not isinstance(value, dict):
            self._wrong(key, "an object")
        return value

    def _wrong(self, key: str, wanted: str) -> NoReturn:
        self.fail(f"“{key}” must be {wanted}, not {_kind(self._data[key])}")

    def _refuse_keys(self, keys: Sequence[str]) -> NoReturn:
        for key in keys:
            if key not in self._data:
                self.fail(f"“{key}” is missing", nearest(key, [name for name in self._data if name not in keys]))
        key = next(name for name in self._data if name not in keys)
        self.fail(f"unknown key “{clip(key)}”", nearest(key, keys) or f"Known: {', '.join(keys)}.")

    def _path(self) -> str:
        above = self._parent._path() if self._parent is not None else ""  # noqa: SLF001 - of its own kind
        return f"{above}.{self._name}" if above else self._name


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON")


def _kind(value: object) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case dict():
            return "an object"
        case list():
            return "a list"
        case str():
            return f"“{clip(value)}”"
    return clip(str(value))
