"""How lists take keys, pastes and the mouse: actions run one after the other, and a line is typed at the bottom."""

from __future__ import annotations

from abc import abstractmethod
from collections import deque
from collections.abc import Awaitable, Coroutine
from inspect import isawaitable
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import events
from textual.screen import ScreenResultType

from annotations.errors import StetError
from tui.actions import Action, Context
from tui.desk import Message
from tui.keymap import Chords, Pending, Pressed, shown
from tui.prompt import Prompt
from tui.screens.modal import KeyScreen
from tui.widgets.rows import Rows

if TYPE_CHECKING:
    from tui.desk import Desk

__all__ = ["ListKeys"]

_PATIENCE = 0.3
"""Seconds after which it is said that something takes a while."""
_WHILE_FILTERING = {"down": 1, "up": -1}


class ListKeys(KeyScreen[ScreenResultType]):
    """A screen with rows. Keys run the actions of its context, one after the other, with the screen itself.

    Attributes:
        CONTEXT: Whose actions the keys run.
        desk: Whoever works here; palette, coding scheme and database come from it.
        list: The rows.
        message: What the status line says, until the next key.
        prompt: The question on the bottom line, if there is one.
    """

    CONTEXT: ClassVar[Context] = Context.LIST

    def __init__(self, desk: Desk, rows: Rows) -> None:
        super().__init__()
        self.desk = desk
        self.list = rows
        self.message: Message | None = None
        self.prompt: Prompt | None = None
        self._chords = Chords(desk.actions.keymap_of(self.CONTEXT))
        self._ahead: deque[str] = deque()
        self._busy = False

    # What each list does for itself

    @abstractmethod
    def show_state(self) -> None:
        """Draw everything that looks otherwise than before."""

    def open_row(self) -> Awaitable[None] | None:
        """Do what Enter does on the row with the cursor."""
        return None

    def mark_row(self) -> None:
        """Mark the row with the cursor, or no longer."""

    def sort_by(self, column: str) -> Awaitable[None] | None:  # noqa: ARG002 - what sorting needs
        """Sort by the column of this id."""
        return None

    def moved(self) -> None:
        """Take notice that the cursor is on another row."""

    def dropped(self) -> bool:
        """Stop what Esc stops while something goes on; tells whether there was anything to stop."""
        return False

    # Keys

    def press(self, key: str) -> None:
        """Take one key; what comes while something is done waits for its turn."""
        if not self._busy:
            self._take_key(key)
        elif key != "escape" or not self.dropped():
            self._ahead.append(key)

    def _take_key(self, key: str) -> None:
        self.message = None
        self.do(self._resolve(key))

    def do(self, done: Awaitable[None] | None) -> None:
        """Wait for what was begun, if it takes a while; keys wait with it. What is shown follows."""
        if isawaitable(done):
            self._busy = True
            self.set_timer(_PATIENCE, self._say_busy)
            self.run_worker(self._finish(cast("Coroutine[Any, Any, None]", done)))
        self.show_state()

    def _say_busy(self) -> None:
        if self._busy and self.message is None and self.prompt is None:
            self.say("working …")
            self.show_state()

    async def _finish(self, done: Coroutine[Any, Any, None]) -> None:
        try:
            await done
        except StetError as error:
            self.fail(error)
        finally:
            self._busy = False
        self.show_state()
        while self._ahead and not self._busy and not self.left:
            self._take_key(self._ahead.popleft())
        if self.left:
            ahead, self._ahead = self._ahead, deque()
            self.take(ahead)

    def _resolve(self, key: str) -> Awaitable[None] | None:
        try:
            if self.prompt is not None:
                return self._press_in_prompt(self.prompt, key)
            if key == "escape" and self._chords.clear():
                return None
            result = self._chords.press(key)
            if isinstance(result, Pressed):
                return self.run_action_of(result.action, result.count)
            if not isinstance(result, Pending):
                self.say(f"{shown(result.typed)} does nothing here; ? shows the keys")
        except StetError as error:
            self.fail(error)
        return None

    def run_action_of(self, action_id: str, count: int | None = None) -> Awaitable[None] | None:
        """Run an action, or say why it cannot be done now."""
        action = self.desk.actions[action_id]
        why = self.reason(action)
        if why is not None:
            self.say(why)
            return None
        # What belongs to a list is run with its screen (see `tui.actions.listed`).
        return action.run(cast("Desk", self), count)

    def reason(self, action: Action) -> str | None:
        """Why an action cannot be done now; None when it can."""
        return action.reason(cast("Desk", self)) if action.reason is not None else None

    def _press_in_prompt(self, prompt: Prompt, key: str) -> Awaitable[None] | None:
        if key in {"escape", "ctrl+c"}:
            self.prompt = None
            if prompt.cancel is not None:
                prompt.cancel()
        elif key == "enter":
            return self._answer(prompt)
        elif key == "backspace" and not prompt.editor.text:
            self.prompt = None
        elif prompt.live is not None and key in _WHILE_FILTERING:
            self.list.move(_WHILE_FILTERING[key])
            self.moved()
        else:
            prompt.editor.key(key)
            if prompt.live is not None:
                prompt.live(prompt.editor.text)
        return None

    def _answer(self, prompt: Prompt) -> Awaitable[None] | None:
        answer = prompt.accept(prompt.editor.text)
        if isawaitable(answer):
            return self._answered(prompt, answer)
        if self.prompt is prompt:
            self.prompt = None
        return None

    async def _answered(self, prompt: Prompt, answer: Awaitable[None]) -> None:
        await answer
        if self.prompt is prompt:
            self.prompt = None

    def on_paste(self, event: events.Paste) -> None:
        """Take pasted text into the line that is typed, never as keys."""
        event.stop()
        if self.prompt is None:
            self.pasted(event.text)
        else:
            self.prompt.editor.insert(" ".join(event.text.split()))
            if self.prompt.live is not None:
                self.prompt.live(self.prompt.editor.text)
        self.show_state()

    def pasted(self, text: str) -> None:  # noqa: ARG002 - what somebody may do with it
        """Take text that was pasted while no line is open."""
        self.say("pasted text is not run as keys")

    def on_rows_moved(self, message: Rows.Moved) -> None:
        """Show what the mouse went to."""
        message.stop()
        self.message = None
        self.moved()
        self.show_state()

    def on_rows_opened(self, message: Rows.Opened) -> None:
        """Open what was clicked twice."""
        message.stop()
        if not self._busy:
            self.do(self.open_row())

    def on_rows_marked(self, message: Rows.Marked) -> None:
        """Mark what was clicked."""
        message.stop()
        self.mark_row()
        self.show_state()

    def on_rows_titled(self, message: Rows.Titled) -> None:
        """Sort by the column that was clicked."""
        message.stop()
        if not self._busy:
            self.do(self.sort_by(message.column))

    # What is said and asked

    def say(self, text: str) -> None:
        """Show a sentence until the next key."""
        self.message = Message(text)

    def fail(self, error: StetError) -> None:
        """Show what went wrong, with its hint."""
        said = f"{error.message.removesuffix('.')}. {error.hint}" if error.hint else error.message
        self.message = Message(said, error=True)

    def ask(self, prompt: Prompt) -> None:
        """Open the bottom line."""
        self.prompt = prompt

    def hints(self) -> list[tuple[str, str, bool]]:
        """What may follow the keys typed so far: (key, what it does, whether it can be done now)."""
        following = self._chords.keymap.after(self._chords.prefix) if self._chords.prefix else {}
        hints = []
        for key, action_id in following.items():
            if action_id is None:
                hints.append((shown(key), "…", True))
            else:
                action = self.desk.actions[action_id]
                why = self.reason(action)
                hints.append((shown(key), why or action.title, why is None))
        return hints
