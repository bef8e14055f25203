"""What most lines of the own format are, read without a look back: anything unusual is left to the thorough reader.

A line of a million annotations is mostly plain: every key there, every type right. Each function here takes a part as
JSON has it and returns what it is, or None where something is not plainly in order; then `annotations.formats.
jsonl_lines` reads it with names for whatever is wrong.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from annotations.errors import SchemaError
from annotations.formats.fields import is_identifier
from annotations.identity import MAX_NAME
from annotations.model import Annotation, AttributeValue, Block, BlockKind, Origin, Role, Span
from annotations.schema import Schema

__all__ = ["QuickReader", "parse_quickly", "quick_block"]

_KINDS = {kind.value: kind for kind in BlockKind}
_ORIGINS = {origin.value: origin for origin in Origin}
_KEYS = frozenset((
    "id", "label", "fragments", "roles", "attributes", "note", "unsure", "annotator", "origin", "created", "updated",
))  # fmt: skip
_PLAIN_ID = frozenset("0123456789abcdef-")
_MOST_KEPT = 10_000
_EXACT = 2.0**53
"""From here on, a number with a point may have been an integer."""
_new = tuple.__new__


def parse_quickly(line: bytes) -> object:
    """Parse JSON three times as fast as the standard library does.

    Integers beyond 64 bits become numbers with a point: whoever reads them takes neither for what it needs.

    Raises:
        ValueError: It is no JSON, or unusual.
    """
    import orjson

    data: object = orjson.loads(line)
    return data


def quick_block(data: Any, length: int) -> Block | None:
    """A block of a text of `length` code points."""
    try:
        start, end, level = data["start"], data["end"], data["level"]
        kind = _KINDS[data["kind"]]
    except (KeyError, TypeError):
        return None
    if len(data) != 4 or not type(start) is type(end) is type(level) is int:
        return None
    return Block(kind, start, end, level) if 0 <= start <= length and 0 <= end <= length and 0 <= level <= 255 else None


class QuickReader:
    """Reads annotations by a coding scheme. What was found in order once is not looked at again."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._fits: set[tuple[object, ...]] = set()
        self._times: set[str] = set()
        self._names: set[str] = set()

    def annotation(self, data: Any, text: str) -> Annotation:
        """An annotation on `text`.

        Raises:
            ValueError: It is not plainly in order.
        """
        if (annotation := self._annotation(data, text)) is None:
            raise ValueError("it is not plainly in order")
        return annotation

    def _annotation(self, data: Any, text: str) -> Annotation | None:
        if type(data) is not dict or data.keys() != _KEYS:
            return None
        id_, label, note, unsure = data["id"], data["label"], data["note"], data["unsure"]
        created, updated = data["created"], data["updated"]
        annotator = data["annotator"]
        if not (type(id_) is type(label) is type(note) is str and type(unsure) is bool):
            return None
        if not (_PLAIN_ID.issuperset(id_) and len(id_) == 36 and id_[0] != "-") and not is_identifier(id_):
            return None
        if not (self._is_time(created) and self._is_time(updated) and self._is_name(annotator)):
            return None
        fragments = self._fragments(data["fragments"], text)
        roles = self._roles(data["roles"], text) if data["roles"] != [] else ()
        attributes = data["attributes"]
        if fragments is None or roles is None or type(attributes) is not dict or type(data["origin"]) is not str:
            return None
        values: dict[str, AttributeValue] = {
            name: tuple(value) if type(value) is list else value
            for name, value in attributes.items()
            if value is not None and value != []
        }
        if any(type(value) is float and abs(value) >= _EXACT for value in values.values()):
            return None
        annotation = Annotation(
            id_, 0, label, fragments, annotator, created, updated, roles, values, note, unsure,
            _ORIGINS.get(data["origin"]),  # type: ignore[arg-type]  # looked at next
        )  # fmt: skip
        return annotation if annotation.origin is not None and self._fits_schema(annotation) else None

    def _fragments(self, parts: Any, text: str) -> tuple[Span, ...] | None:
        if type(parts) is not list:
            return None
        spans = []
        last = 0
        for part in parts:
            if (span := self._span(part, text, 3)) is None or span.start < last:
                return None
            last = span.end
            spans.append(span)
        return tuple(spans)

    def _span(self, part: Any, text: str, keys: int) -> Span | None:
        try:
            start, end, words = part["start"], part["end"], part["text"]
        except (KeyError, TypeError):
            return None
        if len(part) != keys or not type(start) is type(end) is int or not 0 <= start < end <= len(text):
            return None
        return _new(Span, (start, end)) if text[start:end] == words else None

    def _roles(self, parts: Any, text: str) -> tuple[Role, ...] | None:
        if type(parts) is not list:
            return None
        roles = []
        for part in parts:
            if type(part) is not dict or type(part.get("role")) is not str or "name" not in part:
                return None
            name = part["name"]
            if name is not None and not self._is_name(name):
                return None
            span = self._span(part, text, 5)
            if span is None and (name is None or len(part) != 5 or self._has_place(part)):
                return None
            roles.append(Role(part["role"], name, span))
        return tuple(roles)

    @staticmethod
    def _has_place(part: dict[str, Any]) -> bool:
        return any(part.get(key, 0) is not None for key in ("start", "end", "text"))

    def _fits_schema(self, annotation: Annotation) -> bool:
        """Ask the scheme once for each set of label, roles and values; notes and names are not part of it."""
        key = (
            annotation.label,
            bool(annotation.fragments),
            tuple([role.role for role in annotation.roles]),
            tuple([(name, type(value), value) for name, value in annotation.attributes.items()]),
        )
        try:
            if key in self._fits and len(annotation.note) <= 1000:
                return True
            self._schema.check(annotation)
        except (SchemaError, TypeError):  # a value may be anything
            return False
        if len(self._fits) < _MOST_KEPT:
            self._fits.add(key)
        return True

    def _is_time(self, value: Any) -> bool:
        if type(value) is not str:
            return False
        if value in self._times:
            return True
        try:
            zoned = datetime.fromisoformat(value).tzinfo is not None
        except ValueError:
            return False
        if zoned and len(self._times) < _MOST_KEPT:
            self._times.add(value)
        return zoned

    def _is_name(self, value: Any) -> bool:
        if type(value) is not str:
            return False
        if value in self._names:
            return True
        fits = 0 < len(value) <= MAX_NAME and " ".join(value.split()) == value
        if fits and len(self._names) < _MOST_KEPT:
            self._names.add(value)
        return fits
