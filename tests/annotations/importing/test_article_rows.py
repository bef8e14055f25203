import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.errors import ReadError
from annotations.importing.fields import find_columns, read_row
from annotations.importing.rows import BrokenRow, Row, csv_rows, jsonl_rows
from annotations.readers.decoding import canonical

CELLS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@given(st.lists(st.tuples(CELLS, CELLS), max_size=8), st.sampled_from([",", ";", "\t", "|"]))
def test_what_a_table_holds_is_read_as_it_was_written(rows, delimiter):
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerow(["text", "title"])
    writer.writerows(rows)
    names, *read = csv_rows(io.BytesIO(out.getvalue().encode()), tabs=delimiter == "\t")
    assert names == ["text", "title"]
    cells = [(row.values.get("text", ""), row.values.get("title", "")) for row in read]
    assert cells == [tuple(canonical(cell) if cell.strip() else "" for cell in row) for row in rows]


@given(st.lists(st.dictionaries(CELLS.filter(bool), CELLS, max_size=4), max_size=8))
def test_what_json_lines_hold_is_read_as_it_was_written(objects):
    lines = "\n".join(json.dumps(data) for data in objects)
    read = list(jsonl_rows(io.BytesIO(lines.encode())))
    assert [row.line for row in read] == list(range(1, len(objects) + 1))
    assert [row.values for row in read] == [
        {name: canonical(value) for name, value in data.items() if value} for data in objects
    ]


@given(st.binary(max_size=200))
def test_whatever_bytes_come_a_table_is_rows_and_broken_rows(data):
    try:
        first, *rows = csv_rows(io.BytesIO(data))
    except (ReadError, ValueError):
        return
    assert isinstance(first, (list, BrokenRow))
    assert all(isinstance(row, (Row, BrokenRow, list)) for row in rows)


def test_a_line_above_the_table_may_say_what_parts_its_columns():
    names, row = csv_rows(io.BytesIO(b"sep=;\ntext;a,b\nIt rains.;1\n"))
    assert (names, row) == (["text", "a,b"], Row(3, {"text": "It rains.", "a,b": "1"}))


def test_values_of_other_types_become_text():
    line = {"a": 3, "b": True, "c": None, "d": ["x", "y"], "e": {"name": "Ida"}, "f": {"z": 1}}
    (row,) = jsonl_rows(io.BytesIO(json.dumps(line).encode()))
    assert row.values == {"a": "3", "b": "yes", "d": "x, y", "e": "Ida", "f": '{"z": 1}'}


def test_a_line_that_is_too_long_is_passed_over(monkeypatch):
    monkeypatch.setattr("annotations.importing.rows.MAX_ROW", 30)
    lines = b'{"text": "short"}\n{"text": "' + b"x" * 100 + b'"}\n{"text": "last"}\n'
    first, second, third = jsonl_rows(io.BytesIO(lines))
    assert (first.values, third.values) == ({"text": "short"}, {"text": "last"})
    assert (second.line, third.line) == (2, 3)


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (["Text"], {"text": "Text"}),
        (["content", "body"], {"text": "body"}),
        (["Article Body", "headline"], {"text": "Article Body", "title": "headline"}),
        (["text", "url", "publish-date"], {"text": "text", "address": "url", "date": "publish-date"}),
        (["article", "source", "authors"], {"text": "article", "source": "source", "author": "authors"}),
    ],
)
def test_columns_are_known_by_what_they_are_commonly_called(names, found):
    assert find_columns(names, {}).found == found


def test_what_a_person_says_of_a_column_goes_before_what_it_is_called():
    columns = find_columns(["text", "summary"], {"text": "summary"})
    assert columns.all == {"text": "summary"}
    article = read_row(Row(2, {"text": "It rains.", "summary": "Rain."}), columns, "/a.csv")
    assert article.draft.text == "Rain."
    assert article.draft.metadata == {"text": "It rains."}
    assert (article.source, article.lasting) == ("/a.csv#2", False)
