"""JSON Lines, one article on each line: the lossless format that comes back as it left.

Keys and their order are a contract with other programs. Lines are compact, and what is not ASCII stands as
itself, except for three line ends of Unicode that are escaped so that nothing takes one line for two.

An earlier version of an article that annotations still hang on has a line of its own, before that of the current one:
the same id and number, and its own `version`, `sha256`, `text` and annotations. Other earlier versions have none.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from json.encoder import encode_basestring
from typing import BinaryIO, TextIO

from annotations.errors import FormatError
from annotations.formats.base import ArticleRecord, Carries, Job, PlainFormat, PlainRecord
from annotations.formats.jsonl_lines import read_line
from annotations.formats.jsonl_quick import QuickReader
from annotations.formats.plain import plain_of
from annotations.model import Relation
from annotations.schema import Schema
from annotations.store.plain import PlainAnnotation, PlainAttribute, PlainRole, attribute_values

__all__ = ["MAX_LINE", "JsonlFormat", "encode"]

MAX_LINE = 512 * 1024 * 1024
"""Longest line that is read, in bytes: twice what the text of an article may have."""

_LINE_ENDS = {"\x85": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"}
_BATCH = 1000
_MOST_KEPT = 10_000

_EMPTY = '""'

_quote = encode_basestring


class JsonlFormat(PlainFormat):
    """The own format: `stet export --format jsonl`, and `stet import` of it."""

    name = "jsonl"
    purpose = "lossless, a line for each article: “stet import” reads it back"
    suffixes = (".jsonl",)
    orphans = "a line with the version that they hang on"
    carries = Carries()

    def write(self, records: Iterable[PlainRecord], job: Job, out: TextIO) -> None:
        """Write one line for each article."""
        encoder = _Encoder(job.schema)
        for record in records:
            out.writelines(encoder.pieces(record))
            out.write("\n")

    def read(self, stream: BinaryIO, schema: Schema) -> Iterator[tuple[int, ArticleRecord]]:
        """Read and verify line by line; empty lines are passed over.

        Raises:
            FormatError: A line is broken; the message names it.
        """
        number = 0
        quick = QuickReader(schema)
        while line := stream.readline(MAX_LINE + 1):
            number += 1
            if len(line) > MAX_LINE:
                raise FormatError(f"line {number}: longer than {MAX_LINE >> 20} MB", "Is it JSON Lines?")
            if number == 1:
                line = line.removeprefix(b"\xef\xbb\xbf")
            if not line.strip():
                continue
            try:
                yield number, read_line(line, schema, quick)
            except FormatError as error:
                raise FormatError(f"line {number}: {error.message}", error.hint) from None


def encode(record: ArticleRecord, schema: Schema) -> str:
    """Write an article as one line of JSON, without the line end."""
    text = record.content.text
    plain = (plain_of(annotation, text) for annotation in record.annotations)
    return "".join(_Encoder(schema).pieces(PlainRecord(record.info, record.content, plain, record.relations)))


class _Encoder:
    """Writes articles as JSON, annotation by annotation without making a dictionary of each."""

    def __init__(self, schema: Schema) -> None:
        self._schema = {"name": schema.name, "version": schema.version}
        self._unset = dict.fromkeys(schema.attributes)
        self._attributes: dict[tuple[PlainAttribute, ...], str] = {}

    def pieces(self, record: PlainRecord) -> Iterator[str]:
        """One line in pieces, without its line end."""
        yield _escaped(f'{_dumps(self._head(record))[:-1]},"annotations":[')
        annotations = map(self._annotation, record.annotations)
        comma = ""
        while batch := ",".join(islice(annotations, _BATCH)):
            yield _escaped(comma + batch)
            comma = ","
        relations = _dumps([_relation(relation) for relation in record.relations])
        yield _escaped(f'],"relations":{relations}}}')

    def _head(self, record: PlainRecord) -> dict[str, object]:
        info, content = record.info, record.content
        return {
            "id": info.id,
            "number": info.number,
            "title": info.title,
            "source": info.source,
            "language": info.language,
            "status": info.status,
            "version": info.version,
            "sha256": info.sha256,
            "text": content.text,
            "metadata": dict(info.metadata),
            "schema": self._schema,
            "blocks": [
                {"kind": block.kind, "level": block.level, "start": block.start, "end": block.end}
                for block in content.blocks
            ],
            "styles": [
                {"kind": style.kind, "start": style.start, "end": style.end, "href": style.href}
                for style in content.styles
            ],
        }

    def _annotation(self, one: PlainAnnotation) -> str:
        # Taken apart at once: a name for each part is looked up in half the time of an attribute.
        id_, label, note, unsure, annotator, origin, created, updated, _, _, spans, fillers, values = one
        fragments = ",".join([f'{{"start":{start},"end":{end},"text":{_quote(text)}}}' for start, end, text in spans])
        roles = ",".join(map(_role, fillers)) if fillers else ""
        key = tuple(values)
        attributes = self._attributes.get(key) or self._encode_attributes(key)
        # Ids, origins and times have nothing in them that must be escaped.
        return (
            f'{{"id":"{id_}","label":{_quote(label)},"fragments":[{fragments}],"roles":[{roles}],'
            f'"attributes":{attributes},"note":{_quote(note) if note else _EMPTY},'
            f'"unsure":{"true" if unsure else "false"},"annotator":{_quote(annotator)},"origin":"{origin}",'
            f'"created":"{created}","updated":"{updated}"}}'
        )

    def _encode_attributes(self, key: tuple[PlainAttribute, ...]) -> str:
        # Most annotations have one of few sets of values.
        encoded = _dumps({**self._unset, **attribute_values(key)})
        if len(self._attributes) < _MOST_KEPT:
            self._attributes[key] = encoded
        return encoded


def _role(role: PlainRole) -> str:
    name = "null" if role.name is None else _quote(role.name)
    if role.start is None or role.text is None:
        return f'{{"role":{_quote(role.role)},"name":{name},"start":null,"end":null,"text":null}}'
    return (
        f'{{"role":{_quote(role.role)},"name":{name},"start":{role.start},"end":{role.end},"text":{_quote(role.text)}}}'
    )


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


def _dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _escaped(piece: str) -> str:
    if not piece.isascii():
        for character, escape in _LINE_ENDS.items():
            piece = piece.replace(character, escape)
    return piece
