"""Importing a library without the optional ones that it would load beside itself."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["without"]


@contextmanager
def without(*names: str) -> Iterator[None]:
    """Let imports in the block do as if these packages were not installed, unless they are loaded already.

    sqlite-utils loads pandas and numpy wherever it finds them, for types that nothing here uses: 50 MB, half a second.
    """
    hidden = [name for name in names if name not in sys.modules]
    for name in hidden:
        sys.modules[name] = None  # type: ignore[assignment]  # how the import system is told that there is none
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]
