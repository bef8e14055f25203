"""What the columns of the CSV are, as metadata by the rules of CSV on the Web (https://www.w3.org/TR/tabular-data-model/)."""

from __future__ import annotations

import json
from urllib.parse import quote

from annotations.formats.base import Job
from annotations.schema import AttributeDef, AttributeKind, Schema

__all__ = ["metadata"]

_TYPES: dict[str, object] = {
    "start": "nonNegativeInteger",
    "end": "nonNegativeInteger",
    "sentence_no": "nonNegativeInteger",
    "paragraph_no": "nonNegativeInteger",
    "unsure": {"base": "boolean", "format": "true|false"},
    "created": "dateTime",
    "updated": "dateTime",
}
_LISTS = {"fragments": ";", "relations": ";"}
_SAID = {
    "start": "First code point of the annotation in the text of its article, counted from 0",
    "end": "Code point after its last",
    "fragments": "Its parts, start-end, where it has several",
    "text": "Its words",
    "sentence": "The sentence in which it starts",
    "section": "The heading above",
}
_ATTRIBUTE_TYPES: dict[AttributeKind, object] = {
    AttributeKind.FLAG: {"base": "boolean", "format": "true|false"},
    AttributeKind.INTEGER: "integer",
    AttributeKind.NUMBER: "number",
    AttributeKind.DATE: "date",
    AttributeKind.ADDRESS: "anyURI",
}


def metadata(job: Job, names: list[str], delimiter: str) -> str:
    """Return the metadata of a CSV file called `job.name` with columns `names`, as JSON."""
    attributes = _attributes(job.schema, names)
    table = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": quote(job.name),
        "dialect": {
            "delimiter": delimiter,
            "encoding": "utf-8-sig" if job.flag("excel") else "utf-8",
            "header": True,
            "lineTerminators": ["\r\n"],
            "doubleQuote": True,
            "commentPrefix": None,
        },
        "dc:title": "Annotations",
        "dc:description": (
            "One row for each annotation. A text cell that begins like a formula has one ' before it."
            f" Coding scheme: {job.schema.name}, version {job.schema.version}."
        ),
        "tableSchema": {
            "columns": [_column(name, attributes.get(name)) for name in names],
            "primaryKey": "annotation_id",
        },
    }
    return json.dumps(table, ensure_ascii=False, indent=2) + "\n"


def _column(name: str, attribute: AttributeDef | None) -> dict[str, object]:
    column: dict[str, object] = {"name": quote(name), "titles": name, "datatype": _TYPES.get(name, "string")}
    if name in _LISTS:
        column["separator"] = _LISTS[name]
    if name in _SAID:
        column["dc:description"] = _SAID[name]
    if attribute is not None:
        column["datatype"] = "string" if attribute.several else _ATTRIBUTE_TYPES.get(attribute.kind, "string")
        if attribute.several:
            column["separator"] = " | "
        if attribute.guideline:
            column["dc:description"] = attribute.guideline
    return column


def _attributes(schema: Schema, names: list[str]) -> dict[str, AttributeDef]:
    """The attribute that each of the last columns holds."""
    defined = [attribute for label in schema.labels for attribute in label.attributes]
    return dict(zip(names[len(names) - len(defined) :], defined, strict=True))
