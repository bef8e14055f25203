import pytest
import regex
from hypothesis import example, given
from hypothesis import strategies as st

from annotations.offsets import _ALONE, OffsetMap, Rounding, cluster_at, context, trim
from annotations.text import Span

# Text as it comes: words, emoji of several code points, marks, Hangul and Devanagari, lone surrogates.
PIECES = st.sampled_from(
    [
        "a",
        "The ",
        "\n",
        "é",
        "e\u0301",
        "港",
        "👍🏽",
        "👨\u200d👩\u200d👧",
        "🇩🇪",
        "क्षि",
        "각",
        "\u1100\u1161",
        "\u0600",
        "\r\n",
        "\ud800",
    ]
)
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=4)), max_size=30).map("".join)


def clusters(text):
    return [match[0] for match in regex.finditer(r"\X", text)]


def utf16_length(text):
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def utf8_length(text):
    return len(text.encode("utf-8", "surrogatepass"))


@given(TEXTS)
@example("x" * 512)
@example("é" * 256)
@example("a👍" * 1500)
def test_each_code_point_has_its_place_in_the_other_units_and_comes_back(text):
    offsets = OffsetMap(text)
    for offset in {*range(min(len(text), 40) + 1), len(text) // 2, len(text)}:
        assert offsets.to_utf16(offset) == utf16_length(text[:offset])
        assert offsets.from_utf16(offsets.to_utf16(offset)) == offset
        assert offsets.to_utf8(offset) == utf8_length(text[:offset])
        assert offsets.from_utf8(offsets.to_utf8(offset)) == offset


@given(TEXTS)
def test_clusters_are_counted_and_not_cut(text):
    offsets = OffsetMap(text)
    found = clusters(text)
    start = 0
    for index, cluster in enumerate(found):
        assert offsets.to_grapheme(start) == index
        assert offsets.from_grapheme(index) == start
        end = start + len(cluster)
        for inside in range(start + 1, end):
            with pytest.raises(ValueError, match="inside a grapheme cluster"):
                offsets.to_grapheme(inside)
            assert offsets.boundary(inside, Rounding.DOWN) == start
            assert offsets.boundary(inside, Rounding.UP) == end
        assert all(cluster_at(text, place) == Span(start, end) for place in range(start, end))
        start = end
    assert offsets.from_grapheme(len(found)) == len(text) == offsets.boundary(len(text))


def test_inside_a_surrogate_pair_is_refused_or_rounded():
    offsets = OffsetMap("a👍b")
    assert [offsets.to_utf16(offset) for offset in range(4)] == [0, 1, 3, 4]
    with pytest.raises(ValueError, match="inside a surrogate pair"):
        offsets.from_utf16(2)
    assert offsets.from_utf16(2, Rounding.DOWN) == 1
    assert offsets.from_utf16(2, Rounding.UP) == 2


def test_inside_a_character_of_utf_8_is_refused_or_rounded():
    offsets = OffsetMap("a👍é")
    for byte in (2, 3, 4):
        with pytest.raises(ValueError, match="inside a character"):
            offsets.from_utf8(byte)
        assert offsets.from_utf8(byte, Rounding.DOWN) == 1
        assert offsets.from_utf8(byte, Rounding.UP) == 2
    assert offsets.from_utf8(6, Rounding.UP) == 3


@pytest.mark.parametrize("text", ["", "plain", "é👍"])
def test_what_is_out_of_range_is_refused(text):
    offsets = OffsetMap(text)
    for convert in (
        offsets.to_utf16,
        offsets.from_utf16,
        offsets.to_utf8,
        offsets.from_utf8,
        offsets.to_grapheme,
        offsets.from_grapheme,
        offsets.boundary,
    ):
        assert convert(0) == 0
        for wrong in (-1, 100):
            with pytest.raises(ValueError, match="not between"):
                convert(wrong)
    with pytest.raises(IndexError):
        cluster_at(text, len(text))


def test_characters_that_are_taken_to_stand_alone_do():
    alone = "".join(regex.findall(f"[{_ALONE}]", "".join(map(chr, range(0x110000)))))
    assert len(alone) > 30_000
    assert regex.fullmatch(r"[\p{GCB=Other}\t\n]*", alone)
    assert not regex.search(r"\p{Extended_Pictographic}|\p{InCB=Consonant}", alone)


def test_context_is_what_finds_a_span_again():
    text = "x" * 40 + "the harbour" + "y" * 10
    assert context(text, Span(40, 51)) == ("the harbour", "x" * 32, "y" * 10)
    assert context("word", Span(0, 4)) == ("word", "", "")


@given(st.text(alphabet=" \u00a0\n\tab"), st.data())
def test_trim_takes_white_space_off_the_edges(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    left, right = trim(text, start, end)
    assert start <= left <= right <= end
    assert text[left:right] == text[start:end].strip()
