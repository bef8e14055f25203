"""What a format cannot hold, counted by kind: the person sees it before the export, and nothing goes silently."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

__all__ = ["Losses"]


class Losses:
    """Counts of what a format cannot hold, each with the place of the first."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, str]] = Counter()
        self._first: dict[tuple[str, str], str] = {}
        self._seen: Counter[str] = Counter()

    def add(self, what: str, example: str, times: int = 1) -> None:
        """Note a loss: `what` in words (“a role that the schema does not have”), and where the first one was."""
        self.lose("", what, example, times)

    def see(self, things: str, count: int = 1) -> None:
        """Note that there are so many `things` (“spans”), lost or not, so that losses of them are told as a part."""
        self._seen[things] += count

    def lose(self, things: str, what: str, example: str, times: int = 1) -> None:
        """Note that some `things` (“spans”) are … `what` (“left out: they overlap others”), and where the first was."""
        if times:
            self._counts[things, what] += times
            self._first.setdefault((things, what), example)

    def __len__(self) -> int:
        return self._counts.total()

    def sentences(self) -> Iterator[str]:
        """One sentence for each kind of loss."""
        for (things, what), count in self._counts.items():
            first = self._first[things, what]
            if things:
                of = f" of {self._seen[things]}" if self._seen[things] else ""
                yield f"{count}{of} {things} {'is' if count == 1 else 'are'} {what} (first: {first})"
            else:
                times = f"{count} times, first" if count > 1 else "once,"
                yield f"left out: {what} ({times} in {first})"
