"""What a schema keeps of an earlier one for the annotations that have it, marked retired."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple, TypeVar

from annotations.schema import AttributeDef, Choice, LabelDef, RelationDef, RoleDef, Schema
from annotations.schema.renames import Renames

__all__ = ["Missing", "same_but_retired", "with_kept"]

_Part = TypeVar("_Part", LabelDef, RoleDef, AttributeDef, Choice, RelationDef)


class Missing(NamedTuple):
    """What is in use and has no place in the new schema; `uses` annotations or relations have it.

    `kind` is “label”, “role”, “attribute”, “value” or “relation”; names are those of the earlier schema.
    """

    kind: str
    name: str
    uses: int
    label: str = ""
    attribute: str = ""

    @property
    def words(self) -> str:
        """What it is, for a message."""
        if self.kind == "value":
            return f"the value {self.name} of {self.attribute} in {self.label} ({self.uses})"
        of = f" of {self.label}" if self.label else ""
        return f"the {self.kind} {self.name}{of} ({self.uses})"


def with_kept(old: Schema, new: Schema, moved: Renames, kept: Sequence[Missing]) -> Schema:
    """The new schema with parts of the old one as retired: without keys, and after all that is not."""
    labels = [*new.labels]
    for missing in kept:
        if missing.kind == "label":
            label = old.label(missing.name)
            roles = tuple(replace(role, key="", was="") for role in label.roles)
            labels.append(replace(label, key="", was="", retired=True, roles=roles))
        elif missing.kind != "relation":
            place = [label.name for label in labels].index(moved.labels[missing.label].name)
            labels[place] = _label_with(labels[place], old.label(missing.label), moved, missing)
    names = {name: now.name for name, now in moved.labels.items()} | {label.name: label.name for label in labels}
    relations = [*new.relations]
    for missing in kept:
        if missing.kind == "relation":
            rule = old.relation(missing.name)
            ends = [tuple(names[end] for end in side if end in names) for side in (rule.sources, rule.targets)]
            relations.append(replace(rule, key="", was="", retired=True, sources=ends[0], targets=ends[1]))
    return replace(new, labels=tuple(labels), relations=tuple(relations))


def _label_with(label: LabelDef, before: LabelDef, moved: Renames, missing: Missing) -> LabelDef:
    if missing.kind == "role":
        role = replace(before.role(missing.name), key="", was="", retired=True)
        return replace(label, roles=(*label.roles, role))
    if missing.kind == "attribute":
        attribute = replace(before.attribute(missing.name), key="", was="", default=None, retired=True)
        return replace(label, attributes=(*label.attributes, attribute))
    name = moved.labels[missing.label].attributes[missing.attribute]
    choice = next(choice for choice in before.attribute(missing.attribute).values if choice.name == missing.name)
    retired = replace(choice, key="", was="", retired=True)
    return replace(
        label,
        attributes=tuple(
            replace(attribute, values=(*attribute.values, retired)) if attribute.name == name else attribute
            for attribute in label.attributes
        ),
    )


def same_but_retired(stored: Schema, given: Schema) -> bool:
    """Tell whether a stored schema is a given one, but for what was kept in it as retired."""
    labels = {label.name: label for label in given.labels}
    return given == replace(
        stored,
        labels=tuple(
            _label_as_given(label, labels[label.name]) if label.name in labels else label
            for label in _as_given(stored.labels, given.labels)
        ),
        relations=_as_given(stored.relations, given.relations),
    )


def _label_as_given(stored: LabelDef, given: LabelDef) -> LabelDef:
    attributes = {attribute.name: attribute for attribute in given.attributes}
    return replace(
        stored,
        roles=_as_given(stored.roles, given.roles),
        attributes=tuple(
            replace(attribute, values=_as_given(attribute.values, attributes[attribute.name].values))
            if attribute.name in attributes
            else attribute
            for attribute in _as_given(stored.attributes, given.attributes)
        ),
    )


def _as_given(stored: Sequence[_Part], given: Sequence[_Part]) -> tuple[_Part, ...]:
    names = {part.name for part in given}
    return tuple(part for part in stored if not part.retired or part.name in names)
