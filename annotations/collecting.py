"""Less work for the garbage collector where very many values are made that are in no cycle."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["collecting_less"]

_THRESHOLD = 200_000


@contextmanager
def collecting_less() -> Iterator[None]:
    """Look for garbage in cycles only now and then: it takes a third of the time of a large export or import."""
    before = gc.get_threshold()
    gc.set_threshold(_THRESHOLD, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)
