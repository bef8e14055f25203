"""Tables for people: aligned columns, harmless text, as wide as the terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import TypeAlias

import click

from annotations.printable import cells, one_line

__all__ = ["GroupRow", "print_groups", "print_table", "width_of_output"]

GroupRow: TypeAlias = "Sequence[str] | str"
"""A row of a table in groups, or a line that stands whole under the row before it."""

_GAP = "  "
_NARROWEST = 12
_WIDTH_ELSEWHERE = 120
"""Cells of a line where the output is no terminal, for what has to be as wide as something."""


def print_table(headers: Sequence[str], rows: Iterable[Sequence[object]], *, right: Sequence[int] = ()) -> None:
    """Print rows under headers; nothing when there are none.

    On a terminal the last columns give way until a line fits, down to 12 cells each; elsewhere nothing is cut.
    `right` are the indexes of columns that align on the right.
    """
    shown = [[one_line(str(value)) for value in row] for row in rows]
    if not shown:
        return
    widths = [max(cells(row[i]) for row in (headers, *shown)) for i in range(len(headers))]
    widths = _shown_widths(widths)
    for row in (headers, *shown):
        _print_row(row, widths, right)


def print_groups(
    headers: Sequence[str], groups: Iterable[tuple[str, Iterable[GroupRow]]], *, right: Sequence[int] = ()
) -> None:
    """Print rows in groups, each under a heading of its own, in columns that stand under each other in all of them.

    A column in which there is nothing is left out. Of what is too wide, see `print_table`.
    """
    listed = [(heading, [row if isinstance(row, str) else list(map(one_line, row)) for row in rows])
              for heading, rows in groups]  # fmt: skip
    rows = [row for _, group in listed for row in group if not isinstance(row, str)]
    kept = [index for index in range(len(headers)) if any(row[index] for row in rows)]
    widths = _shown_widths([max(cells(row[index]) for row in (headers, *rows)) for index in kept], len(_GAP))
    at_right = [kept.index(index) for index in right if index in kept]
    _print_row([headers[index] for index in kept], widths, at_right, _GAP)
    for heading, group in listed:
        click.echo(f"\n{one_line(heading)}")
        for row in group:
            if isinstance(row, str):
                click.echo(f"{_GAP * 2}{one_line(row)}")
            else:
                _print_row([row[index] for index in kept], widths, at_right, _GAP)


def width_of_output() -> int:
    """Cells of a line of the terminal; 120 where the output is none."""
    if sys.stdout is None or not sys.stdout.isatty():
        return _WIDTH_ELSEWHERE
    import shutil

    return shutil.get_terminal_size().columns


def _print_row(row: Sequence[str], widths: Sequence[int], right: Sequence[int], indent: str = "") -> None:
    click.echo(indent + _GAP.join(_cell(value, widths[i], i in right) for i, value in enumerate(row)).rstrip())


def _shown_widths(widths: list[int], indent: int = 0) -> list[int]:
    if sys.stdout is None or not sys.stdout.isatty():
        return widths
    return _fitted(widths, width_of_output() - indent)


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
