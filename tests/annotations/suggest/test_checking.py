"""What counts as a suggestion, where it comes from elsewhere."""

import numpy as np
import pytest

from annotations.errors import FormatError
from annotations.model import Role, Span
from annotations.suggest.base import Suggestion
from annotations.suggest.checking import checked


def test_numbers_and_lists_of_other_libraries_become_plain():
    given = Suggestion(
        "claim", [np.array([2, 7]).tolist(), (np.int64(9), np.int64(12))],
        [Role("claimant", None, (1, 4))], {"evidence": ["https://a.example/"]}, np.float32(0.5), ["a number"],
    )  # fmt: skip
    found = checked(given, "claim", 20)
    assert found.fragments == (Span(2, 7), Span(9, 12))
    assert found.roles == (Role("claimant", None, Span(1, 4)),)
    assert dict(found.attributes) == {"evidence": ("https://a.example/",)}
    assert (found.score, type(found.score), found.reasons) == (0.5, float, ("a number",))


@pytest.mark.parametrize("span", [(0, 0), (-1, 3), (0, 21), (0.0, 3), ("0", 3), (True, 3), (1,), 5, None, (1, 2, 3)])
def test_what_is_no_range_of_the_text_is_refused(span):
    with pytest.raises(FormatError, match="is no range"):
        checked(Suggestion("claim", (span,)), "claim", 20)
