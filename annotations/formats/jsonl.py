"""JSON Lines, one article on each line: the lossless format that comes back as it left.

Keys and their order are a contract with other programs. Lines are compact, and what is not ASCII stands as
itself, except for three line ends of Unicode that are escaped so that nothing takes one line for two.

An earlier version of an article that annotations still hang on has a line of its own, before that of the current one:
the same id and number, and its own `version`, `sha256`, `text` and annotations. Other earlier versions have none.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import BinaryIO, TextIO

from annotations.errors import FormatError
from annotations.formats.base import ArticleRecord, Losses
from annotations.formats.jsonl_lines import read_line
from annotations.model import Annotation, Relation, Role
from annotations.schema import Schema

__all__ = ["MAX_LINE", "JsonlFormat", "encode"]

MAX_LINE = 512 * 1024 * 1024
"""Longest line that is read, in bytes: twice what the text of an article may have."""

_LINE_ENDS = {"\x85": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"}


class JsonlFormat:
    """The own format: `stet export --format jsonl`, and `stet import` of it."""

    name = "jsonl"
    purpose = "lossless, a line for each article: “stet import” reads it back"
    suffixes: tuple[str, ...] = (".jsonl",)
    orphans = "a line with the version that they hang on"
    needs_sentences = False
    annotated_only = False

    def write(
        self,
        records: Iterable[ArticleRecord],
        schema: Schema,
        out: TextIO,
        losses: Losses,  # noqa: ARG002 - there are none
    ) -> None:
        """Write one line for each article."""
        for record in records:
            out.write(encode(record, schema))
            out.write("\n")

    def read(self, stream: BinaryIO, schema: Schema) -> Iterator[tuple[int, ArticleRecord]]:
        """Read and verify line by line; empty lines are passed over.

        Raises:
            FormatError: A line is broken; the message names it.
        """
        number = 0
        while line := stream.readline(MAX_LINE + 1):
            number += 1
            if len(line) > MAX_LINE:
                raise FormatError(f"line {number}: longer than {MAX_LINE >> 20} MB", "Is it JSON Lines?")
            if number == 1:
                line = line.removeprefix(b"\xef\xbb\xbf")
            if not line.strip():
                continue
            try:
                yield number, read_line(line, schema)
            except FormatError as error:
                raise FormatError(f"line {number}: {error.message}", error.hint) from None


def encode(record: ArticleRecord, schema: Schema) -> str:
    """Write an article as one line of JSON, without the line end."""
    info, text = record.info, record.content.text
    unset = dict.fromkeys(schema.attributes)
    line = json.dumps(
        {
            "id": info.id,
            "number": info.number,
            "title": info.title,
            "source": info.source,
            "language": info.language,
            "status": info.status,
            "version": info.version,
            "sha256": info.sha256,
            "text": text,
            "metadata": dict(info.metadata),
            "schema": {"name": schema.name, "version": schema.version},
            "blocks": [
                {"kind": block.kind, "level": block.level, "start": block.start, "end": block.end}
                for block in record.content.blocks
            ],
            "styles": [
                {"kind": style.kind, "start": style.start, "end": style.end, "href": style.href}
                for style in record.content.styles
            ],
            "annotations": [_annotation(annotation, text, unset) for annotation in record.annotations],
            "relations": [_relation(relation) for relation in record.relations],
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )
    for character, escape in _LINE_ENDS.items():
        line = line.replace(character, escape)
    return line


def _annotation(annotation: Annotation, text: str, unset: dict[str, None]) -> dict[str, object]:
    return {
        "id": annotation.id,
        "label": annotation.label,
        "fragments": [{"start": span.start, "end": span.end, "text": span.of(text)} for span in annotation.fragments],
        "roles": [_role(role, text) for role in annotation.roles],
        "attributes": {**unset, **annotation.attributes},
        "note": annotation.note,
        "unsure": annotation.unsure,
        "annotator": annotation.annotator,
        "origin": annotation.origin,
        "created": annotation.created,
        "updated": annotation.updated,
    }


def _role(role: Role, text: str) -> dict[str, object]:
    span = role.span
    return {
        "role": role.role,
        "name": role.name,
        "start": None if span is None else span.start,
        "end": None if span is None else span.end,
        "text": None if span is None else span.of(text),
    }


def _relation(relation: Relation) -> dict[str, object]:
    return {
        "id": relation.id,
        "label": relation.label,
        "from": relation.source,
        "to": relation.target,
        "note": relation.note,
        "annotator": relation.annotator,
        "origin": relation.origin,
        "created": relation.created,
        "updated": relation.updated,
    }
