"""Schemas as files: TOML and JSON in, checked key by key, and back to plain data for the database.

A broken schema is refused with the place, the key and the nearest valid name, before anything uses it.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import lru_cache
from importlib import resources
from pathlib import Path

from annotations.errors import SchemaError
from annotations.schema import (
    AttributeDef,
    AttributeKind,
    Choice,
    LabelDef,
    LineStyle,
    Part,
    RelationDef,
    RoleDef,
    Schema,
    Scope,
    nearest,
)
from annotations.schema.table import NAME, Table

DEFAULT = "news"
MAX_BYTES = 1 << 20
"""Longest schema that is read."""
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_PAST = ("was", "retired")


@lru_cache(maxsize=4)
def shipped(name: str = DEFAULT) -> Schema:
    """Return a schema that comes with the program.

    Raises:
        SchemaError: There is none of that name.
    """
    return parse_toml(shipped_text(name), f"{name}.toml")


def shipped_text(name: str = DEFAULT) -> str:
    """Return the TOML of a schema that comes with the program, with its comments.

    Raises:
        SchemaError: There is none of that name.
    """
    folder = resources.files("annotations.schema") / "shipped"
    names = sorted(entry.name.removesuffix(".toml") for entry in folder.iterdir())
    if name not in names:
        raise SchemaError(f"no schema “{name}” comes with Stet", nearest(name, names))
    return (folder / f"{name}.toml").read_text("utf-8")


def is_name(text: str) -> bool:
    """Tell whether `text` can be the name of a schema, a label and so on."""
    return NAME.fullmatch(text) is not None


def read_schema(path: Path) -> Schema:
    """Read a schema from a TOML file.

    Raises:
        SchemaError: The file cannot be read or is broken; the message names file and key.
    """
    try:
        if path.exists() and not path.is_file():
            raise SchemaError(f"cannot read the schema {path}: it is no file")
        if path.exists() and path.stat().st_size > MAX_BYTES:
            raise SchemaError(f"cannot read the schema {path}: no schema is longer than {MAX_BYTES >> 20} MB")
        return parse_toml(path.read_text("utf-8-sig"), str(path))
    except OSError as error:
        raise SchemaError(f"cannot read the schema {path}: {error.strerror}") from None
    except ValueError as error:  # not UTF-8, or a name that no file can have
        raise SchemaError(f"cannot read the schema {path}: {error}") from None


def parse_toml(text: str, where: str) -> Schema:
    """Make a schema of TOML; `where` is what messages call it.

    Raises:
        SchemaError: It is not TOML, or not a schema.
    """
    import tomllib

    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise SchemaError(f"{where} is not TOML: {error}") from None
    return _schema(Table(data, where, ""))


def from_json(text: str) -> Schema:
    """Make a schema of what `to_json` wrote.

    Raises:
        SchemaError: It is not a schema.
    """
    try:
        data = json.loads(text)
    except ValueError as error:
        raise SchemaError(f"the stored schema is damaged: {error}") from None
    return _schema(Table(data, "the stored schema", ""))


def to_json(schema: Schema) -> str:
    """Write a schema as JSON with the keys of its TOML."""
    return json.dumps(_plain(schema), ensure_ascii=False, separators=(",", ":"))


def _plain(schema: Schema) -> dict[str, object]:
    return {
        "name": schema.name,
        "version": schema.version,
        "labels": {label.name: _plain_label(label) for label in schema.labels},
        "relations": {
            rule.name: {
                "key": rule.key,
                "guideline": rule.guideline,
                "from": list(rule.sources),
                "to": list(rule.targets),
                **_past(rule),
            }
            for rule in schema.relations
        },
    }


def _plain_label(label: LabelDef) -> dict[str, object]:
    return {
        "key": label.key,
        "glyph": label.glyph,
        "colour": label.colour,
        "line": label.line.value,
        "scope": label.scope.value,
        "guideline": label.guideline,
        "roles": {role.name: {"key": role.key, "guideline": role.guideline, **_past(role)} for role in label.roles},
        "attributes": {attribute.name: _plain_attribute(attribute) for attribute in label.attributes},
        **_past(label),
    }


def _plain_attribute(attribute: AttributeDef) -> dict[str, object]:
    data: dict[str, object] = {
        "kind": attribute.kind.value,
        "key": attribute.key,
        "guideline": attribute.guideline,
        "several": attribute.several,
    }
    if attribute.values:
        data["values"] = [
            {"name": choice.name, "key": choice.key, "guideline": choice.guideline, **_past(choice)}
            for choice in attribute.values
        ]
    optional = {
        "default": attribute.default,
        "minimum": attribute.minimum,
        "maximum": attribute.maximum,
    }
    return data | {key: value for key, value in optional.items() if value is not None} | _past(attribute)


def _past(thing: Part) -> dict[str, object]:
    """`was` and `retired` as far as they say something, so that older programs read what has neither."""
    data: dict[str, object] = {"was": thing.was} if thing.was else {}
    return data | {"retired": True} if thing.retired else data


def _schema(table: Table) -> Schema:
    table.known("name", "version", "labels", "relations")
    labels = tuple(_label(name, part) for name, part in table.tables("labels"))
    if not labels:
        raise table.fail("a schema needs at least one label")
    table.unique_keys([(label.name, label.key) for label in labels], "labels")
    relations = tuple(_relation(name, part, labels) for name, part in table.tables("relations"))
    table.unique_keys([(rule.name, rule.key) for rule in relations], "relations")
    table.true_past(labels, "labels")
    table.true_past(relations, "relations")
    _one_type_per_name(table, labels)
    name = table.text("name")
    if not NAME.fullmatch(name):
        raise table.fail(f"“{name}” is not a name: use a-z, 0-9 and _, beginning with a letter")
    return Schema(name, table.text("version"), labels, relations)


def _one_type_per_name(table: Table, labels: tuple[LabelDef, ...]) -> None:
    seen: dict[str, tuple[str, AttributeKind, bool]] = {}
    for label in labels:
        for attribute in label.attributes:
            first = seen.setdefault(attribute.name, (label.name, attribute.kind, attribute.several))
            if first[1:] != (attribute.kind, attribute.several):
                raise table.fail(f"{attribute.name} has one type in {first[0]} and another in {label.name}")


def _label(name: str, table: Table) -> LabelDef:
    table.known("key", "glyph", "colour", "line", "scope", "guideline", "roles", "attributes", *_PAST)
    colour = table.text("colour", "#999999")
    if not _COLOUR.fullmatch(colour):
        raise table.fail(f"“colour” is “{colour}”; it is written as #E69F00")
    glyph = table.text("glyph", name[0].upper())
    if len(glyph) != 1 or not glyph.isprintable() or glyph.isspace():
        raise table.fail(f"“glyph” must be one visible character, not “{glyph}”")
    roles = []
    for role, part in table.tables("roles"):
        part.known("key", "guideline", *_PAST)
        roles.append(RoleDef(role, part.text("key", ""), part.text("guideline", ""), part.was(), part.flag("retired")))
    attributes = [_attribute(attribute, part) for attribute, part in table.tables("attributes")]
    table.unique_keys([(role.name, role.key) for role in roles], "roles")
    table.unique_keys([(attribute.name, attribute.key) for attribute in attributes], "attributes")
    table.true_past(roles, "roles")
    table.true_past(attributes, "attributes")
    return LabelDef(
        name=name,
        key=table.text("key", ""),
        glyph=glyph,
        colour=colour,
        line=table.one_of("line", LineStyle, LineStyle.UNDERLINE),
        scope=table.one_of("scope", Scope, Scope.TEXT),
        guideline=table.text("guideline", ""),
        roles=tuple(roles),
        attributes=tuple(attributes),
        was=table.was(),
        retired=table.flag("retired"),
    )


def _attribute(name: str, table: Table) -> AttributeDef:
    table.known("kind", "key", "guideline", "values", "several", "default", "minimum", "maximum", *_PAST)
    kind = table.one_of("kind", AttributeKind)
    several = table.flag("several")
    values = _choices(table)
    if bool(values) != (kind is AttributeKind.CHOICE):
        raise table.fail("“values” go with the kind “choice”, and only with it")
    if several and kind not in {AttributeKind.CHOICE, AttributeKind.ADDRESS}:
        raise table.fail(f"“several” does not go with the kind “{kind}”")
    attribute = AttributeDef(
        name=name,
        kind=kind,
        key=table.text("key", ""),
        guideline=table.text("guideline", ""),
        values=values,
        several=several,
        minimum=table.number("minimum"),
        maximum=table.number("maximum"),
        was=table.was(),
        retired=table.flag("retired"),
    )
    default = table.get("default")
    if default is None:
        return attribute
    try:
        checked = attribute.check(default)
    except SchemaError as error:
        raise table.fail(f"the default does not fit: {error.message}", error.hint) from None
    return replace(attribute, default=checked)


def _choices(table: Table) -> tuple[Choice, ...]:
    values = table.get("values")
    if values is None:
        return ()
    if not isinstance(values, list):
        raise table.fail("“values” must be a list")
    choices = []
    for position, data in enumerate(values, 1):
        part = Table({"name": data} if isinstance(data, str) else data, table.where, f"{table.path}.values")
        part.known("name", "key", "guideline", *_PAST)
        choice = Choice(
            part.text("name"), part.text("key", ""), part.text("guideline", ""), part.text("was", ""),
            part.flag("retired"),
        )  # fmt: skip
        if "|" in choice.name or choice.name != choice.name.strip():
            raise part.fail(f"value {position}, “{choice.name}”, must have no “|” and no white space around it")
        choices.append(choice)
    if len({choice.name for choice in choices}) != len(choices):
        raise table.fail("a value is there twice")
    table.unique_keys([(choice.name, choice.key) for choice in choices], "values")
    table.true_past(choices, "values")
    return tuple(choices)


def _relation(name: str, table: Table, labels: tuple[LabelDef, ...]) -> RelationDef:
    table.known("key", "guideline", "from", "to", *_PAST)
    names = [label.name for label in labels]
    for end in ("from", "to"):
        for label in table.names(end):
            if label not in names:
                raise table.fail(f"“{end}” names the unknown label “{label}”", nearest(label, names))
    return RelationDef(
        name=name,
        key=table.text("key", ""),
        guideline=table.text("guideline", ""),
        sources=table.names("from"),
        targets=table.names("to"),
        was=table.was(),
        retired=table.flag("retired"),
    )
