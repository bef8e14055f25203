"""Annotations in a few words."""

import pytest

from annotations.summaries import quoted_words


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
