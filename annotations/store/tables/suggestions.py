"""Suggestions from elsewhere, and what each person has dismissed."""

from __future__ import annotations

SQL = """
CREATE TABLE suggestions (
    key INTEGER PRIMARY KEY,
    version INTEGER NOT NULL REFERENCES versions (key) ON DELETE CASCADE,
    maker TEXT NOT NULL,
    label TEXT NOT NULL,
    "start" INTEGER NOT NULL CHECK ("start" >= 0),
    score REAL NOT NULL CHECK (score BETWEEN 0 AND 1),
    body TEXT NOT NULL,
    created TEXT NOT NULL
) STRICT
;;
CREATE INDEX suggestions_by_place ON suggestions (version, "start")
;;
CREATE TABLE dismissals (
    version INTEGER NOT NULL REFERENCES versions (key) ON DELETE CASCADE,
    annotator TEXT NOT NULL,
    label TEXT NOT NULL,
    place TEXT NOT NULL,
    created TEXT NOT NULL,
    PRIMARY KEY (version, annotator, label, place)
) STRICT, WITHOUT ROWID
"""
