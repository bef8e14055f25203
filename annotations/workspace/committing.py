"""Steps of the history: made in one transaction with what they change, taken back, done again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from annotations.errors import ConflictError, SchemaError
from annotations.identity import new_id, now
from annotations.model import Annotation, ArticleInfo, Relation
from annotations.schema.files import from_json, shipped
from annotations.store import Change, Step
from annotations.store.changes import decode
from annotations.store.history import CARRY, MERGE, SubjectKind
from annotations.summaries import describe
from annotations.watching import Watch, unwatched
from annotations.workspace.edits import Edit, within
from annotations.workspace.holdings import Holdings

if TYPE_CHECKING:
    from annotations.versions.anchoring import Anchoring

__all__ = ["Committing", "Pairs"]

Pairs = Sequence[tuple[Annotation | Relation | None, Annotation | Relation | None]]
"""What each thing was and is, None where it was or is not there."""


class Committing(Holdings):
    """Holdings that change, one step at a time."""

    _beside: tuple[tuple[int, int], Anchoring] | None = None
    """Two versions that were compared last, by their keys."""

    def undo(self, info: ArticleInfo) -> Edit | None:
        """Take back my last step in this article; None when there is none.

        Raises:
            ConflictError: Somebody's later edit depends on it; names them.
            StoreError: The database refused.
        """
        step = self.store.history.step_to_undo(info.number, self.annotator)
        return None if step is None else self._turn("undo", step, info)

    def take_back(self, step: str) -> Edit:
        """Take back a step of mine, whatever was done since elsewhere.

        Raises:
            ConflictError: A later edit depends on it; names whose.
            StoreError: The database refused.
        """
        return self._write("undo", self._summary(step), self.store.steps.inverse(step, self._through), undoes=step)

    def take_back_merge(self, step: str, watch: Watch = unwatched) -> tuple[str, Counter[str]]:
        """Take back a merge of mine; returns what it was, and how many annotations are gone, back, or as they were.

        Raises:
            ConflictError: A later edit depends on it; names whose.
            StoreError: The database refused.
        """
        counts: Counter[str] = Counter()
        made = Step(new_id(), now(), self.annotator, "undo", self._summary(step), undoes=step)
        with watch(sum(self.store.history.articles_of_step(step).values()), "taking back") as advance:
            for change in self.store.steps.take_back(made, self._through, advance):
                if change.kind is SubjectKind.ANNOTATION:
                    counts["gone" if change.after is None else "back" if change.before is None else "changed"] += 1
        return made.summary, counts

    def _turn(self, action: str, step: str, info: ArticleInfo) -> Edit:
        """Take back a step, or do it again; the edit is what is to be seen of it in one article."""
        summary = self._summary(step)
        undoes, redoes = (step, None) if action == "undo" else (None, step)
        if self.store.history.first_action(step) != MERGE:
            changes = self.store.steps.inverse(step, self._through)
            return within(self._write(action, summary, changes, undoes=undoes, redoes=redoes), info)
        # A merge may be of all articles: these are read one after the other.
        made = Step(new_id(), now(), self.annotator, action, summary, undoes, redoes)
        all_changes = self.store.steps.take_back(made, self._through, lambda _: None)
        return within(_edit(made, [change for change in all_changes if change.article == info.number]), info)

    def decide(self, summary: str, changes: Sequence[Change], *, step: str | None = None) -> Edit:
        """Write what was decided between layers, and what came of it, as a step.

        Raises:
            ConflictError: Something is not as it was when it was decided.
            StoreError: The database refused.
        """
        return self._write("adjudicate", summary, changes, step=step)

    def redo(self, info: ArticleInfo) -> Edit | None:
        """Do again what was taken back last, unless something new was done since; None when there is nothing.

        Raises:
            ConflictError: Somebody's later edit depends on it; names them.
            StoreError: The database refused.
        """
        step = self.store.history.step_to_redo(info.number, self.annotator)
        return None if step is None else self._turn("redo", step, info)

    def _through(self, change: Change, number: int) -> Change:
        """A change that takes back row `number` of the history, as it is in the version to which its annotation went.

        What has no sure place there goes back to the version that it was made on, as an orphan.
        """
        was, target = change.before, change.after
        if not isinstance(was or target, Annotation):
            return change
        now = self.store.annotations.get(change.subject)
        if was is None and now is None and isinstance(target, Annotation):
            current = self.store.versions.current(change.article)
            if target.version == current:
                return change
            from annotations.versions.carrying import take_over

            taken = take_over(target, self._anchoring(target.version, current), current, self._text(target.version))
            return replace(change, after=taken.placed or target)
        if now is None or now == was or not isinstance(was, Annotation):
            return change
        from annotations.versions.carrying import following

        # It is as this step left it if that, carried as it was carried since, is what is there.
        expected: Annotation | None = was
        for row in self.store.history.since(change.subject, number):
            one, other = decode(row.kind, row.before), decode(row.kind, row.after)
            if row.action == CARRY and isinstance(one, Annotation) and isinstance(other, Annotation):
                anchoring = self._anchoring(one.version, other.version)
                expected = expected and following(expected, one, other, anchoring)
                if isinstance(target, Annotation) and target.version == one.version:
                    target = following(target, one, other, anchoring) or target
        return replace(change, before=now, after=target) if expected == now else change

    def _anchoring(self, old: int, new: int) -> Anchoring:
        if self._beside is None or self._beside[0] != (old, new):
            from annotations.versions.anchoring import Anchoring

            self._beside = ((old, new), Anchoring(self._text(old), self._text(new)))
        return self._beside[1]

    def _text(self, version: int) -> str:
        return str(self.store.articles.text(version))

    def _refuse_earlier(self, article: int, pairs: Pairs) -> None:
        """Refuse what was made on a text that is not the current one any more."""
        made = [after for before, after in pairs if isinstance(after, Annotation) and _is_new_there(before, after)]
        if made and {annotation.version for annotation in made} != {self.store.versions.current(article)}:
            raise ConflictError(f"article {article} has a new version by now", "Open the article again.")

    def _words(self, annotation: Annotation) -> str:
        return describe(annotation, self.store.text(annotation.version))

    def _refuse_others(self, annotation: Annotation) -> None:
        if annotation.annotator != self.annotator:
            raise ConflictError(
                f"this {annotation.label} belongs to {annotation.annotator}", f"You work as {self.annotator}."
            )

    def _refuse_orphans(self) -> None:
        """Refuse a change of the coding scheme, made in this transaction, that leaves work without its labels."""
        from annotations.schema.changes import plan
        from annotations.schema.renames import without_past

        definition = self.store.schemas.definition()
        restored = shipped() if definition is None else from_json(definition)
        try:
            plan(self.schema, without_past(restored), self.store.usage)
        except SchemaError as error:
            raise ConflictError(
                f"there has been work under {self.schema.name}, version {self.schema.version}, since: {error.message}",
                "Take that back first.",
            ) from None

    def _summary(self, step: str) -> str:
        return self.store.history.summary(step)

    def _commit(
        self,
        action: str,
        summary: str,
        article: int,
        pairs: Pairs,
        step: str | None = None,
    ) -> Edit:
        changes = []
        for before, after in pairs:
            thing = after if after is not None else before
            if thing is None:
                raise SchemaError("an edit changes something")
            changes.append(Change(article, thing.id, before, after))
        with self.store.writing():
            # What was checked against one coding scheme must not be written under another.
            if self.take_up_schema():
                raise ConflictError(
                    f"the coding scheme is {self.schema.name}, version {self.schema.version}, by now",
                    "Somebody has changed it while this was open. Open the article again.",
                )
            self._refuse_earlier(article, pairs)
            return self._write(action, summary, changes, step=step)

    def _write(
        self,
        action: str,
        summary: str,
        changes: Sequence[Change],
        *,
        step: str | None = None,
        undoes: str | None = None,
        redoes: str | None = None,
    ) -> Edit:
        made = Step(step or new_id(), now(), self.annotator, action, summary, undoes, redoes)
        schema = any(isinstance(c.after, Mapping) and "schema" in c.after for c in changes)
        with self.store.writing():
            self.store.steps.commit(made, changes)
            if schema:
                self._refuse_orphans()
        if schema:
            self.take_up_schema()
        return _edit(made, changes)


def _edit(made: Step, changes: Sequence[Change]) -> Edit:
    """What a step did, for whoever shows it."""
    facts = [c.after for c in changes if isinstance(c.after, Mapping)]
    return Edit(
        step=made.id,
        summary=made.summary,
        article=changes[0].article if changes else 0,
        removed=tuple(c.before for c in changes if isinstance(c.before, Annotation)),
        added=tuple(c.after for c in changes if isinstance(c.after, Annotation)),
        relations=any(isinstance(c.after or c.before, Relation) for c in changes),
        facts=bool(facts),
        schema=any("schema" in part for part in facts),
    )


def _is_new_there(before: Annotation | Relation | None, after: Annotation) -> bool:
    return not isinstance(before, Annotation) or before.version != after.version
