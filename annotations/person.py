"""Who works, and at which database: as they say, as their environment or their settings say, else as is usual."""

from __future__ import annotations

import getpass
import os
from pathlib import Path

from annotations.identity import check_name

__all__ = ["annotator_name", "database_path"]


def annotator_name(given: str | None = None) -> str:
    """Return who annotates: `given`, else `STET_ANNOTATOR`, else as the settings say, else the login name.

    Raises:
        SchemaError: The name is blank or too long.
    """
    name = given if given is not None else os.environ.get("STET_ANNOTATOR")
    if name is None:
        from annotations.config import settings

        name = settings().annotator
    if name is None:
        try:
            name = getpass.getuser()
        except (KeyError, OSError):
            name = "unknown"
    return check_name(name)


def database_path(given: str | Path | None = None) -> Path:
    """Return where the database is: `given`, else `STET_DB`, else as the settings say, else in the data folder."""
    named = given if given is not None else os.environ.get("STET_DB")
    if named:
        return Path(named).expanduser()
    from annotations.config import settings

    if (set_to := settings().database) is not None:
        return set_to
    from platformdirs import user_data_path

    return user_data_path("stet", appauthor=False) / "stet.db"
