"""Clocks that were wrong: by their times it is told which of two edits is later, so these have to be possible."""

from __future__ import annotations

from datetime import datetime, timedelta

from annotations.errors import ConflictError
from annotations.merging.told import IMPORTS, Told

__all__ = ["AHEAD", "BEHIND", "refuse_clock"]

AHEAD = timedelta(days=1)
"""What is later than this is still to come; time zones that were set wrong are not."""
BEHIND = timedelta(days=365)
"""What is earlier by more than this than what it goes on from was not made then."""


def refuse_clock(row: Told, since: str, now: str, *, where: str = "", does: str) -> None:
    """Refuse a step that a clock dated which was wrong: of tomorrow, or a year before what it goes on from.

    Where what it goes on from is itself still to come, that clock was wrong, and not this one.

    Args:
        row: What the step did to one thing.
        since: When that was made which it goes on from: the state before, else the text.
        now: The time.
        where: What the sentence begins with.
        does: What “--any-clock” does all the same.

    Raises:
        ConflictError: It is one.
    """
    at, latest = datetime.fromisoformat(row.at), datetime.fromisoformat(now) + AHEAD
    if at > latest:
        why = "which is still to come"
    elif row.action not in IMPORTS and at < min(datetime.fromisoformat(since), latest) - BEHIND:
        why = f"but goes on from what is of {since[:10]}"
    else:
        return
    raise ConflictError(
        f"{where}a step of {row.annotator} is of {row.at[:10]}, {why}: a clock was wrong",
        f"Which of two edits is later is told by their times. “--any-clock” {does} all the same.",
    )
