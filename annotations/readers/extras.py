"""Libraries that not everybody has: those of the optional kinds of files."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from annotations.errors import ReadError

__all__ = ["needs"]


@contextlib.contextmanager
def needs(extra: str, what: str) -> Iterator[None]:
    """Say which extra to install where an import in the block fails.

    Args:
        extra: Name of the extra of this package.
        what: What it is needed for: “reading web pages”.

    Raises:
        ReadError: A library is not installed.
    """
    try:
        yield
    except ImportError as error:
        missing = f" ({error.name} is missing)" if error.name else ""
        raise ReadError(
            f"{what} needs the extra “{extra}”, which is not installed{missing}.",
            f"Install it: pip install 'stet-tui[{extra}]'.",
        ) from error
