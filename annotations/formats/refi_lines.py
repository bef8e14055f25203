"""What reading and writing of REFI-QDA projects share: names, ids, and values in a description."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping

from annotations.formats.brat_lines import escaped, unescaped
from annotations.formats.folding import from_text, said
from annotations.model import AttributeValue

__all__ = ["NAMESPACE", "UNCODED", "described", "description", "guid_of", "is_guid"]

NAMESPACE = "urn:QDA-XML:project:1.0"
UNCODED = "uncoded"
"""What a selection without a code is called here; a coding scheme has no such label."""
_GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_LINE = re.compile(r"([^\s=][^=]*?) = (.*)")
_SPACE = uuid.UUID("8c7f4f2e-3a51-5f0b-9c55-6e1f3c9a2d10")


def is_guid(text: str) -> bool:
    """Tell whether an id is a GUID as it is written here."""
    return _GUID.fullmatch(text) is not None


def guid_of(name: str) -> str:
    """The GUID of an id: itself, where it is one, else always the same one."""
    return name if is_guid(name) else str(uuid.uuid5(_SPACE, name))


def description(values: Mapping[str, AttributeValue]) -> str:
    """Write values, each on a line of its own."""
    return "\n".join(f"{name} = {escaped(said(name, value))}" for name, value in values.items())


def described(text: str) -> dict[str, AttributeValue] | None:
    """Read what `description` wrote; None where it is somebody's own words."""
    values: dict[str, AttributeValue] = {}
    for line in text.split("\n"):
        found = _LINE.fullmatch(line)
        if found is None:
            return None
        values[found[1]] = from_text(unescaped(found[2]))
    return values
