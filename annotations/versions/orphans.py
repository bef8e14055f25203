"""Annotations that hang on an earlier version of their article: where they would be about, and how they are placed.

The text that an orphan was made on verifies it, and it stays as it is until its annotator confirms a place in the
current text or deletes it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from annotations.errors import SchemaError
from annotations.model import Annotation, ArticleInfo, Role, Span
from annotations.summaries import describe
from annotations.versions.carrying import take_over
from annotations.versions.compared import Comparisons
from annotations.workspace import Workspace
from annotations.workspace.edits import Edit

__all__ = ["Orphan", "confirm", "orphans", "placed_by_hand"]


@dataclass(frozen=True, slots=True)
class Orphan:
    """An annotation that has no place in the current text.

    Attributes:
        annotation: As it is, on its own version.
        version: Number of that version.
        words: Its words there, in quotation marks.
        guess: The annotation at the best guess; None without any.
        near: Offset in the current text where it would be about.
    """

    annotation: Annotation
    version: int
    words: str
    guess: Annotation | None
    near: int


def orphans(workspace: Workspace, info: ArticleInfo) -> tuple[Orphan, ...]:
    """Annotations of earlier versions of an article, in the order of where they would be about."""
    store = workspace.store
    keys = store.versions.with_orphans(info.number)
    if not keys:
        return ()
    numbers = {row.key: row.version for row in store.versions.of_article(info.number)}
    anchorings = Comparisons(workspace, str(store.text(info.key)))
    found = []
    for key in keys:
        anchoring, old = anchorings.compare(key)
        for annotation in store.annotations.of_version(key):
            guess = take_over(annotation, anchoring, info.key, old).guess
            near = guess.start if guess is not None else anchoring.offset(annotation.start or 0)
            found.append(Orphan(annotation, numbers[key], describe(annotation, old), guess, near or 0))
    return tuple(sorted(found, key=lambda orphan: (orphan.near, orphan.annotation.id)))


def confirm(workspace: Workspace, info: ArticleInfo, orphan: Orphan, placed: Annotation | None = None) -> Edit:
    """Place an orphan of mine in the current text: at its guess, or as `placed` says; one step that can be undone.

    Raises:
        ConflictError: It belongs to somebody else, or was changed in the meantime.
        SchemaError: There is no guess, or the place does not fit the schema.
        StoreError: The database refused.
    """
    target = orphan.guess if placed is None else placed
    if target is None:
        raise SchemaError(f"there is no guess where {orphan.words} is now", "Select its words and place it there.")
    summary = f"placed {orphan.words} in version {info.version}"
    return workspace.change(info, orphan.annotation, replace(target, version=info.key), summary)


def placed_by_hand(orphan: Orphan, info: ArticleInfo, fragments: Sequence[Span], old: str) -> Annotation:
    """The annotation of an orphan on words of the current text; roles are at their guess, else words become names."""
    if orphan.guess is not None:
        return replace(orphan.guess, fragments=tuple(fragments))
    roles = tuple(
        role if role.span is None else Role(role.role, role.name or " ".join(role.span.of(old).split()))
        for role in orphan.annotation.roles
    )
    return replace(orphan.annotation, version=info.key, fragments=tuple(fragments), roles=roles)
