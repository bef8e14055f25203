"""By what annotations of a label can be grouped: who fills a role, which value they have, where, and by whom."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from annotations.errors import UsageError
from annotations.names.runs import WORDING_ROLES
from annotations.schema import AttributeDef, AttributeKind, LabelDef, nearest

__all__ = ["Facet", "FacetKind", "facet_named", "facets", "naming_roles", "usual_facets", "valued"]

_GROUPING = (AttributeKind.CHOICE, AttributeKind.FLAG, AttributeKind.INTEGER)
_USUAL = {"claim": ("verdict", "checkworthiness")}
"""What a label is grouped by although it has roles: a claim first of all by whether it is true."""


class FacetKind(StrEnum):
    """What a facet is taken from."""

    ROLE = "role"
    ATTRIBUTE = "attribute"
    ARTICLE = "article"
    ANNOTATOR = "annotator"


@dataclass(frozen=True, slots=True)
class Facet:
    """One thing to group by; `name` is that of a role or attribute, else “article” or “annotator”."""

    kind: FacetKind
    name: str


def naming_roles(label: LabelDef) -> tuple[str, ...]:
    """The roles of a label whose fillers are named: not the cue, which is the article's wording."""
    return tuple(role.name for role in label.roles if role.name not in WORDING_ROLES)


def facets(label: LabelDef) -> tuple[Facet, ...]:
    """Everything that a label can be grouped by, in the order of the schema."""
    roles = tuple(Facet(FacetKind.ROLE, role.name) for role in label.roles)
    values = tuple(Facet(FacetKind.ATTRIBUTE, one.name) for one in label.attributes if one.kind in _GROUPING)
    rest = (Facet(FacetKind.ARTICLE, "article"), Facet(FacetKind.ANNOTATOR, "annotator"))
    taken = {facet.name for facet in (*roles, *values)}
    return (*roles, *values, *(facet for facet in rest if facet.name not in taken))


def usual_facets(label: LabelDef) -> tuple[Facet, ...]:
    """What a label is grouped by unless told otherwise: its first named role, else its first choice, else articles."""
    known = {facet.name: facet for facet in facets(label)}
    wanted = _USUAL.get(label.name, ())
    if wanted and all(name in known for name in wanted):
        return tuple(known[name] for name in wanted)
    if roles := naming_roles(label):
        return (known[roles[0]],)
    values = [facet for facet in known.values() if facet.kind is FacetKind.ATTRIBUTE]
    return (values[0],) if values else (known.get("article", Facet(FacetKind.ARTICLE, "article")),)


def facet_named(label: LabelDef, name: str) -> Facet:
    """Return the facet of a label that is called `name`.

    Raises:
        UsageError: It has none of that name.
    """
    known = facets(label)
    for facet in known:
        if facet.name == name:
            return facet
    names = [facet.name for facet in known]
    raise UsageError(
        f"a {label.name} cannot be grouped by “{name}”", nearest(name, names) or f"It can by {', '.join(names)}."
    )


def valued(label: LabelDef) -> AttributeDef | None:
    """The choice that says which way an annotation of a label goes: the first one of its attributes."""
    return next((one for one in label.attributes if one.kind is AttributeKind.CHOICE and not one.several), None)
