"""JSON of other programs, read piece by piece with the place of what is wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import NoReturn

from annotations.errors import FormatError
from annotations.formats.fields import parse_object
from annotations.formats.files import Source, decoded
from annotations.formats.jsonl import MAX_LINE
from annotations.model import AttributeValue
from annotations.schema import clip

__all__ = ["Piece", "json_lines", "json_whole", "kept_provenance", "kept_values", "value_of"]

_KINDS: Mapping[type, str] = {str: "text", int: "a whole number", list: "a list", dict: "an object"}


class Piece:
    """A value in somebody's JSON, asked for by key; what is unknown is let be."""

    __slots__ = ("_data", "place")

    def __init__(self, data: object, place: str) -> None:
        """Take an object.

        Raises:
            FormatError: It is none.
        """
        if not isinstance(data, dict):
            raise FormatError(f"{place}: an object is needed")
        self._data: dict[str, object] = data
        self.place = place

    def __contains__(self, key: str) -> bool:
        return self._data.get(key) is not None

    def fail(self, message: str) -> NoReturn:
        """Refuse it.

        Raises:
            FormatError: Always.
        """
        raise FormatError(f"{self.place}: {message}")

    def get(self, key: str) -> object:
        """Return a value as it is, None where there is none."""
        return self._data.get(key)

    def text(self, key: str) -> str:
        """Return a string."""
        value = self._data.get(key)
        if not isinstance(value, str):
            self.fail(f"“{key}” must be text")
        return value

    def text_or(self, key: str, default: str = "") -> str:
        """Return a string, or `default` where there is none; a number becomes text."""
        value = self._data.get(key)
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        return value if isinstance(value, str) else default

    def number(self, key: str) -> int:
        """Return a whole number."""
        value = self._data.get(key)
        if isinstance(value, bool) or not isinstance(value, int):
            self.fail(f"“{key}” must be a whole number")
        return value

    def piece(self, key: str) -> Piece:
        """Return an object."""
        return Piece(self._data.get(key), f"{self.place}, {key}")

    def pieces(self, key: str) -> Iterator[Piece]:
        """The objects of a list; none where there is no list."""
        for number, item in enumerate(self.items(key), 1):
            yield Piece(item, f"{self.place}, {key} {number}")

    def items(self, key: str) -> list[object]:
        """What is in a list; nothing where there is none."""
        value = self._data.get(key)
        if value is None:
            return []
        if not isinstance(value, list):
            self.fail(f"“{key}” must be a list")
        return value

    def texts(self, key: str) -> list[str]:
        """Strings of a list."""
        found = self.items(key)
        for item in found:
            if not isinstance(item, str):
                self.fail(f"“{key}” must be a list of texts")
        return [str(item) for item in found]

    def keys(self) -> list[str]:
        """The keys that there are."""
        return list(self._data)


def json_lines(source: Source) -> Iterator[Piece]:
    """The objects of a JSON Lines file, each with its line; empty lines are passed over.

    Raises:
        FormatError: A line is broken.
    """
    number = 0
    stream = source.open()
    while line := stream.readline(MAX_LINE + 1):
        number += 1
        if len(line) > MAX_LINE:
            raise FormatError(f"line {number}: longer than {MAX_LINE >> 20} MB", "Is it JSON Lines?")
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if line.strip():
            try:
                data = parse_object(line)
            except FormatError as error:
                raise FormatError(f"line {number}: {error.message}", error.hint) from None
            yield Piece(data, f"line {number}")


def json_whole(source: Source, name: str | None = None) -> object:
    """Read one JSON file.

    Raises:
        FormatError: It is none.
    """
    what = source.names()[0] if name is None else name
    text = decoded(source.read(what), what)
    try:
        data: object = json.loads(text)
        json.dumps(data, ensure_ascii=False).encode() if "\\u" in text else None
    except json.JSONDecodeError as error:
        raise FormatError(f"{what}: not JSON: {error.msg} in line {error.lineno}, character {error.colno}") from None
    except RecursionError:
        raise FormatError(f"{what}: not JSON that can be read: nested too deeply") from None
    except UnicodeEncodeError:
        raise FormatError(f"{what}: a \\u escape is half of a surrogate pair, which no text can hold") from None
    except ValueError as error:
        raise FormatError(f"{what}: not JSON: {clip(str(error))}") from None
    return data


def value_of(data: object) -> AttributeValue | None:
    """Make a value of an attribute of what JSON has; None where it is none."""
    if isinstance(data, (str, int, float, bool)):
        return data
    if isinstance(data, list) and data and all(isinstance(part, str) for part in data):
        return tuple(data)
    return None


def kept_values(piece: Piece) -> dict[str, AttributeValue]:
    """Values that were put where a program does not look."""
    kept = piece.piece("values") if "values" in piece else None
    found = {} if kept is None else {name: value_of(kept.get(name)) for name in kept.keys()}  # noqa: SIM118
    return {name: value for name, value in found.items() if value is not None}


def kept_provenance(piece: Piece) -> dict[str, str]:
    """Likewise who made it, when and how."""
    kept = piece.piece("provenance") if "provenance" in piece else None
    return {} if kept is None else {name: kept.text_or(name) for name in kept.keys()}  # noqa: SIM118
