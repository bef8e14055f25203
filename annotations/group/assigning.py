"""`stet assign`: who is to read what, some of it by several, the same amount for everybody."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import combinations

from annotations.counts import counted
from annotations.errors import UsageError
from annotations.identity import check_name, now
from annotations.layers import as_again, round_of
from annotations.model import ArticleInfo, Status
from annotations.store.assignments import AssignmentRow
from annotations.workspace import Workspace

__all__ = ["Queue", "Queued", "Shared", "assign", "assign_again", "next_of_mine", "queues", "share_out", "take_away"]


@dataclass(frozen=True, slots=True)
class Shared:
    """What is given to whom.

    Attributes:
        given: New entries of queues.
        several: Numbers of the articles that are given to more than one.
        load: By annotator, the code points of all articles in their queue, those of before included.
    """

    given: tuple[AssignmentRow, ...]
    several: frozenset[int]
    load: dict[str, int]


@dataclass(frozen=True, slots=True)
class Queued:
    """An article in a queue, and how far its annotator is with it."""

    info: ArticleInfo
    position: int
    status: Status


@dataclass(frozen=True, slots=True)
class Queue:
    """What one annotator is to read, in the order of the queue."""

    annotator: str
    articles: tuple[Queued, ...]

    def count(self, status: Status) -> int:
        """How many articles are so."""
        return sum(queued.status is status for queued in self.articles)

    @property
    def left(self) -> int:
        """Code points of the articles that are not done."""
        return sum(queued.info.length for queued in self.articles if queued.status is not Status.DONE)


def share_out(
    articles: Sequence[ArticleInfo],
    annotators: Sequence[str],
    *,
    several: int = 0,
    coders: int = 2,
    seed: int = 0,
    before: Sequence[tuple[str, int]] = (),
) -> Shared:
    """Share articles out: `several` of them, drawn by lot, to `coders` people each, the others to one each.

    The longest are given first, each to whoever has least so far (longest processing time first, Graham 1969); of
    those given to several, every two people get about as many together. The lot depends on the seed and on the ids of
    the articles alone. `before` has (annotator, code points) of what is in queues already.

    Raises:
        UsageError: There is nobody, or there are fewer people than `coders`, or fewer articles than `several`.
    """
    people = list(dict.fromkeys(map(check_name, annotators)))
    if not people:
        raise UsageError("name who is to read them, with --to")
    if several and len(people) < coders:
        raise UsageError(f"{coders} people are to read the same articles, and there are {len(people)}")
    if several > len(articles):
        raise UsageError(f"{several} articles are to be read by several, and there are {len(articles)}")
    lot = sorted(articles, key=lambda info: info.id)
    rnd = random.Random(seed)  # noqa: S311 - a lot that can be drawn again, no secret
    rnd.shuffle(lot)
    rnd.shuffle(people)
    load = Counter(dict.fromkeys(people, 0))
    for name, length in before:
        load[name] += length
    shared = frozenset(info.number for info in lot[:several])
    who: dict[int, list[str]] = {}
    together: Counter[frozenset[str]] = Counter()
    by_length = sorted(lot, key=lambda info: -info.length)
    for info in sorted(by_length, key=lambda info: info.number not in shared):
        chosen: list[str] = []
        for _ in range(coders if info.number in shared else 1):
            rest = [name for name in people if name not in chosen]
            chosen.append(min(rest, key=lambda name: (_met(together, name, chosen), load[name])))
        together.update(frozenset(pair) for pair in combinations(chosen, 2))
        for name in chosen:
            load[name] += info.length
        who[info.number] = chosen
    queued = Counter(name for name, _ in before)
    given = []
    for info in rnd.sample(lot, len(lot)):
        for name in who[info.number]:
            queued[name] += 1
            given.append(AssignmentRow(info.number, name, queued[name]))
    return Shared(tuple(given), shared, {name: load[name] for name in sorted(people)})


def _met(together: Counter[frozenset[str]], name: str, chosen: Sequence[str]) -> int:
    return sum(together[frozenset((name, other))] for other in chosen)


def assign(
    workspace: Workspace,
    articles: Sequence[ArticleInfo],
    annotators: Sequence[str],
    *,
    overlap: float = 0,
    coders: int = 2,
    seed: int = 0,
    dry_run: bool = False,
) -> Shared:
    """Share out articles that are in nobody's queue yet, behind what is in the queues; all such, where none is named.

    `overlap` is the share of them (up to 1, a float) or the number of them (whole) that several people get.

    Raises:
        UsageError: See `share_out`; or every article is in a queue already.
        StoreError: The database refused.
    """
    store = workspace.store
    with store.writing():
        queued = store.assignments.all()
        taken = {row.article for row in queued}
        free = [info for info in (articles or store.articles.all()) if info.number not in taken]
        if not free:
            raise UsageError("there is no article that is in nobody's queue", "“stet assign” shows the queues.")
        several = round(overlap * len(free)) if isinstance(overlap, float) else overlap
        before = [(row.annotator, store.articles.get(row.article).length) for row in queued]
        shared = share_out(free, annotators, several=several, coders=coders, seed=seed, before=before)
        if not dry_run:
            at = now()
            for row in shared.given:
                store.assignments.put(*row, at)
    return shared


def assign_again(
    workspace: Workspace,
    articles: Sequence[ArticleInfo],
    share: float,
    *,
    seed: int = 0,
    dry_run: bool = False,
) -> Shared:
    """Draw a lot of the articles that a person has marked done, to be coded once more under the name `NAME#2`.

    The layer of that name shows nothing of the first one. When all in it is done, the next is `NAME#3`.

    Args:
        workspace: Of the person, under whichever of these names.
        articles: Of which to draw; all when empty.
        share: Up to 1, if a float, else how many.
        seed: Of the lot, which depends on the ids of the articles besides.
        dry_run: Only tell what would be given.

    Raises:
        UsageError: Nothing is done yet, there are fewer than `share`, or there is something left to code again.
        StoreError: The database refused.
    """
    store = workspace.store
    person, _ = round_of(workspace.annotator)
    with store.writing():
        coders, queued = store.work.coders(), store.assignments.all()
        names = {row.annotator for row in queued}.union(*coders.values())
        last = max((number for name in names for of, number in [round_of(name)] if of == person), default=1)
        if last > 1:
            name = as_again(person, last)
            open_ = [r for r in queued if r.annotator == name and coders.get(r.article, {}).get(name) != Status.DONE]
            if open_:
                raise UsageError(
                    f"{name} has {counted(len(open_), 'article')} left to code",
                    f"“stet --as {name}” goes on with them.",
                )
        asked = {info.number for info in articles}
        done = [number for number, by in coders.items() if by.get(person) is Status.DONE]
        infos = [store.articles.get(number) for number in sorted(done) if not asked or number in asked]
        count = max(1, round(share * len(infos))) if isinstance(share, float) else share
        if not infos:
            raise UsageError(f"{person} has marked none of these articles done", "“M” in the reader marks one.")
        if not 0 < count <= len(infos):
            raise UsageError(f"{count} articles are to be coded again, and {person} has done {len(infos)}")
        lot = sorted(infos, key=lambda info: info.id)
        drawn = random.Random(seed).sample(lot, count)  # noqa: S311 - a lot that can be drawn again, no secret
        shared = share_out(drawn, [as_again(person, last + 1)], seed=seed)
        if not dry_run:
            at = now()
            for row in shared.given:
                store.assignments.put(*row, at)
    return shared


def take_away(workspace: Workspace, articles: Collection[int], annotators: Collection[str]) -> int:
    """Take articles out of queues (all where none is named, of all where nobody is); returns how many entries.

    Raises:
        StoreError: The database refused.
    """
    with workspace.store.writing():
        return workspace.store.assignments.remove(articles, annotators)


def next_of_mine(workspace: Workspace, after: int) -> tuple[int | None, bool]:
    """The article of one's own queue to go on with after another one, and whether that is in the queue as well.

    The next one that is not done, by its number, else the first such; None where none is left.

    Raises:
        StoreError: The database refused.
    """
    queue, left = workspace.queue()
    at = queue.index(after) if after in queue else -1
    later = set(queue[at + 1 :])
    left = [number for number in left if number != after]
    return next((number for number in left if number in later), left[0] if left else None), at >= 0


def queues(workspace: Workspace) -> list[Queue]:
    """Everybody's queue by name, with how far they are: an article is done when they have marked it so."""
    store = workspace.store
    coders = store.work.coders()
    found: dict[str, list[Queued]] = {}
    for row in store.assignments.all():
        status = coders.get(row.article, {}).get(row.annotator, Status.NEW)
        found.setdefault(row.annotator, []).append(Queued(store.articles.get(row.article), row.position, status))
    return [Queue(name, tuple(articles)) for name, articles in sorted(found.items())]
