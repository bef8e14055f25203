"""Watching long work: whoever does it says how far it is, and whoever asked for it may show that, or stop it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

__all__ = ["Advance", "Watch", "unwatched"]

Advance = Callable[[int], None]
"""Called with how much more is done, 0 of what was only looked at; it may raise to stop."""
Watch = Callable[[int, str], AbstractContextManager[Advance]]
"""Watches a stretch of work: given how much it is and what is done, lends an `Advance`."""


@contextmanager
def unwatched(total: int, what: str) -> Iterator[Advance]:  # noqa: ARG001 - nobody asked
    """Watch nothing."""
    yield lambda _: None
