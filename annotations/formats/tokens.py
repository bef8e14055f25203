"""Tokens for formats that count in them: words by Unicode's rules, and every other sign, parted at edges of spans."""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

from annotations.columns import Blocks
from annotations.model import Span
from annotations.words import graphemes, words

__all__ = ["Tokens", "tokens_of"]


class Tokens:
    """The tokens of a text in order; none of them has white space in it."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self.spans = list(spans)
        self._starts = [span.start for span in self.spans]
        self._ends = [span.end for span in self.spans]

    def within(self, start: int, end: int) -> range:
        """Indices of the tokens that touch a range."""
        return range(bisect_right(self._ends, start), bisect_left(self._starts, end))


def tokens_of(text: str, blocks: Blocks, edges: Iterable[int] = ()) -> Tokens:
    """Part a text into tokens; no token reaches over an edge or over a block's edge."""
    cuts = sorted({0, len(text), *(block.start for block in blocks), *(block.end for block in blocks)})
    inside = sorted(set(edges))
    found: list[Span] = []
    for left, right in itertools.pairwise(cuts):
        found += _parted(_tokens(text, left, right), inside)
    return Tokens(found)


def _tokens(text: str, start: int, end: int) -> Iterator[Span]:
    at = start
    for word in words(text, start, end):
        yield from _signs(text, at, word.start)
        yield word
        at = word.end
    yield from _signs(text, at, end)


def _signs(text: str, start: int, end: int) -> Iterator[Span]:
    for sign in graphemes(text, start, end) if start < end else ():
        # A mark may stand on a blank: then the mark alone is a token.
        begin = sign.start
        while begin < sign.end and text[begin].isspace():
            begin += 1
        if begin < sign.end:
            yield Span(begin, sign.end)


def _parted(tokens: Iterable[Span], edges: list[int]) -> Iterator[Span]:
    for token in tokens:
        at = token.start
        for edge in edges[bisect_right(edges, token.start) : bisect_left(edges, token.end)]:
            yield Span(at, edge)
            at = edge
        yield Span(at, token.end)
