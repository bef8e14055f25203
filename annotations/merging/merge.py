"""`stet merge`: take what others did into a library, in one step that can be taken back."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from annotations.identity import new_id, now
from annotations.merging.arriving import Arrivals
from annotations.merging.here import Here
from annotations.merging.outcomes import Conflict
from annotations.merging.refusing import refuse_clocks, refuse_names, refuse_scheme
from annotations.merging.sources import Source, opened, renamed
from annotations.merging.taking import assign, carry_all_on, take
from annotations.merging.told import BOOKS
from annotations.model import Annotation, Relation
from annotations.schema.files import to_json
from annotations.store import Change, Step
from annotations.workspace import Workspace
from annotations.workspace.edits import Edit

__all__ = ["Merged", "merge", "take_back_merge"]


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge did, or would do.

    Attributes:
        step: The step of the history that takes it back; None where nothing changed.
        articles: Numbers of the articles that were added.
        texts: How many new texts came to articles that were here.
        steps: How many steps were not known here, by whose they are; `known` counts those that were.
        added: How many annotations are there now that were not; likewise `changed` and `deleted`.
        relations: How many relations were made, changed or removed.
        facts: Of how many articles a title, date, status … is another now.
        assigned: How many assignments came along.
        conflicts: What was edited here and there.
        left: A sentence for each thing that was left out.
    """

    step: str | None = None
    articles: tuple[int, ...] = ()
    texts: int = 0
    steps: Mapping[str, int] | None = None
    known: int = 0
    added: int = 0
    changed: int = 0
    deleted: int = 0
    relations: int = 0
    facts: int = 0
    assigned: int = 0
    conflicts: tuple[Conflict, ...] = ()
    left: tuple[str, ...] = ()


class _OnlyTriedError(Exception):
    """Ends a dry run, so that the transaction is rolled back."""

    def __init__(self, outcome: Merged) -> None:
        super().__init__()
        self.outcome = outcome


def merge(
    workspace: Workspace,
    paths: Sequence[str],
    *,
    same: Collection[str] = (),
    names: Mapping[str, str] | None = None,
    any_clock: bool = False,
    dry_run: bool = False,
) -> Merged:
    """Take over what was done in other databases and exports, as their histories tell it.

    The outcome is the same in whichever order they come, and however often. Everything is one step of `workspace`'s
    annotator, and nothing changes where an error is raised.

    Args:
        workspace: The library.
        paths: Databases, and exports as JSON Lines.
        same: Annotators who are one person in both, although they have nothing in common yet.
        names: Other names for annotators of what is merged.
        any_clock: Take steps whose clocks were wrong.
        dry_run: Only tell what would happen.

    Raises:
        UsageError: A path is the library itself, a folder, or named twice.
        NotFoundError: A path is not there.
        StoreError: A database is foreign, newer or damaged.
        FormatError: An export is not what it promises.
        SchemaError: Something was coded with another scheme.
        ConflictError: One name may be two people, or a clock was wrong.
    """
    with opened(workspace, list(paths)) as found:
        sources = [renamed(source, names or {}) for source in found]
        try:
            with workspace.store.writing_much():
                outcome = _Merge(workspace, sources).run(same, any_clock=any_clock)
                _end(outcome, dry_run=dry_run)
        except _OnlyTriedError as tried:
            outcome = tried.outcome
        finally:
            workspace.take_up_schema()
    return outcome


def _end(outcome: Merged, *, dry_run: bool) -> None:
    if dry_run:
        raise _OnlyTriedError(outcome)


def take_back_merge(workspace: Workspace) -> Edit | None:
    """Take back my last merge that stands, as one step; None where there is none.

    Raises:
        ConflictError: A later edit depends on it.
    """
    step = workspace.store.history.last_standing(workspace.annotator, BOOKS)
    return None if step is None else workspace.take_back(step)


class _Merge:
    """One merge, inside a transaction of the caller's."""

    def __init__(self, workspace: Workspace, sources: Sequence[Source]) -> None:
        self._workspace = workspace
        self._store = workspace.store
        self._sources = sources
        self._step = new_id()
        self._at = now()

    def run(self, same: Collection[str], *, any_clock: bool) -> Merged:
        """Do it."""
        self._take_scheme()
        arrivals = Arrivals(self._store)
        here = Here.everything(self._store, arrivals.tokens)
        people = self._store.received.annotators()
        for source in self._sources:
            refuse_scheme(self._workspace.schema, source)
            refuse_names(source, people, here.rows, same)
            if not any_clock:
                refuse_clocks(source)
        taken = take(self._workspace, self._sources, arrivals, lambda _: here, brought=self._step, at=self._at)
        changes = taken.changes
        if changes:
            summary = f"merged {', '.join(source.name for source in self._sources)}"
            self._store.steps.commit(Step(self._step, self._at, self._workspace.annotator, BOOKS, summary), changes)
        carry_all_on(self._workspace, arrivals)
        kinds = Counter(_what(change) for change in changes)
        return Merged(
            step=self._step if changes else None,
            articles=tuple(sorted(arrivals.added)),
            texts=arrivals.texts,
            steps=dict(Counter(who for who, _ in {(row.annotator, row.step) for row in taken.new})),
            known=len({row.step for row in taken.rows} - {row.step for row in taken.new}),
            added=kinds["added"],
            changed=kinds["changed"],
            deleted=kinds["deleted"],
            relations=kinds["relation"],
            facts=sum(_what(c) == "facts" and c.article not in arrivals.added for c in changes),
            assigned=assign(self._workspace, self._sources, arrivals),
            conflicts=tuple(taken.conflicts),
            left=tuple(taken.left),
        )

    def _take_scheme(self) -> None:
        """A library that has no coding scheme takes up that of what comes first."""
        store = self._store
        scheme = next((source.schema for source in self._sources if source.schema is not None), None)
        if store.schemas.definition() is None and scheme is not None:
            store.schemas.put(scheme.name, scheme.version, to_json(scheme), self._at)
            self._workspace.take_up_schema()


def _what(change: Change) -> str:
    thing = change.after if change.after is not None else change.before
    if isinstance(thing, Relation):
        return "relation"
    if not isinstance(thing, Annotation):
        return "facts"
    if change.before is None:
        return "added"
    return "deleted" if change.after is None else "changed"


def plain_conflict(conflict: Conflict) -> dict[str, object]:
    """A conflict, for other programs."""
    return {
        "article": conflict.article,
        "subject": conflict.subject,
        "annotator": conflict.owner,
        "what": conflict.what,
        "message": conflict.message,
        "states": [None if state is None else json.loads(state) for state in conflict.states],
    }


def plain(outcome: Merged) -> dict[str, object]:
    """What a merge did, for other programs."""
    return {
        "step": outcome.step,
        "articles": outcome.articles,
        "texts": outcome.texts,
        "steps": dict(outcome.steps or {}),
        "known": outcome.known,
        "added": outcome.added,
        "changed": outcome.changed,
        "deleted": outcome.deleted,
        "relations": outcome.relations,
        "facts": outcome.facts,
        "assigned": outcome.assigned,
        "conflicts": [plain_conflict(conflict) for conflict in outcome.conflicts],
        "left": outcome.left,
    }
