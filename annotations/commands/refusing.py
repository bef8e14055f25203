"""What is told of lines that other programs sent broken, while the others are answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from annotations.commands.base import complain, tell
from annotations.counts import counted

if TYPE_CHECKING:
    from annotations.errors import FormatError

__all__ = ["Refused"]

_TOLD = 20


class Refused:
    """Tells of the first broken lines as they come, and at the end how many more there were."""

    def __init__(self) -> None:
        self._count = 0

    def __call__(self, error: FormatError) -> None:
        """Tell of one."""
        self._count += 1
        if self._count <= _TOLD:
            complain(error)

    def close(self) -> None:
        """Tell how many were passed over in silence, and end with exit status 1 if any line was broken.

        Raises:
            Exit: Some were.
        """
        if self._count > _TOLD:
            tell(f"stet: {counted(self._count - _TOLD, 'more line')} got no answer either")
        if self._count:
            raise click.exceptions.Exit(1)
