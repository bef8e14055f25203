"""The schema of the database, as numbered steps that are never edited once released."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from annotations.store.bare_import import without

with without("numpy", "pandas"):
    from sqlite_utils import Database, Migrations

from annotations.errors import StoreError
from annotations.store.connection import APPLICATION_ID, SCHEMA_VERSION, transaction

migrations = Migrations("stet")


def migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Bring the database up to `SCHEMA_VERSION`; an older one is first copied beside itself.

    Pending steps are found and run under one BEGIN IMMEDIATE, so that two programs that start together do not both
    run them; the transactions of sqlite-utils nest in it as savepoints.
    """
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version:
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
        back_up(connection, path.with_name(f"{path.name}.schema-{version}.{stamp}.backup"))
    with transaction(connection):
        migrations.apply(Database(connection, execute_plugins=False, strict=True))
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version={SCHEMA_VERSION}")


def back_up(connection: sqlite3.Connection, target: Path) -> None:
    """Copy the database, as it is between two transactions, to a new file.

    Raises:
        StoreError: The file exists or cannot be made.
    """
    try:
        with target.open("xb"):
            target.chmod(0o600)
    except OSError as error:
        raise StoreError(f"the backup {target} cannot be made: {error.strerror}") from None
    copy = sqlite3.connect(target)
    try:
        connection.backup(copy)
    except BaseException:
        copy.close()
        target.unlink(missing_ok=True)
        raise
    copy.close()


@migrations()
def m001_articles_annotations_history(db: Database) -> None:
    """Articles in versions, annotations with their parts, relations, history."""
    for statement in _FIRST.split(";;"):
        db.execute(statement)


@migrations()
def m002_suggestions(db: Database) -> None:
    """Suggestions from elsewhere, and which ones each person has dismissed."""
    for statement in _SECOND.split(";;"):
        db.execute(statement)


# Public names are UUIDv7 text; `key` columns are SQLite's own, for joins. Blocks and sentences are packed columns
# of numbers (annotations.columns): a long article opens without making ten thousand rows into objects first.
# The target of a relation has no foreign key: it may be in an article that is not here (yet); `check` lists those.
_FIRST = """
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

_SECOND = """
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
