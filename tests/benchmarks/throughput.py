"""How fast sentences and suggestions are found in whole articles: `python -m tests.benchmarks.throughput`.

In processor time of one core, so that other programs count for little; loading is left out.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

from annotations.sentences import sentences_of
from annotations.suggest import KINDS, suggester
from annotations.suggest.answering import passage_of
from tests.benchmarks.articles import KB, plain

ARTICLES, SIZE, ROUNDS = 40, 10 * KB, 5
GOALS = {"sentences": 2.0, "all suggestions": 1.0}
"""In MB/s."""


def seconds(work: Callable[[], Iterable[object]]) -> float:
    """Return the least processor time that something takes, of several times."""
    best = float("inf")
    for _ in range(ROUNDS):
        began = time.process_time()
        for _ in work():
            pass
        best = min(best, time.process_time() - began)
    return best


def measure(count: int = ARTICLES) -> dict[str, float]:
    """Return what is found -> MB/s, over the parts of one long generated article."""
    whole = plain(count * SIZE).content
    lines = whole.splitlines(keepends=True)
    texts = ["".join(lines[at::count]) for at in range(count)]
    passages = [passage_of(text, "en") for text in texts]
    size = len(whole.encode()) / 1e6
    took = {"sentences": seconds(lambda: (sentences_of(p.text, p.blocks, "en") for p in passages))}
    for kind in KINDS:
        finder = suggester(kind)
        took[kind] = seconds(lambda finder=finder: (one for p in passages for one in finder.suggest(p)))  # type: ignore[misc]
    took["all suggestions"] = sum(took[kind] for kind in KINDS)
    return {name: size / spent for name, spent in took.items()}


if __name__ == "__main__":
    print("| found | MB/s | goal |\n|---|---|---|")
    for name, speed in measure().items():
        print(f"| {name} | {speed:.2f} | {GOALS.get(name, '–')} |")
