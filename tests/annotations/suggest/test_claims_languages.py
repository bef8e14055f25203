"""Claims in other languages than English: each with reasons of its own words."""

import pytest

from annotations.columns import Blocks, Sentences
from annotations.model import Span
from annotations.suggest.base import Passage
from annotations.suggest.claims import ClaimSuggester
from annotations.suggest.claims_signs import LANGUAGES, load_signs, tokens_of
from annotations.tables import read_table
from annotations.text import Block, BlockKind

CLAIMS = ClaimSuggester()


def one(text, language):
    whole = Span(0, len(text))
    passage = Passage(text, Blocks([Block(BlockKind.PARAGRAPH, *whole)]), Sentences([whole]), language)
    (found,) = CLAIMS.suggest(passage)
    return found


def reasons_of(text, language):
    """All reasons, also those that are too many to show."""
    signs = load_signs(language)
    return [signs.all[bit].reason for bit in signs.of(signs.mask(tokens_of(text)))]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Laut einer Studie der Universität sind die Mieten seit 2019 um 12 % gestiegen, mehr als in Velm."),
        ("es", "Según un estudio de la universidad, los precios subieron un 12 % en 2021, más que en Velm."),
        ("fr", "Selon une étude de l'université, les prix ont augmenté de 12 % en 2021, plus que les salaires."),
        ("it", "Secondo uno studio dell’università, i prezzi sono saliti del 12 % nel 2021, più che a Velm."),
        ("pt", "Segundo um estudo da universidade, os preços subiram 12 % em 2021, mais que em Velm."),
        ("ru", "Согласно исследованию университета, цены выросли на 12 процентов в 2021 году, больше чем в Вельме."),
    ],
)
def test_figures_changes_comparisons_and_sources_are_told(language, text):
    found = one(text, language)
    assert {"number", "percentage", "says how something changed", "comparison"} <= set(reasons_of(text, language))
    assert found.score > 0.9
    assert found.attributes["checkworthiness"] == "CFS"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Pells Behauptung, dass der Hafen Geld verliere, wies sie zurück."),
        ("es", "La afirmación de Pell de que el puerto pierde dinero fue rechazada."),
        ("fr", "L’affirmation de Pell selon laquelle le port perd de l’argent a été rejetée."),
        ("it", "L’affermazione di Pell che il porto perde denaro è stata respinta."),
        ("pt", "A afirmação de Pell de que o porto perde dinheiro foi rejeitada."),
        ("ru", "Утверждение Пелла о том, что порт теряет деньги, отвергли."),
    ],
)
def test_what_somebody_claims_by_a_noun_is_attributed(language, text):
    assert "attributed to a speaker" in one(text, language).reasons


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Und warum sollten wir das glauben?"),
        ("es", "¿Y por qué deberíamos creerlo, queridos amigos?"),
        ("fr", "Et pourquoi devrions-nous croire cela, chers amis ?"),
        ("it", "E perché dovremmo crederci, cari amici?"),
        ("pt", "E por que deveríamos acreditar nisso, caros amigos?"),
        ("ru", "И почему мы должны в это верить, дорогие друзья?"),
    ],
)
def test_a_question_is_hardly_worth_a_check(language, text):
    assert one(text, language).score < 0.1


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_the_words_of_a_language_are_those_of_signs_that_there_are(language):
    tables = read_table(f"suggest/data/claims_{language}.toml")
    assert set(tables) <= set(read_table("suggest/data/claims.toml"))
    assert {"amount", "comparison", "speaker", "source", "change", "deed"} <= set(tables)
    for words in tables.values():
        for word in words.split():
            first, _, second = word.partition("_")
            assert word == word.lower()
            assert "*" not in (word[:-1] if not second else word), word
            assert len(first) > 2 or not word.endswith("*"), word


def test_german_words_that_look_english_say_nothing_english():
    assert "event" not in one("Das war die Antwort der Frau auf dem Platz.", "de").reasons
    assert one("Tas bija atbilde, die war law.", "lv").reasons == ("short",)
