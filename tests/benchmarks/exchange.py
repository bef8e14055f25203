"""How fast exports and imports are: `python -m tests.benchmarks.exchange [ANNOTATIONS]`, a million unless told.

Everything is measured in turns in one run beside its floor: `sqlite3 -csv` for the same rows, from a table that holds
the very cells of the CSV, and from the view of annotations. Processor time counts, for the machine may have other
work; memory is the peak of the process, beside that of an export of a tenth. An import reads on one core and writes on
another, so time on the clock is told as well.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
import random
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

_WORDS = [
    "the",
    "council",
    "of",
    "Halvering",
    "has",
    "approved",
    "its",
    "first",
    "tram",
    "line",
    "in",
    "sixty",
    "years",
    "which",
    "mayor",
    "calls",
    "debt",
    "to",
    "eastern",
    "districts",
    "—",
    "naïve",
    "café",
]
_PER_ARTICLE = 200
_BUDGET = 4.0
_IMPORT_BUDGET = 100_000


def lines(annotations):
    """Own JSON Lines with so many annotations, 200 in each article; one in twelve has a role."""
    chance = random.Random(1)
    time = "2026-11-26T10:00:00.000Z"
    unset = dict.fromkeys(
        ("checkworthiness", "type", "verdict", "rationale", "evidence", "kind", "polarity", "intensity", "explicit")
    )
    values = ({"checkworthiness": "CFS"}, {"kind": "direct"}, {"polarity": "favor"})
    made = 0
    for number in range(1, annotations // _PER_ARTICLE + 1):
        sentences = [
            " ".join(chance.choice(_WORDS) for _ in range(12)).capitalize() + "." for _ in range(_PER_ARTICLE // 2)
        ]
        text = "\n".join(sentences)
        blocks, at = [], 0
        for sentence in sentences:
            blocks.append({"kind": "paragraph", "level": 0, "start": at, "end": at + len(sentence)})
            at += len(sentence) + 1
        tagged = []
        for index in range(_PER_ARTICLE):
            block = blocks[index % len(blocks)]
            start, end, kind = block["start"] + index % 5, block["end"] - 1, index % 3
            role = {"role": "source", "name": None, "start": start, "end": end, "text": text[start:end]}
            made += 1
            tagged.append({
                "id": f"01890000-{made >> 16:04x}-7000-8000-{made:012x}", "label": ("claim", "quote", "stance")[kind],
                "fragments": [{"start": start, "end": end, "text": text[start:end]}],
                "roles": [role] if index % 12 == 1 else [], "attributes": unset | values[kind], "note": "",
                "unsure": False, "annotator": "kim", "origin": "manual", "created": time, "updated": time,
            })  # fmt: skip
        yield json.dumps({
            "id": f"01880000-0000-7000-8000-{number:012x}", "number": number, "title": sentences[0], "language": "en",
            "source": f"/articles/{number}.txt", "status": "begun", "version": 1,
            "sha256": hashlib.sha256(text.encode()).hexdigest(), "text": text, "metadata": {},
            "schema": {"name": "news", "version": "1"}, "blocks": blocks, "styles": [], "annotations": tagged,
            "relations": [],
        }, ensure_ascii=False, separators=(",", ":"))  # fmt: skip


def run(*command, out=None):
    """Run a command; returns seconds of processor time, the peak of memory in MB, and seconds on the clock."""
    begun = time.monotonic()
    with Path(out or os.devnull).open("wb") as stream:
        process = subprocess.Popen([str(part) for part in command], stdout=stream)
        _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command} failed")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, time.monotonic() - begun


def stet(database, *arguments):
    return run(sys.executable, "-m", "annotations", *arguments, "--db", database)


def table_of(rows, database):
    """A table with the very cells of a CSV."""
    csv.field_size_limit(1 << 30)
    with rows.open(encoding="utf-8", newline="") as stream, sqlite3.connect(database) as connection:
        reader = csv.reader(stream)
        names = next(reader)
        connection.execute(f"CREATE TABLE cells ({', '.join(f'c{index}' for index in range(len(names)))})")
        connection.executemany(f"INSERT INTO cells VALUES ({', '.join('?' * len(names))})", reader)


def main(annotations=1_000_000, rounds=2):
    if shutil.which("sqlite3") is None:
        raise SystemExit("the floor needs the program sqlite3")
    with tempfile.TemporaryDirectory(prefix="stet-exchange-") as folder:
        base = Path(folder)
        for name, count in (("small", annotations // 10), ("large", annotations)):
            with (base / f"{name}.jsonl").open("w", encoding="utf-8") as stream:
                stream.writelines(f"{line}\n" for line in lines(count))
        stet(base / "small.db", "import", base / "small.jsonl")
        imports = []
        for _ in range(rounds):
            (base / "large.db").unlink(missing_ok=True)
            imports.append(stet(base / "large.db", "import", base / "large.jsonl"))
        # Sentences are found and stored by the first export that needs them.
        found = stet(base / "large.db", "export", "-o", base / "first.csv")[0]
        stet(base / "small.db", "export", "-o", base / "small.csv")
        table_of(base / "first.csv", base / "cells.db")
        best = {}

        def take(what, seconds):
            best[what] = min(best.get(what, seconds), seconds)

        peaks = {}
        for _ in range(rounds):
            take("cells", run("sqlite3", "-csv", base / "cells.db", "SELECT * FROM cells")[0])
            take("view", run("sqlite3", "-csv", base / "large.db", "SELECT * FROM tagged")[0])
            for form in ("csv", "jsonl"):
                for size in ("small", "large"):
                    seconds, peak, _ = stet(base / f"{size}.db", "export", "-o", base / f"{size}.{form}")
                    peaks[form, size] = peak
                    if size == "large":
                        take(form, seconds)
        print(f"{annotations} annotations, processor seconds, the better of {rounds} rounds, of imports the median\n")
        print("| | s | of `sqlite3 -csv` with these cells | of `sqlite3 -csv` of the view | memory, MB (a tenth) |")
        print("|---|---|---|---|---|")
        for form in ("csv", "jsonl"):
            print(
                f"| {form} out | {best[form]:.1f} | {best[form] / best['cells']:.2f}×"
                f" | {best[form] / best['view']:.2f}× | {peaks[form, 'large']:.0f} ({peaks[form, 'small']:.0f}) |"
            )
        print(f"| csv out, sentences found first | {found:.1f} | {found / best['cells']:.2f}× | – | – |")
        used, clock = (statistics.median(run[index] for run in imports) for index in (0, 2))
        print(
            f"| jsonl in | {used:.1f} | {annotations / used:,.0f} annotations/s, {annotations / clock:,.0f} by clock,"
            f" wanted {_IMPORT_BUDGET:,} | – | {imports[0][1]:.0f} |"
        )
        print(f"\nfloors: {best['cells']:.1f} s with these cells, {best['view']:.1f} s of the view; budget {_BUDGET}×")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
