"""What calls of a workspace give back: an article as it is opened, what a step did, what a tag left."""

from __future__ import annotations

from dataclasses import dataclass, replace

from annotations.model import Annotation, ArticleInfo, Relation, Span
from annotations.store.articles import ArticleText
from annotations.text import Text

__all__ = ["Document", "Edit", "Joined", "Tagged", "within"]


@dataclass(frozen=True, slots=True)
class Document:
    """An article as it is opened: what it is, its text, and where this person stopped reading.

    `place` is an offset in code points, None when it was never read; `saved` counts the steps of its history.
    """

    info: ArticleInfo
    content: ArticleText[Text]
    place: int | None = None
    saved: int = 0


@dataclass(frozen=True, slots=True)
class Edit:
    """What a step did, for whoever shows it: annotations that are gone, and those that are there instead.

    `place` is where it happened, None for the whole article; `schema` tells that another coding scheme is in use.
    """

    step: str
    summary: str
    article: int
    removed: tuple[Annotation, ...] = ()
    added: tuple[Annotation, ...] = ()
    relations: bool = False
    facts: bool = False
    schema: bool = False

    @property
    def place(self) -> Span | None:
        """The outermost span of what was touched."""
        for annotation in (*self.added, *self.removed):
            if annotation.fragments:
                return Span(annotation.fragments[0].start, annotation.fragments[-1].end)
        return None


@dataclass(frozen=True, slots=True)
class Tagged:
    """The annotation that a label key leaves active, and the edit that made it, if one did."""

    annotation: Annotation
    edit: Edit | None


@dataclass(frozen=True, slots=True)
class Joined:
    """A relation, and the edit that made it, if one did."""

    relation: Relation
    edit: Edit | None


def within(edit: Edit, info: ArticleInfo) -> Edit:
    """What of an edit over several articles is to be seen in one."""
    return replace(
        edit,
        article=info.number,
        removed=tuple(annotation for annotation in edit.removed if annotation.version == info.key),
        added=tuple(annotation for annotation in edit.added if annotation.version == info.key),
    )
