"""Windows of a server's rows: so many at a time as are taken at once, with texts that the library lacks."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from annotations.checking import beside
from annotations.columns import Blocks, Sentences
from annotations.identity import is_time
from annotations.model import ArticleInfo, Status, Style, StyleKind
from annotations.readers.decoding import canonical
from annotations.store import Store
from annotations.store.articles import ArticleText
from annotations.store.checking import StoredContent
from annotations.sync.rows import Assignment, EditRow, TextDate, TextRow
from annotations.sync.server import Server

__all__ = ["Content", "Window", "content_of", "info_of", "read_window"]

_TEXTS = 200
_BYTES = 8 << 20
"""Most texts of a window, and how long they are together; one that is longer comes alone."""

Content = ArticleText[str]


class Window(NamedTuple):
    """Rows of the server after number `after`, to `until`, which is what `mark` says."""

    after: int
    until: int
    mark: str | None
    texts: Sequence[TextRow]
    contents: Mapping[int, Content | None]
    edits: Sequence[EditRow]
    given: Sequence[Assignment]
    dates: Sequence[TextDate]


def read_window(store: Store, server: Server, after: int, last: int, most: int) -> Window:
    """Read the rows after one, as many as are taken at once, up to row `last` at most.

    Raises:
        ServerError: The server refused, or is away.
    """
    texts, until, size = server.texts(after, last, _TEXTS), last, 0
    if len(texts) == _TEXTS:
        until = texts[-1].number
    for before, text in zip([None, *texts], texts, strict=False):
        size += text.size
        if size > _BYTES and before is not None:
            until = before.number
            break
    edits = server.edits(after, until, most)
    if len(edits) == most:
        until = edits[-1][0]
    given = server.assignments(after, until, most)
    if len(given) == most:
        until = given[-1][0]
    dates = server.dates(after, until, most)
    if len(dates) == most:
        until = dates[-1][0]
    texts = [text for text in texts if text.number <= until]
    # What the library lacks is fetched before the library is locked.
    contents = {text.number: content_of(server, text) for text in texts if not store.received.has_text(text.sha256)}
    return Window(
        after,
        until,
        server.mark(until),
        texts,
        contents,
        [row for number, row in edits if number <= until],
        [row for number, row in given if number <= until and is_time(row.at)],
        [row for number, row in dates if number <= until and is_time(row.created)],
    )


def content_of(server: Server, row: TextRow) -> Content | None:
    """A text with what stands beside it; None where that cannot be read."""
    text, blocks, styles, sentences, stamp = server.content(row.number)
    if canonical(text) != text or any(beside(StoredContent(text, blocks, sentences, styles))):
        return None
    links = [Style(StyleKind(kind), start, end, href) for kind, start, end, href in json.loads(styles)]
    if not all(style.href is None or isinstance(style.href, str) for style in links):
        return None
    return ArticleText(
        text, Blocks.unpack(blocks), tuple(links), None if sentences is None else Sentences.unpack(sentences), stamp
    )


def _time(said: object, otherwise: str) -> str:
    return said if isinstance(said, str) and is_time(said) else otherwise


def info_of(row: TextRow, length: int) -> ArticleInfo:
    """What an article says of itself, as far as it can be read."""
    try:
        data = json.loads(row.info)
        language = data.get("language")
        return ArticleInfo(
            0, row.article, 0, 1, str(data.get("title") or row.article), str(data.get("source") or row.article),
            None if language is None else str(language), Status(data.get("status", "new")), row.sha256, length,
            _time(data.get("created"), row.created), _time(data.get("updated"), row.created),
            MappingProxyType({str(name): str(value) for name, value in dict(data.get("metadata") or {}).items()}),
        )  # fmt: skip
    except (ValueError, TypeError, AttributeError, RecursionError):
        name, at = row.article, row.created
        return ArticleInfo(0, name, 0, 1, name, name, None, Status.NEW, row.sha256, length, at, at)
