"""Cells and clusters: how wide text is, and where one may point into it."""

import re
import unicodedata

import pytest
import regex
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len, get_character_cell_size

from annotations.printable import visible
from tests.tui.reading_texts import words
from tui.reading.clusters import _JOINS_ON, _STARTERS, WIDE
from tui.reading.display import MAX_CLUSTER, PLAIN, Drawn, draw, safe

FAMILY = "👨\u200d👩\u200d👧\u200d👦"
HINDI = "क्षेत्रीय समाचार"


def clusters(drawn: Drawn) -> list[str]:
    """The clusters of a stretch, found by pointing at each of its cells."""
    return [drawn.text[slice(*span)] for span in sorted({drawn.cluster_at(c) for c in range(drawn.width)})]


@pytest.mark.parametrize(
    ("text", "width", "count"),
    [
        ("plain “text”", 12, 12),
        ("日本語。", 8, 4),
        ("e\u0301te\u0301", 3, 3),
        (FAMILY + "!", 3, 2),
        ("🇩🇪🇫🇷", 4, 2),
        ("👍\U0001f3fd ok", 5, 4),
        ("❤\ufe0f", 2, 1),
        ("กำลัง", 4, 3),
        ("می\u200cخواهم", 7, 7),
        ("a\u0600b", 3, 2),
        ("\x1b[0m", 4, 4),
        ("", 0, 0),
    ],
)
def test_width_and_clusters(text: str, width: int, count: int) -> None:
    drawn = draw(text)
    assert (drawn.width, len(clusters(drawn))) == (width, count)


def test_a_mark_without_a_letter_gets_a_cell_of_its_own() -> None:
    assert draw("\u0301a").text == "◌a"
    assert draw("\u0301a").width == 2
    assert draw("\x1b\u0301a").text == "␛\u0301a"  # the control's stand-in carries it
    assert draw("\x1b\u0301a").width == 2


def test_a_heap_of_marks_is_cut_into_cells() -> None:
    drawn = draw("a" + "\u0301" * 1000 + "b")
    assert max(map(len, clusters(drawn))) == MAX_CLUSTER
    assert drawn.width == len(clusters(drawn)) == -(-1001 // MAX_CLUSTER) + 1


def test_both_halves_of_a_wide_character_are_that_character() -> None:
    drawn = draw("a日b")
    assert [drawn.cluster_at(cell) for cell in range(-1, 6)] == [
        (0, 1), (0, 1), (1, 2), (1, 2), (2, 3), (2, 3), (2, 3)
    ]  # fmt: skip


def test_a_range_widens_to_whole_clusters() -> None:
    drawn = draw(f"x{FAMILY}y")
    assert drawn.whole(3, 4) == (1, 8)
    assert drawn.whole(0, 1) == (0, 1)
    assert drawn.whole(8, 9) == (8, 9)
    assert draw("plain").whole(2, 3) == (2, 3)


def test_one_line_for_titles_and_messages() -> None:
    assert safe("two\nlines\x1b[2J") == "two lines␛[2J"


@pytest.mark.parametrize(("members", "cells"), [(PLAIN, 1), (WIDE, 2)], ids=["plain", "wide"])
def test_the_fast_classes_hold_what_they_promise(members: str, cells: int) -> None:
    pattern = re.compile(f"[{members}]")
    held = [c for c in map(chr, range(0x20, 0x30000)) if pattern.match(c)]
    assert len(held) > 1000
    for character in held:
        assert get_character_cell_size(character) == cells, hex(ord(character))
        assert visible(character) == character, hex(ord(character))
        assert unicodedata.category(character)[0] not in "MC" or character in "\u0606\u0607", hex(ord(character))
    alone = regex.compile(r"[\p{GCB=Other}\p{GCB=LV}\p{GCB=LVT}]+")
    assert alone.fullmatch("".join(held))


def test_pieces_begin_where_clusters_do() -> None:
    pattern, alone = re.compile(f"[{_STARTERS}]"), regex.compile(r"[\p{GCB=Other}\p{GCB=LV}\p{GCB=LVT}]")
    for character in filter(pattern.match, map(chr, range(0x20, 0x30000))):
        assert alone.match(character), hex(ord(character))
        assert regex.findall(r"\X", f"क\u094d{character}") == ["क\u094d", character], hex(ord(character))


def test_what_joins_with_the_start_of_a_piece_is_known() -> None:
    joining = regex.compile(r"[^\p{GCB=Other}\p{GCB=LV}\p{GCB=LVT}]|\p{Extended_Pictographic}")
    for before in filter(joining.match, map(chr, range(0x20, 0x20000))):
        for start in "a日가각↔©ก㊗":
            for text in (before + start, f"❤{before}{start}"):
                joined = regex.findall(r"\X", text)[-1] != start
                if joined and visible(before) == before:
                    assert _JOINS_ON.search(text), [hex(ord(c)) for c in text]


@example("\u1100가")
@example("❤\u200d↔")
@given(words)
def test_one_code_point_is_drawn_for_each(text: str) -> None:
    assert len(draw(text).text) == len(text)


@example("\u1100가")
@example("❤\u200d↔")
@given(words)
def test_fast_ways_measure_like_the_slow_one(text: str) -> None:
    drawn = draw(text)
    found = regex.findall(r"\X", drawn.text)
    assert clusters(drawn) == found
    assert drawn.width == sum(map(cell_len, found))
    assert 0 not in map(cell_len, found)


@given(words, st.integers(0, 60))
def test_pointing_at_a_characters_cell_finds_it(text: str, at: int) -> None:
    drawn = draw(text)
    if at < len(text):
        start, end = drawn.cluster_at(drawn.cell_at(at))
        assert start <= at < end
        assert drawn.whole(at, at + 1) == (start, end)
    assert drawn.cell_at(len(text)) == drawn.width
