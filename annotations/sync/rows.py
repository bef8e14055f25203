"""What stands in a server: rows that every library can read, and what it says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

__all__ = ["Assignment", "EditRow", "Hello", "TextDate", "TextRow"]


@dataclass(frozen=True, slots=True)
class Hello:
    """What a server says of itself, and of whoever asks.

    Attributes:
        identity: Which server it is, wherever it runs.
        version: Of its tables.
        scheme: The coding scheme of the group, as JSON.
        login: Who asks; `annotator` and `role` as they are enrolled, None where they are not.
        layers: To which they may add.
        last: Number of the last row.
        now: The server's time, UTC, ISO 8601.
    """

    identity: str
    version: int
    scheme: str
    login: str
    annotator: str | None
    role: str | None
    layers: tuple[str, ...]
    last: int
    now: str


class EditRow(NamedTuple):
    """A row of a history as everybody can read it; `article` is what the server calls it."""

    step: str
    undoes: str | None
    redoes: str | None
    at: str
    annotator: str
    article: str
    action: str
    summary: str
    kind: str
    subject: str
    before: str | None
    after: str | None


class TextRow(NamedTuple):
    """A version of an article, without the text itself; `size` is that of the text in bytes, `info` is JSON."""

    number: int
    article: str
    token: str
    sha256: str
    created: str
    size: int
    info: str


class TextDate(NamedTuple):
    """When a version of an article came to be, as somebody says who had it earlier than was known."""

    article: str
    token: str
    created: str


class Assignment(NamedTuple):
    """An article in somebody's queue."""

    article: str
    annotator: str
    position: int
    at: str
