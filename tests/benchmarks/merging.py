"""What long histories cost: `python -m tests.benchmarks.merging [EDITS [ANNOTATIONS]]`.

Two people code the same articles, each in a copy of one library, with EDITS edits in all (1,000,000); the one database
is merged into the other by the command line. Then agreement is measured on ANNOTATIONS annotations (100,000). For
each: time, processor time and the most memory that the process held (VmHWM).
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from annotations.identity import new_id, now
from annotations.model import Annotation, Span
from annotations.store import Change, Step, Store
from tests.benchmarks.written_library import fill

ARTICLES = 1000
_SLICE = 20_000
"""Edits of one transaction."""

_MEASURED = """
import sys
from annotations.cli import run
status = run(args=sys.argv[1:])
sys.stdout.flush()
used = [line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")][0]
import resource
spent = resource.getrusage(resource.RUSAGE_SELF)
print(f"{int(used) / 1024:6.0f} MB at most, {spent.ru_utime + spent.ru_stime:6.1f} s of the processor", file=sys.stderr)
sys.exit(status)
"""


def edited(path: Path, annotator: str, edits: int) -> None:
    """Let somebody tag sentences, and change each tag once: two edits, each a step."""
    with Store(path) as store:
        infos = list(store.articles.all())
        done = 0
        while done < edits:
            with store.writing_much():
                for _ in range(min(_SLICE, edits - done) // 2):
                    info = infos[done // 2 % len(infos)]
                    start = done // 2 // len(infos) * 7 % max(1, info.length - 60)
                    at = now()
                    one = Annotation(
                        new_id(), info.key, ("claim", "quote", "stance")[done // 2 % 3],
                        (Span(start, start + 40 + len(annotator)),), annotator, at, at,
                    )  # fmt: skip
                    store.steps.commit(
                        Step(new_id(), at, annotator, "tag", "tagged"), [Change(info.number, one.id, None, one)]
                    )
                    store.steps.commit(
                        Step(new_id(), at, annotator, "change", "noted"),
                        [Change(info.number, one.id, one, replace(one, note="so it is"))],
                    )
                    done += 2


def measured(what: str, *arguments: str | Path) -> None:
    """Run a command in a process of its own, and say what it took."""
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", _MEASURED, *map(str, arguments)], capture_output=True, text=True, check=False
    )
    took = time.perf_counter() - began
    print(f"{took:7.1f} s, {done.stderr.splitlines()[-1] if done.stderr else done.returncode}  {what}", flush=True)


def main(edits: int, annotations: int) -> None:
    """Make the libraries, merge and measure."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fill(folder / "base.db", ARTICLES)
        for total, command in ((edits, "merge"), (annotations * 2, "agree")):
            kim, lee = folder / f"{command}-kim.db", folder / f"{command}-lee.db"
            for path, who in ((kim, "kim"), (lee, "lee")):
                shutil.copy(folder / "base.db", path)
                edited(path, who, total // 2)
            told = f"two databases of {total // 2:,} edits each, {ARTICLES} articles"
            measured(f"merge --dry-run, {told}", "merge", "--db", kim, lee, "--dry-run")
            measured(f"merge, {told}", "merge", "--db", kim, lee)
            measured("the same again, nothing new", "merge", "--db", kim, lee)
            if command == "agree":
                measured(f"agree, {annotations:,} annotations", "agree", "--db", kim, "--json")
                measured("agree without intervals", "agree", "--db", kim, "--json", "--rounds", "0")


if __name__ == "__main__":
    EDITS = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    main(EDITS, int(sys.argv[2]) if len(sys.argv) > 2 else 100_000)
