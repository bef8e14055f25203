"""How strongly English words sound good or bad, by two lists of others: VADER's and that of Pattern.

They are read from `stance_data/valences_en.txt`, which `annotations.suggest.training.valences` makes.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from annotations.suggest.stances_context import Context, Word, is_negated
from annotations.tables import read_data

__all__ = ["LISTS", "load_valences", "sounds"]

LISTS = ("vader", "pattern")
_TURNED = -0.7
_HALFWAY = 6
_STEPS = (0.3, 1.0, 2.0, 4.0)


@cache
def load_valences() -> tuple[Mapping[str, float], ...]:
    """Read the lists, in the order of `LISTS`: word in lower case -> about -2 to 2."""
    found: dict[str, dict[str, float]] = {name: {} for name in LISTS}
    for line in read_data("suggest/stance_data/valences_en.txt").decode("utf-8").splitlines():
        if not line.startswith("#"):
            name, valence, *words = line.split()
            found[name].update(dict.fromkeys(words, float(valence)))
    return tuple(found[name] for name in LISTS)


def sounds(context: Context) -> list[str]:
    """Features of what the lists say of each side of a target and of both, of its clause by nearness too."""
    names = []
    for name, valences in zip(LISTS, load_valences(), strict=True):
        before = _side(context.before, valences, context.left, after=False)
        after = _side(context.after, valences, context.right, after=True)
        both = (before[0] + after[0], before[1] + after[1])
        for side, (total, near) in (("l", before), ("r", after), ("", both)):
            names += [f"V{name}{side}:{_step(total)}", f"V{name}{side}n:{_step(near)}"]
    return names


def _side(words: list[Word], valences: Mapping[str, float], edge: int, *, after: bool) -> tuple[float, float]:
    """Sum over all words, and over those of the clause (up to or from `edge`) by nearness."""
    total = near = 0.0
    for index, word in enumerate(words):
        value = valences.get(word.low)
        if value is None or word.apart:
            continue
        if is_negated(words, index):
            value *= _TURNED
        total += value
        if index < edge if after else index >= edge:
            distance = index + 1 if after else len(words) - index
            near += 2 * value / (1 + distance / _HALFWAY)
    return total, near


def _step(value: float) -> str:
    if value == 0:
        return "0"
    return ("-" if value < 0 else "+") + str(sum(abs(value) > step for step in _STEPS))
