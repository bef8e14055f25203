"""How soon the same words are found in a large library: `python -m tests.benchmarks.elsewhere [ARTICLES]`."""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

from annotations.elsewhere import elsewhere
from annotations.store import Store
from annotations.workspace import Workspace
from tests.benchmarks.written_library import Writer, fill

CASES = 60
PROMISED_MS = 200
EDITS = ("as it is", "a word in ten changed", "a word in four changed")


def main(articles: int) -> None:
    """Plant sentences, each in one article and edited in another, and look for them."""
    writer = Writer(2)
    wanted = [writer.sentence(writer.random.choice((8, 14, 25))) for _ in range(CASES)]
    planted: dict[int, str] = {}
    where: list[tuple[str, int, int]] = []
    for index, sentence in enumerate(wanted):
        edit = index % len(EDITS)
        number = 1 + index * (articles // CASES)
        planted[number] = _edited(writer, sentence, (0, 10, 4)[edit])
        where.append((sentence, number, edit))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "library.db"
        began = time.perf_counter()
        fill(path, articles, planted=planted)
        print(f"{articles} articles written in {time.perf_counter() - began:.0f} s")
        with Store(path) as store:
            workspace = Workspace(store, "kim")
            times: list[float] = []
            busy: list[float] = []
            found = [0] * len(EDITS)
            wrong = 0
            for sentence, number, edit in where:
                began, worked = time.perf_counter(), time.process_time()
                places = elsewhere(workspace, sentence)
                times.append((time.perf_counter() - began) * 1000)
                busy.append((time.process_time() - worked) * 1000)
                found[edit] += any(place.article == number for place in places)
                wrong += sum(place.article != number for place in places)
            began = time.perf_counter()
            elsewhere(workspace, "that is not what the man from it said to her and his")
            common = (time.perf_counter() - began) * 1000
    times.sort()
    late = times[int(0.95 * len(times))]
    print(f"median {statistics.median(times):.0f} ms, 95 % {late:.0f} ms, most {times[-1]:.0f} ms")
    print(f"of the processor: median {statistics.median(busy):.0f} ms, most {max(busy):.0f} ms")
    print(f"only common words: {common:.0f} ms; promised: {PROMISED_MS} ms")
    for edit, words in enumerate(EDITS):
        print(f"found {found[edit]} of {CASES // len(EDITS)}: {words}")
    print(f"other places shown: {wrong}")


def _edited(writer: Writer, sentence: str, every: int) -> str:
    words = sentence.split()
    if every:
        for at in range(every // 2, len(words), every):
            words[at] = writer.word()
    return " ".join(words)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
