"""What help says at a desk just now: sections of keys and words, found by what one types, as lines. Plain code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len

from annotations.errors import StetError
from annotations.schema import AttributeDef, AttributeKind, LabelDef, Scope
from tui.actions import Action, Group, Where
from tui.inspecting import Inspector
from tui.keymap import Keymap, shown
from tui.reading.painting import Parts
from tui.reading.palette import StyleKey
from tui.screens.drawing import wrapped

if TYPE_CHECKING:
    from tui.desk import Desk
    from tui.screens.listing import ListingScreen

__all__ = ["Entry", "Section", "guideline_sections", "help_lines", "help_sections", "listing_sections", "matching"]

_QUIET: StyleKey = ("quiet",)
_STRONG: StyleKey = ("heading",)
_KEYS_MOST = 12
"""Widest column of keys, in cells; longer ones get a line of their own."""
_NARROW = 40
"""Below this width, in cells, the column of keys is as narrow as it can be."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Some keys and what they do.

    Attributes:
        keys: For people.
        words: What they do.
        why: Why it cannot be done now; empty when it can.
        id: Of the action, by which it is found too.
    """

    keys: str
    words: str
    why: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Entries under a title, with a sentence or two about them all."""

    title: str
    entries: tuple[Entry, ...]
    about: str = ""
    style: StyleKey = _STRONG


def help_sections(desk: Desk) -> list[Section]:
    """Everything that help says: first what has the keys, then every group of the registry, then each label."""
    sections = list(_groups(desk))
    if desk.reading.selection is not None:
        sections.sort(key=lambda section: section.title != Group.SELECT.value)
    if isinstance(desk.taker, Inspector):
        sections.insert(0, _inspector(desk.taker))
    return sections + [_label(label) for label in desk.schema.labels]


def listing_sections(screen: ListingScreen[Any]) -> list[Section]:
    """What can be done in a list, by the groups of the registry."""
    keymap = screen.desk.actions.keymap_of(screen.CONTEXT)
    groups = screen.desk.actions.by_group(screen.CONTEXT)
    return [Section(group.value, tuple(_action(screen, a, keymap) for a in actions)) for group, actions in groups]


def guideline_sections(label: LabelDef, uses: Sequence[str]) -> list[Section]:
    """What is said of one label, and how it was used last."""
    choices = tuple(
        Entry(choice.key, f"{choice.name} – {choice.guideline}")
        for attribute in label.attributes
        for choice in attribute.values
        if choice.guideline
    )
    last = tuple(Entry("", use) for use in uses) or (Entry("", "not by you, so far"),)
    sections = [_label(label), Section("Used last", last)]
    return [*sections[:1], Section("Values", choices), *sections[1:]] if choices else sections


def matching(sections: Sequence[Section], wanted: str) -> list[Section]:
    """Keep the entries in which, or in the titles above which, all words of `wanted` are found."""
    words = wanted.casefold().split()
    kept = []
    for section in sections:
        over = f"{section.title} {section.about}".casefold()
        entries = tuple(
            entry
            for entry in section.entries
            if all(word in f"{over} {entry.keys} {entry.words} {entry.why} {entry.id}".casefold() for word in words)
        )
        if entries or all(word in over for word in words):
            kept.append(replace(section, entries=entries))
    return kept


def help_lines(sections: Sequence[Section], width: int) -> list[Parts]:
    """Lay sections out in `width` cells, an empty line between them; above what cannot be done now stands why."""
    widest = max((cell_len(entry.keys) for section in sections for entry in section.entries), default=0)
    column = min(widest, _KEYS_MOST) if width >= _NARROW else 4
    lines: list[Parts] = []
    for section in sections:
        if lines:
            lines.append([])
        lines += [[(" ", ()), (line, section.style)] for line in wrapped(section.title, width - 2)]
        if section.about:
            lines += [[("  ", ()), (line, _QUIET)] for line in wrapped(section.about, width - 3)]
        for why, entries in groupby(section.entries, key=lambda entry: entry.why):
            same = list(entries)
            if why:
                lines += [
                    [("  ", ()), (line, ("quiet", "style.emphasis"))] for line in wrapped(f"not now: {why}", width - 3)
                ]
            for entry in same:
                lines += _entry(entry, column, width)
    return lines


def _entry(entry: Entry, column: int, width: int) -> Iterator[Parts]:
    keys_style, style = (_QUIET, _QUIET) if entry.why else (_STRONG, ())
    keys = wrapped(entry.keys, width - 3)
    if len(keys) > 1 or cell_len(keys[0]) > column:
        yield from ([("  ", ()), (line, keys_style)] for line in keys)
        keys = [""]
    indent = column + 4
    for index, line in enumerate(wrapped(entry.words, max(1, width - indent - 1))):
        head = keys[0] if index == 0 else ""
        yield [("  ", ()), (head, keys_style), (" " * (indent - 2 - cell_len(head)), ()), (line, style)]


def _inspector(inspector: Inspector) -> Section:
    keys = dict.fromkeys((row.key, row.name) for row in inspector.rows if row.key)
    entries = [Entry("j  k  ↓  ↑", "next, previous row"), *(Entry(*hint) for hint in (*keys, *inspector.hints()))]
    return Section("Inspector", tuple(entries), "It has the keys now. Esc goes back to the text and its keys.")


def _groups(desk: Desk) -> Iterator[Section]:
    selecting = desk.reading.selection is not None
    keymap = desk.actions.selecting_keymap if selecting else desk.actions.keymap
    for group, actions in desk.actions.by_group():
        about = "Words are selected: these keys come first." if selecting and group is Group.SELECT else ""
        yield Section(group.value, tuple(_action(desk, action, keymap) for action in actions), about)


def _action(desk: Desk | ListingScreen[Any], action: Action, keymap: Keymap) -> Entry:
    """An action with the keys that run it just now, or with all its keys and why none of them does."""
    reached = [sequence for sequence in action.keys if _runs(keymap, sequence, action)]
    if not reached and action.keys:
        why = "only while words are selected" if action.where is Where.SELECTING else "not while words are selected"
        return Entry(action.shown_keys, action.title, why, action.id)
    try:
        why = desk.reason(action) or ""
    except StetError as error:
        why = error.message
    return Entry("  ".join(map(shown, reached)), action.title, why, action.id)


def _runs(keymap: Keymap, sequence: str, action: Action) -> bool:
    *before, last = sequence.split(" ")
    return keymap.after(before).get(last) == action.id


def _label(label: LabelDef) -> Section:
    entries = [Entry(label.key, f"tag {label.name}")] if label.key else []
    entries += [
        Entry(f"r {role.key}" if role.key else "", _described(f"role {role.name}", role.guideline))
        for role in label.roles
    ]
    entries += [
        Entry(f"e {attribute.key}" if attribute.key else "", _described(_values(attribute), attribute.guideline))
        for attribute in label.attributes
    ]
    about = label.guideline
    if label.scope is Scope.ARTICLE:
        about = f"{about} It is put on the whole article.".strip()
    return Section(f"{label.glyph} {label.name}", tuple(entries), about, (f"glyph.{label.name}",))


def _described(name: str, guideline: str) -> str:
    return f"{name} – {guideline}" if guideline else name


def _values(attribute: AttributeDef) -> str:
    """An attribute and what it takes: its choices with their keys, or a kind of value."""
    if attribute.kind is not AttributeKind.CHOICE:
        return f"{attribute.name}: {_KINDS[attribute.kind]}{_bounds(attribute)}" + (
            ", or several" if attribute.several else ""
        )
    choices = [f"{choice.key} {choice.name}" if choice.key else choice.name for choice in attribute.values]
    return f"{attribute.name}: {', '.join(choices)}" + (" (several may hold)" if attribute.several else "")


def _bounds(attribute: AttributeDef) -> str:
    low = f" from {attribute.minimum:g}" if attribute.minimum is not None else ""
    high = f" to {attribute.maximum:g}" if attribute.maximum is not None else ""
    return low + high


_KINDS = {
    AttributeKind.FLAG: "yes or no",
    AttributeKind.INTEGER: "a whole number",
    AttributeKind.NUMBER: "a number",
    AttributeKind.DATE: "a date",
    AttributeKind.TEXT: "text",
    AttributeKind.ADDRESS: "an address",
}
