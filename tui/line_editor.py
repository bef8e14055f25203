"""A line of text being typed: insert, delete, move, history, completion. Plain code, without a screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from annotations.printable import visible

Complete = Callable[[str], Sequence[str]]
"""Gives the completions of what is typed so far, the best first."""


class LineEditor:
    """One line and a cursor; offsets count code points.

    Attributes:
        text: What is typed.
        cursor: Where the next character goes.
        completions: What Tab offers just now.
        typed: The text that they complete.
    """

    def __init__(
        self,
        text: str = "",
        complete: Complete | None = None,
        history: Sequence[str] = (),
        limit: int = 10_000,
    ) -> None:
        self.text = text[:limit]
        self.cursor = len(self.text)
        self.completions: Sequence[str] = ()
        self.typed = self.text
        self._complete = complete
        self._chosen: int | None = None
        self._history = [*history]
        self._place = len(self._history)
        self._limit = limit
        self._suggest()

    def key(self, key: str) -> bool:
        """Take a key (see `tui.keymap.key_of`); tells whether the line knew what to do with it."""
        if len(key) == 1:
            self.insert(key)
            return True
        if key == "space":
            self.insert(" ")
            return True
        action = _KEYS.get(key)
        if action is None:
            return False
        action(self)
        return True

    def insert(self, text: str) -> None:
        """Put text at the cursor, on one line; what goes beyond the limit is left out."""
        text = " ".join(text.split("\n"))[: self._limit - len(self.text)]
        self._set(self.text[: self.cursor] + text + self.text[self.cursor :], self.cursor + len(text))

    def backspace(self) -> None:
        """Delete the character before the cursor."""
        if self.cursor:
            self._set(self.text[: self.cursor - 1] + self.text[self.cursor :], self.cursor - 1)

    def delete(self) -> None:
        """Delete the character at the cursor."""
        self._set(self.text[: self.cursor] + self.text[self.cursor + 1 :], self.cursor)

    def delete_word(self) -> None:
        """Delete the word before the cursor."""
        left = self.text[: self.cursor].rstrip()
        start = left.rfind(" ") + 1
        self._set(self.text[:start] + self.text[self.cursor :], start)

    def delete_to_start(self) -> None:
        """Delete everything before the cursor."""
        self._set(self.text[self.cursor :], 0)

    def delete_to_end(self) -> None:
        """Delete everything from the cursor on."""
        self._set(self.text[: self.cursor], self.cursor)

    def left(self) -> None:
        """Move one character to the left."""
        self.cursor = max(0, self.cursor - 1)

    def right(self) -> None:
        """Move one character to the right."""
        self.cursor = min(len(self.text), self.cursor + 1)

    def home(self) -> None:
        """Move to the start."""
        self.cursor = 0

    def end(self) -> None:
        """Move to the end."""
        self.cursor = len(self.text)

    def older(self) -> None:
        """Take the line before this one from the history."""
        self._recall(self._place - 1)

    def newer(self) -> None:
        """Take the line after this one from the history, at last an empty one."""
        self._recall(self._place + 1)

    def next_completion(self) -> None:
        """Take the next completion."""
        self._choose(1)

    def previous_completion(self) -> None:
        """Take the previous completion."""
        self._choose(-1)

    @property
    def shown(self) -> tuple[str, str, str]:
        """What stands before, at and after the cursor, fit to be drawn."""
        at = self.text[self.cursor : self.cursor + 1]
        return visible(self.text[: self.cursor]), visible(at) or " ", visible(self.text[self.cursor + 1 :])

    def _set(self, text: str, cursor: int) -> None:
        self.text, self.cursor = text, cursor
        self._suggest()

    def _suggest(self) -> None:
        self._chosen = None
        self.typed = self.text
        self.completions = self._complete(self.text) if self._complete is not None else ()

    def _choose(self, step: int) -> None:
        if not self.completions:
            return
        before = -1 if self._chosen is None and step > 0 else (self._chosen or 0)
        self._chosen = (before + step) % len(self.completions)
        self.text = self.completions[self._chosen][: self._limit]
        self.cursor = len(self.text)

    @property
    def chosen(self) -> int | None:
        """Which completion was taken last."""
        return self._chosen

    def _recall(self, place: int) -> None:
        if 0 <= place <= len(self._history):
            self._place = place
            text = self._history[place] if place < len(self._history) else ""
            self._set(text, len(text))


_KEYS: dict[str, Callable[[LineEditor], None]] = {
    "backspace": LineEditor.backspace,
    "ctrl+h": LineEditor.backspace,
    "delete": LineEditor.delete,
    "ctrl+w": LineEditor.delete_word,
    "ctrl+u": LineEditor.delete_to_start,
    "ctrl+k": LineEditor.delete_to_end,
    "left": LineEditor.left,
    "right": LineEditor.right,
    "home": LineEditor.home,
    "ctrl+a": LineEditor.home,
    "end": LineEditor.end,
    "ctrl+e": LineEditor.end,
    "up": LineEditor.older,
    "down": LineEditor.newer,
    "tab": LineEditor.next_completion,
    "shift+tab": LineEditor.previous_completion,
}
