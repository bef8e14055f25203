"""The keys as tables: for `stet keys` and for the README, both made from the registry of actions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from annotations.config import first_schema, settings
from annotations.person import database_path
from annotations.schema import Schema
from annotations.schema.files import from_json
from tui.actions import Action, Actions, Context, Group, Where
from tui.keymap import shown
from tui.user_keys import user_actions


def schema_of(db: str | None) -> Schema:
    """The coding scheme of a database, the one that comes with the program where there is none."""
    path: Path = database_path(db)
    if not path.exists() or not path.stat().st_size:
        return first_schema()
    from annotations.store import Store

    with Store(path) as store:
        definition = store.schemas.definition()
    return first_schema() if definition is None else from_json(definition)


def _actions(db: str | None) -> Actions:
    return user_actions(schema_of(db), settings().keys)[0]


def _sections(actions: Actions) -> Iterator[tuple[str, list[Action]]]:
    """Every action once, under the name of its group, and of its screen where that is not the reader."""
    for context in Context:
        for group in Group:
            members = [action for action in actions if action.context is context and action.group is group]
            if members:
                where = "" if context is Context.READER else f"{context.value.capitalize()}: "
                yield where + group.value, members


def keys_text(db: str | None = None) -> str:
    """Every action under its group: keys, title, id."""
    actions = _actions(db)
    width = max(len(action.shown_keys) for action in actions)
    titles = max(len(action.title) for action in actions)
    lines: list[str] = []
    for title, members in _sections(actions):
        lines += ["", title] if lines else [title]
        lines += [f"  {a.shown_keys:<{width}}  {a.title:<{titles}}  {a.id}" for a in members]
    return "\n".join(lines)


def keys_json(db: str | None = None) -> str:
    """The same as a list of objects."""
    return json.dumps(
        [
            {
                "id": action.id,
                "title": action.title,
                "keys": list(action.keys),
                "group": action.group.value,
                "screen": action.context.value,
                "while_selecting": action.where is Where.SELECTING,
            }
            for action in _actions(db)
        ],
        ensure_ascii=False,
        indent=1,
    )


def keys_markdown(actions: Actions) -> str:
    """The table of the README."""
    lines = ["| keys | what they do | id |", "|---|---|---|"]
    for title, members in _sections(actions):
        lines.append(f"| | **{title}** | |")
        for action in members:
            keys = " ".join(f"`` {shown(sequence)} ``" for sequence in action.keys)
            selecting = " (while something is selected)" if action.where is Where.SELECTING else ""
            lines.append(f"| {keys} | {action.title.replace('|', chr(92) + '|')}{selecting} | `{action.id}` |")
    return "\n".join(lines)
