"""A screen that is a list: title, filter, rows, a preview, a line of status; what all such screens do alike."""

from __future__ import annotations

from abc import abstractmethod
from collections import deque
from collections.abc import Awaitable, Coroutine, Sequence
from inspect import isawaitable
from typing import TYPE_CHECKING, Any, ClassVar, cast

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.containers import Container
from textual.screen import ScreenResultType

from annotations.errors import StetError
from annotations.printable import one_line
from tui.actions import Action, Context
from tui.desk import Message
from tui.keymap import Chords, Pending, Pressed, shown
from tui.prompt import Prompt
from tui.reading.listed import Column, RowSource
from tui.reading.painting import Parts
from tui.screens.drawing import cells
from tui.screens.modal import KeyScreen
from tui.status import clipped, hint_table, prompt_line, said_lines
from tui.widgets.panel import Panel
from tui.widgets.rows import Rows

if TYPE_CHECKING:
    from tui.desk import Desk

__all__ = ["ListingScreen", "spread"]

_WIDE = 110
"""From this width on, in cells, the preview stands beside the rows, else below them."""
_LOW = 18
"""Below this height, in rows, there is no room for a preview under the list."""
_PATIENCE = 0.3
"""Seconds after which it is said that something takes a while."""
_WHILE_FILTERING = {"down": 1, "up": -1}


def spread(left: Parts, right: Parts, width: int) -> Parts:
    """A line with parts at both ends; the right one is left out where there is no room for it."""
    if cells(left) + cells(right) > width:
        right = []
    return [*left, (" " * max(0, width - cells(left) - cells(right)), ()), *right]


class ListingScreen(KeyScreen[ScreenResultType]):
    """A list over the reader. Keys run the actions of its context, one after the other, with the screen itself.

    Attributes:
        CONTEXT: Whose actions the keys run.
        HINTS: Actions that the status line names, the most important first: (id, a word or two).
        desk: Whoever works here; palette, coding scheme and database come from it.
        list: The rows.
        message: What the status line says, until the next key.
        prompt: The question on the bottom line, if there is one.
        wanted: What is filtered by.
        preview_wanted: Whether there is a preview where there is room.
    """

    CONTEXT: ClassVar[Context] = Context.LIST
    HINTS: ClassVar[Sequence[tuple[str, str]]] = ()
    HAS_PREVIEW: ClassVar[bool] = False

    def __init__(self, desk: Desk, columns: Sequence[Column], source: RowSource, *, tall: int = 1) -> None:
        super().__init__()
        self.desk = desk
        self.list = Rows(desk.palette, columns, source, tall=tall)
        self.message: Message | None = None
        self.prompt: Prompt | None = None
        self.wanted = ""
        self.preview_wanted = True
        self._chords = Chords(desk.actions.keymap_of(self.CONTEXT))
        self._ahead: deque[str] = deque()
        self._busy = False
        # Set here and not by CSS: what is parsed before the first paint delays it.
        self.styles.background = "transparent"
        self.styles.align = ("left", "top")
        self.styles.overflow_x = self.styles.overflow_y = "hidden"

    def compose(self) -> ComposeResult:
        """Put everything in its place, from the top."""
        palette = self.desk.palette
        self._title = Panel(palette, "list-title")
        self._filter = Panel(palette, "list-filter")
        self._filter.display = False
        self._preview = Panel(palette, "list-preview")
        self._preview.display = False
        self._said = Panel(palette, "list-said")
        self._said.display = False
        self._status = Panel(palette, "list-status")
        self._body = Container(self.list, self._preview)
        self._body.styles.height = "1fr"
        yield self._title
        yield self._filter
        yield self._body
        yield self._said
        yield self._status

    # What each list says for itself

    @abstractmethod
    def heading(self, width: int) -> Parts:
        """The line at the top."""

    def preview(self, width: int, height: int) -> Sequence[Parts]:  # noqa: ARG002 - what a preview needs
        """Lines about the row with the cursor."""
        return ()

    def filter_by(self, typed: str) -> None:
        """Show only what fits what is typed."""
        self.wanted = typed

    def completions(self, typed: str) -> Sequence[str]:  # noqa: ARG002 - what completions need
        """What the line of the filter may go on as."""
        return ()

    def open_row(self) -> Awaitable[None] | None:
        """Do what Enter does on the row with the cursor."""
        return None

    def mark_row(self) -> None:
        """Mark the row with the cursor, or no longer."""

    def sort_by(self, column: str) -> Awaitable[None] | None:  # noqa: ARG002 - what sorting needs
        """Sort by the column of this id."""
        return None

    def back(self) -> None:
        """Leave a filter, then the screen."""
        if self.wanted:
            self.filter_by("")
        else:
            self.leave()

    def close(self) -> None:
        """Close the screen."""
        self.leave()

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

    def ask_filter(self) -> None:
        """Open the line of the filter, with what is filtered by."""
        before = self.wanted

        def keep(typed: str) -> None:
            if typed != self.wanted:
                self.filter_by(typed)

        self.ask(
            Prompt("/", keep, text=before, complete=self.completions, live=keep, cancel=lambda: self.filter_by(before))
        )

    def help(self) -> None:
        """Show the keys of this list."""
        from tui.screens.help import HelpScreen
        from tui.screens.help_text import listing_sections

        self.app.push_screen(HelpScreen(self.desk, listing_sections(self), f"Help: {self.CONTEXT.value}"))

    def toggle_preview(self) -> None:
        """Show or hide the preview."""
        self.preview_wanted = not self.preview_wanted
        self._place()

    # What is shown

    def on_resize(self, event: events.Resize) -> None:  # noqa: ARG002 - Textual's
        """Put the preview where there is room for it."""
        self._place()
        self.call_after_refresh(self.show_state)

    def _place(self) -> None:
        width, height = self.size
        beside = width >= _WIDE
        self._preview.display = self.HAS_PREVIEW and self.preview_wanted and (beside or height >= _LOW)
        self._body.styles.layout = "horizontal" if beside else "vertical"
        style = self._preview.styles
        style.width = width * 2 // 5 if beside else "1fr"
        style.height = "1fr" if beside else max(4, height // 3)
        style.padding = (0, 1)
        self.call_after_refresh(self.show_state)

    def moved(self) -> None:
        """Take notice that the cursor is on another row."""

    def show_state(self) -> None:
        """Draw everything that looks otherwise than before."""
        if not self.is_attached or self.left:
            return
        self.list.changed()
        self.show_lines()

    def show_lines(self) -> None:
        """Draw what stands around the rows."""
        width = self.size.width
        if width < 1:
            return
        self._title.show([self.heading(width)])
        self._filter.display = bool(self.wanted) and self.prompt is None
        self._filter.show([[(" /", ("heading",)), (clipped(one_line(self.wanted), width - 3), ())]])
        said = self._said_lines(width)[: max(1, self.size.height - 4)]
        self._said.display = bool(said)
        self._said.styles.height = max(1, len(said))
        self._said.show(said)
        self._status.show([self._status_line(width)])
        if self._preview.display:
            size = self._preview.content_size
            self._preview.show(list(self.preview(size.width or width, size.height or 4)))

    def hints(self) -> list[tuple[str, str, bool]]:
        """What may follow the keys typed so far: (key, what it does, whether it can be done now)."""
        following = self._chords.keymap.after(self._chords.prefix) if self._chords.prefix else {}
        hints = []
        for key, action_id in following.items():
            if action_id is None:
                hints.append((shown(key), "…", True))
            else:
                action = self.desk.actions[action_id]
                hints.append((shown(key), action.title, self.reason(action) is None))
        return hints

    def _said_lines(self, width: int) -> list[Parts]:
        hints = self.hints()
        if hints:
            return hint_table(hints, width)
        if self.message is not None and (self.prompt is not None or cell_len(one_line(self.message.text)) + 1 > width):
            return said_lines(self.message, width)
        return []

    def _status_line(self, width: int) -> Parts:
        if self.prompt is not None:
            return prompt_line(self.prompt, width)
        if self._chords.typed:
            return [(clipped(f" {one_line(self._chords.typed)}", width), ("heading",))]
        if self.message is not None and not self._said.display:
            key = ("error",) if self.message.error else ()
            return [(clipped(f" {one_line(self.message.text)}", width), key)]
        line: Parts = []
        for action_id, words in self.HINTS:
            keys = self.desk.actions[action_id].keys
            if keys:
                more: Parts = [(f" {shown(keys[0])}", ("heading",)), (f" {words} ", ("quiet",))]
                if cells(line) + cells(more) > width:
                    break
                line += more
        return line
