"""Exchange formats, export and import side by side. One registry says which format a name or a suffix means."""

from __future__ import annotations

import os
from pathlib import PurePath

from annotations.errors import UsageError
from annotations.formats.base import ArticleRecord, Format, ImportFormat, Losses
from annotations.formats.jsonl import JsonlFormat
from annotations.formats.tables import CsvFormat
from annotations.schema import nearest

__all__ = ["FORMATS", "ArticleRecord", "Format", "ImportFormat", "Losses", "format_for", "import_format_for"]

FORMATS: tuple[Format, ...] = (JsonlFormat(), CsvFormat())
"""Every format; the first is what an export is without a name or a suffix."""


def format_for(path: str | os.PathLike[str] | None = None, name: str | None = None) -> Format:
    """Return the format called `name`, else the one for the suffix of `path`, else the first.

    Raises:
        UsageError: No format has that name or suffix.
    """
    if name is not None:
        return _named(name)
    if path is None:
        return FORMATS[0]
    suffix = PurePath(path).suffix.lower()
    for form in FORMATS:
        if suffix in form.suffixes:
            return form
    known = ", ".join(suffix for form in FORMATS for suffix in form.suffixes)
    raise UsageError(
        f"the suffix of “{PurePath(path).name}” names no format",
        f"Use one of {known}, or say which with --format.",
    )


def import_format_for(path: str | os.PathLike[str] | None = None, name: str | None = None) -> ImportFormat | None:
    """Return the format that reads the file, by name or suffix; None where an article's reader is needed."""
    suffix = PurePath(path).suffix.lower() if path is not None else ""
    for form in FORMATS:
        if isinstance(form, ImportFormat) and (form.name == name if name is not None else suffix in form.suffixes):
            return form
    return None


def _named(name: str) -> Format:
    for form in FORMATS:
        if form.name == name:
            return form
    names = [form.name for form in FORMATS]
    raise UsageError(f"there is no format “{name}”", nearest(name, names) or f"Formats: {', '.join(names)}.")
