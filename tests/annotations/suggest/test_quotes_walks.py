"""What walks over whole articles showed to be wrong in general; every sentence here is invented."""

import pytest

from annotations.suggest import suggester
from annotations.suggest.answering import passage_of


def shown(text, language="en"):
    """Each quote as (kind, content, source), the fragments joined by an ellipsis."""
    found = []
    for quote in suggester("quotes").suggest(passage_of(text, language)):
        source = quote.span_of("source")
        content = " … ".join(fragment.of(text) for fragment in quote.fragments)
        found.append((quote.attributes["kind"], content, source and source.of(text)))
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Last year, according to the Harbor Office, it took in 40 boats.",
            ("indirect", "it took in 40 boats", "the Harbor Office"),
        ),
        (
            "The pier, according to Oda Brekke, who built it, is rotten to the core.",
            ("indirect", "The pier … is rotten to the core", "Oda Brekke"),
        ),
        (
            "According to the log it was open on nine days, and closed on two.",
            ("indirect", "it was open on nine days, and closed on two", "the log"),
        ),
        (
            "In the words of an old pilot, who gave no name, “the sea is a bad debtor.”",
            ("direct", "“the sea is a bad debtor.”", "an old pilot"),
        ),
        (
            "She read the sheet, folded it, and said “Fine then,” to nobody.",
            ("direct", "“Fine then,”", "She"),
        ),
        (
            "Below it somebody has added, in a neat hand: “Nor anywhere else.”",
            ("direct", "“Nor anywhere else.”", "somebody"),
        ),
        (
            "A clerk of that time wrote that the quay was new.",
            ("indirect", "that the quay was new", "A clerk of that time"),
        ),
        (
            "Brekke, who has sailed with him and says that she liked it, does not want to go.",
            ("indirect", "that she liked it", "Brekke"),
        ),
        (
            "In a survey 57 percent of those asked said they were tired.",
            ("indirect", "they were tired", "57 percent of those asked"),
        ),
        (
            "According to the harbor master, Tor Halvorsen, the pier is old.",
            ("indirect", "the pier is old", "the harbor master"),
        ),
        (
            "The report, according to people who know it, will appear in April.",
            ("indirect", "The report … will appear in April", "people"),
        ),
        (
            "Brekke’s claim that the pier is safe was disputed by engineers.",
            ("indirect", "that the pier is safe", "Brekke"),
        ),
        ("Her warning that it might fall went unheard.", ("indirect", "that it might fall", "Her")),
        (
            "The captain said first officers had seen the light.",
            ("indirect", "first officers had seen the light", "The captain"),
        ),
    ],
)
def test_who_says_what(text, expected):
    assert shown(text)[0] == expected


@pytest.mark.parametrize(
    "text",
    [
        "It is one thing to say that the pier is old.",
        "The first plate, at the height of a window, says 1961.",
        "Additional reporting: Oda Brekke.",
    ],
)
def test_nobody_says_anything(text):
    assert shown(text) == []


def test_a_paragraph_of_quoted_words_after_one_that_tells_what_somebody_said():
    text = "Asked about the pier, Brekke said it was possible.\n\n“We rule nothing out, because we have no plan.”"
    assert shown(text)[1] == ("direct", "“We rule nothing out, because we have no plan.”", "Brekke")


def test_quoted_words_after_several_sentences_about_somebody_are_hers():
    text = (
        "“We wait,” said Oda Brekke.\n\n"
        "Dr. Ana Holm has begun to test the water. She wants to alarm nobody. What can be said? “That it is brown.”"
    )
    assert shown(text)[-1] == ("direct", "“That it is brown.”", "She")


def test_the_first_answers_of_an_interview_belong_to_who_is_named_later():
    text = (
        "Is the harbor dry?\n\n“It is under stress, as they say.”\n\n"
        "Some people say that you have slept.\n\n“I have been there,” says Holm, “and I was awake.”\n\n"
        "Will it rain?\n\n“Ask the rain.”"
    )
    assert [(content, source) for kind, content, source in shown(text) if kind == "direct"] == [
        ("“It is under stress, as they say.”", "Holm"),
        ("“I have been there,” … “and I was awake.”", "Holm"),
        ("“Ask the rain.”", "Holm"),
    ]


def test_a_block_quote_goes_on_with_what_leads_it_in():
    from annotations.columns import Blocks
    from annotations.readers import read_bytes
    from annotations.suggest.of_articles import passage_with

    page = "“They tear it down,” the clerk wrote,\n\n> and they do it at night. We say it is wrong.\n"
    draft = read_bytes(page.encode(), "markdown")
    text = str(draft.text)
    (quote,) = suggester("quotes").suggest(passage_with(text, Blocks(draft.blocks), None, "en"))
    assert [fragment.of(text) for fragment in quote.fragments] == [
        "“They tear it down,”",
        "and they do it at night. We say it is wrong.",
    ]


def test_what_a_word_is_called_does_not_go_on_in_the_next_quoted_words():
    text = "The estimate of what it calls “lost water” is low. The answer was short: “Expert judgement.”"
    assert [content for _, content, _ in shown(text)] == ["“lost water”", "“Expert judgement.”"]
