"""Names that a person has declared to mean the same: “the minister” is Anna Berg in all of the library."""

from __future__ import annotations

SQL = """
CREATE TABLE same_names (
    name TEXT PRIMARY KEY CHECK (trim(name) <> ''),
    stands_for TEXT NOT NULL CHECK (trim(stands_for) <> '' AND stands_for <> name),
    annotator TEXT NOT NULL,
    created TEXT NOT NULL
) STRICT, WITHOUT ROWID
;;
CREATE INDEX same_names_by_meaning ON same_names (stands_for)
"""
