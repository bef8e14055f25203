"""What a message says of a name that is not there, and of one that is too long to be said."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["clip", "nearest"]


def nearest(name: str, names: Iterable[str]) -> str:
    """Return a hint that names the closest of `names`, or an empty string."""
    from difflib import get_close_matches

    match = get_close_matches(name.lower(), list(names), n=1, cutoff=0.6)
    return f"Did you mean “{match[0]}”?" if match else ""


def clip(text: str, length: int = 60) -> str:
    """Shorten `text` to `length` code points for a message."""
    return text if len(text) <= length else text[: length - 1] + "…"
