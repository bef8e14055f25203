"""Opening the database: settings, who may open it, transactions, and errors in words.

The connection is plain `sqlite3`, because sqlite-utils takes longer to import than an article takes to open; it
is wrapped in a `sqlite_utils.Database` where the schema is made or changed (`annotations.store.migrations`).
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from annotations.errors import FullError, ReadOnlyError, StoreError

APPLICATION_ID = 0x53746574
"""“Stet” in ASCII, in the header of each database."""
SCHEMA_VERSION = 11
"""Number of migrations that this program knows; `PRAGMA user_version` of an up-to-date database."""
BUSY_TIMEOUT_MS = 5000
_AT_ONCE = 4096
"""Pages that are copied without a word."""

_SETTINGS = (
    f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA trusted_schema=OFF",
)
_HINTS = {
    sqlite3.SQLITE_BUSY: ("is locked by another program", "Close the other program, or try again."),
    sqlite3.SQLITE_LOCKED: ("is locked by another program", "Close the other program, or try again."),
    sqlite3.SQLITE_FULL: ("cannot grow: the disk is full", "Free some space; nothing stored was lost."),
    sqlite3.SQLITE_READONLY: ("is read-only", "Check the rights of the file and its folder."),
    sqlite3.SQLITE_PERM: ("may not be opened", "Check the rights of the file and its folder."),
    sqlite3.SQLITE_CANTOPEN: ("cannot be opened", "Check the path, and the rights of the folder."),
    sqlite3.SQLITE_NOTADB: ("is not a database", "Name another file; --db names the library."),
    sqlite3.SQLITE_CORRUPT: ("is damaged", "Restore a backup; “stet check” says more."),
    sqlite3.SQLITE_IOERR: ("cannot be read or written", "Check the disk."),
    sqlite3.SQLITE_TOOBIG: ("does not take a text that large", ""),
}


_KINDS: dict[int, type[StoreError]] = {sqlite3.SQLITE_READONLY: ReadOnlyError, sqlite3.SQLITE_FULL: FullError}


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn errors of SQLite into a sentence and a hint.

    Raises:
        StoreError: In place of any `sqlite3.Error`.
    """
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) or 0
        words, hint = _HINTS.get(code & 0xFF, (f"refused: {error}", ""))
        raise _KINDS.get(code & 0xFF, StoreError)(f"the database {path} {words}", hint) from error
    except UnicodeEncodeError as error:
        raise StoreError(f"this text cannot be stored: {error.reason}") from error


def is_current(path: Path) -> bool:
    """Tell whether `path` opens without making or migrating a schema, by its header alone."""
    try:
        with path.open("rb") as file:
            header = file.read(72)
    except OSError:
        return False
    return (
        len(header) == 72
        and int.from_bytes(header[68:72]) == APPLICATION_ID
        and int.from_bytes(header[60:64]) == SCHEMA_VERSION
    )


def connect(path: Path, *, spare: bool = False) -> sqlite3.Connection:
    """Open or create the database at `path`, migrated to `SCHEMA_VERSION`.

    A new file is readable by its owner only. An older schema is backed up beside the file, then migrated; one that is
    `spare`, a copy itself, is not backed up. What cannot be written is opened for reading.

    Raises:
        StoreError: Foreign, newer, damaged, locked, or not to be opened.
    """
    with told(path):
        _make_file(path)
        if not is_current(path):
            _refuse_untouched(path)
        connection = _open(path)
        try:
            _refuse_foreign(connection, path)
            if _user_version(connection) < SCHEMA_VERSION:
                from annotations.store.migrations import migrate

                migrate(connection, None if spare else path)
        except BaseException:
            connection.close()
            raise
    return connection


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Run a write in BEGIN IMMEDIATE: the lock is taken before anything is read, so that writers wait in line."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


@contextmanager
def joined(connection: sqlite3.Connection) -> Iterator[None]:
    """Write within the transaction that is open, else in one of its own."""
    if connection.in_transaction:
        yield
    else:
        with transaction(connection):
            yield


def copy_for_reading(path: Path, target: Path, advance: Callable[[int], None] = lambda _: None) -> None:
    """Copy the database of somebody else to a new file; `path` is opened for reading only, and left as it is.

    `advance` is called with how many bytes more are copied.

    Raises:
        StoreError: It is no database of this program, a newer one's, damaged, or cannot be read.
    """
    if _is_cut_short(path):
        raise StoreError(f"the database {path} is damaged: it was copied only in part")
    with told(path), closing(_open_for_reading(path)) as source:
        _refuse_foreign(source, path)
        if not _user_version(source):
            raise StoreError(f"the database {path} is empty, or was copied only in part")
        (page_size,) = source.execute("PRAGMA page_size").fetchone()
        done = 0

        def tell(_: int, left: int, pages: int) -> None:
            nonlocal done
            advance((pages - left - done) * page_size)
            done = pages - left

        with closing(sqlite3.connect(target)) as copy:
            copy.execute("PRAGMA journal_mode=OFF")  # one that is cut off is of no use to anybody
            copy.execute("PRAGMA synchronous=OFF")
            # It is as it was at one time, though it is copied in parts.
            source.execute("BEGIN")
            source.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchone()
            source.backup(copy, pages=_AT_ONCE, progress=tell)
            source.execute("COMMIT")
            damage = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if damage != "ok":
        raise StoreError(f"the database {path} is damaged, or was copied only in part ({damage})")


def _is_cut_short(path: Path) -> bool:
    """Tell whether a file of SQLite is shorter than its header says (https://sqlite.org/fileformat2.html, 1.3).

    SQLite reads what is missing as zeros, and may not notice. Pages that are in the log beside it yet are not missing.
    """
    try:
        with path.open("rb") as file:
            header = file.read(100)
        log = path.with_name(f"{path.name}-wal")
        if not header.startswith(b"SQLite format 3\0") or (log.exists() and log.stat().st_size):
            return False
        if len(header) < 100:
            return True
        size = int.from_bytes(header[16:18])
        pages = int.from_bytes(header[28:32]) if header[24:28] == header[92:96] else 0
        return path.stat().st_size < pages * (65536 if size == 1 else size)
    except OSError:
        return False  # whoever opens it says why


def _make_file(path: Path) -> None:
    if path.exists():
        if path.is_dir():
            raise StoreError(f"the database {path} is a folder", "Name a file with --db.")
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError as error:
        raise StoreError(
            f"the database {path} cannot be made: {error.strerror}", "Name another file with --db."
        ) from None


def _refuse_untouched(path: Path) -> None:
    """Refuse what is no library before a setting, or what the last writer left undone, is written into it."""
    if path.stat().st_size:
        with closing(_open_for_reading(path)) as connection:
            _refuse_foreign(connection, path)


def _open(path: Path) -> sqlite3.Connection:
    if not os.access(path, os.W_OK):
        # SQLite would leave a -shm beside it that is read-only as well, and outlives the reason.
        return _open_for_reading(path)
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        _apply_settings(connection)
        _use_wal(connection)
    except sqlite3.OperationalError as error:
        connection.close()
        if error.sqlite_errorcode & 0xFF not in {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN}:
            raise
        return _open_for_reading(path)
    except BaseException:
        connection.close()
        raise
    return connection


def _open_for_reading(path: Path) -> sqlite3.Connection:
    # With nothing in a -wal file nobody is writing, and only "immutable" reads a WAL database in a read-only folder.
    wal = Path(f"{path}-wal")
    mode = "mode=ro" if wal.exists() and wal.stat().st_size else "immutable=1"
    connection = sqlite3.connect(f"file:{quote(str(path))}?{mode}", uri=True, isolation_level=None)
    try:
        _apply_settings(connection)
        connection.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


def _apply_settings(connection: sqlite3.Connection) -> None:
    for setting in _SETTINGS:
        connection.execute(setting)


def _use_wal(connection: sqlite3.Connection) -> None:
    # A change of the journal mode does not wait for other connections by itself.
    deadline = time.monotonic() + BUSY_TIMEOUT_MS / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL").fetchone()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return


def _user_version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _refuse_foreign(connection: sqlite3.Connection, path: Path) -> None:
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = _user_version(connection)
    if application == APPLICATION_ID:
        if version > SCHEMA_VERSION:
            raise StoreError(
                f"the database {path} was written by a newer Stet (schema {version}; this one knows {SCHEMA_VERSION})",
                "Install the newer version, or name another file with --db.",
            )
        return
    tables = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
    if application or tables or version:
        raise StoreError(
            f"the database {path} belongs to another program", "Name another file; --db names the library."
        )
