"""Pictures made of characters: bars, a heat map, a timeline, each with its numbers. Nothing is told by colour.

Lines are plain text, fit to be drawn whatever is in them; widths are in terminal cells.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from annotations.counts import counted
from annotations.ledger.matrix import Cell, Matrix
from annotations.printable import cells, one_line

__all__ = ["BLOCKS", "PLAIN", "Marks", "bars", "columns", "days_between", "fit", "heat_map", "share", "timeline"]

_NAME = 24
"""Cells of the longest name."""
_HEAD = 16
"""Cells of the longest name over a column."""
_ROWS = 12
"""Rows of the largest heat map."""


class Marks(NamedTuple):
    """Characters to draw with.

    Attributes:
        across: Parts of a cell from the left, the last one is a whole one; `upwards` likewise from below.
        shades: From few to many.
        ground: Stands where there is nothing.
        minus: The sign.
        cut: Stands where something was cut off.
    """

    across: str
    upwards: str
    shades: str
    ground: str
    minus: str
    cut: str
    arrow: str


BLOCKS = Marks("▏▎▍▌▋▊▉█", "▁▂▃▄▅▆▇█", "░▒▓█", "·", "−", "…", "→")
PLAIN = Marks("#", "#", ".:*#", ".", "-", "~", ">")
"""No more than ASCII, but for the words that are shown."""


def fit(text: str, width: int, marks: Marks = BLOCKS, *, right: bool = False) -> str:
    """Cut or fill a text to exactly `width` cells, harmless whatever is in it."""
    text = one_line(" ".join(text.split()))
    if cells(text) > width:
        kept = ""
        for character in text:
            if cells(kept + character) > width - 1:
                break
            kept += character
        text = kept + marks.cut if width > 0 else ""
    blank = " " * (width - cells(text))
    return blank + text if right else text + blank


def bars(counts: Iterable[tuple[str, int]], width: int, marks: Marks = BLOCKS) -> list[str]:
    """Draw a bar for each count: name, number, bar; the longest bar reaches the edge."""
    rows = list(counts)
    if not rows:
        return []
    most = max(count for _, count in rows) or 1
    names = min(_NAME, max(cells(one_line(name)) for name, _ in rows))
    numbers = max(len(str(count)) for _, count in rows)
    room = max(1, width - names - numbers - 4)
    return [
        f"{fit(name, names, marks)}  {count:>{numbers}}  {_bar(count / most, room, marks)}".rstrip()
        for name, count in rows
    ]


def columns(headers: Sequence[str], rows: Iterable[Sequence[str]], width: int, marks: Marks = BLOCKS) -> list[str]:
    """Write a table: the first column on the left and cut where the line would be too long, numbers on the right."""
    listed = [list(row) for row in rows]
    if not listed:
        return []
    widths = [max(cells(one_line(row[at])) for row in (headers, *listed)) for at in range(len(headers))]
    widths[0] = max(8, min(widths[0], width - sum(widths[1:]) - 2 * (len(widths) - 1)))
    return [
        "  ".join(fit(value, widths[at], marks, right=at > 0) for at, value in enumerate(row)).rstrip()
        for row in (headers, *listed)
    ]


def heat_map(matrix: Matrix, width: int, marks: Marks = BLOCKS, rows: int = _ROWS) -> list[str]:
    """Draw a matrix: in each cell a shade for how many there are, and the counts with their signs.

    As many columns and rows as fit, those with most annotations first; a last line says how many are left out.
    """
    if not matrix.cells:
        return []
    most = max(len(cell.keys) for cell in matrix.cells.values())

    def drawn(cell: Cell | None) -> str:
        if cell is None:
            return marks.ground
        return f"{_shade(len(cell.keys), most, marks)}{matrix.written(cell).replace('−', marks.minus)}"

    count = min(rows, len(matrix.rows))
    first = max(
        cells(_corner(matrix, marks)), *(min(_NAME, cells(one_line(name or "–"))) for name in matrix.rows[:count])
    )
    room = width - first
    shown: list[tuple[str, list[str]]] = []
    for at in matrix.columns_of(range(count)):
        name = matrix.columns[at] or "–"
        column = [drawn(matrix.cells.get((row, at))) for row in range(count)]
        wide = max(*map(cells, column), min(_HEAD, cells(one_line(name))))
        room -= wide + 2
        if room < 0 and shown:
            break
        shown.append((fit(name, wide, marks), column))
    lines = ["  ".join([fit(_corner(matrix, marks), first, marks), *(head for head, _ in shown)]).rstrip()]
    for row in range(count):
        parts = [fit(column[row], cells(head), marks) for head, column in shown]
        lines.append("  ".join([fit(matrix.rows[row] or "–", first, marks), *parts]).rstrip())
    left = ((len(matrix.rows) - count, matrix.row_role), (len(matrix.columns) - len(shown), matrix.column_role))
    told = " and ".join(counted(number, role) for number, role in left if number)
    return [*lines, f"not shown: {told}"] if told else lines


def timeline(days: Mapping[str, int], width: int, marks: Marks = BLOCKS, height: int = 5) -> list[str]:
    """Draw how many there were on each day (ISO 8601) from the first to the last; weeks where days are too many."""
    filled = days_between(days)
    if not filled:
        return []
    most_digits = len(str(max(days.values())))
    room = max(1, width - most_digits - 1)
    step = -(-len(filled) // room)
    step = step if step == 1 else -(-step // 7) * 7
    counts = [sum(count for _, count in filled[at : at + step]) for at in range(0, len(filled), step)]
    most = max(counts) or 1
    digits = len(str(most))
    lines = []
    for level in range(height, 0, -1):
        label = str(most) if level == height else "0" if level == 1 and height > 1 else ""
        lines.append(f"{label:>{digits}} " + "".join(_part(count / most, level, height, marks) for count in counts))
    ends = f"{filled[0][0]}"
    if len(filled) > 1:
        gap = len(counts) - len(filled[0][0]) - len(filled[-1][0])
        ends += f"{' ' * gap if gap > 0 else ' to '}{filled[-1][0]}"
    per = "day" if step == 1 else "week" if step == 7 else f"{step // 7} weeks"
    busiest, count = max(filled, key=lambda one: one[1])
    return [
        *(line.rstrip() for line in lines),
        f"{'':{digits}} {ends}",
        f"{'':{digits}} a column for each {per}; most on {busiest}: {count}",
    ]


def days_between(days: Mapping[str, int]) -> list[tuple[str, int]]:
    """Every day from the first to the last with its count; what is no day is left out."""
    known: dict[date, int] = {}
    for day, count in days.items():
        try:
            known[date.fromisoformat(day)] = count
        except ValueError:
            continue
    if not known:
        return []
    first, last = min(known), max(known)
    every = (first + timedelta(days=after) for after in range((last - first).days + 1))
    return [(day.isoformat(), known.get(day, 0)) for day in every]


def share(part: float | None) -> str:
    """Write a share in per cent; “–” where there is none."""
    if part is None:
        return "–"
    return "<1 %" if 0 < part < 0.005 else f"{part * 100:.0f} %"


def _corner(matrix: Matrix, marks: Marks) -> str:
    return f"{matrix.row_role} {marks.arrow} {matrix.column_role}"


def _bar(part: float, width: int, marks: Marks) -> str:
    eighths = round(part * width * len(marks.across))
    whole, rest = divmod(eighths, len(marks.across))
    if part > 0 and not eighths:
        return marks.across[0]
    return marks.across[-1] * whole + (marks.across[rest - 1] if rest else "")


def _part(part: float, level: int, height: int, marks: Marks) -> str:
    """What a column shows on a level, from 1 at the bottom."""
    filled = part * height - (level - 1)
    if filled >= 1:
        return marks.upwards[-1]
    if filled <= 0:
        return marks.upwards[0] if level == 1 and part > 0 else " "
    if len(marks.upwards) == 1:
        return marks.upwards if filled >= 0.5 or level == 1 else " "
    return marks.upwards[max(0, round(filled * len(marks.upwards)) - 1)]


def _shade(count: int, most: int, marks: Marks) -> str:
    return marks.shades[min(len(marks.shades) - 1, (count * len(marks.shades) - 1) // most)]
