"""What a person does, without a screen: open, tag, change, undo. Both front ends call this, and nothing below it.

Every edit is a `Step` of the history, in the database before the call returns. A call that raises changed nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from annotations.counts import counted
from annotations.errors import ConflictError, SchemaError
from annotations.identity import new_id, now
from annotations.model import Annotation, ArticleInfo, AttributeValue, Origin, Role, Span, Status
from annotations.store import Change
from annotations.store.suggestions import Dismissal
from annotations.store.work import FINISHED
from annotations.summaries import describe
from annotations.workspace.edits import Document, Edit, Joined, Tagged
from annotations.workspace.looking import own_status
from annotations.workspace.relating import Relating
from annotations.workspace.shelving import Shelving

__all__ = ["Document", "Edit", "Joined", "Tagged", "Workspace"]


class Workspace(Relating, Shelving):
    """One person's view of one database.

    Attributes:
        store: The database; reads may go to it directly.
        annotator: In whose name edits are made.
        schema: The coding scheme in use.
    """

    def tag(
        self,
        info: ArticleInfo,
        label: str,
        fragments: Sequence[Span],
        *,
        roles: Sequence[Role] = (),
        attributes: Mapping[str, AttributeValue] | None = None,
        again: bool = False,
        origin: Origin = Origin.MANUAL,
        step: str | None = None,
        summary: str = "",
    ) -> Tagged:
        """Put a label on words. On exactly the text of an annotation of mine, that one is returned instead.

        Args:
            info: The article.
            label: Name of a label of the schema.
            fragments: In the order of the text; empty for a label of article scope.
            roles: What ties to it.
            attributes: Their values; defaults of the schema stand where nothing is given.
            again: Make another even where one is.
            origin: How it came to be.
            step: Continue this step, so that one undo takes all of it back.
            summary: What the history says of it; which words were tagged if empty.

        Raises:
            SchemaError: It does not fit the schema.
            StoreError: The database refused.
        """
        if self.schema.label(label).retired:
            raise SchemaError(f"the label {label} is retired: it stands only for what has it already")
        new = self._new(info, label, tuple(fragments), now())
        annotation = replace(
            new, roles=tuple(roles), attributes={**new.attributes, **(attributes or {})}, origin=origin
        )
        self.schema.check(annotation)
        if not again:
            for other in self.store.annotations.at_place(info.key, annotation.start, annotation.end):
                same = (other.label, other.annotator, other.fragments)
                if same == (label, self.annotator, annotation.fragments):
                    return Tagged(other, None)
        summary = summary or f"tagged {describe(annotation, self.store.text(info.key))}"
        return Tagged(annotation, self._commit("tag", summary, info.number, [(None, annotation)], step))

    def tag_all(self, info: ArticleInfo, label: str, spans: Sequence[Span], step: str, summary: str) -> Edit | None:
        """Put a label on each of several stretches, as part of `step`; those that are tagged so already are left alone.

        Returns None when there was nothing to do.

        Raises:
            SchemaError: It does not fit the schema.
            StoreError: The database refused.
        """
        at = now()
        mine = [a for a in self.annotations(info) if a.label == label and a.annotator == self.annotator]
        taken = {annotation.fragments for annotation in mine}
        made = [self._new(info, label, (span,), at) for span in spans if (span,) not in taken]
        for annotation in made:
            self.schema.check(annotation)
        if not made:
            return None
        return self._commit("tag", summary, info.number, [(None, annotation) for annotation in made], step)

    def _new(self, info: ArticleInfo, label: str, fragments: tuple[Span, ...], at: str) -> Annotation:
        """An annotation with the schema's defaults."""
        defaults = {a.name: a.default for a in self.schema.label(label).attributes if a.default is not None}
        return Annotation(new_id(), info.key, label, fragments, self.annotator, at, at, attributes=defaults)

    def change(
        self, info: ArticleInfo, before: Annotation, after: Annotation, summary: str, *, step: str | None = None
    ) -> Edit:
        """Write an annotation of mine anew; `step` continues the step that made it.

        Raises:
            ConflictError: It belongs to somebody else, or was changed in the meantime.
            SchemaError: The new state does not fit the schema.
            StoreError: The database refused.
        """
        self._refuse_others(before)
        after = replace(after, updated=now())
        self.schema.check(after)
        return self._commit("change", summary, info.number, [(before, after)], step)

    def delete(self, info: ArticleInfo, annotation: Annotation) -> Edit:
        """Remove an annotation of mine and the relations that hang on it.

        Raises:
            ConflictError: It, or a relation to it, belongs to somebody else.
            StoreError: The database refused.
        """
        self._refuse_others(annotation)
        relations = self.store.steps.dependents(annotation.id)
        for relation in relations:
            if relation.annotator != self.annotator:
                raise ConflictError(f"{relation.annotator} has related something to it")
        summary = f"deleted {describe(annotation, self.store.text(annotation.version))}"
        return self._commit(
            "delete", summary, info.number, [*((relation, None) for relation in relations), (annotation, None)]
        )

    def dismiss(self, info: ArticleInfo, label: str, place: str) -> None:
        """Note that this person does not want to see a suggestion again; `place` is its fragments as `12-40;55-80`.

        Raises:
            StoreError: The database refused.
        """
        with self.store.writing():
            self.store.suggestions.dismiss(info.key, self.annotator, Dismissal(label, place), now())

    def restore_dismissed(self, info: ArticleInfo) -> int:
        """Forget what this person has dismissed in an article; returns how much that was.

        Raises:
            StoreError: The database refused.
        """
        with self.store.writing():
            return self.store.suggestions.restore(info.key, self.annotator)

    def set_status(self, info: ArticleInfo, status: Status) -> Edit:
        """Mark an article new, begun or done.

        Raises:
            StoreError: The database refused.
        """
        with self.store.reading():
            before = {"status": self.store.facts.of(info.number)["status"]}
        change = Change(info.number, info.id, before, {"status": status.value})
        return self._write("status", f"marked the article {status}", [change])

    def own_status(self, info: ArticleInfo) -> Status:
        """How far this person is with an article (see `annotations.workspace.looking.own_status`).

        Raises:
            StoreError: The database refused.
        """
        work, status = self.store.work, Status(str(self.store.facts.of(info.number)["status"]))
        return own_status(status, self.annotator, work.working(info.key), work.said([info.number]).get(info.number, {}))

    def toggle_done(self, info: ArticleInfo) -> tuple[Edit, bool]:
        """Mark an article done, for this person, or take the mark away; tells whether they have it marked now.

        Raises:
            StoreError: The database refused.
        """
        with self.store.writing():
            done = self.own_status(info) is not Status.DONE
            return self._mark([info], done=done), done

    def mark_done(self, articles: Sequence[ArticleInfo], *, done: bool) -> Edit | None:
        """Mark articles done, for this person, or take the marks away, in one step; None where all are so already.

        Raises:
            StoreError: The database refused.
        """
        with self.store.writing():
            others = [info for info in articles if (self.own_status(info) is Status.DONE) is not done]
            return self._mark(others, done=done) if others else None

    def _mark(self, articles: Sequence[ArticleInfo], *, done: bool) -> Edit:
        """Mark articles; each is done itself as long as somebody has marked it so."""
        name, changes = f"{FINISHED}{self.annotator}", []
        for info in articles:
            stored = self.store.facts.of(info.number, [name])
            others = self.store.work.finished(info.number) - {self.annotator}
            after: dict[str, object] = {"status": (Status.DONE if done or others else Status.BEGUN).value, name: done}
            changes.append(Change(info.number, info.id, {fact: stored[fact] for fact in after}, after))
        what = "the article" if len(changes) == 1 else counted(len(changes), "article")
        return self._write("status", f"marked {what} {'done' if done else 'not done'}", changes)

    def set_facts(self, info: ArticleInfo, facts: Mapping[str, str]) -> Edit | None:
        """Correct title, author, date, site, language, status or tags of an article, in one step; empty text unsets.

        Returns None when everything was so already. Another language drops the sentences of the article, which are
        found again by its rules; so does taking that back.

        Raises:
            UsageError: A name or a value is none (see `annotations.workspace.facts.checked`).
            StoreError: The database refused.
        """
        return self.set_facts_of([info], facts)
