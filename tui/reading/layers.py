"""Whose annotations are shown: one's own, unless others' are asked for, so that nobody's work leads another's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from annotations.errors import UsageError
from annotations.schema import nearest

__all__ = ["LAYER_WORDS", "Layers", "parse_layers"]

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
    for name in sorted(names - set(annotators)):
        hint = nearest(name, annotators) or "It is :layers mine, :layers all, or names with commas between them."
        raise UsageError(f"nobody called “{name}” has annotated here", hint)
    return Layers(own, names - {own})
