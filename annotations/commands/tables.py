"""Tables for people: aligned columns, harmless text, as wide as the terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

import click

from annotations.printable import cells, one_line

__all__ = ["print_table"]

_GAP = "  "
_NARROWEST = 12


def print_table(headers: Sequence[str], rows: Iterable[Sequence[object]], *, right: Sequence[int] = ()) -> None:
    """Print rows under headers; nothing when there are none.

    On a terminal the last columns give way until a line fits, down to 12 cells each; elsewhere nothing is cut.
    `right` are the indexes of columns that align on the right.
    """
    shown = [[one_line(str(value)) for value in row] for row in rows]
    if not shown:
        return
    widths = [max(cells(row[i]) for row in (headers, *shown)) for i in range(len(headers))]
    if sys.stdout is not None and sys.stdout.isatty():
        import shutil

        widths = _fitted(widths, shutil.get_terminal_size().columns)
    for row in (headers, *shown):
        click.echo(_GAP.join(_cell(value, widths[i], i in right) for i, value in enumerate(row)).rstrip())


def _fitted(widths: list[int], room: int) -> list[int]:
    fitted = list(widths)
    for index in reversed(range(len(fitted))):
        over = sum(fitted) + len(_GAP) * (len(fitted) - 1) - room
        if over <= 0:
            break
        fitted[index] = min(fitted[index], max(_NARROWEST, fitted[index] - over))
    return fitted


def _cell(value: str, width: int, right: bool) -> str:
    if cells(value) > width:
        from annotations.readers.titles import cut

        value = cut(value, width)
    blank = " " * (width - cells(value))
    return blank + value if right else value + blank
