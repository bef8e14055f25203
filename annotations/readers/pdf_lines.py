"""Lines with their places on pages into paragraphs: what belongs together, and what only belongs to the page.

A paragraph ends where the next line is indented or set apart, or where a line is short and ends its sentence; it goes
on over columns and pages when it has not ended its sentence. A word that was parted at the end of a line is joined.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from annotations.readers.headings import STOPS_AND_CLOSERS, could_be_heading

__all__ = ["Line", "Paragraph", "paragraphs_of"]

_EDGE = 0.1
"""Share of a page's height, above and below, where running heads and page numbers stand."""

_LARGER = 1.12
"""How many times larger than the text a heading is set."""

_APART = 1.6
"""Distance of two lines, in heights of a line from one to the next, from which they are two paragraphs."""

_INDENT = 0.6
"""Indent of a first line, in sizes of its type."""

_SHORT = 0.85
"""Share of the width of its column below which a line is short."""

_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"(?:\W*(?:page|seite|página|p\.)?\W*\d{1,4}(?:\s*(?:/|of|von|de)\s*\d{1,4})?\W*)", re.IGNORECASE
)
_ITEM = re.compile(r"(?:[•◦▪‣●–—-]|\(?\d{1,2}[.)]|[a-z]\))\s+(?=\S)")
_PARTED = re.compile(r"([^\W\d_]+)[-\u00ad\u2010]$")
_HEAD = re.compile(r"[^\W\d_]+")


class Line(NamedTuple):
    """A line of words; its place is in points from the lower left corner of its page.

    Attributes:
        page: Number of the page, from 1; `box` is that of the run of lines that it was found in.
        height: Of the page.
        size: Of the type; `bold` if all of it is.
    """

    text: str
    page: int
    box: int
    x0: float
    x1: float
    y0: float
    y1: float
    height: float
    size: float
    bold: bool


class Paragraph(NamedTuple):
    """Words that belong together; `level` is that of a heading, else 0."""

    text: str
    level: int
    is_item: bool


def paragraphs_of(lines: Sequence[Line]) -> Iterator[Paragraph]:
    """Yield paragraphs and headings in the order of the lines."""
    lines = _without_edges(lines)
    if not lines:
        return
    counts: Counter[float] = Counter()
    for line in lines:
        counts[line.size] += len(line.text)
    body = counts.most_common(1)[0][0]
    sizes = sorted({line.size for line in lines if line.size >= body * _LARGER}, reverse=True)
    joiner = _Joiner(lines)
    held: list[Line] = []
    for group in _groups(lines, body):
        level = _level(group, body, sizes)
        if held and (level or not _goes_on(held[-1], group[0])):
            yield joiner.paragraph(held, 0)
            held = []
        if level:
            yield joiner.paragraph(group, level)
        else:
            held.extend(group)
    if held:
        yield joiner.paragraph(held, 0)


def _without_edges(lines: Sequence[Line]) -> list[Line]:
    """Leave out page numbers, and what stands at the edge of several pages alike."""
    edges = [line for line in lines if _at_edge(line)]
    seen = Counter(_folded(line) for line in edges)
    pages = len({line.page for line in lines})
    return [
        line
        for line in lines
        if not _at_edge(line)
        or not (_PAGE_NUMBER.fullmatch(line.text) or (pages > 2 and seen[_folded(line)] * 3 >= pages))
    ]


def _at_edge(line: Line) -> bool:
    return line.y0 > line.height * (1 - _EDGE) or line.y1 < line.height * _EDGE


def _folded(line: Line) -> tuple[str, int]:
    return _DIGITS.sub("#", line.text), round(line.y0)


def _groups(lines: Sequence[Line], body: float) -> Iterator[list[Line]]:
    """Part each run of lines into paragraphs, by indents, distances, types, and short lines."""
    for _, box in groupby(lines, key=lambda line: (line.page, line.box)):
        column = list(box)
        left, right = min(line.x0 for line in column), max(line.x1 for line in column)
        steps = sorted(one.y0 - other.y0 for one, other in pairwise(column) if one.y0 > other.y0)
        step = steps[len(steps) // 2] if steps else body * 1.2
        group = [column[0]]
        for line in column[1:]:
            above = group[-1]
            apart = above.y0 - line.y0 > step * _APART
            other_type = abs(line.size - above.size) > 0.1 * body or line.bold != above.bold
            indented = line.x0 - left > _INDENT * line.size and above.x0 - left <= _INDENT * line.size
            short = above.x1 - left < (right - left) * _SHORT
            ended = above.text[-1] in STOPS_AND_CLOSERS
            if apart or other_type or _ITEM.match(line.text) or (ended and (indented or short)):
                yield group
                group = []
            group.append(line)
        yield group


def _level(group: Sequence[Line], body: float, sizes: Sequence[float]) -> int:
    """Level of a heading: by its size, or the one below all sizes if it is only bold; 0 for words of the text."""
    words = " ".join(line.text for line in group)
    if len(words) > 200 or not any(c.isalpha() for c in words):
        return 0
    size = group[0].size
    if size >= body * _LARGER and len(group) <= 4:
        return min(6, sizes.index(size) + 1)
    if all(line.bold for line in group) and len(group) <= 2 and could_be_heading(words, first=False):
        return min(6, len(sizes) + 1)
    return 0


def _goes_on(last: Line, first: Line) -> bool:
    """Tell whether a paragraph that was broken off by the end of a column or page goes on there."""
    if (last.page, last.box) == (first.page, first.box) or abs(last.size - first.size) > 0.5:
        return False
    if _ITEM.match(first.text):
        return False
    return bool(_PARTED.search(last.text)) or (last.text[-1] not in STOPS_AND_CLOSERS and first.text[0].islower())


class _Joiner:
    """Joins lines, and words that were parted at their ends."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._words = Counter(re.findall(r"[^\W_]+(?:-[^\W_]+)*", " ".join(line.text for line in lines).lower()))

    def paragraph(self, lines: Sequence[Line], level: int) -> Paragraph:
        """Put the lines of a paragraph together; the bullet of an item is left out."""
        text = lines[0].text
        for line in lines[1:]:
            text = self._joined(text, line.text)
        item = _ITEM.match(text) if not level else None
        return Paragraph(text[item.end() :] if item and not text[0].isdigit() else text, level, item is not None)

    def _joined(self, above: str, below: str) -> str:
        parted, head = _PARTED.search(above), _HEAD.match(below)
        if parted is None or head is None or not head[0][0].islower():
            return f"{above}{'' if above.endswith(('—', '–')) and not above.endswith((' —', ' –')) else ' '}{below}"
        whole, hyphened = f"{parted[1]}{head[0]}".lower(), f"{parted[1]}-{head[0]}".lower()
        # A word that the document has with its hyphen elsewhere, and never without, keeps it.
        if self._words[hyphened] and not self._words[whole]:
            return above[: parted.end(1)] + "-" + below
        return above[: parted.end(1)] + below
