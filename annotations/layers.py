"""Whose work is whose: each annotator's layer, and the one that was decided."""

from __future__ import annotations

__all__ = ["GOLD", "are_people"]

GOLD = "gold"
"""Whose the layer of decisions is: an annotator like the others, who is compared only where that is asked for."""


def are_people(names: set[str]) -> list[str]:
    """The annotators among `names` who judge and do not decide, by name."""
    return sorted(names - {GOLD})
