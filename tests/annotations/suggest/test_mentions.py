"""Noun phrases before and after verbs, and the names that an article gives people."""

import pytest

from annotations.model import Span
from annotations.suggest.lexicon import load_lexicon
from annotations.suggest.mentions import Phrases
from annotations.suggest.people import People
from annotations.suggest.tagging import Tagger

ENGLISH = load_lexicon("en")


def tagged(text):
    return Tagger(ENGLISH).tag(text, [(0, len(text))])


def phrase_before(text, verb):
    block = tagged(text)
    at = block.words.index(verb)
    found = Phrases(block, ENGLISH).subject_before(at, 0)
    return found and block.span(*found).of(text)


@pytest.mark.parametrize(
    ("text", "verb", "expected"),
    [
        ("Nora Lind said so.", "said", "Nora Lind"),
        ("The head of the dockers’ union said so.", "said", "The head of the dockers’ union"),
        ("Sen. Nora Lind (L-Milo) said so.", "said", "Sen. Nora Lind (L-Milo)"),
        ("Nora Lind, the mayor of Milo, said so.", "said", "Nora Lind"),
        ("Nora Lind, 54, of Milo, a baker, said so.", "said", "Nora Lind"),
        ("Former harbor master Nora Lind said so.", "said", "Former harbor master Nora Lind"),
        ("Milo’s former campaign strategist said so.", "said", "Milo’s former campaign strategist"),
        ("After the talks Nora Lind said so.", "said", "Nora Lind"),
        ("The ferry sank, and Nora Lind said so.", "said", "Nora Lind"),
        ("Nora Lind and Oskar Berg said so.", "said", "Nora Lind and Oskar Berg"),
        ("Divers, fishermen and bakers said so.", "said", "Divers, fishermen and bakers"),
        ("One of the divers who signed the letter said so.", "said", "One of the divers"),
        ("Divers interviewed by the Wire said so.", "said", "Divers interviewed by the Wire"),
        ("White House Press Secretary Nora Lind said so.", "said", "White House Press Secretary Nora Lind"),
    ],
)
def test_the_phrase_before_a_verb(text, verb, expected):
    assert phrase_before(text, verb) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In March, Nora Lind left Milo, saying so.", "Nora Lind"),
        ("Speaking in Milo, she left.", "she"),
        ("The council on Friday approved it.", "The council"),
    ],
)
def test_the_subject_of_a_sentence(text, expected):
    block = tagged(text)
    found = Phrases(block, ENGLISH).subject_of_sentence(0, len(block.words) - 1)
    assert block.span(*found).of(text) == expected


def test_offsets_of_words_are_those_of_the_text():
    text = "  “Yes,” said  Dr. Lind’s\tcat (at 4.5 km/h) -- twice."
    block = Tagger(ENGLISH).tag(text, [(2, len(text))], [Span(2, 8)])
    assert block.words[0] == "“Yes,”"
    for index, word in enumerate(block.words):
        assert text[block.start(index) : block.end(index)] == word
    assert len(block.tags) == len(block.words)


def name_of(text, words):
    start = text.rindex(words)
    return People(text, ENGLISH).name_of(Span(start, start + len(words)))


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Nora Lind left. Then Lind came back.", "Lind", "Nora Lind"),
        ("Nora Lind left. Then Ms. Lind came back.", "Ms. Lind", "Nora Lind"),
        ("Mayor Nora Lind left. The mayor came back.", "The mayor", "Nora Lind"),
        ("Nora Lind, the mayor of Milo, left. The mayor came back.", "The mayor", "Nora Lind"),
        ("Nora Lind left. Then she came back.", "she", "Nora Lind"),
        ("Nora Lind met Oskar Berg. Then he left.", "he", "Oskar Berg"),
        ("Nora Lind met Clara Berg. Then she left.", "she", None),
        ("Nora Lind and Hugo Lind left. Then Lind came back.", "Lind", None),
        ("Mayor Nora Lind met Mayor Hugo Berg. The mayor left.", "The mayor", None),
        ("Nora Lind left.", "Nora Lind", None),
        ("The Milo River rose. Then she left.", "she", None),
    ],
)
def test_the_name_of_a_mention(text, words, expected):
    assert name_of(text, words) == expected
