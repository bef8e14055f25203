"""Searching the open article. Plain code, without a screen."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field

from annotations.errors import UsageError
from annotations.text import Span, Text

MOST = 100_000
"""More matches than this are not counted."""
TIMEOUT_SECONDS = 2.0


@dataclass(slots=True)
class Search:
    """A pattern and its matches in the text, in order.

    Attributes:
        pattern: As it was typed.
        current: Index of the match that was gone to last.
        literal: Whether the pattern is words as they stand.
    """

    pattern: str
    matches: list[Span] = field(default_factory=list)
    current: int | None = None
    literal: bool = False

    def step(self, offset: int, direction: int, count: int = 1) -> Span | None:
        """Go to the next match after `offset` (before it, if `direction` is negative), round the end if need be."""
        if not self.matches:
            return None
        starts = [match.start for match in self.matches]
        after, before = bisect_left(starts, offset + 1), bisect_left(starts, offset)
        index = after + count - 1 if direction > 0 else before - count
        self.current = index % len(self.matches)
        return self.matches[self.current]


def search(pattern: str, text: Text, *, literal: bool = False) -> Search:
    """Find a regular expression in a text: small letters match capitals too, a capital only itself.

    Raises:
        UsageError: The pattern is broken or takes too long.
    """
    import regex

    flags = regex.MULTILINE | (0 if pattern != pattern.lower() else regex.IGNORECASE)
    try:
        compiled = regex.compile(regex.escape(pattern) if literal else pattern, flags)
        found: list[Span] = []
        for match in compiled.finditer(str(text), timeout=TIMEOUT_SECONDS):
            if match.end() > match.start():
                found.append(Span(*match.span()))
            if len(found) == MOST:
                break
    except regex.error as error:
        raise UsageError(
            f"this is not a regular expression: {error}", "Put \\ before a sign to find the sign."
        ) from None
    except (TimeoutError, RecursionError, MemoryError, OverflowError):
        raise UsageError("this search takes too long", "Make the pattern simpler.") from None
    return Search(pattern, found, literal=literal)


def stands_alone(match: Span, text: Text) -> bool:
    """Tell whether a match is not part of a longer word."""
    before, after = text[match.start - 1 : match.start], text[match.end : match.end + 1]
    return not (before.isalnum() and text[match.start].isalnum()) and not (
        after.isalnum() and text[match.end - 1].isalnum()
    )
