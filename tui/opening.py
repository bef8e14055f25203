"""Opening further articles, and telling whether a file still is what is stored of it. Without Textual."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from annotations.errors import NotFoundError, ReadError, StetError
from annotations.readers import read_path
from annotations.store.articles import digest
from annotations.text import ArticleInfo
from annotations.workspace import Workspace
from tui.first_page import FirstPage, from_address, from_file, from_rows, is_there, path_of, stamp_of

if TYPE_CHECKING:
    from annotations.importing.articles import Brought
    from annotations.importing.preparing import Prepared
    from annotations.versions.bringing import Carried


def open_reference(workspace: Workspace, reference: str) -> FirstPage:
    """Open what a path, or a number or id of the library, names.

    Raises:
        ReadError: It is a file that cannot be made into an article.
        NotFoundError: It is neither a file nor an article.
        UsageError: Several articles have that name.
    """
    path = path_of(reference)
    if "://" in reference and not is_there(path):
        return stored_page(workspace, reference) or from_address(reference)
    stored = workspace.stored(path)
    if stored is None and not is_there(path):
        try:
            stored = workspace.find(reference)
        except NotFoundError:
            # As a file it gets the better message.
            return from_file(path)
    if stored is None:
        return from_file(path)
    return _page(workspace, stored)


def stored_page(workspace: Workspace, reference: str) -> FirstPage | None:
    """Open what the library has of an address; None when it has nothing."""
    try:
        info = workspace.find(reference)
    except NotFoundError:
        return None
    return _page(workspace, info)


def bring_pasted(workspace: Workspace, text: str) -> Brought:
    """Make an article of pasted text.

    Raises:
        ReadError: There are no words in it.
        StoreError: The database refused.
    """
    from annotations.importing.articles import bring_draft
    from annotations.importing.gathering import PASTED
    from annotations.readers import read_bytes

    return bring_draft(workspace, read_bytes(text.encode("utf-8")), PASTED, new=True)


def open_number(workspace: Workspace, number: int) -> FirstPage:
    """Open an article of the library.

    Raises:
        NotFoundError: There is none of that number.
    """
    return _page(workspace, workspace.store.articles.get(number))


def _page(workspace: Workspace, info: ArticleInfo) -> FirstPage:
    store = workspace.store
    return from_rows(store.articles, store.page_suggestions, info, workspace.annotator)


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
    return "the file has changed; this is the stored text. :update brings the new one in as another version"


def read_again(info: ArticleInfo) -> Prepared:
    """Read an article once more from where it came; this may take a while, and needs no database.

    Raises:
        ReadError: It cannot be read, or came from where nothing can be read again.
    """
    from annotations.identity import is_address
    from annotations.importing.preparing import prepare

    if is_address(info.source):
        from annotations.importing.fetching import check_address, read_address

        return prepare(read_address(check_address(info.source)))
    path = Path(info.source)
    if not path.is_absolute():
        raise ReadError(f"this article came from {info.source}, which cannot be read again")
    return prepare(read_path(path))


def update(workspace: Workspace, info: ArticleInfo, prepared: Prepared) -> tuple[ArticleInfo, Carried | None]:
    """Make what was read again the new version of its article, unless it says the same; returns the article as it is.

    Raises:
        ConflictError: The article has another version by now.
        StoreError: The database refused.
    """
    from annotations.versions.bringing import bring_version

    now = workspace.store.articles.get(info.number)  # another program may have done it already
    if prepared.sha256 == now.sha256:
        return now, None
    stamp = stamp_of(Path(info.source))
    carried = bring_version(
        workspace, now, prepared.draft, blocks=prepared.blocks, sentences=prepared.sentences, stamp=stamp
    )
    return carried.info, carried
