"""Jump labels: to a sentence or annotation on the page, over words, from one word to another."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from annotations.text import Span
from tui.actions import Action, Group, Where
from tui.picking import pick
from tui.reading.selection import Selection, whole
from tui.reading.targets import Target, place_targets, word_targets

if TYPE_CHECKING:
    from tui.desk import Desk


async def _jump(desk: Desk, count: int | None) -> None:
    """Go to a sentence or an annotation on the page."""
    reading = desk.reading

    def chosen(target: Target) -> None:
        reading.go_to(target.offset, jump=True)
        if target.annotation:
            reading.active = target.annotation
        desk.moved()
        desk.changed()

    await pick(desk, place_targets, "go to", chosen)


async def _word(desk: Desk, count: int | None) -> None:
    """Move the selection to a word; once its start is fixed, extend it to there."""
    reading = desk.reading

    def chosen(target: Target) -> None:
        if reading.selection is not None:
            reading.selection = reading.selection.moved(target.span)
            _make_current(desk, target.span)
            desk.selected()

    await pick(desk, word_targets, "the word", chosen, near=reading.here())


async def _from_to(desk: Desk, count: int | None) -> None:
    """Select from one word to another."""

    async def chosen(span: Span) -> None:
        desk.reading.selection = whole(span)
        desk.selected()

    await pick_words(desk, chosen)


async def pick_words(desk: Desk, chosen: Callable[[Span], Awaitable[None]]) -> None:
    """Let a first and a last word be picked by their labels; `chosen` gets what is from one to the other."""
    reading = desk.reading

    async def first(target: Target) -> None:
        reading.selection = Selection(target.span, target.span)
        _make_current(desk, target.span)

        async def last(other: Target) -> None:
            await chosen(Span(min(target.span.start, other.span.start), max(target.span.end, other.span.end)))

        await pick(desk, word_targets, "to the word", last, near=target.span)

    await pick(desk, word_targets, "from the word", first, near=reading.here())


def _make_current(desk: Desk, span: Span) -> None:
    reading = desk.reading
    selection = reading.selection
    if reading.current is None or not reading.current.overlaps(span):
        reading.go_to(span.start)
        reading.selection = selection


def actions() -> tuple[Action, ...]:
    """The actions of this subject."""
    return (
        Action("jump.place", "Go to a sentence or annotation on the page, by its label", ("f",), Group.MOVE, _jump),
        Action("select.from_to", "Select from one word to another, by their labels", ("F",), Group.SELECT, _from_to),
        Action("select.word_label", "Move to a word, by its label", ("f",), Group.SELECT, _word,
               where=Where.SELECTING),
    )  # fmt: skip
