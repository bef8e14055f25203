"""The harness reads times, marks and imports off a program's output rightly; nothing here depends on speed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.benchmarks import measuring, report
from tests.benchmarks.articles import KB, markdown, plain
from tests.benchmarks.output import (
    bursts,
    first_showing,
    first_with,
    last_change,
    modules_before,
    text_pattern,
)
from tests.benchmarks.samples import Case, Floor, Measure, Sample
from tests.benchmarks.session import Document, Program
from tests.terminal import Chunk
from tests.vt import Emulator

NEW = Case("1 MB")
STORED = Case("1 MB", is_stored=True)


def test_a_burst_ends_with_a_silence_but_not_within_a_frame() -> None:
    chunks = [
        Chunk(0.000, b"\x1b[?1049h"),
        Chunk(0.100, b"\x1b[?2026hfirst"),
        Chunk(0.150, b" page\x1b[?2026l"),
        Chunk(0.155, b"tail"),
        Chunk(0.200, b"next"),
    ]
    found = bursts(chunks, 0.010)
    assert [(burst.began, burst.ended) for burst in found] == [(0.0, 0.0), (0.1, 0.155), (0.2, 0.2)]
    assert first_with(found, text_pattern("first page")) == 1
    assert first_with(found, text_pattern("missing")) is None


def test_text_is_found_across_changes_of_style() -> None:
    assert text_pattern("“No,” she").search("\x1b[1m“No\x1b[0m\x1b[38;2;1;2;3m,” she said".encode())
    assert not text_pattern("No she").search(b"No\x1b[2;1Hshe")


def test_a_mark_is_the_last_change_of_the_cells_that_it_stands_on() -> None:
    chunks = [
        Chunk(0.0, b"\x1b[1;1H  Heading\x1b[2;1H  Text"),
        Chunk(0.1, b"\x1b[3;1Hsentence 1"),
        Chunk(0.2, b"\x1b[1;1H\x1b[7m> Heading\x1b[0m"),
        Chunk(0.3, b"\x1b[3;1Hsentence 1 of 9"),
    ]
    found = bursts(chunks, 0.010)
    heading = last_change(found, Emulator(40, 3), lambda seen: [seen.screen.buffer[0][column] for column in range(9)])
    assert heading == 2
    known = first_showing(found, Emulator(40, 3), lambda seen: "sentence 1 of" in seen.text())
    assert known == found[3]


def test_imports_are_told_apart_from_what_is_drawn_around_them() -> None:
    raw = (
        b"import time: self [us] | cumulative | imported package\r\n"
        b"import time:       254 |        254 |   textual.app\r\n"
        b"\x1b[1;1H\x1b[1mThe riv"
        b"import time:        12 |         12 |     early\r\n"
        b"er rose.\x1b[0m"
        b"import time:        99 |         99 | nltk.tokenize\r\n"
    )
    assert modules_before(raw, text_pattern("rose.")) == ["textual.app", "early"]
    with pytest.raises(ValueError, match="never"):
        modules_before(raw, text_pattern("sea"))


def test_articles_are_the_same_each_time_and_begin_alike_at_every_size() -> None:
    article = plain(10 * KB)
    assert article == plain(10 * KB)
    assert 10 * KB <= len(article.content.encode()) < 13 * KB
    heading, paragraph, *_ = article.content.splitlines()
    assert heading == article.heading
    assert paragraph.startswith(article.probe)
    assert plain(50 * KB).content.startswith(article.content)
    assert f"\n\n# {article.heading}\n\n{article.probe}" in markdown(10 * KB).content


def test_the_report_says_which_promise_is_missed_where() -> None:
    samples = [
        *(Sample(Floor.EMPTY, Measure.FIRST_PAINT, value) for value in (200.0, 210.0, 900.0)),
        Sample(NEW, Measure.FIRST_PAINT, 215.0),
        Sample(STORED, Measure.FIRST_PAINT, 240.0),
        Sample(Floor.TRIVIAL, Measure.NEXT, 2.0),
        *(Sample(NEW, Measure.NEXT, value) for value in (1.0, 2.0, 40.0)),
        Sample(None, Measure.HELP, 151.0),
    ]
    table = report.table(samples, [NEW, STORED]).splitlines()
    paint = "| first paint, ms | 210 | 215 (1.02×) | 240 (1.14×) |"
    promise = "text 1.1×, 10 MB 1.3×, Markdown 1.5×"
    assert f"{paint} {promise} | **miss**: 1 MB, stored |" in table
    assert "| `j`, ms | 2.00 | 2.00 (1.00×) | – | 1.2× | pass |" in table
    assert "| worst of these, ms | – | 40.0 | – | 33.0 | **miss**: all |" in table
    assert report.help_line(samples) == "`--help`: 151 ms, budget 150 ms, **miss**"
    imported = [report.Imported(NEW, ("textual", "nltk.tokenize", "markdown_it")), report.Imported(STORED, ("rich",))]
    assert [line.partition(": ")[2] for line in report.import_lines(imported)] == [
        "3, **miss**: markdown_it, nltk",
        "1, pass",
    ]


def test_the_trivial_app_is_started_and_its_key_measured() -> None:
    samples = list(measuring.measure_trivial(2))
    assert [sample.measure for sample in samples if sample.measure is not Measure.MEMORY] == [
        Measure.FIRST_PAINT,
        *[Measure.NEXT, Measure.LINE_BYTES] * 2,
    ]
    assert all(sample.value > 0 for sample in samples)


def test_imports_of_a_real_program_are_cut_at_its_first_paint(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(
        "import sys, tty, wave\n"
        "tty.setraw(0)\n"
        "print(open(sys.argv[1], encoding='utf-8').readlines()[1][:80], flush=True)\n"
        "import colorsys\n"
        "sys.stdin.read(1)\n",
        encoding="utf-8",
    )
    article = plain(KB)
    path = tmp_path / "article.txt"
    path.write_text(article.content, encoding="utf-8")
    document = Document(article, path, tmp_path / "a.db")
    started = Program((sys.executable, str(program)), tmp_path)
    modules = measuring.modules_at_first_paint(started, document)
    assert "wave" in modules
    assert "colorsys" not in modules


def test_suggestions_are_seen_by_their_mark_in_the_margin_and_not_in_the_text() -> None:
    screen = Emulator(measuring.COLUMNS, measuring.ROWS)
    screen.feed("\x1b[1;1H · title\x1b[2;1H    a · b".encode())
    assert not measuring.has_suggestions(screen, 4)
    screen.feed("\x1b[3;1H ·  said".encode())
    assert measuring.has_suggestions(screen, 4)
