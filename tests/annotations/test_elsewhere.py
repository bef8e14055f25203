"""The same words in other articles."""

import json
from dataclasses import replace

import pytest
from click.testing import CliRunner

from annotations.cli import make_commands
from annotations.columns import Blocks, Sentences
from annotations.elsewhere import annotation_of, elsewhere, of_annotation
from annotations.errors import NotFoundError, SchemaError, UsageError
from annotations.model import Block, BlockKind, Role, Span
from annotations.readers.base import Draft
from annotations.restating import relate_place
from annotations.wording import marked
from tests.annotations.harbour import HARBOUR, add_dam, add_harbour, annotate, library, span

WIRE = "Nobody listened. “We told the council in May, and nobody came,” Vera Lind said. Repairs cost 5 million crowns."
SENTENCES = ("Nobody listened.", "“We told the council in May, and nobody came,” Vera Lind said.",
             "Repairs cost 5 million crowns.")  # fmt: skip


def add(workspace, text, sentences, source):
    spans = [span(sentence, text) for sentence in sentences]
    draft = Draft(text, iter([Block(BlockKind.PARAGRAPH, 0, len(text))]))
    return workspace.add(
        draft, source, blocks=Blocks([Block(BlockKind.PARAGRAPH, 0, len(text))]), sentences=Sentences(spans)
    ).info


@pytest.fixture
def workspace(tmp_path):
    with library(tmp_path / "stet.db") as workspace:
        workspace.made = annotate(workspace, add_harbour(workspace), add_dam(workspace))
        workspace.wire = add(workspace, WIRE, SENTENCES, "/articles/wire.txt")
        yield workspace


def stet(workspace, *arguments):
    return CliRunner().invoke(make_commands(), ["elsewhere", *arguments, "--db", str(workspace.store.path)])


def test_a_quote_is_found_in_the_other_article_with_what_differs(workspace):
    (place,) = of_annotation(workspace, workspace.made["told"])
    assert (place.article, place.sentence) == (3, 2)
    assert marked(place.pieces) == "We told [-them-] {+the council+} in May, and nobody came"
    assert place.span.of(WIRE) == "We told the council in May, and nobody came"
    assert place.whole.of(WIRE) == SENTENCES[1]


def test_what_is_tagged_there_comes_along(workspace):
    tagged = workspace.tag(
        workspace.wire, "claim", [span("Repairs cost 5 million", WIRE)], roles=[Role("claimant", "Jan")]
    )
    (place,) = of_annotation(workspace, workspace.made["cost"])
    assert [entry.id for entry in place.entries] == [tagged.annotation.id]
    assert marked(place.pieces) == "Repairs cost [-4-] {+5+} million crowns"
    assert not place.exact


def test_a_claim_is_looked_for_in_its_own_article_too_but_not_in_its_own_place(workspace):
    info = add(workspace, "Rain fell on Lunt. Rain fell on Lunt.", ["Rain fell on Lunt."], "/articles/rain.txt")
    claim = workspace.tag(info, "claim", [Span(0, 18)]).annotation
    quote = workspace.tag(info, "quote", [Span(0, 18)]).annotation
    assert [place.span.start for place in of_annotation(workspace, claim)] == [19]
    assert of_annotation(workspace, quote) == []


def test_words_that_are_nowhere_and_text_without_words(workspace):
    assert elsewhere(workspace, "Xylophone zebra quagmire") == []
    assert elsewhere(workspace, '" OR text:* NEAR( -') == []
    for nothing in ("", " … ", "“”"):
        with pytest.raises(UsageError):
            elsewhere(workspace, nothing)


def test_a_whole_article_as_quote_has_no_words(workspace):
    whole = workspace.made["told"]
    with pytest.raises(UsageError, match="no words"):
        of_annotation(workspace, replace(whole, fragments=()))


def test_removed_articles_are_left_out(workspace):
    workspace.store._connection.execute("UPDATE articles SET removed = '2026-01-01' WHERE number = 3")
    assert of_annotation(workspace, workspace.made["told"]) == []


def test_words_that_every_article_has_are_found_as_a_phrase(tmp_path, monkeypatch):
    monkeypatch.setattr("annotations.elsewhere._MOST_OF_A_WORD", 5)
    with library(tmp_path / "stet.db") as workspace:
        for number in range(12):
            line = "They say that it is not so." if number == 7 else "It is so that they say it is not."
            add(workspace, line, [line], f"/articles/{number}.txt")
        assert [place.article for place in elsewhere(workspace, "they say that it is not so")][:1] == [8]


def test_a_whole_book_is_looked_for_by_its_first_words(workspace):
    book = " ".join([HARBOUR, *["page"] * 100_000])
    begun = elsewhere(workspace, book)
    assert begun == elsewhere(workspace, " ".join(book.split()[:400]))
    add(workspace, " ".join(book.split()[:250]), [HARBOUR[:26]], "/articles/book.txt")
    assert [place.article for place in elsewhere(workspace, book)] == [4, 1]


def test_a_relation_that_may_not_be_leaves_nothing_tagged_either(workspace):
    told = workspace.made["told"]
    (place,) = of_annotation(workspace, told)
    with pytest.raises(SchemaError, match="evidence_for goes to claim"):
        relate_place(workspace, told, place, "evidence_for")
    assert list(workspace.annotations(workspace.wire)) == []
    made = relate_place(workspace, told, place, "restates")
    (quote,) = workspace.annotations(workspace.wire)
    assert (made.relation.source, made.relation.target) == (told.id, quote.id)
    assert quote.fragments[0].of(WIRE) == "We told the council in May, and nobody came"


def test_an_annotation_is_named_by_the_end_of_its_id(workspace):
    told = workspace.made["told"]
    assert annotation_of(workspace, told.id[-12:]) == told
    with pytest.raises(NotFoundError):
        annotation_of(workspace, "ffffffffffffffff")


def test_the_command_takes_an_annotation_or_a_text(workspace):
    done = stet(workspace, workspace.made["told"].id)
    assert done.stdout.splitlines() == [
        f"article 3, sentence 2, {_alike(done.stdout)} alike: Nobody listened.",
        "    We told [-them-] {+the council+} in May, and nobody came",
    ]
    done = stet(workspace, "repairs cost 4 million crowns")
    assert "article 1, sentence 7, the same words: =Harbour" in done.stdout
    assert "    claim Vera Lind, CFS, -4 is not +4, by kim" in done.stdout
    assert "Repairs cost [-4-] {+5+} million crowns" in done.stdout
    nowhere = stet(workspace, "facade")  # what could be the end of an id, and is none
    assert (nowhere.exit_code, nowhere.stdout) == (0, "")
    assert "nowhere else" in nowhere.stderr


def test_the_command_as_json(workspace):
    (record,) = json.loads(stet(workspace, workspace.made["told"].id, "--json").stdout)
    assert WIRE[record["start"] : record["end"]] == "We told the council in May, and nobody came"
    assert record["pieces"][:3] == [["same", "We told"], ["missing", "them"], ["added", "the council"]]
    assert record["annotations"] == []
    assert 0.5 < record["likeness"] < 1


def _alike(text):
    return text.split(", ")[2].split()[0]
