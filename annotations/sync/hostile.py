"""Rows of a server as merging reads them; what is no row is known here, before a library would stumble over it.

Whoever may add to a layer may write into it by hand, and nothing that comes from there is taken on trust.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping

from annotations.identity import is_time
from annotations.merging.told import Told, canonical_of
from annotations.model import Annotation, Origin, Relation, Status
from annotations.store import codec
from annotations.store.decisions import DECISION
from annotations.store.history import SubjectKind
from annotations.sync.rows import EditRow

__all__ = ["told_row"]

_MOST = 1 << 63
"""Whole numbers beyond this have no place in SQLite."""
_WORDS = ("id", "label", "annotator", "note")


def told_row(row: EditRow) -> Told | None:
    """An edit as merging reads it; None where a state of it cannot be one."""
    try:
        kind = SubjectKind(row.kind)
        if not is_time(row.at):
            return None
        states = [None if state is None else _state(kind, row.subject, state) for state in (row.before, row.after)]
        return Told(**row._asdict() | {"kind": kind, "before": states[0], "after": states[1]})
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _state(kind: SubjectKind, subject: str, text: str) -> str:
    """A state in canonical JSON.

    Raises:
        ValueError: It is none; or TypeError, KeyError, AttributeError, RecursionError.
    """
    data = json.loads(text)
    match kind:
        case SubjectKind.ARTICLE:
            fits = all(_is_fact(name, value) for name, value in data.items())
        case SubjectKind.RELATION:
            relation = Relation(**(data | {"origin": Origin(data["origin"])}))
            fits = _is_thing(relation, subject) and _are_words(relation.source, relation.target)
        case SubjectKind.ANNOTATION:
            fits = isinstance(data["version"], str) and _is_annotation(codec.annotation_of(data), subject)
    if not fits:
        raise ValueError(subject)
    return canonical_of(data)


def _is_annotation(annotation: Annotation, subject: str) -> bool:
    spans = [*annotation.fragments, *(role.span for role in annotation.roles if role.span is not None)]
    return (
        _is_thing(annotation, subject)
        and isinstance(annotation.unsure, bool)
        and all(type(start) is int is type(end) and 0 <= start < end for start, end in spans)
        and all(_are_words(role.role, "" if role.name is None else role.name) for role in annotation.roles)
        and all(role.name is not None or role.span is not None for role in annotation.roles)
        and all(_is_value(value) for value in annotation.attributes.values())
    )


def _is_thing(thing: Annotation | Relation, subject: str) -> bool:
    times = is_time(thing.created) and is_time(thing.updated)
    return times and thing.id == subject and _are_words(*(getattr(thing, name) for name in _WORDS))


def _are_words(*values: object) -> bool:
    return all(isinstance(value, str) for value in values)


def _is_value(value: object) -> bool:
    if isinstance(value, int):
        return -_MOST <= value < _MOST
    if isinstance(value, float):
        return math.isfinite(value)
    return isinstance(value, str) or (isinstance(value, tuple) and _are_words(*value))


def _is_fact(name: str, value: object) -> bool:
    if name == "title":
        return isinstance(value, str) and value.strip() != ""
    if name == "status":
        return value in set(Status)
    if name.startswith(DECISION):
        if value is None:
            return True
        if not isinstance(value, Mapping) or not _are_words(value.get("whose")):
            return False
        kept = value.get("kept_as")
        rejects = value.get("verdict") == "reject"
        return value.get("verdict") in {"keep", "merge", "reject"} and (kept is None) == rejects
    return name not in {"language", "author", "date", "site"} or value is None or isinstance(value, str)
