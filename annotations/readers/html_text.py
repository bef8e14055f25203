"""What a reader sees of a scrap of HTML, for the HTML that stands in Markdown."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from annotations.readers.inline import InlineText, Words
from annotations.text import BlockKind, StyleKind

__all__ = ["Fragment", "apply_tag", "fragments"]

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)((?:\"[^\"]*\"|'[^']*'|[^'\"<>])*)>")
_HREF = re.compile(r"\shref\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)

_HIDDEN = frozenset(["script", "style", "template", "noscript", "iframe", "svg", "head", "title"])
_STYLES = {
    "b": StyleKind.STRONG,
    "strong": StyleKind.STRONG,
    "i": StyleKind.EMPHASIS,
    "em": StyleKind.EMPHASIS,
    "cite": StyleKind.EMPHASIS,
    "code": StyleKind.CODE,
    "kbd": StyleKind.CODE,
    "a": StyleKind.LINK,
}
_KINDS = {
    **{f"h{level}": BlockKind.HEADING for level in range(1, 7)},
    "li": BlockKind.LIST_ITEM,
    "blockquote": BlockKind.BLOCK_QUOTE,
    "td": BlockKind.TABLE_CELL,
    "th": BlockKind.TABLE_CELL,
    "caption": BlockKind.CAPTION,
    "figcaption": BlockKind.CAPTION,
    "pre": BlockKind.CODE,
}
_PLAIN_BLOCKS = (
    "address article aside body center dd details dialog div dl dt fieldset figure footer form header hr html"
    " main nav ol p section summary table tbody tfoot thead tr ul"
)
_BLOCKS = frozenset(_KINDS) | frozenset(_PLAIN_BLOCKS.split())


@dataclass(frozen=True, slots=True)
class Fragment:
    """One block of a scrap of HTML; `kind` is None where the tags do not say what it is."""

    kind: BlockKind | None
    level: int
    words: Words


def apply_tag(words: InlineText, tag: str) -> str | None:
    """Do to `words` what an inline tag says; return the name of a tag whose content is not shown, if it is one."""
    match = _TAG.match(tag)
    if match is None:
        return None
    closing, name = bool(match[1]), match[2].lower()
    if name in _HIDDEN:
        return None if closing or match[3].endswith("/") else name
    if name in _STYLES and not closing:
        href = _HREF.search(match[3]) if name == "a" else None
        words.open(_STYLES[name], html.unescape(href[1] or href[2] or href[3] or "") if href else None)
    elif name in _STYLES:
        words.close(_STYLES[name])
    elif name == "br" or name in _BLOCKS:
        words.line_break()
    return None


def fragments(source: str) -> Iterator[Fragment]:
    """Yield the blocks of a scrap of HTML: tags and comments dropped, references resolved."""
    return _Scrap(source).fragments()


class _Scrap:
    def __init__(self, source: str) -> None:
        self._source = source
        self._words = InlineText()
        self._open: list[str] = []
        self._counts: Counter[str] = Counter()
        self._column = 0
        self._item_has_words = False

    def fragments(self) -> Iterator[Fragment]:
        source, position = self._source, 0
        while position < len(source):
            tag = source.find("<", position)
            if tag < 0:
                tag = len(source)
            self._add(html.unescape(source[position:tag]))
            match = _TAG.match(source, tag)
            if match is None:
                position = self._skip(tag)
                continue
            position = match.end()
            closing, name = bool(match[1]), match[2].lower()
            if name in _HIDDEN and not closing and not match[3].endswith("/"):
                end = re.compile(rf"</{name}\b[^<>]*>", re.IGNORECASE).search(source, position)
                position = end.end() if end else len(source)
            elif name in _BLOCKS:
                yield from self._flush()
                self._nest(name, closing=closing)
            else:
                apply_tag(self._words, match[0])
        yield from self._flush()

    def _add(self, text: str) -> None:
        if self._open and self._open[-1] == "pre":
            for index, line in enumerate(text.split("\n")):
                if index:
                    self._words.line_break()
                self._words.add(line)
        else:
            self._words.add(text)

    def _skip(self, position: int) -> int:
        """Pass over a comment or a declaration, or take `<` for a character."""
        if self._source.startswith(("<!", "<?"), position):
            end = "-->" if self._source.startswith("<!--", position) else ">"
            found = self._source.find(end, position + 2)
            return found + len(end) if found >= 0 else len(self._source)
        if position < len(self._source):
            self._words.add("<")
        return position + 1

    def _nest(self, name: str, *, closing: bool) -> None:
        """Remember which blocks are open, as far as they say what a block is."""
        if name == "tr":
            self._column = 0
        elif name in {"td", "th"} and not closing:
            self._column += 1
        if name in {"ul", "ol"}:
            self._counts["list"] += -1 if closing else 1
        if name == "li" and not closing:
            self._item_has_words = False
        if name not in _KINDS:
            return
        if not closing:
            self._open.append(name)
            self._counts[name] += 1
        elif self._counts[name]:
            while self._open:
                last = self._open.pop()
                self._counts[last] -= 1
                if last == name:
                    break

    def _flush(self) -> Iterator[Fragment]:
        words, self._words = self._words.finish(), InlineText()
        if not words.text:
            return
        name = self._open[-1] if self._open else ""
        kind = _KINDS.get(name)
        level = 0
        if kind is BlockKind.HEADING:
            level = int(name[1])
        elif kind is BlockKind.TABLE_CELL:
            level = max(1, self._column)
        elif kind is BlockKind.BLOCK_QUOTE:
            level = self._counts["blockquote"]
        elif kind is BlockKind.LIST_ITEM:
            level = max(1, self._counts["list"])
            if self._item_has_words:
                kind, level = BlockKind.PARAGRAPH, 0
            self._item_has_words = True
        yield Fragment(kind, level, words)
