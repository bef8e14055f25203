"""Into the library: articles from files of any kind, each with the text that it has there by now."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from annotations.errors import ConflictError
from annotations.identity import is_address, location
from annotations.importing.gathering import STANDARD_INPUT
from annotations.importing.preparing import Prepared, prepare
from annotations.model import ArticleInfo
from annotations.readers import Draft, kind_of, read_bytes, read_path
from annotations.versions.bringing import Carried, bring_version
from annotations.workspace import Workspace

__all__ = [
    "STANDARD_INPUT",
    "Brought",
    "alike_texts",
    "bring_draft",
    "bring_prepared",
    "import_article",
    "import_input",
]

_PARAGRAPH = 40
"""Code points from which a line is taken for a paragraph."""


@dataclass(frozen=True, slots=True)
class Brought:
    """The article that a file is in the library, whether it was added, and what its reader had to say.

    `carried` tells what came of it where the file has become a new version of its article.
    """

    info: ArticleInfo
    added: bool
    notes: tuple[str, ...] = ()
    carried: Carried | None = None

    @property
    def summary(self) -> str:
        """Say in a line what came in."""
        info = self.info
        if self.carried is not None:
            return f"article {info.number}: version {info.version} of {info.title} ({self.carried.summary})"
        return f"article {info.number}{'' if self.added else ' is there already'}: {info.title}"


def import_article(workspace: Workspace, path: Path, *, reader: str | None = None, new: bool = False) -> Brought:
    """Bring the article in a file into the library; the same file with the same text is not brought twice.

    With another text it becomes a new version of its article, to which annotations are carried over.

    Args:
        workspace: The library.
        path: The file.
        reader: Name of the reader, else the suffix decides.
        new: Bring a file in as another article, not as a new version, when its text has changed.

    Raises:
        ReadError: The file cannot be made into an article.
        ConflictError: Somebody has brought in a new version at the same time.
        StoreError: The database refused.
    """
    return bring_draft(workspace, read_path(path, reader), location(path), new=new, name=str(path))


def import_input(workspace: Workspace, data: bytes, *, reader: str | None = None) -> Brought:
    """Bring an article from standard input into the library, unless its text is there already.

    Raises:
        ReadError: The bytes cannot be made into an article.
        StoreError: The database refused.
    """
    return bring_draft(workspace, read_bytes(data, reader or kind_of(data)), STANDARD_INPUT, new=True)


def bring_draft(workspace: Workspace, draft: Draft, source: str, *, new: bool = False, name: str = "") -> Brought:
    """Bring an article that was read into the library, from whatever it was read.

    The same text is not brought twice, wherever it came from; another text from the same place becomes a new version.

    Args:
        workspace: The library.
        draft: What was read; its blocks are taken.
        source: Where from: a path, an address, a row of a table, or `STANDARD_INPUT`.
        new: Bring it in as another article when the library has another text from there.
        name: What messages call the source, else as it is.

    Raises:
        ConflictError: Somebody has brought in a new version at the same time.
        StoreError: The database refused.
    """
    return bring_prepared(workspace, prepare(draft), source, new=new, name=name)


def bring_prepared(
    workspace: Workspace, prepared: Prepared, source: str, *, new: bool = False, name: str = ""
) -> Brought:
    """Bring an article into the library; as `bring_draft`, which says more."""
    draft = prepared.draft
    there = workspace.store.articles.by_text(prepared.sha256)
    if there:
        same = next((info for info in there if info.source == source), there[0])
        return Brought(same, added=False, notes=draft.notes)
    if not new and (known := _known_from(workspace, draft, source)) is not None:
        return _take_change(workspace, known, prepared, name or source)
    document = workspace.add(draft, source, blocks=prepared.blocks, sentences=prepared.sentences)
    return Brought(document.info, added=True, notes=draft.notes)


def _known_from(workspace: Workspace, draft: Draft, source: str) -> ArticleInfo | None:
    """The article that came from the same place, or whose page says it has the same address."""
    articles = workspace.store.articles
    if source == STANDARD_INPUT:
        return None
    if found := articles.by_source(source):
        return found[-1]
    address = draft.metadata.get("address", "")
    # Some pages give the front page of their site as their own address, or the first of several pages.
    if is_address(address) and address.rstrip("/").count("/") > 2:
        found = articles.by_address(address) or articles.by_source(location(address))
    text = str(draft.text)
    return next((info for info in reversed(found) if alike_texts(str(workspace.store.text(info.key)), text)), None)


def alike_texts(one: str, other: str) -> bool:
    """Tell whether two texts share a quarter of the paragraphs of the one that has fewer."""
    lines = [{line for line in text.split("\n") if len(line) >= _PARAGRAPH} for text in (one, other)]
    return len(lines[0] & lines[1]) * 4 >= min(map(len, lines)) > 0


def _take_change(workspace: Workspace, known: ArticleInfo, prepared: Prepared, name: str) -> Brought:
    """Make a text that is not the one which the library has from the same place the article's new version."""
    draft = prepared.draft
    try:
        carried = bring_version(workspace, known, draft, blocks=prepared.blocks, sentences=prepared.sentences)
    except ConflictError as error:
        raise ConflictError(f"{name}: {error.message}", error.hint) from None
    return Brought(carried.info, added=False, notes=draft.notes, carried=carried)
