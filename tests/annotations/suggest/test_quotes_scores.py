"""How sure quotes are said to be, and which of them may be taken without a look."""

import pytest

from annotations.suggest import suggester
from annotations.suggest.answering import passage_of
from annotations.suggest.base import Suggestion
from annotations.suggest.quotes_scores import is_doubtful, is_sure


def found(text: str, language: str = "en") -> list[Suggestion]:
    return list(suggester("quotes").suggest(passage_of(text, language)))


def test_a_quote_with_marks_a_verb_and_a_name_is_sure() -> None:
    (quote,) = found("“We will pay for all of it,” said Ilse Brandt, the mayor.")
    assert is_sure(quote)
    assert quote.score >= 0.97


@pytest.mark.parametrize(
    "text",
    [
        "“We will pay for all of it,” said a spokeswoman.",  # who is that?
        "“We will pay for all of it,” she said.",
        "Ilse Brandt said that the town would pay for all of it.",
        "Ilse Brandt said the town would pay “all of it.”",
        "Ilse Brandt stood up. “We will pay for all of it.”",
    ],
)
def test_what_leaves_words_or_source_open_is_not_sure(text: str) -> None:
    assert [is_sure(quote) for quote in found(text)] == [False]


def test_a_pronoun_is_sure_once_the_article_tells_who_that_is() -> None:
    first, second = found("“We will pay for all of it,” said Mrs. Ilse Brandt.\n\n“All of it,” she said.")
    assert [role.name for role in second.roles] == ["Ilse Brandt", None]
    assert is_sure(first)
    assert is_sure(second)


def test_nothing_is_sure_in_a_language_where_nobody_measured() -> None:
    (quote,) = found("„Wir zahlen alles“, sagte Ilse Brandt.", "de")
    assert quote.attributes == {"kind": "direct"}
    assert not is_sure(quote)


def test_what_is_wanted_more_than_said_is_doubtful() -> None:
    (said,) = found("Ilse Brandt said that the town would pay.")
    (wanted,) = found("Ilse Brandt praised the plan of the ferry company.")
    assert not is_doubtful(said)
    assert is_doubtful(wanted)
