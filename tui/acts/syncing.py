"""Keeping in step with a server by a key, from an article and from the library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.actions import Action, Context, Group, listed

if TYPE_CHECKING:
    from tui.desk import Desk
    from tui.screens.library import LibraryScreen

_TITLE = "Take what others did from the server, and send mine"


def _why_not(desk: Desk) -> str | None:
    return desk.syncing.why_not


def _sync(desk: Desk, count: int | None) -> None:
    # Beside: a server may take its time.
    desk.shell.start(desk.syncing.now(None))


def _why_not_in_library(screen: LibraryScreen) -> str | None:
    return screen.desk.syncing.why_not


def _sync_in_library(screen: LibraryScreen, count: int | None) -> None:
    screen.say("syncing …")
    screen.desk.shell.start(_synced(screen))


async def _synced(screen: LibraryScreen) -> None:
    desk = screen.desk
    await desk.syncing.now(None)
    if screen.left:
        return  # it is told in the reader
    screen.message, desk.message = desk.message, None
    await screen.library.catch_up(desk.run)
    screen.moved()
    screen.show_state()


def actions() -> tuple[Action, ...]:
    """The actions of this subject."""
    return (
        Action("sync", _TITLE, ("g y",), Group.PROGRAM, _sync, _why_not),
        listed(Context.LIBRARY, "library.sync", _TITLE, ("g y",), Group.FIND, _sync_in_library, _why_not_in_library),
    )
