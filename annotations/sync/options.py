"""How to sync."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

__all__ = ["AT_ONCE", "Options"]

AT_ONCE = 5000
"""Edits in one transaction. A program beside waits for one to end before it can write."""


def _nothing(_: int) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Options:
    """How to sync.

    Attributes:
        dry_run: Only tell what would pass.
        again: Compare everything anew, also with a server that is another one than before.
        same: Annotators who are one person here and there, although they have nothing in common yet.
        any_clock: Send steps whose clocks were wrong.
        at_once: Most edits in a transaction.
        advance: Called with how many edits came in or went out, and `expect` before with how many may.
    """

    dry_run: bool = False
    again: bool = False
    same: Collection[str] = ()
    any_clock: bool = False
    at_once: int = AT_ONCE
    advance: Callable[[int], None] = _nothing
    expect: Callable[[int], None] = _nothing
