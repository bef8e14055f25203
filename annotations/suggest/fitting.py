"""Suggestions cut to what a coding scheme knows of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from annotations.errors import SchemaError
from annotations.identity import check_name
from annotations.model import AttributeValue, Role
from annotations.schema import LabelDef, Schema, Scope, clip
from annotations.suggest.base import Suggestion

__all__ = ["fitted"]


def fitted(suggestion: Suggestion, schema: Schema, left: Callable[[str], None] | None = None) -> Suggestion | None:
    """Return a suggestion with only what a scheme knows of it; None if it has no such label for words of the text.

    Args:
        suggestion: Any.
        schema: The scheme.
        left: Called for each thing that is left out with what it is: “the role “x”, which claim does not have”.
    """
    note = left or _unheard
    if not schema.has_label(suggestion.label):
        note(f"the label “{clip(suggestion.label)}”, which the scheme does not have")
        return None
    label = schema.label(suggestion.label)
    if label.scope is not Scope.TEXT:
        note(f"the label “{label.name}”, which is put on the whole article")
        return None
    if label.retired:
        note(f"the label “{label.name}”, which is retired")
        return None
    attributes = dict(_attributes(suggestion, label, note))
    return replace(suggestion, roles=tuple(_roles(suggestion, label, note)), attributes=attributes)


def _roles(suggestion: Suggestion, label: LabelDef, note: Callable[[str], None]) -> Iterator[Role]:
    known = {role.name for role in label.roles}
    for role in suggestion.roles:
        if role.role not in known:
            note(f"the role “{clip(role.role)}”, which {label.name} does not have")
            continue
        try:
            yield role if role.name is None else replace(role, name=check_name(role.name))
        except SchemaError:
            note("a name that is none")


def _attributes(
    suggestion: Suggestion, label: LabelDef, note: Callable[[str], None]
) -> Iterator[tuple[str, AttributeValue]]:
    known = {attribute.name for attribute in label.attributes}
    for name, value in suggestion.attributes.items():
        if name not in known:
            note(f"the attribute “{clip(name)}”, which {label.name} does not have")
            continue
        try:
            yield name, label.attribute(name).check(value)
        except SchemaError as error:
            note(f"a value that does not fit: {error.message}")


def _unheard(_: str) -> None:
    pass
