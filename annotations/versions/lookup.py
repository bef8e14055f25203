"""A version of an article, by its number."""

from __future__ import annotations

from annotations.errors import NotFoundError
from annotations.model import ArticleInfo
from annotations.store.versions import StoredVersion
from annotations.workspace import Workspace

__all__ = ["version_of"]


def version_of(workspace: Workspace, info: ArticleInfo, number: int) -> StoredVersion:
    """Return a version of an article by its number.

    Raises:
        NotFoundError: There is no such version.
    """
    versions = workspace.store.versions.of_article(info.number)
    for row in versions:
        if row.version == number:
            return row
    there = ", ".join(str(row.version) for row in versions)
    raise NotFoundError(f"article {info.number} has no version {number}", f"There is {there}.")
