"""A schema written as TOML, to begin one of one's own with. `annotations.schema_files` reads it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from annotations.schema import Schema
from annotations.schema_files import to_json

__all__ = ["to_toml"]


def to_toml(schema: Schema) -> str:
    """Write a schema as TOML; reading it gives the same schema."""
    return "\n".join(_table(json.loads(to_json(schema)), ())) + "\n"


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
