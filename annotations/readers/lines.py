"""The lines of a plain text, hard-wrapped ones put together again.

Most scraped text has one paragraph per line. Mail, archives and old files have lines of even length instead,
and paragraphs between blank lines. Which of the two it is shows in a page of lines: where text was wrapped,
the first word of the next line would not have fitted any more, and that line begins in the middle of a
sentence.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from annotations.lazy import lazy
from annotations.readers import marks
from annotations.readers.headings import STOPS_AND_CLOSERS
from annotations.text import Text

__all__ = ["Line", "logical_lines"]

_PAGE = 256
"""Lines that are looked at together."""

_PAGE_SIZE = 64 * 1024
"""Code points after which a page is full, however few its lines."""

_SAMPLE = 96
"""Lines of a page by which it is told whether it was wrapped."""

_WIDEST, _NARROWEST = 130, 36
"""Code points between which a text can have been wrapped."""

_STRETCH = 256
"""Code points that are looked at together for what is not white space."""
_VISIBLE = lazy(r"\S")
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_FIRST_CJK = "\u2e80"


class Line(NamedTuple):
    """One line, or several that were one before they were wrapped; not blank.

    Attributes:
        start: Of what is not white space, in code points; likewise `end`.
        indent: White space before it, in code points.
        gap: Whether a blank line, or the beginning of the text, stands before it.
    """

    start: int
    end: int
    indent: int
    gap: bool


def logical_lines(text: Text) -> Iterator[Line]:
    """Yield the lines of `text` that are not blank, wrapped ones joined, looking one page ahead at most."""
    width = 0
    opening: Line | None = None
    last: Line | None = None
    for page in _pages(text):
        width = _wrap_width(text, page, width)
        for line in page:
            if opening is None or last is None:
                opening = line
            elif line.gap or not (
                _continues(text, opening, last, line, width) if width else _is_broken(text, opening, last, line)
            ):
                yield _joined(opening, last)
                opening = line
            last = line
    if opening is not None and last is not None:
        yield _joined(opening, last)


def _joined(opening: Line, last: Line) -> Line:
    return opening if opening is last else Line(opening.start, last.end, opening.indent, opening.gap)


def _pages(text: Text) -> Iterator[list[Line]]:
    page: list[Line] = []
    for line in _physical_lines(text):
        page.append(line)
        if len(page) == _PAGE or line.end - page[0].start > _PAGE_SIZE:
            yield page
            page = []
    if page:
        yield page


def _physical_lines(text: Text) -> Iterator[Line]:
    position, gap, size = 0, True, len(text)
    while position < size:
        start = position + 1 if position else 0
        if start == size:
            return
        before = position or -1
        if text[start].isspace():
            start = _next_visible(text, start)
            if start == size:
                return
            before = position + text[position:start].rfind("\n") if "\n" in text[position:start] else -1
            gap = gap or before > position
        end = text.find("\n", start)
        position = end if end >= 0 else size
        end = position
        while text[end - 1].isspace():
            end -= 1
        if text[start] in _INVISIBLE and not text[start:end].strip(_INVISIBLE + " \t"):
            gap = True
            continue
        yield Line(start, end, start - before - 1, gap)
        gap = False


def _next_visible(text: Text, start: int) -> int:
    """Return the first place from `start` on that is not white space, the length of the text if there is none."""
    for first in range(start, len(text), _STRETCH):
        visible = _VISIBLE.search(text[first : first + _STRETCH])
        if visible is not None:
            return first + visible.start()
    return len(text)


def _wrap_width(text: Text, page: list[Line], before: int) -> int:
    """Width in code points at which a page was wrapped, 0 if it was not; `before` if the page cannot tell."""
    page = page[:_SAMPLE]
    if sum(line.end - line.start > _WIDEST for line in page) * 4 > len(page):
        return 0
    pairs = [
        (a, b)
        for a, b in pairwise(page)
        if not b.gap
        and a.indent + a.end - a.start <= _WIDEST
        and not marks.opens_with_mark(text, a.start, a.end)
        and not marks.opens_with_mark(text, b.start, b.end)
    ]
    if not pairs:
        return before
    lengths = sorted(a.indent + a.end - a.start for a, _ in pairs)
    width = lengths[len(lengths) * 95 // 100] if len(lengths) >= 20 else lengths[-1]
    open_pairs = [(a, b) for a, b in pairs if text[a.end - 1] not in STOPS_AND_CLOSERS]
    cased = sum(text[b.start].isupper() or text[b.start].islower() for _, b in open_pairs)
    lower = sum(text[b.start].islower() for _, b in open_pairs)
    full = sum(_is_full(text, a, b, width) for a, b in open_pairs)
    wrapped = (
        width >= _NARROWEST
        and len(open_pairs) * 5 >= len(pairs) * 2
        and full * 5 >= len(open_pairs) * 4
        and (lower * 10 >= cased * 3 if cased else len(open_pairs) > 2)
    )
    return width if wrapped else 0


def _is_full(text: Text, line: Line, following: Line, width: int) -> bool:
    """Tell whether the first word of the next line would not have fitted into this one."""
    line_start, line_end, line_indent, _ = line
    room = width - width // 12 - (line_indent + line_end - line_start + 1)
    if room < 0:
        return True
    start, end, _, _ = following
    if text[start] >= _FIRST_CJK:
        return room == 0
    return start + room < end and text.find(" ", start, start + room + 1) < 0


def _continues(text: Text, opening: Line, line: Line, following: Line, width: int) -> bool:
    """Tell whether `following` goes on with the paragraph that `opening` began and `line` is the last of."""
    start, end, indent, _ = following
    line_start, line_end, line_indent, _ = line
    longest = width * 3 // 2
    if end - start > longest or line_end - line_start > longest or marks.opens_with_mark(text, start, end):
        return False
    if marks.opens_with_mark(text, opening.start, opening.end):
        if not marks.is_list_item(text, opening.start, opening.end):
            return False
        if indent > opening.indent:
            return True
    elif indent > line_indent:
        return False
    if _is_full(text, line, following, width):
        return True
    return text[start].islower() and text[line_end - 1] not in STOPS_AND_CLOSERS


def _is_broken(text: Text, opening: Line, line: Line, following: Line) -> bool:
    """Tell whether an unwrapped paragraph was broken here: it goes on in small letters, and no stop stands before."""
    if not text[following.start].islower() or text[line.end - 1] in STOPS_AND_CLOSERS or following.indent:
        return False
    if opening is line and (text[line.start].islower() or text[line.start : line.end].count(" ") < 2):
        return False
    return not (
        marks.opens_with_mark(text, opening.start, opening.end)
        or marks.opens_with_mark(text, following.start, following.end)
    )
