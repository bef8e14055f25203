"""Changing what is there: inspector, note, unsure, delete, undo, redo, status."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from annotations.model import Annotation
from annotations.summaries import describe
from tui.actions import Action, Group
from tui.acts.relating import join_here
from tui.acts.tagging import change, needs_active
from tui.acts.versions import refresh_orphans
from tui.prompt import Prompt

if TYPE_CHECKING:
    from annotations.workspace import Edit
    from tui.desk import Desk


def _needs_here(desk: Desk) -> str | None:
    reading = desk.reading
    if reading.active_annotation is None and not reading.annotations_here():
        return "there is no annotation here"
    return None


async def _delete(desk: Desk, count: int | None) -> None:
    annotation = desk.active()
    if annotation is None:
        return
    reading = desk.reading
    here = reading.here()
    if annotation.fragments and not any(fragment.overlaps(here) for fragment in annotation.fragments):
        number = reading.sentences.index_at(annotation.fragments[0].start) + 1
        desk.say(
            f"the active {describe(annotation, reading.text)} is not here but in sentence {number}: go there first"
        )
        return
    info = await desk.article()
    edit = await desk.run(lambda w: w.delete(info, annotation))
    desk.tags.apply(edit)
    if edit.relations:
        await desk.tags.refresh_relations()
    reading.active = None
    desk.say(f"{edit.summary} – u takes it back")
    desk.changed()


async def _note(desk: Desk, count: int | None) -> None:
    annotation = desk.active()
    if annotation is None:
        return

    async def accept(text: str) -> None:
        now = desk.reading.annotated.get(annotation.id) or annotation
        note = text.strip()
        if note == now.note:
            return
        words = describe(now, desk.reading.text)
        await change(desk, now, replace(now, note=note), f"noted on {words}" if note else f"took the note from {words}")
        desk.say(f"noted on {words}" if note else f"the note on {words} is gone")

    desk.ask(Prompt(f"note on {annotation.label}: ", accept, text=annotation.note))


async def _unsure(desk: Desk, count: int | None) -> None:
    annotation = desk.active()
    if annotation is None:
        return
    words = describe(annotation, desk.reading.text)
    unsure = not annotation.unsure
    summary = f"marked {words} {'unsure' if unsure else 'sure'}"
    await change(desk, annotation, replace(annotation, unsure=unsure), summary)
    desk.say(summary)


async def _undo(desk: Desk, count: int | None) -> None:
    for _ in range(count or 1):
        info = await desk.article()
        edit = await desk.run(lambda w, info=info: w.undo(info))  # type: ignore[misc]
        if edit is None:
            desk.say("there is nothing of yours to undo in this article")
            return
        await _show(desk, edit, f"undone: {edit.summary}")


async def _redo(desk: Desk, count: int | None) -> None:
    for _ in range(count or 1):
        info = await desk.article()
        edit = await desk.run(lambda w, info=info: w.redo(info))  # type: ignore[misc]
        if edit is None:
            desk.say("there is nothing to redo")
            return
        await _show(desk, edit, f"done again: {edit.summary}")


async def _show(desk: Desk, edit: Edit, message: str) -> None:
    """Show what an edit did, where it did it."""
    desk.tags.apply(edit)
    desk.say(message)  # before anything else is drawn: what counts as saved is told with it
    reading = desk.reading
    if edit.facts:
        await desk.refresh_info()
    if edit.relations:
        await desk.tags.refresh_relations()
    if edit.schema:
        await desk.shell.take_up_schema()
    await refresh_orphans(desk)
    if edit.place is not None:
        await desk.waits.until_known(edit.place.start)
        if reading.current is None or not reading.current.overlaps(edit.place):
            reading.go_to(edit.place.start, jump=True)
        reading.selection = None
    active: Annotation | None = edit.added[-1] if edit.added else None
    reading.active = active.id if active is not None else None
    desk.say(message)
    desk.moved()
    desk.changed()


async def _inspect(desk: Desk, count: int | None) -> None:
    reading = desk.reading
    if desk.pinned is not None:
        await join_here(desk)
        return
    meant = reading.annotation_meant()
    if meant is not None:
        reading.active = meant.id
    desk.inspect()


async def _done(desk: Desk, count: int | None) -> None:
    info = await desk.article()
    edit, done = await desk.run(lambda w: w.toggle_done(info))
    desk.tags.apply(edit)
    await desk.refresh_info()
    if not done:
        desk.say("the article is no longer marked done")
        desk.changed()
    else:
        opened = await desk.shell.open_next()
        queue, left = await desk.run(lambda w: w.queue())
        rest = f"{len(left)} of {len(queue)} left in your queue" if left else "your queue is done" if queue else ""
        if not opened:
            rest = rest if queue and not left else "there is no other after it"
            desk.say(f"the article is marked done; {rest} – M takes the mark away")
        elif rest and desk.message is None:
            desk.say(f"the article before is marked done; {rest}")
        desk.changed()


def actions() -> tuple[Action, ...]:
    """The actions of this subject."""
    return (
        Action("annotation.edit", "Go into the inspector: roles, values, note", ("e", "enter"), Group.CHANGE, _inspect,
               reason=_needs_here),
        Action("annotation.note", "Write a note on the active annotation", ("m",), Group.CHANGE, _note,
               reason=needs_active),
        Action("annotation.unsure", "Mark the active annotation unsure, or sure again", ("!",), Group.CHANGE, _unsure,
               reason=needs_active),
        Action("annotation.delete", "Delete the active annotation, when it is here", ("x",), Group.CHANGE, _delete,
               reason=needs_active),
        Action("undo", "Take back my last edit in this article", ("u",), Group.CHANGE, _undo),
        Action("redo", "Do it again", ("U", "ctrl+r"), Group.CHANGE, _redo),
        Action("article.done", "Mark the article done and open the next; again: not done", ("M",), Group.CHANGE, _done),
    )  # fmt: skip
