"""Jump labels: a letter or two on each place that can be picked. Plain code, without a screen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

__all__ = ["JumpLabel", "JumpLabels", "names"]

LETTERS = "asdfghjklewrtyuiopqzxcvbnm"
"""Letters of labels, those under the fingers first."""


class JumpLabel(NamedTuple):
    """Letters drawn over the text from code point `offset` on; nothing in the text moves."""

    offset: int
    text: str


def names(count: int) -> list[str]:
    """Return `count` labels of which none begins another, the shortest first; what finds no label is left out."""
    size = len(LETTERS)
    prefixes = 0
    while prefixes < size and (size - prefixes) + prefixes * size < count:
        prefixes += 1
    single = LETTERS[: size - prefixes]
    double = (first + second for first in LETTERS[size - prefixes :] for second in LETTERS)
    return [*single[:count], *islice(double, max(0, count - len(single)))]


class JumpLabels:
    """Places with a label each, and what was typed of one so far.

    Attributes:
        typed: Letters typed so far.
    """

    def __init__(self, offsets: Sequence[int], order: Sequence[int] | None = None) -> None:
        """Label places.

        Args:
            offsets: Where each label is drawn, in code points, ascending; two at one offset hide each other.
            order: Indexes of the places, those that should be easiest to reach first; all in their order if None.
        """
        order = range(len(offsets)) if order is None else order
        self._places = dict(zip(names(len(offsets)), order, strict=False))
        self._offsets = offsets
        self.typed = ""

    def __len__(self) -> int:
        return len(self._places)

    def press(self, letter: str) -> int | None:
        """Take a letter; return the index of the place that is picked by now.

        Raises:
            KeyError: No label goes on with this letter; what was typed stays.
        """
        typed = self.typed + letter
        if not any(name.startswith(typed) for name in self._places):
            raise KeyError(letter)
        self.typed = typed
        return self._places.get(typed)

    def back(self) -> bool:
        """Forget the last letter; tells whether there was one."""
        was = bool(self.typed)
        self.typed = self.typed[:-1]
        return was

    def shown(self) -> tuple[JumpLabel, ...]:
        """The labels that can still be meant, without the letters that were typed, in the order of the text."""
        return tuple(sorted(self._shown()))

    def _shown(self) -> Iterator[JumpLabel]:
        for name, place in self._places.items():
            if name.startswith(self.typed):
                yield JumpLabel(self._offsets[place], name[len(self.typed) :])
