"""Annotations and relations as JSON: what the history keeps, and the parts that exchange formats share."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from json.encoder import encode_basestring
from typing import Any

from annotations.model import Annotation, AttributeValue, Origin, Relation, Role, Span

_quote = encode_basestring
_EMPTY = '""'


def encode_annotation(annotation: Annotation, version: int | None = None) -> str:
    """Write an annotation as JSON; `version` is the key of its version where it is not in the annotation yet."""
    state = open_state(
        annotation.id,
        annotation.label,
        ",".join([f"[{start},{end}]" for start, end in annotation.fragments]),
        roles_json(annotation.roles) if annotation.roles else "",
        attributes_json(annotation.attributes) if annotation.attributes else "{}",
        annotation.note,
        annotation.unsure,
        annotation.annotator,
        annotation.origin,
        annotation.created,
        annotation.updated,
    )
    return f"{state}{annotation.version if version is None else version}}}"


def open_state(  # noqa: PLR0917 - named, they would take a third longer
    id_: str,
    label: str,
    fragments: str,
    roles: str,
    attributes: str,
    note: str,
    unsure: bool,
    annotator: str,
    origin: str,
    created: str,
    updated: str,
) -> str:
    """Write an annotation as JSON up to the key of its version and the last brace; parts of it are JSON already."""
    # Put together by hand: an import writes one for each annotation, and a dictionary takes three times as long.
    return (
        f'{{"id":{_quote(id_)},"label":{_quote(label)},"fragments":[{fragments}],"roles":[{roles}],'
        f'"attributes":{attributes},"note":{_quote(note) if note else _EMPTY},'
        f'"unsure":{"true" if unsure else "false"},"annotator":{_quote(annotator)},"origin":"{origin}",'
        f'"created":{_quote(created)},"updated":{_quote(updated)},"version":'
    )


def roles_json(roles: Iterable[Role]) -> str:
    """Write roles as JSON, without the brackets around them."""
    return ",".join(map(_role, roles))


def attributes_json(attributes: Mapping[str, AttributeValue]) -> str:
    """Write attributes as JSON."""
    import orjson

    try:
        return orjson.dumps(dict(attributes)).decode()
    except TypeError:  # a number of more than 64 bits
        return json.dumps(dict(attributes), ensure_ascii=False, separators=(",", ":"))


def _role(role: Role) -> str:
    name = "null" if role.name is None else _quote(role.name)
    span = "null" if role.span is None else f"[{role.span.start},{role.span.end}]"
    return f"[{_quote(role.role)},{name},{span}]"


def decode_annotation(text: str) -> Annotation:
    """Read what `encode_annotation` wrote."""
    return annotation_of(json.loads(text))


def annotation_of(data: Mapping[str, Any]) -> Annotation:
    """Make an annotation of what JSON gives for it."""
    return Annotation(
        id=data["id"],
        version=data["version"],
        label=data["label"],
        fragments=tuple(Span(start, end) for start, end in data["fragments"]),
        roles=tuple(Role(role, name, Span(*span) if span else None) for role, name, span in data["roles"]),
        attributes={name: plain_to_value(value) for name, value in data["attributes"].items()},
        note=data["note"],
        unsure=data["unsure"],
        annotator=data["annotator"],
        origin=Origin(data["origin"]),
        created=data["created"],
        updated=data["updated"],
    )


def plain_to_value(value: str | float | bool | Sequence[str]) -> AttributeValue:
    """Make an attribute's value of what JSON gives: lists become tuples."""
    return value if isinstance(value, (str, int, float, bool)) else tuple(value)


def encode_relation(relation: Relation) -> str:
    """Write a relation as JSON."""
    data = {name: getattr(relation, name) for name in Relation.__slots__}
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def decode_relation(text: str) -> Relation:
    """Read what `encode_relation` wrote."""
    data = json.loads(text)
    return Relation(**(data | {"origin": Origin(data["origin"])}))


def encode_facts(facts: Mapping[str, object]) -> str:
    """Write facts of an article (title, status, metadata …) as JSON."""
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":"))


def decode_facts(text: str) -> dict[str, object]:
    """Read what `encode_facts` wrote."""
    return dict(json.loads(text))
