"""Steps of the history, each made in one transaction with what it changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from annotations.errors import ConflictError, StetError
from annotations.model import Annotation, Relation
from annotations.store import codec
from annotations.store.changes import Change, Facts, Step, decode, row_of
from annotations.store.connection import told
from annotations.store.history import SubjectKind
from annotations.store.packed import PackedAnnotations
from annotations.store.parts import in_parts

if TYPE_CHECKING:
    from annotations.store.store import Store

__all__ = ["Steps"]

Through = Callable[[Change, int], Change]
_AT_ONCE = 4000
"""Most rows of a step that are taken back together; an article that has more comes alone."""


class Steps:
    """What a person does, or takes back, is done by way of these."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._annotations = store.annotations
        self._articles = store.articles
        self._history = store.history
        self._facts = store.facts
        self._packed = store.packed

    def commit(self, step: Step, changes: Sequence[Change], *, sure: bool = False) -> None:
        """Make the changes of a step and write them into the history, in one transaction.

        `sure` says that each `before` was read in this very transaction.

        Raises:
            ConflictError: Something is not as `before` has it; nothing was written.
            StoreError: The database refused; nothing was written.
        """
        with self._store.writing():
            self._annotations.know(step.annotator, step.at)
            for change in changes if not sure else ():
                self._refuse_conflict(change)
            self._apply(changes, step.at)
            self._history.append_all(row_of(step, change) for change in changes)
            # Facts of an article stand as they were set: only work on its text begins it.
            begun = {change.article for change in changes if change.kind is not SubjectKind.ARTICLE}
            if step.undoes or step.redoes or step.action == "merge":
                begun = set()
            for article in {change.article for change in changes}:
                self._articles.touch(article, step.at, begins=article in begun)

    def apply(self, changes: Sequence[Change], times: Mapping[int, str]) -> list[str]:
        """Make changes that the history tells of already.

        Returns the ids of annotations that reach beyond the end of their text, and were left as they are.

        Args:
            changes: What becomes of each thing.
            times: When articles, by their numbers, were worked on last.

        Raises:
            StoreError: The database refused; nothing was written.
        """
        with self._store.writing():
            lengths: dict[int, int] = {}
            beyond: set[str] = set()
            for change in changes:
                if isinstance(change.after, Annotation):
                    version = change.after.version
                    if version not in lengths:
                        lengths[version] = self._articles.at_version(version).length
                    if _reach(change.after) > lengths[version]:
                        beyond.add(change.subject)
            self._apply([change for change in changes if change.subject not in beyond], "")
            for article, at in times.items():
                last = max(at, self._articles.get(article, removed=True).updated)
                self._articles.touch(article, last, begins=False)
        return sorted(beyond)

    def insert_all(
        self,
        step: Step,
        article: int,
        annotations: Sequence[Annotation],
        relations: Sequence[Relation] = (),
        version: int | None = None,
    ) -> None:
        """Add what was made elsewhere to one article, in one transaction with its history.

        Neither the time nor the status of the article changes. `version` is the key of the version that all
        annotations are of, where they do not say.
        """
        told = (step.id, step.at, step.annotator, step.action, step.summary)
        with self._store.writing():
            packed = annotations if isinstance(annotations, PackedAnnotations) and version is not None else None
            names = {one.annotator for one in annotations} if packed is None else packed.annotators
            for name in names.union({step.annotator}, (relation.annotator for relation in relations)):
                self._annotations.know(name, step.at)
            if packed is not None and version is not None:
                self._packed.insert(packed, version, told, article)
                groups = []
            elif version is None:
                groups = [(key, list(group)) for key, group in groupby(annotations, attrgetter("version"))]
            else:
                groups = [(version, list(annotations))] if annotations else []
            made: list[tuple[SubjectKind, str, str]] = []
            for key, together in groups:
                text = self._store.text(key)
                for annotation in together:
                    self._refuse_beyond(annotation, len(text))
                self._annotations.insert_all(together, text, key)
                kind = SubjectKind.ANNOTATION
                made += [(kind, one.id, codec.encode_annotation(one, key)) for one in together]
            for relation in relations:
                self._annotations.insert_relation(relation)
            made += [(SubjectKind.RELATION, one.id, codec.encode_relation(one)) for one in relations]
            self._history.append_made(told, article, made)

    def take_back(self, made: Step, through: Through, advance: Callable[[int], None]) -> Iterator[Change]:
        """Take back the step that `made` names, over very many articles: some at a time, in one transaction.

        Yields what changes; `through` is as in `inverse`, and `advance` is called with numbers of rows.

        Raises:
            ConflictError: Somebody's later edit depends on it; nothing was written.
            StoreError: The database refused; nothing was written.
        """
        step = made.undoes or made.redoes or ""
        weights = self._history.articles_of_step(step)
        ties = self._history.ties(step)
        with self._store.writing():
            # Relations may start in another article: they go before what they hang on, and come after it.
            for wanted in (_is_gone_relation, _is_no_relation, _is_made_relation) if ties else (_is_no_relation,):
                for articles in in_parts(weights, _AT_ONCE):
                    changes = self.inverse(step, through, articles, wanted)
                    self.commit(made, changes, sure=True)
                    yield from changes
                    if wanted is _is_no_relation:
                        advance(sum(weights[article] for article in articles))

    def inverse(
        self,
        step: str,
        through: Through = lambda change, _: change,
        articles: Sequence[int] | None = None,
        wanted: Callable[[Change], bool] = lambda _: True,
    ) -> list[Change]:
        """Return the changes that take a step back: for each thing, from its last state to its first.

        `through` is given each change and the number of the row that it takes back, and returns it as it is by now.
        `articles`, by their numbers, limit it to what was done in these, and `wanted` to some changes.

        Raises:
            ConflictError: Somebody's later edit depends on it; names them.
        """
        with told(self._store.path):
            rows = self._history.of_step(step, articles)
            changes: dict[str, Change] = {}
            for row in rows:
                after, before = decode(row.kind, row.before), decode(row.kind, row.after)
                earlier = changes.get(row.subject)
                changes[row.subject] = Change(
                    row.article, row.subject, before, earlier.after if earlier is not None else after
                )
            last = {row.subject: row.number for row in rows}
            inverse = [
                through(change, last[change.subject])
                for change in reversed(changes.values())
                if change.before != change.after and wanted(change)
            ]
            for change in inverse:
                self._refuse_dependents(change, step)
        return inverse

    def dependents(self, annotation_id: str) -> list[Relation]:
        """Relations that start or end at an annotation."""
        with told(self._store.path):
            return list(self._annotations.relations("source = ?1 OR target = ?1", annotation_id))

    def _refuse_dependents(self, change: Change, step: str) -> None:
        self._refuse_conflict(change)
        if change.after is None and isinstance(change.before, Annotation):
            for relation in self._annotations.relations("source = ?1 OR target = ?1", change.subject):
                if not self._history.is_in(step, relation.id):
                    raise ConflictError(f"{relation.annotator} has related something to it since; take that back first")

    def _refuse_conflict(self, change: Change) -> None:
        if self._current(change) == change.before:
            return
        last = self._history.last_of(change.subject)
        who = last.annotator if last is not None else "somebody"
        raise ConflictError(f"{who} has changed this since ({last.summary if last is not None else 'no trace'})")

    def _current(self, change: Change) -> Annotation | Relation | Facts | None:
        match change.kind:
            case SubjectKind.ANNOTATION:
                return self._annotations.get(change.subject)
            case SubjectKind.RELATION:
                return self._annotations.relation(change.subject)
            case SubjectKind.ARTICLE:
                names = change.before if isinstance(change.before, Mapping) else {}
                return {name: value for name, value in self._facts.of(change.article, names).items() if name in names}

    def carry(
        self,
        step: Step,
        article: int,
        pairs: Sequence[tuple[Annotation, Annotation]],
        version: tuple[Facts, Facts],
        facts: tuple[Facts, Facts],
    ) -> None:
        """Put annotations where they are in the current version, and write that into the history.

        Args:
            step: What the history tells of it.
            article: Number.
            pairs: Each annotation as it was and as it is.
            version: Which version was current, and which is.
            facts: Facts of the article that change with it, as they were and as they are.
        """
        info = self._articles.get(article)
        with self._store.writing():
            self._annotations.know(step.annotator, step.at)
            if pairs:
                self._store.versions.carry([after for _, after in pairs], str(self._store.text(pairs[0][1].version)))
            self._articles.put_facts(article, facts[1])
            before, after = ({**one, **other} for one, other in zip(version, facts, strict=True))
            changes = [Change(article, info.id, before, after)]
            changes += [Change(article, one.id, one, other) for one, other in pairs]
            self._history.append_all(row_of(step, change) for change in changes)
            self._articles.touch(article, step.at, begins=False)

    def _apply(self, changes: Sequence[Change], at: str) -> None:
        # Relations go before the annotations that they hang on and come after them.
        for change in changes:
            if isinstance(change.before, Relation):
                self._annotations.delete_relation(change.subject)
        made: dict[int, list[Annotation]] = {}
        for change in changes:
            if change.kind is SubjectKind.ARTICLE and isinstance(change.after, Mapping):
                self._facts.put(change.article, change.after)
                if "schema" in change.after:
                    self._store.schemas.use_again(change.after["schema"], at)
            elif isinstance(change.after, Annotation):
                if change.before is None:
                    made.setdefault(change.after.version, []).append(change.after)
                else:
                    self._replace(change.after)
            elif isinstance(change.before, Annotation):
                self._annotations.delete(change.subject)
        for version, together in made.items():
            self._insert(version, together)
        for change in changes:
            if isinstance(change.after, Relation):
                self._annotations.insert_relation(change.after)

    def _insert(self, version: int, made: Sequence[Annotation]) -> None:
        text = self._store.text(version)
        for annotation in made:
            self._refuse_beyond(annotation, len(text))
        self._annotations.insert_all(made, text)

    def _replace(self, annotation: Annotation) -> None:
        text = self._store.text(annotation.version)
        self._refuse_beyond(annotation, len(text))
        self._annotations.replace(annotation, text)

    def _refuse_beyond(self, annotation: Annotation, length: int) -> None:
        if _reach(annotation) > length:
            raise StetError(f"the annotation {annotation.id} reaches beyond the end of its text")


def _is_gone_relation(change: Change) -> bool:
    return change.kind is SubjectKind.RELATION and change.after is None


def _is_made_relation(change: Change) -> bool:
    return change.kind is SubjectKind.RELATION and change.after is not None


def _is_no_relation(change: Change) -> bool:
    return change.kind is not SubjectKind.RELATION


def _reach(annotation: Annotation) -> int:
    """Where the last word of an annotation ends, in code points."""
    ends = [span.end for span in annotation.fragments]
    if annotation.roles:
        ends += [role.span.end for role in annotation.roles if role.span is not None]
    return max(ends, default=0)
