"""Counts article by article, and their sums over articles that are drawn again (Efron 1979).

An article's counts are packed into one whole number, 64 bits for each column, so that a draw of a hundred articles is
one sum of a hundred numbers, in C, and not of a hundred thousand in Python.
"""

from __future__ import annotations

import random
import sys
from array import array
from collections.abc import Hashable, Iterator, Mapping, Sequence
from statistics import quantiles

from annotations.agreement.coefficients import Coefficient
from annotations.agreement.measured import Measured
from annotations.watching import Watch, unwatched

__all__ = ["ROUNDS", "Sample", "measure"]

ROUNDS = 1000
"""How often articles are drawn for an interval."""
_LEAST = 0.5
"""An interval is given where the figure is defined in at least this share of the draws."""
_BYTES = 8


class Sample:
    """One row of counts for each article; columns come to be when something is counted."""

    def __init__(self) -> None:
        self._columns: dict[Hashable, int] = {}
        self._rows: list[dict[int, int]] = []

    def column(self, name: Hashable) -> int:
        """Index of the column of that name."""
        return self._columns.setdefault(name, len(self._columns))

    @property
    def names(self) -> Mapping[Hashable, int]:
        """Every column so far with its index."""
        return self._columns

    def __len__(self) -> int:
        return len(self._rows)

    def add(self, counts: Mapping[Hashable, int]) -> None:
        """Add an article; counts are whole and not negative."""
        self._rows.append({self.column(name): count for name, count in counts.items() if count})

    def add_to(self, article: int, counts: Mapping[Hashable, int]) -> None:
        """Add what else was counted in the article that was added as number `article`, from 0, and not yet before."""
        self._rows[article] |= {self.column(name): count for name, count in counts.items() if count}

    def row(self, article: int) -> Sequence[int]:
        """Counts of the article that was added as number `article`, from 0."""
        row = self._rows[article]
        return [row.get(column, 0) for column in range(len(self._columns))]

    def total(self) -> Sequence[int]:
        """Sums over all articles."""
        return self._unpacked(sum(self._packed()))

    def draws(self, rounds: int, seed: int) -> Iterator[Sequence[int]]:
        """Sums over as many articles as there are, drawn with replacement, `rounds` times."""
        packed = self._packed()
        choices = random.Random(seed).choices  # noqa: S311 - a draw that can be repeated, no secret
        for _ in range(rounds):
            yield self._unpacked(sum(choices(packed, k=len(packed))))

    def _packed(self) -> list[int]:
        packed = []
        for row in self._rows:
            columns = array("Q", bytes(_BYTES * len(self._columns)))
            for column, count in row.items():
                columns[column] = count
            packed.append(int.from_bytes(columns.tobytes(), sys.byteorder))
        return packed

    def _unpacked(self, packed: int) -> Sequence[int]:
        return array("Q", packed.to_bytes(_BYTES * len(self._columns), sys.byteorder)).tolist()


def measure(
    sample: Sample,
    coefficients: Sequence[Coefficient],
    *,
    rounds: int = ROUNDS,
    seed: int = 0,
    watch: Watch = unwatched,
) -> list[Measured]:
    """Compute each coefficient over all articles, with the middle 95 % of what it is over draws of them.

    There is no interval where fewer than two articles count, or where half of the draws leave the figure undefined.
    """
    total = sample.total()
    values = [coefficient(total) for coefficient in coefficients]
    defined = [place for place, value in enumerate(values) if not isinstance(value, str)]
    drawn: dict[int, list[float]] = {place: [] for place in defined}
    if len(sample) > 1 and rounds > 1:
        with watch(rounds, "drawing articles") as advance:
            for sums in sample.draws(rounds, seed):
                for place in defined:
                    value = coefficients[place](sums)
                    if not isinstance(value, str):
                        drawn[place].append(value)
                advance(1)
    measured = []
    for place, value in enumerate(values):
        if isinstance(value, str):
            measured.append(Measured(None, value))
        elif len(found := drawn[place]) < max(2, _LEAST * rounds):
            measured.append(Measured(value))
        else:
            cuts = quantiles(found, n=40, method="inclusive")
            measured.append(Measured(value, low=cuts[0], high=cuts[-1]))
    return measured
