"""The keys that a person has set for themselves, in place of those that actions have by themselves.

A person's keys go before the reader's own: what stands in their way is taken from the other action and named. Keys
that cannot work are left out and named. A keymap in which nothing quits is not used at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from annotations.schema import Schema
from tui.actions import Action, Actions, Context, Where
from tui.keymap import named_keys, shown

__all__ = ["QUIT", "check_sequence", "user_actions", "with_user_keys"]

QUIT = "quit"
"""Id of the action that ends the program, which always has a key."""

_OF_SCHEMES = ("tag.", "tag_again.", "role.", "role_name.", "value.", "step.next.", "step.previous.",
               "library.sort_label.")  # fmt: skip
"""How ids begin that come from a coding scheme: a person may have libraries with different ones."""
_ALWAYS = {"ctrl+q": (QUIT, "always quits")}
_ARRIVES_AS = {"ctrl+i": "tab", "ctrl+m": "enter", "ctrl+left_square_bracket": "escape", "ctrl+[": "escape"}
_MODIFIERS = ("ctrl", "shift")
_OTHER_NAMES = {
    "esc": "escape", "return": "enter", "pgup": "pageup", "pgdn": "pagedown", "del": "delete", "bs": "backspace",
    "spc": "space", "control": "ctrl",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Wanted:
    """One sequence for one action."""

    action: Action
    sequence: str

    @property
    def name(self) -> str:
        return f"{shown(self.sequence)} ({self.action.id})"


def with_user_keys(
    actions: tuple[Action, ...], keys: Mapping[str, tuple[str, ...]]
) -> tuple[tuple[Action, ...], tuple[str, ...]]:
    """Give actions the keys that a person has set for them.

    Args:
        actions: Every action, with its own keys.
        keys: Id of an action to the sequences that run it instead; none leaves it without a key.

    Returns:
        The actions, which always make a keymap without collisions if those given do, and in a sentence each, what
        could not be done or was taken from another action.
    """
    if not keys:
        return actions, ()
    return _Choosing(actions, keys).chosen()


def user_actions(schema: Schema, keys: Mapping[str, tuple[str, ...]]) -> tuple[Actions, tuple[str, ...]]:
    """Return every action for a schema with the keys that a person has set, and what is wrong with these."""
    from tui.acts import all_actions

    actions = all_actions(schema)
    if not keys:
        return actions, ()
    changed, problems = with_user_keys(tuple(actions), keys)
    return Actions(changed), problems


class _Choosing:
    """Goes through a person's keys, then through the reader's own, and gives each sequence to the first."""

    def __init__(self, actions: tuple[Action, ...], keys: Mapping[str, tuple[str, ...]]) -> None:
        self._actions = actions
        self._keys = keys
        self._known = {action.id: action for action in actions}
        self._taken: list[_Wanted] = []
        self._problems: list[str] = []

    def chosen(self) -> tuple[tuple[Action, ...], tuple[str, ...]]:
        self._take_own()
        set_ = {one.action.id for one in self._taken} | {
            name for name, sequences in self._keys.items() if not sequences
        }
        losses = [loss for action in self._actions if action.id not in set_ for loss in self._take_defaults(action)]
        given: dict[str, list[str]] = {}
        for one in self._taken:
            given.setdefault(one.action.id, []).append(one.sequence)
        for action_id, keys in losses:
            left = given.get(action_id)
            rest = f"it still has {', '.join(map(shown, left))}" if left else "it has no key left"
            self._problems.append(f"{action_id} loses {keys}; {rest}. Give it others, or [] to have it so")
        changed = tuple(replace(action, keys=tuple(given.get(action.id, ()))) for action in self._actions)
        return self._usable(changed)

    def _usable(self, changed: tuple[Action, ...]) -> tuple[tuple[Action, ...], tuple[str, ...]]:
        if any(action.id == QUIT and not action.keys for action in changed):
            self._problems.append("quit would have no key: none of these keys is used. Give it one")
            return self._actions, tuple(self._problems)
        try:
            Actions(changed)
        except ValueError as error:
            self._problems.append(f"none of these keys is used: {error}")
            return self._actions, tuple(self._problems)
        return changed, tuple(self._problems)

    def _take_own(self) -> None:
        for action_id, sequences in self._keys.items():
            action = self._known.get(action_id)
            if action is None:
                if (hint := self._hint(action_id)) is not None:
                    self._problems.append(f"keys.{_short(action_id)}: there is no such action.{hint}")
                continue
            for sequence in sequences:
                checked, wrong = check_sequence(sequence, action_id)
                one = _Wanted(action, checked or "")
                other = _in_the_way(one, self._taken)
                if checked is None:
                    self._problems.append(f"keys.{action_id}: {wrong}")
                elif other is None:
                    self._taken.append(one)
                elif one != other:
                    self._problems.append(f"keys.{action_id}: {_collision(one, other)}")

    def _hint(self, action_id: str) -> str | None:
        """What an unknown id may have meant; None where it may well be an action of another coding scheme."""
        for family in _OF_SCHEMES:
            name = action_id.removeprefix(family)
            if name != action_id:
                of_this = [known.removeprefix(family) for known in self._known if known.startswith(family)]
                near = get_close_matches(name, of_this, n=1, cutoff=0.7)
                return f" Did you mean “{family}{near[0]}”?" if near else None
        return _nearest(action_id, self._known) or " “stet keys” lists them."

    def _take_defaults(self, action: Action) -> Iterator[tuple[str, str]]:
        """Give an action its own keys, and tell which of them somebody has already."""
        lost = []
        for sequence in action.keys:
            one = _Wanted(action, sequence)
            if (other := _in_the_way(one, self._taken)) is None:
                self._taken.append(one)
            else:
                lost.append(f"{shown(sequence)} to {other.name}")
        if lost:
            yield action.id, ", ".join(lost)


def check_sequence(sequence: str, action_id: str = "") -> tuple[str | None, str]:
    """Return a sequence as keymaps write it (`Ctrl+D` as `ctrl+d`), or None and a sentence why it cannot be.

    `action_id` is the action that it is to run: some keys always do one thing.
    """
    names = sequence.split()
    if not names:
        return None, "a key is missing"
    parts: list[str] = []
    for name in names:
        key, wrong = _key(name)
        if key is None:
            return None, wrong
        parts.append(key)
    first = parts[0]
    always, what = _ALWAYS.get(first, (action_id, ""))
    if always != action_id:
        return None, f"{shown(first)} {what}"
    if first.isascii() and first.isdigit() and first != "0":
        return None, f"{first} is part of a count (as in 3 j), and begins nothing else"
    if "escape" in parts[1:]:
        return None, f"{shown(' '.join(parts))} cannot be typed: Esc ends what was begun"
    return " ".join(parts), ""


def _key(name: str) -> tuple[str | None, str]:
    if len(name) == 1:
        return (name, "") if name.isprintable() else (None, f"“{name!r}” is no key")
    *modifiers, last = name.split("+") if not name.endswith("++") else [*name[:-2].split("+"), "+"]
    modifiers = [_OTHER_NAMES.get(part.lower(), part.lower()) for part in modifiers]
    if len(last) != 1 or "ctrl" in modifiers:
        last = last.lower()
    last = _OTHER_NAMES.get(last, last)
    if "alt" in modifiers or "meta" in modifiers:
        return None, f"“{_short(name)}” is Esc and then {last} to a terminal"
    if any(part not in _MODIFIERS for part in modifiers) or len(set(modifiers)) != len(modifiers):
        return None, f"“{_short(name)}” is no key.{_nearest(name, named_keys())}"
    if not modifiers and last not in named_keys():
        spelt = " ".join(name)
        hint = _nearest(name, named_keys()) or (
            f" A sequence is written with blanks: “{spelt}”." if len(name) < 6 else ""
        )
        return None, f"“{_short(name)}” is no key.{hint}"
    if len(last) != 1 and last not in named_keys():
        return None, f"“{_short(name)}” is no key.{_nearest(last, named_keys())}"
    if modifiers == ["shift"] and len(last) == 1:
        if last.isalpha() and last.upper() != last.lower():
            return last.upper(), ""
        return None, f"“{_short(name)}” is written as the character that it types"
    key = "+".join([*sorted(modifiers), last])
    if key in _ARRIVES_AS:
        return None, f"{shown(key)} is {shown(_ARRIVES_AS[key])} to a terminal"
    return key, ""


def _in_the_way(one: _Wanted, taken: Iterable[_Wanted]) -> _Wanted | None:
    return next((other for other in taken if _collide(one, other)), None)


def _collide(one: _Wanted, other: _Wanted) -> bool:
    """While something is selected, the keys for that hide the others; but none of them may begin with another."""
    if one.sequence.split(" ", 1)[0] != other.sequence.split(" ", 1)[0] or not _meet(one.action, other.action):
        return False
    if one.action.where is other.action.where:
        return (
            one.sequence == other.sequence
            or _begins(one.sequence, other.sequence)
            or _begins(other.sequence, one.sequence)
        )
    selecting, reading = (one, other) if one.action.where is Where.SELECTING else (other, one)
    return _begins(reading.sequence, selecting.sequence)


def _meet(one: Action, other: Action) -> bool:
    """Tell whether there is a screen on which both can be run."""
    contexts = {one.context, other.context}
    return len(contexts) == 1 or (Context.LIST in contexts and Context.READER not in contexts)


def _begins(beginning: str, sequence: str) -> bool:
    return sequence.startswith(f"{beginning} ")


def _collision(one: _Wanted, other: _Wanted) -> str:
    if one.sequence == other.sequence:
        return f"{shown(one.sequence)} is {other.action.id} too"
    if _begins(other.sequence, one.sequence):
        return f"{shown(one.sequence)} cannot be reached: {other.name} has its beginning"
    return f"{shown(one.sequence)} would leave {other.name} out of reach"


def _nearest(name: str, names: Iterable[str]) -> str:
    found: Sequence[str] = get_close_matches(name.lower(), list(names), n=1, cutoff=0.6)
    return f" Did you mean “{found[0]}”?" if found else ""


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"
