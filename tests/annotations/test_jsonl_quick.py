"""The quick reader of the own format takes nothing that the thorough one refuses, and makes the same of it."""

import copy
import itertools
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.errors import FormatError
from annotations.exporting import article_record
from annotations.formats.jsonl import encode
from annotations.formats.jsonl_lines import read_line
from annotations.formats.jsonl_quick import QuickReader
from annotations.schema.files import shipped
from tests.annotations.rich import library, rich


@pytest.fixture(scope="module")
def article(tmp_path_factory):
    with library(rich(tmp_path_factory.mktemp("rich") / "stet.db")) as workspace:
        return json.loads(encode(article_record(workspace, workspace.find("1")), workspace.schema))


def read(line, quick):
    try:
        return encode(read_line(line, shipped(), quick), shipped())
    except FormatError as error:
        return (error.message, error.hint)


def test_a_whole_article_is_read_quickly(article, monkeypatch):
    import annotations.formats.jsonl_lines as module

    line = json.dumps(article).encode()
    thorough = read_line(line, shipped())
    monkeypatch.setattr(module, "parse_object", lambda _: pytest.fail("it was read thoroughly"))
    quick = read_line(line, shipped(), QuickReader(shipped()))
    assert (quick.info, quick.content, quick.relations) == (thorough.info, thorough.content, thorough.relations)
    assert tuple(quick.annotations) == thorough.annotations


def test_what_is_read_quickly_is_stored_as_what_is_read_thoroughly(tmp_path, monkeypatch):
    """Row by row, in every table, the history too."""
    import annotations.formats.jsonl as module
    import annotations.importing.exports as importing
    from annotations.exporting import export_file
    from annotations.formats import import_format_for

    source = tmp_path / "rich.jsonl"
    with library(rich(tmp_path / "rich.db")) as workspace:
        export_file(workspace, import_format_for(source), source)
        assert sum(len(list(workspace.annotations(info))) for info in workspace.store.articles.all()) > 7
    monkeypatch.setattr(importing, "now", lambda: "2026-11-26T10:00:00.000Z")
    steps = itertools.count()
    monkeypatch.setattr(importing, "new_id", lambda: f"step-{next(steps) % 2}")
    dumps = []
    for name in ("quick", "thorough"):
        if name == "thorough":
            monkeypatch.setattr(module, "QuickReader", lambda _: None)
        with library(tmp_path / f"{name}.db") as workspace, source.open("rb") as stream:
            importing.import_export(workspace, import_format_for(source), stream, name)
            lines = workspace.store._connection.iterdump()
            dumps.append([line for line in lines if not re.search("article_search|_sqlite_migrations", line)])
    assert dumps[0] == dumps[1]


def places(data, path=()):
    """Every place in an annotation that can be changed."""
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in items:
        yield (*path, key)
        yield from places(value, (*path, key))


ODD = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5), st.just([]), st.just({}),
    st.lists(st.text(max_size=3), max_size=2), st.just(10**30), st.just(-1), st.just("2026-01-01"), st.just(" a  b "),
    st.just({"start": 0, "end": 1, "text": "🌊"}), st.just("imported"), st.just("claim"), st.just("\x00"),
)  # fmt: skip


@given(st.data())
def test_what_is_odd_is_taken_or_refused_alike(article, data):
    changed = copy.deepcopy(article)
    part = data.draw(st.sampled_from(["annotations", "blocks"]))
    path = data.draw(st.sampled_from(list(places(changed[part]))))
    inner = changed[part]
    for key in path[:-1]:
        inner = inner[key]
    if data.draw(st.booleans()) or not isinstance(inner, dict):
        inner[path[-1]] = data.draw(ODD)
    else:
        del inner[path[-1]]
    line = json.dumps(changed).encode()
    # Twice, for what was in order once is remembered.
    quick = QuickReader(shipped())
    read(json.dumps(article).encode(), quick)
    assert read(line, quick) == read(line, None)
