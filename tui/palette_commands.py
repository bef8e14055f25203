"""What the command palette offers: every action of the reader, and every command with something to type after it."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterator
from functools import partial
from typing import TYPE_CHECKING

from tui.actions import Context
from tui.acts.commanding import COMMANDS, ask

if TYPE_CHECKING:
    from tui.desk import Desk

__all__ = ["palette_commands"]


def palette_commands(
    desk: Desk, start: Callable[[Coroutine[None, None, None]], object]
) -> Iterator[tuple[str, str, Callable[[], None]]]:
    """Tell title and keys, group or reason, and how to run it; `start` runs an action beside everything else."""
    for action in desk.actions.of(Context.READER):
        words = desk.reason(action) or action.group.value
        run = partial(_run, desk, start, action.id)
        yield f"{action.title}   {action.shown_keys}", words, run
    for command in COMMANDS:
        if command.takes:
            title = command.title[:1].upper() + command.title[1:]
            yield f"{title}   :{command.names[0]}", command.takes, partial(_type, desk, command.names[0])


def _run(desk: Desk, start: Callable[[Coroutine[None, None, None]], object], action_id: str) -> None:
    start(desk.command(action_id))


def _type(desk: Desk, name: str) -> None:
    ask(desk, f"{name} ")
    desk.shell.refresh_all()
