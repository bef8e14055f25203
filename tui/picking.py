"""Picking a place by its jump label: the keys while labels are shown. Without Textual."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from annotations.text import Span
from tui.reading.labels import JumpLabels
from tui.reading.reading import Reading
from tui.reading.targets import Target, by_distance
from tui.reading.targets import near as near_on

if TYPE_CHECKING:
    from tui.desk import Desk

__all__ = ["Instead", "pick"]

Chosen = Callable[[Target], Awaitable[None] | None]
Find = Callable[[Reading, Span], Sequence[Target]]


class Instead(NamedTuple):
    """Another way to say the place: a key that is no letter of a label, its hint, and what it does."""

    key: str
    hint: str
    act: Callable[[], Awaitable[None]]


class _Picker:
    """Takes the letters of a label; Space shows labels on the whole page, where only those near were shown."""

    def __init__(
        self, desk: Desk, find: Find, what: str, chosen: Chosen, *, near: Span | None, instead: Instead | None
    ) -> None:
        self._desk = desk
        self._find = find
        self._what = what
        self._chosen = chosen
        self._near = near
        self._instead = instead
        page = desk.view.visible() or desk.reading.here()
        self._pages = [page] if near is None else [near_on(desk.reading, page, near), page]
        self._label()

    @property
    def says(self) -> str:
        """What is picked, and what was typed so far."""
        more = "  Space page" if self._pages else ""
        if self._instead is not None:
            more += f"  {self._instead.key} {self._instead.hint}"
        return f"{self._what}: its letters {self._labels.typed}".rstrip() + f"{more}  Esc none"

    @property
    def empty(self) -> bool:
        """Whether there is nothing to pick on the page."""
        return not self._targets

    async def key(self, key: str) -> bool:
        """Take a letter; False when a place was picked or none is wanted."""
        if key == "backspace" and self._labels.back():
            self._show()
            return True
        if key == "space" and self._pages:
            self._label()
            return True
        if key in {"escape", "backspace", "ctrl+c"}:
            self.left()
            return False
        if self._instead is not None and key == self._instead.key:
            return await self._go_on(self._instead.act)
        try:
            index = self._labels.press(key)
        except KeyError:
            self._desk.say("no label begins so; Esc picks none")
            return True
        self._show()
        if index is None:
            return True
        return await self._go_on(partial(self._chosen, self._targets[index]))

    async def _go_on(self, act: Callable[[], Awaitable[None] | None]) -> bool:
        """Take the labels off and act; return whether that asks for more keys."""
        self.left()
        self._desk.taker = None
        done = act()
        if inspect.isawaitable(done):
            await done
        return self._desk.taker is not None

    def left(self) -> None:
        """Take the labels off the text."""
        self._desk.reading.labels = ()
        self._desk.shell.refresh_place()

    def _label(self) -> None:
        self._targets: Sequence[Target] = ()
        while self._pages and not self._targets:
            self._targets = self._find(self._desk.reading, self._pages.pop(0))
        order = by_distance(self._targets, self._near or self._desk.reading.here())
        self._labels = JumpLabels([target.offset for target in self._targets], order)
        self._show()

    def _show(self) -> None:
        self._desk.reading.labels = self._labels.shown()
        self._desk.shell.refresh_place()


async def pick(
    desk: Desk, find: Find, what: str, chosen: Chosen, *, near: Span | None = None, instead: Instead | None = None
) -> None:
    """Show a label on each target that `find` finds on the page, and let one be picked.

    With `near`, those around it are labelled first, and the rest of the page when Space is pressed.
    """
    page = desk.view.visible()
    if page is not None:
        await desk.waits.until_known(page.end - 1)
    picker = _Picker(desk, find, what, chosen, near=near, instead=instead)
    if picker.empty:
        desk.say("there is nothing on this page to pick")
    else:
        desk.give(picker)
