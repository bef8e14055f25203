"""What a group needs: who is to read what, which steps came from elsewhere, and what was decided between layers."""

from __future__ import annotations

# `brought` names the step of the history that merged a row in from another database; NULL where it was made here.
# A decision is about one annotation (`of`, by `whose`); `kept_as` is the annotation of the layer that came of it, and
# has no foreign key, since a decision to reject keeps nothing and one that was merged in may come before it.
SQL = """
CREATE TABLE assignments (
    article INTEGER NOT NULL REFERENCES articles (number) ON DELETE CASCADE,
    annotator TEXT NOT NULL CHECK (trim(annotator) <> ''),
    position INTEGER NOT NULL CHECK (position > 0),
    created TEXT NOT NULL,
    PRIMARY KEY (article, annotator)
) STRICT, WITHOUT ROWID
;;
CREATE INDEX assignments_by_annotator ON assignments (annotator, position)
;;
ALTER TABLE history ADD COLUMN brought TEXT
;;
CREATE TABLE decisions (
    layer TEXT NOT NULL CHECK (trim(layer) <> ''),
    of TEXT NOT NULL,
    article INTEGER NOT NULL REFERENCES articles (number) ON DELETE CASCADE,
    whose TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('keep', 'merge', 'reject')),
    kept_as TEXT,
    PRIMARY KEY (layer, of),
    CHECK ((verdict = 'reject') = (kept_as IS NULL))
) STRICT, WITHOUT ROWID
;;
CREATE INDEX decisions_by_article ON decisions (article)
"""
