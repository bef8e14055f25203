"""Coefficients of agreement, each computed from the sums of a few columns of counts.

A coefficient is made once, for columns of an `annotations.agreement.bootstrap.Sample`, and called with their sums:
those of all articles, of one, or of articles drawn again. It answers a number, or in words why there is none. Counts
are whole numbers: how many sentences or code points two people gave which values. `nltk.metrics.agreement` has the
same formulas for lists of single units; code points would be millions of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol

__all__ = [
    "NOTHING_VARIES",
    "NO_UNITS",
    "Alpha",
    "Cell",
    "Coefficient",
    "Cohen",
    "Distance",
    "Fleiss",
    "Mean",
    "Ratio",
    "cells_of",
    "interval",
    "nominal",
    "pairwise",
]

Cell = tuple[int, int, int]
"""A column, and the indexes of the two values of which it counts how often they met."""
Distance = Callable[[Sequence[object], Sequence[int]], float]
"""Expected disagreement: given values u and how often n each was used, the sum of n(u) n(v) d(u, v) over all u, v."""

NO_UNITS = "they have no article in common"
NOTHING_VARIES = "all of it has one and the same value, so that chance alone would explain it"


class Coefficient(Protocol):
    """Makes a number, or the reason why there is none, of sums of columns."""

    def __call__(self, sums: Sequence[int], /) -> float | str:
        """Compute it."""
        ...


class Cohen:
    """Cohen's kappa of two people (Cohen 1960): chance as each of them used the values."""

    def __init__(self, cells: Sequence[Cell], values: int) -> None:
        self._cells = cells
        self._values = values

    def __call__(self, sums: Sequence[int]) -> float | str:
        """Compute it."""
        one, other, same = [0] * self._values, [0] * self._values, 0
        for column, first, second in self._cells:
            if count := sums[column]:
                one[first] += count
                other[second] += count
                if first == second:
                    same += count
        total = sum(one)
        if not total:
            return NO_UNITS
        expected = sum(map(int.__mul__, one, other))
        if expected == total * total:
            return NOTHING_VARIES
        return (same * total - expected) / (total * total - expected)


class _Coincidences:
    """Counts of unordered pairs of values that two people gave one unit."""

    def __init__(self, cells: Sequence[Cell], values: int) -> None:
        self._cells = cells
        self._values = values

    def _used(self, sums: Sequence[int]) -> tuple[list[int], int]:
        """How often each value was used in a pair, and how many pairs were of one value."""
        used, same = [0] * self._values, 0
        for column, first, second in self._cells:
            if count := sums[column]:
                used[first] += count
                used[second] += count
                if first == second:
                    same += count
        return used, same


class Fleiss(_Coincidences):
    """Fleiss' kappa (Fleiss 1971) of units that all of a group have judged; of two people, it is Scott's pi."""

    def __call__(self, sums: Sequence[int]) -> float | str:
        """Compute it."""
        used, same = self._used(sums)
        total = sum(used)
        if not total:
            return NO_UNITS
        expected = sum(count * count for count in used)
        if expected == total * total:
            return NOTHING_VARIES
        return (2 * same * total - expected) / (total * total - expected)


class Alpha(_Coincidences):
    """Krippendorff's alpha (Krippendorff 2004) of units that at least two have judged.

    The pairs of a unit that m people have judged count `scale` / (m - 1) times.
    """

    def __init__(
        self,
        cells: Sequence[Cell],
        values: Sequence[object],
        between: Callable[[object, object], float],
        expected: Distance,
        scale: int = 1,
    ) -> None:
        """Take columns, their values, the distance of two of these, and the sum that chance would give."""
        super().__init__(cells, len(values))
        self._known = values
        self._expected = expected
        self._scale = scale
        apart = [(column, between(values[one], values[other])) for column, one, other in cells if one != other]
        self._apart = [(column, distance) for column, distance in apart if distance]

    def __call__(self, sums: Sequence[int]) -> float | str:
        """Compute it."""
        used, _ = self._used(sums)
        total = sum(used)
        if not total:
            return NO_UNITS
        expected = self._expected(self._known, used)
        if not expected:
            return NOTHING_VARIES
        observed = sum(sums[column] * distance for column, distance in self._apart)
        return 1 - (total - self._scale) * 2 * observed / expected


class Ratio:
    """The sum of some columns, `times` over, in that of others: F1 is twice the matches in all annotations."""

    def __init__(self, above: Sequence[int], below: Sequence[int], nothing: str, times: int = 1) -> None:
        self._above = above
        self._below = below
        self._nothing = nothing
        self._times = times

    def __call__(self, sums: Sequence[int]) -> float | str:
        """Compute it."""
        below = sum(sums[column] for column in self._below)
        if not below:
            return self._nothing
        return self._times * sum(sums[column] for column in self._above) / below


class Mean:
    """The plain average of coefficients, as far as they are defined."""

    def __init__(self, parts: Sequence[Coefficient]) -> None:
        self._parts = parts

    def __call__(self, sums: Sequence[int]) -> float | str:
        """Compute it."""
        found = [part(sums) for part in self._parts]
        numbers = [value for value in found if not isinstance(value, str)]
        return sum(numbers) / len(numbers) if numbers else next(iter(found), NO_UNITS)


def nominal(values: Sequence[object], used: Sequence[int]) -> float:  # noqa: ARG001 - any two values are apart by 1
    """Expected disagreement where any two values are as different as any others."""
    total = sum(used)
    return total * total - sum(count * count for count in used)


def interval(values: Sequence[object], used: Sequence[int]) -> float:
    """Expected disagreement of numbers, whose distance is the square of their difference."""
    numbers = [float(value) for value in values]  # type: ignore[arg-type]  # whoever asks has numbers
    first = sum(count * number for count, number in zip(used, numbers, strict=True))
    second = sum(count * number * number for count, number in zip(used, numbers, strict=True))
    return 2 * (sum(used) * second - first * first)


def pairwise(between: Callable[[object, object], float], values: Sequence[object]) -> Distance:
    """Expected disagreement for any distance, whose value for each pair of `values` is computed once."""
    known: list[tuple[int, int, float]] = [
        (one, other, 2 * distance)
        for one in range(len(values))
        for other in range(one)
        if (distance := between(values[one], values[other]))
    ]

    def expected(_: Sequence[object], used: Sequence[int]) -> float:
        return sum(used[one] * used[other] * distance for one, other, distance in known)

    return expected


def cells_of(columns: Mapping[tuple[object, object], int], values: Iterable[object]) -> tuple[list[Cell], list[object]]:
    """Number the values that two people gave, and return the columns with these numbers, and the values."""
    known = list(values)
    numbers = {value: number for number, value in enumerate(known)}
    return [(column, numbers[one], numbers[other]) for (one, other), column in columns.items()], known
