"""The attributes of a coding scheme: which values each takes, and how a person types them."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from urllib.parse import urlsplit

from annotations.errors import SchemaError
from annotations.model import AttributeValue
from annotations.schema.hints import clip, nearest

__all__ = ["MAX_TEXT", "AttributeDef", "AttributeKind", "Choice"]

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
