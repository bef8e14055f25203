"""The article: what it shows is set from above, and what the mouse did is said in messages.

It handles no keys and knows no database.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from textual import events
from textual.message import Message

from annotations.columns import Blocks
from annotations.text import Span, Style, Text
from tui.reading.labels import JumpLabel
from tui.reading.marks import Mark, Marks, MarkSource, Overlay
from tui.reading.palette import Palette
from tui.reading.viewport import Where
from tui.widgets.article_page import ArticlePage

__all__ = ["ArticleView"]

_WHEEL = 3
"""Rows that one notch of the mouse wheel moves."""


class ArticleView(ArticlePage, can_focus=True):
    """A page of an article. Offsets and spans are code points of its text.

    Args:
        measure: Widest text, in cells.
        palette: How the names of styles look; if None, what fits the app's theme and `NO_COLOR`.
        id: Of the widget.
        classes: Of the widget.
    """

    # Not dataclasses: defining one takes a millisecond, and the first paint waits for it.

    class Clicked(Message):
        """The mouse was pressed and released on the character at `offset`."""

        def __init__(self, offset: int, shift: bool) -> None:
            super().__init__()
            self.offset = offset
            self.shift = shift

    class Dragged(Message):
        """The mouse was dragged over `start` to `end`; `done` when it was released."""

        def __init__(self, start: int, end: int, done: bool) -> None:
            super().__init__()
            self.start = start
            self.end = end
            self.done = done

    class Scrolled(Message):
        """The page shows other rows now; `top_offset` is the first code point on it."""

        def __init__(self, top_offset: int) -> None:
            super().__init__()
            self.top_offset = top_offset

    def __init__(
        self,
        *,
        measure: int = 80,
        palette: Palette | None = None,
        id: str | None = None,  # noqa: A002  # all widgets call it so
        classes: str | None = None,
    ) -> None:
        super().__init__(measure=measure, palette=palette, id=id, classes=classes)
        self._pressed: Span | None = None
        self._dragged: Span | None = None
        self._moving_thumb = False

    def show(self, text: Text, blocks: Blocks, styles: Sequence[Style] = ()) -> None:
        """Show an article from its beginning, with nothing on it but its inline `styles` (sorted by start)."""
        self._page.overlay = Overlay(styles=styles)
        self._page.view.show(text, blocks)
        self._redraw_all()

    def extend_blocks(self) -> None:
        """Take notice of blocks that were appended to those shown."""
        layout = self._page.view.layout
        reshaped = layout is not None and layout.growing_table
        self._page.view.extended()
        if reshaped:
            self._redraw_all()
        else:
            self._redraw_turned()

    @property
    def current(self) -> Span | None:
        """The current sentence."""
        return self._page.overlay.current

    @current.setter
    def current(self, span: Span | None) -> None:
        before, self._page.overlay.current = self._page.overlay.current, span
        if span != before:
            self._redraw(before, span)

    @property
    def selection(self) -> tuple[Span, ...]:
        """The selected stretches."""
        return self._page.overlay.selection

    @selection.setter
    def selection(self, spans: tuple[Span, ...]) -> None:
        before, self._page.overlay.selection = self._page.overlay.selection, spans
        if spans != before:
            self._redraw(*before, *spans)

    @property
    def active(self) -> str:
        """Owner (id) of the active annotation, or nothing."""
        return self._page.overlay.active

    @active.setter
    def active(self, owner: str) -> None:
        before = self.active
        if owner == before:
            return
        self._page.overlay.active = owner
        held = self._page.overlay.marks
        if isinstance(held, Marks):
            self._redraw_marks([*held.of(before), *held.of(owner)])
        else:
            self._redraw_anywhere()

    @property
    def matches(self) -> Sequence[Span]:
        """Matches of a search, in the order of the text, not overlapping."""
        return self._page.overlay.matches

    @matches.setter
    def matches(self, matches: Sequence[Span]) -> None:
        if matches is self.matches:
            return
        self._page.overlay.matches = matches
        self._redraw_anywhere()

    @property
    def match(self) -> Span | None:
        """The match that was gone to last."""
        return self._page.overlay.match

    @match.setter
    def match(self, match: Span | None) -> None:
        before, self._page.overlay.match = self._page.overlay.match, match
        if match != before:
            self._redraw(before, match)

    @property
    def labels(self) -> Sequence[JumpLabel]:
        """Jump labels over the text, in its order."""
        return self._page.overlay.labels

    @labels.setter
    def labels(self, labels: Sequence[JumpLabel]) -> None:
        if labels == self.labels:
            return
        self._page.overlay.labels = labels
        self._redraw_anywhere()

    def set_marks(self, marks: MarkSource) -> None:
        """Take the marks of annotations and suggestions from `marks` from now on."""
        self._page.overlay.marks = marks
        self._redraw_anywhere()

    def replace_marks(self, owners: Mapping[str, Sequence[Mark]]) -> None:
        """Put the marks of each owner in the place of those that it has. Nothing on the page moves.

        Raises:
            TypeError: The marks come from a source of another kind than `Marks`.
        """
        held = self._page.overlay.marks
        if not isinstance(held, Marks):
            raise TypeError("only marks that are kept in `Marks` can be replaced here")
        changed: list[Mark] = []
        for owner, marks in owners.items():
            changed += (*held.of(owner), *marks)
            held.replace(owner, marks)
        self._redraw_marks(changed)

    def _redraw_marks(self, marks: Iterable[Mark]) -> None:
        page = self._page.view.visible()
        if page is not None:
            seen = [Span(mark.start, mark.end) for mark in marks if mark.start < page.end and mark.end > page.start]
            self._redraw(*seen)

    @property
    def page_rows(self) -> int:
        """Rows that fit on the page."""
        return self.size.height

    @property
    def top_offset(self) -> int:
        """First code point on the page; set it to bring a place to the top."""
        return self._page.view.top_offset

    @top_offset.setter
    def top_offset(self, offset: int) -> None:
        self._fit()
        self._turn(self._page.view.go_to(offset))

    def visible_range(self) -> Span | None:
        """The code points from the first to the last on the page; None when there are none."""
        self._fit()
        return self._page.view.visible()

    def scroll_rows(self, rows: int) -> bool:
        """Move the page down (up when negative); tell whether it moved."""
        self._fit()
        return self._turn(self._page.view.scroll(rows))

    def reveal(self, span: Span, where: Where = "nearest") -> bool:
        """Bring `span` on the page; tell whether the page moved.

        Before there is a page, or while the article is not known so far, it is brought there later.
        """
        self._fit()
        return self._turn(self._page.view.reveal(span, where))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Move the page down."""
        event.stop()
        self.scroll_rows(_WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Move the page up."""
        event.stop()
        self.scroll_rows(-_WHEEL)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Begin a click or a drag, or take the page to a place in the column for it."""
        if event.button != 1:
            return
        event.stop()
        self.capture_mouse()
        x, y = event.get_content_offset_capture(self)
        if x == self._page.frame.thumb_x:
            self._moving_thumb = True
            self.top_offset = self._page.offset_beside(y)
        else:
            self._pressed = self._page.cluster_at(x, y)
            self._dragged = None

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Drag; over the upper or lower edge the page follows."""
        x, y = event.get_content_offset_capture(self)
        if self._moving_thumb:
            self.top_offset = self._page.offset_beside(y)
        if self._pressed is None:
            return
        event.stop()
        if y < 0 or y >= self.page_rows:
            self.scroll_rows(-1 if y < 0 else 1)
        here = self._page.cluster_at(x, y)
        if here is None or (here == self._pressed and self._dragged is None):
            return
        dragged = Span(min(here.start, self._pressed.start), max(here.end, self._pressed.end))
        if dragged != self._dragged:
            self._dragged = dragged
            self.post_message(self.Dragged(dragged.start, dragged.end, done=False))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """End a click or a drag."""
        self.release_mouse()
        pressed, dragged = self._pressed, self._dragged
        self._pressed = self._dragged = None
        self._moving_thumb = False
        if dragged is not None:
            self.post_message(self.Dragged(dragged.start, dragged.end, done=True))
        elif pressed is not None:
            self.post_message(self.Clicked(pressed.start, event.shift))

    def _turn(self, moved: bool) -> bool:
        if moved:
            self._redraw_turned()
            self.post_message(self.Scrolled(self._page.view.top_offset))
        return moved
