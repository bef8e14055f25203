"""Decisions between layers: what is kept, made into one, or not kept, in a layer of its own, one step at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from annotations.comparing import Item, Standing, Verdict, compare
from annotations.counts import counted
from annotations.edits import Edit
from annotations.errors import ConflictError, UsageError
from annotations.identity import new_id, now
from annotations.layers import GOLD
from annotations.model import Annotation, ArticleInfo, Origin
from annotations.store import Change
from annotations.store.decisions import decision_name
from annotations.summaries import describe
from annotations.workspace import Workspace

__all__ = ["Decision", "adjudicate", "keep", "reject", "take_agreed", "unite"]


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
        return Verdict.KEEP if all(_same(one, made) for one in self.kept) else Verdict.MERGE


def keep(item: Item, annotator: str) -> Decision:
    """Keep what one person has, and with it what others have just so."""
    chosen = item.annotations[annotator]
    same = tuple(other for other in item.annotations.values() if other is not chosen and _same(other, chosen))
    return Decision(tuple(item.annotations.values()), (chosen, *same))


def unite(item: Item, result: Annotation) -> Decision:
    """Make all of them into one, with the words, roles and attributes of `result`."""
    every = tuple(item.annotations.values())
    return Decision(every, every, result)


def reject(item: Item) -> Decision:
    """Keep none of them."""
    return Decision(tuple(item.annotations.values()))


def adjudicate(
    workspace: Workspace, info: ArticleInfo, decisions: Sequence[Decision], *, step: str | None = None
) -> Edit:
    """Decide, in the layer of `workspace`'s annotator; what this layer had decided about the same is replaced.

    All of it is one step, which continues `step` if that is given.

    Raises:
        UsageError: There is nothing to decide.
        ConflictError: One of the annotations is of the layer that decides, or was changed in the meantime.
        SchemaError: A result does not fit the schema.
        StoreError: The database refused.
    """
    if not decisions:
        raise UsageError("there is nothing to decide")
    with workspace.store.writing():
        changes = _changes(workspace, info, decisions)
        about = [one.result or (one.kept or one.of)[0] for one in decisions]
        words = [describe(annotation, workspace.store.text(info.key)) for annotation in about]
        verbs = {Verdict.KEEP: "kept", Verdict.MERGE: "united", Verdict.REJECT: "rejected"}
        summary = (
            f"{verbs[decisions[0].verdict]} {words[0]}" if len(words) == 1 else f"decided on {len(words)} annotations"
        )
        return workspace.decide(summary, changes, step=step)


def take_agreed(
    workspace: Workspace,
    infos: Sequence[ArticleInfo],
    annotators: Sequence[str],
    passes: Callable[[Item], bool] = lambda _: True,
) -> Edit | None:
    """Keep everything that all of these people agree on, in several articles, as one step; None where that is nothing.

    What was decided already is left alone. An article that fewer than two of them have worked on is passed over.

    Raises:
        ConflictError: One of the annotators is the layer that decides.
        StoreError: The database refused.
    """
    with workspace.store.writing():
        changes: list[Change] = []
        count = 0
        for info in infos:
            agreed = [
                keep(item, item.annotators[0])
                for item in compare(workspace, info, annotators)
                if item.standing is Standing.AGREED and len(item.annotators) > 1 and not item.done and passes(item)
            ]
            count += len(agreed)
            if agreed:
                changes += _changes(workspace, info, agreed)
        if not changes:
            return None
        who = " and ".join(dict.fromkeys(annotators))
        return workspace.decide(f"kept {counted(count, 'annotation')} that {who} agree on", changes)


def _changes(workspace: Workspace, info: ArticleInfo, decisions: Sequence[Decision]) -> list[Change]:
    store, layer, at = workspace.store, workspace.annotator, now()
    before: dict[str, object] = {}
    after: dict[str, object] = {}
    changes: list[Change] = []
    earlier = store.decisions.of_article(info.number, layer)
    gone: set[str] = set()
    for decision in decisions:
        made = _made(workspace, decision, at) if decision.kept else None
        kept = {annotation.id for annotation in decision.kept}
        for annotation in decision.of:
            _refuse_own(workspace, annotation)
            name = decision_name(layer, annotation.id)
            before[name] = earlier.get(annotation.id)
            verdict = decision.verdict if annotation.id in kept else Verdict.REJECT
            kept_as = made.id if made is not None and annotation.id in kept else None
            after[name] = {"verdict": verdict.value, "whose": annotation.annotator, "kept_as": kept_as}
            if (old := earlier.get(annotation.id)) is not None and old["kept_as"] is not None:
                gone.add(str(old["kept_as"]))
        if made is not None:
            changes.append(Change(info.number, made.id, None, made))
    for annotation_id in sorted(gone):
        if (old_result := store.annotations.get(annotation_id)) is not None:
            tied = [
                Change(info.number, relation.id, relation, None) for relation in store.steps.dependents(annotation_id)
            ]
            changes = [*tied, Change(info.number, annotation_id, old_result, None), *changes]
    return [*changes, Change(info.number, info.id, before, after)]


def _made(workspace: Workspace, decision: Decision, at: str) -> Annotation:
    pattern = decision.result if decision.result is not None else decision.kept[0]
    made = replace(
        pattern,
        id=new_id(),
        version=decision.kept[0].version,
        annotator=workspace.annotator,
        origin=Origin.MANUAL,
        created=at,
        updated=at,
    )
    workspace.schema.check(made)
    return made


def _refuse_own(workspace: Workspace, annotation: Annotation) -> None:
    if annotation.annotator == workspace.annotator:
        raise ConflictError(
            f"this {annotation.label} is your own; whoever decides works in a layer apart",
            f"Work as {GOLD}: “--as {GOLD}”.",
        )
    current = workspace.store.annotations.get(annotation.id)
    if current != annotation:
        raise ConflictError(f"{annotation.annotator} has changed this since", "Look at it again.")


def _same(one: Annotation, other: Annotation) -> bool:
    """Whether two say the same: label, words, roles and attributes."""
    return (one.label, one.fragments, frozenset(one.roles), dict(one.attributes)) == (
        other.label,
        other.fragments,
        frozenset(other.roles),
        dict(other.attributes),
    )
