"""Where everything goes on the screen: the article, and the inspector beside or below it. Without Textual."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["INSPECTOR_WIDTH", "MEASURE", "Places", "places"]

MEASURE = 80
"""Widest text, in cells."""
WIDE = 110
"""From this width on, in cells, the inspector stands beside the text."""
INSPECTOR_WIDTH = 38


class Places(NamedTuple):
    """How the cells of a screen are given out; the title takes the first row, the status the last.

    Attributes:
        beside: Whether the inspector stands beside the text and not below it.
        inspector: Whether it is shown.
        rows: How many it takes, where it is below.
        article: Width and height of the article, in cells.
    """

    beside: bool
    inspector: bool
    rows: int
    article: tuple[int, int]


def places(width: int, height: int, *, wanted: bool | None, needed: bool = False) -> Places:
    """Give out the cells of a screen.

    Args:
        width: Of the screen, in cells.
        height: Of it, in rows.
        wanted: Whether this person wants the inspector; None where there is room.
        needed: Whether it is shown all the same, and no smaller than its keys need.
    """
    beside = width >= WIDE
    shown = wanted if wanted is not None else beside or (height >= 20 and width >= 40)
    rows = max(4, min(9, height // 3))
    if needed:
        shown, rows = True, max(rows, min(8, height - 5))
    left = width - INSPECTOR_WIDTH if shown and beside else width
    above = height - 2 - (rows if shown and not beside else 0)
    return Places(beside, shown, rows, (max(0, left), max(0, above)))
