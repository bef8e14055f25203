"""What the desk remembers of a session: the last tag, what was searched, typed and chosen. Plain code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from annotations.model import Annotation

__all__ = ["LastTag", "Memory"]

MOST = 100
"""Lines that are kept of one kind."""


@dataclass(frozen=True, slots=True)
class LastTag:
    """The annotation that was tagged last, the step that made it, and which press of a key that was."""

    annotation: Annotation
    step: str
    press: int


class Memory:
    """What was done in this session, for `.`, the arrow keys of a line, and values offered again.

    Attributes:
        last: The tag made last.
        presses: How many keys were pressed.
        dropped_names: Pairs of names that do not mean the same.
    """

    def __init__(self) -> None:
        self.last: LastTag | None = None
        self.presses = 0
        self.dropped_names: set[frozenset[str]] = set()
        self._lines: dict[str, list[str]] = {}

    def tagged(self, annotation: Annotation, step: str) -> None:
        """Note the tag made last: `.` repeats it, and a value set by the next key belongs to its step."""
        self.last = LastTag(annotation, step, self.presses)

    def step_of_tag(self, annotation: Annotation) -> str | None:
        """The step that made an annotation, if that was done by the key just before this one."""
        last = self.last
        if last is None or last.annotation.id != annotation.id or self.presses != last.press + 1:
            return None
        return last.step

    def note(self, kind: str, line: str) -> None:
        """Keep a line of a kind (a search, a command, a value of an attribute) as its newest one."""
        kept = [old for old in self._lines.get(kind, ()) if old != line]
        self._lines[kind] = [*kept, line][-MOST:]

    def lines(self, kind: str) -> Sequence[str]:
        """The lines kept of a kind, the newest last."""
        return self._lines.get(kind, ())
