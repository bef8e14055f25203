"""A few lines of text in named styles: title, status, hints and inspector are all drawn by this."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui.reading.painting import Parts, fit_line
from tui.reading.palette import Palette, StyleKey
from tui.widgets.lines import Cells, Lines


class Panel(Lines):
    """Shows lines that it is given; only those that changed are drawn again.

    The lines are fit to be drawn already (see `annotations.printable`). Whatever is not is made so, code point for
    code point: what stands in a panel may come from an article.
    """

    def __init__(self, palette: Palette, id: str, *, style: tuple[str, ...] = ()) -> None:  # noqa: A002 - Textual's name
        super().__init__(id)
        # Set here and not by CSS: what is parsed before the first paint delays it.
        self.styles.height = 1
        self._palette = palette
        self._ground = style
        self._lines: list[Parts] = []

    @property
    def palette(self) -> Palette:
        """How the names of styles look."""
        return self._palette

    @palette.setter
    def palette(self, palette: Palette) -> None:
        self._palette = palette
        self.forget_looks()

    @property
    def colours(self) -> Palette:
        """How the names of styles look."""
        return self._palette

    def show(self, lines: Sequence[Parts]) -> None:
        """Show these lines, from the top."""
        before, self._lines = self._lines, list(lines)
        if not self.is_attached:
            return
        self.redraw(self._different(before))

    def _different(self, before: list[Parts]) -> Iterator[Cells]:
        for y in range(max(len(before), len(self._lines))):
            old, new = self._line(before, y), self._line(self._lines, y)
            if old != new:
                first = self._alike(old, new)
                last = min(self.size.width, max(self._cells(old), self._cells(new)))
                if first < last:
                    yield Cells(y, first, last)

    @classmethod
    def _alike(cls, old: Parts, new: Parts) -> int:
        """Count the cells from the left on which two lines are the same."""
        alike = 0
        for before, after in zip(old, new, strict=False):
            if before != after:
                break
            alike += 1
        return cls._cells(old[:alike])

    @staticmethod
    def _cells(line: Parts) -> int:
        return sum(cell_len(text) for text, _ in line)

    @staticmethod
    def _line(lines: list[Parts], y: int) -> Parts:
        return lines[y] if y < len(lines) else []

    def look(self, key: StyleKey) -> Style:
        """Return what a name of a style looks like on the ground of the panel."""
        return self.rich_style + self._palette.style(self._ground) + self._palette.style(key)

    def written(self, cells: Cells) -> str:
        """Return what draws cells on the terminal."""
        parts: Parts = []
        at = 0
        for text, key in fit_line(self._line(self._lines, cells.y), cells.last):
            width = cell_len(text)
            if at >= cells.first:
                parts.append((text, key))
            elif at + width > cells.first:
                parts.append((_behind(text, cells.first - at), key))
            at += width
        return self.write(parts)

    def render_line(self, y: int) -> Strip:
        """Draw one line, cut or filled to the width of the widget."""
        width = self.size.width
        show = self._palette.text
        return Strip(
            [Segment(show(text), self.look(key)) for text, key in fit_line(self._line(self._lines, y), width)], width
        )


def _behind(text: str, cells: int) -> str:
    """Return what stands behind so many cells, with blanks for what is left of a wide character."""
    used = taken = 0
    while taken < len(text) and used < cells:
        used += cell_len(text[taken])
        taken += 1
    return " " * (used - cells) + text[taken:]
