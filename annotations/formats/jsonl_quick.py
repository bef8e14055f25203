"""What most lines of the own format are, read without a look back: anything unusual is left to the thorough reader.

A line of a million annotations is mostly plain: every key there, every type right. Each function here takes a part as
JSON has it and returns what it is, or None where something is not plainly in order; then `annotations.formats.
jsonl_lines` reads it with names for whatever is wrong.
"""

from __future__ import annotations

import re
from datetime import datetime
from itertools import chain
from operator import itemgetter
from typing import Any, NamedTuple

from annotations.columns import Blocks
from annotations.errors import SchemaError
from annotations.formats.fields import ID, is_identifier
from annotations.identity import MAX_NAME
from annotations.model import Annotation, AttributeValue, BlockKind, Origin, Role, Span
from annotations.offsets import CONTEXT, context
from annotations.schema import Schema
from annotations.store.codec import attributes_json, open_state, roles_json
from annotations.store.packed import PackedAnnotations
from annotations.store.plain import PlainAttribute, attribute_rows

__all__ = ["QuickReader", "parse_quickly", "quick_blocks"]

_KINDS = {kind.value: kind for kind in BlockKind}
_ORIGINS = {origin.value: origin for origin in Origin}
_KEYS = frozenset((
    "id", "label", "fragments", "roles", "attributes", "note", "unsure", "annotator", "origin", "created", "updated",
))  # fmt: skip
_PARTS = itemgetter(
    "id", "label", "fragments", "roles", "attributes", "note", "unsure", "annotator", "origin", "created", "updated"
)
_FRAGMENT = itemgetter("start", "end", "text")
_BLOCK = itemgetter("kind", "level", "start", "end")
_IDS = re.compile(rf"{ID}(?:\n{ID})*")
_NOTE = 1000
"""Longest note, in code points, that is plainly in order."""
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


def quick_blocks(items: list[Any], length: int) -> Blocks:
    """The blocks of a text of `length` code points.

    Raises:
        ValueError: They are not plainly in order.
    """
    if not items:
        return Blocks()
    try:
        kinds, levels, starts, ends = zip(*map(_BLOCK, items), strict=True)
        plain = {*map(len, items)} == {4} and {*map(type, chain(levels, starts, ends))} == {int}
        if not plain or ends[-1] > length:
            raise ValueError("they are not plainly in order")
        return Blocks.of_columns([_KINDS[kind] for kind in kinds], starts, ends, levels)
    except (KeyError, TypeError) as error:
        raise ValueError(str(error)) from None


class _Values(NamedTuple):
    """Values that fit a label: as rows, and as the history keeps them."""

    rows: tuple[PlainAttribute, ...]
    json: str


def _values_of(attributes: dict[str, Any]) -> dict[str, AttributeValue] | None:
    """The values that are set; None where a number may have been another."""
    values: dict[str, AttributeValue] = {
        name: tuple(value) if type(value) is list else value
        for name, value in attributes.items()
        if value is not None and value != []
    }
    return None if any(type(value) is float and abs(value) >= _EXACT for value in values.values()) else values


class QuickReader:
    """Reads annotations by a coding scheme. What was found in order once is not looked at again."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        import orjson

        self._dumps = orjson.dumps
        self._fits: set[tuple[object, ...]] = set()
        self._values: dict[tuple[str, bytes, bool], _Values] = {}
        self._label_roles: dict[str, frozenset[str]] = {}
        self._times: set[str] = set()
        self._names: set[str] = set()

    def pack(self, items: list[Any], text: str) -> PackedAnnotations:
        """Annotations on `text`, as the values of their rows.

        Raises:
            ValueError: One is not plainly in order.
        """
        packed = PackedAnnotations(lambda: tuple([self.annotation(item, text) for item in items]))
        try:
            for index, item in enumerate(items):
                self._pack(index, item, text, packed)
            if items and not _IDS.fullmatch("\n".join(packed.ids)):
                raise ValueError("an id is not plainly in order")
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(str(error)) from None
        return packed

    def _pack(self, index: int, item: Any, text: str, packed: PackedAnnotations) -> None:
        (
            id_, label, fragments, roles, attributes, note, unsure, annotator, origin, created, updated,
        ) = _PARTS(item)  # fmt: skip
        if (
            len(item) != 11
            or not type(fragments) is type(roles) is list
            or (unsure is not True and unsure is not False)
            or type(note) is not str
            or len(note) > _NOTE
            or (annotator not in packed.annotators and not self._is_name(annotator))
            or origin not in _ORIGINS
            or (created not in self._times and not self._is_time(created))
            or (updated not in self._times and not self._is_time(updated))
        ):
            raise ValueError("it is not plainly in order")
        kind = (label, self._dumps(attributes), not fragments)
        values = self._values.get(kind) or self._put_values(kind, attributes)
        spans, last = [], 0
        put = packed.fragments.extend
        for position, part in enumerate(fragments, 1):
            start, end, words = _FRAGMENT(part)
            if (
                not type(start) is type(end) is int
                or len(part) != 3
                or not last <= start < end
                or text[start:end] != words
            ):
                raise ValueError("it is not plainly in order")
            last = end
            spans.append(f"[{start},{end}]")
            put((
                index, position, start, end, words, text[start - CONTEXT if start > CONTEXT else 0 : start],
                text[end : end + CONTEXT],
            ))  # fmt: skip
        if last > len(text):
            raise ValueError("it is not plainly in order")
        packed.ids.append(id_)
        packed.labels.append(label)
        packed.annotators.add(annotator)
        packed.heads.extend((
            id_, label, fragments[0]["start"] if fragments else None, last if fragments else None, note, unsure,
            annotator, origin, created, updated,
        ))  # fmt: skip
        for row in values.rows:
            packed.attributes.extend((index, *row))
        packed.states.append(
            open_state(
                id_, label, ",".join(spans), self._pack_roles(index, label, roles, text, packed) if roles else "",
                values.json, note, unsure, annotator, origin, created, updated,
            )
        )  # fmt: skip

    def _pack_roles(self, index: int, label: str, parts: Any, text: str, packed: PackedAnnotations) -> str:
        roles = self._roles(parts, text)
        known = self._roles_of(label)
        if roles is None or any(role.role not in known for role in roles):
            raise ValueError("it is not plainly in order")
        for position, role in enumerate(roles, 1):
            place = (None,) * 5 if role.span is None else (*role.span, *context(text, role.span))
            packed.roles.extend((index, position, role.role, role.name, *place))
        return roles_json(roles)

    def _roles_of(self, label: str) -> frozenset[str]:
        if label not in self._label_roles:
            self._label_roles[label] = frozenset(role.name for role in self._schema.label(label).roles)
        return self._label_roles[label]

    def _put_values(self, kind: tuple[str, bytes, bool], attributes: dict[str, Any]) -> _Values:
        """Ask the scheme for a label with its values, put on the whole article or not; remember what it says."""
        label, _, whole = kind
        values = _values_of(attributes)
        if values is None:
            raise ValueError("it is not plainly in order")
        span = () if whole else (Span(0, 1),)
        try:
            self._schema.check(Annotation("", 0, label, span, "", "", "", (), values))
        except SchemaError as error:
            raise ValueError(error.message) from None
        found = _Values(tuple(attribute_rows(values)), attributes_json(values) if values else "{}")
        if len(self._values) < _MOST_KEPT:
            self._values[kind] = found
        return found

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
        if (values := _values_of(attributes)) is None:
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
            if key in self._fits and len(annotation.note) <= _NOTE:
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
