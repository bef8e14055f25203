"""Whose work is whose: each annotator's layer, the same person's second one, and the one that was decided.

What is shown is one's own, unless others' is asked for, so that nobody's work leads another's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from annotations.errors import UsageError

__all__ = ["GOLD", "LAYER_WORDS", "MINE", "Layers", "are_people", "as_again", "parse_layers", "round_of"]

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


LAYER_WORDS = MINE, ALL = "mine", "all"
"""What stands for one's own layer alone, and for everybody's."""


@dataclass(frozen=True, slots=True)
class Layers:
    """One's own layer, and those of others.

    Attributes:
        own: Who is working.
        others: Whose layers are shown beside; everybody's if None.
    """

    own: str
    others: frozenset[str] | None = frozenset()

    def shows(self, annotator: str) -> bool:
        """Tell whether somebody's annotations are shown."""
        return annotator == self.own or self.others is None or annotator in self.others

    @classmethod
    def named(cls, word: str, own: str) -> Layers:
        """One's own layer (`mine`), or everybody's (`all`)."""
        return cls(own, None if word == ALL else frozenset())

    def turned(self) -> Layers:
        """Everybody's layers where only one's own is shown, else only one's own."""
        return Layers(self.own, None if self.others == frozenset() else frozenset())

    @property
    def words(self) -> str:
        """Whose layers are shown, for people."""
        if self.others is None:
            return "all layers are shown"
        if not self.others:
            return "only your own layer is shown"
        return f"your own layer is shown, and {' and '.join(sorted(self.others))}’s"


def parse_layers(words: str, own: str, annotators: Sequence[str]) -> Layers:
    """Make layers of `mine`, `all`, or names of annotators, separated by commas.

    Raises:
        UsageError: A name is nobody's.
    """
    wanted = " ".join(words.split())
    if wanted == MINE:
        return Layers(own)
    if wanted == ALL:
        return Layers(own, None)
    names = frozenset(name for part in wanted.split(",") if (name := part.strip()))
    from annotations.schema import nearest

    for name in sorted(names - set(annotators)):
        hint = nearest(name, annotators) or "It is mine, all, or names with commas between them."
        raise UsageError(f"nobody called “{name}” has annotated here", hint)
    return Layers(own, names - {own})
