"""How much of an article somebody has had on the screen: a bit for each of its sentences."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["count_marks", "with_marks"]


def with_marks(marks: bytes, sentences: int, seen: Iterable[range]) -> bytes:
    """Return marks with those of further sentences, by their index; bit `i % 8` of byte `i // 8` is sentence `i`."""
    bits = bytearray(marks.ljust((sentences + 7) // 8, b"\0"))
    for part in seen:
        for index in range(max(0, part.start), min(part.stop, sentences)):
            bits[index >> 3] |= 1 << (index & 7)
    return bytes(bits)


def count_marks(marks: bytes) -> int:
    """Count the sentences that are marked."""
    return int.from_bytes(marks, "little").bit_count()
