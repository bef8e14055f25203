"""Suggestions that are accepted together."""

import pytest

from annotations.errors import StetError
from annotations.identity import new_id
from annotations.model import Origin, Span
from annotations.suggest.accepting import accept_suggestions
from annotations.suggest.base import Suggestion
from tests.annotations.agreement.coded import add_article
from tests.annotations.harbour import library

LINES = ["The wall will hold.", "“Nobody doubts it,” said Brandt."]
QUOTE, CLAIM = Suggestion("quote", (Span(21, 40),)), Suggestion("claim", (Span(0, 19),))


@pytest.fixture
def workspace(tmp_path):
    with library(tmp_path / "stet.db") as workspace:
        yield workspace


def test_they_are_one_step_of_one_transaction(workspace):
    info = add_article(workspace, "/a.txt", LINES)
    accept_suggestions(workspace, info, [QUOTE, CLAIM], new_id(), "accepted both")
    assert [(a.label, a.origin) for a in workspace.annotations(info)] == [
        ("claim", Origin.SUGGESTED), ("quote", Origin.SUGGESTED),
    ]  # fmt: skip
    assert workspace.undo(info).summary == "accepted both"
    assert list(workspace.annotations(info)) == []


def test_one_that_cannot_be_tagged_keeps_all_of_them_out(workspace):
    info = add_article(workspace, "/a.txt", LINES)
    with pytest.raises(StetError):
        accept_suggestions(workspace, info, [QUOTE, Suggestion("claim", (Span(0, 9_999),))], new_id())
    assert list(workspace.annotations(info)) == []
    assert workspace.undo(info) is None
