"""Steps of the history: made in one transaction with what they change, taken back, done again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from annotations.edits import Edit, within
from annotations.errors import ConflictError, SchemaError
from annotations.holdings import Holdings
from annotations.identity import new_id, now
from annotations.model import Annotation, ArticleInfo, Relation
from annotations.schema_files import from_json, shipped
from annotations.store import Change, Step
from annotations.summaries import describe

__all__ = ["Committing", "Pairs"]

Pairs = Sequence[tuple[Annotation | Relation | None, Annotation | Relation | None]]
"""What each thing was and is, None where it was or is not there."""


class Committing(Holdings):
    """Holdings that change, one step at a time."""

    def undo(self, info: ArticleInfo) -> Edit | None:
        """Take back my last step in this article; None when there is none.

        Raises:
            ConflictError: Somebody's later edit depends on it; names them.
            StoreError: The database refused.
        """
        step = self.store.history.step_to_undo(info.number, self.annotator)
        if step is None:
            return None
        return within(self.take_back(step), info)

    def take_back(self, step: str) -> Edit:
        """Take back a step of mine, whatever was done since elsewhere.

        Raises:
            ConflictError: A later edit depends on it; names whose.
            StoreError: The database refused.
        """
        return self._write("undo", self._summary(step), self.store.inverse(step), undoes=step)

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
        if step is None:
            return None
        edit = self._write("redo", self._summary(step), self.store.inverse(step), redoes=step)
        return within(edit, info)

    def _words(self, annotation: Annotation) -> str:
        return describe(annotation, self.store.text(annotation.version))

    def _refuse_others(self, annotation: Annotation) -> None:
        if annotation.annotator != self.annotator:
            raise ConflictError(
                f"this {annotation.label} belongs to {annotation.annotator}", f"You work as {self.annotator}."
            )

    def _refuse_orphans(self) -> None:
        """Refuse a change of the coding scheme, made in this transaction, that leaves work without its labels."""
        from annotations.schema_changes import plan
        from annotations.schema_renames import without_past

        definition = self.store.schema_definition()
        restored = shipped() if definition is None else from_json(definition)
        try:
            plan(self.schema, without_past(restored), self.store.usage)
        except SchemaError as error:
            raise ConflictError(
                f"there has been work under {self.schema.name}, version {self.schema.version}, since: {error.message}",
                "Take that back first.",
            ) from None

    def _summary(self, step: str) -> str:
        return self.store.history.of_step(step)[0].summary

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
        facts = [c.after for c in changes if isinstance(c.after, Mapping)]
        schema = any("schema" in part for part in facts)
        with self.store.writing():
            self.store.commit(made, changes)
            if schema:
                self._refuse_orphans()
        if schema:
            self.take_up_schema()
        return Edit(
            step=made.id,
            summary=summary,
            article=changes[0].article if changes else 0,
            removed=tuple(c.before for c in changes if isinstance(c.before, Annotation)),
            added=tuple(c.after for c in changes if isinstance(c.after, Annotation)),
            relations=any(isinstance(c.after or c.before, Relation) for c in changes),
            facts=bool(facts),
            schema=schema,
        )
