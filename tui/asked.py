"""What the reader is asked for on the command line. Loaded by every command, so it loads nothing itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

__all__ = ["Asked"]


class Asked(NamedTuple):
    """What `stet read` was asked for."""

    references: Sequence[str] = ()
    db: str | None = None
    annotator: str | None = None
    schema: str | None = None
    latin: bool = False
