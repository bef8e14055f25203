"""What a state can be: what comes from elsewhere may be damaged, or written by hand, and is not taken on trust."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping

from annotations.errors import StoreError
from annotations.identity import is_time
from annotations.merging.told import Told, canonical_of
from annotations.model import Annotation, Origin, Relation, Status
from annotations.store import codec
from annotations.store.decisions import DECISION
from annotations.store.history import SubjectKind

__all__ = ["UNSOUND", "refuse_unsound", "sound_state"]

UNSOUND = (ValueError, TypeError, KeyError, AttributeError, RecursionError)
"""What is raised where something is read that is not what it should be."""
_MOST = 1 << 63
"""Whole numbers beyond this have no place in SQLite."""
_WORDS = ("id", "label", "annotator", "note")


def refuse_unsound(name: str, rows: Iterable[Told]) -> None:
    """Refuse what no state can be, in the history of a database that messages call `name`.

    Raises:
        StoreError: Something is.
    """
    for row in rows:
        for state in (row.before, row.after):
            try:
                if state is not None:
                    sound_state(row.kind, row.subject, state)
            except UNSOUND as error:
                raise StoreError(
                    f"the database {name} is damaged: what {row.annotator} did on {row.at[:10]} ({row.summary})"
                    " cannot be read",
                    "Copy it again while nobody works on it; “stet check --db” says what is wrong with it.",
                ) from error


def sound_state(kind: SubjectKind, subject: str, text: str) -> str:
    """Return a state of the annotation, relation or article of this id in canonical JSON.

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
