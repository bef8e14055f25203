"""Relations between annotations, and names that are the same person: made, shown with what stands at their ends."""

from __future__ import annotations

from dataclasses import dataclass, replace

from annotations.counts import counted
from annotations.errors import ConflictError, SchemaError
from annotations.identity import check_name, new_id, now
from annotations.model import Annotation, ArticleInfo, Relation
from annotations.summaries import filler_name, quoted_words
from annotations.workspace.committing import Committing
from annotations.workspace.edits import Edit, Joined

__all__ = ["End", "Related", "Relating"]


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


class Relating(Committing):
    """Ties annotations to each other, and names to who fills roles."""

    def relate(
        self,
        info: ArticleInfo,
        label: str,
        source: Annotation,
        target: Annotation,
        note: str = "",
        *,
        step: str | None = None,
    ) -> Joined:
        """Tie `source` to `target`; `info` is the article where it happens, `step` continues a step.

        Where the same tie is there already, nothing is done.

        Raises:
            SchemaError: The schema does not allow it.
            StoreError: The database refused.
        """
        if self.schema.relation(label).retired:
            raise SchemaError(f"the relation {label} is retired: it stands only where it is already")
        at = now()
        relation = Relation(new_id(), label, source.id, target.id, self.annotator, at, at, note)
        self.schema.check_relation(relation, source.label, target.label)
        for other in self.store.steps.dependents(source.id):
            if (other.label, other.source, other.target) == (label, source.id, target.id):
                return Joined(other, None)
        summary = f"related {self._words(source)} {label} {self._words(target)}"
        return Joined(relation, self._commit("relate", summary, info.number, [(None, relation)], step))

    def unrelate(self, info: ArticleInfo, relation: Relation) -> Edit:
        """Remove a relation of mine.

        Raises:
            ConflictError: It belongs to somebody else.
            StoreError: The database refused.
        """
        if relation.annotator != self.annotator:
            raise ConflictError(f"this relation belongs to {relation.annotator}", f"You work as {self.annotator}.")
        ends = self.store.annotations.ends([relation.source, relation.target])
        source, target = (
            f"{ends[id_][0]} {quoted_words(ends[id_][2])}" if id_ in ends else "what is not in the library"
            for id_ in (relation.source, relation.target)
        )
        summary = f"removed the relation {source} {relation.label} {target}"
        return self._commit("unrelate", summary, info.number, [(relation, None)])

    def related(self, info: ArticleInfo) -> tuple[Related, ...]:
        """Relations from and to annotations of an article, with what stands at their ends."""
        relations = self.store.annotations.relations_around(info.key)
        ids = list(dict.fromkeys(id_ for relation in relations for id_ in (relation.source, relation.target)))
        found = self.store.annotations.ends(ids)

        def end(id_: str) -> End:
            label, article, words = found.get(id_, (None, None, ""))
            return End(id_, label, quoted_words(words) if label else "", article)

        return tuple(Related(relation, end(relation.source), end(relation.target)) for relation in relations)

    def rename_filler(self, info: ArticleInfo, called: str, name: str) -> Edit | None:
        """Give `name` to every role of mine in an article whose filler is called `called`; None if none is.

        Raises:
            SchemaError: The name is blank or too long.
            StoreError: The database refused.
        """
        name = check_name(name)
        text = self.store.text(info.key)
        at = now()
        pairs: list[tuple[Annotation | Relation | None, Annotation | Relation | None]] = []
        for annotation in self.annotations(info):
            roles = tuple(
                replace(role, name=name) if filler_name(role, text) == called else role for role in annotation.roles
            )
            if roles != annotation.roles and annotation.annotator == self.annotator:
                pairs.append((annotation, replace(annotation, roles=roles, updated=at)))
        if not pairs:
            return None
        count = counted(len(pairs), "annotation")
        return self._commit("name", f"named “{called}” as “{name}” in {count}", info.number, pairs)
