"""`stet show --annotated`: plain lines that can be read out, searched and compared."""

import io
import sys

import pytest

from annotations.cli import make_commands, run
from tests.annotations.harbour import DAM, add_dam, add_harbour, annotate, library, span


@pytest.fixture
def path(tmp_path):
    return tmp_path / "stet.db"


@pytest.fixture
def stet(path, capsys, monkeypatch):
    monkeypatch.setenv("STET_DB", str(path))
    monkeypatch.setenv("STET_ANNOTATOR", "kim")

    def call(*args):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO()))
        status = run(make_commands(), args)
        out, err = capsys.readouterr()
        return status, out, err

    return call


def test_sentences_with_their_annotations_under_them(path, stet):
    with library(path) as workspace:
        harbour = add_harbour(workspace)
        made = annotate(workspace, harbour, add_dam(workspace))
        workspace.change(harbour, made["year"], _unsure(made["year"]), "unsure")
    assert (
        stet("show", "1", "--annotated")[1]
        == """\
article 1: =Harbour
1  Harbour wall will not hold
2  “We told them in May,” said Vera Lind, “and nobody came.”
    quote: “We told them in May … and nobody came.” | source: Vera Lind | cue: said | kind: direct | by kim
3  The council denies it.
4  =1911
    claim: “=1911” | unsure | note: two lines | restates: claim “The dam will hold.” in article 2, note: “not” quite \
| by kim
5  40 m
6  What happens next
7  Repairs cost 4 million crowns 🌊, she says.
    claim: “Repairs cost 4 million crowns 🌊” | claimant: Vera Lind (“she”) | checkworthiness: CFS \
| evidence: https://a.example/1, https://b.example/2 | rationale: -4 is not +4 | by kim
8  A spokesman, Jan Voss, called that “madness”.
    stance: “madness” | holder: Jan Voss | holder: the council | target: repairs | explicit: no | intensity: 3 \
| polarity: against | attacks: claim “Repairs cost 4 million crowns 🌊” in sentence 7 | by kim
"""
    )


def _unsure(annotation):
    from dataclasses import replace

    return replace(annotation, unsure=True, note="two\nlines")


def test_only_the_marks_of_the_program_become_ascii(path, stet):
    with library(path) as workspace:
        annotate(workspace, add_harbour(workspace), add_dam(workspace))
    lines = stet("show", "1", "--annotated", "--ascii")[1].splitlines()
    assert '    quote: "We told them in May ... and nobody came." | source: Vera Lind | cue: said' in lines[3]
    assert lines[2].startswith("2  “We told them")


def test_what_is_on_the_whole_article_comes_first(path, stet, tmp_path):
    scheme = tmp_path / "frames.toml"
    scheme.write_text('name="frames"\nversion="1"\n[labels.genre]\nkey="V"\nscope="article"\n[labels.claim]\nkey="c"\n')
    assert stet("schema", "use", str(scheme))[0] == 0
    with library(path) as workspace:
        dam = add_dam(workspace)
        workspace.tag(dam, "claim", [span("The dam", DAM)])
        workspace.tag(dam, "genre", [])
    assert stet("show", "1", "--annotated")[1].splitlines() == [
        "article 1: The dam will hold.",
        "    genre: the article | by kim",
        "1  The dam will hold.",
        "    claim: “The dam” | by kim",
        "2  Nobody in Ostermoor believes it.",
    ]


def test_order_does_not_depend_on_who_was_first(tmp_path):
    from annotations.annotated_text import annotated_lines
    from annotations.exporting import article_record

    def lines(name, words):
        with library(tmp_path / name) as workspace:
            dam = add_dam(workspace)
            for label in words:
                workspace.tag(dam, label, [span("The dam", DAM)])
            record = article_record(workspace, dam)
            return list(annotated_lines(record, record.content.sentences, lambda _: None))

    assert lines("a.db", ["claim", "stance"]) == lines("b.db", ["stance", "claim"])


def test_hostile_text_is_shown_and_not_obeyed(path, stet, tmp_path):
    (tmp_path / "a.txt").write_text("The gate\x1b[31m is shut. It\u202e stays shut.\n", encoding="utf-8")
    stet("import", str(tmp_path / "a.txt"))
    out = stet("show", "1", "--annotated")[1]
    assert "\x1b" not in out
    assert "\u202e" not in out


def test_sentences_that_are_not_stored_are_found(path, stet, tmp_path):
    (tmp_path / "a.txt").write_text("The gate is shut. It stays shut.\n")
    stet("import", str(tmp_path / "a.txt"))
    before = stet("show", "1", "--annotated")[1]
    stet("set", "1", "language=fr")
    assert stet("show", "1", "--annotated")[1] == before


@pytest.mark.parametrize("flags", [("--annotated", "--json"), ("--annotated", "--text"), ("--ascii",)])
def test_flags_that_exclude_each_other(stet, flags):
    assert stet("show", "1", *flags)[0] == 2
