"""Annotations as the plain rows that some formats write."""

from __future__ import annotations

from annotations.model import Annotation
from annotations.store.plain import PlainAnnotation, PlainRole, attribute_rows

__all__ = ["plain_of"]


def plain_of(annotation: Annotation, text: str) -> PlainAnnotation:
    """Make an annotation on `text` into the row that it is stored as."""
    return PlainAnnotation(
        annotation.id,
        annotation.label,
        annotation.note,
        int(annotation.unsure),
        annotation.annotator,
        annotation.origin,
        annotation.created,
        annotation.updated,
        annotation.start,
        annotation.end,
        [(span.start, span.end, span.of(text)) for span in annotation.fragments],
        [
            PlainRole(role.role, role.name, role.span.start, role.span.end, role.span.of(text))
            if role.span is not None
            else PlainRole(role.role, role.name, None, None, None)
            for role in annotation.roles
        ],
        list(attribute_rows(annotation.attributes)),
    )
