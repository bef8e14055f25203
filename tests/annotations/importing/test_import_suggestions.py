"""`stet import --suggestions`: what other people's models suggest, verified, whole or not at all."""

import json

import pytest

from annotations.cli import make_commands
from annotations.suggest.stored import kept
from tests.annotations.harbour import DAM, HARBOUR, library

commands = make_commands()
COST = HARBOUR.index("Repairs")
COST = [COST, COST + len("Repairs cost 4 million crowns")]
VERA = HARBOUR.index("Vera Lind")
VERA = [VERA, VERA + len("Vera Lind")]


@pytest.fixture
def bring(stet, tmp_path):
    """Write lines into a file and import it; returns status, output, errors."""

    def call(*lines, name="bert.jsonl", more=()):
        written = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
        (tmp_path / name).write_text("\n".join([*written, ""]), "utf-8")
        return stet("import", "--suggestions", name, *more)

    return call


def stored(db, number=1):
    with library(db) as workspace:
        return kept(workspace, workspace.find(str(number)).key)


def line(*suggestions, article=1):
    return {"article": article, "suggestions": list(suggestions)}


def claim(**more):
    return {"label": "claim", "fragments": [COST]} | more


def test_all_that_a_model_says_is_kept_with_its_name(bring, db):
    said = claim(
        text=["Repairs cost 4 million crowns"],
        roles=[{"role": "claimant", "name": "Vera Lind", "start": VERA[0], "end": VERA[1]}],
        attributes={"checkworthiness": "CFS"},
        score=0.75,
        reasons=["a number"],
    )
    assert bring(line(said)) == (0, "bert.jsonl: 1 suggestion from bert for 1 article\n", "")
    (one,) = stored(db)
    assert (one.label, [list(span) for span in one.fragments], one.score) == ("claim", [COST], 0.75)
    assert one.reasons == ("from bert", "a number")
    assert dict(one.attributes) == {"checkworthiness": "CFS"}
    assert [(role.role, role.name, list(role.span)) for role in one.roles] == [("claimant", "Vera Lind", VERA)]


def test_label_and_fragments_are_enough(bring, db):
    bring(line(claim()), more=("--maker", "my model"))
    (one,) = stored(db)
    assert (one.score, one.reasons) == (1.0, ("from my model",))


def test_an_article_is_named_by_number_id_or_source(bring, db):
    with library(db) as workspace:
        info = workspace.find("1")
    for reference in (1, "1", info.id, info.source, "harbour.md"):
        assert bring(line(claim(), article=reference))[0] == 0, reference
        assert len(stored(db)) == 1


def test_a_second_import_replaces_what_the_same_model_said_of_the_same_articles(bring, db):
    dam = {"label": "claim", "fragments": [[0, 8]]}
    bring(line(claim()), line(dam, article=2))
    bring(line(claim()), name="other.jsonl")
    bring(line(claim(score=0.5)), line(claim(score=0.25)))  # two lines may be about one article
    assert [one.score for one in stored(db) if "from bert" in one.reasons] == [0.5, 0.25]
    assert len(stored(db)) == 3
    assert len(stored(db, 2)) == 1


def test_an_export_of_somebody_else_becomes_suggestions(stet, db, tmp_path):
    stet("export", "-o", "lee.jsonl")
    status, out, err = stet("import", "--suggestions", "lee.jsonl")
    assert (status, out, err) == (0, "lee.jsonl: 5 suggestions from lee for 2 articles\n", "")
    told = stored(db)[0]
    assert [span.of(HARBOUR) for span in told.fragments] == ["We told them in May", "and nobody came."]
    assert told.reasons == ("from lee", "tagged by kim")
    assert told.score == 1
    assert [role.role for role in told.roles] == ["source", "cue"]
    assert dict(told.attributes) == {"kind": "direct"}
    assert [span.of(DAM) for one in stored(db, 2) for span in one.fragments] == ["The dam will hold."]


def test_an_export_of_another_text_is_refused(stet, db, tmp_path):
    stet("export", "1", "-o", "lee.jsonl")
    data = json.loads((tmp_path / "lee.jsonl").read_text("utf-8"))
    (tmp_path / "lee.jsonl").write_text(json.dumps(data | {"sha256": "0" * 64}), "utf-8")
    _, _, err = stet("import", "--suggestions", "lee.jsonl")
    assert err.splitlines()[0] == "lee.jsonl, line 1: article 1 has another text here"


def test_what_does_not_fit_the_scheme_is_left_out_and_counted(bring, db):
    status, out, err = bring(
        line(
            claim(label="rumour"),
            claim(attributes={"checkworthiness": "very", "mood": "bad"}),
            claim(roles=[{"role": "villain", "name": "Jan"}, {"role": "claimant", "name": "Jan"}]),
        ),
        line(claim(label="rumour")),
    )
    assert (status, out) == (0, "bert.jsonl: 2 suggestions from bert for 1 article\n")
    assert err.splitlines() == [
        "bert.jsonl: left out: the label “rumour”, which the scheme does not have (2 times, first in line 1)",
        "bert.jsonl: left out: a value that does not fit: “very” is not a value of checkworthiness (once, in line 1)",
        "bert.jsonl: left out: the attribute “mood”, which claim does not have (once, in line 1)",
        "bert.jsonl: left out: the role “villain”, which claim does not have (once, in line 1)",
    ]
    assert [[role.role for role in one.roles] for one in stored(db)] == [[], ["claimant"]]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("{", "not JSON"),
        ("[]", "an object is needed"),
        ('{"article": 1}', "“suggestions” is missing"),
        (line(claim(), article=9), "there is no article “9”"),
        (line(claim(), article=None), "“article” must be a number, an id, or a path or address"),
        (line(claim(), article=True), "“article” must be a number, an id, or a path or address"),
        (line("claim"), "suggestions[0]: an object is needed, not “claim”"),
        (line({"label": "claim"}), "suggestions[0]: “fragments” is missing"),
        (line(claim(atributes={})), "suggestions[0]: unknown key “atributes”"),
        (line(claim(fragments=[])), "suggestions[0]: there are no fragments"),
        (line(claim(fragments=[[3, 2]])), "suggestions[0]: 3-2 is no range of the text, which has 232 characters"),
        (line(claim(fragments=[[0, 9999]])), "suggestions[0]: 0-9999 is no range of the text"),
        (line(claim(fragments=[[0, 5], [4, 9]])), "suggestions[0]: fragments overlap or are out of order"),
        (line(claim(fragments=[[0, True]])), "suggestions[0]: [0, True] is no range [start, end]"),
        (line(claim(fragments=[["0", 5]])), "suggestions[0]: ['0', 5] is no range [start, end]"),
        (line(claim(text=["Repairs cost 5 million crowns"])), "suggestions[0]: the text at "),
        (line(claim(text=[])), "suggestions[0]: “text” must be a list with the words of each fragment"),
        (line(claim(score=1.01)), "suggestions[0]: the score is 1.01, not from 0 to 1"),
        (line(claim(score="0.5")), "suggestions[0]: the score is no number: '0.5'"),
        (line(claim(score=None)), "suggestions[0]: the score is no number: None"),
        (line(claim(reasons="a number")), "suggestions[0]: “reasons” must be a list of texts"),
        (line(claim(attributes=[])), "suggestions[0]: “attributes” must be an object"),
        (line(claim(roles=[{"role": "claimant"}])), "suggestions[0].roles[0]: neither a name nor a range of the text"),
        (line(claim(roles=[{"role": "claimant", "start": 5}])), "suggestions[0].roles[0]: [5, None] is no range"),
        (line(claim(roles=[{"role": "claimant", "start": 0, "end": 999}])), "suggestions[0].roles[0]: 0-999 is no"),
    ],
)  # fmt: skip
def test_a_broken_line_is_named_and_nothing_is_stored(bring, db, given, sentence):
    bring(line(claim(score=0.25)))
    status, out, err = bring(line(claim()), given, line(claim()))
    assert (status, out) == (1, "")
    first, *_, last = err.splitlines()
    assert first.startswith(f"bert.jsonl, line 2: {sentence}")
    assert last.startswith("stet: bert.jsonl: 1 line is broken, and nothing was stored")
    assert [one.score for one in stored(db)] == [0.25]


def test_all_broken_lines_are_named_up_to_twenty(bring):
    _, _, err = bring(*["{"] * 30)
    named = [name for name in err.splitlines() if name.startswith("bert.jsonl, line")]
    assert len(named) == 20
    assert err.splitlines()[-2:] == [
        "stet: bert.jsonl: 30 lines are broken, and nothing was stored", "The first 20 are named.",
    ]  # fmt: skip


def test_a_file_that_is_broken_stops_no_other(stet, bring, db, tmp_path):
    (tmp_path / "bad.jsonl").write_text("{\n")
    (tmp_path / "good.jsonl").write_text(json.dumps(line(claim())))
    status, out, err = stet("import", "--suggestions", "bad.jsonl", "gone.jsonl", "good.jsonl")
    assert (status, out) == (1, "good.jsonl: 1 suggestion from good for 1 article\n")
    assert "stet: bad.jsonl: 1 line is broken" in err
    assert "stet: gone.jsonl cannot be opened" in err


def test_from_standard_input_with_the_name_of_its_maker(stet, db):
    given = json.dumps(line(claim())).encode()
    status, _, err = stet("import", "--suggestions", "-", stdin=given)
    assert (status, err) == (2, "stet: what comes from standard input needs a --maker NAME\n")
    assert stet("import", "--suggestions", "-", "--maker", "bert", stdin=given)[:2] == (
        0, "standard input: 1 suggestion from bert for 1 article\n",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (["--as", "suggestions", "--new", "b.jsonl"], "--suggestions and --new do not go together"),
        (["--maker", "bert", "b.jsonl"], "--maker goes with --suggestions"),
        (["--suggestions", "--new", "b.jsonl"], "--suggestions and --new do not go together"),
        (["--suggestions", "--reader", "plain", "b.jsonl"], "--suggestions and --reader do not go together"),
    ],
)
def test_what_is_put_wrongly_is_refused(stet, args, sentence):
    status, _, err = stet("import", *args)
    assert (status, err.splitlines()[0]) == (2, f"stet: {sentence}")


@pytest.mark.parametrize("name", ["suggestions", "Suggestions"])
def test_as_suggestions_says_the_same_as_the_option(stet, db, name):
    given = json.dumps(line(claim())).encode()
    status, out, _ = stet("import", "--as", name, "--maker", "bert", "-", stdin=given)
    assert (status, out) == (0, "standard input: 1 suggestion from bert for 1 article\n")
    assert len(stored(db)) == 1


@pytest.mark.parametrize("maker", ["stet", "Stet ", " "])
def test_a_maker_needs_a_name_of_its_own(bring, maker):
    status, _, err = bring(line(claim()), more=("--maker", maker))
    assert status == 2
    assert "--maker" in err


def test_what_was_imported_can_be_removed(bring, stet, db):
    bring(line(claim()))
    assert stet("suggest", "--clear", "--maker", "bert") == (0, "removed 1 suggestion\n", "")
    assert stored(db) == []
