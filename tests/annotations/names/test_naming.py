"""Names that mean the same: merged and unmerged by hand, suggested and never merged by themselves."""

import json

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from annotations.cli import make_commands
from annotations.errors import NotFoundError, SchemaError, UsageError
from annotations.model import Role
from annotations.names.alike import alike_names, one_slip
from annotations.names.merged import Known, Meanings, known_names, meanings, merge, suggestions, unmerge
from annotations.store.names import SameName
from tests.annotations.harbour import DAM, add_dam, add_harbour, annotate, filled, library, span


@pytest.fixture
def workspace(tmp_path):
    with library(tmp_path / "stet.db") as workspace:
        annotate(workspace, add_harbour(workspace), add_dam(workspace))
        yield workspace


def names(workspace):
    return {one.name: one.uses for one in known_names(workspace.store)}


def stet(path, *arguments):
    return CliRunner().invoke(make_commands(), [*arguments, "--db", str(path)])


def test_a_name_is_what_was_typed_else_the_words_and_a_cue_is_none(workspace):
    assert names(workspace) == {"Vera Lind": 2, "Jan Voss": 1, "the council": 1, "repairs": 1}


def test_merging_changes_what_is_counted_and_nothing_that_is_tagged(workspace):
    before = [list(workspace.annotations(info)) for info in workspace.store.articles.all()]
    assert merge(workspace, ["Jan Voss", "the council", "Jan Voss"], "Ostermoor council") == ["Jan Voss", "the council"]
    (known,) = (one for one in known_names(workspace.store) if one.name == "Ostermoor council")
    assert (known.uses, known.articles, known.also) == (2, {1}, ("Jan Voss", "the council"))
    assert [list(workspace.annotations(info)) for info in workspace.store.articles.all()] == before
    assert merge(workspace, ["Jan Voss"], "Ostermoor council") == []


def test_merges_form_chains_and_one_is_taken_back_without_the_others(workspace):
    merge(workspace, ["Jan Voss"], "the council")
    merge(workspace, ["the council"], "Ostermoor council")
    assert meanings(workspace.store).of("Jan Voss") == "Ostermoor council"
    assert unmerge(workspace, "the council") == "Ostermoor council"
    assert names(workspace) == {"Vera Lind": 2, "the council": 2, "repairs": 1}


def test_a_ring_is_refused_and_says_how_out_of_it(workspace):
    merge(workspace, ["Jan Voss"], "Vera Lind")
    with pytest.raises(UsageError, match="“Jan Voss” stands for “Vera Lind”"):
        merge(workspace, ["Vera Lind"], "Jan Voss")
    with pytest.raises(UsageError, match="cannot stand for itself"):
        merge(workspace, ["Vera Lind"], "Vera  Lind")
    with pytest.raises(SchemaError):
        merge(workspace, [" "], "Vera Lind")
    assert [(pair.name, pair.stands_for) for pair in workspace.store.names.all()] == [("Jan Voss", "Vera Lind")]


def test_when_one_of_several_is_refused_none_is_merged(workspace):
    with pytest.raises(UsageError):
        merge(workspace, ["Jan Voss", "Vera Lind"], "Vera Lind")
    assert workspace.store.names.all() == []


def test_unmerging_what_is_not_merged_names_what_stands_for_it(workspace):
    merge(workspace, ["Jan Voss"], "Vera Lind")
    with pytest.raises(NotFoundError) as refused:
        unmerge(workspace, "Vera Lind")
    assert refused.value.hint == "These stand for it: Jan Voss."


def test_pronouns_and_removed_articles_name_nobody(workspace):
    dam = workspace.find("2")
    workspace.tag(dam, "claim", [span("Nobody", DAM)], roles=[Role("claimant", "She"), Role("claimant", "Ida Krag")])
    assert names(workspace)["Ida Krag"] == 1
    assert "She" not in names(workspace)
    with workspace.store.writing():
        workspace.store._connection.execute("UPDATE articles SET removed = '2026-01-01' WHERE number = 2")
    assert "Ida Krag" not in names(workspace)


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef"))))
def test_meanings_end_whatever_the_table_holds(pairs):
    means = Meanings(SameName(one, other, "kim", "") for one, other in dict(pairs).items() if one != other)
    for name in "abcdef":
        assert means.of(name) in "abcdef"


# Suggestions


def suggested(*named, articles=None):
    known = [Known(name, uses, frozenset((articles or {}).get(name, {1}))) for uses, name in enumerate(named, 1)]
    return {(one.name, one.into): one.why for one in alike_names(known)}


@pytest.mark.parametrize(
    ("name", "into", "why"),
    [
        ("Zakharova", "Maria Zakharova", "the only longer name with this word"),
        ("Maria", "Maria Zakharova", "the only longer name with this word"),
        ("Ms. Zakharova", "Maria Zakharova", "the only longer name with this word"),
        ("President Joe Biden", "Joe Biden", "with and without a title"),
        ("The Kremlin", "Kremlin", "with and without a title"),
        ("EU", "European Union", "initials"),
        ("U.N.", "United Nations", "initials"),
        ("J. Biden", "Joe Biden", "initials"),
        ("Kim A. Ruiz", "Kim Ruiz", "initials"),
        ("VERA LIND", "Vera Lind", "written otherwise"),
        ("Jose Garcia", "José García", "written otherwise"),
        ("Vera-Lind", "Vera Lind", "one letter differs"),
        ("Volodymyr Zelenskiy", "Volodymyr Zelensky", "one letter differs"),
        ("Maria Zakharowa", "Maria Zakharova", "one letter differs"),
        ("Maira Zakharova", "Maria Zakharova", "one letter differs"),
    ],
)
def test_one_name_suggests_another(name, into, why):
    assert suggested(name, into).get((name, into)) == why


@pytest.mark.parametrize(
    "named",
    [
        ("Clinton", "Hillary Clinton", "Bill Clinton"),
        ("the mayor", "The mayor"),
        ("Republican", "Republicans"),
        ("Article 12", "Article 13"),
        ("he", "He"),
        ("Bonn", "Born"),
    ],
)
def test_what_a_glance_would_not_confirm_is_not_suggested(named):
    assert suggested(*named) == {}


def test_of_two_with_one_surname_the_one_in_the_same_article_is_meant():
    articles = {"Clinton": {3}, "Hillary Clinton": {3, 4}, "Bill Clinton": {7}}
    assert suggested(*articles, articles=articles) == {
        ("Clinton", "Hillary Clinton"): "the only longer name with this word"
    }


def test_what_was_merged_is_not_suggested_again(workspace):
    dam = workspace.find("2")
    workspace.tag(dam, "claim", [span("Nobody", DAM)], roles=[Role("claimant", "Ms. Lind")])
    assert [(one.name, one.into) for one in suggestions(workspace.store)] == [("Ms. Lind", "Vera Lind")]
    merge(workspace, ["Ms. Lind"], "Vera Lind")
    assert suggestions(workspace.store) == []


@given(st.text(alphabet="abc", max_size=5), st.text(alphabet="abc", max_size=5))
def test_one_slip_is_one_edit(one, other):
    edits = {one[:i] + one[i + 1 :] for i in range(len(one))}
    edits |= {one[:i] + c + one[i:] for i in range(len(one) + 1) for c in "abc"}
    edits |= {one[:i] + c + one[i + 1 :] for i in range(len(one)) for c in "abc"}
    edits |= {one[:i] + one[i + 1] + one[i] + one[i + 2 :] for i in range(len(one) - 1)}
    assert one_slip(one, other) is (other in edits and one != other)
    assert one_slip(one, other) is one_slip(other, one)


@given(st.lists(st.text(alphabet="ABab .'-", min_size=1, max_size=12), unique=True, max_size=12))
def test_each_pair_is_suggested_once_and_never_a_name_for_itself(given_names):
    found = alike_names([Known(name, 1, frozenset({1})) for name in given_names])
    pairs = [frozenset((one.name, one.into)) for one in found]
    assert len(pairs) == len(set(pairs))
    assert all(len(pair) == 2 for pair in pairs)


# The command


def test_names_from_the_command_line(tmp_path):
    path = filled(tmp_path / "stet.db")
    assert stet(path, "names").stdout.splitlines()[1].split() == ["2", "1", "Vera", "Lind"]
    done = stet(path, "names", "merge", "Jan Voss", "Nobody Yet", "--into", "the council")
    assert done.stdout.splitlines() == [
        "“Jan Voss” stands for “the council”",
        "“Nobody Yet” stands for “the council”; nobody is called so yet",
    ]
    (known,) = (one for one in json.loads(stet(path, "names", "list", "--json").stdout) if one["name"] == "the council")
    assert known == {"name": "the council", "uses": 2, "articles": [1], "also": ["Jan Voss", "Nobody Yet"]}
    assert "no longer stands for “the council”" in stet(path, "names", "unmerge", "Jan Voss").stdout
    refused = stet(path, "names", "unmerge", "Jan Voss")
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "stands for no other name" in refused.stderr


def test_hostile_names_are_shown_and_not_obeyed(tmp_path):
    path = filled(tmp_path / "stet.db")
    with library(path) as workspace:
        hostile = Role("claimant", "\x1b[2JEvil\u202e Name")
        workspace.tag(workspace.find("2"), "claim", [span("Nobody", DAM)], roles=[hostile])
    for command in (["names"], ["claims", "--by", "claimant"], ["names", "suggest"]):
        shown = stet(path, *command)
        assert shown.exit_code == 0
        assert not {"\x1b", "\u202e"} & set(shown.stdout)
