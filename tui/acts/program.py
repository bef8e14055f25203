"""The program itself: copy, inspector, export, help, palette, command line, quit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.summaries import filler_name
from tui.actions import Action, Group

if TYPE_CHECKING:
    from tui.desk import Desk


def _words(desk: Desk) -> str:
    reading = desk.reading
    active = reading.active_annotation
    if reading.selection is not None:
        return reading.selection.span.of(reading.text)
    if active is not None and active in reading.annotations_here() and active.fragments:
        return " … ".join(fragment.of(reading.text) for fragment in active.fragments)
    return reading.here().of(reading.text)


def _copy(desk: Desk, count: int | None) -> None:
    words = _words(desk)
    desk.shell.copy(words)
    desk.say(f"copied {len(words)} characters")


def _copy_with_source(desk: Desk, count: int | None) -> None:
    reading = desk.reading
    active = reading.active_annotation
    speakers = [filler_name(role, reading.text) for role in active.roles if role.role != "cue"] if active else []
    source = reading.info.source if reading.info is not None else ""
    parts = [" ".join(_words(desk).split()), *speakers, reading.title, source]
    desk.shell.copy(" – ".join(part for part in parts if part))
    desk.say("copied with source, title and speaker")


def _toggle_inspector(desk: Desk, count: int | None) -> None:
    shown = desk.shell.toggle_inspector()
    desk.say("the inspector is shown" if shown else "the inspector is hidden")
    desk.changed()


def _escape(desk: Desk, count: int | None) -> None:
    reading = desk.reading
    if desk.pinned is not None:
        desk.pinned = None
        desk.say("no relation was made")
        desk.changed()
        return
    if reading.search is not None:
        reading.search = None
        desk.changed()


def _interrupt(desk: Desk, count: int | None) -> None:
    if desk.reading.selection is not None:
        _copy(desk, count)
    else:
        desk.say("to quit, type :q or ZZ or Ctrl+Q – everything is saved")


def _quit(desk: Desk, count: int | None) -> None:
    desk.shell.quit()


def actions() -> tuple[Action, ...]:
    """The actions of this subject."""
    return (
        Action("copy", "Copy the selection, annotation or sentence", ("y",), Group.PROGRAM, _copy),
        Action("copy.source", "Copy it with speaker, title and source", ("Y",), Group.PROGRAM, _copy_with_source),
        Action("inspector", "Show or hide the inspector", ("I",), Group.PROGRAM, _toggle_inspector),
        Action("export", "Export", ("E",), Group.PROGRAM, lambda desk, _: desk.screens.export()),
        Action("help", "Help", ("?",), Group.PROGRAM, lambda desk, _: desk.screens.help()),
        Action("palette", "Command palette", ("ctrl+p", "P"), Group.PROGRAM, lambda desk, _: desk.screens.palette()),
        Action("clear", "Put out the lights of a search", ("escape",), Group.PROGRAM, _escape),
        Action("interrupt", "Copy the selection, or say how to quit", ("ctrl+c",), Group.PROGRAM, _interrupt),
        Action("suspend", "Suspend the program, back to the shell", ("z s", "ctrl+z"), Group.PROGRAM,
               lambda desk, _: desk.shell.suspend_to_shell()),
        Action("quit", "Quit; everything is saved", ("Z Z", "ctrl+q"), Group.PROGRAM, _quit),
    )  # fmt: skip
