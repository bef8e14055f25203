"""Whom an article means with “she”, “the author” and “Supt Lowe”; every sentence here is invented."""

import pytest

from annotations.suggest import suggester
from annotations.suggest.answering import passage_of


def names(text, language="en"):
    quotes = suggester("quotes").suggest(passage_of(text, language))
    return [role.name for quote in quotes for role in quote.roles if role.role == "source"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # A title anywhere tells that a name is a person's, and of which gender.
        (
            "Ottla Renn turned on the tap. “It hissed,” she said.\n\nLater Mrs. Renn bought a bucket.",
            ["Ottla Renn"],
        ),
        # So does a surname that speaks.
        (
            "Casper Toll drills wells. “I sleep badly,” he said.\n\n“Very badly,” said Toll.",
            ["Casper Toll", "Casper Toll"],
        ),
        # An office may stand before its holder, and the sentence may end there.
        ("“Nobody reads it,” said the author, Bette Szar.", ["Bette Szar"]),
        (
            "Its mayor, Piet Osterman, came at four. He brought a flask. “I want to see it,” he said.",
            ["Piet Osterman"],
        ),
        (
            "Superintendent Audra Lowe came at noon. Supt Lowe said the road was closed.",
            ["Audra Lowe"],
        ),
    ],
)
def test_names_that_the_article_makes_plain(text, expected):
    assert names(text) == expected


def test_a_place_in_who_speaks_is_no_person():
    text = "The mother of the Gamble Rise victim said that he was kind. She said he never fought."
    assert names(text) == [None, None]


def test_a_question_of_the_reporter_turns_to_somebody_else():
    text = (
        "Ms. Pia Nord waits. “It is fair,” she said.\n\nWhat do you say to that?\n\n“That it is not,” she says at once."
    )
    assert names(text) == ["Pia Nord", None]


def test_a_spokesman_is_not_the_spokesman_of_another_sentence():
    text = "A spokesman said on Monday that the plan was ready. “It is,” spokesman Ivo Pell said."
    assert names(text)[0] is None


def test_an_accent_that_is_a_sign_of_its_own_parts_no_name():
    zoe = "Zoe\u0308 Amrein"
    assert names(f"{zoe} began to look.\n\n“It is free,” said Amrein. “I want to know,” she said.") == [zoe, zoe]


def test_the_owner_of_a_thing_is_named_without_the_possessive():
    assert names("Ms. Amrein’s pictures fit. Ms. Amrein came in.\n\n“They do,” she said.")[-1] == "Ms. Amrein"


TOPIC = "Casimir Dobb drills.\n\n{} is the grandson of the Marrow in Casimir Dobb’s book. “I lost money,” he says."
BOTH = "“No,” said Casimir Dobb. “No,” said Gethin Marrow.\n\n"


def test_of_two_the_one_whom_the_paragraph_is_about_is_he():
    assert names(BOTH + TOPIC.format("Gethin Marrow"))[-1] == "Gethin Marrow"


@pytest.mark.parametrize("opening", ["Marrow spokesman Ivo Pell", "While Gethin Marrow"])
def test_nobody_is_he_where_the_paragraph_is_about_somebody_else(opening):
    assert names(BOTH + TOPIC.format(opening))[-1] != "Gethin Marrow"
