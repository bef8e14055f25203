"""Whether the keys of a schema work in the reader: next to the reader's own, and next to each other."""

from __future__ import annotations

import string
from collections.abc import Iterator
from dataclasses import replace

from annotations.errors import SchemaError
from annotations.reader_keys import INSPECTOR, LABEL_NAMES, taken
from annotations.schema import LabelDef, RoleDef, Schema

__all__ = ["free_keys", "key_notes", "key_problems", "refuse_bad_keys", "usable"]


def key_problems(schema: Schema) -> Iterator[str]:
    """Say in a sentence each what stands in the way of a key; nothing when all of them work."""
    for label in schema.labels:
        if label.name in LABEL_NAMES:
            yield f"a label cannot be called {label.name}: the reader has an action of that name"
        if label.key and (what := taken(label.key)) is not None:
            yield f"the key {label.key} of label {label.name} is taken: {what}"
    for label in schema.labels:
        yield from _within(label)
    yield from _across(schema)


def key_notes(schema: Schema) -> Iterator[str]:
    """Say what works, but not as somebody may expect."""
    for label in schema.labels:
        if not label.key and not label.retired:
            yield f"the label {label.name} has no key: the reader offers it by its name only"
        for name, key, _ in _rows(label):
            if key == "e":
                yield f"in the inspector, e is {name} of {label.name}; Enter edits the row that is chosen"


def free_keys(schema: Schema) -> str:
    """The letters that another label could have, in one string, lower case first."""
    used = {label.key for label in schema.labels}
    letters = string.ascii_lowercase + string.ascii_uppercase
    return "".join(key for key in letters if key not in used and taken(key) is None)


def usable(schema: Schema) -> Schema:
    """Return a schema without the keys that would not work, so that one which is stored never stops the reader."""
    if not any(key_problems(schema)):
        return schema
    owners: dict[str, str] = {}
    keys: dict[str, str] = {}

    def works(role: RoleDef) -> bool:
        key = role.key
        if not _has_capital(key) or key == key.upper():
            return False
        return owners.setdefault(key.upper(), role.name) == role.name and keys.setdefault(role.name, key) == key

    return replace(
        schema,
        labels=tuple(
            replace(
                label,
                key="" if label.name in LABEL_NAMES or taken(label.key) is not None else label.key,
                roles=tuple(role if works(role) else replace(role, key="") for role in label.roles),
            )
            for label in schema.labels
        ),
    )


def refuse_bad_keys(schema: Schema, where: str) -> None:
    """Raise if a key does not work in the reader; `where` is what the message calls the schema.

    Raises:
        SchemaError: Names the first of them.
    """
    problems = list(key_problems(schema))
    if problems:
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        free = " ".join(free_keys(schema))
        raise SchemaError(f"{where}: {problems[0]}{more}", f"Free for labels: {free}. “stet schema check” says more.")


def _within(label: LabelDef) -> Iterator[str]:
    upper = {role.key.upper(): role.name for role in label.roles if role.key}
    rows = {"m": "the note"}
    for role in label.roles:
        if not role.key:
            continue
        if not _has_capital(role.key):
            yield f"the key {role.key} of role {role.name} in {label.name} is no letter with a capital of its own"
        elif upper[role.key.upper()] != role.name:
            other = upper[role.key.upper()]
            yield f"the keys of the roles {role.name} and {other} in {label.name} differ only in case"
        elif role.key == role.key.upper():
            yield f"the key {role.key} of role {role.name} in {label.name} is a capital, which is for its name"
    for name, key, kind in _rows(label):
        if key in rows:
            yield f"the key {key} of {kind} {name} in {label.name} is that of {rows[key]} too"
        elif key in INSPECTOR:
            yield f"the key {key} of {kind} {name} in {label.name} is taken: {INSPECTOR[key]}"
        else:
            rows[key] = f"{kind} {name}"


def _has_capital(key: str) -> bool:
    return key.isalpha() and len(key.upper()) == 1 and key.lower() != key.upper()


def _rows(label: LabelDef) -> Iterator[tuple[str, str, str]]:
    """Name, key and kind of what the inspector has rows for, where there is a key."""
    yield from ((role.name, role.key, "role") for role in label.roles if role.key)
    yield from ((attribute.name, attribute.key, "attribute") for attribute in label.attributes if attribute.key)


def _across(schema: Schema) -> Iterator[str]:
    """The reader has one action for each role, and one for each key after `r`."""
    names: dict[str, tuple[str, str]] = {}
    keys: dict[str, tuple[str, str]] = {}
    for label in schema.labels:
        for role in label.roles:
            if not role.key:
                continue
            name, where = names.setdefault(role.key, (role.name, label.name))
            if name != role.name:
                yield f"the key {role.key} is the role {name} in {where} and the role {role.name} in {label.name}"
            key, where = keys.setdefault(role.name, (role.key, label.name))
            if key != role.key:
                yield f"the role {role.name} has the key {key} in {where} and the key {role.key} in {label.name}"
