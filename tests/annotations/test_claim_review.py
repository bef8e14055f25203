"""Fact-checks for a page: schema.org ClaimReview."""

import json

import pytest

from annotations.errors import UsageError
from annotations.exporting import Asked, export_file
from annotations.formats import format_for
from annotations.formats.claimants import kind_of
from annotations.model import Role, Span
from annotations.readers import read_bytes
from tests.annotations.harbour import library

TEXT = "Rents </script><script>alert(1)</script> & so <!-- on\u2028rise, the mayor said."


@pytest.fixture
def made(tmp_path):
    path = tmp_path / "x.db"
    with library(path) as workspace:
        draft = read_bytes(TEXT.encode())._replace(
            title="Rents", language="en", metadata={"date": "2026-03-31", "author": "Ida Krag"}
        )
        info = workspace.add(draft, "https://news.example/rents").info
        end = TEXT.index(",")
        workspace.tag(
            info,
            "claim",
            [Span(0, end)],
            roles=[Role("claimant", "Vera Lind", Span(end + 2, end + 11)), Role("claimant", "the council")],
            attributes={"verdict": "mostly_false", "rationale": "No <b>.", "evidence": ("https://a.example/1",)},
        )
        workspace.tag(info, "claim", [Span(0, 5)], attributes={"verdict": "unproven"})
        workspace.tag(info, "claim", [Span(0, 15)])
        workspace.tag(info, "quote", [Span(0, 15)])
    return path


def left(path, tmp_path, **options):
    target = tmp_path / "out.claimreview.json"
    with library(path) as workspace:
        losses = export_file(workspace, format_for(name="claimreview"), target, asked=Asked(options)).losses
    return losses, target.read_text("utf-8")


def test_a_claim_with_a_verdict_is_a_review(made, tmp_path):
    losses, text = left(made, tmp_path, url="https://check.example/1", publisher="The Checkers")
    first, second = sorted(json.loads(text)["@graph"], key=lambda review: -len(review["claimReviewed"]))
    assert first["claimReviewed"] == " ".join(TEXT[: TEXT.index(",")].split())
    assert first["author"] == {"@type": "Organization", "name": "The Checkers"}
    assert (first["url"], first["inLanguage"]) == ("https://check.example/1", "en")
    assert first["reviewRating"] == {
        "@type": "Rating", "alternateName": "mostly false", "ratingValue": 2, "bestRating": 5, "worstRating": 1,
    }  # fmt: skip
    assert (first["reviewBody"], first["citation"]) == ("No <b>.", ["https://a.example/1"])
    claim = first["itemReviewed"]
    assert [author["name"] for author in claim["author"]] == ["Vera Lind", "the council"]
    assert claim["appearance"]["url"] == "https://news.example/rents"
    assert claim["datePublished"] == claim["appearance"]["datePublished"] == "2026-03-31"
    # What is on no scale has a name and no number.
    assert second["reviewRating"] == {"@type": "Rating", "alternateName": "unproven"}
    assert losses[0].startswith("1 of 4 annotations is left out: without a verdict")
    assert losses[1].startswith("1 of 4 annotations is left out: a quote has no verdict")


def test_nothing_in_it_ends_a_script_element(made, tmp_path):
    _, text = left(made, tmp_path)
    assert not set(text) & set("<>&\u2028\u2029")
    assert (
        "</script>" in json.loads(text)["@graph"][0]["claimReviewed"] + json.loads(text)["@graph"][1]["claimReviewed"]
    )


def test_a_scale_of_ones_own(made, tmp_path):
    _, text = left(made, tmp_path, scale="true, mixed, mostly_false, false")
    ratings = [review["reviewRating"] for review in json.loads(text)["@graph"]]
    assert [(rating["ratingValue"], rating["bestRating"]) for rating in ratings if "ratingValue" in rating] == [(2, 4)]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"url": "javascript:alert(1)"}, "which is no address"),
        ({"verdict": "verdicts"}, "“verdicts”"),
        ({"verdict": "rationale"}, "“rationale”"),
        ({"scale": "true,fasle"}, "“fasle” on the scale is no value of verdict"),
    ],
)
def test_what_cannot_be_is_refused(made, tmp_path, options, said):
    with pytest.raises(UsageError, match=said):
        left(made, tmp_path, **options)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Vera Lind", "Person"),
        ("she", "Person"),
        ("President Rahm", "Person"),
        ("the president of the university", "Person"),
        ("Peter Voss, head of the city council", "Person"),
        ("the city council", "Organization"),
        ("the president’s office", "Organization"),
        ("Department of State", "Organization"),
        ("the FDP", "Organization"),
        ("Russia", None),
        ("12 %", None),
        ("", None),
    ],
)
def test_a_claimant_is_a_person_or_an_organisation_where_the_name_tells(name, kind):
    assert kind_of(name) == kind
