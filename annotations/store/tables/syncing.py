"""How far a library is in step with each server that it is synced with."""

from __future__ import annotations

# `taken` is the number of the last row of the server that was taken, `seen` that of the last one that was there, and
# `mark` says which row that was: by it, a server that was set back is known. `sent` is the number of the last row of
# the history, and `texts` the key of the last version, that the server has or need not have. An article is called there
# by its id here, or by that of somebody who had the same text first. What was given out and is known there is in
# `sync_assignments`. The indexes find what takes a step back, and relations, in a long history.
SQL = """
CREATE TABLE sync_servers (
    server TEXT PRIMARY KEY,
    address TEXT NOT NULL,
    taken INTEGER NOT NULL DEFAULT 0 CHECK (taken >= 0),
    seen INTEGER NOT NULL DEFAULT 0 CHECK (seen >= 0),
    mark TEXT,
    sent INTEGER NOT NULL DEFAULT 0 CHECK (sent >= 0),
    texts INTEGER NOT NULL DEFAULT 0 CHECK (texts >= 0),
    synced TEXT
) STRICT, WITHOUT ROWID
;;
CREATE TABLE sync_articles (
    server TEXT NOT NULL REFERENCES sync_servers (server) ON DELETE CASCADE,
    id TEXT NOT NULL,
    article INTEGER NOT NULL REFERENCES articles (number) ON DELETE CASCADE,
    PRIMARY KEY (server, id)
) STRICT, WITHOUT ROWID
;;
CREATE INDEX sync_articles_by_article ON sync_articles (article, server)
;;
CREATE TABLE sync_assignments (
    server TEXT NOT NULL REFERENCES sync_servers (server) ON DELETE CASCADE,
    article INTEGER NOT NULL REFERENCES articles (number) ON DELETE CASCADE,
    annotator TEXT NOT NULL,
    PRIMARY KEY (server, article, annotator)
) STRICT, WITHOUT ROWID
;;
CREATE INDEX history_by_undoes ON history (undoes) WHERE undoes IS NOT NULL
;;
CREATE INDEX history_by_redoes ON history (redoes) WHERE redoes IS NOT NULL
;;
CREATE INDEX history_of_relations ON history (subject) WHERE kind = 'relation'
"""
