"""Opening further articles, and telling whether a file still is what is stored of it. Without Textual."""

from __future__ import annotations

from pathlib import Path

from annotations.errors import NotFoundError, StetError
from annotations.readers import read_path
from annotations.store.articles import digest
from annotations.text import ArticleInfo
from annotations.workspace import Workspace
from tui.first_page import FirstPage, from_file, from_rows, is_there, path_of, stamp_of


def open_reference(workspace: Workspace, reference: str) -> FirstPage:
    """Open what a path, or a number or id of the library, names.

    Raises:
        ReadError: It is a file that cannot be made into an article.
        NotFoundError: It is neither a file nor an article.
        UsageError: Several articles have that name.
    """
    path = path_of(reference)
    stored = workspace.stored(path)
    if stored is None and not is_there(path):
        try:
            stored = workspace.find(reference)
        except NotFoundError:
            # As a file it gets the better message.
            return from_file(path)
    if stored is None:
        return from_file(path)
    return from_rows(workspace.store.articles, stored, workspace.annotator)


def difference(info: ArticleInfo, stamp: str | None) -> str | None:
    """Say in a sentence how the file of a stored article differs from what is stored; None when it does not."""
    path = Path(info.source)
    if not path.is_absolute():
        return None
    now = stamp_of(path)
    if now is None:
        return "the file is gone; this is the stored text"
    if now == stamp:
        return None
    try:
        draft = read_path(path, compact=True)
    except StetError:
        return "the file can no longer be read; this is the stored text"
    if digest(draft.text) == info.sha256:
        return None
    return f"the file has changed; this is the stored text. “stet import --new {path}” brings the new one in beside it"
