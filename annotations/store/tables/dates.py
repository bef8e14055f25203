"""Which texts are older here than a server knows."""

from __future__ import annotations

# A text is as old as the first says who brought it in. Of those that are synced already, it is not known what the
# server says: it is told all of them once more, and takes what is news.
SQL = """
CREATE TABLE sync_dates (
    server TEXT NOT NULL REFERENCES sync_servers (server) ON DELETE CASCADE,
    version INTEGER NOT NULL REFERENCES versions (key) ON DELETE CASCADE,
    PRIMARY KEY (server, version)
) STRICT, WITHOUT ROWID
;;
INSERT OR IGNORE INTO sync_dates (server, version)
    SELECT s.server, v.key FROM sync_articles AS s JOIN versions AS v ON v.article = s.article
"""
