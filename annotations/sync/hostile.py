"""Rows of a server as merging reads them; what is no row is known here, before a library would stumble over it.

Whoever may add to a layer may write into it by hand, and nothing that comes from there is taken on trust.
"""

from __future__ import annotations

from collections.abc import Mapping

from annotations.merging.told import Told, canonical
from annotations.model import Annotation, Relation, Status
from annotations.store import codec
from annotations.store.decisions import DECISION
from annotations.store.history import SubjectKind
from annotations.sync.server import EditRow

__all__ = ["told_row"]

_WORDS = ("id", "label", "annotator", "note", "created", "updated")


def told_row(row: EditRow) -> Told | None:
    """An edit as merging reads it; None where a state of it cannot be one."""
    try:
        kind = SubjectKind(row.kind)
        for state in (row.before, row.after):
            if state is not None and not _is_state(kind, row.subject, state):
                return None
        before, after = (None if s is None else canonical(s, kind, str) for s in (row.before, row.after))
        return Told(**row._asdict() | {"kind": kind, "before": before, "after": after})
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _is_state(kind: SubjectKind, subject: str, state: str) -> bool:
    match kind:
        case SubjectKind.ARTICLE:
            return all(_is_fact(name, value) for name, value in codec.decode_facts(state).items())
        case SubjectKind.RELATION:
            relation = codec.decode_relation(state)
            return _is_thing(relation, subject) and _are_words(relation.source, relation.target)
    annotation = codec.decode_annotation(state)
    spans = [*annotation.fragments, *(role.span for role in annotation.roles if role.span is not None)]
    return (
        _is_thing(annotation, subject)
        and _are_words(annotation.version)
        and isinstance(annotation.unsure, bool)
        and all(type(at) is int for span in spans for at in span)
        and all(0 <= span.start < span.end for span in spans)
        and all(_are_words(role.role, "" if role.name is None else role.name) for role in annotation.roles)
        and all(role.name is not None or role.span is not None for role in annotation.roles)
        and all(_is_value(value) for value in annotation.attributes.values())
    )


def _is_thing(thing: Annotation | Relation, subject: str) -> bool:
    return thing.id == subject and _are_words(*(getattr(thing, name) for name in _WORDS))


def _are_words(*values: object) -> bool:
    return all(isinstance(value, str) for value in values)


def _is_value(value: object) -> bool:
    return isinstance(value, (str, int, float)) or (isinstance(value, tuple) and _are_words(*value))


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
