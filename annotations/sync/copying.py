"""A copy of a library, to find out what something would do to it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from annotations.errors import StoreError
from annotations.store import Store
from annotations.workspace import Workspace

__all__ = ["copied"]


@contextmanager
def copied(workspace: Workspace) -> Iterator[Workspace]:
    """Copy a library for the length of a block; the original is neither changed nor locked.

    Raises:
        StoreError: There is no room for a copy, or the database refused.
    """
    with TemporaryDirectory(prefix="stet-") as folder:
        path = Path(folder) / "copy.db"
        try:
            workspace.store.back_up(path)
        except StoreError as error:
            raise StoreError(
                "what would pass is tried on a copy of the library, and there is no room for one in"
                f" {path.parent.parent}: {error.message}",
                "TMPDIR names another folder; “stet sync” itself needs no copy.",
            ) from error
        try:
            with Store(path) as store:
                yield Workspace(store, workspace.annotator, lambda: workspace.schema)
        except StoreError as error:
            words = error.message.replace(str(path), f"{workspace.store.path} (a copy of it)")
            raise StoreError(words, error.hint) from error
