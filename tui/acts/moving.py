"""Moving through an article: sentences, paragraphs, pages, kinds of things, back and forward."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.model import Annotation
from annotations.schema import Schema
from annotations.text import Span
from tui.actions import Action, Group
from tui.acts.versions import needs_orphans, step_orphan

if TYPE_CHECKING:
    from tui.desk import Desk
    from tui.reading.jumps import Stop, Trail


async def _sentences(desk: Desk, count: int) -> None:
    reading = desk.reading
    await desk.waits.until(lambda: reading.complete or reading.sentence + count < len(reading.sentences))
    before = reading.sentence
    reading.go_to_sentence(before + count)
    if reading.sentence == before:
        desk.say("this is the last sentence" if count > 0 else "this is the first sentence")
    desk.moved()


async def _paragraphs(desk: Desk, count: int) -> None:
    reading = desk.reading
    block = min(reading.blocks.index_at(reading.offset) + max(count, 0), len(reading.blocks) - 1)
    await desk.waits.until_known(reading.blocks.start(block))
    reading.move_paragraphs(count)
    desk.moved()


async def _first(desk: Desk, count: int | None) -> None:
    await desk.waits.until_known(0)
    desk.reading.go_to_sentence((count or 1) - 1, jump=True)
    desk.moved()


async def _last(desk: Desk, count: int | None) -> None:
    reading = desk.reading
    await desk.waits.until(lambda: reading.complete)
    reading.go_to_sentence(len(reading.sentences) - 1 if count is None else count - 1, jump=True)
    desk.moved()


async def _pages(desk: Desk, share: float) -> None:
    """Scroll by a share of a page, and take the current sentence along."""
    reading = desk.reading
    offset = desk.view.offset_after_page(share)
    await desk.waits.until_known(offset)
    before = reading.sentence
    reading.go_to(offset)
    if reading.sentence == before:
        reading.go_to_sentence(before + (1 if share > 0 else -1))
    desk.moved()


def _centre(desk: Desk, count: int | None) -> None:
    desk.view.centre(desk.reading.here())


async def _step(desk: Desk, direction: int, label: str | None) -> None:
    reading = desk.reading
    shown = reading.filter

    def passes(annotation: Annotation) -> bool:
        return (label is None or annotation.label == label) and (shown is None or shown.passes(annotation))

    found = reading.annotated.step(reading.offset, direction, passes)
    if found is None:
        name = label or "annotation"
        desk.say(f"there is no {name} {'after' if direction > 0 else 'before'} this")
        return
    await desk.waits.until_known(found.fragments[0].start)
    reading.go_to(found.fragments[0].start, jump=True)
    reading.active = found.id
    desk.moved()


async def _step_to(desk: Desk, offset: int | None, what: str) -> None:
    if offset is None:
        desk.say(f"there is no {what} that way")
        return
    await desk.waits.until_known(offset)
    desk.reading.go_to(offset, jump=True)
    desk.moved()


async def _heading(desk: Desk, direction: int) -> None:
    await _step_to(desk, desk.reading.step_heading(direction), "heading")


async def _untagged(desk: Desk, direction: int) -> None:
    await _step_to(desk, desk.reading.step_untagged(direction), "untagged sentence")


async def _back(desk: Desk, count: int | None) -> None:
    offset = desk.reading.jumps.back(desk.reading.offset)
    here = desk.stop()
    if offset is not None:
        await _return_to(desk, offset)
    elif here is None or (step := desk.trail.back(here)) is None:
        desk.say("no jump was made before this")
    else:
        await _cross(desk, *step)


async def _forward(desk: Desk, count: int | None) -> None:
    offset = desk.reading.jumps.forward()
    here = desk.stop()
    if offset is not None:
        await _return_to(desk, offset)
    elif here is None or (step := desk.trail.forward(here)) is None:
        desk.say("there is no jump to do again")
    else:
        await _cross(desk, *step)


async def _return_to(desk: Desk, offset: int) -> None:
    await desk.waits.until_known(offset)
    desk.reading.go_to(offset)
    desk.moved()


async def _cross(desk: Desk, stop: Stop, trail: Trail) -> None:
    """Go back to where another article was left."""
    await desk.shell.open_article(stop.article)
    desk.trail = trail
    desk.reading.jumps = stop.jumps
    await _return_to(desk, stop.offset)


async def clicked(desk: Desk, offset: int) -> None:
    """Make the sentence that was clicked the current one, and an annotation of it active."""
    reading = desk.reading
    await desk.waits.until_known(offset)
    reading.go_to(offset, jump=True)
    at = reading.annotated.over(Span(offset, offset + 1))
    if at and reading.active not in {annotation.id for annotation in at}:
        reading.active = at[-1].id
    desk.moved()


def actions(schema: Schema) -> tuple[Action, ...]:
    """The actions of this subject, with steps for the labels of a schema."""

    def kinds(direction: int, name: str, angle: str, bracket: str) -> list[Action]:
        word = "next" if direction > 0 else "previous"
        steps = [
            Action(f"step.{name}.any", f"Go to the {word} annotation", (f"{angle} a", f"{bracket} a"), Group.MOVE,
                   lambda desk, _: _step(desk, direction, None)),
            Action(f"step.{name}.untagged", f"Go to the {word} untagged sentence", (f"{angle} u", f"{bracket} u"),
                   Group.MOVE, lambda desk, _: _untagged(desk, direction)),
            Action(f"step.{name}.heading", f"Go to the {word} heading", (f"{angle} h", f"{bracket} h"), Group.MOVE,
                   lambda desk, _: _heading(desk, direction)),
            Action(f"step.{name}.orphan", f"Go to where the {word} lost annotation may belong",
                   (f"{angle} o", f"{bracket} o"), Group.MOVE, lambda desk, _: step_orphan(desk, direction),
                   reason=needs_orphans),
        ]  # fmt: skip
        return steps + [
            _label_step(name, word, direction, label.name, (f"{angle} {label.key}", f"{bracket} {label.key}"))
            for label in schema.labels
            if label.key and label.key not in "auho"
        ]

    return (
        Action("sentence.next", "Go to the next sentence", ("j", "down"), Group.MOVE,
               lambda d, n: _sentences(d, n or 1)),
        Action("sentence.previous", "Go to the previous sentence", ("k", "up"), Group.MOVE,
               lambda d, n: _sentences(d, -(n or 1))),
        Action("paragraph.next", "Go to the next paragraph", ("J", "}"), Group.MOVE,
               lambda d, n: _paragraphs(d, n or 1)),
        Action("paragraph.previous", "Go to the previous paragraph", ("K", "{"), Group.MOVE,
               lambda d, n: _paragraphs(d, -(n or 1))),
        Action("sentence.first", "Go to the first sentence", ("g g", "home"), Group.MOVE, _first),
        Action("sentence.last", "Go to the last sentence, or the one counted", ("G", "end"), Group.MOVE, _last),
        Action("page.next", "Go a page down", ("space", "pagedown"), Group.MOVE, lambda d, n: _pages(d, n or 1)),
        Action("page.previous", "Go a page up", ("pageup",), Group.MOVE, lambda d, n: _pages(d, -(n or 1))),
        Action("page.half_down", "Go half a page down", ("z d", "ctrl+d"), Group.MOVE,
               lambda d, n: _pages(d, (n or 1) / 2)),
        Action("page.half_up", "Go half a page up", ("z u", "ctrl+u"), Group.MOVE,
               lambda d, n: _pages(d, -(n or 1) / 2)),
        Action("centre", "Put the sentence in the middle", ("z z",), Group.MOVE, _centre),
        *kinds(1, "next", ">", "]"),
        *kinds(-1, "previous", "<", "["),
        Action("jump.back", "Go back to where the last jump began", ("g o", "ctrl+o"), Group.MOVE, _back),
        Action("jump.forward", "Go forward again", ("g i",), Group.MOVE, _forward),
    )  # fmt: skip


def _label_step(name: str, word: str, direction: int, label: str, keys: tuple[str, ...]) -> Action:
    return Action(
        f"step.{name}.{label}",
        f"Go to the {word} {label}",
        keys,
        Group.MOVE,
        lambda desk, _: _step(desk, direction, label),
    )
