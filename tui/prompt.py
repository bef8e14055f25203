"""A question on the bottom line: what it asks, and what becomes of the answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from tui.line_editor import Complete, LineEditor


class Prompt:
    """One question and the line on which it is answered.

    Attributes:
        label: What stands before the line.
        accept: Called with the answer; a StetError that it raises is shown, and the line stays open.
        live: Called with what is typed so far, after each key.
        cancel: Called when the question is dropped.
    """

    def __init__(
        self,
        label: str,
        accept: Callable[[str], Awaitable[None] | None],
        *,
        text: str = "",
        complete: Complete | None = None,
        history: Sequence[str] = (),
        live: Callable[[str], None] | None = None,
        cancel: Callable[[], None] | None = None,
    ) -> None:
        self.label = label
        self.accept = accept
        self.live = live
        self.cancel = cancel
        self.editor = LineEditor(text, complete, history)
