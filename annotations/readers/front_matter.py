"""What a Markdown file says of itself before its text: YAML, of which only names and short texts are taken.

Values are kept as they are written (a date is not turned into another notation, `no` stays a word). Aliases
are refused and sizes limited, so that a hostile file costs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import yaml

__all__ = ["FrontMatter", "read_front_matter"]

_LONGEST = 16 * 1024
_MOST_BRACKETS = 200
_DEEPEST = 6
_LONGEST_VALUE = 1000
_NULLS = frozenset(["", "~", "null", "Null", "NULL"])
_LINE = re.compile(r"([^\W\d_][\w -]{0,40})\s*:(?:\s+(.*))?")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")

_Node: TypeAlias = "str | list[_Node] | dict[str, _Node] | None"


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """Title, language (a BCP 47 code) and everything else that is a short text; sentences for the person."""

    title: str | None = None
    language: str | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


class _UnreadableError(Exception):
    """The YAML is broken, or refused."""


def read_front_matter(source: str) -> FrontMatter | None:
    """Read the lines between the dashes; None if they are no front matter but words of the article."""
    notes: tuple[str, ...] = ()
    try:
        values = _flat(_parse(source))
    except _UnreadableError as error:
        values = _by_lines(source)
        notes = (f"The front matter {error}; it was read line by line.",)
    if values is None:
        return None
    language = next((values.pop(key) for key in ("language", "lang", "locale") if key in values), "")
    code = language.replace("_", "-") if _LANGUAGE.fullmatch(language) else None
    return FrontMatter(values.pop("title", None), code, values, notes)


def _parse(source: str) -> _Node:
    import yaml

    if len(source) > _LONGEST or source.count("[") + source.count("{") > _MOST_BRACKETS:
        raise _UnreadableError("is too long")
    try:
        events = yaml.parse(source, Loader=yaml.SafeLoader)
        return _node(iter(events), _first_of(events), 0)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" (line {mark.line + 2})" if mark is not None else ""
        raise _UnreadableError(f"is not valid YAML{where}") from error


def _first_of(events: Iterator[yaml.Event]) -> yaml.Event:
    """The first event of the document's content."""
    import yaml

    for event in events:
        if not isinstance(event, (yaml.StreamStartEvent, yaml.DocumentStartEvent)):
            return event
    raise _UnreadableError("is empty")


def _node(events: Iterator[yaml.Event], event: yaml.Event, depth: int) -> _Node:
    import yaml

    if isinstance(event, yaml.AliasEvent):
        raise _UnreadableError("has aliases, which are not followed")
    if depth > _DEEPEST:
        raise _UnreadableError("is nested too deeply")
    if isinstance(event, yaml.ScalarEvent):
        return None if event.style is None and event.value in _NULLS else event.value
    if isinstance(event, yaml.SequenceStartEvent):
        items = []
        while not isinstance(following := next(events), yaml.SequenceEndEvent):
            items.append(_node(events, following, depth + 1))
        return items
    if isinstance(event, yaml.MappingStartEvent):
        values: dict[str, _Node] = {}
        while not isinstance(following := next(events), yaml.MappingEndEvent):
            key = _node(events, following, depth + 1)
            value = _node(events, next(events), depth + 1)
            if isinstance(key, str):
                values.setdefault(_key(key), value)
        return values
    return None


def _flat(node: _Node) -> dict[str, str] | None:
    """The short texts of a mapping; None for anything else."""
    if not isinstance(node, dict):
        return None
    return {key: text for key, value in node.items() if key and (text := _text(value))}


def _text(node: _Node) -> str:
    if isinstance(node, dict):
        node = node.get("name") or node.get("title")
    if isinstance(node, list):
        return ", ".join(filter(None, map(_text, node)))[:_LONGEST_VALUE]
    return " ".join(node.split())[:_LONGEST_VALUE] if isinstance(node, str) else ""


def _key(key: str) -> str:
    return " ".join(key.lower().split())[:100]


def _by_lines(source: str) -> dict[str, str] | None:
    """Take `key: value` lines for what they say, as in `title: Harbour: the end`; None if few lines are such."""
    values: dict[str, str] = {}
    lines = [line for line in source[:_LONGEST].split("\n") if line.strip() and line[0] not in " \t#-"]
    matches = [match for line in lines if (match := _LINE.fullmatch(line.rstrip()))]
    if not matches or len(matches) * 2 < len(lines):
        return None
    for match in matches:
        value = (match[2] or "").strip()
        if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
            value = value[1:-1]
        if value not in _NULLS and value[0] not in "&*[{|>":
            values.setdefault(_key(match[1]), " ".join(value.split())[:_LONGEST_VALUE])
    return values
