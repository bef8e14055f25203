"""From keys to actions: counts, sequences and prefixes, resolved in one place before anything is run.

A key is written as the character that it types (`j`, `J`, `}`, `+`) or by its name (`space`, `enter`, `shift+tab`,
`ctrl+d`, `home`); a sequence is keys with a blank between (`g g`, `> a`). Plain code, without a screen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

MAX_COUNT = 9999

_MODIFIER_KEYS = frozenset(
    f"{side}_{name}" for side in ("left", "right") for name in ("shift", "control", "alt", "super", "hyper", "meta")
) | {"caps_lock", "num_lock", "scroll_lock", "iso_level3_shift", "iso_level5_shift", "alt", "shift", "control", "super"}
_NAMES = {
    "space": "Space",
    "enter": "Enter",
    "escape": "Esc",
    "tab": "Tab",
    "shift+tab": "Shift+Tab",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "backspace": "Backspace",
    "delete": "Del",
}


def key_of(key: str, character: str | None) -> tuple[str, ...]:
    """Name a key press as Textual reports it; more than one name when a terminal packed several, none to ignore it.

    Esc that is followed at once by another key arrives as `alt+key`: it is Esc, then the key. Modifiers that are
    pressed alone, which some terminals report, are nothing.
    """
    if key in _MODIFIER_KEYS or character == "\ufffd":
        return ()
    if key.startswith("alt+"):
        rest = key.removeprefix("alt+")
        return ("escape", *key_of(rest, character if character and character.isprintable() else None))
    if character is not None and len(character) == 1 and character.isprintable() and character != " ":
        return (character,)
    if key.startswith("shift+") and len(key) == len("shift+j"):
        return (key[-1].upper(),)
    if len(key) == 1 or key not in _CHARACTER_NAMES:
        return (key,)
    return (_CHARACTER_NAMES[key],)


_CHARACTER_NAMES = {
    "comma": ",",
    "full_stop": ".",
    "plus": "+",
    "minus": "-",
    "equals_sign": "=",
    "slash": "/",
    "colon": ":",
    "semicolon": ";",
    "exclamation_mark": "!",
    "question_mark": "?",
    "quotation_mark": '"',
    "apostrophe": "'",
    "asterisk": "*",
    "dollar_sign": "$",
    "left_parenthesis": "(",
    "right_parenthesis": ")",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "left_curly_bracket": "{",
    "right_curly_bracket": "}",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "number_sign": "#",
    "percent_sign": "%",
    "ampersand": "&",
    "at": "@",
    "backslash": "\\",
    "circumflex_accent": "^",
    "underscore": "_",
    "grave_accent": "`",
    "vertical_line": "|",
    "tilde": "~",
}


def named_keys() -> frozenset[str]:
    """Keys that are written by a name of more than one character, without modifiers."""
    return frozenset(name for name in _NAMES if "+" not in name) | {"insert", *(f"f{n}" for n in range(1, 13))}


def shown(sequence: str) -> str:
    """Write a sequence of keys for people: `ctrl+d` as Ctrl+D, `space` as Space."""
    return " ".join(_shown(key) for key in sequence.split(" "))


def _shown(key: str) -> str:
    if key in _NAMES:
        return _NAMES[key]
    *modifiers, last = key.split("+") if len(key) > 1 else [key]
    if not modifiers:
        return key
    return "+".join([*(name.capitalize() for name in modifiers), _NAMES.get(last, last.upper())])


@dataclass(frozen=True, slots=True)
class Pressed:
    """A whole sequence: the action to run, and how often; `count` is None when none was typed."""

    action: str
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Pending:
    """Keys that may still become something; `typed` is what the status line shows."""

    typed: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """Keys that mean nothing."""

    typed: str


@dataclass(slots=True)
class _Node:
    action: str | None = None
    next: dict[str, _Node] = field(default_factory=dict)


class Keymap:
    """Sequences of keys and the ids of the actions that they run."""

    def __init__(self, bindings: Iterable[tuple[str, str]]) -> None:
        """Make a keymap of (sequence, action id).

        Raises:
            ValueError: Two actions have one sequence, or one sequence begins another.
        """
        self._root = _Node()
        for sequence, action in bindings:
            self._add(sequence, action)

    def _add(self, sequence: str, action: str) -> None:
        node = self._root
        for key in sequence.split(" "):
            if node.action is not None:
                raise ValueError(f"{shown(sequence)} cannot be reached: {node.action} has its beginning")
            node = node.next.setdefault(key, _Node())
        if node.action is not None or node.next:
            raise ValueError(f"{shown(sequence)} is both {node.action or 'a prefix'} and {action}")
        node.action = action

    def after(self, keys: Iterable[str]) -> Mapping[str, str | None]:
        """What may follow `keys`: key to action id, None where yet another key is needed."""
        node = self._root
        for key in keys:
            node = node.next.get(key, _Node())
        return {key: following.action for key, following in node.next.items()}

    def node(self) -> _Node:
        """The place where every sequence begins."""
        return self._root


class Chords:
    """Takes keys one by one and says what they make together."""

    def __init__(self, keymap: Keymap) -> None:
        self.keymap = keymap
        self._count = ""
        self._keys: list[str] = []
        self._node = keymap.node()

    @property
    def prefix(self) -> tuple[str, ...]:
        """Keys of a sequence that is not whole, without the count."""
        return tuple(self._keys)

    @property
    def typed(self) -> str:
        """What was typed and not used yet."""
        return self._count + " ".join(self._keys)

    def clear(self) -> bool:
        """Forget what was typed; tells whether there was anything."""
        was = bool(self._count or self._keys)
        self._count, self._keys, self._node = "", [], self.keymap.node()
        return was

    def press(self, key: str, *, counts: bool = True) -> Pressed | Pending | Unknown:
        """Take one key. `counts` tells whether digits are counts just now."""
        first = not self._keys
        if first and counts and key.isascii() and key.isdigit() and (self._count or key != "0"):
            self._count = str(min(int(self._count + key), MAX_COUNT))
            return Pending(self.typed)
        node = self._node.next.get(key)
        if node is None:
            typed = " ".join(filter(None, (self.typed, key)))
            self.clear()
            return Unknown(typed)
        if node.action is not None:
            count = int(self._count) if self._count else None
            self.clear()
            return Pressed(node.action, count)
        self._keys.append(key)
        self._node = node
        return Pending(self.typed)
