"""Rows of a server as merging reads them; what is no row is known here, before a library would stumble over it.

Whoever may add to a layer may write into it by hand, and nothing that comes from there is taken on trust.
"""

from __future__ import annotations

from annotations.identity import is_time
from annotations.merging.sound import UNSOUND, sound_state
from annotations.merging.told import Told
from annotations.store.history import SubjectKind
from annotations.sync.rows import EditRow

__all__ = ["told_row"]


def told_row(row: EditRow) -> Told | None:
    """An edit as merging reads it; None where a state of it cannot be one."""
    try:
        kind = SubjectKind(row.kind)
        if not is_time(row.at):
            return None
        states = [None if state is None else sound_state(kind, row.subject, state) for state in (row.before, row.after)]
        return Told(**row._asdict() | {"kind": kind, "before": states[0], "after": states[1]})
    except UNSOUND:
        return None
