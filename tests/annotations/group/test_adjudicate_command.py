"""`stet adjudicate`, as it is used by scripts."""

import json

import pytest

from annotations.cli import make_commands, run
from annotations.workspace import Workspace
from tests.annotations.agreement.coded import add_article, annotation, library, put

COMMANDS = make_commands()
LINES = ("The wall will not hold.", "She said it again in May.", "Nobody came.")


@pytest.fixture
def stet(tmp_path, capsys):
    """A library that kim and lee have coded, and a way to run commands on it as gold."""
    path = tmp_path / "stet.db"
    with library(path) as workspace:
        for source in ("/a.txt", "/b.txt"):
            info = add_article(workspace, source, LINES)
            put(workspace, info, [annotation(info, who, "claim", (0, 23)) for who in ("kim", "lee")])
        put(workspace, info, [
            annotation(info, "kim", "quote", (24, 49)), annotation(info, "lee", "quote", (33, 49)),
            annotation(info, "lee", "stance", (50, 62)),
        ])  # fmt: skip

    def call(*args, status=0):
        capsys.readouterr()
        who = [] if "--as" in args else ["--as", "gold"]
        assert run(COMMANDS, ["adjudicate", "--db", str(path), *who, *args]) == status
        told = capsys.readouterr()
        return told.err if status else told.out

    call.path = path
    return call


def left(stet, *args):
    return json.loads(stet("--json", *args))


def gold(stet):
    with library(stet.path, "gold") as workspace:
        return [
            (a.label, a.fragments[0].start)
            for info in workspace.store.articles.all()
            for a in workspace.annotations(info)
            if a.annotator == "gold"
        ]


def test_what_is_left_is_listed_with_keys(stet):
    assert "kim, lee: 0 of 4 decided by gold; left: 2 agreed, 1 partly, 1 missing" in stet()
    found = left(stet)
    assert [item["standing"] for item in found["left"]] == ["agreed", "agreed", "partly", "missing"]
    assert found["left"][2]["differences"] == ["words"]
    assert all(one["annotations"][0]["id"].endswith(one["key"]) for one in found["left"])
    assert left(stet, "1")["items"] == 1


def test_what_all_agree_on_is_taken_over_once_and_taken_back(stet):
    told = stet("--agreed", "--dry-run")
    assert told == "kept 2 annotations that kim and lee agree on\nNothing was changed.\n"
    assert gold(stet) == []
    stet("--agreed")
    assert gold(stet) == [("claim", 0), ("claim", 0)]
    assert left(stet)["decided"] == 2
    assert stet("--agreed") == "There is nothing that all agree on and that is not decided.\n"
    assert stet("--undo") == "took back: kept 2 annotations that kim and lee agree on\n"
    assert gold(stet) == []
    assert stet("--undo") == "There is no decision of yours to take back.\n"


def test_several_decisions_by_key_are_one_step(stet):
    quote, stance = (item["key"] for item in left(stet)["left"][2:])
    said = json.loads(stet("--unite", f"{quote}=both/kim/lee", "--reject", stance, "--dry-run", "--json"))
    assert (said["step"], said["summary"]) == (None, "decided on 2 annotations")
    assert left(stet)["decided"] == 0
    stet("--keep", f"{quote}=lee", "--reject", stance)
    assert gold(stet) == [("quote", 33)]
    assert left(stet)["decided"] == 2
    verdicts = {a["annotator"]: a["verdict"] for a in left(stet, "--all")["left"][2]["annotations"]}
    assert verdicts == {"kim": "reject", "lee": "keep"}
    stet("--undo")
    assert (gold(stet), left(stet)["decided"]) == ([], 0)


def test_united_words_may_be_those_of_all(stet):
    with library(stet.path) as workspace:
        info = workspace.store.articles.get(1)
        put(workspace, info, [annotation(info, "kim", "quote", (24, 40)), annotation(info, "lee", "quote", (33, 49))])
    key = next(item["key"] for item in left(stet, "1")["left"] if item["standing"] == "partly")
    stet("--unite", f"{key}=both")
    with library(stet.path, "gold") as workspace:
        (made,) = [a for a in workspace.annotations(info) if a.annotator == "gold"]
    assert [(span.start, span.end) for span in made.fragments] == [(24, 49)]


def test_what_cannot_be_decided_is_said_and_nothing_changes(stet):
    quote = left(stet)["left"][2]["key"]
    refused = {
        ("--keep", "zzzz=kim"): "there is nothing to decide with the key zzzz",
        ("--keep", quote): "--keep takes KEY=NAME",
        ("--keep", f"{quote}=mia"): "mia has nothing at",
        ("--keep", f"{quote}=kim", "--reject", quote): "two decisions are about the same annotations",
        ("--agreed", "--reject", quote): "each stand alone",
        ("--keep", f"{quote}=kim", "--as", "kim"): "this quote is your own",
        ("--annotator", "nobody"): "nobody called “nobody” has annotated here",
        ("--dry-run",): "--dry-run goes with",
    }
    for args, sentence in refused.items():
        usage = not sentence.startswith(("there is nothing", "this quote"))
        assert sentence in stet(*args, status=2 if usage else 1)
    assert gold(stet) == []


def test_only_ones_own_decisions_are_taken_back(stet):
    stet("--agreed")
    with library(stet.path) as workspace:
        Workspace(workspace.store, "ada").set_facts(workspace.store.articles.get(1), {"title": "Other"})
    assert stet("--undo", "--as", "ada") == "There is no decision of yours to take back.\n"
    assert len(gold(stet)) == 2
