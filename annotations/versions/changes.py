"""What is different between two versions of an article, paragraph by paragraph: values, without how they are found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from annotations.counts import counted
from annotations.model import Annotation, ArticleInfo, Span

__all__ = ["Change", "ChangeKind", "Changes", "Mark", "Part", "Touched"]


class ChangeKind(StrEnum):
    """What happened to a paragraph."""

    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"


class Mark(StrEnum):
    """Whether words are in both versions, only in the older or only in the newer one."""

    SAME = " "
    OUT = "-"
    IN = "+"


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a changed paragraph."""

    mark: Mark
    text: str


@dataclass(frozen=True, slots=True)
class Touched:
    """An annotation whose words a change has touched.

    Attributes:
        annotation: As it is now; an orphan on its own version.
        before: Its words in the older version, one for each fragment and then each role with words.
        now: Those in the newer version, None for an orphan.
    """

    annotation: Annotation
    before: tuple[str, ...]
    now: tuple[str, ...] | None

    @property
    def lost(self) -> bool:
        """Whether it found no place."""
        return self.now is None


@dataclass(frozen=True, slots=True)
class Change:
    """A paragraph that is not the same in two versions.

    Attributes:
        number: Of the paragraph in the newer version, counted from 1; of what was removed, in the older one.
        parts: Its words, in the order of the newer version.
        span: Its place in the newer version; of what was removed, where it would be.
        old: What of the older version it has to do with, in code points; None for what was added.
        touched: The annotations that it touches.
        moved: Whether it stands elsewhere than it did, changed or not.
    """

    kind: ChangeKind
    number: int
    parts: tuple[Part, ...]
    span: Span
    old: Span | None
    touched: tuple[Touched, ...] = ()
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Changes:
    """Two versions of an article, and what is different.

    Attributes:
        older: The article with the older version; `newer` likewise.
        changes: In the order of the newer version.
        elsewhere: Annotations that are touched by none of them: what they stand on is a matter of other versions.
    """

    older: ArticleInfo
    newer: ArticleInfo
    changes: tuple[Change, ...]
    elsewhere: tuple[Touched, ...] = ()

    @property
    def paragraphs(self) -> str:
        """How many paragraphs were changed, in a few words."""
        kinds = [change.kind for change in self.changes]
        words = {"changed": "changed", "added": "added", "removed": "taken out", "moved": "moved"}
        parts = [f"{kinds.count(kind)} {words[kind]}" for kind in ChangeKind if kind in kinds]
        return f"paragraphs: {', '.join(parts)}" if parts else "nothing but typography and spaces was changed"

    @property
    def summary(self) -> str:
        """How many paragraphs were changed, and how many annotations that touches."""
        touched = [*self.elsewhere, *(one for change in self.changes for one in change.touched)]
        lost = len({one.annotation.id for one in touched if one.lost})
        rest = len({one.annotation.id for one in touched if not one.lost})
        said = self.paragraphs
        if rest:
            said += f"; {counted(rest, 'annotation')} on changed words"
        return said + (f"; {counted(lost, 'annotation')} lost" if lost else "")
