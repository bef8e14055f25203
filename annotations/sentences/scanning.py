"""Finds the places where a sentence could end, and cuts a block at those that `rules` accepts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from annotations.sentences.items import MAY_MARK, starts_of_items
from annotations.sentences.language import GENERAL, Language
from annotations.sentences.place import Part
from annotations.sentences.punkt import Judge
from annotations.sentences.rules import Rules
from annotations.text import Block, BlockKind

__all__ = ["Segmenter"]

_STOPS = ".!?\u037e…‥。！？｡．؟۔।॥։።‼⁇⁈⁉"
# A set of characters comes first in each alternative: so the pattern runs at 40 MB/s instead of 12.
_MARKS = rf"[{_STOPS}:;][{_STOPS}]*+"
_EMOTICON = re.compile(r"-?\)")
_BLANK_LINES = re.compile(r"\n\s*\n|\u2029")
_NOT_SPACE = re.compile(r"\S")
_LINE = re.compile(r"[^\n]++")
_WHOLE = frozenset({BlockKind.HEADING, BlockKind.TABLE_CELL})
_LONGEST_ABBREVIATION = 12


class Segmenter:
    """Splits the text of one block into sentences, for one language.

    Keeps answers of Punkt from call to call, so it belongs to one thread at a time.
    """

    __slots__ = ("_known", "_marks", "_rules", "language")

    def __init__(self, language: Language) -> None:
        self.language = language
        self._known = language.known
        self._marks = _pattern(language)
        self._rules = Rules(language, Judge(language))

    def sentences(self, text: str, blocks: Iterable[Block]) -> Iterator[tuple[int, int]]:
        """Yield the sentences of `blocks` as (start, end), in code points of `text`, block by block."""
        for block in blocks:
            if block.kind in _WHOLE:
                if span := _trimmed(text, block.start, block.end):
                    yield span
            elif block.kind is BlockKind.CODE:
                for line in _LINE.finditer(text, block.start, block.end):
                    if span := _trimmed(text, *line.span()):
                        yield span
            else:
                yield from self.spans(text, block.start, block.end)

    def spans(self, text: str, start: int, end: int) -> list[tuple[int, int]]:
        """Return the sentences of `text[start:end]` as (start, end), in code points of `text`.

        They cover each character that is not white space once, and have no white space at their edges.
        A blank line ends a sentence whatever stands before it.
        """
        spans: list[tuple[int, int]] = []
        for part in self._listed(_parts(text, start, end)):
            first = part.start
            for cut in self._cuts(part):
                spans.append((first, cut))
                following = _NOT_SPACE.search(text, cut, part.end)
                first = following.start() if following else part.end
            spans.append((first, part.end))
        return spans

    def _listed(self, parts: Iterable[Part]) -> Iterator[Part]:
        """The parts, and for each that is a list its items instead."""
        for part in parts:
            if part.text[part.start] not in MAY_MARK:
                yield part
                continue
            at = part.start
            for start in (*starts_of_items(part.text, part.start, part.end, self.language), part.end):
                if span := _trimmed(part.text, at, start):
                    yield Part(part.text, *span)
                at = start

    def _cuts(self, part: Part) -> Iterator[int]:
        """Ends of all sentences but the last, each before a character that is not white space."""
        text, first, end = part.text, part.start, part.end
        for match in self._marks.finditer(text, first, end):
            at, after = match.span()
            if at < first or after >= end:
                continue
            if text[at] == "." and text[after].islower():
                continue  # www.example.org, e.g.
            if text[after] == " " and self._is_plain_stop(text, first, at, after):
                cut: int | None = after
            else:
                cut = self._cut(part, first, at, after)
            if cut is not None:
                first = cut
                yield cut

    def _is_plain_stop(self, text: str, first: int, at: int, after: int) -> bool:
        """Whether this is what most stops in news are: an ordinary word, a stop, a space, a capital."""
        if text[at:after] != "." or not text[after + 1 : after + 2].isupper():
            return False
        blank = text.rfind(" ", max(first, at - _LONGEST_ABBREVIATION), at)
        if blank < 0 and at - first > _LONGEST_ABBREVIATION:
            return False
        word = text[blank + 1 if blank >= 0 else first : at]
        return len(word) > 3 and word.isalpha() and word.lower() not in self._known

    def _cut(self, part: Part, first: int, at: int, after: int) -> int | None:
        text, mark = part.text, part.text[at]
        if mark.isspace():
            return at if self._rules.glued(text, first, at) else None
        if mark in ":;" and after - at > 1:
            at += 1  # ":." is a stop
        elif mark in ":;":
            emoticon = _EMOTICON.match(text, after, part.end)
            if emoticon and not text[at - 1 : at].strip():
                after = emoticon.end()
            elif mark == ":" or not (self.language.semicolons or self.language.code == GENERAL):
                return None
        return self._rules.end_of_sentence(part, first, at, after)


def _pattern(language: Language) -> re.Pattern[str]:
    """Where a sentence could end: at a mark, or at the space before a word of `unstopped`."""
    if not language.unstopped:
        return re.compile(_MARKS)
    words = "|".join(sorted(language.unstopped))
    return re.compile(rf"{_MARKS}|\s(?=(?:{words})\b)")


def _parts(text: str, start: int, end: int) -> Iterator[Part]:
    """Stretches between blank lines, without white space at their edges."""
    at = start
    for blank in _BLANK_LINES.finditer(text, start, end):
        if span := _trimmed(text, at, blank.start()):
            yield Part(text, *span)
        at = blank.end()
    if span := _trimmed(text, at, end):
        yield Part(text, *span)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The range without white space at its edges; None if nothing is left of it."""
    first = _NOT_SPACE.search(text, start, end)
    if first is None:
        return None
    while text[end - 1].isspace():
        end -= 1
    return first.start(), end
