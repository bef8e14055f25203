"""The shape that most other programs' formats share: labelled stretches of one text, with values, and ties between.

What has no place of its own in that shape follows one convention, so that all of these formats agree: a role on
words is a stretch of its own, labelled with the role, and a tie `has_<role>` goes to it; a role that is only a name is
a value `<role>_name`; a note is a value `note`; relations keep their names. Who made an annotation, when and how
stands apart, because not every format shows it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from annotations.formats.base import ArticleRecord
from annotations.model import Annotation, AttributeValue, Relation, Role
from annotations.schema import Schema

__all__ = [
    "HAS",
    "NAME",
    "NOTE",
    "PROVENANCE",
    "UNSURE",
    "Document",
    "Link",
    "Node",
    "Values",
    "graph_of",
    "in_scheme_order",
]

Values: TypeAlias = "Mapping[str, AttributeValue]"

HAS = "has_"
NAME = "_name"
NOTE = "note"
UNSURE = "unsure"
PROVENANCE = ("id", "annotator", "origin", "created", "updated")
ROLE_ORDER = "role_order"
"""Which filler of a role is the first, second …, where it is not those on words and then those that are names."""
OF_ATTRIBUTE = "value_"
"""Before the name of an attribute that is called like something else here."""


@dataclass(frozen=True, slots=True)
class Node:
    """One labelled thing.

    Attributes:
        id: What links call it; of an annotation its own id.
        spans: (start, end) in code points of the document's text, ends exclusive; empty for the whole text.
        values: What the program shows of it.
        provenance: Its id, who made it, when and how, as far as known.
        words: What the file says the words are, with `between` between the spans; None where it says nothing.
        place: Where in the file it stands, for messages.
        owner: Id of the annotation that it is a role of.
        quotes: (before, words, after) of each span, where the file has them: of a text that it does not have.
    """

    id: str
    label: str
    spans: tuple[tuple[int, int], ...]
    values: Values = field(default_factory=dict)
    provenance: Mapping[str, str] = field(default_factory=dict)
    words: str | None = None
    place: str = ""
    owner: str = ""
    quotes: tuple[tuple[str, str, str], ...] = ()
    between: str = " "


@dataclass(frozen=True, slots=True)
class Link:
    """A directed tie between two nodes; `target` may be in another document."""

    label: str
    source: str
    target: str
    note: str = ""
    provenance: Mapping[str, str] = field(default_factory=dict)
    place: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """One text with what hangs on it.

    Attributes:
        place: Where in the file it stands, for messages.
        name: What the file calls it.
        text: As the file has it; None where its article must be in the library.
        article: Id of its article, where the file says.
    """

    place: str
    name: str
    text: str | None
    nodes: tuple[Node, ...] = ()
    links: tuple[Link, ...] = ()
    article: str = ""
    title: str = ""
    source: str = ""
    language: str = ""


def graph_of(record: ArticleRecord, schema: Schema) -> Document:
    """Make a document of an article: roles first become nodes and links, then come its relations."""
    nodes: list[Node] = []
    links: list[Link] = []
    for annotation in record.annotations:
        own, roles = _nodes(annotation, schema)
        nodes += [own, *roles]
        links += [Link(HAS + role.label, own.id, role.id) for role in roles]
    links += map(_link, record.relations)
    info = record.info
    return Document(
        place=f"article {info.number}",
        name=str(info.number),
        text=record.content.text,
        nodes=tuple(nodes),
        links=tuple(links),
        article=info.id,
        title=info.title,
        source=info.source,
        language=info.language or "",
    )


def _nodes(annotation: Annotation, schema: Schema) -> tuple[Node, list[Node]]:
    spanned = [role for role in annotation.roles if role.span is not None]
    named = [role for role in annotation.roles if role.span is None]
    values = dict(_values(annotation, schema, named))
    order = [*spanned, *_by_role(named, schema)]
    if tuple(order) != annotation.roles:
        places = [_place_of(role, order) for role in annotation.roles]
        values[ROLE_ORDER] = " ".join(map(str, places))
    own = Node(
        id=annotation.id,
        label=annotation.label,
        spans=tuple((span.start, span.end) for span in annotation.fragments),
        values=values,
        provenance={name: str(getattr(annotation, name)) for name in PROVENANCE},
        place=f"annotation {annotation.id}",
    )
    roles = [
        Node(
            id=f"{annotation.id}.{number}",
            label=role.role,
            spans=((role.span.start, role.span.end),),
            values={"name": role.name} if role.name is not None else {},
            place=own.place,
            owner=annotation.id,
        )
        for number, role in enumerate(spanned, 1)
        if role.span is not None
    ]
    return own, roles


def _values(annotation: Annotation, schema: Schema, named: list[Role]) -> Iterator[tuple[str, AttributeValue]]:
    known = [name for name in schema.attributes if name in annotation.attributes]
    taken = {NOTE, UNSURE, ROLE_ORDER, *PROVENANCE, *(f"{role}{NAME}" for role in schema.roles)}
    for name in [*known, *sorted(annotation.attributes.keys() - set(known))]:
        yes = name in taken or name.startswith(OF_ATTRIBUTE)
        yield OF_ATTRIBUTE + name if yes else name, annotation.attributes[name]
    for role in in_scheme_order({role.role for role in named}, schema):
        names = tuple(filler.name or "" for filler in named if filler.role == role)
        yield role + NAME, names[0] if len(names) == 1 else names
    if annotation.note:
        yield NOTE, annotation.note
    if annotation.unsure:
        yield UNSURE, True


def in_scheme_order(roles: Iterable[str], schema: Schema) -> list[str]:
    """Names of roles in the order of the coding scheme, those that it lacks last: not every format keeps an order."""
    places = {role: place for place, role in enumerate(schema.roles)}
    return sorted(roles, key=lambda role: (places.get(role, len(places)), role))


def _by_role(roles: list[Role], schema: Schema) -> list[Role]:
    names = in_scheme_order({role.role for role in roles}, schema)
    return [role for name in names for role in roles if role.role == name]


def _place_of(role: Role, order: list[Role]) -> int:
    """Index of exactly this filler: two may be equal."""
    return next(index for index, other in enumerate(order) if other is role)


def _link(relation: Relation) -> Link:
    return Link(
        relation.label,
        relation.source,
        relation.target,
        relation.note,
        {name: str(getattr(relation, name)) for name in PROVENANCE},
    )
