"""Decisions between layers: what is kept, made into one, or not kept, in a layer of its own, one step at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from annotations.counts import counted
from annotations.errors import UsageError
from annotations.group.comparing import Item, Standing, Verdict, compare
from annotations.group.deciding import Deciding, Decision, same
from annotations.identity import now
from annotations.model import Annotation, ArticleInfo
from annotations.summaries import describe
from annotations.workspace import Workspace
from annotations.workspace.edits import Edit

__all__ = ["Decision", "adjudicate", "decide", "keep", "reject", "take_agreed", "unite"]


def keep(item: Item, annotator: str) -> Decision:
    """Keep what one person has, and with it what others have just so."""
    chosen = item.annotations[annotator]
    alike = tuple(other for other in item.annotations.values() if other is not chosen and same(other, chosen))
    return Decision(tuple(item.annotations.values()), (chosen, *alike))


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
    return decide(workspace, [(info, decision) for decision in decisions], step=step)


def decide(workspace: Workspace, decisions: Sequence[tuple[ArticleInfo, Decision]], *, step: str | None = None) -> Edit:
    """Decide in several articles, as one step; see `adjudicate`.

    Raises:
        UsageError: There is nothing to decide.
        ConflictError: One of the annotations is of the layer that decides, or was changed in the meantime.
        SchemaError: A result does not fit the schema.
        StoreError: The database refused.
    """
    if not decisions:
        raise UsageError("there is nothing to decide")
    with workspace.store.writing():
        deciding = Deciding(workspace, now())
        for info, decision in decisions:
            deciding.decide(info, decision)
        if len(decisions) == 1:
            ((info, one),) = decisions
            about = one.result or (one.kept or one.of)[0]
            verbs = {Verdict.KEEP: "kept", Verdict.MERGE: "united", Verdict.REJECT: "rejected"}
            summary = f"{verbs[one.verdict]} {describe(about, workspace.store.text(info.key))}"
        else:
            summary = f"decided on {counted(len(decisions), 'annotation')}"
        return workspace.decide(summary, deciding.changes(), step=step)


def take_agreed(
    workspace: Workspace,
    infos: Sequence[ArticleInfo],
    annotators: Sequence[str],
    passes: Callable[[Item], bool] = lambda _: True,
) -> Edit | None:
    """Keep everything that all of these people agree on, in several articles, as one step; None where that is nothing.

    What was decided already is left alone. An article that fewer than two of them have worked on is passed over.
    Relations come along that all of them have.

    Raises:
        ConflictError: One of the annotators is the layer that decides.
        StoreError: The database refused.
    """
    with workspace.store.writing():
        deciding = Deciding(workspace, now(), shared=True)
        count = 0
        for info in infos:
            for item in compare(workspace, info, annotators):
                if item.standing is Standing.AGREED and len(item.annotators) > 1 and not item.done and passes(item):
                    deciding.decide(info, keep(item, item.annotators[0]))
                    count += 1
        if not count:
            return None
        who = " and ".join(dict.fromkeys(annotators))
        return workspace.decide(f"kept {counted(count, 'annotation')} that {who} agree on", deciding.changes())
