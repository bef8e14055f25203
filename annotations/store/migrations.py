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
from annotations.store.tables import (
    assignments,
    dates,
    first,
    instead,
    keys,
    library,
    names,
    page,
    pages,
    suggestions,
    syncing,
)

migrations = Migrations("stet")


def migrate(connection: sqlite3.Connection, path: Path | None) -> None:
    """Bring the database up to `SCHEMA_VERSION`; an older one is first copied beside itself, if `path` says where.

    Pending steps are found and run under one BEGIN IMMEDIATE, so that two programs that start together do not both
    run them; the transactions of sqlite-utils nest in it as savepoints.
    """
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version and path is not None:
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
        for left in (target, target.with_name(f"{target.name}-journal")):
            left.unlink(missing_ok=True)
        raise
    copy.close()


@migrations()
def m001_articles_annotations_history(db: Database) -> None:
    """Articles in versions, annotations with their parts, relations, history."""
    _run(db, first.SQL)


@migrations()
def m002_suggestions(db: Database) -> None:
    """Suggestions from elsewhere, and which ones each person has dismissed."""
    _run(db, suggestions.SQL)


@migrations()
def m003_library(db: Database) -> None:
    """Tags on articles, removal, how far each person has read, full-text search."""
    _run(db, library.SQL)


@migrations()
def m004_pages(db: Database) -> None:
    """The pages that articles were made from."""
    _run(db, pages.SQL)


@migrations()
def m005_names(db: Database) -> None:
    """Names that mean the same."""
    _run(db, names.SQL)


@migrations()
def m006_assignments(db: Database) -> None:
    """Who is to read what, which steps came from elsewhere, what was decided between layers."""
    _run(db, assignments.SQL)


@migrations()
def m007_syncing(db: Database) -> None:
    """How far the library is in step with each server."""
    _run(db, syncing.SQL)


@migrations()
def m008_instead(db: Database) -> None:
    """What was kept in the place of what was not."""
    _run(db, instead.SQL)


@migrations()
def m009_keys(db: Database) -> None:
    """How many keys each person pressed."""
    _run(db, keys.SQL)


@migrations()
def m010_page(db: Database) -> None:
    """What was suggested where each person stopped reading."""
    _run(db, page.SQL)


@migrations()
def m011_dates(db: Database) -> None:
    """Which texts are older here than a server knows."""
    _run(db, dates.SQL)


def _run(db: Database, statements: str) -> None:
    for statement in statements.split(";;"):
        db.execute(statement)
