"""The one registry of what a person can do, and with which keys.

Everything that shows or runs actions derives from here: the keymap, the footer, help, the palette, the hints after a
prefix, and the table in the README. The actions themselves stand in `tui.acts`, by subject. No screen is needed to
list them, so nothing here imports Textual.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from tui.keymap import Keymap, shown

if TYPE_CHECKING:
    from tui.desk import Desk

Run = Callable[["Desk", int | None], Awaitable[None] | None]
"""Does an action; the number is the count that was typed before its keys, None without one."""
Reason = Callable[["Desk"], str | None]
"""Says in a sentence why an action cannot be done now; None when it can."""


class Group(StrEnum):
    """Where an action stands in help and in the README."""

    MOVE = "Moving"
    SELECT = "Selecting"
    TAG = "Tagging"
    SUGGEST = "Suggestions"
    CHANGE = "Changing"
    FIND = "Finding"
    PROGRAM = "Program"


class Where(StrEnum):
    """Which keys a selection takes over while there is one."""

    READING = "reading"
    SELECTING = "selecting"


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that a person can do.

    Attributes:
        id: Stable name, as a keymap file names it.
        title: What it does, in a few words that begin with a verb.
        keys: Sequences that run it (see `tui.keymap`), the first one to be shown where there is room for one.
        where: `selecting` for actions whose keys mean this only while there is a selection.
        reason: Why it cannot be done now.
    """

    id: str
    title: str
    keys: tuple[str, ...]
    group: Group
    run: Run
    reason: Reason | None = None
    where: Where = Where.READING

    @property
    def shown_keys(self) -> str:
        """All its keys for people."""
        return "  ".join(shown(sequence) for sequence in self.keys)


class Actions:
    """All actions by id, and the keymaps that run them."""

    def __init__(self, actions: tuple[Action, ...]) -> None:
        """Make a registry.

        Raises:
            ValueError: Two actions have one id, or their keys collide.
        """
        self._by_id: Mapping[str, Action] = {action.id: action for action in actions}
        if len(self._by_id) != len(actions):
            raise ValueError("two actions have one id")
        reading = [action for action in actions if action.where is Where.READING]
        selecting = [action for action in actions if action.where is Where.SELECTING]
        taken = {sequence for action in selecting for sequence in action.keys}
        rest = [action for action in reading if action.keys]
        self.keymap = Keymap((sequence, action.id) for action in reading for sequence in action.keys)
        self.selecting_keymap = Keymap(
            [(sequence, action.id) for action in selecting for sequence in action.keys]
            + [
                (sequence, action.id)
                for action in rest
                for sequence in action.keys
                if not any(sequence == key or sequence.startswith(f"{key} ") for key in taken)
            ]
        )

    def __iter__(self) -> Iterator[Action]:
        return iter(self._by_id.values())

    def __getitem__(self, action_id: str) -> Action:
        return self._by_id[action_id]

    def by_group(self) -> Iterator[tuple[Group, list[Action]]]:
        """Actions under their groups, in the order of help."""
        for group in Group:
            members = [action for action in self if action.group is group]
            if members:
                yield group, members
