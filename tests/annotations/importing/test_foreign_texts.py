"""Files of other programs on another text than the library has: placed as a new version would be, and reviewed."""

import json

import pytest

from annotations.formats.documents import Node
from annotations.importing.articles import bring_draft
from annotations.importing.passages import passages_of
from annotations.model import Span
from annotations.readers import read_bytes
from annotations.versions.orphans import confirm, orphans
from tests.annotations.harbour import library
from tests.annotations.test_formats_back import back

HELD = "The mayor of Ostermoor will resign in May."
READ = "Nobody on the council had read"
TIDE = "the spring tide of 2031"
OLD = f"{HELD} The harbour wall will hold until {TIDE}. {READ} the report, he said, and nobody meant to."
NEW = "She said so on Monday. " + OLD.replace(f"until {TIDE}", "and nobody doubts it at all").replace(
    "had read the report", "has read that long report"
)
WORDS = (HELD, READ, TIDE)


@pytest.fixture
def db(tmp_path):
    return tmp_path / "stet.db"


def places(text, words):
    return [(text.index(one), text.index(one) + len(one), one) for one in words]


def doccano(path, text, words):
    labels = [[start, end, "claim"] for start, end, _ in places(text, words)]
    file = path / "a.jsonl"
    file.write_text(json.dumps({"text": text, "meta": {"article": "a-1"}, "label": labels}))
    return file


def brat(path, text, words):
    folder = path / "corpus"
    folder.mkdir(exist_ok=True)
    (folder / "a.txt").write_text(text)
    lines = (f"T{start}\tclaim {start} {end}\t{one}\n" for start, end, one in places(text, words))
    (folder / "a.ann").write_text("".join(lines))
    return folder


def label_studio(path, text, words):
    regions = [
        {
            "id": f"r{start}",
            "from_name": "label",
            "to_name": "text",
            "type": "labels",
            "value": {"start": start, "end": end, "text": one, "labels": ["claim"]},
        }
        for start, end, one in places(text, words)
    ]
    file = path / "a.json"
    file.write_text(json.dumps([{"data": {"id": "a-1", "text": text}, "annotations": [{"result": regions}]}]))
    return file


def prodigy(path, text, words):
    spans = [{"start": start, "end": end, "label": "claim"} for start, end, _ in places(text, words)]
    file = path / "a.jsonl"
    file.write_text(json.dumps({"text": text, "spans": spans, "stet": {"article": "a-1"}}))
    return file


def web_annotation(path, text, words, source="urn:x-stet:a-1"):
    items = [
        {
            "id": f"https://notes.example/{start}",
            "type": "Annotation",
            "body": [{"type": "TextualBody", "purpose": "tagging", "value": "claim"}],
            "target": {
                "source": source,
                "selector": [
                    {"type": "TextPositionSelector", "start": start, "end": end},
                    {
                        "type": "TextQuoteSelector",
                        "exact": one,
                        "prefix": text[max(0, start - 32) : start],
                        "suffix": text[end : end + 32],
                    },
                ],
            },
        }
        for start, end, one in places(text, words)
    ]
    file = path / "a.jsonld"
    file.write_text(json.dumps({"type": "AnnotationPage", "items": items}))
    return file


def xmi(path, text, words):
    cassis = pytest.importorskip("cassis")
    types = cassis.TypeSystem()
    span = types.create_type("custom.Span", supertypeName="uima.tcas.Annotation")
    types.create_feature(span, "label", "uima.cas.String")
    cas = cassis.Cas(typesystem=types)
    cas.sofa_string, cas.sofa_mime = text, "text/plain"
    for start, end, _ in places(text, words):
        cas.add(span(begin=start, end=end, label="claim"))
    folder = path / "cas"
    folder.mkdir(exist_ok=True)
    types.to_xml(folder / "TypeSystem.xml")
    cas.to_xmi(folder / "a.xmi")
    return folder


@pytest.mark.parametrize(
    "made", [doccano, brat, label_studio, prodigy, web_annotation, xmi], ids=lambda one: one.__name__
)
def test_what_is_on_another_text_is_placed_and_reviewed(made, db, tmp_path):
    form = made.__name__.replace("_", "-")
    first = doccano if made is web_annotation else made
    back(db, first.__name__.replace("_", "-"), first(tmp_path, NEW, []))
    outcome = back(db, form, made(tmp_path, OLD, WORDS))
    assert (outcome.articles, outcome.annotations, outcome.left) == (0, 3, ())
    (told,) = outcome.unfit
    assert "2 carried, 1 of them on changed words, 1 lost; “stet diff 1 --from 1”" in told
    with library(db) as workspace:
        info = workspace.find("1")
        assert (info.version, workspace.store.text(info.key)) == (2, NEW)
        words = [one.fragments[0].of(NEW) for one in workspace.annotations(info)]
        assert words == [HELD, "Nobody on the council has read"]
        (orphan,) = orphans(workspace, info)
        assert TIDE in orphan.words
    # The same file again brings nothing.
    again = back(db, form, made(tmp_path, OLD, WORDS))
    assert (again.annotations, again.same, again.left) == (0, 3, ())
    with library(db) as workspace:
        info = workspace.find("1")
        (orphan,) = orphans(workspace, info)
        place = orphan.guess or orphan.annotation
        confirm(workspace, info, orphan, place)
        assert not orphans(workspace, info)


def test_what_is_on_another_text_with_all_its_words_leaves_no_version(db, tmp_path):
    back(db, "doccano", doccano(tmp_path, OLD, []))
    back(db, "doccano", doccano(tmp_path, f"\n\n{OLD}\n", [HELD]))
    with library(db) as workspace:
        info = workspace.find("1")
        (claim,) = workspace.annotations(info)
        assert (info.version, claim.fragments[0].of(OLD)) == (1, HELD)


def test_a_text_without_an_id_belongs_to_the_only_article_of_its_name_that_is_much_like_it(db, tmp_path):
    with library(db) as workspace:
        for text, source in ((NEW + "\n" + OLD, "/elsewhere/a.txt"), ("Rents rise.\n" * 9, "/another/a.txt")):
            bring_draft(workspace, read_bytes(text.encode()), source)
    outcome = back(db, "brat", brat(tmp_path, OLD, WORDS))
    assert (outcome.articles, outcome.annotations) == (0, 3)
    with library(db) as workspace:
        assert len(list(workspace.annotations(workspace.find("1")))) == 3
        bring_draft(workspace, read_bytes((OLD + "\nTwice.").encode()), "/third/a.txt", new=True)
    # Of two that are alike, none is guessed.
    assert back(db, "brat", brat(tmp_path, OLD + "\nThrice.", WORDS)).articles == 1


def test_web_annotations_on_an_earlier_version_find_it(db, tmp_path):
    with library(db) as workspace:
        for text in (OLD, NEW):
            bring_draft(workspace, read_bytes(text.encode()), "https://example.org/a")
    outcome = back(db, "web-annotation", web_annotation(tmp_path, OLD, WORDS, "https://example.org/a"))
    assert (outcome.annotations, outcome.left) == (3, ())
    with library(db) as workspace:
        assert [row.version for row in workspace.store.versions.of_article(1)] == [1, 2]
        assert len(orphans(workspace, workspace.find("1"))) == 1


def test_another_text_is_put_before_the_current_one_and_undo_goes_on_working(db, tmp_path):
    with library(db) as workspace:
        bring_draft(workspace, read_bytes(NEW.encode()), "https://example.org/a")
        info = workspace.find("1")
        workspace.tag(info, "quote", [Span(*places(NEW, [HELD])[0][:2])])
    back(db, "web-annotation", web_annotation(tmp_path, OLD, WORDS, "https://example.org/a"))
    with library(db) as workspace:
        info = workspace.find("1")
        assert len(list(workspace.annotations(info))) == 3
        assert workspace.undo(info) is not None
        assert [one.label for one in workspace.annotations(info)] == ["quote"]
        assert not orphans(workspace, info)


def test_passages_that_overlap_are_one_and_those_that_disagree_are_not():
    def node(start, end, exact, before="", after=""):
        return Node(f"n{start}", "claim", ((start, end),), quotes=((before, exact, after),))

    text = "A first thing. A second one."
    nodes = [node(0, 14, text[:14], "", text[14:20]), node(15, 28, text[15:], text[10:15]), node(20, 25, "other")]
    whole, placed = passages_of(nodes, "here")
    assert whole == f"{text}\n\nother"
    for one, other in zip(nodes, placed, strict=True):
        ((start, end),) = other.spans
        assert whole[start:end] == one.quotes[0][1]
