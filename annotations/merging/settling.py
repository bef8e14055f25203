"""From what all histories come to, to what has to change in one library, and what its people should look at."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from functools import partial

from annotations.merging.arriving import Arrivals
from annotations.merging.here import Here, ends_of, worked
from annotations.merging.outcomes import Conflict, Outcome, conflict_message, edits_of, facts_outcome, outcome
from annotations.merging.told import Effects, Told, canonical
from annotations.model import Annotation, Relation, Status
from annotations.store import Change, codec
from annotations.store.history import SubjectKind
from annotations.summaries import describe
from annotations.workspace import Workspace

__all__ = ["Settling"]


class Settling:
    """Finds the changes that a merge makes, before it makes them.

    Attributes:
        changes: What is to be done.
        conflicts: What was edited here and there, as far as that was not known here before.
        left: A sentence for each thing that is left out.
        waiting: Likewise for relations, by their ids, whose source is not there.
    """

    def __init__(
        self,
        workspace: Workspace,
        arrivals: Arrivals,
        here: Here,
        arrived: Mapping[str, Sequence[Told]],
        articles: Collection[str],
    ) -> None:
        """Take what the library knows, by subject what came, and the articles, by id here, whose facts are settled."""
        self._store = workspace.store
        self._arrivals = arrivals
        self._arrived = arrived
        self._articles = articles
        self._worked_here = here.worked
        self._here: dict[str, list[Told]] = {}
        for row in here.rows:
            self._here.setdefault(row.subject, []).append(row)
        self._effects = Effects([*here.rows, *(row for rows in arrived.values() for row in rows)])
        self._effects_here = Effects(here.rows)
        self._there: set[str] = set()
        self._worked_elsewhere: dict[str, str] | None = None
        self.changes: list[Change] = []
        self.conflicts: list[Conflict] = []
        self.left: list[str] = []
        self.waiting: dict[str, str] = {}
        self._changed: set[str] = set()

    def settle(self) -> None:
        """Find everything that changes."""
        relations: dict[str, tuple[Outcome, list[Told]]] = {}
        annotations: dict[str, tuple[Outcome, list[Told]]] = {}
        for subject, rows in self._concerned().items():
            if rows[0].kind is SubjectKind.ARTICLE:
                continue
            every = _once([*self._here.get(subject, ()), *rows])
            edits, refused = edits_of(every, self._effects)
            if refused:
                self._leave_others(refused)
            found = relations if rows[0].kind is SubjectKind.RELATION else annotations
            found[subject] = (outcome(edits, every), every)
        tied = self._tied(relations)
        alive: dict[str, bool] = {}
        self._there = self._store.annotations.known(list(annotations))
        for subject, (found_out, rows) in annotations.items():
            alive[subject] = self._settle_annotation(subject, found_out, rows, tied.get(subject, set()))
        for subject, (found_out, rows) in relations.items():
            self._settle_relation(subject, found_out, rows, alive)
        self._settle_articles()

    # Annotations

    def _settle_annotation(self, subject: str, found: Outcome, rows: Sequence[Told], tied: set[str]) -> bool:
        """Say what an annotation is; tells whether it is there."""
        row = next((row for row in reversed(rows) if row.owner is not None), rows[-1])
        owner, state = row.owner or row.annotator, found.state
        kept_for = tied - {owner}
        if state is None and found.last is not None and kept_for:
            state = found.last
        before = self._store.annotations.get(subject) if subject in self._there else None
        after = None if state is None else self._annotation(row, state)
        if state is not None and after is None:
            self.left.append(f"{_words(state)} of {owner}: its text is not in the library")
            return before is not None
        if self._as_told(before) != state:
            number = self._arrivals.numbers_here[row.article]
            if before is not None and after is None:
                self._drop_relations(subject)
            self._change(Change(number, subject, before, after))
        disputed = found.disputed or (state is not None and found.state is None)
        if disputed and (self._as_told(before) != state or self._is_news(subject, found)):
            self._note(subject, row, found, state, sorted(kept_for))
        return after is not None

    def _annotation(self, row: Told, state: str) -> Annotation | None:
        data = json.loads(state)
        number = self._arrivals.numbers_here[row.article]
        key = self._arrivals.key_of(number, data["version"])
        if key is None:
            return None
        return codec.annotation_of(data | {"version": key})

    def _as_told(self, thing: Annotation | Relation | None) -> str | None:
        if thing is None:
            return None
        if isinstance(thing, Relation):
            return canonical(codec.encode_relation(thing), SubjectKind.RELATION, str)
        tokens = self._arrivals.tokens
        return canonical(codec.encode_annotation(thing), SubjectKind.ANNOTATION, lambda key: tokens[key])

    # Relations

    def _tied(self, relations: Mapping[str, tuple[Outcome, list[Told]]]) -> dict[str, set[str]]:
        """Who has tied something to each annotation, after the merge."""
        tied: dict[str, set[str]] = {}
        states = [found.state for found, _ in relations.values()]
        for state in states:
            if state is not None:
                data = json.loads(state)
                for end in (data["source"], data["target"]):
                    tied.setdefault(end, set()).add(data["annotator"])
        return tied

    def _concerned(self) -> dict[str, Sequence[Told]]:
        """What came, and what stands and falls with it.

        That are annotations of the library that relations hang on which came, and relations that hang on annotations.
        """
        concerned = dict(self._arrived)
        for rows in self._arrived.values():
            for end in ends_of(rows[0]):
                if end not in concerned and end in self._here:
                    concerned[end] = self._here[end]
        hanging = {
            subject: rows
            for subject, rows in self._here.items()
            if subject not in concerned and any(end in concerned for end in ends_of(rows[0]))
        }
        return concerned | hanging

    def _settle_relation(self, subject: str, found: Outcome, rows: Sequence[Told], alive: Mapping[str, bool]) -> None:
        before = self._store.annotations.relation(subject)
        state = found.state
        after = None if state is None else codec.decode_relation(state)
        if after is not None and not self._is_there(after.source, alive):
            self.waiting[subject] = f"the relation {after.label} of {after.annotator}: what it starts from is not there"
            after = state = None
        if self._as_told(before) != state and subject not in self._changed:
            self._change(Change(self._arrivals.numbers_here[rows[-1].article], subject, before, after))
        if found.disputed and self._is_news(subject, found):
            self._note(subject, rows[-1], found, state)

    def _is_there(self, annotation: str, alive: Mapping[str, bool]) -> bool:
        known = alive.get(annotation)
        return self._store.annotations.label_of(annotation) is not None if known is None else known

    def _drop_relations(self, annotation: str) -> None:
        """An annotation that goes takes along what starts from it."""
        for relation in self._store.steps.dependents(annotation):
            if relation.source == annotation:
                article = self._store.articles.of_version(self._version_of(annotation))
                self._change(Change(article, relation.id, relation, None))

    def _version_of(self, annotation: str) -> int:
        found = self._store.annotations.get(annotation)
        assert found is not None  # noqa: S101 - whoever asks has it
        return found.version

    # Articles

    def _settle_articles(self) -> None:
        """Facts as they were told; what was added is taken up, and what others have worked on is begun."""
        for article in self._articles:
            number = self._arrivals.numbers_here[article]
            every = _once([*self._here.get(article, ()), *self._arrived.get(article, ())])
            wanted = facts_outcome(every, partial(self._worked, article))
            stored = self._store.facts.of(number, wanted)
            if stored["status"] == Status.NEW and "status" not in wanted and self._worked(article):
                wanted["status"] = Status.BEGUN.value
            if number in self._arrivals.added:
                wanted["removed"] = None
            after = {name: value for name, value in wanted.items() if stored.get(name) != value}
            if after:
                self._change(Change(number, article, {name: stored.get(name) for name in after}, after))

    def _worked(self, article: str) -> str:
        """When the text of an article was worked on last, here or elsewhere; empty where nobody has."""
        if self._worked_elsewhere is None:
            self._worked_elsewhere = worked(row for rows in self._arrived.values() for row in rows)
        return max(self._worked_elsewhere.get(article, ""), self._worked_here(article))

    def _change(self, change: Change) -> None:
        self.changes.append(change)
        self._changed.add(change.subject)

    # What is said

    def _leave_others(self, refused: Sequence[Told]) -> None:
        row = refused[-1]
        self.left.append(
            f"{row.annotator} has changed what is not theirs ({row.summary}); {row.owner or 'others'} keeps it as it is"
        )

    def _is_news(self, subject: str, found: Outcome) -> bool:
        """Whether the library did not know of a conflict before."""
        rows = self._here.get(subject, ())
        known, _ = edits_of(rows, self._effects_here)
        before = outcome(known, rows)
        if before.withdrawn != found.withdrawn:
            return True
        return {head.state for head in before.heads} != {head.state for head in found.heads}

    def _note(self, subject: str, row: Told, found: Outcome, state: str | None, kept_for: Sequence[str] = ()) -> None:
        states = tuple(head.state for head in found.heads)
        what = self._described(row, state)
        number = self._arrivals.numbers_here[row.article]
        self.conflicts.append(
            Conflict(number, subject, row.owner or row.annotator, what, conflict_message(found, kept_for), states)
        )

    def _described(self, row: Told, state: str | None) -> str:
        if state is None or row.kind is SubjectKind.RELATION:
            return _words(state or row.after or row.before or "{}")
        annotation = self._annotation(row, state)
        return _words(state) if annotation is None else describe(annotation, self._store.text(annotation.version))


def _words(state: str) -> str:
    data = json.loads(state)
    return f"{data.get('label', '')} {data.get('id', '')}"


def _once(rows: Sequence[Told]) -> list[Told]:
    return list({row.key: row for row in rows}.values())
