"""One line of the own JSON Lines format into a record, with everything it promises verified."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from math import isfinite
from types import MappingProxyType
from typing import NoReturn

from annotations.columns import Blocks
from annotations.errors import FormatError, SchemaError
from annotations.formats.base import ArticleRecord
from annotations.formats.fields import MAX_INTEGER, Fields, parse_object
from annotations.formats.jsonl_quick import QuickReader, parse_quickly, quick_blocks
from annotations.identity import check_name
from annotations.model import (
    Annotation,
    ArticleInfo,
    AttributeValue,
    Block,
    BlockKind,
    Origin,
    Relation,
    Role,
    Span,
    Status,
    Style,
    StyleKind,
)
from annotations.readers.decoding import canonical
from annotations.schema import MAX_TEXT, Schema, Scope, clip
from annotations.store.articles import ArticleText, digest
from annotations.store.packed import ids_of

__all__ = ["read_line"]

_ARTICLE = (
    "id", "number", "title", "source", "language", "status", "version", "sha256", "text", "metadata", "schema",
    "blocks", "styles", "annotations", "relations",
)  # fmt: skip
_SCHEMA = ("name", "version")
_BLOCK = ("kind", "level", "start", "end")
_STYLE = ("kind", "start", "end", "href")
_ANNOTATION = (
    "id", "label", "fragments", "roles", "attributes", "note", "unsure", "annotator", "origin", "created", "updated",
)  # fmt: skip
_FRAGMENT = ("start", "end", "text")
_ROLE = ("role", "name", "start", "end", "text")
_RELATION = ("id", "label", "from", "to", "note", "annotator", "origin", "created", "updated")


def read_line(line: bytes, schema: Schema, quick: QuickReader | None = None) -> ArticleRecord:
    """Make a record of a line; times of the article itself are empty, for the line has none.

    `quick` may be given to remember from line to line what was in order.

    Raises:
        FormatError: Something is missing, unknown, of the wrong type, out of range, not the words of the text,
            or does not fit the schema.
    """
    if quick is not None:
        try:
            return _record(Fields(parse_quickly(line), _ARTICLE), schema, quick)
        except (FormatError, ValueError):
            pass  # looked at once more, for whatever is wrong, or only unusual
    return _record(Fields(parse_object(line), _ARTICLE), schema, None)


def _record(fields: Fields, schema: Schema, quick: QuickReader | None) -> ArticleRecord:
    """Read an article; with `quick`, whatever is not plainly in order is refused."""
    text = _text(fields)
    blocks = _blocks(fields, text) if quick is None else quick_blocks(fields.list("blocks"), len(text))
    content = ArticleText(text, blocks, tuple(_styles(fields, text)))
    used = fields.item("schema", _SCHEMA)
    used.words("name")
    used.words("version")
    info = ArticleInfo(
        number=fields.integer("number", 1),
        id=fields.identifier("id"),
        key=0,
        version=fields.integer("version", 1),
        title=fields.text("title"),
        source=fields.text("source"),
        language=None if fields.is_none("language") else fields.words("language"),
        status=fields.one_of("status", Status),
        sha256=fields.text("sha256"),
        length=len(text),
        created="",
        updated="",
        metadata=_metadata(fields),
    )
    try:
        annotations = _annotations(fields, text, schema, quick)
        relations = tuple(_relation(part, schema) for part in fields.items("relations", _RELATION))
    except _MisfitError as error:
        theirs = (used.text("name"), used.text("version"))
        if theirs == (schema.name, schema.version):
            raise
        hint = f"It was exported with the schema {theirs[0]}, version {theirs[1]}; “stet schema use FILE” takes one up."
        raise FormatError(error.message, hint) from None
    _refuse_twins(fields, "annotations", ids_of(annotations))
    _refuse_twins(fields, "relations", [relation.id for relation in relations])
    return ArticleRecord(info, content, annotations, relations)


class _MisfitError(FormatError):
    """Something is well-formed, but does not fit the schema."""


def _text(fields: Fields) -> str:
    text = fields.words("text")
    if canonical(text) != text:
        fields.fail("“text” is not canonical: it has a carriage return or a NUL")
    if digest(text) != fields.text("sha256"):
        fields.fail("“text” is not what “sha256” was made of", "Was the text changed after the export?")
    return text


def _blocks(fields: Fields, text: str) -> Blocks:
    def each() -> Iterator[Block]:
        for position, item in enumerate(fields.list("blocks")):
            part = Fields(item, _BLOCK, f"blocks[{position}]", fields)
            start, end = part.integer("start", 0, len(text)), part.integer("end", 0, len(text))
            yield Block(part.one_of("kind", BlockKind), start, end, part.integer("level", 0, 255))

    try:
        return Blocks(each())
    except ValueError as error:
        fields.fail(f"“blocks” are out of order: {error}")


def _styles(fields: Fields, text: str) -> Iterator[Style]:
    for part in fields.items("styles", _STYLE):
        start, end = part.integer("start", 0, len(text)), part.integer("end", 0, len(text))
        if start >= end:
            part.fail(f"{start}-{end} is no range of the text")
        yield Style(part.one_of("kind", StyleKind), start, end, part.text_or_none("href"))


def _metadata(fields: Fields) -> MappingProxyType[str, str]:
    metadata: dict[str, str] = {}
    for name, value in fields.mapping("metadata").items():
        if not isinstance(value, str):
            fields.fail(f"“metadata” must be text throughout, “{clip(name)}” is not")
        metadata[name] = value
    return MappingProxyType(metadata)


def _annotations(fields: Fields, text: str, schema: Schema, quick: QuickReader | None) -> Sequence[Annotation]:
    items = fields.list("annotations")
    if quick is not None and items:
        return quick.pack(items, text)
    return tuple(
        _annotation(Fields(item, _ANNOTATION, f"annotations[{position}]", fields), text, schema)
        for position, item in enumerate(items)
    )


def _annotation(fields: Fields, text: str, schema: Schema) -> Annotation:
    fragments = tuple(_span(part, text) for part in fields.items("fragments", _FRAGMENT))
    if any(one.end > other.start for one, other in pairwise(fragments)):
        fields.fail("“fragments” overlap or are out of order")
    annotation = Annotation(
        id=fields.identifier("id"),
        version=0,
        label=fields.text("label"),
        fragments=fragments,
        annotator=_annotator(fields),
        created=fields.time("created"),
        updated=fields.time("updated"),
        roles=tuple(_role(part, text) for part in fields.items("roles", _ROLE)),
        attributes=_attributes(fields),
        note=fields.text("note"),
        unsure=fields.flag("unsure"),
        origin=fields.one_of("origin", Origin),
    )
    try:
        schema.check(annotation)
    except SchemaError as error:
        # What came from another program may have names of its own.
        if annotation.origin is not Origin.IMPORTED or not _fits_but_for_names(annotation, schema):
            _refuse_misfit(fields, error)
    return annotation


def _fits_but_for_names(annotation: Annotation, schema: Schema) -> bool:
    """Tell whether an annotation fits the schema apart from a label, roles or attributes that it does not have."""
    if len(annotation.note) > MAX_TEXT or not all(map(_is_value, annotation.attributes.values())):
        return False
    if not schema.has_label(annotation.label):
        return bool(annotation.label.strip())
    label = schema.label(annotation.label)
    roles, attributes = {role.name for role in label.roles}, {attribute.name for attribute in label.attributes}
    known = replace(
        annotation,
        roles=tuple(role for role in annotation.roles if role.role in roles),
        attributes={name: value for name, value in annotation.attributes.items() if name in attributes},
    )
    try:
        schema.check(known)
    except SchemaError:
        return bool(annotation.fragments) != (label.scope is Scope.TEXT)
    return True


def _is_value(value: object) -> bool:
    if isinstance(value, tuple):
        return bool(value) and all(isinstance(part, str) for part in value)
    return (
        isinstance(value, (str, bool))
        or (isinstance(value, int) and abs(value) <= MAX_INTEGER)
        or (isinstance(value, float) and isfinite(value))
    )


def _span(fields: Fields, text: str) -> Span:
    start, end = fields.integer("start", 0, len(text)), fields.integer("end", 0, len(text))
    if start >= end:
        fields.fail(f"{start}-{end} is no range of the text")
    words = fields.text("text")
    if text[start:end] != words:
        fields.fail(f"the text at {start}-{end} is “{clip(text[start:end])}”, not “{clip(words)}”")
    return Span(start, end)


def _role(fields: Fields, text: str) -> Role:
    name = fields.text_or_none("name")
    if not fields.is_none("start"):
        return Role(fields.text("role"), name, _span(fields, text))
    if not (fields.is_none("end") and fields.is_none("text")):
        fields.fail("“start” is missing")
    if name is None:
        fields.fail("neither a name nor a range of the text")
    return Role(fields.text("role"), name)


def _attributes(fields: Fields) -> dict[str, AttributeValue]:
    # Null and an empty list both say that nothing is set. The schema judges what the values are.
    return {
        name: tuple(value) if isinstance(value, list) else value  # type: ignore[misc]  # judged by the schema
        for name, value in fields.mapping("attributes").items()
        if value is not None and value != []
    }


def _annotator(fields: Fields) -> str:
    name = fields.words("annotator")
    try:
        folded = check_name(name)
    except SchemaError as error:
        fields.fail(f"“annotator”: {error.message}")
    if folded != name:
        fields.fail(f"“annotator” has white space to spare: “{clip(name)}”")
    return name


def _relation(fields: Fields, schema: Schema) -> Relation:
    relation = Relation(
        id=fields.identifier("id"),
        label=fields.text("label"),
        source=fields.identifier("from"),
        target=fields.identifier("to"),
        annotator=_annotator(fields),
        created=fields.time("created"),
        updated=fields.time("updated"),
        note=fields.text("note"),
        origin=fields.one_of("origin", Origin),
    )
    if relation.source == relation.target:
        fields.fail("an annotation cannot be related to itself")
    try:
        schema.relation(relation.label)
    except SchemaError as error:
        if relation.origin is not Origin.IMPORTED or not relation.label.strip():
            _refuse_misfit(fields, error)
    return relation


def _refuse_misfit(fields: Fields, reason: SchemaError) -> NoReturn:
    try:
        fields.fail(reason.message, reason.hint)
    except FormatError as error:
        raise _MisfitError(error.message, error.hint) from None


def _refuse_twins(fields: Fields, what: str, ids: Sequence[str]) -> None:
    if len(set(ids)) == len(ids):
        return
    seen: set[str] = set()
    for id_ in ids:
        if id_ in seen:
            fields.fail(f"two {what} have the id {id_}")
        seen.add(id_)
