"""The tree of an article, as trafilatura returns it, into blocks with inline styles.

Its elements are those of TEI that trafilatura documents: head, p, quote, list and item, table, row and cell, code, hi,
ref, lb.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from annotations.lazy import lazy
from annotations.readers import bylines
from annotations.readers.decoding import canonical
from annotations.readers.headings import could_be_heading
from annotations.readers.inline import InlineText, Words
from annotations.readers.page_text import PageText
from annotations.text import Block, BlockKind, Style, StyleKind

if TYPE_CHECKING:
    from lxml.etree import _Element
    from lxml.html import HtmlElement

__all__ = ["ArticleTree", "mark_breaks", "mark_captions", "mend_names"]

_CAPTION = "⸢⁂⸣"
"""Stands before a caption while trafilatura, which knows none, looks at it as at a paragraph."""

_PARAGRAPH = "⸢¶⸣"
"""Stands where two line breaks were."""

_MOST_CAPTIONS = 200
_HEAD_BLOCKS = 12
_LONGEST_BYLINE = 120
_NAME = lazy(r"[A-Za-z][\w.:-]*")
_MAIL = lazy(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_SOFT_HYPHEN = "\u00ad"
_UNTITLED_LEVEL = 3
"""Level of a heading that is known only by its bold type."""

_BUTTONS = frozenset(["close", "back to top", "top", "schließen", "nach oben", "cerrar", "fermer", "chiudi"])

_HI = {
    "#b": StyleKind.STRONG,
    "#i": StyleKind.EMPHASIS,
    "#t": StyleKind.CODE,
}


def mark_captions(tree: HtmlElement) -> None:
    """Turn the captions of pictures and tables into paragraphs that `ArticleTree` knows again."""
    captions = tree.xpath("//figcaption[not(ancestor::nav or ancestor::aside or ancestor::footer)] | //table/caption")
    for caption in captions[:_MOST_CAPTIONS]:
        words = " ".join(caption.text_content().split())
        outer = caption.getparent()
        if not words or outer is None or outer.getparent() is None:
            continue
        paragraph = caption.makeelement("p")
        paragraph.text = f"{_CAPTION}{words}"
        if outer.tag == "table":
            outer.addprevious(paragraph)
        else:
            outer.addnext(paragraph)
            paragraph.tail, outer.tail = outer.tail, None
        caption.drop_tree()


def mark_breaks(tree: HtmlElement) -> None:
    """Mark where two line breaks follow each other: that is a paragraph, and trafilatura makes one of them."""
    for line_break in tree.iter("br"):
        following = line_break.getnext()
        if following is not None and following.tag == "br" and not (line_break.tail or "").strip():
            following.tail = f"{_PARAGRAPH}{following.tail or ''}"


def mend_names(tree: HtmlElement) -> None:
    """Let an element whose name was mistyped (`<b<p>`) be one without a meaning: trafilatura gives up on all of it."""
    for element in tree.iter():
        if isinstance(element.tag, str) and not _NAME.fullmatch(element.tag):
            element.tag = "span"


class ArticleTree:
    """Walks over the tree of one article."""

    def __init__(self, headline: str | None = None, authors: Sequence[str] = ()) -> None:
        """Take the headline, which stands at the top where the tree does not have it, and who wrote the article."""
        self._headline = headline
        self._authors = authors
        self._page = PageText()
        self._words = InlineText()
        self._open: list[tuple[StyleKind, str | None]] = []
        self._kinds: list[tuple[BlockKind, int]] = [(BlockKind.PARAGRAPH, 0)]
        self._lists = self._quotes = 0
        self._broken = False
        self._head_cell = False

    def read(self, body: _Element) -> PageText:
        """Return the text and the blocks of an article."""
        if self._headline and not self._has_headline(body):
            self._page.add(BlockKind.HEADING, 1, Words(self._headline))
        self._content(body)
        self._flush()
        self._cut_what_follows()
        self._page.see_credits()
        self._see_authors()
        return self._page

    def _see_authors(self) -> None:
        """Call a line at the top that names an author, and one below it with a position or an address, a byline."""
        blocks, above = self._page.blocks, False
        for index, block in enumerate(blocks[:_HEAD_BLOCKS]):
            words = self._page.words_of(index)
            line = block.kind is BlockKind.PARAGRAPH and len(words) <= _LONGEST_BYLINE and words[-1] not in '.!?”"'
            named = any(author in words for author in self._authors)
            if line and (named or (above and (bylines.is_position(words) or _MAIL.fullmatch(words)))):
                blocks[index] = Block(BlockKind.BYLINE, block.start, block.end)
            above = blocks[index].kind is BlockKind.BYLINE

    def _cut_what_follows(self) -> None:
        """Take off headings at the end that have nothing under them but dates: further articles."""
        page = self._page
        count = len(page.blocks)
        while count > 1:
            block, words = page.blocks[count - 1], page.words_of(count - 1)
            heading = block.kind is BlockKind.HEADING
            if not (heading or bylines.is_date(words) or bylines.is_furniture(words) or words.lower() in _BUTTONS):
                break
            count -= 1
        if any(block.kind is BlockKind.HEADING for block in page.blocks[count:]):
            page.cut(count)

    def _has_headline(self, body: _Element) -> bool:
        wanted = (self._headline or "").casefold()
        for element in list(body.iter("head", "p", "item", "quote"))[:_HEAD_BLOCKS]:
            if " ".join("".join(element.itertext()).split()).casefold() == wanted:
                return True
        return False

    def _content(self, element: _Element) -> None:
        self._text(element.text)
        for child in element:
            self._element(child)
            self._text(child.tail)

    def _element(self, element: _Element) -> None:
        rend = element.get("rend") or ""
        match element.tag:
            case "head":
                level = int(rend[1]) if len(rend) == 2 and rend[1] in "123456" else 2
                self._block(element, BlockKind.HEADING, level)
            case "p" | "div" | "fw" | "ab" | "table":
                self._apart(element)
            case "quote":
                self._quotes += 1
                self._block(element, BlockKind.BLOCK_QUOTE, self._quotes)
                self._quotes -= 1
            case "list":
                self._lists += 1
                self._apart(element)
                self._lists -= 1
            case "item":
                self._block(element, BlockKind.LIST_ITEM, max(1, self._lists))
            case "row":
                self._row(element)
            case "code" if "\n" in (element.text or ""):
                self._flush()
                lines = canonical("".join(element.itertext())).strip("\n")
                self._page.add(BlockKind.CODE, 0, Words(lines.expandtabs(4).rstrip()))
            case _:
                self._inline(element, rend)

    def _inline(self, element: _Element, rend: str) -> None:
        match element.tag:
            case "code":
                self._styled(element, StyleKind.CODE, None)
            case "hi" if rend in _HI:
                self._styled(element, _HI[rend], None)
            case "ref":
                self._styled(element, StyleKind.LINK, element.get("target"))
            case "lb":
                self._line_break()
            case "graphic":
                pass
            case _:
                self._content(element)

    def _apart(self, element: _Element) -> None:
        self._flush()
        self._content(element)
        self._flush()

    def _block(self, element: _Element, kind: BlockKind, level: int) -> None:
        self._flush()
        self._kinds.append((kind, level))
        self._content(element)
        self._flush()
        self._kinds.pop()

    def _row(self, row: _Element) -> None:
        for column, cell in enumerate(row.iterchildren("cell"), 1):
            self._head_cell = cell.get("role") == "head"
            self._block(cell, BlockKind.TABLE_CELL, column)
            self._head_cell = False

    def _styled(self, element: _Element, kind: StyleKind, href: str | None) -> None:
        self._open.append((kind, href))
        self._words.open(kind, href)
        self._content(element)
        self._words.close(kind)
        self._open.pop()

    def _line_break(self) -> None:
        """Begin a line; two breaks with nothing between them begin a paragraph."""
        if self._broken:
            self._flush()
        else:
            self._words.line_break()
            self._broken = True

    def _text(self, text: str | None) -> None:
        if not text:
            return
        for number, part in enumerate(canonical(text).replace(_SOFT_HYPHEN, "").split(_PARAGRAPH)):
            if number:
                self._flush()
            self._words.add(part)
            self._broken = self._broken and not part.strip()

    def _flush(self) -> None:
        """End a block; styles go on in the next one. Only the first block of a list item is the item."""
        for style, _ in reversed(self._open):
            self._words.close(style)
        words, self._words = self._words.finish(), InlineText()
        for style, href in self._open:
            self._words.open(style, href)
        self._broken = False
        kind, level = self._kinds[-1]
        if words.text.startswith(_CAPTION):
            self._page.add(BlockKind.CAPTION, 0, Words(words.text.removeprefix(_CAPTION)))
            return
        if kind is BlockKind.PARAGRAPH and _is_heading(words):
            kind, level = BlockKind.HEADING, _UNTITLED_LEVEL
        if self._head_cell and words.text:
            words = Words(words.text, (Style(StyleKind.STRONG, 0, len(words.text)), *words.styles))
        if self._page.add(kind, level, words) and kind is BlockKind.LIST_ITEM:
            self._kinds[-1] = (BlockKind.PARAGRAPH, 0)


def _is_heading(words: Words) -> bool:
    """Tell whether a paragraph is a heading by its type: all of it bold, a line, and nothing that ends with a stop."""
    strong = sum(style.end - style.start for style in words.styles if style.kind is StyleKind.STRONG)
    return 0 < len(words.text) <= strong and "\n" not in words.text and could_be_heading(words.text, first=False)
