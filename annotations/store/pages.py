"""The pages and documents that articles were made from, in and out of their table."""

from __future__ import annotations

import sqlite3
import zlib
from typing import NamedTuple

from annotations.errors import StoreError

__all__ = ["KeptPage", "PageInfo", "PageRows"]

_MOST = 512 * 1024 * 1024
"""Bytes that a stored page may have unpacked; more than any reader takes."""


class PageInfo(NamedTuple):
    """What is known of a page without unpacking it.

    Attributes:
        media: Media type, such as `text/html`.
        address: Where it was fetched from, None for a file.
        fetched: When it was brought in, UTC.
        size: Bytes that it takes in the database, compressed.
    """

    media: str
    address: str | None
    fetched: str
    size: int


class KeptPage(NamedTuple):
    """A page as it came."""

    info: PageInfo
    body: bytes


class PageRows:
    """The table `pages`. No transaction begins here."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def put(self, version: int, media: str, address: str | None, fetched: str, body: bytes) -> None:
        """Keep the page of a version, instead of the one that is there."""
        self._connection.execute(
            "INSERT OR REPLACE INTO pages (version, media, address, fetched, body) VALUES (?, ?, ?, ?, ?)",
            (version, media, address, fetched, zlib.compress(body)),
        )

    def info(self, version: int) -> PageInfo | None:
        """Tell what is kept of a version; None when nothing is."""
        row = self._connection.execute(
            "SELECT media, address, fetched, length(body) FROM pages WHERE version = ?", (version,)
        ).fetchone()
        return None if row is None else PageInfo(*row)

    def get(self, version: int) -> KeptPage | None:
        """Return the page of a version.

        Raises:
            StoreError: It is damaged.
        """
        info = self.info(version)
        if info is None:
            return None
        (packed,) = self._connection.execute("SELECT body FROM pages WHERE version = ?", (version,)).fetchone()
        unpacking = zlib.decompressobj()
        try:
            body = unpacking.decompress(packed, _MOST)
        except zlib.error as error:
            raise StoreError(f"the stored page is damaged: {error}", "“stet check” says more.") from None
        if not unpacking.eof:
            raise StoreError("the stored page is damaged: it does not end", "“stet check” says more.")
        return KeptPage(info, body)
