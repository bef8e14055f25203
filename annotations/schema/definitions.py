"""What a coding scheme is made of: labels with their roles and attributes, relations, and what fits them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TypeAlias, TypeVar

from annotations.errors import SchemaError
from annotations.identity import check_name
from annotations.model import Annotation, Relation
from annotations.schema.attributes import MAX_TEXT, AttributeDef, Choice
from annotations.schema.hints import clip, nearest


class LineStyle(StrEnum):
    """How a label's text is marked besides its colour."""

    UNDERLINE = "underline"
    DOUBLE = "double"
    BOLD = "bold"
    ITALIC = "italic"


class Scope(StrEnum):
    """What a label is put on."""

    TEXT = "text"
    ARTICLE = "article"


@dataclass(frozen=True, slots=True)
class RoleDef:
    """Text that annotations of a label may be tied to."""

    name: str
    key: str
    guideline: str = ""
    was: str = ""
    retired: bool = False


@dataclass(frozen=True, slots=True)
class LabelDef:
    """A label: how it is set, how it looks, and what goes with it."""

    name: str
    key: str
    glyph: str
    colour: str
    line: LineStyle = LineStyle.UNDERLINE
    scope: Scope = Scope.TEXT
    guideline: str = ""
    roles: tuple[RoleDef, ...] = ()
    attributes: tuple[AttributeDef, ...] = ()
    was: str = ""
    retired: bool = False

    def role(self, name: str) -> RoleDef:
        """Return the role called `name`.

        Raises:
            SchemaError: This label has no such role.
        """
        return _find(self.roles, name, f"{self.name} has no role")

    def attribute(self, name: str) -> AttributeDef:
        """Return the attribute called `name`.

        Raises:
            SchemaError: This label has no such attribute.
        """
        return _find(self.attributes, name, f"{self.name} has no attribute")


@dataclass(frozen=True, slots=True)
class RelationDef:
    """A directed tie; `sources` and `targets` are the labels that it may join, all when empty."""

    name: str
    key: str
    guideline: str = ""
    sources: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    was: str = ""
    retired: bool = False


@dataclass(frozen=True)
class Schema:
    """A whole coding scheme, in the order in which it was written."""

    name: str
    version: str
    labels: tuple[LabelDef, ...]
    relations: tuple[RelationDef, ...] = ()

    def label(self, name: str) -> LabelDef:
        """Return the label called `name`.

        Raises:
            SchemaError: There is none; the hint names the nearest.
        """
        return _find(self.labels, name, "there is no label")

    def relation(self, name: str) -> RelationDef:
        """Return the relation called `name`.

        Raises:
            SchemaError: There is none; the hint names the nearest.
        """
        return _find(self.relations, name, "there is no relation")

    def has_label(self, name: str) -> bool:
        """Tell whether there is a label called `name`."""
        return any(label.name == name for label in self.labels)

    @cached_property
    def attributes(self) -> Mapping[str, AttributeDef]:
        """Every attribute of every label by name, in the order of the schema; one name has one type."""
        return {attribute.name: attribute for label in self.labels for attribute in label.attributes}

    @cached_property
    def roles(self) -> tuple[str, ...]:
        """Every role name once, in the order of the schema."""
        return tuple(dict.fromkeys(role.name for label in self.labels for role in label.roles))

    def check(self, annotation: Annotation) -> None:
        """Raise if `annotation` does not fit.

        Raises:
            SchemaError: Unknown label, role or attribute, a value of the wrong type, or the wrong scope.
        """
        label = self.label(annotation.label)
        if bool(annotation.fragments) != (label.scope is Scope.TEXT):
            wanted = "words of the text" if label.scope is Scope.TEXT else "the whole article"
            raise SchemaError(f"{label.name} is put on {wanted}")
        for role in annotation.roles:
            label.role(role.role)
            if role.name is not None:
                check_name(role.name)
        for name, value in annotation.attributes.items():
            if label.attribute(name).check(value) != value:
                raise SchemaError(f"{name} is not in its canonical form: {clip(repr(value))}")
        if len(annotation.note) > MAX_TEXT:
            raise SchemaError(f"the note is {len(annotation.note)} characters long; {MAX_TEXT} at most are kept")

    def check_relation(self, relation: Relation, source: str, target: str) -> None:
        """Raise if `relation` may not join the labels `source` and `target`.

        Raises:
            SchemaError: Unknown relation, a label it does not join, or an annotation tied to itself.
        """
        rule = self.relation(relation.label)
        if relation.source == relation.target:
            raise SchemaError("an annotation cannot be related to itself")
        for label, allowed, end in ((source, rule.sources, "from"), (target, rule.targets, "to")):
            if allowed and label not in allowed:
                raise SchemaError(f"{rule.name} goes {end} {' or '.join(allowed)}, not {label}")


Part: TypeAlias = LabelDef | RoleDef | AttributeDef | Choice | RelationDef
"""Anything in a schema that has a name."""
_Named = TypeVar("_Named", LabelDef, RelationDef, RoleDef, AttributeDef)


def _find(things: Iterable[_Named], name: str, message: str) -> _Named:
    for thing in things:
        if thing.name == name:
            return thing
    names = [thing.name for thing in things]
    hint = nearest(name, names) or ("Known: " + ", ".join(names) + "." if names else "")
    raise SchemaError(f"{message} “{clip(name)}”", hint)
