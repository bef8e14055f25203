"""The one definition of offset: a count of Unicode code points in a canonical text; ends are exclusive."""

from __future__ import annotations

from annotations.model import Span

CONTEXT = 32


def context(text: str, span: Span) -> tuple[str, str, str]:
    """Return the words of a span, and up to 32 code points before and after it."""
    return (
        text[span.start : span.end],
        text[max(0, span.start - CONTEXT) : span.start],
        text[span.end : span.end + CONTEXT],
    )


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the range without white space at its edges; empty at `start` when there is nothing else."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
