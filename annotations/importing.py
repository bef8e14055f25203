"""Into the library: articles from files of any kind, and whole exports that come back.

An export is read line by line, but in one transaction: either all of the file is in the library, or nothing.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from annotations.columns import Blocks
from annotations.errors import ConflictError, FormatError, ReadError, SchemaError
from annotations.formats import ArticleRecord, ImportFormat
from annotations.identity import location, new_id, now
from annotations.model import Annotation, ArticleInfo, Relation
from annotations.readers import Draft, read_bytes, read_path
from annotations.store import Step
from annotations.store.articles import digest
from annotations.workspace import Workspace

__all__ = ["STANDARD_INPUT", "Brought", "Imported", "import_article", "import_export", "import_input"]

STANDARD_INPUT = "-"
"""Source of an article that came from no file."""


@dataclass(frozen=True, slots=True)
class Brought:
    """The article that a file is in the library, whether it was added, and what its reader had to say."""

    info: ArticleInfo
    added: bool
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of an export.

    Attributes:
        articles: How many were added; `annotations` and `relations` likewise.
        same: Annotations and relations that were there already, exactly so.
        renumbered: Articles that got another number because theirs was taken.
        left: A sentence for each thing that was left alone because the library has it otherwise.
        loose: A sentence for each relation whose target is not in the library; they are kept.
    """

    articles: int = 0
    annotations: int = 0
    relations: int = 0
    same: int = 0
    renumbered: int = 0
    left: tuple[str, ...] = ()
    loose: tuple[str, ...] = ()


def import_article(workspace: Workspace, path: Path, *, reader: str | None = None, new: bool = False) -> Brought:
    """Bring the article in a file into the library; the same file with the same text is not brought twice.

    Args:
        workspace: The library.
        path: The file.
        reader: Name of the reader, else the suffix decides.
        new: Bring a file in as another article when its text has changed.

    Raises:
        ReadError: The file cannot be made into an article.
        ConflictError: The file has changed since it was brought in, and `new` is false.
        StoreError: The database refused.
    """
    draft = read_path(path, reader)
    brought = _bring(workspace, draft, location(path), new=new)
    if brought is None:
        known = workspace.store.articles.by_source(location(path))[-1]
        raise ConflictError(
            f"{path} has changed since it became article {known.number}, which stays as it is",
            f"“stet import --new {path}” brings the new text in as another article.",
        )
    return brought


def import_input(workspace: Workspace, data: bytes, *, reader: str | None = None) -> Brought:
    """Bring an article from standard input into the library, unless its text came from there before.

    Raises:
        ReadError: The bytes cannot be made into an article.
        StoreError: The database refused.
    """
    draft = read_bytes(data, reader) if reader is not None else read_bytes(data)
    brought = _bring(workspace, draft, STANDARD_INPUT, new=True)
    assert brought is not None  # noqa: S101 - with `new`, it is always brought
    return brought


def import_export(
    workspace: Workspace,
    form: ImportFormat,
    stream: BinaryIO,
    where: str,
    advance: Callable[[int], None] | None = None,
) -> Imported:
    """Bring everything in an export into the library, or nothing.

    Args:
        workspace: The library.
        form: The format of the export.
        stream: The export; it should not make anybody wait, for the database is locked meanwhile.
        where: What messages call it.
        advance: Called with the number of bytes that are done.

    Raises:
        FormatError: Something in it is broken; the message names `where` and the line.
        StoreError: The database refused.
    """
    importer = _Importer(workspace)
    done = 0
    with workspace.store.writing_much():
        line = 0
        try:
            for line, record in form.read(stream, workspace.schema):
                importer.take(line, record)
                if advance is not None and (at := stream.tell()) > done:
                    advance(at - done)
                    done = at
            importer.resolve()
        except FormatError as error:
            raise FormatError(f"{where}, {error.message}", error.hint) from None
        except OSError as error:
            raise ReadError(f"{where} cannot be read after line {line}: {error.strerror}") from None
    return importer.outcome()


def _bring(workspace: Workspace, draft: Draft, source: str, *, new: bool) -> Brought | None:
    known = workspace.store.articles.by_source(source)
    sha256 = digest(draft.text) if known else ""
    for info in known:
        if info.sha256 == sha256:
            return Brought(info, added=False, notes=draft.notes)
    if known and not new:
        return None
    from annotations.sentences import sentences_of

    blocks = Blocks(draft.blocks)
    sentences = sentences_of(str(draft.text), blocks, draft.language)
    document = workspace.add(draft, source, blocks=blocks, sentences=sentences)
    return Brought(document.info, added=True, notes=draft.notes)


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A relation whose target was not there when its line was read."""

    line: int
    relation: Relation
    label: str


class _Importer:
    """Takes record after record into the store, inside a transaction of the caller's."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._store = workspace.store
        self._at = now()
        self._articles = self._annotations = self._relations = 0
        self._same = 0
        self._renumbered = 0
        self._left: list[str] = []
        self._loose: list[str] = []
        self._waiting: list[_Waiting] = []

    def outcome(self) -> Imported:
        """Tell what was done."""
        return Imported(
            self._articles,
            self._annotations,
            self._relations,
            self._same,
            self._renumbered,
            tuple(self._left),
            tuple(self._loose),
        )

    def take(self, line: int, record: ArticleRecord) -> None:
        """Add a record, or what is new in it."""
        known = self._store.articles.of_id(record.info.id)
        if known is None:
            info = self._add(record)
            labels: dict[str, str] = {}
        elif known.sha256 != record.info.sha256:
            self._left.append(
                f"line {line}: article {known.number} ({known.id}) has another text here; nothing was done"
            )
            return
        else:
            info = known
            labels = {annotation.id: annotation.label for annotation in self._workspace.annotations(info)}
            self._compare_facts(line, info, record.info)
        annotations = self._new_annotations(line, info, record.annotations)
        labels |= {annotation.id: annotation.label for annotation in annotations}
        relations = self._new_relations(line, record, labels)
        self._annotations += len(annotations)
        self._relations += len(relations)
        if annotations or relations:
            self._store.insert_all(self._step(annotations, relations), info.number, annotations, relations)
            if known is not None:
                self._store.articles.touch(info.number, self._at)

    def resolve(self) -> None:
        """Look once more for the targets that came later.

        Raises:
            FormatError: The schema does not allow a relation.
        """
        for waiting in self._waiting:
            relation = waiting.relation
            target = self._store.annotations.label_of(relation.target)
            if target is None:
                self._loose.append(
                    f"line {waiting.line}: relation {relation.id} ({relation.label}) goes to {relation.target},"
                    " which is not in the library"
                )
            else:
                self._check(waiting.line, relation, waiting.label, target)

    def _add(self, record: ArticleRecord) -> ArticleInfo:
        if not self._articles:
            self._workspace.keep_schema(self._at)
        info = record.info._replace(created=self._at, updated=self._at)
        added = self._store.add_article(info, record.content)
        self._articles += 1
        self._renumbered += added.number != record.info.number
        return added

    def _compare_facts(self, line: int, here: ArticleInfo, there: ArticleInfo) -> None:
        names = ("title", "source", "language", "status", "metadata")
        different = [name for name in names if getattr(here, name) != getattr(there, name)]
        if different:
            self._left.append(
                f"line {line}: article {here.number} ({here.id}) has another {', '.join(different)} here, which stays"
            )

    def _new_annotations(self, line: int, info: ArticleInfo, annotations: tuple[Annotation, ...]) -> list[Annotation]:
        new = []
        known = self._store.annotations.known([annotation.id for annotation in annotations])
        for annotation in annotations:
            placed = replace(annotation, version=info.key)
            if annotation.id not in known:
                new.append(placed)
            elif self._store.annotations.get(annotation.id) == placed:
                self._same += 1
            else:
                self._left.append(f"line {line}: annotation {annotation.id} is different here and stays so")
        return new

    def _new_relations(self, line: int, record: ArticleRecord, labels: dict[str, str]) -> list[Relation]:
        new = []
        given = {annotation.id for annotation in record.annotations}
        for relation in record.relations:
            label = labels.get(relation.source)
            if label is None and relation.source not in given:
                raise FormatError(
                    f"line {line}: relation {relation.id} starts from {relation.source}, which is not in this article"
                )
            known = self._store.annotations.relation(relation.id)
            if known == relation:
                self._same += 1
            elif known is not None or label is None:
                self._left.append(f"line {line}: relation {relation.id} is different here and stays so")
            else:
                new.append(relation)
                target = labels.get(relation.target) or self._store.annotations.label_of(relation.target)
                if target is None:
                    self._waiting.append(_Waiting(line, relation, label))
                else:
                    self._check(line, relation, label, target)
        return new

    def _check(self, line: int, relation: Relation, source: str, target: str) -> None:
        try:
            self._workspace.schema.check_relation(relation, source, target)
        except SchemaError as error:
            raise FormatError(f"line {line}: relation {relation.id}: {error.message}", error.hint) from None

    def _step(self, annotations: list[Annotation], relations: list[Relation]) -> Step:
        parts = [
            f"{len(things)} {word if len(things) == 1 else word + 's'}"
            for things, word in ((annotations, "annotation"), (relations, "relation"))
            if things
        ]
        return Step(new_id(), self._at, self._workspace.annotator, "import", f"imported {' and '.join(parts)}")


def open_export(path: Path) -> BinaryIO:
    """Open an export for reading.

    Raises:
        ReadError: It is missing, no regular file, or may not be read.
    """
    try:
        if path.exists() and not path.is_file():
            raise ReadError(f"{path} is no file", "Name the file itself.")
        return path.open("rb")
    except OSError as error:
        raise ReadError(f"{path} cannot be opened: {error.strerror}") from None


def file_size(stream: BinaryIO) -> int:
    """Return the size of an open file in bytes."""
    return os.fstat(stream.fileno()).st_size
