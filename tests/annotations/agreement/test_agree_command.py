import json

import pytest

from annotations.cli import make_commands, run
from annotations.model import Status
from tests.annotations.agreement.coded import generate, library

COMMANDS = make_commands()


@pytest.fixture
def stet(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("STET_DB", str(tmp_path / "stet.db"))
    monkeypatch.setenv("STET_ANNOTATOR", "kim")
    with library(tmp_path / "stet.db") as workspace:
        generate(workspace, 5, lambda _: ("kim", "lee", "mia"), articles=4)

    def call(*args):
        status = run(COMMANDS, args)
        out, err = capsys.readouterr()
        return status, out, err

    return call


def test_agreement_is_a_table_that_fits_a_terminal(stet):
    status, out, err = stet("agree", "--rounds", "50")
    assert (status, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == "kim, lee, mia: 4 articles coded by at least two"
    assert lines[2].split() == ["label", "of", "Cohen", "Fleiss", "Krippendorff", "units"]
    assert lines[3].startswith("all labels  sentences   0.")
    assert max(map(len, lines)) <= 100
    assert any(line.startswith("kim, lee         4  all labels  0.") for line in lines)


def test_what_is_not_defined_is_said(stet, tmp_path):
    with library(tmp_path / "stet.db", "noa") as workspace:
        info = next(workspace.store.articles.all())
        workspace.set_status(info, Status.DONE)
    lines = stet("agree", "--annotator", "noa", "--annotator", "kim", "--label", "claim")[1].splitlines()
    assert lines[0] == "noa, kim: 1 article coded by at least two; 3 other articles by one of them only"
    rows = [line.split() for line in lines if line.startswith("claim")]
    assert rows[-1] == ["claim", "0.00", "0.00"]
    out = stet("agree", "--annotator", "noa", "--annotator", "mia", "--label", "claim", "2")[1]
    assert out == "Agreement is not defined: no article was coded by two of noa, mia.\n"
    out = stet("agree", "--annotator", "kim")[1]
    assert out == "Agreement is not defined: only kim has annotated: there is nobody to agree with.\n"


def test_confusion_is_a_table_for_each_pair(stet):
    out = stet("agree", "--confusion", "--rounds", "0")[1]
    assert "kim ↓ lee →  claim  quote  stance  nothing" in out
    assert "lee ↓ mia →" in out


def test_json_has_every_figure_with_its_reason(stet):
    found = json.loads(stet("agree", "--json", "--rounds", "20", "--seed", "9")[1])
    assert (found["annotators"], found["rounds"], found["seed"]) == (["kim", "lee", "mia"], 20, 9)
    assert len(found["articles"]) == 4
    for figure in found["figures"]:
        assert (figure["value"] is None) == (figure["reason"] is not None)
    assert {f["measure"] for f in found["figures"]} == {
        "cohen_kappa", "fleiss_kappa", "krippendorff_alpha", "f1_exact", "f1_overlap", "f1_relation", "same",
    }  # fmt: skip


def test_an_unknown_label_is_refused(stet):
    assert stet("agree", "--label", "clam") == (2, "", "stet: there is no label “clam”\nDid you mean “claim”?\n")
