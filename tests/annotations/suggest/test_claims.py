import subprocess
import sys
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.columns import Blocks, Sentences
from annotations.errors import FormatError
from annotations.model import Block, BlockKind, Span
from annotations.schema.files import shipped
from annotations.suggest import suggester
from annotations.suggest.answering import answer_lines, passage_of
from annotations.suggest.base import Passage
from annotations.suggest.claims import ClaimSuggester
from annotations.suggest.claims_model import load_model, logistic, parse_model, rules_alone
from annotations.suggest.claims_signs import load_signs, tokens_of

CLAIMS = ClaimSuggester()

WORTH_A_CHECK = (
    "Unemployment in Karsten County fell to 4.1 percent last year, the lowest rate since 1998.",
    "The council spent 3.2 million crowns on the bridge, twice as much as it had promised.",
    "She voted against the pension bill in 2019.",
    "Seventy percent of the fishing fleet was sold to a company in Ostermoor.",
    "According to the ministry's own report, emissions rose by a third between 2005 and 2015.",
    "More people died on the coast road last year than in the ten years before.",
)
HARDLY = (
    "Thank you very much, and good evening.",
    "I think we should all be proud of what is to come.",
    "Is there anybody who would not want that?",
    "Let's hope for the best.",
    "What a ridiculous and shameful idea.",
    "You have to believe in your dreams.",
    "I will always love this town.",
    "The mayor's so-called plan is a disgrace.",
)


def one(text, language="en"):
    length = len(text)
    passage = Passage(text, Blocks([Block(BlockKind.PARAGRAPH, 0, length)]), Sentences([Span(0, length)]), language)
    (found,) = CLAIMS.suggest(passage)
    return found


@pytest.mark.parametrize("opinion", HARDLY)
@pytest.mark.parametrize("fact", WORTH_A_CHECK)
def test_a_fact_comes_before_a_greeting_a_wish_or_an_opinion(fact, opinion):
    assert one(fact).score > one(opinion).score + 0.2


def test_the_rules_alone_rank_them_too():
    by_rules = ClaimSuggester(rules_alone(load_signs()))
    passage = passage_of("\n\n".join(WORTH_A_CHECK + HARDLY))
    scores = [suggestion.score for suggestion in by_rules.suggest(passage)]
    assert min(scores[: len(WORTH_A_CHECK)]) > max(scores[len(WORTH_A_CHECK) :])


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Rents in Vell rose by 12 percent.", "number"),
        ("Rents in Vell rose by 12 percent.", "percentage"),
        ("Rents in Vell rose by 12 percent.", "says how something changed"),
        ("The wall cost nine million crowns.", "amount in words"),
        ("Their boats are slower than ours, compared with 1990.", "comparison"),
        ("It is the largest mill in the county.", "superlative"),
        ("The harbour is full, said Vera Lind.", "attributed to a speaker"),
        ("A survey of the harbour found cracks.", "refers to a source"),
        ("Parliament passed the fisheries act.", "names a law"),
        ("The ferry sank because of the ice.", "cause and effect"),
        ("The wall will hold for a century.", "future"),
        ("Will the wall hold?", "question"),
        ("It was a terrible evening.", "opinion words"),
        ("It was a despicable evening.", "loaded words"),
        ("They ought to close the harbour.", "demand or wish"),
        ("Thank you, dear guests.", "greeting or thanks"),
        ("We met Vera Lind in Ostermoor.", "names"),
    ],
)
def test_the_reasons_are_what_a_person_would_say(text, reason):
    assert reason in one(text).reasons


def test_a_sentence_without_signs_has_a_reason_too():
    assert one("Cats sleep upon sunlit stones near broken gates.").reasons == ("plain statement",)


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("Rents in Vell rose by 12 percent.", "quantity"),
        ("The harbour will close next year.", "prediction"),
        ("Parliament passed the fisheries act.", "law"),
        ("The mill is the largest in the county.", "comparison"),
        ("The fire destroyed the mill because of the drought.", "causal"),
        ("The ferry Aurelia was attacked on Monday.", "event"),
        ("What would it cost?", None),
    ],
)
def test_the_type_is_said_where_it_is_clear(text, type_):
    assert one(text).attributes.get("type") == type_


def test_worth_is_said_only_where_it_is_sure():
    assert one(WORTH_A_CHECK[0]).attributes["checkworthiness"] == "CFS"
    assert one("Thank you, and what would you like to ask me?").attributes["checkworthiness"] == "NFS"
    assert "checkworthiness" not in one("She met the fishermen in the harbour on Monday.").attributes


@pytest.mark.parametrize("text", [*WORTH_A_CHECK, *HARDLY, "The ferry sank because of the ice."])
def test_every_attribute_is_one_of_the_schema(text):
    label = shipped().label("claim")
    for name, value in one(text).attributes.items():
        assert label.attribute(name).check(value) == value


def test_headings_bylines_and_cells_come_last():
    text = "Rents rose by 12 percent in 2021."
    blocks = [Block(kind, 0, len(text)) for kind in BlockKind]
    scores = {}
    for block in blocks:
        passage = Passage(text, Blocks([block]), Sentences([Span(0, len(text))]))
        (found,) = CLAIMS.suggest(passage)
        scores[block.kind] = found.score
    low = {BlockKind.HEADING, BlockKind.BYLINE, BlockKind.CODE, BlockKind.TABLE_CELL}
    assert max(scores[kind] for kind in low) < 0.3 < min(scores[kind] for kind in set(BlockKind) - low)


def test_only_the_sentences_asked_for():
    passage = passage_of("The dam cost 4 million. It leaks. Nobody in Vell was asked in 2019.")
    every = list(CLAIMS.suggest(passage))
    assert list(CLAIMS.suggest(passage, [0, 2])) == [every[0], every[2]]


def test_what_is_found_does_not_hang_on_what_was_seen_before():
    text = " ".join(WORTH_A_CHECK + HARDLY)
    passage = passage_of(text)
    assert list(CLAIMS.suggest(passage)) == list(CLAIMS.suggest(passage)) == list(ClaimSuggester().suggest(passage))


def test_other_languages_are_scored_by_figures_and_marks():
    fact = one("Die Mieten in Vell stiegen 2021 um 12 % auf 900 €.", "de")
    question = one("Und warum nicht?", "de")
    assert fact.score > 0.5 > question.score
    assert "percentage" in fact.reasons


def test_a_curly_apostrophe_and_any_digits_are_read_alike():
    assert tokens_of("It’s 1,234.") == tokens_of("It's 9,876.")


@settings(max_examples=200)
@given(st.text(max_size=400))
def test_any_text_gets_one_score_for_each_sentence(text):
    passage = passage_of(text)
    found = list(CLAIMS.suggest(passage))
    assert [suggestion.fragments for suggestion in found] == [(span,) for span in passage.sentences]
    assert all(0.0 <= suggestion.score <= 1.0 and suggestion.reasons for suggestion in found)


@given(st.text(st.characters(), min_size=1, max_size=60), st.sampled_from(["en", "de", "general"]))
def test_any_code_points_get_a_score(text, language):
    assert 0.0 <= one(text, language).score <= 1.0


@pytest.mark.parametrize("text", ["x" * 1_000_000, '"' * 100_000, "1," * 200_000, " A" * 200_000, "a'" * 200_000])
def test_hostile_text_is_cut_short(text):
    assert 0.0 <= one(text).score <= 1.0


def test_json_lines_have_every_sentence():
    lines = list(answer_lines(['{"id": 1, "text": "Rents rose by 12 percent. Thank you!"}'], "claims"))
    assert len(lines) == 1
    assert lines[0].count('"start"') == 2


def test_the_registry_knows_it():
    assert isinstance(suggester("claims"), ClaimSuggester)


def test_the_model_is_small_and_says_where_it_comes_from():
    data = files("annotations").joinpath("suggest", "data", "claims.model").read_bytes()
    assert len(data) < 100_000
    assert "CC BY 4.0" in parse_model(data, load_signs()).source


def test_the_model_was_fitted_with_the_signs_as_they_are():
    signs = load_signs()
    assert load_model(signs).fitted_with == signs.fingerprint(), "run annotations.suggest.training.claims again"


@pytest.mark.parametrize("change", [lambda d: b"x" + d, lambda d: d[:-9], lambda d: d[:20] + b"junk", lambda d: d[:0]])
def test_a_damaged_model_is_refused(change):
    data = files("annotations").joinpath("suggest", "data", "claims.model").read_bytes()
    with pytest.raises(FormatError):
        parse_model(change(data), load_signs())


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_probability_of_any_logit(logit):
    assert 0.0 <= logistic(logit) <= 1.0


def test_nothing_heavy_is_loaded_at_run_time():
    code = (
        "import sys; from annotations.suggest.claims import ClaimSuggester; ClaimSuggester();"
        "print(*[m for m in ('numpy', 'sklearn', 'nltk', 'annotations.suggest.training.claims') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_a_roman_one_is_nobody_who_speaks_and_a_man_called_bill_no_law():
    taken = one("Secret Service rules called for a Level I trauma center after World War I.").reasons
    assert "speaks of itself" not in taken
    assert "names a law" not in one("The aides of Bill Marlow left the port on Monday.").reasons
    assert "names a law" in one("The bill that Marlow signed closed the port on Monday.").reasons
    assert "speaks of itself" in one("I closed the port on Monday.").reasons


def test_an_appeal_to_readers_is_below_what_the_news_says():
    appeal = one("Anyone with information is asked to call police at 502-9991 or the harbour office.")
    assert "demand or wish" in appeal.reasons
    assert appeal.score < one("Police said that 22 people were killed in March, more than ever.").score
