"""Files for training: tokens, alignment, and work that comes back from Prodigy."""

import itertools
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.columns import Blocks
from annotations.errors import FormatError, UsageError
from annotations.exporting import Asked, LossError, export_file, losses_of
from annotations.formats import format_for
from annotations.formats.tokens import tokens_of
from annotations.model import Block, BlockKind, Span
from annotations.readers import read_bytes
from tests.annotations.rich import library, rich
from tests.annotations.test_formats_back import back, everything


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return rich(tmp_path_factory.mktemp("rich") / "stet.db")


# Tokens


def said(text, edges=(), blocks=()):
    return [span.of(text) for span in tokens_of(text, Blocks(blocks), edges).spans]


def test_words_and_signs_are_tokens():
    assert said("“We’ll pay 12 %,” said\tZoë’s aunt.") == [
        "“", "We’ll", "pay", "12", "%", ",", "”", "said", "Zoë", "’s", "aunt", ".",
    ]  # fmt: skip


def test_a_token_is_cut_where_a_span_ends_inside_it():
    assert said("anti-war 12km", edges=(0, 4, 11)) == ["anti", "-", "war", "12", "km"]


def test_no_token_reaches_over_a_block():
    blocks = [Block(BlockKind.TABLE_CELL, 0, 3, 1), Block(BlockKind.TABLE_CELL, 3, 6, 2)]
    assert said("abcdef", blocks=blocks) == ["abc", "def"]


@given(st.text(max_size=60), st.lists(st.integers(0, 60), max_size=6))
def test_tokens_are_all_of_the_text_but_white_space(text, edges):
    spans = tokens_of(text, Blocks(), edges).spans
    assert all(one.end <= other.start for one, other in itertools.pairwise(spans))
    outside = set(range(len(text))) - {at for span in spans for at in range(*span)}
    assert all(text[at].isspace() for at in outside)
    assert not any(span.start < edge < span.end for span in spans for edge in edges)


# spaCy


def spans_of(path, target, **options):
    import spacy
    from spacy.tokens import DocBin

    with library(path) as workspace:
        asked = Asked(options={name.replace("_", "-"): value for name, value in options.items()})
        losses = export_file(workspace, format_for(name="spacy"), target, asked=asked).losses
    docs = list(DocBin().from_disk(target).get_docs(spacy.blank("xx").vocab))
    return losses, docs


@pytest.mark.parametrize(
    ("how", "words", "loss"),
    [
        ("split", ["12"], ""),
        ("expand", ["12th"], "1 of 1 spans is wider than annotated"),
        ("contract", [], "1 of 1 spans is left out: not of whole tokens"),
        ("strict", [], "1 of 1 spans is left out: not of whole tokens"),
    ],
)
def test_what_is_not_of_whole_tokens_is_as_one_asks(tmp_path, how, words, loss):
    pytest.importorskip("spacy")
    with library(tmp_path / "x.db") as workspace:
        info = workspace.add(read_bytes(b"On the 12th of May.")._replace(language="en"), "/x.txt").info
        workspace.tag(info, "claim", [Span(7, 9)])
    losses, (doc,) = spans_of(tmp_path / "x.db", tmp_path / "x.spacy", align=how)
    assert [span.text for span in doc.spans["sc"]] == words
    assert [loss in sentence for sentence in losses] == ([True] if loss else [])


def test_texts_are_whole_and_values_are_kept_beside_them(made, tmp_path):
    pytest.importorskip("spacy")
    losses, docs = spans_of(made, tmp_path / "x.spacy", spans_key="news")
    with library(made) as workspace:
        assert [doc.text for doc in docs] == [workspace.store.text(i.key) for i in workspace.store.articles.all()]
    kept = docs[0].user_data["stet"]
    assert any(dict(one["values"]).get("kind") == "direct" for one in kept["annotations"])
    assert {one["label"] for one in kept["relations"]} >= {"attacks", "restates", "has_source", "next_part"}
    assert "news" in docs[0].spans
    assert "2 of 11 annotations are there in parts" in losses[0]


def test_strange_options_are_refused(made):
    pytest.importorskip("spacy")
    for options in ({"align": "guess"}, {"spans-key": "a b"}):
        with library(made) as workspace, pytest.raises(UsageError):
            losses_of(workspace, format_for(name="spacy"), asked=Asked(options=options))


def test_strict_refuses_what_would_go(made, tmp_path):
    with library(made) as workspace, pytest.raises(LossError):
        export_file(workspace, format_for(name="prodigy"), tmp_path / "x.prodigy.jsonl", asked=Asked(strict=True))
    assert list(tmp_path.iterdir()) == []


# Prodigy

TEXT = "“We will pay,” said Zoë Müller."


def task(**more):
    quote = {"start": 1, "end": 12, "label": "quote", "token_start": 1, "token_end": 3}
    source = {"start": 20, "end": 30, "label": "source", "token_start": 7, "token_end": 8}
    relation = {"head": 3, "child": 8, "head_span": quote, "child_span": source, "label": "has_source"}
    return {"text": TEXT, "_input_hash": 12, "spans": [quote], "relations": [relation], "answer": "accept", **more}


def brought(tmp_path, *tasks):
    file = tmp_path / "in.prodigy.jsonl"
    file.write_text("".join(json.dumps(one) + "\n" for one in tasks), "utf-8")
    outcome = back(tmp_path / "in.db", "prodigy", file)
    return outcome, everything(tmp_path / "in.db")


def test_what_was_made_in_prodigy_comes_in(tmp_path):
    outcome, (texts, (quote,), relations) = brought(tmp_path, task(), task(text="Rejected.", answer="reject", spans=[]))
    assert texts == [TEXT]
    assert (outcome.annotations, relations) == (1, [])
    assert [part["text"] for part in quote["fragments"]] == ["We will pay"]
    assert [(role["role"], role["text"]) for role in quote["roles"]] == [("source", "Zoë Müller")]


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ({"spans": [{"start": 1, "end": 99, "label": "quote"}]}, "1-99"),
        ({"spans": [{"start": True, "end": 9, "label": "quote"}]}, "“start” must be a whole number"),
        ({"spans": [{"start": 1, "end": 9}]}, "“label” must be text"),
        ({"relations": [{"label": "attacks", "head_span": 3, "child_span": {}}]}, "an object is needed"),
        ({"relations": [{"label": "x", "head_span": {"start": 1, "end": 2}, "child_span": {}}]}, "it has no label"),
        ({"text": 5}, "“text” must be text"),
    ],
)
def test_a_broken_line_stores_nothing_and_is_named(tmp_path, broken, said):
    with pytest.raises(FormatError, match="line 2") as caught:
        brought(tmp_path, task(), task(**broken))
    assert said in caught.value.message
    assert everything(tmp_path / "in.db") == ([], [], [])


# CoNLL


def columns(path, target, **options):
    with library(path) as workspace:
        losses = export_file(workspace, format_for(name="conll"), target, asked=Asked(options)).losses
    return losses, target.read_text("utf-8")


def test_of_what_overlaps_the_longer_stays_and_the_rest_is_listed(made, tmp_path):
    losses, text = columns(made, tmp_path / "x.conll")
    assert "3 of 13 stretches are left out: overlapping longer ones" in losses[1]
    listed = (tmp_path / "x.conll-left-out.tsv").read_text("utf-8").splitlines()
    assert [line.split("\t")[4] for line in listed] == ["in May", "will pay", "The council voted. It was 31 to 30."]
    assert "We -X- _ B-quote\nwill -X- _ I-quote\npay -X- _ I-quote\n" in text


def test_an_entity_over_a_sentence_end_is_one(made, tmp_path):
    _, text = columns(made, tmp_path / "x.conll", layer="claim")
    assert "voted -X- _ I-claim\n. -X- _ I-claim\nIt -X- _ I-claim\n" in text
    assert "next -X- _ O\ndoor -X- _ O\nwill -X- _ O\nclose -X- _ O\n. -X- _ O\n\n" in text
    assert "quote" not in text


def test_a_role_may_be_the_layer(made, tmp_path):
    losses, text = columns(made, tmp_path / "x.conll", layer="source")
    assert losses == ()
    assert "Zoë -X- _ B-source\nMüller -X- _ I-source\n" in text
    assert not (tmp_path / "x.conll-left-out.tsv").exists()


def test_a_layer_that_there_is_not_is_refused(made, tmp_path):
    with pytest.raises(UsageError, match="no label and no role") as caught:
        columns(made, tmp_path / "x.conll", layer="claims")
    assert caught.value.hint == "Did you mean “claim”?"


def test_a_mark_that_stands_on_a_blank_makes_no_column(tmp_path):
    with library(tmp_path / "x.db") as workspace:
        workspace.add(read_bytes("One \u0301 two.".encode())._replace(language="en"), "/x.txt")
    _, text = columns(tmp_path / "x.db", tmp_path / "x.conll")
    assert [line.split(" ")[0] for line in text.split("\n") if line][1:] == ["One", "\u0301", "two", "."]
