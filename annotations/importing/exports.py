"""Whole exports that come back: line by line, but in one transaction; all of the file is in the library, or nothing."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from annotations.collecting import collecting_less
from annotations.errors import FormatError, ReadError, SchemaError
from annotations.formats import ArticleRecord, ImportFormat
from annotations.formats.folding import Misfits
from annotations.identity import new_id, now
from annotations.importing.reading_ahead import read_ahead
from annotations.model import Annotation, ArticleInfo, Origin, Relation
from annotations.schema import clip
from annotations.store import Step
from annotations.store.changes import decode
from annotations.store.history import CARRY
from annotations.store.packed import ids_of
from annotations.versions.bringing import Carried, bring_content, carry_on
from annotations.workspace import Workspace

__all__ = ["Imported", "Importer", "file_size", "import_export", "open_export"]


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of an export.

    Attributes:
        articles: How many were added; `annotations` and `relations` likewise.
        same: Annotations and relations that were there already, exactly so.
        renumbered: Articles that got another number because theirs was taken.
        left: A sentence for each thing that was left alone because the library has it otherwise.
        loose: A sentence for each relation whose target is not in the library; they are kept.
        unfit: A sentence for each thing that the coding scheme does not have; they are kept.
    """

    articles: int = 0
    annotations: int = 0
    relations: int = 0
    same: int = 0
    renumbered: int = 0
    left: tuple[str, ...] = ()
    loose: tuple[str, ...] = ()
    unfit: tuple[str, ...] = ()


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
    importer = Importer(workspace)
    done = 0
    with workspace.store.writing_much(), collecting_less():
        line = 0
        try:
            for line, record in read_ahead(form.read(stream, workspace.schema)):
                importer.take(f"line {line}", record)
                if advance is not None and (at := stream.tell()) > done:
                    advance(at - done)
                    done = at
            importer.resolve()
        except FormatError as error:
            raise FormatError(f"{where}, {error.message}", error.hint) from None
        except OSError as error:
            raise ReadError(f"{where} cannot be read after line {line}: {error.strerror}") from None
    return importer.outcome()


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A relation whose target was not there when its line was read."""

    place: str
    relation: Relation
    label: str


class Importer:
    """Takes record after record into the store, inside a transaction of the caller's.

    A relation that the coding scheme does not allow is refused, unless `misfits` are counted: then it is kept.
    """

    def __init__(self, workspace: Workspace, misfits: Misfits | None = None) -> None:
        self._workspace = workspace
        self._misfits = misfits
        self._store = workspace.store
        self._at = now()
        self._articles = self._annotations = self._relations = 0
        self._same = 0
        self._renumbered = 0
        self._left: list[str] = []
        self._loose: list[str] = []
        self._waiting: list[_Waiting] = []
        self._given: dict[int, list[Sequence[str]]] = {}
        self._last: dict[int, tuple[int, Sequence[str]]] = {}
        self._moving: dict[int, list[str]] = {}

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

    def take(self, place: str, record: ArticleRecord) -> None:
        """Add a record, or what is new in it."""
        known = self._store.articles.of_id(record.info.id, removed=True)
        if known is not None and self._store.library.removed(known.number) is not None:
            self._left.append(
                f"{place}: article {known.number} ({known.id}) was removed here;"
                f" “stet restore {known.number}” brings it back"
            )
            return
        labels: dict[str, str] = {}
        if known is None:
            info = self._add(record)
        else:
            version = self._version(known, record)
            if version is None:
                self._left.append(
                    f"{place}: article {known.number} ({known.id}) has another text here; nothing was done"
                )
                return
            info = version
            labels = {annotation.id: annotation.label for annotation in self._workspace.annotations(info)}
            self._compare_facts(place, info, record.info)
        ids = ids_of(record.annotations)
        # They hang on this version, whatever comes after it.
        self._given.setdefault(info.number, []).append(ids)
        annotations = self._new_annotations(place, info, record.annotations, ids)
        relations: list[Relation] = []
        if record.relations:
            labels |= {annotation.id: annotation.label for annotation in annotations}
            relations = self._new_relations(place, record, labels)
        if record.info.version == 0 and known is not None:
            self._moving.setdefault(info.key, []).extend(ids_of(annotations))
        elif known is not None:  # a new article has no other version yet
            self._last[info.number] = (info.key, ids_of(annotations))
        self._annotations += len(annotations)
        self._relations += len(relations)
        if annotations or relations:
            step = self._step(annotations, relations)
            self._store.steps.insert_all(step, info.number, annotations, relations, info.key)
            if known is not None:
                self._store.articles.touch(info.number, self._at)

    def resolve(self) -> tuple[Carried, ...]:
        """Look once more for targets that came later, and take over what was made on an earlier version.

        Returns what came of that, for each article where there was something to take over.

        Raises:
            FormatError: The schema does not allow a relation.
        """
        moving = [*self._last.values(), *self._moving.items()]
        carried = [carry_on(self._workspace, key, ids) for key, ids in moving]
        for waiting in self._waiting:
            relation = waiting.relation
            target = self._store.annotations.label_of(relation.target)
            if target is None:
                self._loose.append(
                    f"{waiting.place}: relation {relation.id} ({relation.label}) goes to {relation.target},"
                    " which is not in the library"
                )
            else:
                self._check(waiting.place, relation, waiting.label, target)
        return tuple(one for one in carried if one is not None)

    def _add(self, record: ArticleRecord) -> ArticleInfo:
        if not self._articles:
            self._workspace.keep_schema(self._at)
        info = record.info._replace(created=self._at, updated=self._at)
        added = self._store.add_article(info, record.content)
        self._articles += 1
        self._renumbered += record.info.number not in {0, added.number}  # 0: a foreign file has none
        return added

    def _version(self, known: ArticleInfo, record: ArticleRecord) -> ArticleInfo | None:
        """The version that a record is, brought in if it is not there; None where that number has another text.

        The number is 0 where a file of another program has another text: it goes before the current one.
        """
        theirs = record.info
        rows = self._store.versions.of_article(known.number)
        same = [row for row in rows if row.sha256 == theirs.sha256]
        if same:
            here = next((row for row in same if row.version == theirs.version), same[-1])
            return self._store.articles.at_version(here.key)
        if theirs.version == 0:
            return self._store.add_earlier(theirs._replace(number=known.number, id=known.id), record.content)
        if any(row.version == theirs.version for row in rows):
            return None
        if theirs.version < rows[-1].version:
            return self._store.add_version(theirs._replace(number=known.number, created=self._at), record.content)
        given = frozenset(chain.from_iterable(self._given.get(known.number, ())))
        carried = bring_content(self._workspace, known, record.content, theirs.version, except_for=given)
        return carried.info

    def _compare_facts(self, place: str, here: ArticleInfo, there: ArticleInfo) -> None:
        names = ("title", "source", "language", "status", "metadata")
        different = [name for name in names if getattr(here, name) != getattr(there, name)]
        if different:
            self._left.append(
                f"{place}: article {here.number} ({here.id}) has another {', '.join(different)} here, which stays"
            )

    def _new_annotations(
        self, place: str, info: ArticleInfo, annotations: Sequence[Annotation], ids: Sequence[str]
    ) -> Sequence[Annotation]:
        new = []
        known = self._store.annotations.known(ids)
        if not known:
            return annotations
        for annotation in annotations:
            if annotation.id not in known:
                new.append(annotation)
                continue
            placed = replace(annotation, version=info.key)
            if self._is_same(self._store.annotations.get(annotation.id), placed) or self._was_carried(placed):
                self._same += 1
            else:
                self._left.append(f"{place}: annotation {annotation.id} is different here and stays so")
        return new

    def _is_same(self, here: Annotation | None, there: Annotation) -> bool:
        """Tell whether an annotation is here as it is there; other formats may not keep the order of roles."""
        if here is None or self._misfits is None:
            return here == there
        return replace(here, roles=()) == replace(there, roles=()) and Counter(here.roles) == Counter(there.roles)

    def _was_carried(self, annotation: Annotation) -> bool:
        """Whether an annotation is this one but for a new version of its article, to which it went over since."""
        rows = self._store.history.since(annotation.id, 0)
        return bool(rows) and rows[-1].action == CARRY and decode(rows[-1].kind, rows[-1].before) == annotation

    def _new_relations(self, place: str, record: ArticleRecord, labels: dict[str, str]) -> list[Relation]:
        new = []
        given = {annotation.id for annotation in record.annotations}
        for relation in record.relations:
            label = labels.get(relation.source)
            if label is None and relation.source not in given:
                raise FormatError(
                    f"{place}: relation {relation.id} starts from {relation.source}, which is not in this article"
                )
            known = self._store.annotations.relation(relation.id)
            if known == relation:
                self._same += 1
            elif known is not None or label is None:
                self._left.append(f"{place}: relation {relation.id} is different here and stays so")
            else:
                new.append(relation)
                target = labels.get(relation.target) or self._store.annotations.label_of(relation.target)
                if target is None:
                    self._waiting.append(_Waiting(place, relation, label))
                else:
                    self._check(place, relation, label, target)
        return new

    def _check(self, place: str, relation: Relation, source: str, target: str) -> None:
        try:
            self._workspace.schema.check_relation(relation, source, target)
        except SchemaError as error:
            if relation.origin is Origin.IMPORTED and self._misfits is None:
                return  # what came from another program may be tied otherwise
            if self._misfits is not None:
                self._misfits.add(
                    f"a relation “{clip(relation.label)}” does not fit the coding scheme: {error.message}"
                )
                return
            raise FormatError(f"{place}: relation {relation.id}: {error.message}", error.hint) from None

    def _step(self, annotations: Sequence[Annotation], relations: Sequence[Relation]) -> Step:
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
