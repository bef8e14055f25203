"""Tagging: labels, polarity and other values, repeat."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from annotations.model import Annotation, Span
from annotations.schema import AttributeDef, Choice, LabelDef, Schema, Scope
from annotations.summaries import quoted, value_words
from annotations.workspace import Tagged
from tui.actions import Action, Group
from tui.acts.relating import join

if TYPE_CHECKING:
    from tui.desk import Desk

SIGNS = "+-="
"""Keys of values that act on the active annotation directly, without the inspector."""


async def tag(desk: Desk, label: LabelDef, count: int | None, *, again: bool = False) -> None:
    """Put a label on the selection, else on the current sentence and `count` - 1 more.

    While a relation is being made, it ties the carried annotation to this one, in the same step.
    """
    reading = desk.reading
    fragments = [] if label.scope is Scope.ARTICLE else _targets(desk, count)
    if not fragments and label.scope is Scope.TEXT:
        desk.say("only white space is selected" if reading.selection is not None else "there is no sentence here")
        return
    info = await desk.article()
    offered = None if again or count is not None else desk.offers.matching(label, fragments)
    if offered is None:
        tagged = await desk.run(lambda w: w.tag(info, label.name, fragments, again=again))
    else:
        one = offered.suggestion
        spans = fragments if reading.selection is not None else one.fragments
        tagged = await desk.run(lambda w: w.tag(info, label.name, spans, roles=one.roles, attributes=one.attributes))
    show_tagged(desk, tagged)
    words = quoted(tagged.annotation, reading.text)
    desk.say(f"{label.name} {words}" if tagged.edit is not None else f"this is tagged already: {label.name} {words}")
    if desk.pinned is not None:
        await join(desk, tagged.annotation, step=tagged.edit.step if tagged.edit is not None else None)
    desk.changed()


def show_tagged(desk: Desk, tagged: Tagged) -> None:
    """Show what a tag left, and make it active."""
    reading = desk.reading
    if tagged.edit is not None:
        desk.tags.apply(tagged.edit)
        desk.memory.tagged(tagged.annotation, tagged.edit.step)
    elif reading.annotated.get(tagged.annotation.id) != tagged.annotation:
        desk.tags.add((tagged.annotation,))  # made by another program since
    reading.active = tagged.annotation.id
    reading.selection = None


def _targets(desk: Desk, count: int | None) -> list[Span]:
    reading = desk.reading
    if reading.selection is None and count is not None:
        span = reading.sentences_from_here(count)
        return [] if span is None else [span]
    return list(reading.targets)


async def set_value(desk: Desk, attribute: AttributeDef, choice: Choice) -> None:
    """Set a value of the active annotation; right after the tag it belongs to the same step."""
    annotation = desk.active()
    if annotation is None:
        return
    step = desk.memory.step_of_tag(annotation)
    value = attribute.check(choice.name)
    if annotation.attributes.get(attribute.name) == value:
        desk.say(f"{attribute.name} is {choice.name} already")
        return
    words = quoted(annotation, desk.reading.text)
    await change(
        desk,
        annotation,
        replace(annotation, attributes={**annotation.attributes, attribute.name: value}),
        f"set {attribute.name} of {annotation.label} {words} to {choice.name}",
        step=step,
    )
    desk.say(f"{annotation.label} {words}: {attribute.name} {choice.name}")


async def change(
    desk: Desk, before: Annotation, after: Annotation, summary: str, *, step: str | None = None
) -> Annotation | None:
    """Write an annotation anew and show it; returns it as it is now."""
    info = await desk.article()
    edit = await desk.run(lambda w: w.change(info, before, after, summary, step=step))
    desk.tags.apply(edit)
    desk.reading.active = before.id
    desk.changed()
    return desk.reading.active_annotation


async def _repeat(desk: Desk, count: int | None) -> None:
    """Tag what is selected, else the current sentence, like the last tag: label and attributes."""
    made = desk.memory.last
    if made is None:
        desk.say("nothing was tagged yet")
        return
    # With the values that it has by now, if it is still there.
    last = desk.reading.annotated.get(made.annotation.id) or made.annotation
    fragments = _targets(desk, count)
    if not fragments:
        desk.say("there is nothing here to tag")
        return
    info = await desk.article()
    tagged = await desk.run(lambda w: w.tag(info, last.label, fragments, attributes=last.attributes))
    show_tagged(desk, tagged)
    values = ", ".join(f"{name} {value_words(value)}" for name, value in tagged.annotation.attributes.items())
    desk.say(f"{last.label} {quoted(tagged.annotation, desk.reading.text)}" + (f": {values}" if values else ""))
    desk.changed()


def _next_here(desk: Desk, count: int | None) -> None:
    reading = desk.reading
    here = reading.annotations_here()
    if not here:
        desk.say("there is no annotation here")
        return
    ids = [annotation.id for annotation in here]
    place = ids.index(reading.active) + 1 if reading.active in ids else 0
    reading.active = ids[place % len(ids)]
    annotation = here[place % len(ids)]
    desk.say(f"{place % len(ids) + 1} of {len(ids)} here: {annotation.label} {quoted(annotation, reading.text)}")
    desk.changed()


def needs_active(desk: Desk) -> str | None:
    """Why nothing can be done to an active annotation: there is none."""
    if desk.reading.active_annotation is None:
        return "no annotation is active: tag something, or step to one with > a"
    return None


def actions(schema: Schema) -> tuple[Action, ...]:
    """The actions of this subject for a schema."""
    acts: list[Action] = []
    for label in schema.labels:
        if label.key:
            acts += _label_actions(label)
    signs: dict[str, tuple[AttributeDef, Choice]] = {}
    for attribute in schema.attributes.values():
        for choice in attribute.values:
            if choice.key and choice.key in SIGNS:
                signs.setdefault(choice.key, (attribute, choice))
    acts += [_sign_action(attribute, choice) for attribute, choice in signs.values()]
    acts += [
        Action("tag.repeat", "Repeat the last tag with its values here", (".",), Group.TAG, _repeat),
        Action("annotation.next_here", "Make the next annotation at this place active", ("o",), Group.TAG, _next_here),
    ]
    return tuple(acts)


def _label_actions(label: LabelDef) -> list[Action]:
    return [
        Action(f"tag.{label.name}", f"Tag {label.name}: the selection, else the sentence", (label.key,), Group.TAG,
               lambda desk, n: tag(desk, label, n)),
        Action(f"tag_again.{label.name}", f"Tag another {label.name} on the same words", (f"A {label.key}",), Group.TAG,
               lambda desk, n: tag(desk, label, n, again=True)),
    ]  # fmt: skip


def _sign_action(attribute: AttributeDef, choice: Choice) -> Action:
    def reason(desk: Desk) -> str | None:
        annotation = desk.reading.active_annotation
        if annotation is None:
            return needs_active(desk)
        if not desk.schema.has_label(annotation.label):
            return f"the coding scheme does not have the label {annotation.label}"
        names = [rule.name for rule in desk.schema.label(annotation.label).attributes]
        return None if attribute.name in names else f"a {annotation.label} has no {attribute.name}"

    return Action(
        f"value.{attribute.name}.{choice.name}", f"Set {attribute.name} {choice.name}", (choice.key,), Group.TAG,
        lambda desk, _: set_value(desk, attribute, choice), reason=reason,
    )  # fmt: skip
