"""Oneself over time: keys and seconds for each item, and when what is left will be done.

- An **item** is an annotation that was made and not taken back, or a decision between layers.
- **Seconds** are those of `working_time`, with pauses left out; **keys** are all that were pressed in the
  reader and the comparison, moving included, and count on days on which there are any.
- The **forecast** goes by the seconds for each character (code point) of the articles that were marked done last. Its
  range has the middle 80 % of 400 futures: each draws the pace from these articles anew (Efron 1979), and lets each
  article that is left be as quick or slow as they are.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import NamedTuple

from annotations.counts import counted
from annotations.group.assigning import queues
from annotations.layers import round_of
from annotations.model import Status
from annotations.statistics.working_time import gaps
from annotations.workspace import Workspace

__all__ = ["Coded", "Day", "Forecast", "Pace", "forecast", "pace"]

LEAST_ARTICLES = 5
"""Articles that are done below which nothing can be foretold."""
_LAST = 50
"""Articles that were done last, by which it is."""
_FUTURES = 400
_MARGIN = 0.1
"""Share of the futures beyond either end of the range."""


class Coded(NamedTuple):
    """An article by its length in characters, and the seconds that it took so far."""

    length: int
    seconds: float


class Day(NamedTuple):
    """What was done on a day (UTC, ISO 8601); `keys` is 0 where none were counted."""

    day: str
    items: int
    seconds: float
    keys: int


@dataclass(frozen=True, slots=True)
class Forecast:
    """How long what is left will take, in seconds; in 8 of 10 cases from `low` to `high`."""

    seconds: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Pace:
    """One person's work.

    Attributes:
        seconds: All time spent.
        keys: How many keys were counted, and `keyed_items` how many items came of them.
        done: Articles that are marked done and took any time.
        left: Articles that are not marked done: of the person's queue if `queued`, else of the library.
        characters_left: Code points of these.
        reason: Why there is no forecast.
        again: Names of the layers in which the same person codes again, with how many articles are coded twice.
    """

    annotator: str
    items: int
    seconds: float
    keys: int
    keyed_items: int
    days: tuple[Day, ...]
    done: int
    left: int
    characters_left: int
    queued: bool
    forecast: Forecast | None
    reason: str
    again: tuple[tuple[str, int], ...] = ()

    @property
    def seconds_per_item(self) -> float | None:
        """None where nothing was done, or no time was spent."""
        return self.seconds / self.items if self.items and self.seconds else None

    @property
    def keys_per_item(self) -> float | None:
        """None where no keys were counted."""
        return self.keys / self.keyed_items if self.keyed_items else None


def pace(workspace: Workspace, annotator: str | None = None) -> Pace:
    """Say how somebody works, by default the one whose workspace it is.

    Raises:
        StoreError: The database refused.
    """
    who = workspace.annotator if annotator is None else annotator
    store = workspace.store
    seconds: defaultdict[str, float] = defaultdict(float)
    spent: defaultdict[int, float] = defaultdict(float)
    last: dict[int, str] = {}
    for edit, gap in gaps(store.statistics.edits((who,))):
        seconds[edit.at[:10]] += gap
        spent[edit.article] += gap
        last[edit.article] = edit.at
    items: defaultdict[str, int] = defaultdict(int)
    here: defaultdict[tuple[int, str], int] = defaultdict(int)
    for item in store.statistics.items(who):
        items[item.day] += item.items
        if item.here:
            here[item.article, item.day] += item.items
    keys: defaultdict[str, int] = defaultdict(int)
    keyed = 0
    for row in store.keys.of(who):
        keys[row.day] += row.keys
        keyed += max(0, here.get((row.article, row.day), 0))
    days = sorted(seconds.keys() | items.keys() | keys.keys())
    coders = store.work.coders()
    finished = {number for number, by in coders.items() if by.get(who) is Status.DONE}
    queue = next((queue for queue in queues(workspace) if queue.annotator == who), None)
    lengths = {info.number: info.length for info in store.articles.all()}
    wanted = [queued.info.number for queued in queue.articles] if queue is not None else list(lengths)
    left = [number for number in wanted if number not in finished and number in lengths]
    coded = [
        number for number in sorted(finished, key=lambda n: last.get(n, "")) if spent[number] and number in lengths
    ]
    found = forecast(
        [Coded(lengths[number], spent[number]) for number in coded],
        [Coded(lengths[number], spent[number]) for number in left],
    )
    return Pace(
        annotator=who,
        items=max(0, sum(items.values())),
        seconds=sum(seconds.values()),
        keys=sum(keys.values()),
        keyed_items=keyed,
        days=tuple(Day(day, max(0, items[day]), seconds[day], keys[day]) for day in days),
        done=len(coded),
        left=len(left),
        characters_left=sum(lengths[number] for number in left),
        queued=queue is not None,
        forecast=None if isinstance(found, str) else found,
        reason=found if isinstance(found, str) else "",
        again=_again(who, coders),
    )


def forecast(done: Sequence[Coded], left: Sequence[Coded], *, seed: int = 0) -> Forecast | str:
    """Foretell how long what is left takes, or say why that cannot be done.

    Args:
        done: What is finished, the last one last.
        left: What is not; seconds that it took already are taken off.
        seed: Of the draws.
    """
    done = [one for one in done if one.length and one.seconds][-_LAST:]
    if not left:
        return "nothing is left"
    if len(done) < LEAST_ARTICLES:
        return (
            f"it takes {counted(LEAST_ARTICLES, 'article')} marked done, with time spent on them; so far: {len(done)}"
        )
    roll = random.Random(seed)  # noqa: S311 - a draw that can be repeated, no secret
    futures = sorted(_future(roll.choices(done, k=len(done)), left, roll) for _ in range(_FUTURES))
    at = round(_FUTURES * _MARGIN)
    rate = sum(one.seconds for one in done) / sum(one.length for one in done)
    return Forecast(_expected(rate, left), futures[at], futures[-1 - at])


def _future(drawn: Sequence[Coded], left: Sequence[Coded], roll: random.Random) -> float:
    """One way in which it may go: with a pace as in the articles drawn, and as much apart as they are."""
    length = sum(one.length for one in drawn)
    rate = sum(one.seconds for one in drawn) / length
    apart = sum(one.length * (one.seconds / one.length - rate) ** 2 for one in drawn) / length
    # An unbiased variance, as there are few.
    apart *= len(drawn) / (len(drawn) - 1)
    spread = sqrt(apart * sum(one.length**2 for one in left))
    return max(0.0, roll.gauss(_expected(rate, left), spread))


def _expected(rate: float, left: Sequence[Coded]) -> float:
    return sum(max(0.0, rate * one.length - one.seconds) for one in left)


def _again(who: str, coders: dict[int, dict[str, Status]]) -> tuple[tuple[str, int], ...]:
    person, _ = round_of(who)
    shared: defaultdict[str, int] = defaultdict(int)
    for by in coders.values():
        for name in by:
            if name != who and round_of(name)[0] == person:
                shared[name] += who in by
    return tuple(sorted(shared.items()))
