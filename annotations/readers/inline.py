"""Words with their inline styles, put together piece by piece as a page shows them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from annotations.text import Style, StyleKind

__all__ = ["InlineText", "Words"]

_SPACE = re.compile(r"[ \t\n\r\f\v]+")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one block, without white space at their edges, and their styles from its start."""

    text: str
    styles: tuple[Style, ...] = ()


class InlineText:
    """Collects the words of one block: white space is one space, a line break one line feed."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._last = "\n"
        self._open: list[tuple[StyleKind, int, str | None]] = []
        self._styles: list[Style] = []

    def add(self, text: str) -> None:
        """Append words as they stand in the source of the page."""
        text = _SPACE.sub(" ", text)
        self._append(text[1:] if text.startswith(" ") and self._last in " \n" else text)

    def add_code(self, text: str) -> None:
        """Append a piece of code."""
        self.open(StyleKind.CODE)
        self.add(text)
        self.close(StyleKind.CODE)

    def line_break(self) -> None:
        """Begin a new line; two breaks are one, so that a block has no blank line in it."""
        if self._last == " ":
            self._parts[-1] = self._parts[-1][:-1]
            self._length -= 1
            self._last = "x"
        if self._last != "\n":
            self._append("\n")

    def open(self, kind: StyleKind, href: str | None = None) -> None:
        """Begin a style here."""
        self._open.append((kind, self._length, href))

    def close(self, kind: StyleKind) -> None:
        """End the last style of that kind here, if one is open."""
        for index in range(len(self._open) - 1, max(-1, len(self._open) - 100), -1):
            if self._open[index][0] is kind:
                _, start, href = self._open.pop(index)
                self._styles.append(Style(kind, start, self._length, href))
                return

    def finish(self) -> Words:
        """Return what was collected."""
        text = "".join(self._parts).rstrip()
        cut = len(text) - len(text.lstrip())
        text = text[cut:]
        styles = [trimmed for style in self._styles if (trimmed := _trimmed(style, text, cut))]
        styles.sort(key=lambda style: (style.start, -style.end))
        return Words(text, tuple(styles))

    def _append(self, text: str) -> None:
        if text:
            self._parts.append(text)
            self._length += len(text)
            self._last = text[-1]


def _trimmed(style: Style, text: str, cut: int) -> Style | None:
    """The style on `text`, of which `cut` code points were taken off the front, without space at its edges."""
    start, end = max(0, style.start - cut), min(len(text), style.end - cut)
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return Style(style.kind, start, end, style.href) if start < end else None
