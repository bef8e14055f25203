"""Roles: who says it, who holds it, by words of the text or by a name."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from annotations.errors import SchemaError
from annotations.identity import check_name
from annotations.model import Annotation, Role, Span
from annotations.schema import RoleDef, Schema
from annotations.summaries import quoted
from tui.actions import Action, Group
from tui.acts.jumping import pick_words
from tui.acts.tagging import change, needs_active
from tui.line_editor import Complete
from tui.picking import Instead, pick
from tui.prompt import Prompt
from tui.reading.selection import whole
from tui.reading.targets import Target, filler_targets

if TYPE_CHECKING:
    from tui.desk import Desk

FIXED_NAMES = ("author", "unnamed")
"""Names that are offered for any role."""
LIBRARY_NAMES = 2000
"""Names of the library that are offered, the ones used most."""


async def _give(desk: Desk, role: RoleDef) -> None:
    """Make the selection a role of the active annotation; with nothing selected, pick its words by their label."""
    annotation = desk.active()
    if annotation is None:
        return
    reading = desk.reading
    if reading.selection is not None:
        await _fill_with_selection(desk, annotation, role)
        return

    async def chosen(target: Target) -> None:
        await _fill(desk, annotation, role, target.span)

    async def between(span: Span) -> None:
        reading.selection = whole(span)
        await _fill_with_selection(desk, annotation, role)

    near = annotation.fragments[0] if annotation.fragments else reading.here()
    words = Instead("F", "words", partial(pick_words, desk, between))
    await pick(desk, filler_targets, f"{role.name} of {annotation.label}", chosen, near=near, instead=words)


async def _fill_with_selection(desk: Desk, annotation: Annotation, role: RoleDef) -> None:
    targets = desk.reading.targets
    if not targets:
        desk.say("only white space is selected")
        return
    await _fill(desk, annotation, role, Span(targets[0].start, targets[-1].end))


async def _fill(desk: Desk, annotation: Annotation, role: RoleDef, span: Span) -> None:
    """Give a role the words of a span; the same words again take it away."""
    reading = desk.reading
    now = reading.annotated.get(annotation.id) or annotation
    words = " ".join(span.of(reading.text).split())
    what = f"{now.label} {quoted(now, reading.text)}"
    same = [filler for filler in now.roles if filler.role == role.name and filler.span == span]
    if same:
        roles = tuple(filler for filler in now.roles if filler not in same)
        summary = f"took {role.name} “{words}” from {what}"
    else:
        name = reading.name_of(words)
        roles = (*now.roles, Role(role.name, name, span))
        summary = f"{role.name} of {what} is “{words}”" + (f", that is {name}" if name is not None else "")
    await change(desk, now, replace(now, roles=roles), summary)
    reading.selection = None
    desk.say(summary)
    desk.changed()


async def _name(desk: Desk, role: RoleDef) -> None:
    """Open the line for the name of a role's filler; the words selected become its span too."""
    annotation = desk.active()
    if annotation is None:
        return
    reading = desk.reading
    targets = reading.targets if reading.selection is not None else ()
    span = Span(targets[0].start, targets[-1].end) if targets else None
    bare = next((f for f in annotation.roles if f.role == role.name and f.name is None), None) if span is None else None

    async def accept(text: str) -> None:
        name = check_name(text)
        now = desk.reading.annotated.get(annotation.id)
        if now is None:
            raise SchemaError("the annotation is no longer there")
        if bare is not None and bare in now.roles:
            roles = tuple(replace(f, name=name) if f == bare else f for f in now.roles)
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

    desk.ask(Prompt(f"{role.name}: ", accept, complete=await name_completion(desk)))


async def name_completion(desk: Desk) -> Complete:
    """Completions of a name: those in this article first, then those of the library."""
    library = await desk.run(lambda w: w.store.annotations.role_names(LIBRARY_NAMES))
    names = list(dict.fromkeys([*desk.reading.names(), *FIXED_NAMES, *library]))

    def complete(typed: str) -> list[str]:
        folded = typed.casefold().strip()
        starts = [name for name in names if name.casefold().startswith(folded)]
        holds = [name for name in names if folded in name.casefold()] if folded else []
        return [name for name in dict.fromkeys(starts + holds) if name != typed]

    return complete


class _RoleKey:
    """What a key means after `r`: for each label, the role that has it."""

    def __init__(self, key: str) -> None:
        self.key = key
        self.roles: dict[str, RoleDef] = {}

    @property
    def names(self) -> list[str]:
        """The roles that it may mean, each once."""
        return list(dict.fromkeys(role.name for role in self.roles.values()))

    def reason(self, desk: Desk) -> str | None:
        """Why no role can be given with this key now."""
        annotation = desk.reading.active_annotation
        if annotation is None:
            return needs_active(desk)
        if not desk.schema.has_label(annotation.label):
            return f"the coding scheme does not have the label {annotation.label}"
        if annotation.label in self.roles:
            return None
        has = [rule.name for rule in desk.schema.label(annotation.label).roles]
        rest = f"; it has {' and '.join(has)}" if has else ""
        return f"a {annotation.label} has no {' or '.join(self.names)}{rest}"

    async def give(self, desk: Desk, _: int | None) -> None:
        """Give the role that the key means for the active annotation."""
        annotation = desk.active()
        if annotation is not None:
            await _give(desk, self.roles[annotation.label])

    async def name(self, desk: Desk, _: int | None) -> None:
        """Name who fills that role."""
        annotation = desk.active()
        if annotation is not None:
            await _name(desk, self.roles[annotation.label])


def actions(schema: Schema) -> tuple[Action, ...]:
    """The actions of this subject for a schema: two for each key of a role."""
    keys: dict[str, _RoleKey] = {}
    for label in schema.labels:
        for role in label.roles:
            if role.key:
                keys.setdefault(role.key, _RoleKey(role.key)).roles[label.name] = role
    acts: list[Action] = []
    taken: set[str] = set()
    for meant in keys.values():
        name = "_or_".join(meant.names)
        name = f"{name}.{meant.key}" if name in taken else name
        taken.add(name)
        words = " or ".join(meant.names)
        acts.append(
            Action(f"role.{name}", f"Give the {words}: the selection, else words picked by their label",
                   (f"r {meant.key}",), Group.TAG, meant.give, reason=meant.reason)
        )  # fmt: skip
        upper = meant.key.upper()
        if upper not in keys:
            acts.append(
                Action(f"role_name.{name}", f"Name the {words} of the active annotation", (f"r {upper}",), Group.TAG,
                       meant.name, reason=meant.reason)
            )  # fmt: skip
    return tuple(acts)
