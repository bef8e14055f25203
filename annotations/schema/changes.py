"""From one version of a schema to the next: what annotations follow, what must be kept, and what stands in the way.

Nothing that is in use vanishes: it has a successor (`was`), or stays as `retired`, or the change is refused.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from annotations.errors import SchemaError
from annotations.model import Annotation, AttributeValue, Relation, Role
from annotations.schema import (
    AttributeDef,
    AttributeKind,
    LabelDef,
    Schema,
    Scope,
    clip,
)
from annotations.schema.files import from_json, to_json
from annotations.schema.renames import LabelRenames, Renames, renames
from annotations.schema.retired import Missing, with_kept

if TYPE_CHECKING:
    from annotations.store.usage import UsageRows

__all__ = ["Plan", "plan"]


@dataclass(frozen=True, slots=True)
class Plan:
    """How annotations come from the earlier schema to the new one.

    Attributes:
        schema: The new schema, with what is kept of the earlier one marked retired.
        renames: Old names to new ones.
        kept: What was kept.
        unknown: Labels in use that neither schema has; they stay as they are.
        reshaped: (label, attribute) by the new names where a value is written otherwise now.
    """

    schema: Schema
    renames: Renames
    kept: tuple[Missing, ...] = ()
    unknown: tuple[str, ...] = ()
    reshaped: frozenset[tuple[str, str]] = frozenset()

    def labels(self) -> frozenset[str]:
        """Old labels of which an annotation may have to change."""
        moved = {part.label or part.old for part in self.renames if part.kind != "relation"}
        reshaped = {old for old, now in self.renames.labels.items() for name, _ in self.reshaped if now.name == name}
        return frozenset(moved | reshaped)

    def relations(self) -> frozenset[str]:
        """Old names of the relations that have another name now."""
        return frozenset(part.old for part in self.renames if part.kind == "relation")

    def annotation(self, before: Annotation) -> Annotation:
        """Return an annotation as it is under the new schema; the same one where nothing changes."""
        now = self.renames.labels.get(before.label)
        if now is None:
            return before
        after = replace(
            before,
            label=now.name,
            roles=tuple(Role(now.roles.get(role.role, role.role), role.name, role.span) for role in before.roles),
            attributes=dict(self._values(before, now)),
        )
        return before if after == before else after

    def relation(self, before: Relation) -> Relation:
        """Return a relation as it is under the new schema; the same one where nothing changes."""
        name = self.renames.relations.get(before.label, before.label)
        return before if name == before.label else replace(before, label=name)

    def _values(self, before: Annotation, now: LabelRenames) -> Iterator[tuple[str, AttributeValue]]:
        for old, value in before.attributes.items():
            name = now.attributes.get(old, old)
            moved = _moved(value, now, old)
            if (now.name, name) in self.reshaped:
                moved = _shaped(moved, self.schema.label(now.name).attribute(name))
            yield name, moved


def plan(old: Schema, new: Schema, usage: UsageRows, *, keep: bool = False) -> Plan:
    """Hold what is in use against a new schema.

    Args:
        old: The schema in use.
        new: The one to come.
        usage: What is in use.
        keep: Keep what has no successor, marked retired.

    Raises:
        SchemaError: Something in use is missing and not to be kept, or a value in use does not fit any more.
    """
    return _Planning(old, new, usage).plan(keep=keep)


class _Planning:
    """Holds what is in use against the new schema, part by part."""

    def __init__(self, old: Schema, new: Schema, usage: UsageRows) -> None:
        self._old, self._new, self._usage = old, new, usage
        self._used = usage.labels()
        self._relations = usage.relations()
        self._renames = renames(
            new,
            [*(label.name for label in old.labels), *self._used],
            [*(rule.name for rule in old.relations), *(use.relation for use in self._relations)],
        )
        self._missing: list[Missing] = []
        self._reshaped: set[tuple[str, str]] = set()

    def plan(self, *, keep: bool) -> Plan:
        gone = [label for label in self._used if label not in self._renames.labels]
        known = [label for label in gone if self._old.has_label(label)]
        self._missing += [Missing("label", label, self._used[label]) for label in known]
        self._see_scopes()
        self._see_roles()
        self._see_attributes()
        self._see_relations()
        lost = [missing for missing in self._missing if not keep and not self._is_retired(missing)]
        if lost:
            raise SchemaError(
                f"{self._title} lacks what is in use: {_listed([missing.words for missing in lost])}",
                f"Where it has another name now, say was = “{lost[0].name}” there; --keep keeps it for what has it.",
            )
        schema = from_json(to_json(with_kept(self._old, self._new, self._renames, self._missing)))
        return Plan(
            schema,
            self._renames,
            tuple(self._missing),
            tuple(sorted(set(gone) - set(known))),
            frozenset(self._reshaped),
        )

    @property
    def _title(self) -> str:
        return f"the schema {self._new.name}, version {self._new.version},"

    def _see_scopes(self) -> None:
        for old, now in self._renames.labels.items():
            if old not in self._used:
                continue
            scope = self._new.label(now.name).scope
            on_words, on_article = self._usage.scopes(old)
            wrong = on_article if scope is Scope.TEXT else on_words
            if wrong:
                places = ("the whole article", "words") if scope is Scope.TEXT else ("words", "the whole article")
                raise SchemaError(
                    f"{self._title} puts {now.name} on {places[1]}, but {wrong} of them are on {places[0]}",
                    "Give the label another name, or delete those annotations first.",
                )

    def _see_roles(self) -> None:
        for use in self._usage.roles():
            now = self._renames.labels.get(use.label)
            label = self._old_label(use.label)
            known = label is not None and any(role.name == use.name for role in label.roles)
            if known and now is not None and use.name not in now.roles:
                self._missing.append(Missing("role", use.name, use.uses, use.label))

    def _see_attributes(self) -> None:
        for use in self._usage.attributes():
            now = self._renames.labels.get(use.label)
            if now is None:
                continue
            label = self._old_label(use.label)
            old = next((a for a in label.attributes if a.name == use.name), None) if label is not None else None
            if use.name in now.attributes:
                self._see_values(use.label, use.name, old, now)
            elif old is not None:
                self._missing.append(Missing("attribute", use.name, use.uses, use.label))

    def _see_values(self, label: str, name: str, old: AttributeDef | None, now: LabelRenames) -> None:
        new = self._new.label(now.name).attribute(now.attributes[name])
        if old is not None and _shape(old) == _shape(new):
            return
        known = {choice.name for choice in new.values}
        before = old.values if old is not None and new.kind is AttributeKind.CHOICE else ()
        lenient = replace(new, values=(*new.values, *(choice for choice in before if choice.name not in known)))
        lost: Counter[str] = Counter()
        for annotation, value in self._usage.values(label, name):
            moved = _moved(value, now, name)
            try:
                shaped = _shaped(moved, lenient)
            except SchemaError as error:
                raise SchemaError(
                    f"{self._title} does not take a value that is in use: {error.message} (annotation {annotation})",
                    error.hint or f"Change such values of {name} first, or let {new.name} take them.",
                ) from None
            if shaped != moved:
                self._reshaped.add((now.name, new.name))
            if before:
                values = shaped if isinstance(shaped, tuple) else (str(shaped),)
                lost.update(one for one in values if one not in known)
        self._missing += [Missing("value", value, count, label, name) for value, count in lost.items()]

    def _see_relations(self) -> None:
        counts: Counter[str] = Counter()
        for use in self._relations:
            name = self._renames.relations.get(use.relation)
            if name is None:
                counts[use.relation] += use.uses
                continue
            rule = self._new.relation(name)
            for label, allowed in ((use.source, rule.sources), (use.target, rule.targets)):
                now = self._renames.labels.get(label or "")
                if allowed and now is not None and now.name not in allowed:
                    raise SchemaError(
                        f"{self._title} does not let {name} join {use.source} to {use.target},"
                        f" as {use.uses} of them do",
                        f"Let “from” and “to” of {name} have those labels.",
                    )
        known = {rule.name for rule in self._old.relations}
        self._missing += [Missing("relation", name, count) for name, count in counts.items() if name in known]

    def _old_label(self, name: str) -> LabelDef | None:
        return self._old.label(name) if self._old.has_label(name) else None

    def _is_retired(self, missing: Missing) -> bool:
        if missing.kind == "relation":
            return self._old.relation(missing.name).retired
        label = self._old.label(missing.label or missing.name)
        if missing.kind == "label":
            return label.retired
        if missing.kind == "role":
            return label.role(missing.name).retired
        if missing.kind == "attribute":
            return label.attribute(missing.name).retired
        values = label.attribute(missing.attribute).values
        return next(choice.retired for choice in values if choice.name == missing.name)


def _shape(attribute: AttributeDef) -> tuple[object, ...]:
    """What decides which values an attribute takes."""
    values = frozenset(choice.name for choice in attribute.values)
    return attribute.kind, attribute.several, values, attribute.minimum, attribute.maximum


def _shaped(value: AttributeValue, attribute: AttributeDef) -> AttributeValue:
    """A value as the attribute writes it: one of several stands alone, and one alone among several."""
    if isinstance(value, tuple) and len(value) == 1 and not attribute.several:
        return attribute.check(value[0])
    return attribute.check(value)


def _moved(value: AttributeValue, now: LabelRenames, attribute: str) -> AttributeValue:
    names = now.values.get(attribute, {})
    if isinstance(value, tuple):
        return tuple(names.get(one, one) for one in value)
    return names.get(value, value) if isinstance(value, str) else value


def _listed(parts: Sequence[str], most: int = 8) -> str:
    more = f" and {len(parts) - most} more" if len(parts) > most else ""
    return clip(", ".join(parts[:most]), 800) + more
