"""The inspector: what is known of the annotations at the cursor, and keys that change it. Without Textual.

Inside, `j` and `k` (or the arrows) move between the rows of the active annotation; Enter or a row's own key edits
it; the choices of an attribute then have keys of their own. Esc goes one step back, at last to the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import TYPE_CHECKING

from annotations.identity import check_name
from annotations.model import Annotation, AttributeValue, Role
from annotations.schema import AttributeDef, AttributeKind, Schema
from annotations.summaries import describe, filler_name, value_words
from annotations.text import Text
from annotations.workspace.relating import Related
from tui.acts.relating import follow
from tui.acts.roles import name_completion
from tui.acts.tagging import change, set_value
from tui.prompt import Prompt
from tui.reading.reading import Reading

if TYPE_CHECKING:
    from tui.desk import Desk


class RowKind(Enum):
    """What a row of the inspector holds."""

    LABEL = auto()
    ROLE = auto()
    ATTRIBUTE = auto()
    RELATION = auto()
    NOTE = auto()


@dataclass(frozen=True, slots=True)
class Row:
    """One row of an annotation.

    Attributes:
        key: Edits it inside the inspector.
        filler: Place of a role's filler in the annotation.
        related: The relation that it shows.
    """

    kind: RowKind
    annotation: Annotation
    name: str
    value: str
    key: str = ""
    filler: int | None = None
    related: Related | None = None


def rows(annotation: Annotation, schema: Schema, reading: Reading, *, whole: bool) -> list[Row]:
    """The rows of an annotation; `whole` lists what is unset too."""
    made = [Row(RowKind.LABEL, annotation, annotation.label, _heading(annotation))]
    if not schema.has_label(annotation.label):
        return made
    label = schema.label(annotation.label)
    for role in label.roles:
        fillers = [(i, filler) for i, filler in enumerate(annotation.roles) if filler.role == role.name]
        made += [
            Row(RowKind.ROLE, annotation, role.name, filler_words(filler, reading.text), role.key, i)
            for i, filler in fillers
        ]
        if whole and not fillers:
            made.append(Row(RowKind.ROLE, annotation, role.name, "", role.key))
    for attribute in label.attributes:
        value = annotation.attributes.get(attribute.name)
        if whole or value is not None:
            made.append(Row(RowKind.ATTRIBUTE, annotation, attribute.name, value_words(value), attribute.key))
    for related in reading.relations_of(annotation.id):
        outward = related.relation.source == annotation.id
        end = related.other(annotation.id)
        words = f"{end.label or 'not in the library'} {end.words}".strip()
        away = reading.info is not None and end.article not in (None, reading.info.number)
        value = f"{'→' if outward else '←'} {words}" + (f" (article {end.article})" if away else "")
        made.append(Row(RowKind.RELATION, annotation, related.relation.label, value, related=related))
    if whole or annotation.note:
        made.append(Row(RowKind.NOTE, annotation, "note", annotation.note, "m"))
    return made


def _heading(annotation: Annotation) -> str:
    parts = []
    if annotation.unsure:
        parts.append("unsure")
    if annotation.origin != "manual":
        parts.append(annotation.origin)
    if len(annotation.fragments) > 1:
        parts.append(f"{len(annotation.fragments)} parts")
    return ", ".join(parts)


def filler_words(role: Role, text: Text) -> str:
    """Write who fills a role for people: the name, and the words where they are others."""
    if role.name is not None and role.span is not None:
        words = " ".join(role.span.of(text).split())
        return role.name if words == role.name else f"{role.name} (“{words}”)"
    return filler_name(role, text)


class Inspector:
    """The keys of the inspector, while it has them.

    Attributes:
        row: Index of the row that is edited, among `rows`.
        choosing: The attribute of which a choice is awaited.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.row = 1
        self.choosing: AttributeDef | None = None

    @property
    def says(self) -> str:
        """Nothing: it is to be seen in the inspector itself."""
        return ""

    def left(self) -> None:
        """Nothing stays behind."""

    @property
    def rows(self) -> Sequence[Row]:
        """The rows of the active annotation."""
        annotation = self._desk.reading.active_annotation
        if annotation is None:
            return ()
        return rows(annotation, self._desk.schema, self._desk.reading, whole=True)

    def hints(self) -> list[tuple[str, str]]:
        """Which keys do what now, besides those that stand at the rows: (key, what it does)."""
        if self.choosing is not None:
            chosen = [(choice.key, choice.name) for choice in self.choosing.values if choice.key]
            return [*chosen, ("Del", "unset"), ("Esc", "back")]
        return [
            ("Enter", "edit"),
            ("Del", "unset"),
            ("!", "unsure"),
            ("o", "next here"),
            ("Esc", "back"),
        ]

    async def key(self, key: str) -> bool:
        """Take a key; False when the inspector is left."""
        listed = self.rows
        if not listed:
            return False
        if self.choosing is not None:
            await self._choose(self.choosing, key)
            return True
        if key in {"escape", "q"}:
            return False
        self.row = min(self.row, len(listed) - 1)
        named = next((i for i, row in enumerate(listed) if row.key == key), None)
        if named is not None:
            self.row = named
            await self._edit(listed[named])
        elif key in {"j", "down", "tab"}:
            self.row = min(self.row + 1, len(listed) - 1)
        elif key in {"k", "up", "shift+tab"}:
            self.row = max(self.row - 1, 1)
        elif key in {"enter", "e", "space"}:
            await self._edit(listed[self.row])
        elif key in {"delete", "backspace"}:
            await self._unset(listed[self.row])
        elif key in {"o", "!", "u", "U", "x"}:
            names = {"o": "annotation.next_here", "!": "annotation.unsure", "u": "undo", "U": "redo"}
            await self._desk.run_action(names.get(key, "annotation.delete"))
        elif key == "?":
            await self._desk.run_action("help")
        else:
            self._desk.say("this key does nothing in the inspector; Esc goes back to the text")
        self._desk.changed()
        return True

    async def _edit(self, row: Row) -> None:
        if row.kind is RowKind.NOTE:
            await self._desk.run_action("annotation.note")
        elif row.kind is RowKind.RELATION and row.related is not None:
            self._desk.give(None)
            await follow(self._desk, row.related.other(row.annotation.id))
        elif row.kind is RowKind.ROLE:
            await self._ask_name(row)
        elif row.kind is RowKind.ATTRIBUTE:
            attribute = self._desk.schema.label(row.annotation.label).attribute(row.name)
            if attribute.kind is AttributeKind.CHOICE:
                self.choosing = attribute
            elif attribute.kind is AttributeKind.FLAG:
                await self._set(row.annotation, attribute, not row.annotation.attributes.get(attribute.name, False))
            else:
                self._ask_value(row, attribute)

    async def _choose(self, attribute: AttributeDef, key: str) -> None:
        annotation = self._desk.active()
        if key in {"delete", "backspace"} and annotation is not None:
            await self._set(annotation, attribute, None)
        elif key not in {"escape", "q"} or any(choice.key == key for choice in attribute.values):
            choice = next((choice for choice in attribute.values if choice.key == key), None)
            if choice is None:
                keys = ", ".join(f"{choice.key} {choice.name}" for choice in attribute.values)
                self._desk.say(f"{attribute.name} is one of: {keys}")
                return
            if attribute.several and annotation is not None:
                await self._set(annotation, attribute, self._toggled(annotation, attribute, choice.name))
                return
            await set_value(self._desk, attribute, choice)
        self.choosing = None
        self._desk.changed()

    def _toggled(self, annotation: Annotation, attribute: AttributeDef, name: str) -> AttributeValue | None:
        before = annotation.attributes.get(attribute.name, ())
        chosen = set(before if isinstance(before, tuple) else ()) ^ {name}
        return tuple(choice.name for choice in attribute.values if choice.name in chosen) or None

    async def _unset(self, row: Row) -> None:
        annotation = row.annotation
        if row.kind is RowKind.ATTRIBUTE:
            attribute = self._desk.schema.label(annotation.label).attribute(row.name)
            await self._set(annotation, attribute, None)
        elif row.kind is RowKind.ROLE and row.filler is not None:
            roles = tuple(filler for i, filler in enumerate(annotation.roles) if i != row.filler)
            summary = f"took {row.name} “{row.value}” from {describe(annotation, self._desk.reading.text)}"
            await change(self._desk, annotation, replace(annotation, roles=roles), summary)
            self._desk.say(summary)
        elif row.kind is RowKind.RELATION and row.related is not None:
            relation = row.related.relation
            info = await self._desk.article()
            edit = await self._desk.run(lambda w: w.unrelate(info, relation))
            self._desk.tags.apply(edit)
            await self._desk.tags.refresh_relations()
            self._desk.say(edit.summary)
        elif row.kind is RowKind.NOTE and annotation.note:
            summary = f"took the note from {describe(annotation, self._desk.reading.text)}"
            await change(self._desk, annotation, replace(annotation, note=""), summary)
            self._desk.say(summary)

    async def _set(self, annotation: Annotation, attribute: AttributeDef, value: AttributeValue | None) -> None:
        others = {name: old for name, old in annotation.attributes.items() if name != attribute.name}
        if value is None and attribute.name not in annotation.attributes:
            return
        attributes = others if value is None else others | {attribute.name: value}
        words = describe(annotation, self._desk.reading.text)
        shown = value_words(value)
        summary = f"set {attribute.name} of {words} to {shown}" if shown else f"unset {attribute.name} of {words}"
        await change(self._desk, annotation, replace(annotation, attributes=attributes), summary)
        self._desk.say(summary)

    def _ask_value(self, row: Row, attribute: AttributeDef) -> None:
        """Ask for a value; those set last are offered, and can be had with the arrow keys."""
        kind = f"value.{attribute.name}"
        last = self._desk.memory.lines(kind)

        async def accept(text: str) -> None:
            now = self._desk.reading.annotated.get(row.annotation.id) or row.annotation
            value = attribute.parse(text) if text.strip() else None
            await self._set(now, attribute, value)
            if value is not None:
                self._desk.memory.note(kind, value_words(value))

        def complete(typed: str) -> list[str]:
            begun = typed.casefold()
            return [value for value in reversed(last) if value.casefold().startswith(begun) and value != typed]

        several = " (several: part them with |)" if attribute.several else ""
        self._desk.ask(Prompt(f"{attribute.name}{several}: ", accept, text=row.value, complete=complete, history=last))

    async def _ask_name(self, row: Row) -> None:
        async def accept(text: str) -> None:
            name = check_name(text)
            now = self._desk.reading.annotated.get(row.annotation.id) or row.annotation
            if row.filler is None:
                roles = (*now.roles, Role(row.name, name))
            else:
                roles = tuple(
                    replace(filler, name=name) if i == row.filler else filler for i, filler in enumerate(now.roles)
                )
            summary = f"{row.name} of {describe(now, self._desk.reading.text)} is “{name}”"
            await change(self._desk, now, replace(now, roles=roles), summary)
            self._desk.say(summary)

        text = ""
        if row.filler is not None:
            text = row.annotation.roles[row.filler].name or ""
        self._desk.ask(Prompt(f"{row.name}: ", accept, text=text, complete=await name_completion(self._desk)))
