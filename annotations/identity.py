"""Who, when and which: annotators, times and ids as they are stored."""

from __future__ import annotations

import getpass
import os
from datetime import UTC, datetime
from pathlib import Path

from annotations.schema import check_name


def new_id() -> str:
    """Return a new UUIDv7 as text; later ones sort after earlier ones."""
    from uuid6 import uuid7

    return str(uuid7())


def now() -> str:
    """Return the time in UTC, ISO 8601 with milliseconds."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def annotator_name(given: str | None = None) -> str:
    """Return who annotates: `given`, else `STET_ANNOTATOR`, else the login name.

    Raises:
        SchemaError: The name is blank or too long.
    """
    name = given if given is not None else os.environ.get("STET_ANNOTATOR")
    if name is None:
        try:
            name = getpass.getuser()
        except (KeyError, OSError):
            name = "unknown"
    return check_name(name)


def database_path(given: str | Path | None = None) -> Path:
    """Return where the database is: `given`, else `STET_DB`, else in the person's data folder."""
    named = given if given is not None else os.environ.get("STET_DB")
    if named:
        return Path(named).expanduser()
    from platformdirs import user_data_path

    return user_data_path("stet", appauthor=False) / "stet.db"
