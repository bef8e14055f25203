"""What reaches a terminal is something to look at, and nothing that it would obey."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.printable import one_line, visible


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "␛[31mred␛[0m"),
        ("a\x00b\x07c", "a␀b␇c"),
        ("line\r\nline\tend", "line␍ line end"),
        ("del\x7f csi\x9b2J", "del␡ csi�2J"),
        ("pay \u202e01 $\u202c now", "pay ·01 $· now"),
        ("\u2066a\u2069\u200e\u200f\u061c\ufeff", "·a·····"),
        ("one\u2028two\u2029three\x85", "one␤two␤three␤"),
        ("hy\u00adphen\u200bzero\u2060", "hy·phen·zero·"),
        ("private \ue000 unassigned \u0378", "private � unassigned �"),
        ("lone \ud800 surrogate \udcff", "lone � surrogate �"),
        ("a\ufff9b\ufffac\ufffb", "a·b·c·"),
        ("hidden\U000e0041\U000e0042", "hidden··"),
    ],
)
def test_hostile_characters_are_shown_one_for_one(hostile: str, shown: str) -> None:
    assert visible(hostile) == shown
    assert len(shown) == len(hostile)


@pytest.mark.parametrize(
    "text",
    [
        "plain words, “quoted” — and more…",
        "non\u00a0breaking and thin\u2009spaces",
        "e\u0301 combining, क्षेत्र, กำลัง, می\u200cخواهم",
        "family 👨\u200d👩\u200d👧\u200d👦 heart ❤️ flag 🇩🇪",
        "England \U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f wins",
        "日本語。\u3000次の段落",
        "newer than this Python: \U0001fae8",
    ],
)
def test_what_people_write_stays(text: str) -> None:
    assert visible(text) == text


def test_a_mark_at_the_start_of_a_line_gets_something_to_stand_on() -> None:
    assert one_line("\u0301accent") == "◌accent"
    assert one_line("\u200djoiner") == "◌joiner"
    assert one_line("e\u0301") == "e\u0301"
    assert one_line("two\nlines") == "two lines"
    assert one_line("") == ""


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_no_control_gets_through_and_offsets_hold(text: str) -> None:
    shown = visible(text)
    assert len(shown) == len(text)
    assert not {unicodedata.category(c) for c in shown} & {"Cc", "Cs", "Co", "Zl", "Zp"}
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c\ufeff")
    assert visible(shown) == shown
    shown.encode("utf-8")
