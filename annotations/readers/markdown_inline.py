"""The words of a paragraph of Markdown, out of the tokens of its parser."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from annotations.readers.html_text import apply_tag
from annotations.readers.inline import InlineText, Words
from annotations.text import StyleKind

if TYPE_CHECKING:
    from markdown_it.token import Token

__all__ = ["UNSEEN", "closing", "words_of"]

UNSEEN = frozenset(["softbreak", "hardbreak", "html_inline"])
"""Inline tokens that are no words."""


def words_of(tokens: Sequence[Token]) -> Words:
    """The words of inline tokens, as a reader sees them."""
    words = InlineText()
    closers = {
        token.content[2:].rstrip("> \t\n").lower(): index
        for index, token in enumerate(tokens)
        if token.type == "html_inline" and token.content.startswith("</")
    }
    shown_from = 0
    for index, token in enumerate(tokens):
        if index < shown_from:
            continue
        if token.type == "html_inline":
            hidden = apply_tag(words, token.content)
            shown_from = closers.get(hidden, 0) if hidden else 0
        else:
            _add_inline(words, token)
    return words.finish()


def _add_inline(words: InlineText, token: Token) -> None:
    match token.type:
        case "text":
            words.add(token.content)
        case "softbreak":
            words.add(" ")
        case "hardbreak":
            words.line_break()
        case "code_inline":
            words.add_code(token.content)
        case "strong_open":
            words.open(StyleKind.STRONG)
        case "strong_close":
            words.close(StyleKind.STRONG)
        case "em_open":
            words.open(StyleKind.EMPHASIS)
        case "em_close":
            words.close(StyleKind.EMPHASIS)
        case "link_open":
            words.open(StyleKind.LINK, str(token.attrGet("href") or ""))
        case "link_close":
            words.close(StyleKind.LINK)


def closing(tokens: list[Token], opening: int) -> int:
    """Index of the token that closes what `opening` opens."""
    depth = 0
    for index in range(opening, len(tokens)):
        depth += tokens[index].nesting
        if depth == 0:
            return index
    return -1
