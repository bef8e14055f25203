"""Who is for or against what, in invented sentences."""

import json
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.model import Span
from annotations.suggest import suggester
from annotations.suggest.answering import answer_lines, passage_of
from annotations.suggest.stances import StanceSuggester
from annotations.suggest.stances_model import rules_alone
from annotations.suggest.stances_targets import neighbours

STANCES = StanceSuggester()


def stances(text, language="en"):
    """Each as (holder, target, polarity), in the words of the text."""
    passage = passage_of(text, language)
    found = []
    for suggestion in STANCES.suggest(passage):
        holder, target = suggestion.span_of("holder"), suggestion.span_of("target")
        found.append(
            (
                None if holder is None else text[holder.start : holder.end],
                text[target.start : target.end],
                suggestion.attributes["polarity"],
            )
        )
    return found


FOUND = [
    ("The council approved the city’s first tram line.", "The council", "the city’s first tram line", "favor"),
    # verbs with an object
    ("Norland rejected the offer.", "Norland", "the offer", "against"),
    ("The unions accused the council of ignoring warnings.", "The unions", "the council", "against"),
    ("Norland has firmly rejected the offer.", "Norland", "the offer", "against"),
    (
        "Mayor Ida Brandt condemned the attack on the library.",
        "Mayor Ida Brandt",
        "the attack on the library",
        "against",
    ),
    ("The unions oppose the new law.", "The unions", "the new law", "against"),
    ("The union opposes the new law.", "The union", "the new law", "against"),
    ("Critics denounced the so-called harbour plan.", "Critics", "the so-called harbour plan", "against"),
    ("Farmers welcomed the decision.", "Farmers", "the decision", "favor"),
    ("The council backs the tram.", "The council", "the tram", "favor"),
    ("Senator Oona Vale endorsed Piet Molen on Friday.", "Senator Oona Vale", "Piet Molen", "favor"),
    ("Vale praised the firefighters.", "Vale", "the firefighters", "favor"),
    ("She defended her record.", "She", "her record", "favor"),
    ("Residents are protesting the closure.", "Residents", "the closure", "against"),
    ("Brandt accused Molen of lying.", "Brandt", "Molen", "against"),
    ("Molen thanked the volunteers.", "Molen", "the volunteers", "favor"),
    # with a preposition or a particle
    ("Teachers called for smaller classes.", "Teachers", "smaller classes", "favor"),
    ("Three senators voted against the treaty.", "Three senators", "the treaty", "against"),
    ("Three senators voted for the treaty.", "Three senators", "the treaty", "favor"),
    ("Vale lashed out at the press.", "Vale", "the press", "against"),
    ("Brandt spoke out against the ban on kites.", "Brandt", "the ban on kites", "against"),
    ("Brandt came out in favour of the tunnel.", "Brandt", "the tunnel", "favor"),
    ("Doctors raised concerns about the vaccine.", "Doctors", "the vaccine", "against"),
    ("The party threw its weight behind Molen.", "The party", "Molen", "favor"),
    # passives
    ("The plan was rejected by the senate.", "the senate", "The plan", "against"),
    ("The reform is opposed by the unions.", "the unions", "The reform", "against"),
    ("The plan has been widely condemned.", None, "The plan", "against"),
    ("A bill backed by the mayor would close the port.", "the mayor", "A bill", "favor"),
    ("They discussed a tax opposed by Molen.", "Molen", "a tax", "against"),
    # negation
    ("Molen does not support the ban.", "Molen", "the ban", "against"),
    ("Molen no longer supports the ban.", "Molen", "the ban", "against"),
    ("Molen never endorsed Vale.", "Molen", "Vale", "against"),
    ("Molen didn’t oppose the ban.", "Molen", "the ban", "neutral"),
    ("Molen refused to condemn the raid.", "Molen", "the raid", "neutral"),
    ("Molen refused to support the ban.", "Molen", "the ban", "against"),
    ("Norland will not bow to pressure.", "Norland", "pressure", "against"),
    ("Neither Molen nor Vale supports the ban.", "Vale", "the ban", "against"),
    # control
    ("Vale vowed to block the merger.", "Vale", "the merger", "against"),
    ("Vale wants to repeal the law.", "Vale", "the law", "against"),
    ("Vale promised to protect the wetlands.", "Vale", "the wetlands", "favor"),
    ("Vale urged lawmakers to reject the bill.", "Vale", "the bill", "against"),
    ("Brandt called on voters to support the levy.", "Brandt", "the levy", "favor"),
    ("Norland refused to attend the summit.", "Norland", "the summit", "against"),
    ("Norland’s refusal to take part in the talks surprised nobody.", "Norland", "the talks", "against"),
    ("The guild is determined to stop the auction.", "The guild", "the auction", "against"),
    # nouns
    ("Norland’s rejection of the treaty came late.", "Norland", "the treaty", "against"),
    ("Vale’s support for the strike angered many.", "Vale", "the strike", "favor"),
    ("Molen voiced opposition to the dam.", "Molen", "the dam", "against"),
    ("Molen withdrew his support for the dam.", "Molen", "the dam", "against"),
    ("Republican opposition to the dam grew.", "Republican", "the dam", "against"),
    ("President Adler’s call for a second conference was heard.", "President Adler", "a second conference", "favor"),
    # adjectives
    ("Molen is critical of the dam.", "Molen", "the dam", "against"),
    ("The bishops are opposed to the film.", "The bishops", "the film", "against"),
    ("Brandt was in favour of the tunnel.", "Brandt", "the tunnel", "favor"),
    ("Brandt is against the tunnel.", "Brandt", "the tunnel", "against"),
    ("Brandt is not in favour of the tunnel.", "Brandt", "the tunnel", "against"),
    # people
    ("Oona Vale, a fierce critic of the dam, left.", "Oona Vale", "the dam", "against"),
    ("Supporters of the dam cheered.", "Supporters", "the dam", "favor"),
    ("The senator, a critic of the dam, left.", "The senator", "the dam", "against"),
    ("Oona Vale is no fan of Molen.", "Oona Vale", "Molen", "against"),
    # who is blamed stands behind “on”
    ("Vale blamed the flood on the council.", "Vale", "the council", "against"),
    # where a phrase ends
    ("Vale pushed for an amendment to overturn the ruling.", "Vale", "an amendment", "favor"),
    (
        "It came from a former Secretary of State who championed the dam.",
        "a former Secretary of State",
        "the dam",
        "favor",
    ),
    ("An ad saying senators who oppose the dam are fools ran on Friday.", "senators", "the dam", "against"),
    ("Teachers left, hospital staff support the line.", "hospital staff", "the line", "favor"),
    # judgements
    ("Vale called the verdict a disgrace.", "Vale", "the verdict", "against"),
    ("Vale called Molen “a brave man”.", "Vale", "Molen", "favor"),
    ("Brandt described the plan as reckless.", "Brandt", "the plan", "against"),
    # where the subject stands elsewhere
    ("Ida Brandt, the mayor of Lund, rejected the offer.", "Ida Brandt", "the offer", "against"),
    ("Brandt opened the letter and rejected the offer.", "Brandt", "the offer", "against"),
    ("Brandt left early, calling the debate a farce.", "Brandt", "the debate", "against"),
    ("Senators who oppose the deal met in Lund.", "Senators", "the deal", "against"),
    ("Brandt said she opposes the deal.", "Brandt", "the deal", "against"),
    ("“I oppose the deal,” Ida Brandt said.", "Ida Brandt", "the deal", "against"),
    ("He signed a bill that farmers oppose.", "farmers", "a bill", "against"),
    # what belongs to the target
    ("Norland rejected invitations to a second summit.", "Norland", "invitations to a second summit", "against"),
    ("Molen champions lesbian and gay rights.", "Molen", "lesbian and gay rights", "favor"),
]


@pytest.mark.parametrize(("text", "holder", "target", "polarity"), FOUND)
def test_a_stance_has_its_holder_target_and_polarity(text, holder, target, polarity):
    assert (holder, target, polarity) in stances(text)


@pytest.mark.parametrize(
    ("text", "holder", "name"),
    [
        ("Mary Vale, the mayor, left. She opposes the dam.", "She", "Mary Vale"),
        ("President John Adler met Norland’s envoys. He rejected the offer.", "He", "John Adler"),
        ("The mayor, Mary Vale, came. Everyone sat. The mayor opposes the dam.", "The mayor", "Mary Vale"),
        ("Mary Vale met Susan Kern. She opposes the dam.", "She", None),
    ],
)
def test_a_pronoun_or_an_office_has_the_name_that_the_article_makes_plain(text, holder, name):
    found = [one for one in STANCES.suggest(passage_of(text, "en")) if one.attributes["polarity"] == "against"]
    (role,) = (role for one in found for role in one.roles if role.role == "holder")
    assert (role.span.of(text), role.name) == (holder, name)


@pytest.mark.parametrize(
    "text",
    [
        "The bridge supports a load of nine tonnes.",
        "Molen came back to Lund on Friday.",
        "The attack killed nine people.",
        "Does Molen support the ban?",
        "If Molen supports the ban, it will pass.",
        "Molen may support the ban.",
        "Farmers should support the ban.",
        "The support beams were made of oak.",
        "He opened the back door.",
        "A meeting to support Molen was held.",
        "Molen called for help.",
        "Calls for Molen to resign grew louder.",
        "Vale is unable to turn the crowd and accuse Molen.",
        "No critic of the dam came.",
        "Vale’s call for Molen to resign was heard.",
        "She was favoured to win.",
        "She plays the piano.",
        "He carries a fan of steel blades in his pocket.",
        "Police have not named the victim, but loved ones say it was he.",
        "The operator declined to confirm the proportion.",
        "",
    ],
)
def test_what_is_no_stance_is_not_offered(text):
    assert stances(text) == []


PLAIN = [
    ("fr", "Le maire a rejeté la proposition du conseil.", "Le maire", "la proposition du conseil", "against"),
    ("fr", "Ida Brandt soutient le projet de loi.", "Ida Brandt", "le projet de loi", "favor"),
    ("fr", "Les syndicats s’opposent à la réforme.", "Les syndicats", "la réforme", "against"),
    ("fr", "Le maire ne soutient pas le projet.", "Le maire", "le projet", "against"),
    ("es", "El Gobierno rechazó la propuesta.", "El Gobierno", "la propuesta", "against"),
    ("es", "Ida Brandt no apoya la huelga.", "Ida Brandt", "la huelga", "against"),
    ("es", "La oposición ha criticado el plan.", "La oposición", "el plan", "against"),
    ("it", "Il governo respinge la proposta.", "Il governo", "la proposta", "against"),
    ("it", "I sindacati hanno criticato il piano.", "I sindacati", "il piano", "against"),
    ("pt", "O governo rejeitou a proposta.", "O governo", "a proposta", "against"),
    ("pt", "Ida Brandt apoia o projeto.", "Ida Brandt", "o projeto", "favor"),
    ("de", "Die Gewerkschaft kritisiert den Plan.", "Die Gewerkschaft", "den Plan", "against"),
    ("de", "Ida Brandt hat den Plan begrüßt.", "Ida Brandt", "den Plan", "favor"),
    ("de", "Die Partei lehnt das Gesetz ab.", "Die Partei", "das Gesetz", "against"),
    ("ru", "Норландия отвергла предложение.", "Норландия", "предложение", "against"),
    ("ru", "Парламент поддержал реформу.", "Парламент", "реформу", "favor"),
]


@pytest.mark.parametrize(("language", "text", "holder", "target", "polarity"), PLAIN)
def test_other_languages_have_their_plain_sentences(language, text, holder, target, polarity):
    assert stances(text, language) == [(holder, target, polarity)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "Los policías pidieron el permiso de Molen."),
        ("es", "La denuncia la policía la recibió el lunes."),
        ("fr", "Le discours du conseil le 28 décembre accuse le gouvernement."),
        ("fr", "Le philosophe soutient la thèse du livre."),
        ("ru", "Экипаж поддерживает отношения с Норландией."),
    ],
)
def test_verbs_in_another_sense_are_no_stance_in_other_languages(language, text):
    assert stances(text, language) == []


def test_two_targets_are_two_stances():
    assert stances("Brandt criticised Molen and Vale.") == [
        ("Brandt", "Molen", "against"),
        ("Brandt", "Vale", "against"),
    ]


def test_a_pronoun_for_the_same_target_is_no_second_stance():
    found = stances("Norland rejected the invitations, decrying them as ultimatums.")
    assert found == [("Norland", "the invitations", "against")]


def test_one_sentence_may_be_for_and_against():
    found = stances("Brandt rejected the tunnel but backed the bridge.")
    assert found == [("Brandt", "the tunnel", "against"), ("Brandt", "the bridge", "favor")]


def test_a_pronoun_and_an_office_have_the_name_that_the_article_gives_them():
    text = "President Karl Adler met farmers in Lund. He backed the dam. The president praised the farmers."
    names = [
        role.name for found in STANCES.suggest(passage_of(text, "en")) for role in found.roles if role.role == "holder"
    ]
    assert names == ["Karl Adler", "Karl Adler"]


def test_a_suggestion_says_how_strong_it_is_and_why():
    (strong,) = STANCES.suggest(passage_of("Brandt condemned the raid.", "en"))
    (weak,) = STANCES.suggest(passage_of("Brandt questioned the raid.", "en"))
    assert strong.attributes["intensity"] == 3
    assert weak.attributes["intensity"] == 1
    assert strong.attributes["explicit"] is True
    assert strong.reasons == ("“condemned” with its object",)
    assert strong.label == "stance"
    assert 0 < strong.score <= 1


def test_only_the_sentences_asked_for_are_looked_at():
    passage = passage_of("Brandt backs the dam. Molen opposes the dam.", "en")
    found = list(STANCES.suggest(passage, [1]))
    assert [suggestion.attributes["polarity"] for suggestion in found] == ["against"]


def test_towards_answers_each_target_in_order():
    text = "Molen was praised for his brave and honest work. Vale was accused of corruption and fraud."
    targets = [Span(49, 53), Span(0, 5)]
    found = STANCES.towards(passage_of(text, "en"), targets)
    assert [suggestion.span_of("target") for suggestion in found] == targets
    assert [suggestion.attributes["polarity"] for suggestion in found] == ["against", "favor"]
    assert all(suggestion.span_of("holder") is None for suggestion in found)


def test_towards_does_not_look_at_the_name():
    text = "{} won the award for courage on Monday."
    scores = {
        STANCES.towards(passage_of(text.format(name), "en"), [Span(0, len(name))])[0].score
        for name in ("Vale", "Molen", "Brandt")
    }
    assert len(scores) == 1


def test_towards_does_not_look_at_the_letters_of_a_name():
    text = "On Monday {} won the award for courage, and Kern was there."
    found = set()
    for name in ("Jones", "Smith", "McAllister"):
        words = text.format(name)
        targets = [Span(10, 10 + len(name)), Span(words.index("Kern"), words.index("Kern") + 4)]
        found.add(STANCES.towards(passage_of(words, "en"), targets)[0].score)
    assert len(found) == 1


def test_a_place_and_a_day_are_neutral_beside_somebody_who_is_blamed():
    text = "Senator Kern was accused in Ohio on Friday of fraud and lies."
    targets = [Span(0, 12), Span(28, 32), Span(36, 42)]
    found = STANCES.towards(passage_of(text, "en"), targets)
    assert [suggestion.attributes["polarity"] for suggestion in found] == ["against", "neutral", "neutral"]


@given(st.permutations([Span(0, 5), Span(16, 21), Span(26, 29), Span(40, 44), Span(0, 5)]))
def test_targets_may_be_asked_for_in_any_order(targets):
    passage = passage_of("Kerns condemned Molen and Lin for blaming Vale.", "en")
    apart = {suggestion.span_of("target"): suggestion for suggestion in STANCES.towards(passage, sorted(targets))}
    assert STANCES.towards(passage, targets) == [apart[target] for target in targets]


def test_many_targets_in_a_text_are_each_looked_at_beside_their_neighbours_only():
    text = "Kern met Vale. " * 1500
    targets = [Span(at, at + 4) for start in range(0, len(text), 15) for at in (start, start + 9)]
    assert neighbours(targets, 1500, 0, len(text)) == [*targets[1498:1500], *targets[1501:1503]]
    assert neighbours(targets, 1500, targets[1500].start, targets[1501].end) == [targets[1501]]


@pytest.mark.parametrize(
    ("text", "target", "polarity"),
    [
        ("Vale attacked Molen.", "Molen", "against"),
        ("Brandt praised Molen as honest.", "Molen", "favor"),
        ("Molen told reporters on Monday.", "Molen", "neutral"),
        ("Molen was honest and brave.", "Molen", "favor"),
        ("Vale spoke in Ohio about the fraud.", "Ohio", "neutral"),
    ],
)
def test_rules_alone_know_plain_sentences(text, target, polarity):
    start = text.index(target)
    (found,) = StanceSuggester(rules_alone()).towards(passage_of(text, "en"), [Span(start, start + len(target))])
    assert found.attributes["polarity"] == polarity


@pytest.mark.parametrize(
    ("text", "language", "targets"),
    [
        ("Die Gewerkschaft kritisierte Molen scharf.", "de", {"Molen": "against", "Gewerkschaft": "neutral"}),
        ("Los sindicatos apoyaron la reforma.", "es", {"la reforma": "favor", "Los sindicatos": "neutral"}),
    ],
)
def test_targets_in_other_languages_are_as_their_verbs_say(text, language, targets):
    spans = [Span(at := text.index(words), at + len(words)) for words in targets]
    found = STANCES.towards(passage_of(text, language), spans)
    assert [one.span_of("target") for one in found] == spans
    assert [one.attributes["polarity"] for one in found] == list(targets.values())


@pytest.mark.parametrize(
    ("text", "polarities"),
    [
        ("Kern accused Vale of lying.", {"Kern": "neutral", "Vale": "against"}),
        ("Vale was accused of lying by Kern.", {"Kern": "neutral", "Vale": "against"}),
        ("Kern’s attack on Vale came on Monday.", {"Kern": "neutral", "Vale": "against"}),
        ("Kern, who accused Vale of corruption, left.", {"Kern": "neutral", "Vale": "against"}),
        ("Kern praised Vale for her courage.", {"Kern": "neutral", "Vale": "favor"}),
        ("Vale drew criticism from Kern for his remarks.", {"Kern": "neutral", "Vale": "against"}),
        ("Kern and Molen condemned Vale.", {"Kern": "neutral", "Molen": "neutral", "Vale": "against"}),
        ("Kern blamed Vale and Molen for the disaster.", {"Kern": "neutral", "Vale": "against", "Molen": "against"}),
    ],
)
def test_a_strong_word_does_not_rub_off_on_who_says_it(text, polarities):
    spans = [Span(at := text.index(name), at + len(name)) for name in polarities]
    found = STANCES.towards(passage_of(text, "en"), spans)
    assert {name: one.attributes["polarity"] for name, one in zip(polarities, found, strict=True)} == polarities


def test_the_command_answers_json_lines():
    lines = [json.dumps({"id": 1, "text": "Norland rejected the offer.", "targets": [[0, 7], [17, 26]]})]
    (answer,) = map(json.loads, answer_lines(lines, "stances"))
    assert [stance["target"] for stance in answer["stances"]] == [[0, 7], [17, 26]]
    (free,) = map(json.loads, answer_lines([json.dumps({"id": 1, "text": "Norland rejected the offer."})], "stances"))
    assert free["stances"] == [
        {"start": 0, "end": 26, "target": [17, 26], "holder": [0, 7], "polarity": "against", "score": 0.9}
    ]


WORDS = st.sampled_from(
    [
        "Brandt",
        "Molen",
        "the",
        "a",
        "plan",
        "rejected",
        "supports",
        "oppose",
        "not",
        "refused",
        "to",
        "vowed",
        "block",
        "and",
        "who",
        ",",
        ".",
        "“",
        "”",
        "’s",
        "critical",
        "of",
        "by",
        "was",
        "is",
        "called",
        "for",
        "disgrace",
        "it",
        "he",
        "her",
        "(",
        ")",
        "-",
        ";",
        "?",
        "12",
        "criticism",
        "support",
        "Lund",
        "urged",
        "if",
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=40).map(" ".join)))
def test_whatever_the_text_spans_lie_in_it(text):
    passage = passage_of(text, "en")
    for suggestion in STANCES.suggest(passage):
        for span in (*suggestion.fragments, *(role.span for role in suggestion.roles)):
            assert 0 <= span.start < span.end <= len(text)
    if text:
        (found,) = STANCES.towards(passage, [Span(0, len(text))])
        assert found.attributes["polarity"] in {"favor", "against", "neutral"}


@pytest.mark.parametrize(
    "text", ["“" * 20_000, "a" * 200_000, "reject " * 20_000, "(" * 20_000, "rejected, and " * 9_000]
)
def test_hostile_text_is_answered(text):
    list(STANCES.suggest(passage_of(text, "en")))


def test_a_letter_that_grows_in_lower_case_moves_no_offset():
    assert stances("İİİ. Norland rejected the offer.") == [("Norland", "the offer", "against")]


def test_the_registry_has_it():
    assert suggester("stances").label == "stance"


def test_the_model_is_small_and_needs_no_numpy():
    program = (
        "import sys\n"
        "sys.modules |= dict.fromkeys(['numpy', 'scipy', 'sklearn'])\n"
        "from importlib.resources import files\n"
        "from annotations.suggest.answering import answer_lines\n"
        'print(list(answer_lines([\'{"id": 1, "text": "A hit B.", "targets": [[0, 1]]}\'], \'stances\')))\n'
        "assert 'annotations.suggest.training' not in sys.modules\n"
        "print(len(files('annotations.suggest').joinpath('stance_data/towards_en.bin').read_bytes()))\n"
    )
    out = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert 1_000 < int(out.split()[-1]) < 100_000
