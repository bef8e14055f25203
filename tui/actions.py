"""The one registry of what a person can do, and with which keys.

Everything that shows or runs actions derives from here: the keymap, the footer, help, the palette, the hints after a
prefix, and the table in the README. The actions themselves stand in `tui.acts`, by subject. No screen is needed to
list them, so nothing here imports Textual.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar, cast

from tui.keymap import Keymap, shown

if TYPE_CHECKING:
    from tui.desk import Desk

Run = Callable[["Desk", int | None], Awaitable[None] | None]
"""Does an action; the number is the count that was typed before its keys, None without one."""
Reason = Callable[["Desk"], str | None]
"""Says in a sentence why an action cannot be done now; None when it can."""

At = TypeVar("At")


class Group(StrEnum):
    """Where an action stands in help and in the README."""

    MOVE = "Moving"
    SELECT = "Selecting"
    TAG = "Tagging"
    SUGGEST = "Suggestions"
    CHANGE = "Changing"
    FIND = "Finding"
    ARTICLES = "Articles"
    SORT = "Sorting"
    PROGRAM = "Program"


class Context(StrEnum):
    """Which screen an action belongs to; its keys mean something else, or nothing, in another."""

    READER = "reader"
    LIST = "lists"
    """Every list: what is true of all of them."""
    LIBRARY = "library"
    COMPARE = "comparison"
    AGREEMENT = "agreement"
    CHANGES = "changes"
    LEDGER = "ledger"
    MATRIX = "matrix"
    NAMES = "names"
    ELSEWHERE = "same words"
    STATISTICS = "numbers"
    PROGRESS = "progress"


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
        context: The screen that it belongs to. What runs it there is given that screen in the place of a desk.
    """

    id: str
    title: str
    keys: tuple[str, ...]
    group: Group
    run: Run
    reason: Reason | None = None
    where: Where = Where.READING
    context: Context = Context.READER

    @property
    def shown_keys(self) -> str:
        """All its keys for people."""
        return "  ".join(shown(sequence) for sequence in self.keys)


def listed(  # noqa: PLR0917 - as in `Action`
    context: Context,
    id: str,  # noqa: A002 - as in `Action`
    title: str,
    keys: tuple[str, ...],
    group: Group,
    run: Callable[[At, int | None], Awaitable[None] | None],
    reason: Callable[[At], str | None] | None = None,
) -> Action:
    """Make an action of a list, which is run with its screen."""
    return Action(id, title, keys, group, cast("Run", run), cast("Reason | None", reason), context=context)


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
        reader = [action for action in actions if action.context is Context.READER]
        reading = [action for action in reader if action.where is Where.READING]
        selecting = [action for action in reader if action.where is Where.SELECTING]
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

        self._keymaps = {
            context: Keymap((keys, action.id) for action in self.of(context) for keys in action.keys)
            for context in Context
            if context is not Context.READER
        }

    def keymap_of(self, context: Context) -> Keymap:
        """The keys of a screen; those of every list are among those of each."""
        return self.keymap if context is Context.READER else self._keymaps[context]

    def of(self, context: Context) -> Iterator[Action]:
        """The actions that there are on a screen; those of every list are among those of each."""
        for action in self:
            if action.context is context or (action.context is Context.LIST and context is not Context.READER):
                yield action

    def __iter__(self) -> Iterator[Action]:
        return iter(self._by_id.values())

    def __getitem__(self, action_id: str) -> Action:
        return self._by_id[action_id]

    def by_group(self, context: Context = Context.READER) -> Iterator[tuple[Group, list[Action]]]:
        """The actions that there are on a screen under their groups, in the order of help."""
        for group in Group:
            members = [action for action in self.of(context) if action.group is group]
            if members:
                yield group, members
