"""What an annotation is put on: further fragments, and its span taken up and written back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from annotations.model import Annotation, Span
from annotations.summaries import quoted
from tui.actions import Action, Group, Where
from tui.acts.tagging import change, needs_active
from tui.reading.selection import whole

if TYPE_CHECKING:
    from tui.desk import Desk


def merged(spans: list[Span]) -> tuple[Span, ...]:
    """Fragments in the order of the text, those that overlap or touch made one."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return tuple(found)


async def _fragment(desk: Desk, count: int | None) -> None:
    """Add the selection to the active annotation; exactly a fragment of it is taken away."""
    annotation = desk.active()
    reading = desk.reading
    if annotation is None:
        return
    if reading.selection is None:
        desk.say("select the words that belong to it too (v, i, F or the mouse)")
        return
    targets = reading.targets
    if not targets:
        desk.say("only white space is selected")
        return
    words = " … ".join(" ".join(span.of(reading.text).split()) for span in targets)
    if set(targets) <= set(annotation.fragments):
        fragments = tuple(span for span in annotation.fragments if span not in targets)
        if not fragments:
            desk.say("this is all that it is on: x deletes the whole annotation")
            return
        summary = f"took “{words}” from {annotation.label}"
    else:
        fragments = merged([*annotation.fragments, *targets])
        if fragments == annotation.fragments:
            desk.say(f"“{words}” is part of it already")
            return
        summary = f"added “{words}” to {annotation.label}"
    await _put(desk, annotation, fragments, summary)


def _take_up(desk: Desk, count: int | None) -> None:
    """Make the active annotation's span the selection; Enter writes back what becomes of it."""
    annotation = desk.active()
    reading = desk.reading
    if annotation is None:
        return
    if not annotation.fragments:
        desk.say(f"a {annotation.label} is put on the whole article and has no span")
        return
    first, *others = annotation.fragments
    reading.go_to(first.start, jump=True)
    reading.selection = whole(first, others=tuple(others))
    reading.taken_up = annotation.id
    desk.say("its span is selected: change it (h l w b o …), then Enter writes it back; Esc leaves it as it was")
    desk.selected()


async def _write_back(desk: Desk, count: int | None) -> None:
    reading = desk.reading
    annotation = reading.annotated.get(reading.taken_up)
    if annotation is None:
        await desk.run_action("annotation.edit")
        return
    targets = reading.targets
    if not targets:
        desk.say("only white space is selected")
        return
    fragments = merged(list(targets))
    if fragments == annotation.fragments:
        reading.selection = reading.taken_up = None
        desk.say("its span is as it was")
        desk.moved()
        return
    before = quoted(annotation, reading.text)
    after = quoted(replace(annotation, fragments=fragments), reading.text)
    await _put(desk, annotation, fragments, f"moved {annotation.label} {before} to {after}")


async def _put(desk: Desk, annotation: Annotation, fragments: tuple[Span, ...], summary: str) -> None:
    await change(desk, annotation, replace(annotation, fragments=fragments), summary)
    desk.reading.selection = desk.reading.taken_up = None
    desk.say(summary)
    desk.changed()


def actions() -> tuple[Action, ...]:
    """The actions of this subject."""
    return (
        Action("fragment", "Add the selection to the active annotation, or take it away", (",",),
               Group.TAG, _fragment, reason=needs_active),
        Action("span.take_up", "Take up the active annotation’s span as the selection", ("g v",), Group.TAG, _take_up,
               reason=needs_active),
        Action("span.write_back", "Write back a span that was taken up; else go into the inspector", ("enter",),
               Group.TAG, _write_back,
               where=Where.SELECTING),
    )  # fmt: skip
