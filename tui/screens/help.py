"""Help: the keys of what has the focus, every action with its keys, and the labels with their guidelines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical

from annotations.printable import one_line
from tui.keymap import Chords, Keymap, Pressed
from tui.line_editor import LineEditor
from tui.reading.painting import Parts
from tui.screens.drawing import cells, typed
from tui.screens.help_text import Section, help_lines, help_sections, matching
from tui.screens.modal import KeyScreen
from tui.status import clipped
from tui.widgets.panel import Panel

if TYPE_CHECKING:
    from tui.desk import Desk

__all__ = ["HelpScreen"]

_KEYS = {
    "down": ("j", "down", "enter"),
    "up": ("k", "up"),
    "page_down": ("space", "pagedown", "f"),
    "page_up": ("pageup", "b"),
    "half_down": ("z d", "ctrl+d"),
    "half_up": ("z u", "ctrl+u"),
    "top": ("g g", "home"),
    "bottom": ("G", "end"),
    "find": ("/",),
    "close": ("q", "escape", "?", "ctrl+c"),
}
_WHILE_TYPING = {"down": "down", "up": "up", "pagedown": "page_down", "pageup": "page_up"}
_WHEEL = 3
"""Lines for one notch of the wheel."""
_MARGIN = 4
"""Fewer rows or columns than this beside the box, and it takes the whole screen."""


class HelpScreen(KeyScreen[None]):
    """Help for what has the focus, and for everything else after it."""

    DEFAULT_CSS = """
    HelpScreen { align: center middle; }
    HelpScreen #help { width: 100; height: 90%; border: round $foreground 40%; background: $background; }
    HelpScreen #help.whole { width: 100%; height: 100%; border: none; }
    HelpScreen #help-body { margin: 1 0; }
    HelpScreen #help.low #help-body { margin: 0; }
    """
    BOX_WIDTH = 100
    LEAST_HEIGHT = 16

    def __init__(self, desk: Desk, sections: Sequence[Section] | None = None, title: str = "Help") -> None:
        """Make help for a desk as it is now, or show other sections in its way."""
        super().__init__()
        self._desk = desk
        self._title = title
        self._sections = help_sections(desk) if sections is None else sections
        self._chords = Chords(Keymap((keys, what) for what, sequences in _KEYS.items() for keys in sequences))
        self._filter: LineEditor | None = None
        self._wanted = ""
        self._top = 0
        self._lines: list[Parts] = []
        self._early: list[str] | None = []

    def compose(self) -> ComposeResult:
        """Put a head, the text and a foot into a box."""
        palette = self._desk.palette
        self._head = Panel(palette, "help-head")
        self._body = Panel(palette, "help-body")
        self._body.styles.height = "1fr"
        self._foot = Panel(palette, "help-foot")
        with Vertical(id="help") as self._box:
            yield self._head
            yield self._body
            yield self._foot

    def on_resize(self, event: events.Resize) -> None:
        """Lay the text out anew."""
        low = event.size.height < self.LEAST_HEIGHT
        self._box.set_class(low, "low")
        self._box.set_class(low or event.size.width < self.BOX_WIDTH + _MARGIN, "whole")
        self.call_after_refresh(self._resized)

    def _resized(self) -> None:
        self._lay_out()
        early, self._early = self._early, None
        self.take(early or ())

    # Keys and mouse

    def press(self, key: str) -> None:
        """Take one key; those typed before there is something to see wait for it."""
        if self._early is not None:
            self._early.append(key)
            return
        if self._filter is not None:
            self._press_in_filter(self._filter, key)
        elif isinstance(pressed := self._chords.press(key), Pressed):
            self._do(pressed.action, pressed.count)
        self._show()

    def _press_in_filter(self, editor: LineEditor, key: str) -> None:
        if key in _WHILE_TYPING:
            self._do(_WHILE_TYPING[key], None)
        elif key == "enter":
            self._filter = None
        elif key in {"escape", "ctrl+c"} or (key == "backspace" and not editor.text):
            self._filter = None
            self._find("")
        else:
            editor.key(key)
            self._find(editor.text)

    def _do(self, what: str, count: int | None) -> None:
        page = max(1, self._rows - 1)
        steps = {
            "down": 1,
            "up": -1,
            "page_down": page,
            "page_up": -page,
            "half_down": max(1, page // 2),
            "half_up": -max(1, page // 2),
            "top": -len(self._lines),
            "bottom": len(self._lines),
        }
        if what in steps:
            self._scroll(steps[what] * (count or 1))
        elif what == "find":
            self._filter = LineEditor(self._wanted)
        else:
            self.leave()

    def on_paste(self, event: events.Paste) -> None:
        """Take pasted text into the line that is typed, never as keys."""
        event.stop()
        if self._filter is not None:
            self._filter.insert(" ".join(event.text.split()))
            self._find(self._filter.text)
            self._show()

    def on_click(self, event: events.Click) -> None:
        """Close on a click beside the box, or on the line that says how to."""
        event.stop()
        x, y = event.screen_x, event.screen_y
        if self._foot.region.contains(x, y) or not self._box.region.contains(x, y):
            self.leave()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll by the wheel."""
        event.stop()
        self._scroll(_WHEEL)
        self._show()

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll by the wheel."""
        event.stop()
        self._scroll(-_WHEEL)
        self._show()

    # What is shown

    @property
    def _rows(self) -> int:
        return self._body.size.height

    def _find(self, wanted: str) -> None:
        self._wanted = wanted
        self._top = 0
        self._lay_out()

    def _lay_out(self) -> None:
        """Make the lines for the width there is; the line at the top stays in its place by share."""
        before = len(self._lines)
        share = self._top / before if before else 0.0
        self._lines = help_lines(matching(self._sections, self._wanted), self._body.size.width)
        self._top = round(share * len(self._lines))
        self._scroll(0)
        self._show()

    def _scroll(self, lines: int) -> None:
        self._top = max(0, min(self._top + lines, len(self._lines) - self._rows))

    def _show(self) -> None:
        rows, width = self._rows, self._head.size.width
        shown = self._lines[self._top : self._top + rows]
        self._body.show(
            shown or [[(f" nothing is called “{clipped(one_line(self._wanted), width - 24)}”", ("quiet",))]]
        )
        self._head.show([self._head_line(width)])
        self._foot.show([self._foot_line(width)])

    def _head_line(self, width: int) -> Parts:
        found = f"  /{one_line(self._wanted)}" if self._wanted and self._filter is None else ""
        title = f" {one_line(self._title)}{found}"
        last = min(self._top + self._rows, len(self._lines))
        place = f"{self._top + 1}–{last} of {len(self._lines)} " if len(self._lines) > self._rows else ""
        title = clipped(title, width - len(place) - 1)
        line: Parts = [(title, ("heading",))]
        return [*line, (" " * max(0, width - cells(line) - len(place)), ()), (place, ("quiet",))]

    def _foot_line(self, width: int) -> Parts:
        if self._filter is not None:
            line: Parts = [(" /", ("heading",))]
            line += typed(self._filter, min(40, width - 3))
            return [*line, ("   Enter keeps it, Esc drops it", ("quiet",))]
        line = [(" q ", ("heading",)), ("closes help", ("quiet",))]
        for key, what in (("/", "finds"), ("j k Space", "scroll"), ("g g G", "top, end")):
            more: Parts = [(f"   {key} ", ("heading",)), (what, ("quiet",))]
            if cells(line) + cells(more) <= width:
                line += more
        return line
