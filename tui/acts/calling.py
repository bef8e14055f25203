"""Actions of a list that are a method of its screen."""

from __future__ import annotations

from typing import Any

__all__ = ["call", "call_counted"]


def call(name: str, *given: object) -> Any:
    """Run a method of the screen, with what is given."""
    return lambda screen, _: getattr(screen, name)(*given)


def call_counted(name: str, direction: int = 1) -> Any:
    """Run a method of the screen with the count that was typed, backwards if `direction` is -1."""
    return lambda screen, count: getattr(screen, name)(direction * (count or 1))
