"""Rows with types: the fields of the CSV as JSON Lines.

The names are those of the CSV's columns, and so is what they mean. Numbers are numbers, flags are true or false, what
an annotation has no value for is null. Where there may be several, there is always a list: `fragments` and `relations`
of objects, the four fields of each role (in the same order), attributes with several values. No cell begins with a
`'`, for nothing here runs formulas.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple, TextIO

from annotations.formats.base import Carried, Carries, Job, MayLose, PlainFormat, PlainRecord
from annotations.formats.outline import Outline
from annotations.formats.tables import BETWEEN_FRAGMENTS, FIXED, ROLE_PARTS, columns
from annotations.formats.unknown import count_unknown
from annotations.model import Relation
from annotations.schema import AttributeDef, Schema
from annotations.store.plain import PlainAnnotation, attribute_values

__all__ = ["FlatFormat"]


class _Layout(NamedTuple):
    """Names of the fields, and where those of roles and attributes are."""

    names: tuple[str, ...]
    roles: tuple[tuple[str, tuple[str, ...]], ...]
    attributes: tuple[tuple[str, str, AttributeDef], ...]


def _layout(schema: Schema) -> _Layout:
    names = columns(schema)
    at = len(FIXED)
    roles = []
    for role in schema.roles:
        roles.append((role, tuple(names[at : at + len(ROLE_PARTS)])))
        at += len(ROLE_PARTS)
    defined = [(label.name, attribute) for label in schema.labels for attribute in label.attributes]
    attributes = tuple((name, label, one) for name, (label, one) in zip(names[at:], defined, strict=True))
    return _Layout(tuple(names), tuple(roles), attributes)


def _rows(record: PlainRecord, layout: _Layout) -> Iterator[dict[str, Any]]:
    outline = Outline(record.content)
    info = record.info
    outgoing: dict[str, list[Relation]] = {}
    for relation in record.relations:
        outgoing.setdefault(relation.source, []).append(relation)
    for one in record.annotations:
        place = None if one.start is None else outline.sentence(one.start)
        row: dict[str, Any] = {
            "article_id": info.id,
            "article_title": info.title,
            "article_source": info.source,
            "annotation_id": one.id,
            "label": one.label,
            "start": one.start,
            "end": one.end,
            "fragments": [{"start": start, "end": end} for start, end, _ in one.fragments],
            "text": BETWEEN_FRAGMENTS.join(text for _, _, text in one.fragments),
            "sentence": None if place is None else place.text,
            "sentence_no": None if place is None else place.number,
            "paragraph_no": None if one.start is None else outline.paragraph_number(one.start),
            "section": None if one.start is None else outline.section(one.start),
            "note": one.note,
            "unsure": bool(one.unsure),
            "annotator": one.annotator,
            "origin": one.origin,
            "created": one.created,
            "updated": one.updated,
            "relations": [{"label": tie.label, "to": tie.target} for tie in outgoing.get(one.id, ())],
        }
        _put_parts(row, one, layout)
        yield row


def _put_parts(row: dict[str, Any], one: PlainAnnotation, layout: _Layout) -> None:
    for role, (name, words, start, end) in layout.roles:
        fillers = [filler for filler in one.roles if filler.role == role]
        row[name] = [filler.name or filler.text for filler in fillers]
        row[words] = [filler.text for filler in fillers]
        row[start] = [filler.start for filler in fillers]
        row[end] = [filler.end for filler in fillers]
    values = attribute_values(one.attributes)
    for name, label, attribute in layout.attributes:
        value = values.get(attribute.name) if label == one.label else None
        row[name] = list(value) if isinstance(value, tuple) else [] if value is None and attribute.several else value


class FlatFormat(PlainFormat):
    """`stet export --format jsonl-flat`."""

    name = "jsonl-flat"
    purpose = "a line for each annotation with the fields of the CSV, typed, for R, jq and data frames"
    suffixes = (".flat.jsonl",)
    orphans = "a line whose offsets count in the version that it hangs on"
    carries = Carries(relations=Carried.PART, loses="of a relation all but its name and its end; the text around")
    needs_sentences = True
    annotated_only = True
    may_lose = MayLose.UNKNOWN

    def survey(self, record: PlainRecord, job: Job) -> None:
        """Count what has no field."""
        count_unknown(record, job)

    def write(self, records: Iterable[PlainRecord], job: Job, out: TextIO) -> None:
        """Write a line for each annotation."""
        layout = _layout(job.schema)
        encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
        for record in records:
            out.writelines(f"{_one_line(encode(row))}\n" for row in _rows(record, layout))


def _one_line(line: str) -> str:
    """Escape what some take for a line end."""
    if line.isascii():
        return line
    return line.replace("\x85", "\\u0085").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
