"""`stet merge`: take what others did into a library, in one step that can be taken back."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from annotations.collecting import collecting_less
from annotations.errors import StetError
from annotations.identity import new_id, now
from annotations.merging.arriving import Arrivals
from annotations.merging.here import Here, Past
from annotations.merging.opened import Opened
from annotations.merging.opening import opened
from annotations.merging.outcomes import Conflict
from annotations.merging.refusing import refuse_clocks, refuse_names, refuse_scheme
from annotations.merging.slices import Slice, slices
from annotations.merging.sound import UNSOUND, refuse_unsound
from annotations.merging.sources import Source
from annotations.merging.taking import assign, carry_all_on, missing_words, take
from annotations.merging.told import BOOKS, Told
from annotations.model import Annotation, Relation
from annotations.schema.files import to_json
from annotations.store import Change, Step
from annotations.store.history import SubjectKind
from annotations.store.tally import StepTally
from annotations.watching import Watch, unwatched
from annotations.workspace import Workspace

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
        left: A sentence for each thing that was left out, no sentence twice.
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


def merge(
    workspace: Workspace,
    paths: Sequence[str],
    *,
    same: Collection[str] = (),
    names: Mapping[str, str] | None = None,
    any_clock: bool = False,
    dry_run: bool = False,
    watch: Watch = unwatched,
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
        watch: Watches how far it is.

    Raises:
        UsageError: A path is the library itself, a folder, or named twice.
        NotFoundError: A path is not there.
        StoreError: A database is foreign, newer or damaged.
        FormatError: An export is not what it promises.
        SchemaError: Something was coded with another scheme.
        ConflictError: One name may be two people, or a clock was wrong.
    """
    with opened(workspace, paths, names or {}, watch) as sources:
        try:
            with _perhaps(workspace, dry_run=dry_run), collecting_less():
                outcome = _Merge(workspace, sources).run(same, any_clock=any_clock, watch=watch)
        finally:
            workspace.take_up_schema()
    return outcome


@contextmanager
def _perhaps(workspace: Workspace, *, dry_run: bool) -> Iterator[None]:
    """Write in one transaction; one that is only tried is rolled back."""
    with suppress(_OnlyTriedError), workspace.store.writing_much():
        yield
        if dry_run:
            raise _OnlyTriedError


def take_back_merge(
    workspace: Workspace, *, dry_run: bool = False, watch: Watch = unwatched
) -> tuple[str, Counter[str]] | None:
    """Take back my last merge that stands, as one step, or only try to; None where there is none.

    Returns what it was, and how many annotations are `gone`, `back`, and `changed` to what they were.

    Raises:
        ConflictError: A later edit depends on it.
        StoreError: The database refused.
    """
    step = workspace.store.history.last_standing(workspace.annotator, BOOKS)
    if step is None:
        return None
    with _perhaps(workspace, dry_run=dry_run):
        return workspace.take_back_merge(step, watch)


class _Merge:
    """One merge, inside a transaction of the caller's.

    Histories are read some articles at a time, and all that comes of them is one step: what is in memory does not grow
    with how long they are.
    """

    def __init__(self, workspace: Workspace, sources: Sequence[Opened]) -> None:
        self._workspace = workspace
        self._store = workspace.store
        self._sources = sources
        self._step = new_id()
        self._at = now()
        self._arrivals = Arrivals(self._store)
        self._kinds: Counter[str] = Counter()
        self._conflicts: list[Conflict] = []
        self._left: dict[str, None] = {}
        self._waiting: dict[str, str] = {}
        self._missing = 0

    def run(self, same: Collection[str], *, any_clock: bool, watch: Watch) -> Merged:
        """Do it."""
        self._take_scheme()
        for source in self._sources:
            refuse_scheme(self._workspace.schema, source.head)
            refuse_names(source, self._store, same)
            if not any_clock:
                refuse_clocks(source)
        arrivals = self._arrivals
        articles = sum(len(source.head.articles) for source in self._sources)
        rows = sum(sum(source.weights().values()) for source in self._sources)
        with self._store.tally() as tally:
            with watch(articles + rows, "merging") as advance:
                for source in self._sources:
                    arrivals.take(source.head.articles, advance)
                for part in slices(self._sources, arrivals):
                    self._take(part, tally)
                    advance(part.weight)
                carry_all_on(self._workspace, arrivals)
            new, known = tally.new(), tally.known()
        loose = (said for id_, said in self._waiting.items() if self._store.annotations.relation(id_) is None)
        return Merged(
            step=self._step if self._kinds else None,
            articles=tuple(sorted(arrivals.added)),
            texts=arrivals.texts,
            steps=new,
            known=known,
            added=self._kinds["added"],
            changed=self._kinds["changed"],
            deleted=self._kinds["deleted"],
            relations=self._kinds["relation"],
            facts=self._kinds["facts"],
            assigned=assign(self._workspace, [source.head for source in self._sources], arrivals),
            conflicts=tuple(self._conflicts),
            left=(*missing_words(self._missing), *self._left, *loose),
        )

    def _take(self, part: Slice, tally: StepTally) -> None:
        """Take what was done in some articles."""
        sources = [source.part(part.ids) for source in self._sources]
        for source in sources:
            refuse_unsound(source.name, filter(_is_doubtful, source.rows))
        try:
            self._settle(part, sources, tally)
        except (*UNSOUND, StetError):
            # That all of it is sound is looked at only where something went wrong: it takes as long as the merge.
            for source in sources:
                refuse_unsound(source.name, source.rows)
            raise

    def _settle(self, part: Slice, sources: Sequence[Source], tally: StepTally) -> None:
        arrivals, past = self._arrivals, Past(self._store)
        taken = take(
            self._workspace,
            sources,
            arrivals,
            lambda arrived: Here.about(self._store, past, arrivals.tokens, arrived),
            brought=self._step,
            at=self._at,
            articles=part.articles,
        )
        if taken.changes:
            names = ", ".join(source.name for source in self._sources)
            step = Step(self._step, self._at, self._workspace.annotator, BOOKS, f"merged {names}")
            self._store.steps.commit(step, taken.changes, sure=True)
        steps = {(row.step, row.annotator): False for row in taken.rows}
        tally.add(steps | {(row.step, row.annotator): True for row in taken.new})
        for change in taken.changes:
            kind = _what(change)
            self._kinds[kind if kind != "facts" or change.article not in arrivals.added else "new article"] += 1
        self._conflicts += taken.conflicts
        self._left |= dict.fromkeys(taken.left)
        self._waiting |= taken.waiting
        self._missing += taken.missing

    def _take_scheme(self) -> None:
        """A library that has no coding scheme takes up that of what comes first."""
        store = self._store
        scheme = next((one.head.schema for one in self._sources if one.head.schema is not None), None)
        if store.schemas.definition() is None and scheme is not None:
            store.schemas.put(scheme.name, scheme.version, to_json(scheme), self._at)
            self._workspace.take_up_schema()


def _is_doubtful(row: Told) -> bool:
    """Tell whether a row is one of few, or could be taken for what it is not."""
    name = f'"id":"{row.subject}"'
    return row.kind is SubjectKind.ARTICLE or any(
        state is not None and name not in state for state in (row.before, row.after)
    )


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
