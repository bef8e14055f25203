"""Counts in words. It imports nothing: every command and the first page may."""

__all__ = ["counted"]


def counted(count: int, noun: str) -> str:
    """Write a count with its noun: “1 article”, “2 articles”."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
