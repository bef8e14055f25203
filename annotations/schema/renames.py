"""What a schema says of its own past: which part was called what before, so that annotations can follow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from annotations.schema import AttributeDef, LabelDef, Part, Schema

__all__ = ["LabelRenames", "Renamed", "Renames", "contradiction", "renames", "without_past"]


class Renamed(NamedTuple):
    """One part that has another name now; `label` and `attribute` say where it is, by the names that were.

    `kind` is “label”, “role”, “attribute”, “value” or “relation”.
    """

    kind: str
    old: str
    new: str
    label: str = ""
    attribute: str = ""


@dataclass(frozen=True, slots=True)
class LabelRenames:
    """A label's new name, and old names to new ones of its roles, its attributes, and the values of each of these.

    Everything that is looked up is called by its old name; what stays as it is stands here too.
    """

    name: str
    roles: Mapping[str, str]
    attributes: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Renames:
    """Old names to what is there instead. What has no successor is not in here."""

    labels: Mapping[str, LabelRenames]
    relations: Mapping[str, str]

    def __iter__(self) -> Iterator[Renamed]:
        for label, now in self.labels.items():
            if label != now.name:
                yield Renamed("label", label, now.name)
            yield from (Renamed("role", old, new, label) for old, new in now.roles.items() if old != new)
            yield from (Renamed("attribute", old, new, label) for old, new in now.attributes.items() if old != new)
            for attribute, values in now.values.items():
                yield from (Renamed("value", old, new, label, attribute) for old, new in values.items() if old != new)
        yield from (Renamed("relation", old, new) for old, new in self.relations.items() if old != new)


def renames(new: Schema, labels: Iterable[str], relations: Iterable[str]) -> Renames:
    """Find what became of old labels and relations, and of all that any of these labels may have had.

    `labels` and `relations` are names, those of the earlier schema and those in use.
    """
    names = _followed(new.labels, labels)
    return Renames(
        labels={old: _within(new.label(name)) for old, name in names.items()},
        relations=_followed(new.relations, relations),
    )


def contradiction(parts: Sequence[Part]) -> str | None:
    """Say in a sentence why what parts of one kind were before cannot all be true; None when it can."""
    before = {part.name: part.was for part in parts}
    taken: dict[str, str] = {}
    for name, was in before.items():
        if not was:
            continue
        if was in taken:
            return f"{taken[was]} and {name} both say was = “{was}”"
        taken[was] = name
        if before.get(was) == "":
            return f"{name} says was = “{was}”, but {was} is still there"
        chain = [name]
        while was and was not in chain:
            chain.append(was)
            was = before.get(was, "")  # noqa: PLW2901 - one step further back
        if was == name:
            circle = ", which was ".join([*chain, name])
            return f"what each was goes in a circle: {circle}"
    return None


def without_past(schema: Schema) -> Schema:
    """Return a schema that says nothing of what things were called before."""

    def plain(attribute: AttributeDef) -> AttributeDef:
        return replace(attribute, was="", values=tuple(replace(choice, was="") for choice in attribute.values))

    return replace(
        schema,
        labels=tuple(
            replace(
                label,
                was="",
                roles=tuple(replace(role, was="") for role in label.roles),
                attributes=tuple(plain(attribute) for attribute in label.attributes),
            )
            for label in schema.labels
        ),
        relations=tuple(replace(rule, was="") for rule in schema.relations),
    )


def _within(label: LabelDef) -> LabelRenames:
    attributes = _all_names(label.attributes)
    return LabelRenames(
        name=label.name,
        roles=_all_names(label.roles),
        attributes=attributes,
        values={old: _all_names(label.attribute(name).values) for old, name in attributes.items()},
    )


def _all_names(parts: Sequence[Part]) -> dict[str, str]:
    """Old name to new one; a name that another part had before is that part's."""
    return _followed(parts, [part.name for part in parts])


def _followed(parts: Sequence[Part], old_names: Iterable[str]) -> dict[str, str]:
    moved = {part.was: part.name for part in parts if part.was}
    names = {part.name for part in parts}
    known = [*old_names, *moved]
    return {old: moved.get(old, old) for old in known if old in moved or old in names}
