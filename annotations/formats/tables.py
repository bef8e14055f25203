"""CSV with one row for each annotation, for spreadsheets and data frames.

RFC 4180: UTF-8 without a mark, CRLF, quotes where needed. The columns are a contract with other programs:

- `sentence` and `sentence_no` are of the sentence in which the annotation starts, counted from 1.
- `paragraph_no` counts from 1 what a reader sees as one: each paragraph, heading, list item, block quote,
  caption and so on, and each row of a table.
- `section` is the heading above; the annotation's own heading is not above it.
- What an annotation has no value for is an empty cell. Flags are `true` or `false`.
- What hangs on an earlier version of its article (an orphan) has that version's offsets, words and sentence.
- Several fillers of one role join with ` | `, in the same order in each of its four columns.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from itertools import count
from typing import TextIO

from annotations.formats.base import ArticleRecord, Losses
from annotations.formats.outline import Outline
from annotations.model import Annotation, AttributeValue, Relation
from annotations.schema import AttributeKind, Schema

__all__ = ["CsvFormat", "columns", "guard", "unguard"]

FIXED = (
    "article_id", "article_title", "article_source", "annotation_id", "label", "start", "end", "fragments", "text",
    "sentence", "sentence_no", "paragraph_no", "section", "note", "unsure", "annotator", "origin", "created",
    "updated", "relations",
)  # fmt: skip
ROLE_PARTS = ("", "_text", "_start", "_end")
BETWEEN_FRAGMENTS = " … "
BETWEEN_VALUES = " | "

_NO_FILLERS = ("",) * len(ROLE_PARTS)
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")
_PLAIN_KINDS = {AttributeKind.FLAG, AttributeKind.INTEGER, AttributeKind.NUMBER}


def guard(text: str) -> str:
    """Put a `'` before text that a spreadsheet would run as a formula, or that begins like guarded text."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguard(cell: str) -> str:
    """Take off what `guard` put there, and nothing else."""
    return cell[1:] if _GUARDED.match(cell) else cell


def columns(schema: Schema) -> list[str]:
    """Name the columns for a schema: the fixed ones, four for each role, one for each attribute of each label.

    Names are made of names, so two may turn out the same (the text of role `a`, and role `a_text`). The first
    in this order keeps it; a later one gets the first of `_2`, `_3` … that makes a name nobody has.
    """
    wanted = [
        *FIXED,
        *(f"role_{role}{part}" for role in schema.roles for part in ROLE_PARTS),
        *(f"{label.name}_{attribute.name}" for label in schema.labels for attribute in label.attributes),
    ]
    taken = set(wanted)
    names: dict[str, None] = {}
    for name in wanted:
        if name in names:
            name = next(one for n in count(2) if (one := f"{name}_{n}") not in taken)  # noqa: PLW2901 - a new name
            taken.add(name)
        names[name] = None
    return list(names)


class CsvFormat:
    """`stet export --format csv`."""

    name = "csv"
    purpose = "a row for each annotation, for spreadsheets and data frames"
    suffixes: tuple[str, ...] = (".csv",)
    orphans = "a row whose offsets count in the version that it hangs on"
    needs_sentences = True
    annotated_only = True

    def write(self, records: Iterable[ArticleRecord], schema: Schema, out: TextIO, losses: Losses) -> None:
        """Write the header and a row for each annotation."""
        rows = csv.writer(out, lineterminator="\r\n")
        rows.writerow(columns(schema))
        cells = _Cells(schema, losses)
        for record in records:
            rows.writerows(cells.of(record))


class _Cells:
    """Rows for a schema."""

    def __init__(self, schema: Schema, losses: Losses) -> None:
        self._losses = losses
        self._roles = schema.roles
        self._attributes = [(label.name, attribute) for label in schema.labels for attribute in label.attributes]
        self._known = {label.name: {a.name for a in label.attributes} for label in schema.labels}

    def of(self, record: ArticleRecord) -> Iterator[list[str | int]]:
        """The rows of one article."""
        outline = Outline(record.content)
        relations: dict[str, list[Relation]] = {}
        for relation in record.relations:
            relations.setdefault(relation.source, []).append(relation)
        article = [record.info.id, guard(record.info.title), guard(record.info.source)]
        for annotation in record.annotations:
            self._note_losses(annotation)
            yield [
                *article,
                *_fixed(annotation, outline),
                ";".join(f"{relation.label}:{relation.target}" for relation in relations.get(annotation.id, ())),
                *self._role_cells(annotation, record.content.text),
                *self._attribute_cells(annotation),
            ]

    def _role_cells(self, annotation: Annotation, text: str) -> Iterator[str]:
        for name in self._roles:
            fillers = [role for role in annotation.roles if role.role == name]
            if not fillers:
                yield from _NO_FILLERS
                continue
            words = [role.span.of(text) if role.span else "" for role in fillers]
            yield guard(_joined([role.name or word for role, word in zip(fillers, words, strict=True)]))
            yield guard(_joined(words))
            yield _joined([str(role.span.start) if role.span else "" for role in fillers])
            yield _joined([str(role.span.end) if role.span else "" for role in fillers])

    def _attribute_cells(self, annotation: Annotation) -> Iterator[str]:
        for label, attribute in self._attributes:
            value = annotation.attributes.get(attribute.name) if label == annotation.label else None
            if value is None:
                yield ""
            else:
                yield _cell(value) if attribute.kind in _PLAIN_KINDS else guard(_cell(value))

    def _note_losses(self, annotation: Annotation) -> None:
        where = f"annotation {annotation.id}"
        for role in annotation.roles:
            if role.role not in self._roles:
                self._losses.add(f"role “{role.role}”, which the schema does not have", where)
        for name in annotation.attributes.keys() - self._known.get(annotation.label, set()):
            self._losses.add(f"attribute “{name}” of {annotation.label}, which the schema does not have", where)


def _fixed(annotation: Annotation, outline: Outline) -> Iterator[str | int]:
    """Cells from `annotation_id` to `updated`."""
    start, end = annotation.start, annotation.end
    spans = annotation.fragments
    yield from (annotation.id, annotation.label)
    yield from ("" if start is None else start, "" if end is None else end)
    yield ";".join(f"{span.start}-{span.end}" for span in spans) if len(spans) > 1 else ""
    yield guard(BETWEEN_FRAGMENTS.join(span.of(outline.text) for span in spans))
    if start is None:
        yield from ("", "", "", "")
    else:
        sentence = outline.sentence(start)
        yield guard(sentence.text)
        yield from (sentence.number, outline.paragraph_number(start))
        yield guard(outline.section(start))
    yield guard(annotation.note)
    yield "true" if annotation.unsure else "false"
    yield guard(annotation.annotator)
    yield from (annotation.origin.value, annotation.created, annotation.updated)


def _joined(parts: list[str]) -> str:
    # Empty parts keep their place, so that the columns of a role can be read side by side.
    return BETWEEN_VALUES.join(parts) if any(parts) else ""


def _cell(value: AttributeValue) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case tuple():
            return BETWEEN_VALUES.join(value)
    return str(value)
