"""From a document of another program back to annotations: labels mapped, roles put in their place, values typed.

What does not fit the coding scheme is kept as it is and counted, so that nothing goes and everything is listed.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from annotations.errors import FormatError, SchemaError
from annotations.formats.documents import (
    HAS,
    NAME,
    NOTE,
    OF_ATTRIBUTE,
    ROLE_ORDER,
    UNSURE,
    Document,
    Link,
    Node,
    in_scheme_order,
)
from annotations.formats.fields import is_identifier
from annotations.identity import MAX_NAME, check_name, new_id
from annotations.model import Annotation, AttributeValue, Origin, Relation, Role, Span
from annotations.schema import MAX_TEXT, AttributeDef, AttributeKind, LabelDef, Schema, Scope, clip

__all__ = ["Folded", "Folder", "Misfits", "from_text", "said", "to_text"]

_YES = frozenset({"true", "yes", "1"})


class Misfits:
    """What the coding scheme does not have, counted by what it is."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def add(self, what: str) -> None:
        """Note one."""
        self._counts[what] += 1

    def sentences(self) -> Iterator[str]:
        """One sentence for each kind."""
        for what, count in self._counts.items():
            yield f"{what} ({count} time{'' if count == 1 else 's'})"


@dataclass(frozen=True, slots=True)
class Folded:
    """What a document came to: annotations in its order, and relations that start from them."""

    annotations: tuple[Annotation, ...]
    relations: tuple[Relation, ...]


class Folder:
    """Folds documents by a coding scheme.

    Args:
        schema: The scheme.
        names: What labels, roles, attributes and relations of theirs are called here.
        annotator: Whose annotations are those that name nobody.
        at: When those were made that do not say.
        misfits: Counts what does not fit.
    """

    def __init__(self, schema: Schema, names: Mapping[str, str], annotator: str, at: str, misfits: Misfits) -> None:
        self._schema = schema
        self._names = names
        self._annotator = annotator
        self._at = at
        self._misfits = misfits
        self._labels = {label.name: label for label in schema.labels}
        self._folded = {label.name.casefold(): label.name for label in schema.labels}
        self._relations = {relation.name.casefold(): relation.name for relation in schema.relations}

    def fold(self, document: Document) -> Folded:
        """Make annotations of a document whose spans lie in a canonical text.

        Raises:
            FormatError: A link goes nowhere, or two things have one id.
        """
        nodes: dict[str, Node] = {}
        for node in document.nodes:
            if node.id in nodes:
                raise FormatError(f"{node.place or document.place}: two things are called “{clip(node.id)}”")
            nodes[node.id] = node
        roles, relations = self._part(document, nodes)
        fillers = {link.target for links in roles.values() for link in links}
        annotations = {
            node.id: self._annotation(node, [nodes[link.target] for link in roles.get(node.id, ())])
            for node in document.nodes
            if node.id not in fillers
        }
        return Folded(
            tuple(annotations.values()),
            tuple(self._relation(link, annotations) for link in relations),
        )

    def label(self, name: str) -> str:
        """What a label of theirs is here: as mapped, by its name, by its name in other case, else as it is."""
        if name in self._names:
            return self._names[name]
        return name if name in self._labels else self._folded.get(name.casefold(), name)

    def _part(self, document: Document, nodes: Mapping[str, Node]) -> tuple[dict[str, list[Link]], list[Link]]:
        """Tell the links that only say which role a node fills from relations between annotations."""
        ends = Counter(end for link in document.links for end in (link.source, link.target))
        roles: dict[str, list[Link]] = {}
        relations = []
        for link in document.links:
            source, target = nodes.get(link.source), nodes.get(link.target)
            if source is None:
                raise FormatError(f"{link.place or document.place}: “{clip(link.source)}” is not in this document")
            if target is not None and self._is_role(link, source, target) and ends[target.id] == 1:
                roles.setdefault(source.id, []).append(link)
            else:
                relations.append(link)
        return roles, relations

    def _is_role(self, link: Link, source: Node, target: Node) -> bool:
        label = self._names.get(link.label, link.label)
        if not label.startswith(HAS) or not target.spans or len(target.spans) > 1:
            return False
        role = label.removeprefix(HAS)
        name = self._names.get(target.label, target.label)
        known = self._labels.get(self.label(source.label))
        return name.casefold() == role.casefold() or (known is not None and role in {one.name for one in known.roles})

    def _annotation(self, node: Node, fillers: list[Node]) -> Annotation:
        name = self.label(node.label)
        for called in (name, *node.values):
            if not called.strip() or len(called) > MAX_NAME:
                raise FormatError(f"{node.place}: nothing can be called “{clip(called)}”")
        label = self._labels.get(name)
        if label is None:
            self._misfits.add(f"the label “{clip(name)}” is not in the coding scheme, and stays unmapped")
        elif bool(node.spans) != (label.scope is Scope.TEXT):
            wanted = "words" if label.scope is Scope.TEXT else "the whole article"
            self._misfits.add(f"the label “{clip(name)}” is put on {wanted} here")
        values = dict(node.values)
        order = values.pop(ROLE_ORDER, None)
        note = _text(values.pop(NOTE, ""))
        unsure = _text(values.pop(UNSURE, "")).lower() in _YES
        roles = [*(self._filler(one, label) for one in fillers), *self._named(values, label)]
        attributes: dict[str, AttributeValue] = {}
        notes = [note] if note else []
        for key, value in values.items():
            if (left := self._put(attributes, key.removeprefix(OF_ATTRIBUTE), value, label)) is not None:
                notes.append(left)
        whole = "\n".join(notes)
        if len(whole) > MAX_TEXT:
            raise FormatError(f"{node.place}: the note is {len(whole)} characters long; {MAX_TEXT} at most are kept")
        return Annotation(
            id=self._id(node),
            version=0,
            label=name,
            fragments=tuple(Span(start, end) for start, end in node.spans),
            annotator=self._person(node.provenance.get("annotator")),
            created=self._time(node.provenance.get("created")),
            updated=self._time(node.provenance.get("updated") or node.provenance.get("created")),
            roles=_ordered(roles, order),
            attributes=attributes,
            note=whole,
            unsure=unsure,
            origin=_origin(node.provenance.get("origin")),
        )

    def _filler(self, node: Node, label: LabelDef | None) -> Role:
        name = node.values.get("name")
        return Role(self._role(node.label, label), None if name is None else _text(name), Span(*node.spans[0]))

    def _named(self, values: dict[str, AttributeValue], label: LabelDef | None) -> Iterator[Role]:
        own = {attribute.name for attribute in label.attributes} if label is not None else set()
        known = {role.name for role in label.roles} if label is not None else set(self._schema.roles)
        keys: dict[str, list[str]] = {}
        for key in values:
            role = self._names.get(key.removesuffix(NAME), key.removesuffix(NAME))
            if key.endswith(NAME) and key not in own and role in known:
                keys.setdefault(role, []).append(key)
        for role in in_scheme_order(keys, self._schema):
            for key in keys[role]:
                names = values.pop(key)
                for name in (names,) if isinstance(names, str) else _parts(names):
                    if name.strip():
                        yield Role(role, check_name(name))

    def _role(self, name: str, label: LabelDef | None) -> str:
        role = self._names.get(name, name)
        if label is None:
            return role
        names = {one.name.casefold(): one.name for one in label.roles}
        if role.casefold() not in names:
            self._misfits.add(f"the label “{label.name}” has no role “{clip(role)}” in the coding scheme")
        return names.get(role.casefold(), role)

    def _put(
        self, attributes: dict[str, AttributeValue], theirs: str, value: AttributeValue, label: LabelDef | None
    ) -> str | None:
        """Set an attribute; returns what goes into the note where it cannot be set."""
        name = self._names.get(theirs, theirs)
        if label is None:
            attributes[name] = value
            return None
        try:
            definition = label.attribute(name)
        except SchemaError:
            self._misfits.add(f"the label “{label.name}” has no attribute “{clip(name)}” in the coding scheme")
            attributes[name] = value
            return None
        try:
            attributes[name] = _typed(definition, self._choices(definition, value))
        except SchemaError:
            self._misfits.add(f"“{clip(_text(value))}” is no value of {name}; it stands in the note")
            return f"{name} = {_text(value)}"
        return None

    def _choices(self, definition: AttributeDef, value: AttributeValue) -> AttributeValue:
        """Values to choose from as they are called here: as mapped, by name, or by name in other case."""
        if definition.kind is not AttributeKind.CHOICE or not isinstance(value, (str, tuple)):
            return value
        folded = {choice.name.casefold(): choice.name for choice in definition.values}
        if isinstance(value, tuple):
            return tuple(self._names.get(one, folded.get(one.casefold(), one)) for one in value)
        return self._names.get(value, folded.get(value.strip().casefold(), value))

    def _relation(self, link: Link, annotations: Mapping[str, Annotation]) -> Relation:
        name = self._names.get(link.label, link.label)
        name = self._relations.get(name.casefold(), name)
        source = annotations.get(link.source)
        target = annotations.get(link.target)
        if source is None:
            raise FormatError(f"{link.place}: a relation starts from “{clip(link.source)}”, which fills a role")
        if not name.strip() or len(name) > MAX_NAME:
            raise FormatError(f"{link.place}: nothing can be called “{clip(name)}”")
        given = link.provenance.get("id", "")
        relation = Relation(
            id=given if is_identifier(given) else new_id(),
            label=name,
            source=source.id,
            target=target.id if target is not None else link.target,
            annotator=self._person(link.provenance.get("annotator")),
            created=self._time(link.provenance.get("created")),
            updated=self._time(link.provenance.get("updated") or link.provenance.get("created")),
            note=link.note,
            origin=_origin(link.provenance.get("origin")),
        )
        return replace(relation, id=new_id()) if relation.id in {relation.source, relation.target} else relation

    def _id(self, node: Node) -> str:
        given = node.provenance.get("id", "")
        return given if is_identifier(given) else new_id()

    def _person(self, name: str | None) -> str:
        try:
            return check_name(name or "")
        except SchemaError:
            return self._annotator

    def _time(self, time: str | None) -> str:
        """A time as it is written, where it is one: without a zone it is taken as UTC."""
        try:
            given = datetime.fromisoformat(time or "")
        except ValueError:
            return self._at
        if given.tzinfo is not None:
            return time or ""
        return given.replace(tzinfo=UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _typed(attribute: AttributeDef, value: AttributeValue) -> AttributeValue:
    """Make a value of what a file has, which may be typed already.

    Raises:
        SchemaError: It is no such value.
    """
    if isinstance(value, str) and attribute.kind is AttributeKind.NUMBER and re.fullmatch("-?[0-9]{1,15}", value):
        return attribute.check(int(value))
    if isinstance(value, str) and (attribute.kind is not AttributeKind.TEXT or attribute.several):
        return attribute.parse(value)
    return attribute.check(value)


def _origin(given: str | None) -> Origin:
    return Origin(given) if given in set(Origin) else Origin.IMPORTED


def _ordered(roles: list[Role], order: AttributeValue | None) -> tuple[Role, ...]:
    places = [int(part) for part in _text(order or "").split() if part.isdigit()]
    return tuple(roles[place] for place in places) if sorted(places) == list(range(len(roles))) else tuple(roles)


def _parts(value: AttributeValue) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (_text(value),)


def _text(value: AttributeValue) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case tuple():
            return " | ".join(value)
    return str(value)


def to_text(value: AttributeValue) -> str:
    """Write a value where a format has only text; `from_text` reads it back.

    Several values join with ` | `, unless one of them has that in it: then they are a list in JSON.
    """
    if isinstance(value, tuple) and (len(value) != 1 or value[0].startswith("[")):
        plain = all(part and "|" not in part and part == part.strip() for part in value) and len(value) > 1
        return " | ".join(value) if plain else json.dumps(value, ensure_ascii=False)
    return _text(value)


def said(name: str, value: AttributeValue) -> str:
    """Write a value by what it is called; `from_text` reads it back. Several names are a list in JSON."""
    several = name.endswith(NAME) and isinstance(value, tuple)
    return json.dumps(value, ensure_ascii=False) if several else to_text(value)


def from_text(text: str) -> AttributeValue:
    """Read a value that `to_text` wrote: a list in JSON becomes several, anything else stays the text that it is."""
    if text.startswith('["') and text.endswith('"]'):
        try:
            parts = json.loads(text)
        except ValueError:
            return text
        if isinstance(parts, list) and all(isinstance(part, str) for part in parts):
            return tuple(parts)
    return text
