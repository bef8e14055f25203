"""Two wordings set against each other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.wording import Kind, Wording, compared, marked, matches, plain_words

TEXT = (
    "The council met on Tuesday. “We told them in May,” said Vera Lind on Monday evening, “and nobody came.” "
    "A spokesman said that they were told in June."
)


def found(wanted, text=TEXT, weights=None):
    return matches(Wording.of(wanted), Wording.of(text), weights or {})


def shown(wanted, text=TEXT, weights=None):
    return [marked(match.pieces) for match in found(wanted, text, weights)]


@pytest.mark.parametrize(
    ("wanted", "marks"),
    [
        ("We told them in May", "We told them in May"),
        ("we TOLD them, in may!", "We told them in May"),
        ("We told them in March", "We told them in [-March-]"),
        ("We have told them in May", "We [-have-] told them in May"),
        (
            "We told them in May and nobody came to us",
            "We told them in May {+said Vera Lind on Monday evening+} and nobody came [-to us-]",
        ),
        ("Wir haben es im Mai gesagt", None),
    ],
)
def test_differences_are_marked(wanted, marks):
    assert shown(wanted)[:1] == ([] if marks is None else [marks])


def test_accents_and_apostrophes_make_no_difference():
    assert shown("Jose don't know", "He says José don’t know") == ["José don’t know"]


def test_two_words_must_be_there_exactly():
    assert shown("nobody came") == ["nobody came"]
    assert shown("nobody went") == []


def test_a_common_word_far_away_does_not_stretch_the_place():
    text = "It said that some of the other people there, of whom many were old, told them in May of a dam."
    weights = {"of": 0.05, "a": 0.05}
    assert shown("of told them in May", text, weights) == ["[-of-] told them in May"]


def test_a_quote_that_was_cut_short_is_found():
    long = (
        "We told the council of Ostermoor in May that the wall is hollow, " + "and we told everybody else as well " * 5
    )
    assert shown(long, "Lind said: “We told the council of Ostermoor in May that the wall is hollow.” Nobody listened.")
    assert not shown(long, "Lind said that we told everybody. Nobody listened in May.")


def test_a_place_does_not_go_on_into_the_next_paragraph_for_a_word_or_two():
    text = "They told them in May of a dam.\n\nThe first council was elsewhere."
    assert shown("told them in May of a dam to the council", text) == ["told them in May of a dam [-to the council-]"]


def test_every_place_is_found_and_places_do_not_overlap():
    text = "Nobody came to the dam. It rained. Nobody came to the dam, again. Nobody came to the dam at last."
    places = found("Nobody came to the dam", text)
    assert [match.span.of(text) for match in places] == ["Nobody came to the dam"] * 3
    assert len({match.span for match in places}) == 3


def test_a_rare_word_counts_for_more_than_common_ones():
    weights = {"the": 0.05, "of": 0.05, "end": 0.1, "beginning": 0.1, "turbine": 0.8, "hospital": 0.8}
    assert shown("the beginning of the turbine", "the end of the turbine", weights)
    assert not shown("the end of the turbine", "the end of the hospital", weights)


WORDS = st.lists(st.sampled_from(["dam", "holds", "the", "May", "no", "x"]), min_size=1, max_size=30)


@given(WORDS, WORDS, WORDS)
def test_what_is_there_is_found_whole_wherever_it_is(before, wanted, after):
    text = " ".join([*before, *wanted, *after])
    best = found(" ".join(wanted), text)[0]
    assert best.exact
    assert best.likeness == 1
    assert [word.plain for word in plain_words(text, *best.span)] == [word.lower() for word in wanted]


@given(WORDS, WORDS)
def test_a_comparison_has_every_word_of_both_once(ours, theirs):
    match = compared(Wording.of(" ".join(ours)), Wording.of(" ".join(theirs)), {})
    if match is None:
        return
    kept = [piece for piece in match.pieces if piece.kind is not Kind.ADDED]
    assert " ".join(piece.text for piece in kept).split() == ours
    text = " ".join(theirs)
    there = [piece.text for piece in match.pieces if piece.kind is not Kind.MISSING]
    assert " ".join(there) == match.span.of(text)
    assert 0.5 <= match.likeness <= 1


@given(st.text(max_size=40), st.text(max_size=80))
def test_any_text_can_be_compared_and_places_are_in_it(wanted, text):
    for match in found(wanted, text):
        assert 0 <= match.span.start < match.span.end <= len(text)
