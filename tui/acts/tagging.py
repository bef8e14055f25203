"""Tagging: labels, roles, polarity and other values, repeat."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from annotations.errors import SchemaError
from annotations.identity import check_name
from annotations.model import Annotation, Role, Span
from annotations.schema import AttributeDef, Choice, LabelDef, RoleDef, Schema, Scope
from annotations.summaries import quoted
from tui.actions import Action, Group
from tui.prompt import Prompt

if TYPE_CHECKING:
    from tui.desk import Desk

SIGNS = "+-="
"""Keys of values that act on the active annotation directly, without the inspector."""
ROLE_NAMES = ("author", "unnamed")
"""Names that are offered for any role."""


async def tag(desk: Desk, label: LabelDef, count: int | None, *, again: bool = False) -> None:
    """Put a label on the selection, else on the current sentence and `count` - 1 more."""
    reading = desk.reading
    span = _target(desk, count)
    if span is None and label.scope is Scope.TEXT:
        desk.say("only white space is selected" if reading.selection is not None else "there is no sentence here")
        return
    fragments = [] if label.scope is Scope.ARTICLE or span is None else [span]
    info = await desk.article()
    tagged = await desk.run(lambda w: w.tag(info, label.name, fragments, again=again))
    if tagged.edit is not None:
        desk.apply(tagged.edit)
        desk.remember_tag(tagged.annotation, tagged.edit.step)
    elif reading.annotated.get(tagged.annotation.id) != tagged.annotation:
        desk.add_annotation(tagged.annotation)  # made by another program since
    reading.active = tagged.annotation.id
    reading.selection = None
    words = quoted(tagged.annotation, reading.text)
    desk.say(f"{label.name} {words}" if tagged.edit is not None else f"this is tagged already: {label.name} {words}")
    desk.changed()


def _target(desk: Desk, count: int | None) -> Span | None:
    reading = desk.reading
    if reading.selection is None and count is not None:
        return reading.sentences_from_here(count)
    return reading.target


async def set_value(desk: Desk, attribute: AttributeDef, choice: Choice) -> None:
    """Set a value of the active annotation; right after the tag it belongs to the same step."""
    annotation = desk.active()
    if annotation is None:
        return
    step = desk.step_of_tag(annotation)
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
    desk.apply(edit)
    desk.reading.active = before.id
    desk.changed()
    return desk.reading.active_annotation


async def give_role(desk: Desk, role: RoleDef) -> None:
    """Make the selection a role of the active annotation; the same words again take it away."""
    annotation = desk.active()
    if annotation is None:
        return
    reading = desk.reading
    if reading.selection is None:
        desk.say(f"select the words that are the {role.name} (v, i or the mouse), or name it with {role.key.upper()}")
        return
    span = reading.target
    if span is None:
        desk.say("only white space is selected")
        return
    same = [filler for filler in annotation.roles if filler.role == role.name and filler.span == span]
    words = " ".join(span.of(reading.text).split())
    if same:
        roles = tuple(filler for filler in annotation.roles if filler not in same)
        summary = f"took {role.name} “{words}” from {annotation.label} {quoted(annotation, reading.text)}"
    else:
        roles = (*annotation.roles, Role(role.name, None, span))
        summary = f"{role.name} of {annotation.label} {quoted(annotation, reading.text)} is “{words}”"
    await change(desk, annotation, replace(annotation, roles=roles), summary)
    reading.selection = None
    desk.say(summary)
    desk.changed()


async def name_role(desk: Desk, role: RoleDef) -> None:
    """Open the line for the name of a role's filler; the words selected become its span too."""
    annotation = desk.active()
    if annotation is None:
        return
    reading = desk.reading
    span = reading.target if reading.selection is not None else None
    bare = next((f for f in annotation.roles if f.role == role.name and f.name is None), None) if span is None else None
    names = [*reading.names(), *ROLE_NAMES]

    def complete(typed: str) -> list[str]:
        folded = typed.casefold().strip()
        starts = [name for name in names if name.casefold().startswith(folded)]
        holds = [name for name in names if folded in name.casefold() and name not in starts]
        return list(dict.fromkeys(name for name in starts + holds if name != typed))

    async def accept(text: str) -> None:
        name = check_name(text)
        now = desk.reading.annotated.get(annotation.id)
        if now is None:
            raise SchemaError("the annotation is no longer there")
        if bare is not None and bare in now.roles:
            roles = tuple(replace(f, name=name) if f is bare or f == bare else f for f in now.roles)
        elif any(f.role == role.name and f.name == name and f.span == span for f in now.roles):
            desk.say(f"{role.name} is “{name}” already")
            return
        else:
            roles = (*now.roles, Role(role.name, name, span))
        summary = f"{role.name} of {now.label} {quoted(now, reading.text)} is “{name}”"
        await change(desk, now, replace(now, roles=roles), summary)
        reading.selection = None
        desk.say(summary)
        desk.changed()

    desk.ask(Prompt(f"{role.name}: ", accept, complete=complete))


def _no_role(desk: Desk, annotation: Annotation, role: str) -> str | None:
    known = desk.schema.has_label(annotation.label)
    roles = [rule.name for rule in desk.schema.label(annotation.label).roles] if known else []
    if role in roles:
        return None
    return f"a {annotation.label} has no {role}" + (f"; it has {' and '.join(roles)}" if roles else "")


async def _repeat(desk: Desk, count: int | None) -> None:
    """Tag what is selected, else the current sentence, like the last tag: label, attributes and named roles."""
    last = desk.last_tag()
    if last is None:
        desk.say("nothing was tagged yet")
        return
    span = _target(desk, count)
    if span is None:
        desk.say("there is nothing here to tag")
        return
    info = await desk.article()
    tagged = await desk.run(lambda w: w.tag(info, last.label, [span], attributes=last.attributes))
    if tagged.edit is not None:
        desk.apply(tagged.edit)
        desk.remember_tag(tagged.annotation, tagged.edit.step)
    elif desk.reading.annotated.get(tagged.annotation.id) != tagged.annotation:
        desk.add_annotation(tagged.annotation)
    desk.reading.active = tagged.annotation.id
    desk.reading.selection = None
    values = ", ".join(f"{name} {value}" for name, value in tagged.annotation.attributes.items())
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


def _needs_active(desk: Desk) -> str | None:
    if desk.reading.active_annotation is None:
        return "no annotation is active: tag something, or step to one with > a"
    return None


def actions(schema: Schema) -> tuple[Action, ...]:
    """The actions of this subject for a schema."""
    acts: list[Action] = []
    for label in schema.labels:
        if label.key:
            acts += _label_actions(label)
    roles: dict[str, RoleDef] = {}
    for label in schema.labels:
        for role in label.roles:
            if role.key:
                roles.setdefault(role.key, role)
    for role in roles.values():
        acts += _role_actions(role)
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


def _role_actions(role: RoleDef) -> list[Action]:
    def reason(desk: Desk) -> str | None:
        annotation = desk.reading.active_annotation
        return _needs_active(desk) if annotation is None else _no_role(desk, annotation, role.name)

    acts = [
        Action(f"role.{role.name}", f"Make the selection the {role.name} of the active annotation", (f"r {role.key}",),
               Group.TAG, lambda desk, _: give_role(desk, role), reason=reason),
    ]  # fmt: skip
    upper = role.key.upper()
    if upper != role.key:
        acts.append(
            Action(f"role_name.{role.name}", f"Name the {role.name} of the active annotation", (f"r {upper}",),
                   Group.TAG, lambda desk, _: name_role(desk, role), reason=reason)
        )  # fmt: skip
    return acts


def _sign_action(attribute: AttributeDef, choice: Choice) -> Action:
    def reason(desk: Desk) -> str | None:
        annotation = desk.reading.active_annotation
        if annotation is None:
            return _needs_active(desk)
        known = desk.schema.has_label(annotation.label)
        names = [rule.name for rule in desk.schema.label(annotation.label).attributes] if known else []
        return None if attribute.name in names else f"a {annotation.label} has no {attribute.name}"

    return Action(
        f"value.{attribute.name}.{choice.name}", f"Set {attribute.name} {choice.name}", (choice.key,), Group.TAG,
        lambda desk, _: set_value(desk, attribute, choice), reason=reason,
    )  # fmt: skip
