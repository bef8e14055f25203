"""Libraries that only some formats need: they are asked for where they are used."""

from __future__ import annotations

from importlib.util import find_spec

from annotations.errors import StetError
from annotations.formats.base import Format

__all__ = ["how_to_install", "refuse_missing"]


def how_to_install(form: Format) -> str:
    """Say in a few words what a format needs and is not there, and how it comes; empty where nothing is missing."""
    missing = [name for name in form.needs if find_spec(name) is None]
    return f"needs {' and '.join(missing)}: pip install 'stet-tui[{form.extra}]'" if missing else ""


def refuse_missing(form: object) -> None:
    """Say how to install what a format needs and is not there.

    Raises:
        StetError: Something is missing.
    """
    if not isinstance(form, Format):
        return
    missing = [name for name in form.needs if find_spec(name) is None]
    if missing:
        raise StetError(
            f"the format {form.name} needs {' and '.join(missing)}, which {'is' if len(missing) == 1 else 'are'} not"
            " installed",
            f"“pip install 'stet-tui[{form.extra}]'” brings {'it' if len(missing) == 1 else 'them'}.",
        )
