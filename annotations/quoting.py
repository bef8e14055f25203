"""Where words stand between quotation marks: all styles, nested, unbalanced, interrupted.

One block is looked at, from left to right; a quotation left open ends with its block, as it does where the next
paragraph opens it again. An apostrophe closes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from annotations.columns import Blocks
from annotations.model import Block, Span
from annotations.offsets import trim
from annotations.quotation_marks import Pair, pairs
from annotations.text import Text

__all__ = ["Quoted", "following_quotation", "next_quotation", "next_quoted", "quotations", "quoted"]

# One set of characters first, which is searched for ten times as fast as several alternatives.
_OPENING = re.compile("[“”„‟\"＂«»‹›‘‚「『`'’](?:(?<![`'’])|(?<=``)|(?<='')|(?<!\\w['’])(?<!`)(?=\\w))")
_STRETCH, _BESIDE = 1 << 16, 2
"""Code points that are searched at one go, and how many beside a mark tell whether it opens."""
_FINAL = frozenset(",.;:，。、；：")
_LETTER = re.compile(r"\w")
_ABBREVIATED = re.compile(r"(?:^|[\s(])(?:[^\W\d_]\.){2,}$")

_LONGEST_INTERRUPTION = 300
_BEFORE_INTERRUPTION = frozenset(",，—–-?!…")
_COMMAS_AND_DASHES = frozenset(",，—–-")
_AFTER_INTERRUPTION = frozenset(",，:：.。—–-")
_SENTENCE_END = re.compile(r"[!?。]|([^\W\d_]{3,})\.\s")
_CLOSING = frozenset("”’\"'»›“‘")
_REPORTS = re.compile(
    r"\b(?:said|says|asks?|asked|told|tells|adds|added|writes|wrote|tweeted|posted|repl(?:ied|ies)|continued|explained"
    r"|insisted|argued|noted|recalled|warned|declared|concluded|shouted|joked|sagte|sagt|fragte|erklärte|meinte|schrieb"
    r"|dit|demande|ajoute|déclare|dijo|dice|preguntó|añadió|ha detto|dice|sade|säger|disse|diz|сказала?|заявила?)\b",
    re.IGNORECASE,
)


class Quoted(NamedTuple):
    """Words between quotation marks.

    Attributes:
        outer: With the marks.
        inner: What stands between them, without white space at its edges.
        words: That without a final comma or stop.
        depth: How many other quotations it lies in.
        continues: Whether it takes up the quotation before it after an interruption (“…,” she said, “…”).
        closed: Whether it has a closing mark; without one it ends with its block.
    """

    outer: Span
    inner: Span
    words: Span
    depth: int = 0
    continues: bool = False
    closed: bool = True


def quoted(text: Text, start: int, end: int) -> list[Quoted]:
    """The quoted words in a block, given as a range of code points, by their start; outer before inner ones."""
    return _quoted(text[start:end], start)


def _quoted(text: str, by: int) -> list[Quoted]:
    """The quoted words in the text of a block, which begins at offset `by`."""
    found: list[Quoted] = []
    around: list[int] = []  # ends of the quotations that are open here
    before: list[Quoted | None] = []  # the last one of each depth, within the same outer one
    for pair in sorted(pairs(text, 0, len(text))):  # no two begin at one place
        spans = _spans(text, pair)
        if spans is None:
            continue
        while around and around[-1] <= pair.start:
            around.pop()
        depth = len(around)
        around.append(pair.end)
        first, end, stop = spans
        last = before[depth] if depth < len(before) else None
        quote = Quoted(
            Span(pair.start + by, pair.end + by),
            Span(first + by, end + by),
            Span(first + by, stop + by),
            depth,
            last is not None and _is_interruption(text, last, pair.start, by),
            pair.closed,
        )
        before[depth:] = [quote]
        found.append(quote)
    return found


def _next_mark(text: Text, offset: int) -> int | None:
    """Return the first place from `offset` on where a quotation may open."""
    for start in range(offset, len(text), _STRETCH):
        # Whether a mark opens depends on what is beside it.
        before = min(start, _BESIDE)
        mark = _OPENING.search(text[start - before : start + _STRETCH + _BESIDE], before)
        if mark is not None and mark.start() - before < _STRETCH:
            return start - before + mark.start()
    return None


def quotations(text: Text, start: int, end: int) -> list[tuple[Quoted, ...]]:
    """The quotations in a block: the parts of an interrupted one together, in the order of their first parts."""
    found: list[list[Quoted]] = []
    last: dict[int, list[Quoted]] = {}
    for quote in quoted(text, start, end):
        if quote.continues:
            last[quote.depth].append(quote)
        else:
            last[quote.depth] = [quote]
            found.append(last[quote.depth])
    return [tuple(parts) for parts in found]


def next_quoted(text: Text, blocks: Blocks | Sequence[Block], offset: int) -> Quoted | None:
    """The innermost quoted words that hold `offset`, else the first ones after it; None if there are none.

    Called again with the end of its `words` or `outer`, it finds the next ones.
    """
    if not isinstance(blocks, Blocks):
        blocks = Blocks(blocks)
    index = blocks.index_at(offset)
    while index < len(blocks):
        block = blocks[index]
        if block.end > offset and (found := _first_from(quoted(text, block.start, block.end), offset)):
            return found
        # Long stretches without any mark are passed over at once.
        mark = _next_mark(text, max(offset, block.end))
        if mark is None:
            return None
        index = max(index + 1, blocks.index_at(mark))
    return None


def next_quotation(text: Text, blocks: Blocks, offset: int) -> tuple[Quoted, ...]:
    """The quotation that `next_quoted` finds, with all parts of it when it is interrupted; nothing if there is none.

    A quotation goes on after an interruption (“…,” she said, “…”), and after a sentence that only names the speaker
    (“…,” she said. “…”), if no other words stand between.
    """
    first = next_quoted(text, blocks, offset)
    if first is None:
        return ()
    block = blocks[blocks.index_at(first.outer.start)]
    for parts in quotations(text, block.start, block.end):
        if first in parts:
            return parts[parts.index(first) :] if first.continues else parts
    return (first,)


def following_quotation(text: Text, blocks: Blocks, words: Span) -> tuple[Quoted, ...]:
    """The quotation after the one whose first words are `words`, also one inside of it; nothing if there is none."""
    block = blocks[blocks.index_at(words.start)]
    for parts in quotations(text, block.start, block.end):
        if parts[0].words.start > words.start:
            return parts
    return next_quotation(text, blocks, block.end)


def _first_from(quotes: list[Quoted], offset: int) -> Quoted | None:
    holding = [quote for quote in quotes if quote.words.start <= offset < quote.words.end]
    if holding:
        return holding[-1]
    return next((quote for quote in quotes if quote.words.start > offset), None)


def _spans(text: str, pair: Pair) -> tuple[int, int, int] | None:
    """Where what stands between two marks begins and ends, and where it ends without its final comma or stop.

    None if it has no letter.
    """
    start, end = trim(text, pair.inner_start, pair.inner_end)
    if not (text[start : min(start + 1, end)].isalnum() or _LETTER.search(text, start, min(end, start + 64))) and (
        end - start <= 64
    ):
        return None
    stop = end
    if (
        text[stop - 1] in _FINAL
        and text[stop - 2 : stop] != ".."
        and not _ABBREVIATED.search(text[max(start, stop - 24) : stop])
    ):
        stop = trim(text, start, stop - 1)[1]
    return start, end, stop if stop > start else end


def _is_interruption(text: str, first: Quoted, start: int, by: int) -> bool:
    """Tell whether the words from a quotation to the mark at `start` only say who speaks; `text` begins at `by`."""
    behind = first.outer.end - by
    if not first.closed or not 0 < start - behind <= _LONGEST_INTERRUPTION:
        return False
    gap = text[behind:start].strip()
    if sum(map(str.isalpha, gap)) < 2 or gap[-1] not in _AFTER_INTERRUPTION or _ends_sentence(gap):
        return False
    end = first.inner.end - by
    while end - 1 > first.inner.start - by and text[end - 1] in _CLOSING:
        end -= 1
    last = text[end - 1]
    if last in _COMMAS_AND_DASHES or gap[0] in _COMMAS_AND_DASHES:
        return True
    return last in _BEFORE_INTERRUPTION and bool(_REPORTS.search(gap))


def _ends_sentence(gap: str) -> bool:
    """Tell whether a sentence ends inside of what stands between two quotations; a title (“Rep.”) ends none."""
    ends = list(_SENTENCE_END.finditer(gap))
    return bool(ends) and any(end[1] is None or end[1] not in _titles() for end in ends)


@cache
def _titles() -> frozenset[str]:
    """Abbreviations that never end a sentence, in any of the languages with tables."""
    from annotations.sentences.language import KNOWN_LANGUAGES, Kind, load_language

    kinds = (load_language(code).kinds for code in KNOWN_LANGUAGES)
    return frozenset(word for words in kinds for word, kind in words.items() if kind is Kind.NEVER)
