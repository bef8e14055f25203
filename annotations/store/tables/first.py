"""Articles in versions, annotations with their parts, relations, history, places; and views for people."""

from __future__ import annotations

# Public names are UUIDv7 text; `key` columns are SQLite's own, for joins. Blocks and sentences are packed columns
# of numbers (annotations.columns): a long article opens without making ten thousand rows into objects first.
# The target of a relation has no foreign key: it may be in an article that is not here (yet); `check` lists those.
SQL = """
CREATE TABLE annotators (
    name TEXT PRIMARY KEY CHECK (trim(name) <> ''),
    created TEXT NOT NULL
) STRICT, WITHOUT ROWID
;;
CREATE TABLE schemas (
    key INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    version TEXT NOT NULL,
    definition TEXT NOT NULL,
    created TEXT NOT NULL,
    UNIQUE (name, version, definition)
) STRICT
;;
CREATE TABLE articles (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    source TEXT NOT NULL,
    language TEXT,
    status TEXT NOT NULL DEFAULT 'new' CHECK (status IN ('new', 'begun', 'done')),
    created TEXT NOT NULL,
    updated TEXT NOT NULL
) STRICT
;;
CREATE INDEX articles_by_source ON articles (source)
;;
CREATE TABLE article_metadata (
    article INTEGER NOT NULL REFERENCES articles (number) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (article, name)
) STRICT, WITHOUT ROWID
;;
CREATE TABLE versions (
    key INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES articles (number) ON DELETE CASCADE,
    version INTEGER NOT NULL CHECK (version > 0),
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    length INTEGER NOT NULL CHECK (length > 0),
    created TEXT NOT NULL,
    stamp TEXT,
    blocks BLOB NOT NULL,
    sentences BLOB,
    styles TEXT NOT NULL,
    text TEXT NOT NULL,
    UNIQUE (article, version)
) STRICT
;;
CREATE INDEX versions_by_sha256 ON versions (sha256)
;;
CREATE TABLE annotations (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    version INTEGER NOT NULL REFERENCES versions (key) ON DELETE CASCADE,
    label TEXT NOT NULL,
    "start" INTEGER CHECK ("start" >= 0),
    "end" INTEGER CHECK ("end" > "start"),
    note TEXT NOT NULL,
    unsure INTEGER NOT NULL CHECK (unsure IN (0, 1)),
    annotator TEXT NOT NULL REFERENCES annotators (name),
    origin TEXT NOT NULL CHECK (origin IN ('manual', 'suggested', 'imported')),
    created TEXT NOT NULL,
    updated TEXT NOT NULL,
    CHECK (("start" IS NULL) = ("end" IS NULL))
) STRICT
;;
CREATE INDEX annotations_by_place ON annotations (version, "start", "end")
;;
CREATE TABLE fragments (
    annotation INTEGER NOT NULL REFERENCES annotations (key) ON DELETE CASCADE,
    position INTEGER NOT NULL CHECK (position > 0),
    "start" INTEGER NOT NULL CHECK ("start" >= 0),
    "end" INTEGER NOT NULL CHECK ("end" > "start"),
    exact TEXT NOT NULL,
    prefix TEXT NOT NULL,
    suffix TEXT NOT NULL,
    PRIMARY KEY (annotation, position)
) STRICT, WITHOUT ROWID
;;
CREATE TABLE roles (
    annotation INTEGER NOT NULL REFERENCES annotations (key) ON DELETE CASCADE,
    position INTEGER NOT NULL CHECK (position > 0),
    role TEXT NOT NULL,
    name TEXT,
    "start" INTEGER CHECK ("start" >= 0),
    "end" INTEGER CHECK ("end" > "start"),
    exact TEXT,
    prefix TEXT,
    suffix TEXT,
    PRIMARY KEY (annotation, position),
    CHECK (name IS NOT NULL OR "start" IS NOT NULL),
    CHECK (("start" IS NULL) = ("end" IS NULL) AND ("start" IS NULL) = (exact IS NULL))
) STRICT, WITHOUT ROWID
;;
CREATE INDEX roles_by_name ON roles (role, name)
;;
CREATE TABLE attributes (
    annotation INTEGER NOT NULL REFERENCES annotations (key) ON DELETE CASCADE,
    name TEXT NOT NULL,
    position INTEGER NOT NULL CHECK (position >= 0),
    kind TEXT NOT NULL CHECK (kind IN ('flag', 'integer', 'number', 'text')),
    value ANY NOT NULL,
    PRIMARY KEY (annotation, name, position)
) STRICT, WITHOUT ROWID
;;
CREATE TABLE relations (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    label TEXT NOT NULL,
    source TEXT NOT NULL REFERENCES annotations (id) ON DELETE CASCADE,
    target TEXT NOT NULL CHECK (target <> source),
    note TEXT NOT NULL,
    annotator TEXT NOT NULL REFERENCES annotators (name),
    origin TEXT NOT NULL CHECK (origin IN ('manual', 'suggested', 'imported')),
    created TEXT NOT NULL,
    updated TEXT NOT NULL
) STRICT
;;
CREATE INDEX relations_by_source ON relations (source)
;;
CREATE INDEX relations_by_target ON relations (target)
;;
CREATE TABLE history (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    step TEXT NOT NULL,
    undoes TEXT,
    redoes TEXT,
    at TEXT NOT NULL,
    annotator TEXT NOT NULL REFERENCES annotators (name),
    article INTEGER NOT NULL REFERENCES articles (number) ON DELETE CASCADE,
    action TEXT NOT NULL,
    summary TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('annotation', 'relation', 'article')),
    subject TEXT NOT NULL,
    before TEXT,
    after TEXT,
    CHECK (before IS NOT NULL OR after IS NOT NULL),
    CHECK (undoes IS NULL OR redoes IS NULL)
) STRICT
;;
CREATE INDEX history_by_article ON history (article, annotator, number)
;;
CREATE INDEX history_by_step ON history (step)
;;
CREATE INDEX history_steps ON history (article, step)
;;
CREATE INDEX history_by_subject ON history (subject, number)
;;
CREATE TRIGGER history_is_append_only BEFORE UPDATE ON history
BEGIN
    SELECT RAISE(ABORT, 'history is never changed');
END
;;
CREATE TABLE places (
    article INTEGER NOT NULL REFERENCES articles (number) ON DELETE CASCADE,
    annotator TEXT NOT NULL,
    version INTEGER NOT NULL,
    "offset" INTEGER NOT NULL CHECK ("offset" >= 0),
    updated TEXT NOT NULL,
    PRIMARY KEY (article, annotator)
) STRICT, WITHOUT ROWID
;;
CREATE VIEW tagged AS
SELECT
    a.key, a.label, a.id, articles.number AS article, articles.title AS article_title,
    (SELECT group_concat(exact, ' … ')
     FROM (SELECT exact FROM fragments WHERE annotation = a.key ORDER BY position)) AS text,
    a."start", a."end", a.note, a.unsure, a.annotator, a.origin, a.created, a.updated
FROM annotations AS a
JOIN versions ON versions.key = a.version
JOIN articles ON articles.number = versions.article
;;
CREATE VIEW role_names AS
SELECT annotation, role, group_concat(coalesce(name, exact), ' | ') AS name
FROM (SELECT * FROM roles ORDER BY annotation, position)
GROUP BY annotation, role
;;
CREATE VIEW attribute_values AS
SELECT annotation, name, group_concat(value, ' | ') AS value
FROM (SELECT * FROM attributes ORDER BY annotation, name, position)
GROUP BY annotation, name
;;
CREATE VIEW claims AS
SELECT
    t.id, t.article, t.article_title, t.text,
    (SELECT name FROM role_names WHERE annotation = t.key AND role = 'claimant') AS claimant,
    (SELECT value FROM attribute_values WHERE annotation = t.key AND name = 'checkworthiness') AS checkworthiness,
    (SELECT value FROM attribute_values WHERE annotation = t.key AND name = 'type') AS type,
    (SELECT value FROM attribute_values WHERE annotation = t.key AND name = 'verdict') AS verdict,
    (SELECT value FROM attribute_values WHERE annotation = t.key AND name = 'rationale') AS rationale,
    (SELECT value FROM attribute_values WHERE annotation = t.key AND name = 'evidence') AS evidence,
    t.note, t.unsure, t.annotator, t.origin, t."start", t."end", t.created, t.updated
FROM tagged AS t WHERE t.label = 'claim'
;;
CREATE VIEW quotes AS
SELECT
    t.id, t.article, t.article_title, t.text,
    (SELECT name FROM role_names WHERE annotation = t.key AND role = 'source') AS source,
    (SELECT name FROM role_names WHERE annotation = t.key AND role = 'cue') AS cue,
    (SELECT value FROM attribute_values WHERE annotation = t.key AND name = 'kind') AS kind,
    t.note, t.unsure, t.annotator, t.origin, t."start", t."end", t.created, t.updated
FROM tagged AS t WHERE t.label = 'quote'
;;
CREATE VIEW stances AS
SELECT
    t.id, t.article, t.article_title, t.text,
    (SELECT name FROM role_names WHERE annotation = t.key AND role = 'holder') AS holder,
    (SELECT name FROM role_names WHERE annotation = t.key AND role = 'target') AS target,
    (SELECT value FROM attribute_values WHERE annotation = t.key AND name = 'polarity') AS polarity,
    (SELECT value FROM attribute_values WHERE annotation = t.key AND name = 'intensity') AS intensity,
    (SELECT value FROM attribute_values WHERE annotation = t.key AND name = 'explicit') AS explicit,
    t.note, t.unsure, t.annotator, t.origin, t."start", t."end", t.created, t.updated
FROM tagged AS t WHERE t.label = 'stance'
"""
