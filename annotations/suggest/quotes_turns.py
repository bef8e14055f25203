"""Two who speak in turns, paragraph after paragraph, so that most of what they say needs no name."""

from __future__ import annotations

from annotations.suggest.quotes_drafts import Draft

__all__ = ["Turns"]


class Turns:
    """The last two paragraphs that are hardly more than quoted words.

    Attributes:
        other: The quote before the last one.
    """

    def __init__(self, text: str) -> None:
        self.other: Draft | None = None
        self._text = text
        self._last: Draft | None = None
        self._block = -2
        self._count = 0  # of such paragraphs, one after the other

    def note(self, draft: Draft, block: int, *, short: bool) -> None:
        """Note that paragraph `block` begins with a quote; `short` if it has little else."""
        if block == self._block and draft is self._last:
            return
        self._count = self._count + 1 if short and block - self._block == 1 else int(short)
        self.other, self._last, self._block = self._last, draft, block

    def is_answer(self, block: int) -> bool:
        """Whether quoted words alone in paragraph `block` are what the other one says.

        So they are when two different people spoke in the paragraphs before and one of them asked. In news, a
        paragraph of quoted words mostly goes on with what the last speaker says.
        """
        if self._count < 2 or block - self._block != 1 or self.other is None or self._last is None:
            return False
        one, two = self._name(self.other), self._name(self._last)
        asked = any("?" in self._end(draft) for draft in (self.other, self._last))
        return bool(one) and bool(two) and one != two and asked

    def _name(self, draft: Draft) -> str:
        return "" if draft.source is None else draft.source.of(self._text)

    def _end(self, draft: Draft) -> str:
        end = draft.fragments[-1].end
        return self._text[max(0, end - 3) : end]
