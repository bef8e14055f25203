"""A few lines of text in named styles: title, status, hints and inspector are all drawn by this."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from annotations.printable import visible
from tui.reading.painting import Parts
from tui.reading.palette import Palette


class Panel(Widget):
    """Shows lines that it is given; only those that changed are drawn again.

    The lines are fit to be drawn already (see `annotations.printable`). Whatever is not is made so, code point for
    code point: what stands in a panel may come from an article.
    """

    ALLOW_SELECT = False

    def __init__(self, palette: Palette, id: str, *, style: tuple[str, ...] = ()) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        # Set here and not by CSS: what is parsed before the first paint delays it.
        self.styles.height = 1
        self.palette = palette
        self._ground = style
        self._lines: list[Parts] = []

    def show(self, lines: Sequence[Parts]) -> None:
        """Show these lines, from the top."""
        before, self._lines = self._lines, list(lines)
        if not self.is_attached:
            return
        for y in range(max(len(before), len(self._lines))):
            old, new = self._line(before, y), self._line(self._lines, y)
            if old != new:
                first = self._alike(old, new)
                last = min(self.size.width, max(self._cells(old), self._cells(new)))
                if first < last:
                    self.refresh(Region(first, y, last - first, 1))

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

    def render_line(self, y: int) -> Strip:
        """Draw one line, cut or filled to the width of the widget."""
        width = self.size.width
        ground = self.rich_style + self.palette.style(self._ground)
        segments: list[Segment] = []
        used = 0
        for text, key in self._line(self._lines, y):
            cells = cell_len(text)
            if used + cells > width:
                text, cells = set_cell_size(text, width - used), width - used  # noqa: PLW2901
            segments.append(Segment(self.palette.text(visible(text)), ground + self.palette.style(key)))
            used += cells
        if used < width:
            segments.append(Segment(" " * (width - used), ground))
        return Strip(segments, width)
