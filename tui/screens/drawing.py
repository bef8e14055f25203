"""What the screens draw with: text broken into lines, a line that is typed, looks for the labels of a schema."""

from __future__ import annotations

from rich.cells import cell_len

from annotations.printable import one_line
from tui.line_editor import LineEditor
from tui.reading.display import draw
from tui.reading.painting import Parts
from tui.reading.wrapping import Wrapping
from tui.status import clipped

__all__ = ["cells", "ending", "typed", "wrapped"]


def wrapped(text: str, width: int) -> list[str]:
    """Break text into lines of `width` cells, fit to be drawn whatever is in it; at least one line."""
    drawn = draw(one_line(text)).text
    rows = Wrapping(drawn, 0, len(drawn), width)
    lines: list[str] = []
    while (row := rows.row(len(lines))) is not None:
        lines.append(drawn[row[0] : row[1]].rstrip())
    return lines


def typed(editor: LineEditor, width: int, *, cursor: bool = True) -> Parts:
    """A line being typed in `width` cells: its cursor shows, or its start while nobody types."""
    before, at, after = editor.shown
    if not cursor:
        return [(clipped(before + at + after, width), ())]
    room = max(1, width - cell_len(at))
    before = ending(before, room)
    return [(before, ()), (at, ("cursor",)), (clipped(after, width - cell_len(before + at)), ())]


def ending(text: str, width: int) -> str:
    """Cut text to its last `width` cells, with “…” where something was cut."""
    return text if cell_len(text) <= width else "…" + _last_cells(text, width - 1)


def cells(parts: Parts) -> int:
    """Count the cells of a line."""
    return sum(cell_len(text) for text, _ in parts)


def _last_cells(text: str, width: int) -> str:
    text = text[-max(0, width) :] if width > 0 else ""
    while text and cell_len(text) > width:
        text = text[1:]
    return text
