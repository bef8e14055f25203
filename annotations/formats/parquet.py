"""Parquet, a row for each article with all that hangs on it, for Hugging Face datasets, DuckDB and data frames.

The columns are those of the own JSON Lines, with one difference: what has changing keys there (`attributes`,
`metadata`) is a list of key and value here, so that every file has the same types; several values of one attribute are
several entries with one key. Values are text.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, BinaryIO

from annotations.formats.base import ArticleRecord, BinaryFormat, Carries, Job
from annotations.formats.folding import to_text
from annotations.model import Annotation, Relation, Role

__all__ = ["ParquetFormat"]

_BATCH = 20_000
"""Annotations of one row group, at least; an article is never parted."""


class ParquetFormat(BinaryFormat):
    """`stet export --format parquet -o FILE`."""

    name = "parquet"
    purpose = "a row for each article, for Hugging Face datasets, DuckDB and data frames"
    suffixes = (".parquet",)
    carries = Carries(loses="the types of values, which are text")
    needs = ("pyarrow",)
    extra = "parquet"

    def write(self, records: Iterable[ArticleRecord], job: Job, out: BinaryIO) -> None:
        """Write row groups of some thousand annotations."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        types = _types(pa).with_metadata({"stet.schema": f"{job.schema.name} {job.schema.version}"})
        with pq.ParquetWriter(out, types, compression="zstd") as writer:
            rows: list[dict[str, Any]] = []
            waiting = 0
            for record in records:
                rows.append(_row(record))
                waiting += len(record.annotations) + 100
                if waiting >= _BATCH:
                    writer.write_table(pa.Table.from_pylist(rows, schema=types))
                    rows, waiting = [], 0
            if rows:
                writer.write_table(pa.Table.from_pylist(rows, schema=types))


def _types(pa: Any) -> Any:
    text, number, flag = pa.string(), pa.int32(), pa.bool_()

    def many(**fields: Any) -> Any:
        return pa.list_(pa.struct(list(fields.items())))

    pairs = many(key=text, value=text)
    made = {"annotator": text, "origin": text, "created": text, "updated": text}
    annotation = many(
        id=text,
        label=text,
        fragments=many(start=number, end=number, text=text),
        roles=many(role=text, name=text, start=number, end=number, text=text),
        attributes=pairs,
        note=text,
        unsure=flag,
        **made,
    )
    relation = many(**{"id": text, "label": text, "from": text, "to": text, "note": text}, **made)
    columns = dict.fromkeys(("id", "title", "source", "language", "status", "sha256", "text"), text)
    columns |= {
        "number": number,
        "version": number,
        "metadata": pairs,
        "blocks": many(kind=text, level=number, start=number, end=number),
        "styles": many(kind=text, start=number, end=number, href=text),
        "annotations": annotation,
        "relations": relation,
    }
    order = ("id", "number", "title", "source", "language", "status", "version", "sha256", "text", "metadata", "blocks")
    return pa.schema([(name, columns[name]) for name in (*order, "styles", "annotations", "relations")])


def _row(record: ArticleRecord) -> dict[str, Any]:
    info, content = record.info, record.content
    return {
        "id": info.id,
        "number": info.number,
        "title": info.title,
        "source": info.source,
        "language": info.language,
        "status": info.status.value,
        "version": info.version,
        "sha256": info.sha256,
        "text": content.text,
        "metadata": [{"key": key, "value": value} for key, value in info.metadata.items()],
        "blocks": [
            {"kind": block.kind.value, "level": block.level, "start": block.start, "end": block.end}
            for block in content.blocks
        ],
        "styles": [
            {"kind": style.kind.value, "start": style.start, "end": style.end, "href": style.href}
            for style in content.styles
        ],
        "annotations": [_annotation(annotation, content.text) for annotation in record.annotations],
        "relations": [_relation(relation) for relation in record.relations],
    }


def _annotation(annotation: Annotation, text: str) -> dict[str, Any]:
    return {
        "id": annotation.id,
        "label": annotation.label,
        "fragments": [{"start": span.start, "end": span.end, "text": span.of(text)} for span in annotation.fragments],
        "roles": [_role(role, text) for role in annotation.roles],
        "attributes": [
            {"key": name, "value": to_text(one)}
            for name, value in annotation.attributes.items()
            for one in (value if isinstance(value, tuple) else (value,))
        ],
        "note": annotation.note,
        "unsure": annotation.unsure,
        **_made(annotation),
    }


def _role(role: Role, text: str) -> dict[str, Any]:
    span = role.span
    return {
        "role": role.role,
        "name": role.name,
        "start": None if span is None else span.start,
        "end": None if span is None else span.end,
        "text": None if span is None else span.of(text),
    }


def _relation(relation: Relation) -> dict[str, Any]:
    return {
        "id": relation.id,
        "label": relation.label,
        "from": relation.source,
        "to": relation.target,
        "note": relation.note,
        **_made(relation),
    }


def _made(thing: Annotation | Relation) -> dict[str, str]:
    return {
        "annotator": thing.annotator,
        "origin": thing.origin.value,
        "created": thing.created,
        "updated": thing.updated,
    }
