"""What of a suggested quote becomes its tag."""

import pytest

from annotations.model import Span
from annotations.suggest.base import Suggestion
from annotations.suggest.contents import bare


def of(text: str, kind: str) -> list[str]:
    suggestion = Suggestion("quote", (Span(0, len(text)),), attributes={"kind": kind})
    return [span.of(text) for span in bare(suggestion, text).fragments]


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("“We will pay,”", "direct", "We will pay"),
        ("“Will we pay?”", "direct", "Will we pay?"),
        ("„Wir zahlen“,", "direct", "Wir zahlen"),
        ("« Nous paierons. »", "direct", "Nous paierons"),
        ("“We wait ...”", "direct", "We wait ..."),
        ("that it would rain", "indirect", "it would rain"),
        ("dass es regnet", "indirect", "dass es regnet"[5:]),
        ("thatched roofs burn", "indirect", "thatched roofs burn"),
        ("that it was “no evidence” yet", "mixed", "it was “no evidence” yet"),
        ("“”", "direct", "“”"),
        ("“She said, ‘Go home.’”", "direct", "She said, ‘Go home.’"),
        ("“He said, ‘I’d wait,’”", "direct", "He said, ‘I’d wait,’"),
        ("„Das sei ‚eine gute Frage‘.“", "direct", "Das sei ‚eine gute Frage‘"),
        ("“I know the boys’ names,”", "direct", "I know the boys’ names"),
        ("''We sail.''", "direct", "We sail"),
        ("“We left the U.S.”", "direct", "We left the U.S."),
        ("That is less than before", "indirect", "That is less than before"),
    ],
)
def test_a_quote_is_its_words(text, kind, words):
    assert of(text, kind) == [words]


def test_other_labels_are_left_as_they_are():
    text = "“It is 40.”"
    claim = Suggestion("claim", (Span(0, len(text)),))
    assert bare(claim, text) == claim
