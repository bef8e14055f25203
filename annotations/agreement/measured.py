"""A figure that may not be defined: a number, or the reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Measured"]


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured.

    Attributes:
        value: The number, None where it is not defined.
        reason: Why there is no number; empty where there is one.
        low: Where the 95 % interval begins, None where there is no interval; likewise `high`.
        units: How many sentences, code points or annotations it rests on.
    """

    value: float | None
    reason: str = ""
    low: float | None = None
    high: float | None = None
    units: int = 0

    def __post_init__(self) -> None:
        if (self.value is None) != bool(self.reason):
            raise ValueError("a figure is a number or a reason, and not both")
