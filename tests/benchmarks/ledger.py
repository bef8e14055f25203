"""How soon a large library is listed and counted: `python -m tests.benchmarks.ledger [ANNOTATIONS]`."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from annotations.ledger.entries import entries
from annotations.ledger.facets import facet_named
from annotations.ledger.grouped import Ledger
from annotations.names.merged import suggestions
from annotations.statistics.counting import statistics
from annotations.store import Store
from annotations.workspace import Workspace
from tests.benchmarks.written_library import fill

ARTICLES = 10_000
PROMISED_MS = 500
ROUNDS = 3


def main(annotations: int) -> None:
    """Fill a library and ask what its screens ask when they open."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "library.db"
        began = time.perf_counter()
        fill(path, ARTICLES, annotations)
        print(f"{ARTICLES} articles, {annotations} annotations written in {time.perf_counter() - began:.0f} s")
        with Store(path) as store:
            workspace = Workspace(store, "kim")
            for label in ("quote", "claim", "stance"):
                _say(f"{label}s grouped, the first page read", lambda label=label: _open(workspace, label))
            _say("stances as a matrix", lambda: Ledger(store, workspace.schema.label("stance")).matrix())
            ledger = Ledger(store, workspace.schema.label("claim"))
            _say("a filter typed over claims", lambda: ledger.groups(holding="lokel"))
            by = [facet_named(ledger.label, "claimant")]
            _say("claims grouped otherwise", lambda: ledger.groups(by))
            _say("statistics", lambda: statistics(workspace))
            _say("names that may mean the same", lambda: suggestions(store))
    print(f"promised for a ledger: {PROMISED_MS} ms")


def _open(workspace: Workspace, label: str) -> None:
    ledger = Ledger(workspace.store, workspace.schema.label(label))
    groups = ledger.groups()
    entries(workspace.store, [key for group in groups[:40] for key in group.keys][:40], ledger.means)


def _say(what: str, work: Callable[[], object]) -> None:
    times, busy = [], []
    for _ in range(ROUNDS):
        began, worked = time.perf_counter(), time.process_time()
        work()
        times.append((time.perf_counter() - began) * 1000)
        busy.append((time.process_time() - worked) * 1000)
    print(f"{sorted(times)[ROUNDS // 2]:6.0f} ms, {sorted(busy)[ROUNDS // 2]:6.0f} of the processor  {what}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
