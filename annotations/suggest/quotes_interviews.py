"""Interviews: questions without marks, answers with marks and mostly without a name."""

from __future__ import annotations

from collections.abc import Sequence

from annotations.model import Span
from annotations.suggest.quotes_drafts import Draft

__all__ = ["Interviews"]


class Interviews:
    """What is known of an interview since the last heading.

    Attributes:
        asked: Index of the last block that is a question without marks.
        going_on: Whether a question had an answer.
    """

    def __init__(self) -> None:
        self.asked = -2
        self.going_on = False
        self._waiting: list[tuple[Span, int]] = []  # answers before the first that says who speaks, and their blocks

    def end(self) -> None:
        """Forget it, at a heading."""
        self.going_on, self._waiting = False, []

    def answer(self, index: int) -> None:
        """Note that block `index` is nothing but quoted words."""
        self.going_on = self.going_on or self.asked == index - 1

    def wait(self, span: Span, index: int) -> None:
        """Keep quoted words that are all of block `index`, until it is known who speaks them."""
        self._waiting.append((span, index))

    def named(self, index: int, drafts: Sequence[Draft]) -> list[Draft]:
        """The answers that wait for who speaks in block `index`, whose quotes are among `drafts`.

        One block, a question or a remark of the reporter, is between each answer and the next.
        """
        if not self._waiting:
            return []
        here = [draft for draft in drafts if draft.block == index and draft.kind == "direct" and draft.source]
        if not here:
            self._waiting = self._waiting if self._waiting[-1][1] >= index - 1 else []
            return []
        waiting, self._waiting = self._waiting, []
        quoted = any(draft.block == index - 1 and draft.kind != "indirect" for draft in drafts)
        found: list[Draft] = []
        for span, block in reversed(waiting if self.going_on and not quoted else []):
            if index - block != 2:
                break
            source, cue = here[0].source, here[0].cue
            found.insert(0, Draft([span], source, cue, "direct", 0.6, "an answer before the speaker's words", block))
            index = block
        return found
