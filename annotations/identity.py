"""Who, when, where and which: annotators, times, places and ids as they are stored."""

from __future__ import annotations

import getpass
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from annotations.errors import SchemaError

MAX_NAME = 500
"""Longest name of a person, in code points."""


def new_id() -> str:
    """Return a new UUIDv7 as text; later ones sort after earlier ones."""
    from uuid6 import uuid7

    return str(uuid7())


def now() -> str:
    """Return the time in UTC, ISO 8601 with milliseconds."""
    return _written(datetime.now(UTC))


def just_before(time: str) -> str:
    """Return the millisecond before a time, in the same form."""
    return _written(datetime.fromisoformat(time).astimezone(UTC) - timedelta(milliseconds=1))


def _written(time: datetime) -> str:
    return time.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def check_name(name: str) -> str:
    """Return the name of an annotator or of who fills a role, white space folded.

    Raises:
        SchemaError: It is blank or longer than `MAX_NAME`.
    """
    folded = " ".join(name.split())
    if not folded:
        raise SchemaError("a name needs at least one letter")
    if len(folded) > MAX_NAME:
        raise SchemaError(f"the name is {len(folded)} characters long; {MAX_NAME} at most are kept")
    return folded


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


def is_address(reference: str) -> bool:
    """Tell whether something to read is an address of the web, and no path."""
    return reference[:8].lower().startswith(("http://", "https://"))


def location(path: str | Path) -> str:
    """Return what is stored as an article's source: an absolute path without `..`, links left as they are.

    An address of the web is its own location, without what comes after “#”, its host in lower case.
    """
    if isinstance(path, str) and is_address(path):
        scheme, _, rest = path.strip().partition("#")[0].partition("://")
        host, slash, page = rest.partition("/")
        return f"{scheme.lower()}://{host.lower()}{slash}{page}"
    expanded = os.path.expanduser(path)  # noqa: PTH111 - pathlib's raises where a user is unknown
    return os.path.abspath(expanded)  # noqa: PTH100 - pathlib's keeps “..”, or follows links
