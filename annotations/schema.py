"""The coding scheme: which labels, roles, attributes and relations there are, and what fits them.

A schema is data, read from TOML (`annotations.schema_files`) or from the database. The values here check
annotations against it; they do no I/O.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import TypeAlias, TypeVar
from urllib.parse import urlsplit

from annotations.errors import SchemaError
from annotations.identity import check_name
from annotations.model import Annotation, AttributeValue, Relation

MAX_TEXT = 10_000
"""Longest free text (note, rationale) in code points."""


class AttributeKind(StrEnum):
    """What values an attribute takes."""

    CHOICE = "choice"
    FLAG = "flag"
    INTEGER = "integer"
    NUMBER = "number"
    DATE = "date"
    TEXT = "text"
    ADDRESS = "address"


class LineStyle(StrEnum):
    """How a label's text is marked besides its colour."""

    UNDERLINE = "underline"
    DOUBLE = "double"
    BOLD = "bold"
    ITALIC = "italic"


class Scope(StrEnum):
    """What a label is put on."""

    TEXT = "text"
    ARTICLE = "article"


# In all that has a name: `was` is the one that it had in an earlier version of the schema, and `retired` is what
# stands only for annotations that have it already.


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a choice attribute, with the key that sets it."""

    name: str
    key: str = ""
    guideline: str = ""
    was: str = ""
    retired: bool = False


@dataclass(frozen=True, slots=True)
class AttributeDef:
    """A typed attribute. `several` allows more than one value (choices, addresses)."""

    name: str
    kind: AttributeKind
    key: str = ""
    guideline: str = ""
    values: tuple[Choice, ...] = ()
    several: bool = False
    default: AttributeValue | None = None
    minimum: float | None = None
    maximum: float | None = None
    was: str = ""
    retired: bool = False

    def parse(self, text: str) -> AttributeValue:
        """Make a value of what a person typed or a table holds.

        Raises:
            SchemaError: The text is no such value; the message says what would be.
        """
        return self.check(_PARSERS[self.kind](self, text.strip()))

    def check(self, value: object) -> AttributeValue:
        """Return `value` in its canonical form.

        Raises:
            SchemaError: It is not of this attribute's type, or not one of its choices.
        """
        if isinstance(value, (tuple, list)):
            if not self.several:
                raise SchemaError(f"{self.name} takes one value, not {len(value)}")
            return tuple(str(self._check_one(one)) for one in value)
        checked = self._check_one(value)
        return (str(checked),) if self.several else checked

    def _check_one(self, value: object) -> str | int | float | bool:
        match self.kind:
            case AttributeKind.FLAG if isinstance(value, bool):
                return value
            case AttributeKind.INTEGER if isinstance(value, int) and not isinstance(value, bool):
                return int(self._in_range(value))
            case AttributeKind.NUMBER if isinstance(value, (int, float)) and not isinstance(value, bool):
                return self._in_range(value)
            case AttributeKind.CHOICE if isinstance(value, str):
                if value not in {choice.name for choice in self.values}:
                    raise SchemaError(f"“{clip(value)}” is not a value of {self.name}", self._choices_hint(value))
                return value
            case AttributeKind.DATE if isinstance(value, str):
                return _date(self, value)
            case AttributeKind.ADDRESS if isinstance(value, str):
                return _address(self, value)
            case AttributeKind.TEXT if isinstance(value, str):
                if len(value) > MAX_TEXT:
                    raise SchemaError(f"{self.name} is {len(value)} characters long; {MAX_TEXT} at most are kept")
                return value
        raise SchemaError(f"{self.name} takes {_KIND_WORDS[self.kind]}, not {clip(repr(value))}")

    def _in_range(self, value: float) -> float:
        low, high = self.minimum, self.maximum
        outside = (low is not None and value < low) or (high is not None and value > high)
        storable = abs(value) < 2**63 if isinstance(value, int) else math.isfinite(value)
        if outside or not storable:
            bounds = f" from {low:g}" if low is not None else ""
            bounds += f" up to {high:g}" if high is not None else ""
            raise SchemaError(f"{self.name} is a number{bounds}, not {clip(str(value))}")
        return value

    def _choices_hint(self, text: str) -> str:
        names = [choice.name for choice in self.values]
        return nearest(text, names) or "Values: " + ", ".join(names) + "."


@dataclass(frozen=True, slots=True)
class RoleDef:
    """Text that annotations of a label may be tied to."""

    name: str
    key: str
    guideline: str = ""
    was: str = ""
    retired: bool = False


@dataclass(frozen=True, slots=True)
class LabelDef:
    """A label: how it is set, how it looks, and what goes with it."""

    name: str
    key: str
    glyph: str
    colour: str
    line: LineStyle = LineStyle.UNDERLINE
    scope: Scope = Scope.TEXT
    guideline: str = ""
    roles: tuple[RoleDef, ...] = ()
    attributes: tuple[AttributeDef, ...] = ()
    was: str = ""
    retired: bool = False

    def role(self, name: str) -> RoleDef:
        """Return the role called `name`.

        Raises:
            SchemaError: This label has no such role.
        """
        return _find(self.roles, name, f"{self.name} has no role")

    def attribute(self, name: str) -> AttributeDef:
        """Return the attribute called `name`.

        Raises:
            SchemaError: This label has no such attribute.
        """
        return _find(self.attributes, name, f"{self.name} has no attribute")


@dataclass(frozen=True, slots=True)
class RelationDef:
    """A directed tie; `sources` and `targets` are the labels that it may join, all when empty."""

    name: str
    key: str
    guideline: str = ""
    sources: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    was: str = ""
    retired: bool = False


@dataclass(frozen=True)
class Schema:
    """A whole coding scheme, in the order in which it was written."""

    name: str
    version: str
    labels: tuple[LabelDef, ...]
    relations: tuple[RelationDef, ...] = ()

    def label(self, name: str) -> LabelDef:
        """Return the label called `name`.

        Raises:
            SchemaError: There is none; the hint names the nearest.
        """
        return _find(self.labels, name, "there is no label")

    def relation(self, name: str) -> RelationDef:
        """Return the relation called `name`.

        Raises:
            SchemaError: There is none; the hint names the nearest.
        """
        return _find(self.relations, name, "there is no relation")

    def has_label(self, name: str) -> bool:
        """Tell whether there is a label called `name`."""
        return any(label.name == name for label in self.labels)

    @cached_property
    def attributes(self) -> Mapping[str, AttributeDef]:
        """Every attribute of every label by name, in the order of the schema; one name has one type."""
        return {attribute.name: attribute for label in self.labels for attribute in label.attributes}

    @cached_property
    def roles(self) -> tuple[str, ...]:
        """Every role name once, in the order of the schema."""
        return tuple(dict.fromkeys(role.name for label in self.labels for role in label.roles))

    def check(self, annotation: Annotation) -> None:
        """Raise if `annotation` does not fit.

        Raises:
            SchemaError: Unknown label, role or attribute, a value of the wrong type, or the wrong scope.
        """
        label = self.label(annotation.label)
        if bool(annotation.fragments) != (label.scope is Scope.TEXT):
            wanted = "words of the text" if label.scope is Scope.TEXT else "the whole article"
            raise SchemaError(f"{label.name} is put on {wanted}")
        for role in annotation.roles:
            label.role(role.role)
            if role.name is not None:
                check_name(role.name)
        for name, value in annotation.attributes.items():
            if label.attribute(name).check(value) != value:
                raise SchemaError(f"{name} is not in its canonical form: {clip(repr(value))}")
        if len(annotation.note) > MAX_TEXT:
            raise SchemaError(f"the note is {len(annotation.note)} characters long; {MAX_TEXT} at most are kept")

    def check_relation(self, relation: Relation, source: str, target: str) -> None:
        """Raise if `relation` may not join the labels `source` and `target`.

        Raises:
            SchemaError: Unknown relation, a label it does not join, or an annotation tied to itself.
        """
        rule = self.relation(relation.label)
        if relation.source == relation.target:
            raise SchemaError("an annotation cannot be related to itself")
        for label, allowed, end in ((source, rule.sources, "from"), (target, rule.targets, "to")):
            if allowed and label not in allowed:
                raise SchemaError(f"{rule.name} goes {end} {' or '.join(allowed)}, not {label}")


Part: TypeAlias = LabelDef | RoleDef | AttributeDef | Choice | RelationDef
"""Anything in a schema that has a name."""
_Named = TypeVar("_Named", LabelDef, RelationDef, RoleDef, AttributeDef)


def _find(things: Iterable[_Named], name: str, message: str) -> _Named:
    for thing in things:
        if thing.name == name:
            return thing
    names = [thing.name for thing in things]
    hint = nearest(name, names) or ("Known: " + ", ".join(names) + "." if names else "")
    raise SchemaError(f"{message} “{clip(name)}”", hint)


def nearest(name: str, names: Iterable[str]) -> str:
    """Return a hint that names the closest of `names`, or an empty string."""
    from difflib import get_close_matches

    match = get_close_matches(name.lower(), list(names), n=1, cutoff=0.6)
    return f"Did you mean “{match[0]}”?" if match else ""


def clip(text: str, length: int = 60) -> str:
    """Shorten `text` to `length` code points for a message."""
    return text if len(text) <= length else text[: length - 1] + "…"


_KIND_WORDS = {
    AttributeKind.CHOICE: "one of its values",
    AttributeKind.FLAG: "yes or no",
    AttributeKind.INTEGER: "a whole number",
    AttributeKind.NUMBER: "a number",
    AttributeKind.DATE: "a date such as 2026-03-31",
    AttributeKind.TEXT: "text",
    AttributeKind.ADDRESS: "an address such as https://example.org/page",
}
_YES, _NO = frozenset({"yes", "y", "true", "1", "on"}), frozenset({"no", "n", "false", "0", "off"})


def _wrong(attribute: AttributeDef, text: str) -> SchemaError:
    return SchemaError(f"{attribute.name} takes {_KIND_WORDS[attribute.kind]}, not “{clip(text)}”")


def _date(attribute: AttributeDef, text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise _wrong(attribute, text) from None


def _address(attribute: AttributeDef, text: str) -> str:
    try:
        parts = urlsplit(text)
    except ValueError:
        raise _wrong(attribute, text) from None
    if parts.scheme not in {"http", "https", "doi", "urn"} or not (parts.netloc or parts.path):
        raise _wrong(attribute, text)
    if re.search(r"\s", text) or len(text) > MAX_TEXT:
        raise _wrong(attribute, text)
    return text


def _flag(attribute: AttributeDef, text: str) -> bool:
    if text.lower() not in _YES | _NO:
        raise _wrong(attribute, text)
    return text.lower() in _YES


def _integer(attribute: AttributeDef, text: str) -> int:
    if not re.fullmatch(r"[+-]?[0-9]{1,15}", text):
        raise _wrong(attribute, text)
    return int(text)


def _number(attribute: AttributeDef, text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise _wrong(attribute, text) from None


def _choice(attribute: AttributeDef, text: str) -> AttributeValue:
    if not attribute.several:
        return text
    return tuple(part.strip() for part in text.split("|") if part.strip())


def _text(attribute: AttributeDef, text: str) -> AttributeValue:
    return _choice(attribute, text) if attribute.several else text


_PARSERS = {
    AttributeKind.CHOICE: _choice,
    AttributeKind.FLAG: _flag,
    AttributeKind.INTEGER: _integer,
    AttributeKind.NUMBER: _number,
    AttributeKind.DATE: _text,
    AttributeKind.TEXT: _text,
    AttributeKind.ADDRESS: _text,
}
