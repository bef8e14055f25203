"""Relations: an annotation is carried to another one, here or in another article, and tied to it; and followed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.errors import StetError
from annotations.model import Annotation
from annotations.schema import RelationDef, Schema
from annotations.summaries import describe
from annotations.workspace.relating import End
from tui.actions import Action, Group
from tui.ports import Pin

if TYPE_CHECKING:
    from tui.desk import Desk


def _pin(desk: Desk, rule: RelationDef) -> None:
    annotation = desk.reading.annotation_meant()
    if annotation is None:
        return
    desk.reading.active = annotation.id
    desk.pinned = Pin(annotation, rule, describe(annotation, desk.reading.text))
    desk.say(pinned_words(desk.pinned))
    desk.changed()


def pinned_words(pin: Pin) -> str:
    """Say what is carried and what may be done with it."""
    return f"{pin.words} {pin.relation.name} … – Enter: the annotation here, a label key: a new one, Esc: none"


async def join(desk: Desk, target: Annotation, *, step: str | None = None) -> None:
    """Tie what is carried to an annotation, as part of `step` if that made it."""
    pin = desk.pinned
    if pin is None:
        return
    info = await desk.article()
    source = desk.reading.annotated.get(pin.annotation.id) or pin.annotation
    joined = await desk.run(lambda w: w.relate(info, pin.relation.name, source, target, step=step))
    desk.pinned = None
    words = f"{pin.words} {pin.relation.name} {describe(target, desk.reading.text)}"
    if joined.edit is None:
        desk.say(f"this is related so already: {words}")
    else:
        desk.tags.apply(joined.edit)
        desk.say(words)
    await desk.tags.refresh_relations()
    desk.changed()


async def join_here(desk: Desk) -> None:
    """Tie what is carried to the annotation here: the active one, else the first other than what is carried."""
    pin = desk.pinned
    reading = desk.reading
    here = [annotation for annotation in reading.annotations_here() if pin and annotation.id != pin.annotation.id]
    active = reading.active_annotation
    target = active if active in here else here[0] if here else None
    if target is None:
        desk.say("there is no other annotation here: go to one, or make one with its label key")
        return
    await join(desk, target)


async def follow(desk: Desk, end: End) -> None:
    """Go to the other end of a relation, in whatever article it is."""
    if end.article is None or end.label is None:
        desk.say("what it goes to is not in the library")
        return
    info = await desk.article()
    if end.article != info.number:
        await desk.shell.open(str(end.article))
        await desk.waits.until_annotated()
    annotation = desk.reading.annotated.get(end.annotation)
    if annotation is None:
        hint = "" if desk.tags.layers.others is None else "Or it is in a layer that is not shown: :layers all."
        raise StetError(f"the {end.label} {end.words} is not in this version of the article", hint)
    if annotation.fragments:
        await desk.waits.until_known(annotation.fragments[0].start)
        desk.reading.go_to(annotation.fragments[0].start, jump=True)
    desk.reading.active = annotation.id
    desk.say(describe(annotation, desk.reading.text))
    desk.moved()
    desk.changed()


async def _follow(desk: Desk, count: int | None) -> None:
    """Go to the other end of the active annotation's relation, of the one counted if there are several."""
    annotation = desk.active()
    if annotation is None:
        return
    related = desk.reading.relations_of(annotation.id)
    if not related:
        desk.say(f"nothing is related to this {annotation.label}")
        return
    await follow(desk, related[min(count or 1, len(related)) - 1].other(annotation.id))


def _reason(rule: RelationDef, desk: Desk) -> str | None:
    annotation = desk.reading.annotation_meant()
    if annotation is None:
        return "no annotation is here, and none is active: tag something, or step to one with > a"
    if rule.sources and annotation.label not in rule.sources:
        return f"{rule.name} goes from {' or '.join(rule.sources)}, not from {annotation.label}"
    return None


def actions(schema: Schema) -> tuple[Action, ...]:
    """The actions of this subject for a schema."""

    def relation(rule: RelationDef) -> Action:
        return Action(
            f"relate.{rule.name}", f"Relate the annotation here, or the active one: {rule.name}", (f"R {rule.key}",),
            Group.TAG, lambda desk, _: _pin(desk, rule), reason=lambda desk: _reason(rule, desk),
        )  # fmt: skip

    return (
        *(relation(rule) for rule in schema.relations if rule.key),
        Action("relation.follow", "Go to what the active annotation is related to", ("g r",), Group.MOVE, _follow),
    )
