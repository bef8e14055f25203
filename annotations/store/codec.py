"""Annotations and relations as JSON: what the history keeps, and the parts that exchange formats share."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from annotations.model import Annotation, AttributeValue, Origin, Relation, Role, Span


def encode_annotation(annotation: Annotation) -> str:
    """Write an annotation as JSON, all but its version, which the history row names."""
    return json.dumps(
        {
            "id": annotation.id,
            "label": annotation.label,
            "fragments": [[span.start, span.end] for span in annotation.fragments],
            "roles": [
                [role.role, role.name, [role.span.start, role.span.end] if role.span else None]
                for role in annotation.roles
            ],
            "attributes": dict(annotation.attributes),
            "note": annotation.note,
            "unsure": annotation.unsure,
            "annotator": annotation.annotator,
            "origin": annotation.origin,
            "created": annotation.created,
            "updated": annotation.updated,
            "version": annotation.version,
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def decode_annotation(text: str) -> Annotation:
    """Read what `encode_annotation` wrote."""
    data = json.loads(text)
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
