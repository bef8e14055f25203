"""A relation with what stands at its ends, for whoever shows or follows it."""

from __future__ import annotations

from dataclasses import dataclass

from annotations.model import Relation

__all__ = ["End", "Related"]


@dataclass(frozen=True, slots=True)
class End:
    """One end of a relation.

    Attributes:
        annotation: Id.
        label: None where the annotation is not in the library.
        words: Its words in quotation marks, cut to a line's worth.
        article: Number of its article, None where it is not in the library.
    """

    annotation: str
    label: str | None = None
    words: str = ""
    article: int | None = None


@dataclass(frozen=True, slots=True)
class Related:
    """A relation and its ends."""

    relation: Relation
    source: End
    target: End

    @property
    def ends(self) -> tuple[str, str]:
        """Ids of the annotations that it ties."""
        return self.relation.source, self.relation.target

    def other(self, annotation_id: str) -> End:
        """The end that is not this annotation."""
        return self.target if self.relation.source == annotation_id else self.source
