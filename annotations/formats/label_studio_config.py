"""The labelling configuration that Label Studio needs for an export: labels, a control for each value, relations."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import quoteattr

from annotations.formats.base import Job
from annotations.formats.documents import UNSURE
from annotations.model import AttributeValue
from annotations.schema import AttributeDef, AttributeKind, Schema

__all__ = ["ARTICLE", "LABEL", "TEXT", "configuration", "control_of"]

LABEL = "label"
TEXT = "text"
ARTICLE = "article_label"
"""The control of labels that are put on a whole article."""

_COLOUR = "#808080"


def control_of(attribute: AttributeDef | None, value: AttributeValue) -> tuple[str, dict[str, object]]:
    """Return the type of control for a value, and what stands in its result."""
    match value:
        case bool():
            return "choices", {"choices": ["true" if value else "false"]}
        case int() | float():
            return "number", {"number": value}
        case tuple() if attribute is not None and attribute.kind is AttributeKind.CHOICE:
            return "choices", {"choices": list(value)}
        case tuple():
            return "textarea", {"text": list(value)}
    if attribute is not None and attribute.kind is AttributeKind.CHOICE:
        return "choices", {"choices": [value]}
    return "textarea", {"text": [value]}


def configuration(job: Job) -> str:
    """Return the configuration for what was seen in an export, with all that its coding scheme has."""
    return "\n".join(("<View>", *(f"  {line}" for line in _lines(job)), "</View>", ""))


def _lines(job: Job) -> Iterator[str]:
    schema = job.schema
    colours = {label.name: label.colour for label in schema.labels}
    labels = dict.fromkeys((*colours, *schema.roles, *job.seen.get("labels", {})))
    yield f'<Labels name="{LABEL}" toName="{TEXT}">'
    for label in labels:
        colour = colours.get(label, _COLOUR)
        shown = colour if colour.startswith("#") else _COLOUR
        yield f"  <Label value={quoteattr(label)} background={quoteattr(shown)}/>"
    yield "</Labels>"
    yield f'<Text name="{TEXT}" value="$text"/>'
    if article := job.seen.get("article labels"):
        yield f'<Choices name="{ARTICLE}" toName="{TEXT}" choice="multiple">'
        yield from (f"  <Choice value={quoteattr(label)}/>" for label in article)
        yield "</Choices>"
    for name in dict.fromkeys((*schema.attributes, *job.seen.get("values", {}), "note", UNSURE)):
        yield from _control(name, schema)
    yield "<Relations>"
    for relation in dict.fromkeys(
        (*(r.name for r in schema.relations), *(f"has_{role}" for role in schema.roles), *job.seen.get("relations", {}))
    ):
        yield f"  <Relation value={quoteattr(relation)}/>"
    yield "</Relations>"


def _control(name: str, schema: Schema) -> Iterator[str]:
    attribute = schema.attributes.get(name)
    kind = attribute.kind if attribute is not None else AttributeKind.FLAG if name == UNSURE else AttributeKind.TEXT
    users = [label.name for label in schema.labels if any(one.name == name for one in label.attributes)]
    when = f' whenTagName="{LABEL}" whenLabelValue={quoteattr(",".join(users))}' if users else ""
    head = f'name={quoteattr(name)} toName="{TEXT}" perRegion="true"{when}'
    match kind:
        case AttributeKind.CHOICE | AttributeKind.FLAG:
            values = [choice.name for choice in attribute.values] if attribute is not None else []
            several = "multiple" if attribute is not None and attribute.several else "single"
            yield f'<Choices {head} choice="{several}">'
            yield from (f"  <Choice value={quoteattr(value)}/>" for value in values or ("true", "false"))
            yield "</Choices>"
        case AttributeKind.INTEGER | AttributeKind.NUMBER:
            yield f"<Number {head}/>"
        case _:
            yield f"<TextArea {head}/>"
