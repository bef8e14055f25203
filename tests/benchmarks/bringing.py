"""How many articles a second come in from JSON Lines, and how much memory that takes, in a fresh process.

`python -m tests.benchmarks.bringing [COUNT…]` prints the table.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks.articles import KB, plain

PROJECT = Path(__file__).parents[2]
_SIZE = 3 * KB
_GOAL = 1000
_CHILD = """
import re, sys
from annotations.cli import run
status = run(args=["import", sys.argv[1]])
print(re.search(r"VmHWM:\\s+(\\d+) kB", open("/proc/self/status").read())[1] if sys.platform == "linux" else 0)
sys.exit(status)
"""


def write_articles(path: Path, count: int) -> None:
    """Write so many different articles of 3 KB, a line each."""
    paragraphs = plain(400 * KB).content.splitlines()
    chance = random.Random(count)
    with path.open("w", encoding="utf-8") as out:
        for number in range(count):
            lines, size = [f"Article {number} of {count}"], 0
            while size < _SIZE:
                lines.append(chance.choice(paragraphs))
                size += len(lines[-1].encode()) + 1
            text = "\n".join(lines).encode()[:_SIZE].decode("utf-8", "ignore")
            json.dump({"uid": f"a{number}", "headline": lines[0], "body": text}, out, ensure_ascii=False)
            out.write("\n")


def measure(folder: Path, count: int) -> tuple[float, float, float]:
    """Return articles a second with the start of the program, the processors' seconds, and the most memory in MB."""
    table = folder / f"{count}.jsonl"
    write_articles(table, count)
    environment = os.environ | {"STET_DB": str(folder / f"{count}.db"), "PYTHONPATH": str(PROJECT)}
    began, before = time.perf_counter(), os.times()
    done = subprocess.run(
        [sys.executable, "-c", _CHILD, str(table)], check=True, capture_output=True, text=True, env=environment
    )
    elapsed = time.perf_counter() - began
    after = os.times()
    work = after.children_user + after.children_system - before.children_user - before.children_system
    return count / elapsed, work, int(done.stdout.split()[-1]) / 1024


def main(counts: Sequence[int]) -> None:
    """Print a table for so many articles each."""
    print("| articles | articles/s | goal | processor, s | memory, MB |\n| --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as folder:
        for count in counts:
            rate, work, memory = measure(Path(folder), count)
            print(f"| {count:,} | {rate:,.0f} | {_GOAL:,} | {work:.1f} | {memory:.1f} |")


if __name__ == "__main__":
    main([int(count) for count in sys.argv[1:]] or [1000, 10_000])
