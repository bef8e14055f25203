"""Labels beyond those with a key: the label line, and what is known of a label."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.schema import LabelDef, Schema
from annotations.summaries import describe
from tui.actions import Action, Group
from tui.acts.tagging import tag
from tui.prompt import Prompt

if TYPE_CHECKING:
    from tui.desk import Desk

USES = 3
"""Uses of a label that are shown."""


def label_named(schema: Schema, typed: str) -> LabelDef:
    """Return the label that was typed, by its name, its key, or the beginning of one name only.

    Raises:
        SchemaError: There is none; the hint names the nearest.
    """
    word = typed.strip()
    for label in schema.labels:
        if word and word in (label.name, label.key):
            return label
    begun = [label for label in schema.labels if word and label.name.startswith(word.casefold())]
    return begun[0] if len(begun) == 1 else schema.label(word)


def label_completions(schema: Schema, typed: str) -> list[str]:
    """Names of labels that begin with what is typed, then those that hold it."""
    names = [label.name for label in schema.labels]
    word = typed.strip().casefold()
    starts = [name for name in names if name.startswith(word)]
    return [name for name in dict.fromkeys([*starts, *(n for n in names if word in n)]) if name != typed]


def _line(desk: Desk, count: int | None) -> None:
    """Ask for a label by its name, and tag with it."""

    async def accept(typed: str) -> None:
        if typed.strip():
            await tag(desk, label_named(desk.schema, typed), count)

    desk.ask(Prompt("label: ", accept, complete=lambda typed: label_completions(desk.schema, typed)))


async def _guideline(desk: Desk, count: int | None) -> None:
    """Show the guideline of the active annotation's label and my last uses of it; without one, ask for the label."""
    annotation = desk.reading.active_annotation
    if annotation is not None and desk.schema.has_label(annotation.label):
        await show_guideline(desk, desk.schema.label(annotation.label))
        return

    async def accept(typed: str) -> None:
        if typed.strip():
            await show_guideline(desk, label_named(desk.schema, typed))

    desk.ask(Prompt("guideline of: ", accept, complete=lambda typed: label_completions(desk.schema, typed)))


async def show_guideline(desk: Desk, label: LabelDef) -> None:
    """Show what is said of a label, its roles and attributes, and how this person used it last."""
    uses = await desk.run(
        lambda w: [
            f"{describe(use, w.store.text(use.version))}, article {w.store.articles.of_version(use.version)}"
            for use in w.store.annotations.last_of_label(label.name, w.annotator, USES)
        ]
    )
    desk.screens.guideline(label, uses)


def actions() -> tuple[Action, ...]:
    """The actions of this subject."""
    return (
        Action("tag.line", "Tag with a label by its name", ("t",), Group.TAG, _line),
        Action("label.guideline", "Show the guideline of the label and my last uses", ("g l",), Group.PROGRAM,
               _guideline),
    )  # fmt: skip
