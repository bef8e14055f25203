"""Who said what, across articles: grouped, counted, set against each other, and printed."""

import json
from dataclasses import replace

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.cli import make_commands
from annotations.errors import UsageError
from annotations.ledger.entries import entries
from annotations.ledger.facets import Facet, FacetKind, facet_named, facets, usual_facets
from annotations.ledger.grouped import Wanted, ledger_of
from annotations.ledger.matrix import matrix_of
from annotations.model import Role
from annotations.names.merged import merge
from annotations.schema.files import parse_toml
from annotations.schema.use import use_schema
from tests.annotations.harbour import DAM, add_dam, add_harbour, annotate, filled, library, span

FRAMES = """
name = "frames"
version = "1"

[labels.frame]
key = "f"
glyph = "F"
colour = "#E69F00"

[labels.frame.attributes.topic]
kind = "choice"
key = "t"
values = [{ name = "money", key = "m" }, { name = "people", key = "p" }]

[labels.blame]
key = "b"
glyph = "B"
colour = "#56B4E9"

[labels.blame.roles.accuser]
key = "a"

[labels.blame.roles.accused]
key = "c"

[labels.tone]
key = "o"
glyph = "T"
colour = "#009E73"
scope = "article"
"""


@pytest.fixture
def workspace(tmp_path):
    with library(tmp_path / "stet.db") as workspace:
        workspace.made = annotate(workspace, add_harbour(workspace), add_dam(workspace))
        yield workspace


def groups(workspace, label, *by, wanted=None, holding=""):
    ledger = ledger_of(workspace, label, wanted)
    found = ledger.groups([facet_named(ledger.label, name) for name in by], holding)
    return {group.values: [e.words for e in entries(workspace.store, group.keys, ledger.means)] for group in found}


def stet(path, *arguments):
    return CliRunner().invoke(make_commands(), [*arguments, "--db", str(path)])


def test_quotes_by_speaker_claims_by_verdict_and_any_other_way(workspace):
    assert groups(workspace, "quote") == {("Vera Lind",): ["We told them in May … and nobody came."]}
    dam = "The dam will hold."
    assert groups(workspace, "claim") == {("", "CFS"): ["Repairs cost 4 million crowns 🌊"], ("", ""): ["=1911", dam]}
    assert groups(workspace, "claim", "claimant") == {
        ("Vera Lind",): ["Repairs cost 4 million crowns 🌊"],
        ("",): ["=1911", dam],
    }
    assert list(groups(workspace, "claim", "article")) == [("1",), ("2",)]
    assert list(groups(workspace, "claim", "annotator", "article")) == [("kim", "1"), ("kim", "2")]
    assert list(groups(workspace, "stance", "explicit")) == [("no",)]


def test_choices_stand_in_the_order_of_the_scheme_and_unset_ones_last(workspace):
    dam = workspace.find("2")
    for verdict, words in (("false", "Nobody"), ("true", "Ostermoor"), ("false", "believes")):
        workspace.tag(dam, "claim", [span(words, DAM)], attributes={"verdict": verdict})
    assert list(groups(workspace, "claim", "verdict")) == [("true",), ("false",), ("",)]
    assert groups(workspace, "claim", "verdict")["false",] == ["Nobody", "believes"]


def test_an_annotation_with_two_holders_is_in_both_groups_and_rows(workspace):
    assert list(groups(workspace, "stance")) == [("Jan Voss",), ("the council",)]
    matrix = ledger_of(workspace, "stance").matrix()
    assert (matrix.rows, matrix.columns) == (("Jan Voss", "the council"), ("repairs",))
    assert [matrix.written(cell) for cell in matrix.cells.values()] == ["−1", "−1"]


def test_merged_names_are_one_group_which_tells_the_others(workspace):
    merge(workspace, ["Jan Voss"], "the council")
    (group,) = ledger_of(workspace, "stance").groups()
    assert (group.values, group.also, len(group.keys)) == (("the council",), ("Jan Voss",), 1)
    matrix = ledger_of(workspace, "stance").matrix()
    assert matrix.rows == ("the council",)


def test_who_she_is_changes_so_a_pronoun_is_nobody_and_keeps_its_words(workspace):
    dam = workspace.find("2")
    workspace.tag(dam, "quote", [span("The dam will hold.", DAM)], roles=[Role("source", "She")])
    assert list(groups(workspace, "quote")) == [("Vera Lind",), ("",)]


def test_filters_by_article_annotator_tag_and_merged_name(workspace):
    merge(workspace, ["Jan Voss"], "J. V.")
    assert groups(workspace, "stance", wanted=Wanted(names=("J. V.",))) != {}
    assert groups(workspace, "stance", wanted=Wanted(names=("Jan Voss",))) != {}
    assert groups(workspace, "stance", wanted=Wanted(names=("nobody",))) == {}
    assert groups(workspace, "claim", "article", wanted=Wanted(articles=(2,))) == {("2",): ["The dam will hold."]}
    assert groups(workspace, "claim", wanted=Wanted(annotators=("kim",))) != {}
    with pytest.raises(UsageError, match="nobody called “ki”") as refused:
        ledger_of(workspace, "claim", Wanted(annotators=("ki",)))
    assert refused.value.hint == "Did you mean “kim”?"
    workspace.store._connection.execute("INSERT INTO article_tags VALUES (2, 'water')")
    assert groups(workspace, "claim", "article", wanted=Wanted(tags=("water",))) == {("2",): ["The dam will hold."]}
    with pytest.raises(UsageError, match="no article has the tag “wat”"):
        ledger_of(workspace, "claim", Wanted(tags=("wat",)))


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("DAM", ["The dam will hold."]),
        ("lind", ["Repairs cost 4 million crowns 🌊"]),
        ("=harbour", ["Repairs cost 4 million crowns 🌊", "=1911"]),
        ("  4  million", ["Repairs cost 4 million crowns 🌊"]),
        ("%", []),
        ("_", []),
        ("\\", []),
    ],
)
def test_what_is_typed_is_looked_for_in_words_names_and_titles(workspace, typed, words):
    assert [one for found in groups(workspace, "claim", holding=typed).values() for one in found] == words


def test_removed_articles_and_old_texts_do_not_count(workspace):
    connection = workspace.store._connection
    connection.execute("UPDATE articles SET removed = '2026-01-01' WHERE number = 2")
    assert len(ledger_of(workspace, "claim")) == 2
    connection.execute(
        "INSERT INTO versions (article, version, sha256, length, created, blocks, styles, text)"
        " SELECT article, 2, sha256, length, created, blocks, styles, text FROM versions WHERE article = 1"
    )
    assert len(ledger_of(workspace, "claim")) == 0
    assert groups(workspace, "claim") == {}


def test_evidence_for_and_against_a_claim_with_where_it_is(workspace):
    harbour, dam = workspace.find("1"), workspace.find("2")
    made = workspace.made
    workspace.relate(dam, "evidence_against", made["hold"], made["cost"])
    workspace.relate(harbour, "supports", made["year"], made["cost"])
    ledger = ledger_of(workspace, "claim")
    (_, cost, hold) = entries(workspace.store, list(ledger.articles), ledger.means)
    assert [(tie.label, tie.article, tie.words) for tie in cost.evidence_for] == [("supports", 1, "=1911")]
    assert [(tie.label, tie.article) for tie in cost.evidence_against] == [("attacks", 1), ("evidence_against", 2)]
    assert [(tie.label, tie.incoming) for tie in hold.ties] == [("restates", True), ("evidence_against", False)]
    assert (cost.sentence, hold.sentence) == (7, 1)


def test_a_tie_to_what_is_not_here_is_kept_and_one_to_a_removed_article_is_not(workspace):
    year = workspace.made["year"]
    workspace.relate(workspace.find("1"), "restates", year, replace(workspace.made["hold"], id="elsewhere"))
    ledger = ledger_of(workspace, "claim")

    def ties():
        found = entries(workspace.store, list(ledger.articles), ledger.means)
        return [(t.article, t.words) for entry in found if entry.id == year.id for t in entry.ties]

    assert ties() == [(2, "The dam will hold."), (None, "")]
    workspace.store._connection.execute("UPDATE articles SET removed = '2026-01-01' WHERE number = 2")
    assert ties() == [(None, "")]


def test_labels_of_an_own_scheme_are_grouped_by_what_they_have():
    schema = parse_toml(FRAMES, "frames.toml")
    frame, blame, tone = schema.labels
    assert usual_facets(frame) == (Facet(FacetKind.ATTRIBUTE, "topic"),)
    assert usual_facets(blame) == (Facet(FacetKind.ROLE, "accuser"),)
    assert usual_facets(tone) == (Facet(FacetKind.ARTICLE, "article"),)
    assert [facet.name for facet in facets(frame)] == ["topic", "article", "annotator"]
    with pytest.raises(UsageError) as refused:
        facet_named(frame, "topics")
    assert refused.value.hint == "Did you mean “topic”?"


def test_a_label_with_two_roles_and_no_choice_has_a_matrix_of_counts(tmp_path):
    schema = parse_toml(FRAMES, "frames.toml")
    with library(tmp_path / "stet.db") as workspace:
        dam = add_dam(workspace)
        roles = [Role("accuser", "Ida"), Role("accused", "Jan")]
        use_schema(workspace, schema)
        workspace.tag(dam, "blame", [span("Nobody", DAM)], roles=roles)
        workspace.tag(dam, "tone", [])
        matrix = ledger_of(workspace, "blame").matrix()
        assert [matrix.written(cell) for cell in matrix.cells.values()] == ["1"]
        assert groups(workspace, "tone") == {("1",): [""]}


@settings(max_examples=50)
@given(
    st.lists(
        st.tuples(
            st.integers(1, 30),
            st.sampled_from("ABC"),
            st.sampled_from("xyz"),
            st.sampled_from(["favor", "against", ""]),
        )
    )
)
def test_a_matrix_counts_each_once_and_its_heaviest_row_is_first(found):
    matrix = matrix_of(("holder", "target"), {"favor": "+", "against": "−"}, found)
    assert sum(sum(cell.counts.values()) for cell in matrix.cells.values()) == len(found)
    weights = [sum(len(c.keys) for (at, _), c in matrix.cells.items() if at == row) for row in range(len(matrix.rows))]
    assert weights == sorted(weights, reverse=True)
    assert all(weights)
    for cell in matrix.cells.values():
        favor, against = cell.counts.get("favor", 0), cell.counts.get("against", 0)
        expected = "favor" if favor > against else "against" if against > favor else "mixed" if favor else ""
        assert cell.direction == expected


# From the command line


def test_quotes_are_printed_in_columns_under_their_speakers(tmp_path):
    path = filled(tmp_path / "stet.db")
    lines = stet(path, "quotes").stdout.splitlines()
    assert lines[0].split() == ["article", "sentence", "cue", "kind", "words"]
    assert lines[2] == "Vera Lind: 1 quote in 1 article"
    assert lines[3].split()[:5] == ["1", "=Harbour", "2", "said", "direct"]
    assert lines[3].index("said") == lines[0].index("cue")
    assert lines[3].endswith("“We told them in May … and nobody came.”")


def test_claims_are_printed_with_what_speaks_for_and_against_them(tmp_path):
    path = filled(tmp_path / "stet.db")
    text = stet(path, "claims").stdout
    assert "–, CFS: 1 claim in 1 article" in text
    assert "    − attacks: stance “madness”\n    see https://a.example/1\n" in text


def test_stances_are_printed_as_a_matrix_and_a_list(tmp_path):
    path = filled(tmp_path / "stet.db")
    lines = stet(path, "stances").stdout.splitlines()
    assert lines[0] == "holder → target  repairs"
    assert lines[1] == "Jan Voss         █−1"
    assert "the council: 1 stance in 1 article" in lines


def test_json_has_every_group_with_its_entries(tmp_path):
    path = filled(tmp_path / "stet.db")
    (group,) = json.loads(stet(path, "quotes", "--json").stdout)
    entry = group["entries"][0]
    assert (group["by"], group["count"], group["articles"]) == ({"source": "Vera Lind"}, 1, 1)
    assert entry["roles"][1] == {"role": "cue", "name": "said", "means": "said", "text": "said"}
    assert entry["article"] == {"number": 1, "title": "=Harbour", "source": "/articles/harbour.md"}
    assert (entry["sentence"], entry["fragments"]) == (2, [[29, 48], [68, 84]])
    matrix = json.loads(stet(path, "stances", "--json").stdout)
    assert matrix["cells"][0] == {
        "holder": "Jan Voss",
        "target": "repairs",
        "counts": {"favor": 0, "against": 1, "neutral": 0},
        "direction": "against",
        "entries": [matrix["entries"][0]["id"]],
    }
    assert json.loads(stet(path, "claims", "--json", "--name", "Nobody").stdout) == []


def test_a_name_that_nobody_has_is_answered_with_the_nearest(tmp_path):
    path = filled(tmp_path / "stet.db")
    done = stet(path, "quotes", "--name", "vera lint")
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr == "There is no quote to list. Did you mean “Vera Lind”?\n"


def test_a_label_that_is_none_is_refused(tmp_path):
    path = filled(tmp_path / "stet.db")
    assert stet(path, "ledger", "quot").exit_code == 2
    assert "Did you mean “quote”?" in stet(path, "ledger", "quot").stderr
    assert stet(path, "claims", "--by", "veridct").exit_code == 2
    assert stet(path, "ledger", "quote", "--matrix").stdout == stet(path, "quotes").stdout
