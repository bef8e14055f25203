"""The index of words: kept in step with titles and current texts, searched, checked, built anew.

The index holds no text of its own, so the words that it took from a text must be taken out with that same text:
whoever changes a title or brings another version does it inside `changing`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from annotations.errors import UsageError
from annotations.long_text import LONG

__all__ = ["Found", "SearchRows"]

_OPEN, _CLOSE = "\ufdd0", "\ufdd1"
"""Put around what was found; Unicode has set them aside for such uses, so that texts do not hold them."""
_SNIPPET_TOKENS = 24

Ranges = tuple[tuple[int, int], ...]


class Found(NamedTuple):
    """Where words were found in one article: its title and the best stretch of its text, with the places in each.

    Ranges are in code points of the string that they go with, in its order.
    """

    number: int
    title: str
    in_title: Ranges
    snippet: str
    in_snippet: Ranges


class SearchRows:
    """The table `article_search` and the view that it is made from."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    @contextmanager
    def changing(self, number: int) -> Iterator[None]:
        """Change title, current version or removal of an article in a block; its words follow.

        Takes place within the transaction of whoever changes it.
        """
        # From table to table: a long text does not pass through this program.
        self._connection.execute(
            "INSERT INTO article_search (article_search, rowid, title, text)"
            " SELECT 'delete', number, title, text FROM search_texts WHERE number = ?",
            (number,),
        )
        yield
        self.put_in(number)

    def put_in(self, number: int) -> None:
        """Index an article that is not in the index."""
        row = self._connection.execute(
            "SELECT title, CASE WHEN length(text) < ? THEN text END FROM search_texts WHERE number = ?", (LONG, number)
        ).fetchone()
        if row is not None and row[1] is not None:
            # A third of the time of the other way, which SQLite takes for a change of many rows.
            self._connection.execute("INSERT INTO article_search (rowid, title, text) VALUES (?, ?, ?)", (number, *row))
            return
        self._connection.execute(
            "INSERT INTO article_search (rowid, title, text)"
            " SELECT number, title, text FROM search_texts WHERE number = ?",
            (number,),
        )

    def numbers(self, query: str, limit: int = -1) -> list[int]:
        """Numbers of the articles that a query of FTS5 finds, the newest first; all of them without a limit.

        Raises:
            UsageError: The query cannot be understood.
        """
        with _understood():
            rows = self._connection.execute(
                "SELECT rowid FROM article_search WHERE article_search MATCH ? ORDER BY rowid DESC LIMIT ?",
                (query, limit),
            )
            return [number for (number,) in rows]

    def best(self, query: str, limit: int) -> list[int]:
        """Numbers of the articles that a query of FTS5 fits best, the best first.

        Raises:
            UsageError: The query cannot be understood.
        """
        with _understood():
            rows = self._connection.execute(
                "SELECT rowid FROM article_search WHERE article_search MATCH ? ORDER BY rank, rowid DESC LIMIT ?",
                (query, limit),
            )
            return [number for (number,) in rows]

    def snippets(self, query: str, numbers: list[int]) -> list[Found]:
        """Show where each of these articles has what was searched; one that no longer has it is left out."""
        if not numbers:
            return []
        wanted = ", ".join(map(str, numbers))
        with _understood():
            # One walk over what is found between the first and the last; “+” keeps it from being one for each number.
            rows = self._connection.execute(
                f"SELECT rowid, highlight(article_search, 0, '{_OPEN}', '{_CLOSE}'),"
                f" snippet(article_search, 1, '{_OPEN}', '{_CLOSE}', '…', {_SNIPPET_TOKENS})"
                " FROM article_search WHERE article_search MATCH ? AND rowid BETWEEN ? AND ?"
                f" AND +rowid IN ({wanted})",
                (query, min(numbers), max(numbers)),
            ).fetchall()
        found = {
            number: Found(number, *_parted(title), *_parted(" ".join(snippet.split())))
            for number, title, snippet in rows
        }
        return [found[number] for number in numbers if number in found]

    def is_right(self) -> bool:
        """Tell whether the index holds exactly the words of the articles. Nothing is written."""
        try:
            self._connection.execute("INSERT INTO article_search (article_search, rank) VALUES ('integrity-check', 1)")
        except sqlite3.DatabaseError as error:
            if (error.sqlite_errorcode or 0) & 0xFF != sqlite3.SQLITE_CORRUPT:
                raise
            return False
        return True

    def rebuild(self) -> None:
        """Make the index anew from the articles."""
        self._connection.execute("INSERT INTO article_search (article_search) VALUES ('rebuild')")


@contextmanager
def _understood() -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        if "fts5" in str(error) or "unterminated" in str(error):
            raise UsageError(f"this search cannot be understood: {error}") from None
        raise


def _parted(text: str) -> tuple[str, Ranges]:
    """Take the marks out of a text and tell where they were."""
    plain: list[str] = []
    ranges: list[tuple[int, int]] = []
    at = 0
    for piece in text.split(_OPEN):
        inside, closed, after = piece.partition(_CLOSE)
        if closed and plain:
            ranges.append((at, at + len(inside)))
        after = after.replace(_CLOSE, "")
        plain += [inside, after]
        at += len(inside) + len(after)
    return "".join(plain), tuple((start, end) for start, end in ranges if start < end)
