"""What was edited here and there and nobody has looked at since: listed at any time, and settled by its owner."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from annotations.errors import ConflictError, NotFoundError, UsageError
from annotations.identity import new_id, now
from annotations.merging.here import Past
from annotations.merging.outcomes import Conflict, Outcome, conflict_message, edits_of, outcome
from annotations.merging.slices import AT_ONCE
from annotations.merging.told import SETTLE, Effects, Told, standing_of, told_from
from annotations.model import Annotation, Relation
from annotations.store import Change, Step, codec
from annotations.store.changes import row_of
from annotations.store.history import SubjectKind
from annotations.store.parts import in_parts
from annotations.summaries import describe
from annotations.workspace import Workspace
from annotations.workspace.edits import Edit

__all__ = ["open_conflicts", "settle", "versions_apart"]


def open_conflicts(workspace: Workspace) -> list[Conflict]:
    """List what is in conflict, as the history tells it, by article.

    Raises:
        StoreError: The database refused.
    """
    store = workspace.store
    tokens = {row.key: row.token for row in store.received.versions()}
    found = []
    for articles in in_parts(store.received.weights(), AT_ONCE):
        past = Past(store)
        rows = standing_of(told_from(store.received.history_of(articles), tokens), past.is_book, past.stands)
        found += [_conflict(workspace, *disputed) for disputed in _disputed(rows)]
    return sorted(found, key=lambda conflict: (conflict.article, conflict.subject))


def _disputed(rows: Sequence[Told]) -> Iterator[tuple[str, Told, Outcome]]:
    """Things that somebody has to look at: the id of each, its last row, and what it is."""
    effects = Effects(rows)
    by_subject: dict[str, list[Told]] = {}
    for row in rows:
        if row.kind is not SubjectKind.ARTICLE:
            by_subject.setdefault(row.subject, []).append(row)
    for subject, of_subject in by_subject.items():
        if len(of_subject) > 1:
            edits, _ = edits_of(of_subject, effects)
            result = outcome(edits, of_subject)
            if result.disputed:
                yield subject, of_subject[-1], result


def settle(workspace: Workspace, subject: str, choice: int) -> Edit:
    """Say which state of something of mine is right, by its number from 1 as `open_conflicts` lists them; one step.

    Raises:
        NotFoundError: There is no such conflict; `subject` is its id or the end of it.
        UsageError: There is no state of that number.
        ConflictError: It belongs to somebody else, or somebody has related something to what would be deleted.
        StoreError: The database refused.
    """
    conflicts = [one for one in open_conflicts(workspace) if one.subject.endswith(subject)]
    if len(conflicts) != 1:
        raise NotFoundError(
            f"{'several conflicts have' if conflicts else 'there is no conflict with'} the id {subject}",
            "“stet merge --conflicts” lists them.",
        )
    conflict = conflicts[0]
    if conflict.owner != workspace.annotator:
        raise ConflictError(f"{conflict.what} belongs to {conflict.owner}", f"You work as {workspace.annotator}.")
    if not 1 <= choice <= len(conflict.states):
        raise UsageError(f"it has {len(conflict.states)} states, and no {choice}", "--keep takes 1, 2 …")
    store, step = workspace.store, new_id()
    with store.writing():
        made = Step(step, now(), workspace.annotator, SETTLE, f"settled {conflict.what}")
        states = [_thing(workspace, conflict, state) for state in conflict.states]
        chosen = states[choice - 1]
        target = None if chosen is None else _touched(chosen, made.at)
        current = store.annotations.get(conflict.subject) or store.annotations.relation(conflict.subject)
        changes = [Change(conflict.article, conflict.subject, current, target)]
        if target is None and current is not None:
            changes = [*_hanging(workspace, conflict), *changes]
        store.steps.commit(made, changes)
        for other in states:
            # Every state goes on to the one that was chosen, so that none stands beside it any more.
            if other not in (current, target):
                store.history.append(row_of(made, Change(conflict.article, conflict.subject, other, target)))
    return Edit(step, made.summary, conflict.article)


def versions_apart(conflict: Conflict) -> list[dict[str, object]]:
    """In what the states of a conflict differ: for each state, the parts that are not the same in all."""
    states = [{"deleted": True} if state is None else json.loads(state) for state in conflict.states]
    names = dict.fromkeys(name for state in states for name in state)
    apart = [name for name in names if len({json.dumps(state.get(name)) for state in states}) > 1]
    return [{name: state[name] for name in apart if name in state} for state in states]


def _conflict(workspace: Workspace, subject: str, row: Told, found: Outcome) -> Conflict:
    annotation = workspace.store.annotations.get(subject)
    if annotation is not None:
        what = describe(annotation, workspace.store.text(annotation.version))
    else:
        what = str(json.loads(row.after or row.before or "{}").get("label", ""))
    info = workspace.store.articles.of_id(row.article, removed=True)
    states = tuple(head.state for head in found.heads)
    if found.withdrawn and len(states) == 1:
        states = (*states, None)
    return Conflict(
        info.number if info is not None else 0,
        subject,
        row.owner or row.annotator,
        what,
        conflict_message(found),
        states,
    )


def _thing(workspace: Workspace, conflict: Conflict, state: str | None) -> Annotation | Relation | None:
    if state is None:
        return None
    data = json.loads(state)
    if "version" not in data:
        return codec.decode_relation(state)
    for row in workspace.store.received.versions():
        if (row.number, row.token) == (conflict.article, data["version"]):
            return codec.decode_annotation(json.dumps(data | {"version": row.key}))
    raise NotFoundError("the text that it is about is not in the library")


def _touched(thing: Annotation | Relation, at: str) -> Annotation | Relation:
    from dataclasses import replace

    return replace(thing, updated=at)


def _hanging(workspace: Workspace, conflict: Conflict) -> Sequence[Change]:
    relations = workspace.store.steps.dependents(conflict.subject)
    for relation in relations:
        if relation.annotator != workspace.annotator:
            raise ConflictError(f"{relation.annotator} has related something to it")
    return [Change(conflict.article, relation.id, relation, None) for relation in relations]
