import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from annotations.model import Span
from annotations.words import graphemes, word_at, words


def split(text):
    return [word.of(text) for word in words(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada Quill, the mayor, said: “No.”", ["Ada", "Quill", "the", "mayor", "said", "No"]),
        ("the town’s harbour", ["the", "town", "’s", "harbour"]),
        ("O'Neill's and the workers' boats", ["O'Neill", "'s", "and", "the", "workers", "boats"]),
        ("It’s theirs, and she doesn't know", ["It’s", "theirs", "and", "she", "doesn't", "know"]),
        ("the U.S. and the U.S.'s allies", ["the", "U.S.", "and", "the", "U.S.", "'s", "allies"]),
        ("$5m, 3.5%, 50€ and 10,000 at 5°", ["$5m", "3.5%", "50€", "and", "10,000", "at", "5°"]),
        ("@oldport and #harbour, or a@b.example", ["@oldport", "and", "#harbour", "or", "a", "b.example"]),
        ("a well-known year – 2019", ["a", "well", "known", "year", "2019"]),
        ("Fischer 👨\u200d👩\u200d👧 e\u0301te\u0301 🇩🇪", ["Fischer", "👨\u200d👩\u200d👧", "e\u0301te\u0301", "🇩🇪"]),
        ("Jose\u0301’s boat", ["Jose\u0301", "’s", "boat"]),
        ("Мэр сказала: «Нет»", ["Мэр", "сказала", "Нет"]),
        ("港は閉鎖", ["港", "は", "閉", "鎖"]),
        ("… — ( ) ___", []),
        ("", []),
    ],
)
def test_words_are_what_people_call_so(text, expected):
    assert split(text) == expected


def test_offsets_are_those_of_the_whole_text():
    text = "No. The town’s harbour. No."
    assert words(text, 4, 23) == [Span(4, 7), Span(8, 12), Span(12, 14), Span(15, 22)]


def test_the_word_at_a_place_or_near_it():
    text = "The harbour, closed."
    assert word_at(text, 0, len(text), 6).of(text) == "harbour"
    assert word_at(text, 0, len(text), 11).of(text) == "harbour"
    assert word_at(text, 0, len(text), 13).of(text) == "closed"
    assert word_at("  “No", 0, 5, 0) == Span(3, 5)
    assert word_at("...", 0, 3, 1) is None


PIECES = st.one_of(
    st.text(max_size=3),
    st.sampled_from(
        [
            "’s",
            "'",
            "a",
            "1",
            "$",
            "%",
            "@",
            ".",
            " ",
            "👍🏽",
            "🇩🇪",
            "क्षि",
            "e\u0301",
            "\u0600",
            "กำ",
            "\u200d",
            "1\ufe0f\u20e3",
        ]
    ),
)


@given(st.lists(PIECES, max_size=20).map("".join), st.integers(0, 3))
def test_words_lie_in_order_cut_no_cluster_and_leave_no_letter_out(text, start):
    found = words(text, start, len(text)) if start <= len(text) else []
    edges = {start, *(cluster.end for cluster in graphemes(text, start, len(text)))}
    end = start
    for word in found:
        assert end <= word.start
        assert word.of(text).strip()
        assert {word.start, word.end} <= edges
        end = word.end
    covered = {place for word in found for place in range(word.start, word.end)}
    assert all(place in covered for place in range(start, len(text)) if text[place].isalnum())


@given(st.lists(PIECES, max_size=20).map("".join))
def test_graphemes_tile_the_text(text):
    found = list(graphemes(text, 0, len(text)))
    assert "".join(cluster.of(text) for cluster in found) == text
    assert [cluster.of(text) for cluster in found] == regex.findall(r"\X", text)
