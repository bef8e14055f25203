"""What was pasted, shown before anything becomes of it: Enter keeps it, Esc drops it. It is never run as keys."""

from __future__ import annotations

from typing import NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical

from annotations.counts import counted
from annotations.identity import is_address
from annotations.printable import one_line
from tui.reading.painting import Parts
from tui.reading.palette import Palette
from tui.screens.drawing import cells, wrapped
from tui.screens.modal import KeyScreen
from tui.status import clipped
from tui.widgets.panel import Panel

__all__ = ["Pasted", "PastedScreen", "look_at"]

_SHOWN = 4000
"""Code points of which a preview is made, at most."""

_DROPS = frozenset({"escape", "q", "ctrl+c"})


class Pasted(NamedTuple):
    """What was pasted.

    Attributes:
        text: Canonical text, or an address.
        is_address: Whether it is the address of a page, and nothing else.
        paragraphs: How many; `words` likewise.
    """

    text: str
    is_address: bool
    paragraphs: int
    words: int


def look_at(text: str) -> Pasted | None:
    """Tell what was pasted; None when there are no words in it."""
    from annotations.readers.decoding import canonical
    from annotations.readers.plain import blocks_of

    text = canonical(text).strip("\n")
    words = text.split()
    if not words:
        return None
    if len(words) == 1 and is_address(words[0]):
        return Pasted(words[0], is_address=True, paragraphs=1, words=1)
    return Pasted(text, is_address=False, paragraphs=sum(1 for _ in blocks_of(text)), words=len(words))


class PastedScreen(KeyScreen[bool]):
    """Asks what should become of pasted text; returns whether to keep it."""

    DEFAULT_CSS = """
    PastedScreen { align: center middle; }
    PastedScreen #pasted { width: 84; max-width: 100%; height: 18; max-height: 100%;
        border: round $foreground 40%; background: $background; }
    PastedScreen #pasted-body { margin: 1 1; }
    """

    def __init__(self, pasted: Pasted, palette: Palette) -> None:
        super().__init__()
        self._pasted = pasted
        self._palette = palette

    def compose(self) -> ComposeResult:
        """Put a head, the beginning of the text and a foot into a box."""
        self._head = Panel(self._palette, "pasted-head")
        self._body = Panel(self._palette, "pasted-body")
        self._body.styles.height = "1fr"
        self._foot = Panel(self._palette, "pasted-foot")
        with Vertical(id="pasted") as self._box:
            yield self._head
            yield self._body
            yield self._foot

    def on_resize(self, event: events.Resize) -> None:  # noqa: ARG002 - as Textual calls
        """Lay the text out anew."""
        self.call_after_refresh(self._show)

    def press(self, key: str) -> None:
        """Take one key: Enter keeps what was pasted, Esc drops it, any other waits for one of them."""
        if key == "enter":
            self.leave(result=True)
        elif key in _DROPS:
            self.leave(result=False)

    def on_paste(self, event: events.Paste) -> None:
        """Look at one paste at a time."""
        event.stop()

    def on_click(self, event: events.Click) -> None:
        """Drop it on a click beside the box."""
        event.stop()
        if not self._box.region.contains(event.screen_x, event.screen_y):
            self.leave(result=False)

    def _show(self) -> None:
        width = self._head.size.width
        self._head.show([[(clipped(f" {self._title}", width), ("heading",))]])
        self._body.show([[(line, ())] for line in self._preview(self._body.size.width, self._body.size.height)])
        self._foot.show([self._keys(width)])

    @property
    def _title(self) -> str:
        pasted = self._pasted
        if pasted.is_address:
            return "Pasted: the address of a page"
        return f"Pasted text, {counted(pasted.paragraphs, 'paragraph')}, {counted(pasted.words, 'word')}"

    def _preview(self, width: int, rows: int) -> list[str]:
        lines: list[str] = []
        for line in self._pasted.text[:_SHOWN].split("\n"):
            lines += wrapped(one_line(line), max(1, width)) or [""]
            if len(lines) > rows:
                return [*lines[: rows - 1], "…"]
        return lines

    def _keys(self, width: int) -> Parts:
        keeps = "opens it" if self._pasted.is_address else "keeps it as an article"
        line: Parts = [(" Enter ", ("heading",)), (keeps, ("quiet",))]
        more: Parts = [("   Esc ", ("heading",)), ("drops it", ("quiet",))]
        return [*line, *more] if cells(line) + cells(more) <= width else more
