"""How fast the library is with very many articles: `python -m tests.benchmarks.library`.

The program runs in a real terminal, on an empty library and on a large one in turns. What is measured of a key is the
time until the rows and the bottom line look as they will; the count above and the preview below follow.
"""

from __future__ import annotations

import argparse
import os
import platform
import shlex
import statistics
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from annotations.store import Store
from tests.benchmarks.libraries import make_library
from tests.benchmarks.output import text_pattern
from tests.benchmarks.session import COLUMNS, MS, PATIENCE, ROWS, Program, Session
from tests.vt import Emulator

FIRST_ROWS, FILTER, SEARCH, SCROLL = "first rows", "a key in the filter", "a key in the search", "moving"
BUDGETS = {FIRST_ROWS: 50.0, FILTER: 30.0, SEARCH: 150.0, SCROLL: 30.0}
"""Milliseconds; those of the first rows are beyond the empty library's."""
_EMPTY = "The library is empty."


@dataclass(frozen=True, slots=True)
class Took:
    """Milliseconds that one thing took in a library of so many articles."""

    articles: int
    what: str
    keys: str
    ms: float


def measure(program: Program, database: Path, articles: int) -> Iterator[Took]:
    """Open a library, filter, search and move in it."""
    with Session([*program.command, "--db", str(database), "--as", "kim"], program.environment()) as session:
        shows = text_pattern(f"of {articles:,}" if articles else _EMPTY)
        rows = text_pattern("  1 of 1") if articles else shows
        yield Took(articles, FIRST_ROWS, "", session.first_paint(rows) * MS)
        if articles:
            session.terminal.wait_for(lambda terminal: f"of {articles:,}" in terminal.text(), timeout=PATIENCE)
            session.terminal.settle(1500, timeout=PATIENCE)
            for typed in ("tram", "zzz", "status:done", "label:claim"):
                yield from _typed(session, articles, FILTER, "/", typed)
            for typed in ("tram b", "court -tram", "zzz"):
                yield from _typed(session, articles, SEARCH, "f", typed)
            for key in ("j", "pagedown", "G", "k", "pageup", "home"):
                if (ms := session.press_and_watch(key, _rows)) is not None:
                    yield Took(articles, SCROLL, key, ms)
        session.quit()


def _typed(session: Session, articles: int, what: str, opens: str, typed: str) -> Iterator[Took]:
    session.press_and_watch(opens, _rows)
    for key in typed:
        if (ms := session.press_and_watch("space" if key == " " else key, _rows)) is not None:
            yield Took(articles, what, f"{opens}{typed}", ms)
    session.press_and_watch("esc", _rows)
    session.terminal.settle(300)


def _rows(screen: Emulator) -> list[str]:
    """The rows of the list and the bottom line, without the title and the preview."""
    return [screen.row(number) for number in (*range(1, ROWS - 12), ROWS - 1)]


def table(took: list[Took], articles: int) -> str:
    """Return what was measured as a table in Markdown."""
    lines = ["| | median, ms | worst, ms | samples | budget, ms | |", "|---|---|---|---|---|---|"]
    empty = statistics.median(one.ms for one in took if one.what == FIRST_ROWS and not one.articles)
    for what, budget in BUDGETS.items():
        times = [one.ms for one in took if one.what == what and one.articles == articles]
        median = statistics.median(times)
        over = median - empty if what == FIRST_ROWS else median
        name = f"{what} (an empty library: {empty:.0f})" if what == FIRST_ROWS else what
        bound = f"{empty:.0f} + {budget:.0f}" if what == FIRST_ROWS else f"{budget:.0f}"
        result = "pass" if over <= budget else "**miss**"
        lines.append(f"| {name} | {median:.1f} | {max(times):.1f} | {len(times)} | {bound} | {result} |")
    return "\n".join(lines)


def main() -> None:
    """Measure in turns, then print."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.library", description=main.__doc__)
    parser.add_argument("--command", default=f"{shlex.quote(sys.executable)} -m tui", help="the program under test")
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--library", type=Path, help="a library that was made before, with so many articles")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        program = Program(tuple(shlex.split(options.command)), Path(name))
        large, empty = options.library or Path(name) / "large.db", Path(name) / "empty.db"
        if options.library is None:
            print(f"making {options.articles} articles", file=sys.stderr)
            make_library(large, options.articles)
        Store(empty).close()
        took: list[Took] = []
        for number in range(options.rounds):
            print(f"round {number + 1} of {options.rounds}", file=sys.stderr)
            took += measure(program, empty, 0)
            took += measure(program, large, options.articles)
    print(
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, {options.articles:,} articles,"
        f" {COLUMNS}×{ROWS} cells, {options.rounds} rounds\n"
    )
    print(table(took, options.articles))
    for keys in dict.fromkeys(one.keys for one in took if one.keys):
        times = [one.ms for one in took if one.keys == keys]
        print(f"- `{keys}`: {', '.join(f'{ms:.0f}' for ms in times)}")


if __name__ == "__main__":
    main()
