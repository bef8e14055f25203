"""Where in an article an offset is, in the words of a reader: sentence, paragraph, section."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from dataclasses import dataclass

from annotations.columns import Sentences
from annotations.store.articles import ArticleText
from annotations.text import BlockKind

__all__ = ["Outline", "Place"]


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence: its number from 1, and its words."""

    number: int
    text: str


class Outline:
    """The sentences, paragraphs and headings of one article, looked up by offset in code points."""

    def __init__(self, content: ArticleText[str]) -> None:
        """Take an article whose sentences are found."""
        self.text = content.text
        self._sentences = Sentences() if content.sentences is None else content.sentences
        self._paragraphs = array("I")
        self._headings = array("I")
        self._heading_ends = array("I")
        column = 0
        for block in content.blocks:
            # The cells of a row are one to a reader; a cell that is not right of the one before opens another row.
            if block.kind is not BlockKind.TABLE_CELL or not 0 < column < block.level:
                self._paragraphs.append(block.start)
            column = block.level if block.kind is BlockKind.TABLE_CELL else 0
            if block.kind is BlockKind.HEADING:
                self._headings.append(block.start)
                self._heading_ends.append(block.end)

    def sentence(self, offset: int) -> Place:
        """Return the sentence at `offset`, or the last one before it."""
        number, text, _, _ = self.around(offset)
        return Place(number, text)

    def around(self, offset: int) -> tuple[int, str, int, int]:
        """Return number and words of the sentence at `offset`, or of the last one before it, and where it is.

        That is an empty range at `offset` where it is in no sentence.
        """
        sentences = self._sentences
        if not sentences:
            return 1, "", offset, offset
        index = sentences.index_at(offset)
        start, end = sentences.start(index), sentences.end(index)
        text = self.text[start:end]
        return (index + 1, text, start, end) if start <= offset < end else (index + 1, text, offset, offset)

    def paragraph_number(self, offset: int) -> int:
        """Return the number of the paragraph at `offset`, from 1."""
        return max(1, bisect_right(self._paragraphs, offset))

    def section(self, offset: int) -> str:
        """Return the words of the last heading that ends at or before `offset`, white space folded."""
        index = bisect_right(self._heading_ends, offset) - 1
        if index < 0:
            return ""
        return " ".join(self.text[self._headings[index] : self._heading_ends[index]].split())
