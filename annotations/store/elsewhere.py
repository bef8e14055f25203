"""Articles that have a word or a phrase, from the index of words, and their texts."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from annotations.store.current import CURRENT

__all__ = ["ElsewhereRows", "TextRow"]


class TextRow(NamedTuple):
    """The current text of an article; `sentences` is packed, None while they are not found."""

    article: int
    title: str
    source: str
    version: int
    text: str
    sentences: bytes | None


class ElsewhereRows:
    """Reads the index of words (`article_search`). What it misses, nobody has put there yet."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def count(self) -> int:
        """Count the articles."""
        return int(self._connection.execute("SELECT count(*) FROM articles").fetchone()[0])

    def having(self, words: str, most: int) -> list[int]:
        """Numbers of articles in whose text these words stand one after the other, `most` of them at most."""
        phrase = words.replace('"', " ")
        return [
            number
            for (number,) in self._connection.execute(
                "SELECT rowid FROM article_search WHERE article_search MATCH ? LIMIT ?", (f'text : "{phrase}"', most)
            )
        ]

    def texts(self, articles: Sequence[int]) -> Iterator[TextRow]:
        """The texts of articles that were not removed."""
        marks = ", ".join("?" * len(articles))
        rows = self._connection.execute(
            "SELECT current.article, current.title, current.source, current.version, versions.text, versions.sentences"
            f" FROM {CURRENT} JOIN versions ON versions.key = current.version WHERE current.article IN ({marks})",
            tuple(articles),
        )
        return map(TextRow._make, rows)

    def keys_within(self, version: int, start: int, end: int) -> list[int]:
        """Keys of the annotations of a version that overlap a stretch, in the order of the text."""
        rows = self._connection.execute(
            'SELECT key FROM annotations WHERE version = ? AND "start" < ? AND "end" > ? ORDER BY "start", key',
            (version, end, start),
        )
        return [key for (key,) in rows]
