"""A schema written as TOML, to begin one of one's own with. `annotations.schema.files` reads it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from annotations.schema import Schema
from annotations.schema.files import shipped_text, to_json
from annotations.schema.renames import without_past

__all__ = ["draft_from", "draft_of_shipped", "to_toml"]

_HEAD = """\
# A coding scheme for Stet. Change it as you need it, then:
#
#     stet schema check {file}      says what is wrong, and which keys are free
#     stet schema use {file}        makes it the scheme of your library
#
# A [labels.NAME] has: key (one character), glyph (one character for the margin), colour ("#E69F00"), line ("underline",
# "double", "bold" or "italic"), scope ("text" or "article"), guideline (one line for whoever annotates).
# Its roles, [labels.NAME.roles.ROLE], tie other words to it: key, guideline.
# Its attributes, [labels.NAME.attributes.ATTRIBUTE], have: kind ("choice", "flag", "integer", "number", "date", "text"
# or "address"), key, guideline, default, several (choices and addresses), minimum and maximum (numbers), and values
# (choices), each with name, key and guideline.
# A [relations.NAME] ties two annotations: key, guideline, from and to (lists of labels; all of them when left out).
#
# To change a scheme that is in use: raise the version. What gets another name says so with was = "old_name", and all
# annotations follow; was stands in a label, role, attribute, value or relation.

"""


def to_toml(schema: Schema) -> str:
    """Write a schema as TOML; reading it gives the same schema."""
    return "\n".join(_table(json.loads(to_json(schema)), ())) + "\n"


def draft_of_shipped(file: str, name: str) -> str:
    """Return the schema that comes with the program as a file to begin with, under a name of its own."""
    text = shipped_text()
    own = text[text.index("\nname = ") :].lstrip("\n")
    return _HEAD.format(file=file) + re.sub(r'^name = ".*"', f'name = "{name}"', own, count=1)


def draft_from(schema: Schema, file: str, version: str) -> str:
    """Return a schema as a file to begin the next version with; what things were called before it is left out."""
    return _HEAD.format(file=file) + to_toml(replace(without_past(schema), version=version))


def _table(data: Mapping[str, object], path: tuple[str, ...]) -> Iterator[str]:
    lines = [f"{name} = {_value(value)}" for name, value in data.items() if _is_said(value)]
    if lines and path:
        yield ""
        yield f"[{'.'.join(path)}]"
    yield from lines
    for name, value in data.items():
        if isinstance(value, Mapping):
            yield from _table(value, (*path, name))


def _is_said(value: object) -> bool:
    return not isinstance(value, Mapping) and value not in ("", False, [])


def _value(value: object) -> str:
    match value:
        case list() if value and all(isinstance(item, Mapping) for item in value):
            return "[\n" + "".join(f"    {_value(item)},\n" for item in value) + "]"
        case list():
            return f"[{', '.join(_value(item) for item in value)}]"
        case Mapping():
            return "{ " + ", ".join(f"{k} = {_value(v)}" for k, v in value.items() if _is_said(v)) + " }"
        case str():
            # A string of JSON is one of TOML, but for DEL.
            return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return json.dumps(value)
