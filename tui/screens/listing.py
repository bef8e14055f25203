"""A screen that is a list: title, filter, rows, a preview, a line of status; what all such screens do alike."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.containers import Container
from textual.screen import ScreenResultType

from annotations.printable import one_line
from tui.frames import FramedApp
from tui.keymap import shown
from tui.prompt import Prompt
from tui.reading.listed import Column, RowSource
from tui.reading.painting import Parts
from tui.screens.drawing import cells
from tui.screens.list_keys import ListKeys
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


def spread(left: Parts, right: Parts, width: int) -> Parts:
    """A line with parts at both ends; the right one is left out where there is no room for it."""
    if cells(left) + cells(right) > width:
        right = []
    return [*left, (" " * max(0, width - cells(left) - cells(right)), ()), *right]


class ListingScreen(ListKeys[ScreenResultType]):
    """A list over the reader.

    Attributes:
        HINTS: Actions that the status line names, the most important first: (id, a word or two).
        HAS_PREVIEW: Whether there is something to show of the row with the cursor.
        wanted: What is filtered by.
        preview_wanted: Whether it is shown where there is room.
    """

    DEFAULT_CSS = "ListingScreen { background: $background; align: left top; overflow: hidden hidden; }"
    HINTS: ClassVar[Sequence[tuple[str, str]]] = ()
    HAS_PREVIEW: ClassVar[bool] = False

    def __init__(self, desk: Desk, columns: Sequence[Column], source: RowSource, *, tall: int = 1) -> None:
        super().__init__(desk, Rows(desk.palette, columns, source, tall=tall))
        self.wanted = ""
        self.preview_wanted = True

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

    def back(self) -> None:
        """Leave a filter, then the screen."""
        if self.wanted:
            self.filter_by("")
        else:
            self.leave()

    def close(self) -> None:
        """Close the screen."""
        self.leave()

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
        # What is typed is seen at once; the rows follow. These two lines are always where they are.
        if isinstance(self.app, FramedApp):
            self.app.draw_now((self._title, self._status), on=self)

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
