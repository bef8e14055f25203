"""What syncing costs: edits pushed and pulled a second, memory, and one person's sync when a server holds very many.

`python -m tests.benchmarks.sync [EDITS [HELD]]` starts a PostgreSQL server of its own and prints a table: EDITS (a
million) edits go up from one library and down into another, each in a fresh process; then the server holds HELD (ten
million), which it makes itself, and somebody who is in step with it syncs again: with no news, after an edit of their
own, and after one of somebody else's. Times of the last three are the processor's and the wall's of what comes after
the start of the program.
"""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from annotations.model import Span
from annotations.store import Store
from annotations.sync.address import parsed
from annotations.sync.founding import enrol, init
from annotations.sync.options import Options
from annotations.sync.syncing import sync
from annotations.workspace import Workspace
from tests.benchmarks.written_library import fill
from tests.sync.postgres import Postgres

PROJECT = Path(__file__).parents[2]
_ARTICLES = 2000
_TIMES = 15
_CHILD = """
import re, sys
from annotations.cli import run
status = run(args=sys.argv[1:])
print(re.search(r"VmHWM:\\s+(\\d+) kB", open("/proc/self/status").read())[1] if sys.platform == "linux" else 0)
sys.exit(status)
"""
# Steps of somebody who is in no library here: each tags something, like `written_library` does.
_HELD = """
INSERT INTO stet.edits (step, at, annotator, article, action, summary, kind, subject, after)
SELECT 'step-' || n, '2026-01-01T00:00:00.000Z', 'lee', ids[1 + n %% cardinality(ids)], 'tag', 'tagged', 'annotation',
    'held-' || n, '{"annotator":"lee","attributes":{"checkworthiness":"CFS"},"created":"2026-01-01T00:00:00.000Z",'
    || '"fragments":[[0,20]],"id":"held-' || n || '","label":"claim","note":"","origin":"manual","roles":[],'
    || '"unsure":false,"updated":"2026-01-01T00:00:00.000Z","version":"' || repeat('0', 64) || '"}'
FROM generate_series(%s::integer, %s) AS n, (SELECT array_agg(id) AS ids FROM stet.articles) AS articles
"""


class Passed(NamedTuple):
    """What a sync of very many edits took; seconds are of the clock and of this side's processor."""

    what: str
    edits: int
    seconds: float
    processor: float
    memory: float


def timed(what: str, edits: int, db: Path, address: str, name: str) -> Passed:
    """Sync a library in a fresh process."""
    began, before = time.perf_counter(), os.times()
    done = subprocess.run(
        [sys.executable, "-c", _CHILD, "sync", address, "--db", str(db), "--as", name],
        check=True, capture_output=True, text=True, env=os.environ | {"PYTHONPATH": str(PROJECT)},
    )  # fmt: skip
    elapsed, after = time.perf_counter() - began, os.times()
    work = after.children_user + after.children_system - before.children_user - before.children_system
    return Passed(what, edits, elapsed, work, int(re.findall(r"\d+", done.stdout)[-1]) / 1024)


def one_sync(workspace: Workspace, address: str) -> tuple[float, float]:
    """Milliseconds of the clock and of this side's processor that a sync takes."""
    began, before = time.perf_counter(), time.process_time()
    sync(workspace, parsed(address), Options())
    return (time.perf_counter() - began) * 1000, (time.process_time() - before) * 1000


def hold(postgres: Postgres, database: str, held: int) -> None:
    """Have the server hold so many edits."""
    with postgres.connect(database) as connection:
        there = connection.execute("SELECT count(*) FROM stet.edits").fetchone()
        # Without the triggers of each row's foreign key, which have nothing to find: the articles are there.
        connection.execute("SET session_replication_role = replica")
        for first in range(there[0], held, 500_000):
            connection.execute(_HELD, (first + 1, min(first + 500_000, held)))
        connection.execute("VACUUM ANALYZE stet.edits")


def in_step(db: Path, postgres: Postgres, database: str) -> None:
    """Have a library be in step with the server, as if it had taken everything."""
    with postgres.connect(database) as connection:
        last = connection.execute("SELECT number, step || ' ' || id FROM stet.edits ORDER BY number DESC LIMIT 1")
        number, mark = last.fetchone()
    with Store(db) as store, store.writing():
        state = store.syncing.last()
        store.syncing.put(state._replace(taken=number, seen=number, mark=mark))


def tag(workspace: Workspace, number: int) -> None:
    """Make an edit."""
    info = workspace.store.articles.get(number)
    workspace.tag(info, "claim", [Span(0, 20)], again=True)


def main(edits: int, held: int) -> None:
    """Print the tables."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)  # who runs the server may not be who runs this
        postgres = Postgres(folder=name, settings=("fsync=on", "shared_buffers=256MB", "max_wal_size=4GB"))
        database = postgres.database("kim", "lee")
        kim, lee = (postgres.address(database, who) for who in ("kim", "lee"))
        fill(folder / "kim.db", min(_ARTICLES, edits), edits)
        with Store(folder / "kim.db") as store:
            init(Workspace(store, "kim"), parsed(kim))
        enrol(parsed(kim), "lee", "lee", "annotator")
        print("| | edits | edits/s | processor, s | memory, MB |\n| --- | --- | --- | --- | --- |")
        for passed in (
            timed("pushed", edits, folder / "kim.db", kim, "kim"),
            timed("pulled", edits, folder / "lee.db", lee, "lee"),
        ):
            rate = passed.edits / passed.seconds
            print(
                f"| {passed.what} | {passed.edits:,} | {rate:,.0f} | {passed.processor:.1f} | {passed.memory:.1f} |",
                flush=True,
            )
        hold(postgres, database, held)
        in_step(folder / "lee.db", postgres, database)
        print(f"\n| one sync, the server holds {held:,} edits | ms | processor, ms |\n| --- | --- | --- |")
        with Store(folder / "lee.db") as one, Store(folder / "kim.db") as other:
            library, others = Workspace(one, "lee"), Workspace(other, "kim")
            in_step(folder / "kim.db", postgres, database)
            one_sync(others, kim)
            one_sync(library, lee)
            rows: dict[str, list[tuple[float, float]]] = {"no news": [], "an edit sent": [], "an edit taken": []}
            for number in range(1, _TIMES + 1):
                rows["no news"].append(one_sync(library, lee))
                tag(library, number)
                rows["an edit sent"].append(one_sync(library, lee))
                tag(others, number)
                one_sync(others, kim)
                rows["an edit taken"].append(one_sync(library, lee))
            for what, times in rows.items():
                middle = [statistics.median(column) for column in zip(*times, strict=True)]
                print(f"| {what} | {middle[0]:.1f} | {middle[1]:.1f} |", flush=True)
        postgres.close()


if __name__ == "__main__":
    given: Sequence[int] = [int(count) for count in sys.argv[1:3]]
    main(given[0] if given else 1_000_000, given[1] if len(given) > 1 else 10_000_000)
