"""What several histories come to together: a function of the set of their steps, whatever the order they came in.

A thing's states are tied by its edits. The states that no edit that stands goes on from are its heads. One head is how
it is. Of several, somebody edited it here and there, and neither knew of the other: one of them stands, the one that
exists rather than the one that is deleted, and then the later; the others are kept as a conflict.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from annotations.merging.ties import Ties
from annotations.merging.told import IMPORTS, SETTLE, Effects, Told
from annotations.model import Status
from annotations.store.decisions import DECISION
from annotations.store.history import CARRY, SubjectKind

__all__ = ["FACTS", "Conflict", "Head", "Outcome", "conflict_message", "edits_of", "facts_outcome", "outcome"]

FACTS = ("title", "language", "status", "author", "date", "site")
"""Facts of an article that the latest step decides, whosoever it was; decisions between layers are merged likewise."""
_FOR_EVERYBODY = frozenset({"schema", CARRY})
"""Steps that bring everybody's annotations along: to another version of the coding scheme, or of their article."""


@dataclass(frozen=True, slots=True)
class Head:
    """A state that nothing goes on from: by whom, and when; None is deleted."""

    state: str | None
    at: str
    step: str
    annotator: str

    @property
    def content(self) -> str | None:
        """The state without the time of its last edit, by which alone two are not different."""
        if self.state is None:
            return None
        return json.dumps(json.loads(self.state) | {"updated": ""}, sort_keys=True)

    @property
    def rank(self) -> tuple[bool, str, str, str]:
        """What stands comes last: what exists, then what is later."""
        return self.state is not None, self.at, self.step, self.state or ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a thing is.

    Attributes:
        heads: The one that stands first; empty where nothing is left of it.
        withdrawn: What an edit goes on from was taken back elsewhere.
        last: Its last state where it is deleted.
    """

    heads: tuple[Head, ...] = ()
    withdrawn: bool = False
    last: str | None = None

    @property
    def state(self) -> str | None:
        """How it is, None where it is not there."""
        return self.heads[0].state if self.heads else None

    @property
    def disputed(self) -> bool:
        """Whether somebody has to look at it."""
        return len(self.heads) > 1 or self.withdrawn


@dataclass(frozen=True, slots=True)
class Conflict:
    """One thing that was edited here and there.

    Attributes:
        article: Number of its article.
        subject: Id of the annotation or relation.
        owner: Whose it is.
        what: In a few words.
        message: In a sentence: what happened, and what stands.
        states: The states as JSON, the one that stands first; null is deleted.
    """

    article: int
    subject: str
    owner: str
    what: str
    message: str
    states: tuple[str | None, ...]


def edits_of(rows: Iterable[Told], effects: Effects) -> tuple[list[Told], list[Told]]:
    """Rows that make states, and those that would change what belongs to somebody else, which are not followed."""
    followed, refused = [], []
    for row in rows:
        edit = effects.edit_of(row)
        if edit is None:
            continue
        if edit.kind is SubjectKind.ARTICLE or _may(edit):
            followed.append(edit)
        else:
            refused.append(edit)
    return followed, refused


def _may(row: Told) -> bool:
    """Whether it is theirs: everybody changes their own; imports and changes of the scheme bring others' along."""
    if row.action in IMPORTS:
        return row.before is None and row.owner is not None
    return row.owner is not None and (row.owner == row.annotator or row.action in _FOR_EVERYBODY)


def outcome(edits: Sequence[Told], all_rows: Sequence[Told] = ()) -> Outcome:
    """Say what one annotation or relation is after these edits of it; `all_rows` has those that were taken back too."""
    if len(edits) == 1 >= len(all_rows) and edits[0].before is None:
        row = edits[0]
        return Outcome((Head(row.after, row.at, row.step, row.annotator),))
    edits = _carried_somewhere(edits)
    left = {row.before for row in edits if row.before is not None}
    made: dict[str | None, Head] = {}
    told_fully: set[str | None] = set()
    revived = max((row.at for row in edits if row.before is None and _revives(row)), default="")
    for row in edits:
        if row.after is None and row.at <= revived:
            continue
        if row.after is not None and row.after in left:
            continue
        head = Head(row.after, row.at, row.step, row.annotator)
        if row.after not in made or made[row.after].rank < head.rank:
            made[row.after] = head
        if row.action not in IMPORTS:
            told_fully.add(row.after)
    bare = [head for state, head in made.items() if state not in told_fully]
    newest = max(bare, key=_updated, default=None)
    # Exports have no history: of several, one person's latest is how it was.
    heads = [head for state, head in made.items() if state in told_fully or head is newest]
    heads = _without_carried(heads, edits)
    ordered = tuple(heads) if len(heads) == 1 else _different(heads)
    given = {row.after for row in edits}
    taken_back = {row.after for row in all_rows} - given
    settled = any(row.action == SETTLE for row in edits)
    withdrawn = bool(ordered) and not settled and any(row.before in taken_back for row in edits if row.before)
    ends = [row for row in edits if row.after is None]
    gone = [(row.at, row.step, row.before) for row in ends]
    gone += [] if edits else [(row.at, row.step, row.after) for row in all_rows if row.after is not None]
    last = _where_it_went(max(gone)[2], all_rows) if gone else None
    return Outcome(ordered, withdrawn, last)


def _different(heads: Iterable[Head]) -> tuple[Head, ...]:
    """Of those that say the same, the one that would stand; the one that stands first."""
    different = {head.content: head for head in sorted(heads, key=lambda head: head.rank)}
    return tuple(sorted(different.values(), key=lambda head: head.rank, reverse=True))


def _revives(row: Told) -> bool:
    """Whether a row brings back what was deleted: by undo, or since its owner has said so."""
    return row.takes_back is not None or row.action == SETTLE


def conflict_message(found: Outcome, kept_for: Sequence[str] = ()) -> str:
    """Say what happened, and what stands."""
    states = [head.state for head in found.heads]
    if kept_for and found.state is None:
        return f"deleted, but {' and '.join(kept_for)} has related something to it; it stays"
    at = found.heads[0].at[:16]
    if None in states:
        return f"deleted on one side and edited on the other; the edit of {at} stays"
    if found.withdrawn and len(states) == 1:
        return f"taken back on one side and edited on the other; the edit of {at} stays"
    return f"edited on {'both sides' if len(states) == 2 else f'{len(states)} sides'}; the edit of {at} stands"


def _without_carried(heads: Sequence[Head], edits: Sequence[Told]) -> list[Head]:
    """Leave out what was only carried to another version of its article while somebody edited it: that is no edit.

    It was edited also where that was done after it was carried to yet another version. What was carried and stays is as
    old as the edit that made it, not as the carrying.
    """
    carried = [row for row in edits if row.action == CARRY]
    if not carried:
        return list(heads)
    ties = Ties((row.before, row.after) for row in carried)
    own = sorted((row for row in edits if row.action != CARRY), key=lambda row: (row.at, row.step))
    edited = {ties.of(row.before) for row in own if row.before is not None}
    made = {row.after for row in own if row.action not in IMPORTS}
    makers = {ties.of(row.after): row for row in own if row.after is not None}
    latest: dict[str, Head] = {}
    kept = []
    for head in sorted(heads, key=lambda head: head.rank):
        if head.state is None or head.state in made:
            kept.append(head)
        elif (root := ties.of(head.state)) not in edited:
            maker = makers.get(root)
            latest[root] = head if maker is None else Head(head.state, maker.at, maker.step, maker.annotator)
    there = {ties.of(head.state) for head in kept if head.state is not None}.union(latest, edited)
    for row in sorted(carried, key=lambda row: (row.at, row.step), reverse=True):
        # Two texts came in one order here and in another there: what went over and back is where it went last.
        if row.after is not None and (root := ties.of(row.after)) not in there and (maker := makers.get(root)):
            there.add(root)
            latest[root] = Head(row.after, maker.at, maker.step, maker.annotator)
    return [*kept, *latest.values()]


def _where_it_went(state: str | None, rows: Iterable[Told]) -> str | None:
    """What a state has become where it was carried on, the latest if it went to several places."""
    carried = [row for row in rows if row.action == CARRY]
    ties = Ties((row.before, row.after) for row in carried)
    left = {row.before for row in carried}
    ends = [row for row in carried if row.after not in left and ties.same(row.after, state)]
    return max(ends, key=lambda row: (row.at, row.step)).after if ends else state


def _carried_somewhere(edits: Sequence[Told]) -> Sequence[Told]:
    """Leave out what changes nothing, and what carries a state on that is not there any more."""
    edits = [row for row in edits if row.before != row.after]
    carried = [row for row in edits if row.action == CARRY]
    if not carried:
        return edits
    there = {row.after for row in edits if row.action != CARRY}
    growing = True
    while growing:
        more = {row.after for row in carried if row.before in there} - there
        there |= more
        growing = bool(more)
    return [row for row in edits if row.action != CARRY or row.before in there]


def facts_outcome(rows: Iterable[Told], worked: Callable[[], str] = str) -> dict[str, object]:
    """Say what facts of one article are by the steps that set them, undo and redo among them: the latest decides each.

    `worked` says when its text was worked on last: an article that was marked new before that is begun.
    """
    facts: dict[str, object] = {}
    marked = ""
    for row in sorted(rows, key=lambda row: (row.at, row.step)):
        state = json.loads(row.after or "{}")
        facts |= {name: value for name, value in state.items() if name in FACTS or name.startswith(DECISION)}
        marked = row.at if "status" in state else marked
    if facts.get("status") == Status.NEW and marked < worked():
        facts["status"] = Status.BEGUN.value
    return facts


def _updated(head: Head) -> tuple[str, str]:
    return (json.loads(head.state)["updated"] if head.state is not None else "", head.state or "")
