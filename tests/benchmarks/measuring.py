"""What is measured, in which order: each function runs one session and yields its samples."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from functools import partial
from pathlib import Path

from annotations.person import annotator_name
from tests.benchmarks.articles import Generated
from tests.benchmarks.budgets import ANNOTATIONS
from tests.benchmarks.output import bursts, first_showing, last_change, modules_before, text_pattern
from tests.benchmarks.samples import LINE_MOVES, PAGE_MOVES, Case, Floor, Measure, Sample
from tests.benchmarks.session import COLUMNS, MS, PAINT_QUIET, PATIENCE, ROOT, ROWS, Document, Program, Session
from tests.vt import Emulator
from tui.reading.marks import SUGGESTED

_WHOLE = re.compile(r"sentence \d+ of \d+")
_SAVED = re.compile(r"saved (\d+)")


def measure_empty() -> Iterator[Sample]:
    """Start the empty app, let it paint, and stop it."""
    with Session([sys.executable, "-m", "tests.benchmarks.floors.empty_app"]) as session:
        paint = session.first_paint(re.compile(b" " * COLUMNS))
        yield Sample(Floor.EMPTY, Measure.FIRST_PAINT, paint * MS)
        session.terminal.settle()
        yield from _memory(session, Floor.EMPTY)
        session.quit()


def measure_trivial(presses: int) -> Iterator[Sample]:
    """Start the trivial app and press its key."""
    with Session([sys.executable, "-m", "tests.benchmarks.floors.trivial_app"]) as session:
        paint = session.first_paint(text_pattern("pressed 0 times"))
        yield Sample(Floor.TRIVIAL, Measure.FIRST_PAINT, paint * MS)
        session.terminal.settle()
        for _ in range(presses):
            if pressed := session.press("j"):
                yield Sample(Floor.TRIVIAL, Measure.NEXT, pressed[0])
                yield Sample(Floor.TRIVIAL, Measure.LINE_BYTES, pressed[1])
        yield from _memory(session, Floor.TRIVIAL)
        session.quit()


def measure_commits(directory: Path, count: int) -> Iterator[Sample]:
    """Commit single rows as durably as the store does."""
    with (
        tempfile.TemporaryDirectory(dir=directory) as place,
        closing(sqlite3.connect(Path(place) / "floor.db", isolation_level=None)) as connection,
    ):
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("CREATE TABLE edit (number INTEGER PRIMARY KEY, what TEXT) STRICT")
        for _ in range(count):
            began = time.perf_counter()
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("INSERT INTO edit (what) VALUES (?)", ("x" * 400,))
            connection.execute("COMMIT")
            yield Sample(Floor.SQLITE, Measure.COMMIT, (time.perf_counter() - began) * MS)


def measure_help(program: Program) -> Iterator[Sample]:
    """Ask the program for its help."""
    began = time.perf_counter()
    subprocess.run([*program.command, "--help"], check=True, stdout=subprocess.DEVNULL, cwd=ROOT)
    yield Sample(None, Measure.HELP, (time.perf_counter() - began) * MS)


def measure_article(program: Program, case: Case, document: Document, presses: int) -> Iterator[Sample]:
    """Open an article, wait until its sentences are known, move, tag, undo, and quit at its beginning."""
    with Session(program.opening(document), program.environment()) as session:
        paint = session.first_paint(text_pattern(document.article.probe))
        yield Sample(case, Measure.FIRST_PAINT, paint * MS)
        yield from _sentences(session, case, document.article, paint)
        yield from _moves(session, case, presses)
        yield from _edits(session, case, presses)
        yield from _memory(session, case)
        session.press("g", "g")
        session.terminal.settle()
        session.quit()


def measure_among_annotations(program: Program, case: Case, document: Document, presses: int) -> Iterator[Sample]:
    """Move in a stored article of which each sentence from the first on has annotations of three labels."""
    annotate(document, ANNOTATIONS)
    with Session(program.opening(document), program.environment()) as session:
        session.first_paint(text_pattern(document.article.probe))
        session.terminal.settle(500, timeout=PATIENCE)
        for sample in _moves(session, case, presses):
            if sample.measure in LINE_MOVES:
                yield Sample(case, Measure.AMONG_LINES, sample.value)
            elif sample.measure in PAGE_MOVES:
                yield Sample(case, Measure.AMONG_PAGES, sample.value)
        session.quit()


def annotate(document: Document, count: int) -> None:
    """Tag the stored article from its beginning: two sentences, one, and the half of one, with a label each."""
    from annotations.store import Store
    from annotations.text import Span
    from annotations.workspace import Workspace

    with Store(document.database) as store:
        workspace = Workspace(store, annotator_name(None))
        info = workspace.find(str(document.path))
        sentences = store.articles.open(info.key).sentences or ()
        with store.writing():
            for number in range(count):
                sentence = sentences[number // 3 % (len(sentences) - 1)]
                ends = (sentences[number // 3 + 1].end, sentence.end, (sentence.start + sentence.end) // 2 + 1)
                label = workspace.schema.labels[number % 3]
                workspace.tag(info, label.name, [Span(sentence.start, ends[number % 3])], again=True)


def modules_at_first_paint(program: Program, document: Document) -> list[str]:
    """List what the program had imported when the article appeared; a run of its own, since it slows imports."""
    environment = {**program.environment(), "PYTHONPROFILEIMPORTTIME": "1"}
    pattern = text_pattern(document.article.probe)
    with Session(program.opening(document), environment) as session:
        session.first_paint(pattern)
        session.terminal.settle(300, timeout=PATIENCE)
        raw = session.terminal.raw
        session.quit()
    return modules_before(raw, pattern)


def _sentences(session: Session, case: Case, article: Generated, paint: float) -> Iterator[Sample]:
    """Wait until all sentences are known; then look back at when the first was marked, and when that was."""
    session.terminal.settle(300, timeout=PATIENCE)
    with suppress(TimeoutError):
        session.terminal.wait_for(lambda terminal: _WHOLE.search(terminal.text()), timeout=PATIENCE)
    session.terminal.settle(300, timeout=PATIENCE)
    painted = session.terminal.started + paint
    found = bursts(session.terminal.chunks, PAINT_QUIET)
    screen = session.catch_up()
    row = _heading_row(screen, article)
    width = screen.row(row).index(article.heading) + len(article.heading)
    changed = last_change(
        found, Emulator(COLUMNS, ROWS), lambda seen: [seen.screen.buffer[row][column] for column in range(width)]
    )
    marked = painted if changed is None else max(painted, found[changed].ended)
    if changed is not None:
        yield Sample(case, Measure.MARKED, (marked - painted) * MS)
    beside = screen.row(row).index(article.heading)
    suggested = first_showing(found, Emulator(COLUMNS, ROWS), lambda seen: has_suggestions(seen, beside))
    if suggested is not None:
        yield Sample(case, Measure.SUGGESTED, max(0.0, suggested.ended - marked) * MS)
    whole = first_showing(found, Emulator(COLUMNS, ROWS), lambda seen: _WHOLE.search(seen.text()))
    if whole is not None:
        yield Sample(case, Measure.WHOLE, max(0.0, whole.ended - painted) * MS)


def has_suggestions(screen: Emulator, margin: int) -> bool:
    """Tell whether a suggestion's mark stands in the margin, so many cells wide, between the title and the status."""
    return any(SUGGESTED in screen.row(row)[:margin] for row in range(1, ROWS - 1))


def _heading_row(screen: Emulator, article: Generated) -> int:
    """Find the row of the first sentence: the last one with its words above the first paragraph."""
    rows = screen.text().split("\n")
    paragraph = next((number for number, row in enumerate(rows) if article.probe in row), len(rows))
    above = [number for number, row in enumerate(rows[:paragraph]) if article.heading in row]
    if not above:
        raise ValueError(f"the first sentence does not stand above the first paragraph:\n{screen.text()}")
    return above[-1]


def _moves(session: Session, case: Case, presses: int) -> Iterator[Sample]:
    for measure in (*LINE_MOVES, *PAGE_MOVES):
        size = Measure.LINE_BYTES if measure in LINE_MOVES else Measure.PAGE_BYTES
        _go(session, "G" if measure is Measure.FIRST else "g g")
        if measure is Measure.PREVIOUS:
            _go(session, *(Measure.NEXT.value for _ in range(presses)))
        for _ in range(presses):
            pressed = session.press(*measure.value.split(" "))
            if pressed is None:  # at the end of a short article nothing moves
                _go(session, "g g")
                pressed = session.press(*measure.value.split(" "))
            if pressed is not None:
                yield Sample(case, measure, pressed[0])
                yield Sample(case, size, pressed[1])
            if measure in (Measure.LAST, Measure.FIRST):
                _go(session, "g g" if measure is Measure.LAST else "G")


def _go(session: Session, *moves: str) -> None:
    for move in moves:
        session.press(*move.split(" "), timeout=0.2)


def _edits(session: Session, case: Case, presses: int) -> Iterator[Sample]:
    _go(session, "g g")
    for _ in range(presses):
        _go(session, "j")
        for measure in (Measure.TAG, Measure.UNDO):
            before = _saved(session.catch_up())
            took = session.press_until(measure.value, partial(_has_saved_other_than, before))
            if took is None:
                return
            yield Sample(case, measure, took)


def _has_saved_other_than(before: str | None, screen: Emulator) -> bool:
    return _saved(screen) not in (None, before)


def _saved(screen: Emulator) -> str | None:
    found = _SAVED.search(screen.row(-1)) or _SAVED.search(screen.text())
    return found[1] if found else None


def _memory(session: Session, subject: Case | Floor) -> Iterator[Sample]:
    if (peak := session.peak_memory()) is not None:
        yield Sample(subject, Measure.MEMORY, peak)
