"""How things are brought in, what has come of it, and which files hold articles in rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from annotations.errors import ReadError, StetError

__all__ = ["Options", "Outcome", "is_table", "looks_like_export"]

_MOST_FAILURES = 1000


class Options(NamedTuple):
    """How things are brought in.

    Attributes:
        new: As other articles where the library has another text from the same place.
        reader: Name of the reader for files and addresses, None for what each says of itself.
        fields: What -> column, for tables.
    """

    new: bool = False
    reader: str | None = None
    fields: Mapping[str, str] = {}


@dataclass(slots=True)
class Outcome:
    """What has come of it so far.

    Attributes:
        added: How many articles; `changed` have a new version, `same` were there already.
        failures: Why others did not come in; at most 1000, `failed` counts them all.
        stopped: Whether somebody stopped it before the end.
    """

    added: int = 0
    changed: int = 0
    same: int = 0
    failed: int = 0
    failures: list[StetError] = field(default_factory=list)
    stopped: bool = False

    def fail(self, error: StetError) -> None:
        """Note that something did not come in."""
        self.failed += 1
        if len(self.failures) < _MOST_FAILURES:
            self.failures.append(error)


def is_table(suffix: str, head: bytes, options: Options) -> bool:
    """Tell whether a file holds articles in rows: by its suffix, unless it is an export of Stet's own.

    Args:
        suffix: Of the file, in lower case with its dot.
        head: How it begins.
        options: Whoever names columns has a table.

    Raises:
        ReadError: It is a table of annotations.
    """
    if options.reader is not None:
        return False
    if suffix in (".csv", ".tsv"):
        if head.removeprefix(b"\xef\xbb\xbf").startswith(b"article_id,article_title,"):
            raise ReadError(
                "This is an export of annotations, and has no articles.", "A JSONL export comes back whole."
            )
        return True
    if suffix not in (".jsonl", ".ndjson"):
        return False
    return bool(options.fields) or not (looks_like_export(head) or not head.strip())


def looks_like_export(head: bytes) -> bool:
    """Tell whether JSON Lines begin as Stet's own export does."""
    return head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{") and b'"id"' in head and b'"number"' in head
