"""Whose work is whose: each annotator's layer, the same person's second one, and the one that was decided."""

from __future__ import annotations

__all__ = ["GOLD", "are_people", "as_again", "round_of"]

GOLD = "gold"
"""Whose the layer of decisions is: an annotator like the others, who is compared only where that is asked for."""
_AGAIN = "#"


def are_people(names: set[str]) -> list[str]:
    """The annotators among `names` who judge and do not decide, by name; nobody twice (see `round_of`)."""
    return sorted(name for name in names - {GOLD} if round_of(name)[1] == 1)


def round_of(name: str) -> tuple[str, int]:
    """Whose layer one is, and for which time they code: `kim#2` is kim's second, `kim` the first."""
    person, mark, number = name.rpartition(_AGAIN)
    if person and mark and number.isascii() and number.isdecimal() and number[0] != "0" and int(number) > 1:
        return person, int(number)
    return name, 1


def as_again(person: str, number: int) -> str:
    """The name under which somebody codes for the second, third … time."""
    return f"{person}{_AGAIN}{number}"
