"""Counts in words."""

import pytest

from annotations.counts import counted


@pytest.mark.parametrize(("count", "words"), [(0, "0 articles"), (1, "1 article"), (2, "2 articles")])
def test_one_is_not_many(count, words):
    assert counted(count, "article") == words
