"""The canonical text of a page with markup, put together block by block."""

from __future__ import annotations

from annotations.readers import bylines
from annotations.readers.inline import Words
from annotations.text import Block, BlockKind, Style

__all__ = ["PageText"]

_HEAD_BLOCKS = 8
_END_BLOCKS = 3
_LONGEST_CREDIT = 2000


class PageText:
    """Canonical text, blocks and styles, in the making. Blocks are separated by a blank line.

    Attributes:
        blocks: In the order of the text; offsets count code points of `text`.
        styles: Inline styles, block by block.
    """

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.styles: list[Style] = []
        self._parts: list[str] = []
        self._length = 0

    @property
    def text(self) -> str:
        """All that was added."""
        return "".join(self._parts)

    def words_of(self, index: int) -> str:
        """The words of block `index`."""
        return self._parts[2 * index]

    def add(self, kind: BlockKind, level: int, words: Words) -> bool:
        """Append a block; tells whether there were words for one."""
        if not words.text:
            return False
        if self.blocks:
            self._parts.append("\n\n")
            self._length += 2
        start = self._length
        self._parts.append(words.text)
        self._length += len(words.text)
        self.blocks.append(Block(kind, start, self._length, level))
        self.styles.extend(Style(s.kind, s.start + start, s.end + start, s.href) for s in words.styles)
        return True

    def cut(self, count: int) -> None:
        """Keep only the first `count` blocks."""
        del self.blocks[count:]
        del self._parts[max(0, 2 * count - 1) :]
        self._length = self.blocks[-1].end if self.blocks else 0
        self.styles = [style for style in self.styles if style.end <= self._length]

    def see_credits(self) -> None:
        """Call a paragraph that says who wrote the article, or whose picture it is, what it is."""
        last = len(self.blocks) - 1
        for index, block in enumerate(self.blocks):
            words = self.words_of(index)
            if block.kind is not BlockKind.PARAGRAPH or len(words) > _LONGEST_CREDIT:
                continue
            by = index < _HEAD_BLOCKS and (bylines.is_byline(words) or (index > 0 and bylines.is_date(words)))
            kind: BlockKind = block.kind
            if bylines.is_caption(words):
                kind = BlockKind.CAPTION
            elif by or (0 < index > last - _END_BLOCKS and bylines.is_biography(words)):
                kind = BlockKind.BYLINE
            if kind is not block.kind:
                self.blocks[index] = Block(kind, block.start, block.end)
