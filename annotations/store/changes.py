"""What a step of the history does, and the row that tells it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from annotations.model import Annotation, Relation
from annotations.store import codec
from annotations.store.history import HistoryRow, SubjectKind

Facts = Mapping[str, object]
"""Facts of an article that may be edited: title, author, date, site, language, status, tags, and when it was removed.

Under “schema” stands name and version of the coding scheme in use, where a step changes that too.
"""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that a person did, as the history tells it."""

    id: str
    at: str
    annotator: str
    action: str
    summary: str
    undoes: str | None = None
    redoes: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What a step does to one thing: `before` is None when it makes it, `after` when it removes it."""

    article: int
    subject: str
    before: Annotation | Relation | Facts | None
    after: Annotation | Relation | Facts | None

    @property
    def kind(self) -> SubjectKind:
        """What the change is about."""
        thing = self.after if self.after is not None else self.before
        if isinstance(thing, Annotation):
            return SubjectKind.ANNOTATION
        return SubjectKind.RELATION if isinstance(thing, Relation) else SubjectKind.ARTICLE


def row_of(step: Step, change: Change) -> HistoryRow:
    """Make a change into a row of the history, which gives it its number."""
    return HistoryRow(
        number=0,
        step=step.id,
        undoes=step.undoes,
        redoes=step.redoes,
        at=step.at,
        annotator=step.annotator,
        article=change.article,
        action=step.action,
        summary=step.summary,
        kind=change.kind,
        subject=change.subject,
        before=_encode(change.before),
        after=_encode(change.after),
    )


def _encode(thing: Annotation | Relation | Facts | None) -> str | None:
    match thing:
        case None:
            return None
        case Annotation():
            return codec.encode_annotation(thing)
        case Relation():
            return codec.encode_relation(thing)
    return codec.encode_facts(thing)


def decode(kind: SubjectKind, text: str | None) -> Annotation | Relation | Facts | None:
    """Read a state back from a row of the history."""
    if text is None:
        return None
    match kind:
        case SubjectKind.ANNOTATION:
            return codec.decode_annotation(text)
        case SubjectKind.RELATION:
            return codec.decode_relation(text)
    return codec.decode_facts(text)
