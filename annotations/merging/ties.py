"""States that are one at different places: annotations that were taken over from one version of a text to another."""

from __future__ import annotations

import json
from collections.abc import Iterable

__all__ = ["Ties", "differ_in_place"]

_PLACE = frozenset({"version", "fragments", "roles"})


class Ties:
    """Which states are one: what was carried, and what it was carried to, however often."""

    def __init__(self, carried: Iterable[tuple[str | None, str | None]] = ()) -> None:
        """Take pairs of states before and after they were carried."""
        self._further: dict[str, str] = {}
        for before, after in carried:
            self.tie(before, after)

    def tie(self, one: str | None, other: str | None) -> None:
        """Take two states for one; what is deleted is never one with what is there."""
        if one is not None and other is not None and (first := self.of(one)) != (second := self.of(other)):
            self._further[second] = first

    def of(self, state: str) -> str:
        """The state that stands for all that are one with this."""
        while (further := self._further.get(state)) is not None:
            state = further
        return state

    def same(self, one: str | None, other: str | None) -> bool:
        """Whether two states are one; None is deleted."""
        return one == other or (one is not None and other is not None and self.of(one) == self.of(other))


def differ_in_place(one: str | None, other: str | None) -> bool:
    """Whether two states say the same of one thing, at different places at most; None is deleted."""
    return one == other or (one is not None and other is not None and _said(one) == _said(other))


def _said(state: str) -> tuple[dict[str, object], list[object]]:
    data = json.loads(state)
    roles = [role[:-1] for role in data.get("roles", ())]  # the place is the last of each
    return {name: value for name, value in data.items() if name not in _PLACE}, roles
