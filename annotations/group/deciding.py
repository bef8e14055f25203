"""What decisions between layers come to: annotations of the layer that decides, relations between them, and the record.

A relation of somebody comes along when at least one of its ends is kept and the other one is kept too, or rejected for
something that stands in its place; it then ties what was kept for its ends.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from annotations.errors import ConflictError, SchemaError
from annotations.group.comparing import Verdict
from annotations.identity import new_id
from annotations.layers import GOLD
from annotations.model import Annotation, ArticleInfo, Origin, Relation
from annotations.store import Change
from annotations.store.decisions import decision_name
from annotations.workspace import Workspace

__all__ = ["Deciding", "Decision", "same"]

_Tie = tuple[str, str, str]
"""A relation's label, and what it ties in the layer that decides."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of annotations that several people put on about the same words.

    Attributes:
        of: The annotations that were looked at.
        kept: Those of them that are kept, or made into one; empty where nothing is.
        result: How it stands in the layer that decides; by default as the first that is kept. Id, annotator and times
            are given to it.
    """

    of: tuple[Annotation, ...]
    kept: tuple[Annotation, ...] = ()
    result: Annotation | None = None

    @property
    def verdict(self) -> Verdict:
        """What is decided about those that are kept."""
        if not self.kept:
            return Verdict.REJECT
        made = self.result if self.result is not None else self.kept[0]
        return Verdict.KEEP if all(same(one, made) for one in self.kept) else Verdict.MERGE


class Deciding:
    """Gathers decisions, in whatever articles, inside a transaction of the caller's, who makes the changes then."""

    def __init__(self, workspace: Workspace, at: str, *, shared: bool = False) -> None:
        """Take the time; if `shared`, relations come along only where all who have their ends have them."""
        self._workspace = workspace
        self._store = workspace.store
        self._layer = workspace.annotator
        self._at = at
        self._shared = shared
        self._before: defaultdict[int, dict[str, object]] = defaultdict(dict)
        self._after: defaultdict[int, dict[str, object]] = defaultdict(dict)
        self._facts: dict[str, object] = {}
        self._made: dict[str, tuple[int, Annotation]] = {}
        self._whose: dict[str, set[str]] = {}
        self._gone: dict[str, Change] = {}
        self._of: list[str] = []

    def decide(self, info: ArticleInfo, decision: Decision) -> None:
        """Take a decision up; what was decided before about the same annotations is replaced.

        Raises:
            ConflictError: One of the annotations is of the layer that decides, or was changed in the meantime.
            SchemaError: The result does not fit the coding scheme.
        """
        made = self._new(decision) if decision.kept else None
        if made is not None:
            self._made[made.id] = info.number, made
            self._whose[made.id] = {annotation.annotator for annotation in decision.of}
        kept = {annotation.id for annotation in decision.kept}
        names = [decision_name(self._layer, annotation.id) for annotation in decision.of]
        stored = self._store.decisions.facts(names)
        for name, annotation in zip(names, decision.of, strict=True):
            self._refuse_own(annotation)
            fact: dict[str, object] = {"verdict": Verdict.REJECT.value, "whose": annotation.annotator, "kept_as": None}
            if made is not None and annotation.id in kept:
                fact |= {"verdict": decision.verdict.value, "kept_as": made.id}
            elif made is not None:
                fact["instead"] = made.id
            self._note(info.number, name, stored[name], fact)
            self._of.append(annotation.id)
            before = stored[name]
            if isinstance(before, Mapping) and before["kept_as"] is not None:
                self._take_away(info.number, str(before["kept_as"]))

    def changes(self) -> list[Change]:
        """Everything that changes, relations and the record included."""
        relations = self._relations()
        removed = sorted(self._gone.values(), key=lambda change: isinstance(change.before, Annotation))
        made = [Change(article, one.id, None, one) for article, one in self._made.values()]
        facts = [
            Change(number, self._store.articles.get(number, removed=True).id, self._before[number], after)
            for number, after in self._after.items()
        ]
        return [*removed, *made, *relations, *facts]

    # Annotations

    def _new(self, decision: Decision) -> Annotation:
        pattern = decision.result if decision.result is not None else decision.kept[0]
        made = replace(
            pattern,
            id=new_id(),
            version=decision.kept[0].version,
            annotator=self._layer,
            origin=Origin.MANUAL,
            created=self._at,
            updated=self._at,
        )
        self._workspace.schema.check(made)
        return made

    def _refuse_own(self, annotation: Annotation) -> None:
        if annotation.annotator == self._layer:
            raise ConflictError(
                f"this {annotation.label} is your own; whoever decides works in a layer apart",
                f"Work as {GOLD}: “--as {GOLD}”.",
            )
        if self._store.annotations.get(annotation.id) != annotation:
            raise ConflictError(f"{annotation.annotator} has changed this since", "Look at it again.")

    def _take_away(self, article: int, annotation_id: str) -> None:
        """Remove what came of an earlier decision, with all that is tied to it."""
        annotation = self._store.annotations.get(annotation_id)
        if annotation is None or annotation_id in self._gone:
            return
        for relation in self._store.steps.dependents(annotation_id):
            where = self._article_of(relation.source)
            self._gone.setdefault(relation.id, Change(where or article, relation.id, relation, None))
        self._gone[annotation_id] = Change(article, annotation_id, annotation, None)

    def _note(self, article: int, name: str, before: object, after: object) -> None:
        self._facts[name] = after
        self._before[article].setdefault(name, before)
        self._after[article][name] = after

    # Relations

    def _relations(self) -> list[Change]:
        """The relations that come along, and the record of which they were."""
        self._forget()
        ties: dict[_Tie, dict[str, Relation]] = {}
        for annotation_id in self._of:
            for relation in self._store.steps.dependents(annotation_id):
                if relation.annotator != self._layer and (tie := self._tie(relation)) is not None:
                    ties.setdefault(tie, {})[relation.id] = relation
        changes = []
        for tie, told in ties.items():
            if self._shared and not self._all_have(tie, told.values()):
                continue
            made = self._standing(tie)
            if made is None:
                made = self._related(tie, next(iter(told.values())))
                if made is None:
                    continue
                changes.append(Change(self._place(tie[1]), made.id, None, made))
            for relation in told.values():
                name = decision_name(self._layer, relation.id)
                article = self._article_of(relation.source) or self._place(tie[1])
                fact = {"verdict": Verdict.KEEP.value, "whose": relation.annotator, "kept_as": made.id}
                self._note(article, name, self._store.decisions.facts([name])[name], fact)
        return changes

    def _forget(self) -> None:
        """Drop the record of relations that go."""
        gone = {id_: change.article for id_, change in self._gone.items() if isinstance(change.before, Relation)}
        for article in sorted(set(gone.values())):
            for of, fact in self._store.decisions.of_article(article, self._layer).items():
                if fact["kept_as"] in gone:
                    self._note(article, decision_name(self._layer, of), fact, None)

    def _tie(self, relation: Relation) -> _Tie | None:
        source, target = self._stands_for(relation.source), self._stands_for(relation.target)
        if source is None or target is None or source[0] == target[0] or not (source[1] or target[1]):
            return None
        return relation.label, source[0], target[0]

    def _stands_for(self, annotation_id: str) -> tuple[str, bool] | None:
        """What stands for an annotation in the layer that decides, and whether it was kept; None for nothing."""
        name = decision_name(self._layer, annotation_id)
        fact = self._facts[name] if name in self._facts else self._store.decisions.facts([name])[name]
        if not isinstance(fact, Mapping):
            return None
        found = fact["kept_as"] or fact.get("instead")
        return None if found is None or self._label(found) is None else (found, fact["kept_as"] is not None)

    def _label(self, annotation_id: str) -> str | None:
        if annotation_id in self._made:
            return self._made[annotation_id][1].label
        return None if annotation_id in self._gone else self._store.annotations.label_of(annotation_id)

    def _all_have(self, tie: _Tie, relations: Iterable[Relation]) -> bool:
        whose = {relation.annotator for relation in relations}
        return all(self._whose.get(end, set()) <= whose for end in tie[1:])

    def _standing(self, tie: _Tie) -> Relation | None:
        """The relation of the layer that ties the same already."""
        for relation in self._store.steps.dependents(tie[1]):
            told = (relation.label, relation.source, relation.target)
            if relation.annotator == self._layer and told == tie and relation.id not in self._gone:
                return relation
        return None

    def _related(self, tie: _Tie, pattern: Relation) -> Relation | None:
        """A relation like another one; None where the coding scheme has none between what was kept."""
        label, source, target = tie
        made = Relation(new_id(), label, source, target, self._layer, self._at, self._at, pattern.note)
        try:
            self._workspace.schema.check_relation(made, self._label(source) or "", self._label(target) or "")
        except SchemaError:
            return None
        return made

    def _place(self, annotation_id: str) -> int:
        """The number of the article of something in the layer that decides."""
        if annotation_id in self._made:
            return self._made[annotation_id][0]
        return self._article_of(annotation_id) or 0

    def _article_of(self, annotation_id: str) -> int | None:
        annotation = self._store.annotations.get(annotation_id)
        return None if annotation is None else self._store.articles.of_version(annotation.version)


def same(one: Annotation, other: Annotation) -> bool:
    """Whether two say the same: label, words, roles and attributes."""
    return (one.label, one.fragments, frozenset(one.roles), dict(one.attributes)) == (
        other.label,
        other.fragments,
        frozenset(other.roles),
        dict(other.attributes),
    )
