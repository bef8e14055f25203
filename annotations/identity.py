"""Who, when, where and which: annotators, times, places and ids as they are stored."""

from __future__ import annotations

import os
from datetime import MAXYEAR, UTC, datetime, timedelta
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


def just_after(time: str) -> str:
    """Return the millisecond after a time, in the same form."""
    return _written(datetime.fromisoformat(time).astimezone(UTC) + timedelta(milliseconds=1))


def _written(time: datetime) -> str:
    return time.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def is_time(text: object) -> bool:
    """Tell whether something is a time with its zone, in ISO 8601, of a year that can be shown in every zone."""
    if not isinstance(text, str):
        return False
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        return False
    return time.tzinfo is not None and 1 < time.year < MAXYEAR


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
