"""Annotations in a few words."""

import pytest

from annotations.summaries import in_marks, quoted_words


@pytest.mark.parametrize(
    ("words", "summary"),
    [
        ("We sail", "“We sail”"),
        ("“We sail,” … “and nobody waits.”", "“We sail,” … “and nobody waits.”"),
        ("“We sail at noon.”", "“We sail at noon.”"),
        ("«Zarpamos»", "“Zarpamos”"),
        ("“We sail", "“We sail”"),
        ("the so-called “experts”", "“the so-called “experts””"),
        ("“", "““”"),
        ("", "the article"),
    ],
)
def test_words_with_marks_of_their_own_get_no_second_ones(words, summary):
    assert quoted_words(words) == summary


def test_words_are_put_into_one_pair_of_marks_whole():
    assert in_marks("„Wir bauen.“") == "“Wir bauen.”"
    assert in_marks("“We will,” she said, “soon.”") == "“We will,” she said, “soon.”"
    assert in_marks("the dam holds") == "“the dam holds”"
