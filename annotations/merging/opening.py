"""Opening what is to be merged: databases, each as a copy that is brought up to date, and exports."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from annotations.errors import NotFoundError, UsageError
from annotations.formats import import_format_for
from annotations.merging.exported import take_down
from annotations.merging.opened import Opened, damage_told, whole
from annotations.store import Store
from annotations.store.connection import connect, copy_for_reading
from annotations.watching import Watch
from annotations.workspace import Workspace

__all__ = ["opened"]

_PREFIX = "stet-merge-"
_LOCK = "lock"
"""A file in the folder of copies, locked as long as somebody merges."""
_NEW = 60.0
"""Seconds."""


@contextmanager
def opened(
    workspace: Workspace, paths: Sequence[str], names: Mapping[str, str], watch: Watch
) -> Iterator[list[Opened]]:
    """Open what is to be merged into a library, for the length of a block. Nothing is written to it.

    Raises:
        UsageError: One is the library itself, or is named twice.
        NotFoundError: One is not there.
        StoreError: One is no database, a newer one's, or damaged; or there is no room for the copies.
        FormatError: An export is not what it promises.
    """
    files = [Path(path) for path in paths]
    _refuse_twins(workspace.store.path, files)
    with ExitStack() as stack:
        folder = stack.enter_context(_folder())
        sources = []
        # A copy is made in as much time as it is checked.
        with watch(2 * sum(file.stat().st_size for file in files), "reading") as advance:
            for number, path in enumerate(paths, 1):
                copy = folder / f"{number}.db"
                form = import_format_for(path, None)
                if form is None:
                    with damage_told(copy, path):
                        copy_for_reading(Path(path), copy, advance)
                        advance(files[number - 1].stat().st_size)
                        store = stack.enter_context(Store(copy, connect(copy, spare=True)))
                    sources.append(whole(store, path, names))
                else:
                    with damage_told(copy, path):
                        workspace.store.make_alike(copy)
                        store = stack.enter_context(Store(copy))
                        take_down(store, form, path, workspace.schema, lambda amount: advance(2 * amount))
                    sources.append(whole(store, path, names, workspace.schema))
        yield sources


@contextmanager
def _folder() -> Iterator[Path]:
    """Lend a folder for copies; those of merges that were killed are gone after this."""
    import fcntl

    with TemporaryDirectory(prefix=_PREFIX) as name:
        folder = Path(name)
        for lock in folder.parent.glob(f"{_PREFIX}*/{_LOCK}"):
            with suppress(OSError):
                _remove_dead(lock)
        with (folder / _LOCK).open("wb") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            yield folder


def _remove_dead(lock: Path) -> None:
    """Remove a folder whose lock nobody holds, unless it is so new that it may be about to be locked."""
    import fcntl
    import shutil

    if time.time() - lock.stat().st_mtime < _NEW:
        return
    with lock.open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(lock.parent)


def _refuse_twins(library: Path, paths: Sequence[Path]) -> None:
    seen: list[Path] = []
    for path in paths:
        if not path.exists():
            raise NotFoundError(f"there is no file {path}")
        if path.is_dir():
            raise UsageError(f"{path} is a folder", "Name the database itself.")
        if path.samefile(library):
            raise UsageError(f"{path} is the library itself; there is nothing to merge", "--db names the library.")
        if any(path.samefile(other) for other in seen):
            raise UsageError(f"{path} is named twice")
        seen.append(path)
