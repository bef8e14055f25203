"""The option `--layers`: whose annotations a command shows."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from annotations.layers import Layers
    from annotations.workspace import Workspace

__all__ = ["layers_shown", "with_layers"]

_Command = TypeVar("_Command", bound=Callable[..., Any])


def with_layers(command: _Command) -> _Command:
    """Give a command the option, which it takes as `shown`."""
    words = "Whose annotations: mine, all, or NAME,… (mine, or as config.toml has it)."
    return click.option("--layers", "shown", metavar="LAYERS", help=words)(command)


def layers_shown(workspace: Workspace, shown: str | None) -> Layers:
    """The layers that are asked for, else those of the settings: only one's own where these say nothing.

    Raises:
        UsageError: A name is nobody's.
    """
    from annotations.config import settings
    from annotations.layers import parse_layers

    return parse_layers(
        shown or settings().reader.layers, workspace.annotator, workspace.store.annotations.annotators()
    )
