"""One export on its way: what it would lose, then its records, an article after the other, to a format of any kind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import BinaryIO, TextIO, cast

from annotations.exporting.selection import Advance, Selection, articles_of, sentences_of_article
from annotations.formats import BinaryFormat, FilesFormat, Format, Job, PlainFormat, TextFormat
from annotations.formats.base import ArticleRecord, MayLose, PlainRecord, VersionedFormat
from annotations.formats.files import Files, ZipFiles
from annotations.model import ArticleInfo
from annotations.store.articles import ArticleText
from annotations.store.plain import PlainAnnotation
from annotations.workspace import Workspace

__all__ = ["Exported", "Run"]


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export wrote, and what the format could not hold, in sentences."""

    articles: int
    annotations: int
    losses: tuple[str, ...] = ()


class Run:
    """One export whose losses are counted and which is about to be written."""

    def __init__(
        self, workspace: Workspace, form: Format, selection: Selection, advance: Advance | None, job: Job
    ) -> None:
        self._workspace = workspace
        self._form = form
        self._selection = selection
        self._advance = advance
        self.job = job
        self._numbers: set[int] = set()
        self._annotations = 0

    @property
    def losses(self) -> tuple[str, ...]:
        """What will be lost, in sentences."""
        return tuple(self.job.losses.sentences())

    def survey(self) -> None:
        """Count what will be lost."""
        form, losses = self._form, self.job.losses
        if not isinstance(form, VersionedFormat):
            for earlier in self._earlier():
                for annotation in filter(self._selection.has, self._workspace.annotations(earlier)):
                    losses.add("annotation on an earlier version of its article", f"annotation {annotation.id}")
        if isinstance(form, PlainFormat):
            odd = bool(form.parts_by) and self._workspace.store.usage.has_role_with(form.parts_by)
            if form.may_lose is not MayLose.NOTHING and (odd or not _all_in_schema(self._workspace)):
                for plain in self._plain(counted=False):
                    form.survey(plain, self.job)
        elif form.may_lose is not MayLose.NOTHING and isinstance(form, (TextFormat, BinaryFormat, FilesFormat)):
            for record in self._records(counted=False):
                form.survey(record, self.job)
            form.surveyed(self.job)

    def to(self, out: TextIO | BinaryIO) -> Exported:
        """Write to a file that is open."""
        form = self._form
        if isinstance(form, FilesFormat):
            files = ZipFiles(cast("BinaryIO", out))
            try:
                self.to_files(files)
            finally:
                files.close()
        elif isinstance(form, BinaryFormat):
            form.write(self._records(), self.job, cast("BinaryIO", out))
        elif isinstance(form, PlainFormat):
            form.write(self._plain(), self.job, cast("TextIO", out))
        elif isinstance(form, TextFormat):
            form.write(self._records(), self.job, cast("TextIO", out))
        return self._done()

    def to_files(self, files: Files) -> Exported:
        """Write several files."""
        assert isinstance(self._form, FilesFormat)  # noqa: S101 - whoever asks knows
        self._form.write(self._records(), self.job, files)
        return self._done()

    def _done(self) -> Exported:
        return Exported(len(self._numbers), self._annotations, self.losses)

    def _plain(self, *, counted: bool = True) -> Iterator[PlainRecord]:
        rows, chosen = self._workspace.store.plain, self._selection
        filtered = bool(chosen.labels or chosen.annotators or chosen.ids)
        # To ask each annotation for its relations takes as long as to read it.
        tied = self._workspace.store.annotations.versions_with_relations()
        for info, is_earlier in self._versions(counted=counted):
            chunks = rows.of_version(info.key, chosen.labels, chosen.annotators, chosen.ids)
            first = next(chunks, [])
            if not first and (self._form.annotated_only or is_earlier):
                continue
            relations = self._workspace.relations(info) if first and info.key in tied else []
            if filtered and relations:
                kept = chain.from_iterable(rows.of_version(info.key, chosen.labels, chosen.annotators, chosen.ids))
                ids = {one.id for one in kept}
                relations = [relation for relation in relations if relation.source in ids]
            if counted:
                self._numbers.add(info.number)
                chunks = self._count(chunks)
                self._annotations += len(first)
            annotations = chain(first, chain.from_iterable(chunks))
            yield PlainRecord(info, self._content(info), annotations, tuple(relations))

    def _records(self, *, counted: bool = True) -> Iterator[ArticleRecord]:
        workspace = self._workspace
        for info, is_earlier in self._versions(counted=counted):
            annotations = tuple(filter(self._selection.has, workspace.annotations(info)))
            if not annotations and (self._form.annotated_only or is_earlier):
                continue
            ids = {annotation.id for annotation in annotations}
            relations = workspace.relations(info) if ids else []
            standing = tuple(relation for relation in relations if relation.source in ids)
            if counted:
                self._numbers.add(info.number)
                self._annotations += len(annotations)
            yield ArticleRecord(info, self._content(info), annotations, standing)

    def _count(self, chunks: Iterator[list[PlainAnnotation]]) -> Iterator[list[PlainAnnotation]]:
        for chunk in chunks:
            self._annotations += len(chunk)
            yield chunk

    def _versions(self, *, counted: bool) -> Iterator[tuple[ArticleInfo, bool]]:
        """The articles; before each, for formats that take them, its earlier versions that have orphans."""
        versioned = isinstance(self._form, VersionedFormat)
        orphaned = self._workspace.store.versions.orphan_counts() if versioned else {}
        for info in articles_of(self._workspace, self._selection):
            if info.number in orphaned:
                yield from ((earlier, True) for earlier in self._earlier_of(info))
            yield info, False
            if self._advance is not None:
                self._advance(int(counted))

    def _earlier(self) -> Iterator[ArticleInfo]:
        orphaned = self._workspace.store.versions.orphan_counts()
        for info in articles_of(self._workspace, self._selection) if orphaned else ():
            if info.number in orphaned:
                yield from self._earlier_of(info)

    def _earlier_of(self, info: ArticleInfo) -> Iterator[ArticleInfo]:
        store = self._workspace.store
        return map(store.articles.at_version, store.versions.with_orphans(info.number))

    def _content(self, info: ArticleInfo) -> ArticleText[str]:
        content = self._workspace.store.load(info.key)
        if not self._form.needs_sentences or content.sentences is not None:
            return content
        found = sentences_of_article(content, info.language)
        return ArticleText(content.text, content.blocks, content.styles, found, content.stamp)


def _all_in_schema(workspace: Workspace) -> bool:
    """Tell whether no annotation has a role or an attribute that the coding scheme lacks, without a look at each."""
    schema, usage = workspace.schema, workspace.store.usage
    known = {(label.name, attribute.name) for label in schema.labels for attribute in label.attributes}
    return all(use.name in schema.roles for use in usage.roles()) and all(
        (use.label, use.name) in known for use in usage.attributes()
    )
