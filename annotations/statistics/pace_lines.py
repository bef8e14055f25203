"""Oneself over time as lines of text, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from annotations.counts import counted
from annotations.statistics.charts import BLOCKS, Marks, columns, timeline
from annotations.statistics.lines import duration

if TYPE_CHECKING:
    from annotations.statistics.pace import Pace

__all__ = ["foretold", "pace_lines"]

_INDENT = "  "
_DAYS = 14
"""Days in the table for people; `--json` has all of them."""


def pace_lines(found: Pace, width: int, marks: Marks = BLOCKS) -> Iterator[str]:
    """Yield the lines; headings are the lines that are not indented, after the first empty one."""
    yield f"{found.annotator}: {counted(found.items, 'item')} in {duration(found.seconds)}"
    yield _INDENT + _each(found)
    yield _INDENT + foretold(found)
    for name, articles in found.again:
        yield f"{_INDENT}{counted(articles, 'article')} coded again as {name}: “stet agree --again”, or :agree here"
    if not found.days:
        return
    room = max(20, width - len(_INDENT))
    for title, days in (
        ("Items by day", {day.day: day.items for day in found.days}),
        ("Minutes by day", {day.day: round(day.seconds / 60) for day in found.days}),
    ):
        if any(days.values()):
            yield ""
            yield title
            yield from (_INDENT + line for line in timeline(days, room, marks))
    yield ""
    yield "Days"
    rows = [
        (
            day.day,
            str(day.items),
            duration(day.seconds),
            f"{day.seconds / day.items:.0f}" if day.items and day.seconds else "–",
            str(day.keys) if day.keys else "–",
        )
        for day in reversed(found.days[-_DAYS:])
    ]
    yield from (_INDENT + line for line in columns(("day", "items", "time", "s an item", "keys"), rows, room, marks))


def foretold(found: Pace) -> str:
    """When what is left will be done, in a sentence."""
    whose = "your queue" if found.queued else "the library"
    what = f"Left: {counted(found.left, 'article')} of {whose}, {found.characters_left:,} characters"
    if found.forecast is None:
        return f"{what}; time not defined, {found.reason}" if found.left else f"Of {whose}, nothing is left"
    low, high = duration(found.forecast.low), duration(found.forecast.high)
    return f"{what}: about {duration(found.forecast.seconds)}, in 8 of 10 cases {low} to {high}"


def _each(found: Pace) -> str:
    seconds, keys = found.seconds_per_item, found.keys_per_item
    told = "not defined, no time between two edits" if seconds is None else f"{seconds:.0f} s"
    pressed = "keys not counted yet" if keys is None else f"{keys:.1f} keys"
    return f"For each: {told}; {pressed}"
