"""What is done in every list: move, filter, mark, open, close."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import TYPE_CHECKING, Any

from tui.actions import Action, Context, Group, listed

if TYPE_CHECKING:
    from tui.screens.listing import ListingScreen

    List = ListingScreen[Any]

_ALL = 1 << 30
"""More rows than any list has."""


def _move(rows: int) -> Any:
    def run(screen: List, count: int | None) -> None:
        screen.list.move(rows * (count or 1))
        screen.moved()

    return run


def _turn(share: float) -> Any:
    def run(screen: List, count: int | None) -> None:
        for _ in range(count or 1):
            if not screen.list.turn(share):
                break
        screen.moved()

    return run


def _first(screen: List, count: int | None) -> None:
    screen.list.go_to((count or 1) - 1)
    screen.moved()


def _last(screen: List, count: int | None) -> None:
    screen.list.go_to(_ALL if count is None else count - 1)
    screen.moved()


def _filter(screen: List, count: int | None) -> None:
    screen.ask_filter()


def _open(screen: List, count: int | None) -> Awaitable[None] | None:
    return screen.open_row()


def _preview(screen: List, count: int | None) -> None:
    screen.toggle_preview()


def _help(screen: List, count: int | None) -> None:
    screen.help()


def _back(screen: List, count: int | None) -> None:
    screen.back()


def _close(screen: List, count: int | None) -> None:
    screen.close()


def actions() -> tuple[Action, ...]:
    """The actions of this subject."""
    of = Context.LIST
    return (
        listed(of, "list.down", "Go to the next row", ("j", "down"), Group.MOVE, _move(1)),
        listed(of, "list.up", "Go to the previous row", ("k", "up"), Group.MOVE, _move(-1)),
        listed(of, "list.page_down", "Go down a page", ("pagedown", "ctrl+f"), Group.MOVE, _turn(1)),
        listed(of, "list.page_up", "Go up a page", ("pageup", "ctrl+b"), Group.MOVE, _turn(-1)),
        listed(of, "list.half_down", "Go down half a page", ("z d", "ctrl+d"), Group.MOVE, _turn(0.5)),
        listed(of, "list.half_up", "Go up half a page", ("z u", "ctrl+u"), Group.MOVE, _turn(-0.5)),
        listed(of, "list.first", "Go to the first row, or the one of a count", ("g g", "home"), Group.MOVE, _first),
        listed(of, "list.last", "Go to the last row, or the one of a count", ("G", "end"), Group.MOVE, _last),
        listed(of, "list.filter", "Show only rows with the words that are typed", ("/",), Group.FIND, _filter),
        listed(of, "list.open", "Open what the cursor is on", ("enter",), Group.PROGRAM, _open),
        listed(of, "list.preview", "Show or hide the preview", ("I",), Group.PROGRAM, _preview),
        listed(of, "list.help", "Help", ("?",), Group.PROGRAM, _help),
        listed(of, "list.back", "Drop the filter; without one, close the list", ("escape", "ctrl+c"), Group.PROGRAM,
               _back),
        listed(of, "list.close", "Close the list", ("q",), Group.PROGRAM, _close),
    )  # fmt: skip
