import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.readers.plain import blocks_of
from annotations.readers.titles import cut, title_of
from annotations.text import Span

SENTENCE = "The council of Oldport voted on Tuesday to close the harbour, a decision that the mayor called a mistake."


def title(text, given_title=None, first_sentence=None):
    return title_of(given_title, text, list(blocks_of(text)), first_sentence)


def test_what_the_page_says_of_itself_comes_first():
    assert title(f"A heading\n{SENTENCE}\n", "  The end of\n a harbour ") == "The end of a harbour"
    assert title(f"A heading\n{SENTENCE}\n", "  ") == "A heading"


def test_then_a_heading_that_is_the_first_block():
    assert title(f"A heading\n{SENTENCE}\n") == "A heading"
    assert title(f"{SENTENCE}\nA heading\n{SENTENCE}\n").startswith("The council")


def test_else_the_first_sentence_cut_at_the_end_of_a_word():
    text = f"Short one. {SENTENCE}"
    assert title(text, first_sentence=lambda: Span(0, 10)) == "Short one."
    assert title(SENTENCE, first_sentence=lambda: Span(0, len(SENTENCE))) == (
        "The council of Oldport voted on Tuesday to close the harbour, a decision that…"
    )


@pytest.mark.parametrize("first_sentence", [None, lambda: None])
def test_while_sentences_are_not_known_the_first_block_is_cut(first_sentence):
    assert title(SENTENCE, first_sentence=first_sentence).endswith("…")


def test_wide_characters_take_two_cells_and_combining_ones_none():
    assert cut("港" * 40) == "港" * 40
    assert cut("港" * 41) == "港" * 39 + "…"
    assert cut("e\u0301" * 80) == "e\u0301" * 80


@given(
    st.text(alphabet=st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("  港a"))), st.integers(2, 90)
)
def test_a_cut_text_begins_as_the_text_and_fits(text, width):
    def cells(text):
        return sum(
            0 if unicodedata.category(c) in {"Mn", "Me", "Cf"} else 1 + (unicodedata.east_asian_width(c) in "WF")
            for c in text
        )

    short = cut(text, width)
    assert cells(short) <= width
    assert short == text or (short.endswith("…") and text.startswith(short[:-1]))
