"""`stet suggest` on the articles of a library."""

import json

import pytest

from annotations.cli import make_commands
from annotations.model import Origin
from annotations.suggest import KINDS
from tests.annotations.harbour import DAM, HARBOUR, library

commands = make_commands()


def lines(out):
    return list(map(json.loads, out.splitlines()))


def rows(db):
    with library(db) as workspace:
        keys = [info.key for info in workspace.store.articles.all()]
        return [row for key in keys for row in workspace.store.suggestions.of_version(key)]


def test_each_article_is_a_line_with_words_names_and_reasons(stet):
    status, out, err = stet("suggest")
    assert (status, err) == (0, "")
    harbour, dam = lines(out)
    assert list(harbour)[:3] == ["id", "number", "title"]
    assert list(harbour)[3:] == list(KINDS)
    assert (harbour["number"], harbour["title"], dam["number"]) == (1, "=Harbour", 2)
    told = harbour["quotes"][0]
    assert told["text"] == [HARBOUR[start:end] for start, end in told["fragments"]]
    assert ["We told them in May" in told["text"][0], "and nobody came" in told["text"][1]] == [True, True]
    assert [HARBOUR[start:end] for start, end in (told["source"], told["cue"])] == ["Vera Lind", "said"]
    assert {"role": "source", "name": None, "start": 56, "end": 65, "text": "Vera Lind"} in told["roles"]
    assert told["kind"] == told["attributes"]["kind"] == "direct"
    assert told["reasons"]


def test_what_the_pipe_promises_is_there_unchanged(stet):
    for kind in KINDS:
        request = json.dumps({"id": 1, "text": DAM, "lang": "en"}).encode()
        (promised,) = lines(stet("suggest", "--jsonl", "--kind", kind, stdin=request)[1])
        (_, dam) = lines(stet("suggest", "--kind", kind, "--all-claims")[1])
        assert len(dam[kind]) == len(promised[kind])
        for ours, theirs in zip(dam[kind], promised[kind], strict=True):
            assert theirs.items() <= ours.items()


def test_articles_and_kinds_can_be_named(stet):
    (dam,) = lines(stet("suggest", "dam.txt", "2", "--kind", "claims")[1])
    assert list(dam) == ["id", "number", "title", "claims"]


def test_claims_are_the_best_few_unless_all_are_asked_for(stet):
    best = lines(stet("suggest", "1", "--kind", "claims")[1])[0]["claims"]
    every = lines(stet("suggest", "1", "--kind", "claims", "--all-claims")[1])[0]["claims"]
    assert 0 < len(best) < len(every) == 8
    scores = [claim["score"] for claim in best]
    assert min(scores) >= max(claim["score"] for claim in every if claim not in best)
    assert [claim["start"] for claim in best] == sorted(claim["start"] for claim in best)


def test_the_least_score(stet):
    every = lines(stet("suggest", "1", "--kind", "claims", "--all-claims")[1])[0]["claims"]
    some = lines(stet("suggest", "1", "--kind", "claims", "--all-claims", "--min-score", "0.2")[1])[0]["claims"]
    assert some == [claim for claim in every if claim["score"] >= 0.2]


def test_a_file_is_written_whole_or_not_at_all(stet, tmp_path):
    (tmp_path / "s.jsonl").write_text("before")
    status, out, err = stet("suggest", "-o", "s.jsonl")
    assert (status, out, err) == (0, "s.jsonl: 2 articles\n", "")
    assert (tmp_path / "s.jsonl").read_text("utf-8") == stet("suggest")[1]
    status, _, err = stet("suggest", "-o", "nowhere/s.jsonl")
    assert status == 1
    assert "nowhere/s.jsonl cannot be written" in err


def test_the_database_is_not_written_over(stet, db):
    assert stet("suggest", "-o", "stet.db")[0] == 2
    assert len(db.read_bytes()) > 4096


@pytest.mark.parametrize("more", [(), ("--kind", "claims", "--all-claims"), ("--min-score", "0.5")])
def test_several_processes_give_the_same_bytes(stet, more):
    assert stet("suggest", "--jobs", "3", *more) == stet("suggest", *more)


def test_stored_ones_replace_those_before(stet, db):
    status, out, _ = stet("suggest", "--store")
    stored = rows(db)
    assert (status, out) == (0, f"stored {len(stored)} suggestions for 2 articles\n")
    assert {row.maker for row in stored} == {"stet"}
    stet("suggest", "--store", "--jobs", "2")
    assert [row[:5] for row in rows(db)] == [row[:5] for row in stored]
    stet("suggest", "--store", "--kind", "claims", "--min-score", "1")
    assert {row.label for row in rows(db)} == {row.label for row in stored} - {"claim"}


def test_stored_ones_can_be_removed(stet, db):
    stet("suggest", "--store", "--all-claims")
    before = len(rows(db))
    assert stet("suggest", "--clear", "--maker", "bert") == (
        1, "", "stet: no suggestions from “bert” are stored\nThere is something from stet.\n",
    )  # fmt: skip
    assert stet("suggest", "--clear", "2")[1].startswith("removed ")
    assert 0 < len(rows(db)) < before
    stet("suggest", "--clear", "--maker", "stet")
    assert rows(db) == []
    assert stet("suggest", "--clear") == (0, "removed 0 suggestions\n", "")


def test_outcomes_are_counted_for_one_or_all(stet, db):
    assert stet("suggest", "--outcomes") == (0, "no suggestion was accepted or dismissed yet\n", "")
    assert stet("suggest", "--outcomes", "--json") == (0, "[]\n", "")
    for name in ("kim", "lee"):
        with library(db, name) as workspace:
            info = workspace.find("2")
            sentence = workspace.open(info).content.sentences[1]
            workspace.tag(info, "claim", [sentence], origin=Origin.SUGGESTED)
            workspace.dismiss(info, "quote", "0-3")
    status, out, _ = stet("suggest", "--outcomes")
    assert status == 0
    assert [line.split() for line in out.splitlines()] == [
        ["label", "accepted", "changed", "dismissed"],
        ["claim", "2", "0", "0"],
        ["quote", "0", "0", "2"],
    ]
    assert json.loads(stet("suggest", "--outcomes", "--json", "--as", "lee")[1]) == [
        {"label": "claim", "accepted": 1, "changed": 0, "dismissed": 0},
        {"label": "quote", "accepted": 0, "changed": 0, "dismissed": 1},
    ]
    assert stet("suggest", "--outcomes", "--as", "leo")[0] == 2


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (["--jsonl"], "--jsonl needs one --kind: quotes, claims or stances"),
        (["--jsonl", "--kind", "quotes", "--kind", "claims"], "--jsonl needs one --kind: quotes, claims or stances"),
        (["--jsonl", "--kind", "quotes", "1"], "--jsonl and ARTICLE do not go together"),
        (["--jsonl", "--kind", "quotes", "--store"], "--jsonl and --store do not go together"),
        (["--jsonl", "--outcomes"], "--jsonl and --outcomes do not go together"),
        (["--clear", "--store"], "--clear and --store do not go together"),
        (["--clear", "--kind", "quotes"], "--clear and --kind do not go together"),
        (["--maker", "bert"], "--maker goes with --clear"),
        (["--json"], "--json goes with --outcomes"),
        (["--store", "-o", "x"], "--store and --output do not go together"),
        (["--kind", "quote"], "nothing suggests “quote”"),
        (["--kind", "quote", "--jobs", "2"], "nothing suggests “quote”"),
        (["--jobs", "0"], "invalid value for '--jobs'"),
        (["--min-score", "2"], "invalid value for '--min-score'"),
    ],
)
def test_what_is_put_wrongly_is_refused(stet, args, sentence):
    status, out, err = stet("suggest", *args)
    assert (status, out) == (2, "")
    assert err.startswith(f"stet: {sentence}")


def test_an_article_that_is_not_there(stet):
    status, out, err = stet("suggest", "9")
    assert (status, out, err.splitlines()[0]) == (1, "", "stet: there is no article “9”")


def test_an_empty_library_has_nothing_to_suggest(stet, tmp_path):
    assert stet("suggest", "--db", str(tmp_path / "empty.db")) == (0, "", "")
