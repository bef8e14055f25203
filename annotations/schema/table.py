"""A table of a schema's file, asked for by key and type. What is wrong is said with the place where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from annotations.errors import SchemaError
from annotations.schema import Part, nearest

__all__ = ["NAME", "Table"]

NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")
"""What can be the name of a schema, a label and so on."""
_Enum = TypeVar("_Enum", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the file, with the words for where it stands."""

    data: object
    where: str
    path: str

    def fail(self, message: str, hint: str = "") -> SchemaError:
        """Return an error that says where it is."""
        place = f"{self.where}, {self.path}" if self.path else self.where
        return SchemaError(f"{place}: {message}", hint)

    def known(self, *names: str) -> None:
        """Refuse keys that nothing reads: they are most often misspelt."""
        if not isinstance(self.data, Mapping):
            raise self.fail("a table is needed here")
        for key in self.data:
            if key not in names:
                raise self.fail(f"unknown key “{key}”", nearest(str(key), names) or "Known: " + ", ".join(names) + ".")

    def get(self, key: str) -> object:
        """Return what stands under a key, None where nothing does."""
        return self.data.get(key) if isinstance(self.data, Mapping) else None

    def text(self, key: str, default: str | None = None) -> str:
        """Return text; without a default it must be there and not blank."""
        value = self.get(key)
        if value is None and default is not None:
            return default
        if not isinstance(value, str) or (default is None and not value.strip()):
            raise self.fail(f"“{key}” must be text")
        return value

    def flag(self, key: str) -> bool:
        """Return true or false, the latter where nothing stands."""
        value = self.get(key)
        if value is not None and not isinstance(value, bool):
            raise self.fail(f"“{key}” must be true or false")
        return bool(value)

    def number(self, key: str) -> float | None:
        """Return a number, None where nothing stands."""
        value = self.get(key)
        if value is not None and (isinstance(value, bool) or not isinstance(value, (int, float))):
            raise self.fail(f"“{key}” must be a number")
        return value

    def one_of(self, key: str, kinds: type[_Enum], default: _Enum | None = None) -> _Enum:
        """Return a member of an enumeration by its value."""
        value = self.text(key, default.value if default is not None else None)
        names = [kind.value for kind in kinds]
        if value not in names:
            raise self.fail(f"“{key}” is “{value}”", nearest(value, names) or "Known: " + ", ".join(names) + ".")
        return kinds(value)

    def names(self, key: str) -> tuple[str, ...]:
        """Return a list of names, empty where nothing stands."""
        value = self.get(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.fail(f"“{key}” must be a list of names")
        return tuple(value)

    def tables(self, key: str) -> Iterator[tuple[str, Table]]:
        """The named tables under `key`, in their order."""
        value = self.get(key)
        if value is None:
            return
        path = f"{self.path}.{key}" if self.path else key
        if not isinstance(value, Mapping):
            raise self.fail(f"“{key}” must be a table of named tables")
        for name, data in value.items():
            table = Table(data, self.where, f"{path}.{name}")
            if not NAME.fullmatch(name):
                raise table.fail(f"“{name}” is not a name: use a-z, 0-9 and _, beginning with a letter")
            yield name, table

    def was(self) -> str:
        """The name that the thing had before, empty when it had none."""
        name = self.text("was", "")
        if name and not NAME.fullmatch(name):
            raise self.fail(f"“was” is “{name}”, which is not a name: a-z, 0-9 and _, beginning with a letter")
        return name

    def true_past(self, parts: Sequence[Part], what: str) -> None:
        """Refuse names of the past that contradict each other."""
        if any(part.was for part in parts):
            from annotations.schema.renames import contradiction

            if wrong := contradiction(parts):
                raise self.fail(f"{what}: {wrong}")

    def unique_keys(self, keys: list[tuple[str, str]], what: str) -> None:
        """Refuse a key that two things of the same kind share."""
        taken: dict[str, str] = {}
        for name, key in keys:
            if not key:
                continue
            if len(key) != 1 or not key.isprintable() or key.isspace():
                raise self.fail(f"the key of {name} must be one character, not “{key}”")
            if key in taken:
                raise self.fail(f"the {what} {taken[key]} and {name} have the same key “{key}”")
            taken[key] = name
