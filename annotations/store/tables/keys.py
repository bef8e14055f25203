"""How many keys a person pressed, for themselves."""

from __future__ import annotations

# Nothing of this is in the history: it is neither merged, synced nor exported.
SQL = """
CREATE TABLE keys_pressed (
    annotator TEXT NOT NULL CHECK (trim(annotator) <> ''),
    article INTEGER NOT NULL REFERENCES articles (number) ON DELETE CASCADE,
    day TEXT NOT NULL,
    keys INTEGER NOT NULL CHECK (keys > 0),
    PRIMARY KEY (annotator, article, day)
) STRICT, WITHOUT ROWID
"""
