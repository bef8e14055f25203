"""The tables that come with the package: words in TOML, read in as little time as they can be.

A process that is to have suggestions for the first page at hand reads a dozen of them before anything else.
"""

from __future__ import annotations

import os
from typing import Any

__all__ = ["read_data", "read_table"]

_FOLDER = os.path.dirname(__file__)  # noqa: PTH120 - pathlib takes as long to load as the tables do
_STRING, _LITERAL = '"""', "'''"


def read_data(path: str) -> bytes:
    """Return a file of this package, by its path in it (`suggest/data/claims.model`).

    `importlib.resources` takes longer to load than the largest of them.
    """
    with open(f"{_FOLDER}/{path}", "rb") as file:  # noqa: PTH123 - as above
        return file.read()


def read_table(path: str) -> dict[str, Any]:
    """Return the tables of a TOML file of this package, by its path in it."""
    import tomllib

    source = read_data(path).decode("utf-8").replace("\r\n", "\n")
    if "\\" not in source and _LITERAL not in source:
        # They say the same without a backslash, and a literal is read in one step, not a letter at a time.
        source = source.replace(_STRING, _LITERAL)
    return tomllib.loads(source)
