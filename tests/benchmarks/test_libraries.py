"""The libraries to measure with are libraries like any other; nothing here depends on speed."""

from __future__ import annotations

import sys
from pathlib import Path

from annotations.checking import check
from annotations.store import Store
from annotations.workspace import Workspace
from annotations.workspace.queries import parse_query
from tests.benchmarks.libraries import make_library
from tests.benchmarks.library import FILTER, FIRST_ROWS, SCROLL, SEARCH, measure, table
from tests.benchmarks.session import Program


def test_a_generated_library_is_in_order(tmp_path: Path) -> None:
    path = tmp_path / "large.db"
    make_library(path, 300)
    with Store(path) as store:
        assert [finding.message for finding in check(store)] == []
        shelf = Workspace(store, "kim").shelf()
        assert len(shelf) == 300
        assert 0 < len(shelf.filtered(parse_query("label:claim by:kim"))) < 300
        assert len(store.search.numbers('"tram"')) > 100


def test_everything_that_is_promised_is_measured(tmp_path: Path) -> None:
    large, empty = tmp_path / "large.db", tmp_path / "empty.db"
    make_library(large, 300)
    Store(empty).close()
    program = Program((sys.executable, "-m", "tui"), tmp_path)
    took = [*measure(program, empty, 0), *measure(program, large, 300)]
    assert {one.what for one in took if one.articles} == {FIRST_ROWS, FILTER, SEARCH, SCROLL}
    assert table(took, 300).count("\n") == 5
