"""Taking what sources tell into a library: their rows into its history, and what these come to found out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from annotations.counts import counted
from annotations.merging.arriving import Arrivals
from annotations.merging.here import Here
from annotations.merging.outcomes import Conflict
from annotations.merging.settling import Settling
from annotations.merging.sources import Source
from annotations.merging.told import Told, placed, told_from
from annotations.store import Change
from annotations.versions.bringing import carry_on
from annotations.workspace import Workspace

__all__ = ["Taken", "assign", "carry_all_on", "missing_words", "settle_again", "take"]

ByThing = Mapping[str, Sequence[Told]]


@dataclass(frozen=True, slots=True)
class Taken:
    """What came, and what has to be done about it.

    Attributes:
        rows: What the sources tell, each row once; `new` has those that were not known here.
        changes: What is to be changed in the library.
        conflicts: What was edited here and there.
        left: A sentence for each thing that was left out.
        waiting: Likewise for relations, by their ids, whose source is not there.
        missing: How many rows are about articles that were removed there, and are not here.
    """

    rows: Sequence[Told]
    new: Sequence[Told]
    changes: Sequence[Change]
    conflicts: Sequence[Conflict]
    left: Sequence[str]
    waiting: Mapping[str, str]
    missing: int

    @property
    def sentences(self) -> list[str]:
        """Everything that was left out."""
        return [*missing_words(self.missing), *self.left, *self.waiting.values()]


def take(
    workspace: Workspace,
    sources: Sequence[Source],
    arrivals: Arrivals,
    here: Callable[[ByThing], Here],
    *,
    brought: str,
    at: str,
    articles: Collection[str] | None = None,
) -> Taken:
    """Take the articles and histories of sources, inside a transaction of the caller's, who makes the changes then.

    Args:
        workspace: The library.
        sources: What came.
        arrivals: Finds the articles.
        here: Says what is known here, given what came by what it is about.
        brought: What the history notes as the reason why the rows are in it.
        at: The time.
        articles: Ids here of the articles that the sources are about; those that they have where None.
    """
    for source in sources:
        arrivals.take(source.articles)
    articles = dict.fromkeys(arrivals.ids.values()) if articles is None else articles
    arrived, told, missing = _arrived(sources, arrivals)
    known_here = here(arrived)
    known = {row.key for row in known_here.rows}
    new = [row for row in told if row.key not in known]
    settling = Settling(workspace, arrivals, known_here, arrived, articles)
    settling.settle()
    _append(workspace, sources, arrivals, new, brought=brought, at=at)
    return Taken(told, new, settling.changes, settling.conflicts, settling.left, settling.waiting, missing)


def missing_words(rows: int) -> list[str]:
    """Say how many edits are left out since their articles were removed; nothing of none."""
    return [f"{counted(rows, 'edit')} of articles that were removed there"] if rows else []


def settle_again(
    workspace: Workspace, arrivals: Arrivals, here: Callable[[ByThing], Here], subjects: Collection[str]
) -> Sequence[Change]:
    """Find out anew what things come to that were edited here and elsewhere, as if what was done here had come."""
    tokens = arrivals.tokens
    own: dict[str, list[Told]] = {}
    for row in told_from(workspace.store.received.history(subjects), tokens):
        own.setdefault(row.subject, []).append(row)
    known_here = here(own)
    wanted = set(subjects)
    arrived: dict[str, list[Told]] = {}
    for row in known_here.rows:
        if row.subject in wanted:
            arrived.setdefault(row.subject, []).append(row)
            arrivals.ids[row.article] = row.article
    settling = Settling(workspace, arrivals, known_here, arrived, dict.fromkeys(arrivals.ids.values()))
    settling.settle()
    return settling.changes


def carry_all_on(workspace: Workspace, arrivals: Arrivals) -> None:
    """Take what hangs on earlier versions over to the current one, as if it had been there when that came."""
    store = workspace.store
    for article in dict.fromkeys(arrivals.ids.values()):
        number = arrivals.numbers_here[article]
        for key in store.versions.with_orphans(number) if store.library.removed(number) is None else ():
            ids = {annotation.id for annotation in store.annotations.of_version(key)}
            carry_on(workspace, key, ids)


def assign(workspace: Workspace, sources: Sequence[Source], arrivals: Arrivals) -> int:
    """Give out what was given out elsewhere; counts what is new."""
    return sum(
        workspace.store.assignments.put(arrivals.numbers[article], annotator, position, at)
        for source in sources
        for article, annotator, position, at in source.assignments
        if article in arrivals.numbers
    )


def _arrived(sources: Sequence[Source], arrivals: Arrivals) -> tuple[dict[str, list[Told]], list[Told], int]:
    """Rows of all sources by what they are about, once each, and in their order; with articles as they are here."""
    by_subject: dict[str, list[Told]] = {}
    told: dict[tuple[str, str, str | None, str | None], Told] = {}
    missing = 0
    for source in sources:
        for row in source.rows:
            if row.article not in arrivals.ids:
                missing += 1
                continue
            here = row.here(arrivals.ids)
            if here.key not in told:
                told[here.key] = here
                by_subject.setdefault(here.subject, []).append(here)
    return by_subject, list(told.values()), missing


def _append(
    workspace: Workspace,
    sources: Sequence[Source],
    arrivals: Arrivals,
    rows: Sequence[Told],
    *,
    brought: str,
    at: str,
) -> None:
    store = workspace.store
    owners = {row.owner for row in rows} - {None}
    for name in sorted({row.annotator for row in rows} | {owner for owner in owners if owner}):
        # When somebody became known anywhere: by this, one person is told from another of the same name.
        times = [source.people[name] for source in sources if name in source.people]
        store.annotations.know(name, min(times, default=at))

    def local(row: Told, state: str | None) -> str | None:
        if state is None:
            return None
        number = arrivals.numbers_here[row.article]
        return placed(state, row.kind, lambda token: arrivals.key_of(number, token))

    store.received.put(
        (
            row.step, row.undoes, row.redoes, row.at, row.annotator, arrivals.numbers_here[row.article],
            row.action, row.summary, row.kind, row.subject, local(row, row.before), local(row, row.after), brought,
        )
        for row in rows
    )  # fmt: skip
