"""Rows tile their text, fit their width, and cut no character."""

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from tests.tui.reading_texts import plain_words, words
from tui.reading import wrapping
from tui.reading.display import MAX_CLUSTER, Drawn, draw
from tui.reading.wrapping import Wrapping

FAMILY = "👨\u200d👩\u200d👧\u200d👦"


def rows(text: str, width: int, *, lines: bool = False) -> list[str]:
    wrapped = Wrapping(text, 0, len(text), width, lines=lines)
    return [text[slice(*(wrapped.row(i) or ()))] for i in range(wrapped.count())]


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("", 10, [""]),
        ("one two three", 20, ["one two three"]),
        ("one two three", 7, ["one two ", "three"]),
        ("one two three", 8, ["one two ", "three"]),
        ("one   two", 4, ["one   ", "two"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("ab cdefghij k", 4, ["ab ", "cdef", "ghij ", "k"]),
        ("  abcdef", 4, ["  ab", "cdef"]),
        ("hard\nwrapped\ntext", 12, ["hard\nwrapped\n", "text"]),
        ("日本語の文章", 5, ["日本", "語の", "文章"]),
        ("日本語。次", 6, ["日本", "語。次"]),
        ("彼は「はい」と", 6, ["彼は", "「は", "い」と"]),
        ("seit 日本 und", 8, ["seit 日", "本 und"]),
        (f"a {FAMILY}{FAMILY} b", 5, [f"a {FAMILY}", f"{FAMILY} b"]),
        ("日本", 1, ["日", "本"]),
        ("กำลังกำลัง", 4, ["กำลัง", "กำลัง"]),
        ("e\u0301e\u0301e\u0301 x", 3, ["e\u0301e\u0301e\u0301 ", "x"]),
    ],
)
def test_where_rows_end(text: str, width: int, expected: list[str]) -> None:
    assert rows(text, width) == expected


def test_each_line_of_code_is_a_row() -> None:
    assert rows("if x:\n    go()\n\nend", 20, lines=True) == ["if x:\n", "    go()\n", "\n", "end"]
    assert rows("a long line\nb", 7, lines=True) == ["a long ", "line\n", "b"]


@given(words, st.integers(1, 20), st.booleans())
def test_rows_tile_fit_and_cut_nothing(text: str, width: int, lines: bool) -> None:
    found = rows(text, width, lines=lines)
    assert "".join(found) == text
    assert all(found) or found == [""]
    edges = {m.end() for m in regex.finditer(r"\X", draw(text).text)} | {0}
    # A mark that opens a line joins nothing: the line feed is not drawn.
    edges |= {at + 1 for at, character in enumerate(text) if lines and character == "\n"}
    at = 0
    for row in found:
        assert at in edges
        at += len(row)
        drawn = draw(row)
        content = draw(drawn.text.rstrip(" "))
        assert content.width <= width or content.cluster_at(0)[1] == len(content.text)


@given(plain_words, st.integers(1, 20))
def test_the_fast_way_wraps_like_the_slow_one(text: str, width: int) -> None:
    slow = rows(text, width)

    def counted(part: str) -> Drawn:
        drawn = draw(part)
        size = len(drawn.text)
        return Drawn(drawn.text, list(range(1, size + 1)), list(range(1, size + 1)))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wrapping, "draw", counted)
        assert rows(text, width) == slow


@given(st.one_of(words, plain_words), st.integers(1, 12), st.integers(1, 40), st.booleans())
def test_windows_make_no_difference(text: str, width: int, repeat: int, lines: bool) -> None:
    text *= repeat
    whole = rows(text, width, lines=lines)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wrapping, "_WINDOW", 1)
        assert rows(text, width, lines=lines) == whole


@given(words, st.integers(1, 12), st.data())
def test_the_row_of_an_offset(text: str, width: int, data: st.DataObject) -> None:
    wrapped = Wrapping(text, 0, len(text), width)
    offset = data.draw(st.integers(0, max(0, len(text) - 1)))
    row = wrapped.row(wrapped.row_at(offset))
    assert row is not None
    assert row[0] <= offset < max(row[1], 1)
    assert wrapped.row_at(len(text) + 5) == wrapped.count() - 1


def test_a_page_of_a_long_block_is_wrapped_alone() -> None:
    text = "word " * 200_000
    wrapped = Wrapping(text, 0, len(text), 80)
    for index in range(50):
        assert wrapped.row(index) is not None
    assert len(wrapped._edges) < 150


@pytest.mark.parametrize("unit", ["a", "日", "\u0301", " ", FAMILY, "\x1b"])
def test_a_million_of_anything_without_a_space_is_wrapped(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    wrapped = Wrapping(text, 0, len(text), 80)
    longest = max(end - start for start, end in map(wrapped.row, range(wrapped.count())))  # type: ignore[misc]
    assert longest <= 80 * MAX_CLUSTER
