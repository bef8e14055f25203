"""What was changed between two versions of an article, paragraph by paragraph, and which annotations that touches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from annotations.model import Annotation, ArticleInfo
from annotations.store.changes import decode
from annotations.versions.carrying import words_of
from annotations.versions.changes import Change, ChangeKind, Changes, Touched
from annotations.versions.likeness import normal
from annotations.versions.paragraphs import paragraph_changes
from annotations.workspace import Workspace

__all__ = ["changes"]


def changes(workspace: Workspace, older: ArticleInfo, newer: ArticleInfo) -> Changes:
    """Compare two versions of one article.

    Raises:
        StoreError: The database refused.
    """
    articles = workspace.store.articles
    texts = str(articles.text(older.key)), str(articles.text(newer.key))
    found = paragraph_changes(*texts)
    touched = sorted(_touched(workspace, older, newer, *texts), key=_in_order)
    placed: list[list[Touched]] = [[] for _ in found]
    elsewhere = []
    for one in touched:
        where = _where(one, found, older.key)
        if where is None:
            elsewhere.append(one)
        else:
            placed[where].append(one)
    whole = (replace(change, touched=tuple(of_it)) for change, of_it in zip(found, placed, strict=True))
    return Changes(older, newer, tuple(whole), tuple(elsewhere))


def _in_order(one: Touched) -> tuple[bool, int, str, str]:
    return (one.lost, one.annotation.start or 0, one.annotation.annotator, one.annotation.id)


def _touched(workspace: Workspace, older: ArticleInfo, newer: ArticleInfo, old: str, new: str) -> Iterator[Touched]:
    """Annotations that stand on other words in the newer version, and those that stayed behind."""
    store = workspace.store
    first: dict[str, Annotation] = {}
    last: dict[str, Annotation] = {}
    for row in store.history.carried(newer.number):
        before, after = decode(row.kind, row.before), decode(row.kind, row.after)
        if isinstance(before, Annotation) and isinstance(after, Annotation):
            if before.version == older.key:
                first[row.subject] = before
            if after.version == newer.key:
                last[row.subject] = after
    for id_ in first.keys() & last.keys():
        annotation = store.annotations.get(id_)
        if annotation is None:
            continue
        was, is_ = words_of(first[id_], old), words_of(last[id_], new)
        if list(map(normal, was)) != list(map(normal, is_)):
            yield Touched(annotation if annotation.version == newer.key else last[id_], was, is_)
    if store.versions.current(newer.number) != older.key:
        for annotation in store.annotations.of_version(older.key):
            yield Touched(annotation, words_of(annotation, old), None)


def _where(one: Touched, found: Sequence[Change], older: int) -> int | None:
    """Index of the change that touches an annotation."""
    roles = [role.span for role in one.annotation.roles if role.span is not None]
    spans = [*one.annotation.fragments, *roles]
    on_old = one.annotation.version == older
    for index, change in enumerate(found):
        place = change.old if on_old else change.span
        if change.kind is ChangeKind.MOVED or place is None or (not on_old and change.kind is ChangeKind.REMOVED):
            continue
        if any(span.overlaps(place) for span in spans):
            return index
    return None
