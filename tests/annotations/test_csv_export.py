import csv
import io
import shutil
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.columns import Blocks, Sentences
from annotations.exporting import Selection, export
from annotations.formats import format_for
from annotations.formats.outline import Outline
from annotations.formats.tables import columns, guard, unguard
from annotations.model import Block, BlockKind, Role
from annotations.schema.files import parse_toml, shipped
from annotations.store.articles import ArticleText
from tests.annotations.harbour import (
    HARBOUR,
    add_dam,
    add_harbour,
    annotate,
    filled,
    harbour_blocks,
    harbour_sentences,
    library,
    span,
)

FORM = format_for(name="csv")


def exported(workspace, selection=None):
    out = io.StringIO(newline="")
    report = export(workspace, FORM, out, selection)
    return out.getvalue(), report


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    path = tmp_path_factory.mktemp("empty") / "stet.db"
    with library(path):
        return path


@pytest.fixture
def kim(empty, tmp_path):
    with library(Path(shutil.copy(empty, tmp_path))) as workspace:
        yield workspace


@pytest.fixture
def made(kim):
    return annotate(kim, add_harbour(kim), add_dam(kim))


def rows(workspace, selection=None):
    text, _ = exported(workspace, selection)
    return {row["annotation_id"]: row for row in csv.DictReader(io.StringIO(text, newline=""))}


def test_columns_are_the_contract():
    assert columns(shipped()) == [
        "article_id", "article_title", "article_source", "annotation_id", "label", "start", "end", "fragments", "text",
        "sentence", "sentence_no", "paragraph_no", "section", "note", "unsure", "annotator", "origin", "created",
        "updated", "relations",
        "role_claimant", "role_claimant_text", "role_claimant_start", "role_claimant_end",
        "role_source", "role_source_text", "role_source_start", "role_source_end",
        "role_cue", "role_cue_text", "role_cue_start", "role_cue_end",
        "role_holder", "role_holder_text", "role_holder_start", "role_holder_end",
        "role_target", "role_target_text", "role_target_start", "role_target_end",
        "claim_checkworthiness", "claim_type", "claim_verdict", "claim_rationale", "claim_evidence",
        "quote_kind",
        "stance_polarity", "stance_intensity", "stance_explicit",
    ]  # fmt: skip


def test_a_quote_in_two_parts(kim, made):
    row = rows(kim)[made["told"].id]
    assert row["label"] == "quote"
    assert (row["start"], row["end"], row["fragments"]) == ("29", "84", "29-48;68-84")
    assert row["text"] == "We told them in May … and nobody came."
    assert row["sentence"] == "“We told them in May,” said Vera Lind, “and nobody came.”"
    assert (row["sentence_no"], row["paragraph_no"], row["section"]) == ("2", "2", "Harbour wall will not hold")
    assert (row["role_source"], row["role_source_text"]) == ("Vera Lind", "Vera Lind")
    assert (row["role_source_start"], row["role_source_end"]) == ("56", "65")
    assert (row["quote_kind"], row["stance_polarity"]) == ("direct", "")
    assert (row["unsure"], row["annotator"], row["origin"]) == ("false", "kim", "manual")


def test_a_name_goes_before_the_words_it_stands_for(kim, made):
    row = rows(kim)[made["cost"].id]
    assert (row["fragments"], row["text"]) == ("", "Repairs cost 4 million crowns 🌊")
    assert (row["role_claimant"], row["role_claimant_text"]) == ("Vera Lind", "she")
    assert row["claim_evidence"] == "https://a.example/1 | https://b.example/2"
    assert row["section"] == "What happens next"


def test_several_fillers_of_a_role_stay_side_by_side(kim, made):
    row = rows(kim)[made["madness"].id]
    assert row["role_holder"] == "Jan Voss | the council"
    assert row["role_holder_text"] == "Jan Voss | "
    assert row["role_holder_start"] == f"{span('Jan Voss').start} | "
    assert (row["role_target"], row["role_target_text"], row["role_target_end"]) == ("repairs", "", "")
    assert (row["stance_polarity"], row["stance_intensity"], row["stance_explicit"]) == ("against", "3", "false")


def test_relations_name_their_targets(kim, made):
    table = rows(kim)
    assert table[made["madness"].id]["relations"] == f"attacks:{made['cost'].id}"
    assert table[made["hold"].id]["relations"] == ""


def test_text_that_a_spreadsheet_would_run_is_guarded_and_numbers_are_not(kim, made):
    row = rows(kim)[made["year"].id]
    assert (row["article_title"], row["text"], row["sentence"]) == ("'=Harbour", "'=1911", "'=1911")
    assert rows(kim)[made["cost"].id]["claim_rationale"] == "'-4 is not +4"


def test_pandas_sees_every_word_and_no_column_twice(kim, made, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(exported(kim)[0], encoding="utf-8", newline="")
    table = pd.read_csv(path, keep_default_na=False)
    assert list(table.columns) == columns(shipped())
    assert len(table) == 5
    assert set(table["text"]) == {
        "We told them in May … and nobody came.",
        "Repairs cost 4 million crowns 🌊",
        "'=1911",
        "madness",
        "The dam will hold.",
    }
    whole = table[(table["article_title"] == "'=Harbour") & (table["fragments"] == "")]
    assert [HARBOUR[row.start : row.end] for row in whole.itertuples()] == list(whole["text"].map(unguard))


def test_lines_end_as_rfc_4180_says(kim, made):
    text, _ = exported(kim)
    assert text.count("\r\n") == 6
    assert text.startswith("article_id,")
    assert not text.startswith("\ufeff")


def test_line_ends_and_quotes_inside_a_cell_survive(kim, made):
    info = kim.find("harbour.md")
    before = made["year"]
    kim.change(info, before, replace(before, note='one\ntwo, "three"\rfour'), "noted")
    assert rows(kim)[before.id]["note"] == 'one\ntwo, "three"\rfour'


def test_without_annotations_there_is_the_header_alone(kim):
    header = ",".join(columns(shipped())) + "\r\n"
    assert exported(kim)[0] == header
    add_harbour(kim)
    assert exported(kim)[0] == header


def test_filters_choose_rows(kim, made):
    assert len(rows(kim, Selection(labels=frozenset({"claim"})))) == 3
    assert len(rows(kim, Selection(articles=frozenset({2})))) == 1
    assert len(rows(kim, Selection(articles=frozenset({1}), labels=frozenset({"claim"})))) == 2
    kim.annotator = "lee"
    kim.tag(kim.find("2"), "stance", [span("Nobody", "The dam will hold.\nNobody")])
    assert len(rows(kim, Selection(annotators=frozenset({"lee"})))) == 1


def test_sentences_that_are_not_there_are_found_and_stored(kim, made):
    kim.store._connection.execute("UPDATE versions SET sentences = NULL")
    row = rows(kim)[made["hold"].id]
    assert (row["sentence"], row["sentence_no"]) == ("The dam will hold.", "1")
    assert kim.store.articles.without_sentences() == set()


def test_sentences_are_found_even_where_nothing_can_be_stored(kim, made):
    kim.store._connection.execute("UPDATE versions SET sentences = NULL")
    kim.store._connection.execute("PRAGMA query_only=ON")
    assert rows(kim)[made["hold"].id]["sentence"] == "The dam will hold."
    assert len(kim.store.articles.without_sentences()) == 2


def test_what_the_schema_does_not_have_is_told(kim, made):
    kim.schema = parse_toml('name = "small"\nversion = "1"\n[labels.claim]\n[labels.quote]\n[labels.stance]\n', "small")
    text, report = exported(kim)
    assert len(text.splitlines()) == 6
    assert any("role “cue”" in sentence for sentence in report.losses)
    assert any("attribute “polarity” of stance" in sentence for sentence in report.losses)


def test_names_that_would_meet_get_numbers():
    schema = parse_toml(
        """
        name = "awkward"
        version = "1"
        [labels.article]
        attributes.id.kind = "text"
        [labels.a]
        roles = { x = {}, x_text = {} }
        attributes.b_c.kind = "text"
        [labels.a_b]
        attributes.c.kind = "text"
        [labels.role_x]
        attributes = { text = { kind = "text" }, text_2 = { kind = "text" } }
        """,
        "awkward.toml",
    )
    names = columns(schema)
    assert len(set(names)) == len(names)
    assert names[0] == "article_id"
    assert names[20:] == [
        "role_x", "role_x_text", "role_x_start", "role_x_end",
        "role_x_text_3", "role_x_text_text", "role_x_text_start", "role_x_text_end",
        "article_id_2", "a_b_c", "a_b_c_2", "role_x_text_4", "role_x_text_2",
    ]  # fmt: skip


NAMES = st.sampled_from(["a", "b", "a_b", "text", "start", "role_a", "article", "id", "a_text", "id_2", "text_2"])
LABEL = st.fixed_dictionaries({"roles": st.lists(NAMES, unique=True), "attributes": st.lists(NAMES, unique=True)})


@given(st.dictionaries(NAMES, LABEL, min_size=1, max_size=4))
def test_no_schema_gives_a_column_twice(labels):
    text = 'name = "s"\nversion = "1"\n'
    for label, parts in labels.items():
        text += f"[labels.{label}]\n"
        text += "".join(f"[labels.{label}.roles.{role}]\n" for role in parts["roles"])
        text += "".join(f'[labels.{label}.attributes.{name}]\nkind = "text"\n' for name in parts["attributes"])
    names = columns(parse_toml(text, "s"))
    assert len(set(names)) == len(names)


@given(st.text(alphabet="'=+-@\t\r a", max_size=6) | st.text())
def test_a_guard_comes_off_exactly_as_it_went_on(text):
    cell = guard(text)
    assert unguard(cell) == text
    assert cell[:1] not in set("=+-@\t\r")


@pytest.mark.parametrize(("text", "cell"), [("=1", "'=1"), ("'=1", "''=1"), ("'a", "'a"), ("a=1", "a=1"), ("", "")])
def test_guards(text, cell):
    assert guard(text) == cell


def test_places_as_a_reader_counts_them():
    outline = Outline(ArticleText(HARBOUR, harbour_blocks(), sentences=harbour_sentences()))
    # The two cells of the row are one, and a heading is one.
    places = [span(words).start for words in ("Harbour", "We told", "=1911", "40 m", "What")]
    assert [outline.paragraph_number(place) for place in places] == [1, 2, 3, 3, 4]
    assert outline.section(span("Harbour").start) == ""
    assert outline.section(span("What").start) == "Harbour wall will not hold"
    assert outline.section(span("Repairs").start) == "What happens next"
    assert outline.sentence(span("came.”").start).number == 2


def test_each_row_of_a_table_counts_even_without_its_first_cell():
    cells = [(0, 1, 1), (2, 3, 2), (4, 5, 2), (6, 7, 1)]
    blocks = Blocks(Block(BlockKind.TABLE_CELL, start, end, column) for start, end, column in cells)
    outline = Outline(ArticleText("a b c d", blocks, sentences=Sentences()))
    assert [outline.paragraph_number(start) for start, _, _ in cells] == [1, 1, 2, 3]


def test_a_label_of_the_whole_article_has_no_place(kim):
    kim.schema = parse_toml(
        'name = "s"\nversion = "1"\n[labels.genre]\nscope = "article"\n[labels.genre.roles.desk]\n', "s"
    )
    info = add_harbour(kim)
    made = kim.tag(info, "genre", [], roles=[Role("desk", "politics")]).annotation
    row = rows(kim)[made.id]
    assert [row[name] for name in ("start", "end", "fragments", "text", "sentence", "sentence_no", "section")] == [
        ""
    ] * 7
    assert row["role_desk"] == "politics"


def test_a_filled_library_has_a_row_for_each(tmp_path):
    with library(filled(tmp_path / "other.db")) as workspace:
        assert len(rows(workspace)) == 5
