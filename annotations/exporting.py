"""Out of the library: articles and annotations, chosen by a few filters, in any format of the registry.

An export sees one state of the database, whatever others write meanwhile, and reads one article at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from annotations.atomic import writing_whole
from annotations.columns import Sentences
from annotations.errors import SchemaError, StoreError, UsageError
from annotations.formats import ArticleRecord, Format, Losses
from annotations.formats.base import VersionedFormat
from annotations.model import Annotation, ArticleInfo
from annotations.schema import nearest
from annotations.store.articles import ArticleText
from annotations.workspace import Workspace

__all__ = [
    "Advance",
    "Exported",
    "Selection",
    "Watch",
    "article_record",
    "export",
    "export_file",
    "find_sentences",
    "refuse_unknown",
    "sentences_of_article",
]

Advance = Callable[[int], None]
"""Called with a number of articles that are done."""
Watch = Callable[[int, str], AbstractContextManager[Advance]]
"""Watches a stretch of work: given the number of articles and what is done with them, lends an `Advance`."""

_BATCH = 100


@dataclass(frozen=True, slots=True)
class Selection:
    """What to export: everything where a filter is empty.

    Attributes:
        articles: Numbers.
        labels: Annotations with one of these labels.
        annotators: Annotations by one of these.
        ids: Just these annotations.
    """

    articles: frozenset[int] = frozenset()
    labels: frozenset[str] = frozenset()
    annotators: frozenset[str] = frozenset()
    ids: frozenset[str] = frozenset()

    def has(self, annotation: Annotation) -> bool:
        """Tell whether an annotation passes."""
        return (
            (not self.labels or annotation.label in self.labels)
            and (not self.annotators or annotation.annotator in self.annotators)
            and (not self.ids or annotation.id in self.ids)
        )


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export wrote, and what the format could not hold, in sentences."""

    articles: int
    annotations: int
    losses: tuple[str, ...] = ()


def export(
    workspace: Workspace,
    form: Format,
    out: TextIO,
    selection: Selection | None = None,
    advance: Advance | None = None,
) -> Exported:
    """Write a whole export to `out`, which must not translate line ends.

    Raises:
        UsageError: A filter names a label or annotator that there is not.
        StoreError: The database refused.
    """
    chosen = Selection() if selection is None else selection
    refuse_unknown(workspace, chosen)
    if form.needs_sentences:
        find_sentences(workspace, chosen)
    losses = Losses()
    counts = _Counts()
    with workspace.store.reading():
        form.write(counts.of(_records(workspace, form, chosen, losses, advance)), workspace.schema, out, losses)
    return Exported(counts.articles, counts.annotations, tuple(losses.sentences()))


def export_file(
    workspace: Workspace,
    form: Format,
    path: Path,
    selection: Selection | None = None,
    advance: Advance | None = None,
) -> Exported:
    """Write an export to a file, whole or not at all.

    Raises:
        StetError: The file cannot be written, or see `export`.
    """
    if path.exists() and path.samefile(workspace.store.path):
        raise UsageError(f"{path} is the database itself", "Give the export another name.")
    with writing_whole(path) as out:
        return export(workspace, form, out, selection, advance)


def find_sentences(workspace: Workspace, selection: Selection, watch: Watch | None = None) -> None:
    """Store the sentences of the articles that have annotations but no sentences yet.

    What cannot be stored is not: a format that needs sentences finds them again as it goes.

    Raises:
        UsageError: A filter names a label or annotator that there is not.
    """
    refuse_unknown(workspace, selection)
    store = workspace.store
    keys = store.articles.without_sentences()
    if not keys:
        return
    articles = _articles(workspace, selection)
    waiting = [info.number for info in articles if info.key in keys and store.annotations.count(info.key)]
    with suppress(StoreError), (watch or _unwatched)(len(waiting), "finding sentences") as advance:
        for start in range(0, len(waiting), _BATCH):
            found = []
            for number in waiting[start : start + _BATCH]:
                info = store.articles.get(number)
                content = store.load(info.key)
                found.append((info.key, sentences_of_article(content, info.language)))
                advance(1)
            with store.writing():
                for key, sentences in found:
                    store.articles.put_sentences(key, sentences)


def article_record(workspace: Workspace, info: ArticleInfo) -> ArticleRecord:
    """Read one article with all that hangs on it."""
    return ArticleRecord(
        info,
        workspace.store.load(info.key),
        tuple(workspace.annotations(info)),
        tuple(workspace.relations(info)),
    )


class _Counts:
    """Counts what passes."""

    def __init__(self) -> None:
        self.articles = 0
        self.annotations = 0

    def of(self, records: Iterator[ArticleRecord]) -> Iterator[ArticleRecord]:
        number = None
        for record in records:
            self.articles += record.info.number != number
            number = record.info.number
            self.annotations += len(record.annotations)
            yield record


def _records(
    workspace: Workspace, form: Format, selection: Selection, losses: Losses, advance: Advance | None
) -> Iterator[ArticleRecord]:
    store = workspace.store
    orphaned = store.versions.orphan_counts()
    for info in _articles(workspace, selection):
        for key in store.versions.with_orphans(info.number) if info.number in orphaned else ():
            earlier = store.articles.at_version(key)
            annotations = tuple(filter(selection.has, workspace.annotations(earlier)))
            if annotations and isinstance(form, VersionedFormat):
                yield _record(workspace, form, earlier, annotations)
            else:
                for annotation in annotations:
                    losses.add("annotation on an earlier version of its article", f"annotation {annotation.id}")
        annotations = tuple(filter(selection.has, workspace.annotations(info)))
        if annotations or not form.annotated_only:
            yield _record(workspace, form, info, annotations)
        if advance is not None:
            advance(1)


def _record(
    workspace: Workspace, form: Format, info: ArticleInfo, annotations: tuple[Annotation, ...]
) -> ArticleRecord:
    content = workspace.store.load(info.key)
    if form.needs_sentences and content.sentences is None:
        found = sentences_of_article(content, info.language)
        content = ArticleText(content.text, content.blocks, content.styles, found, content.stamp)
    ids = {annotation.id for annotation in annotations}
    relations = workspace.relations(info) if ids else []
    standing = tuple(relation for relation in relations if relation.source in ids)
    return ArticleRecord(info, content, annotations, standing)


def _articles(workspace: Workspace, selection: Selection) -> Iterator[ArticleInfo]:
    articles = workspace.store.articles
    return map(articles.get, sorted(selection.articles)) if selection.articles else articles.all()


def refuse_unknown(workspace: Workspace, selection: Selection) -> None:
    """Refuse filters that can have nothing pass.

    Raises:
        UsageError: A filter names a label or annotator that there is not.
    """
    strange = {label for label in selection.labels if not workspace.schema.has_label(label)}
    try:
        # What the scheme does not have may be in use all the same.
        for label in sorted(strange - workspace.store.usage.labels().keys() if strange else strange):
            workspace.schema.label(label)
    except SchemaError as error:
        raise UsageError(error.message, error.hint) from None
    known = workspace.store.annotations.annotators() if selection.annotators else []
    for name in sorted(selection.annotators - set(known)):
        hint = nearest(name, known) or (f"There are {', '.join(known)}." if known else "")
        raise UsageError(f"nobody called “{name}” has annotated here", hint)


def sentences_of_article(content: ArticleText[str], language: str | None) -> Sentences:
    """The sentences of a text: those that are stored, else found."""
    if content.sentences is not None:
        return content.sentences
    from annotations.sentences import sentences_of

    return sentences_of(content.text, content.blocks, language)


@contextmanager
def _unwatched(total: int, what: str) -> Iterator[Advance]:  # noqa: ARG001 - nobody asked
    yield lambda _: None
