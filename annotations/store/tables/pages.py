"""The page or document that an article was made from, and the addresses that articles go by."""

from __future__ import annotations

# `body` is the file as it came, compressed by zlib.
SQL = """
CREATE TABLE pages (
    version INTEGER PRIMARY KEY REFERENCES versions (key) ON DELETE CASCADE,
    media TEXT NOT NULL,
    address TEXT,
    fetched TEXT NOT NULL,
    body BLOB NOT NULL
) STRICT
;;
CREATE INDEX article_metadata_by_value ON article_metadata (name, value)
"""
