"""Markdown, by CommonMark's rules with tables: the canonical text is what a reader of the page sees.

Blocks are separated by one blank line. Marks, tags, comments and addresses are not part of the text; emphasis,
code and links stand beside it as styles.
"""

from __future__ import annotations

import textwrap
from itertools import groupby
from types import MappingProxyType
from typing import TYPE_CHECKING

from annotations.errors import ReadError
from annotations.readers.base import Draft
from annotations.readers.front_matter import FrontMatter, read_front_matter
from annotations.readers.html_text import fragments
from annotations.readers.inline import Words
from annotations.readers.markdown_inline import UNSEEN, closing, words_of
from annotations.readers.page_text import PageText
from annotations.text import BlockKind, Style, StyleKind, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

__all__ = ["MarkdownReader"]

_DEEPEST = 40
"""Blocks and inlines within each other; the parser drops what is deeper."""


class MarkdownReader:
    """Markdown files, with front matter."""

    name = "markdown"
    suffixes = frozenset({".md", ".markdown", ".mdown", ".mkd", ".mkdn"})

    def read(self, text: Text) -> Draft:
        """Make a draft of the text of a Markdown file.

        Raises:
            ReadError: Nothing in it would be seen by a reader of the page.
        """
        tokens, about = _parse(str(text))
        if any(token.level >= _DEEPEST - 1 for token in tokens):
            from annotations.readers.plain import PlainReader

            note = "This file is nested too deeply for Markdown; it is shown as plain text."
            return Draft(text, PlainReader().read(text).blocks, notes=(note,))
        page = _Page()
        page.walk(tokens)
        if not page.blocks:
            raise ReadError("The file holds no words that a reader would see.", "There is nothing to read in it.")
        return Draft(
            text=page.text,
            blocks=iter(page.blocks),
            styles=tuple(page.styles),
            title=about.title,
            metadata=MappingProxyType(dict(about.metadata)),
            language=about.language,
            notes=about.notes,
        )


def _parse(text: str) -> tuple[list[Token], FrontMatter]:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.front_matter import front_matter_plugin

    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable(["table", "strikethrough"])
    if not text.startswith("---"):
        return parser.parse(text), FrontMatter()
    parser.use(front_matter_plugin)
    tokens = parser.parse(text)
    if not tokens or tokens[0].type != "front_matter":
        return tokens, FrontMatter()
    about = read_front_matter(tokens[0].content)
    if about is not None:
        return tokens[1:], about
    # Words between two rules.
    return parser.disable("front_matter").parse(text), FrontMatter()


class _Page(PageText):
    """What the tokens of a parsed file make."""

    def __init__(self) -> None:
        super().__init__()
        self._containers: list[str] = []  # open items and quotes, by the names of their tokens
        self._lists = 0
        self._quotes = 0
        self._item_has_words = False
        self._heading = 0
        self._column = 0
        self._cell = ""

    def walk(self, tokens: Sequence[Token]) -> None:
        """Append the blocks that the tokens of a parsed file make."""
        for token in tokens:
            match token.type:
                case "inline":
                    self._add_inline(token.children or [])
                case "fence" | "code_block":
                    self._add(BlockKind.CODE, 0, Words(textwrap.dedent(token.content.expandtabs(4)).strip()))
                case "html_block":
                    for fragment in fragments(token.content):
                        kind, level = (fragment.kind, fragment.level) if fragment.kind else self._context()
                        self._add(kind, level, fragment.words)
                case _:
                    self._nest(token.type, token.tag)
        self.see_credits()

    def _nest(self, name: str, tag: str) -> None:
        """Remember what is open."""
        match name:
            case "heading_open":
                self._heading = int(tag[1])
            case "heading_close":
                self._heading = 0
            case "bullet_list_open" | "ordered_list_open":
                self._lists += 1
            case "bullet_list_close" | "ordered_list_close":
                self._lists -= 1
            case "list_item_open" | "blockquote_open":
                self._containers.append(name)
                self._quotes += name == "blockquote_open"
                self._item_has_words = False
            case "list_item_close" | "blockquote_close":
                self._quotes -= self._containers.pop() == "blockquote_open"
                self._item_has_words = True
            case "tr_open":
                self._column = 0
            case "th_open" | "td_open":
                self._column += 1
                self._cell = tag
            case "th_close" | "td_close":
                self._cell = ""

    def _context(self) -> tuple[BlockKind, int]:
        """Kind and level of words that stand here. The second paragraph of a list item is no further item."""
        if not self._containers:
            return BlockKind.PARAGRAPH, 0
        if self._containers[-1] == "blockquote_open":
            return BlockKind.BLOCK_QUOTE, self._quotes
        return (BlockKind.PARAGRAPH, 0) if self._item_has_words else (BlockKind.LIST_ITEM, self._lists)

    def _add_inline(self, tokens: list[Token]) -> None:
        if self._heading:
            self._add(BlockKind.HEADING, self._heading, words_of(tokens))
        elif self._cell:
            words = words_of(tokens)
            if self._cell == "th" and words.text:
                words = Words(words.text, (Style(StyleKind.STRONG, 0, len(words.text)), *words.styles))
            self._add(BlockKind.TABLE_CELL, self._column, words)
        else:
            self._add_paragraph(tokens)

    def _add_paragraph(self, tokens: list[Token]) -> None:
        """Append a paragraph, or the caption that it is: an image alone, or with words in italics under it."""
        seen = [token for token in tokens if token.type not in UNSEEN and (token.content.strip() or token.nesting)]
        images = [token for token in seen if token.type == "image"]
        if not images:
            self._add(*self._context(), words_of(tokens))
            return
        if all(token.type in {"image", "link_open", "link_close"} for token in seen):
            for image in images:
                self._add(BlockKind.CAPTION, 0, Words(words_of(image.children or []).text))
            return
        rest = seen[len(list(next(groupby(seen, lambda token: token.type == "image"))[1])) :]
        is_caption = seen[0].type == "image" and rest[0].type == "em_open" and closing(rest, 0) == len(rest) - 1
        self._add(*((BlockKind.CAPTION, 0) if is_caption else self._context()), words_of(tokens))

    def _add(self, kind: BlockKind, level: int, words: Words) -> None:
        if self.add(kind, level, words):
            self._item_has_words = True
