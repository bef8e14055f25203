"""Formats that come back: what left a library comes into an empty one as it was."""

import io
import json
import shutil

import pytest

from annotations.errors import FormatError
from annotations.exporting import Asked, export, export_file
from annotations.formats import FORMATS, ForeignFormat, format_for
from annotations.formats.files import open_source
from annotations.importing.documents import import_documents
from annotations.importing.exports import import_export
from annotations.model import Role, Span
from annotations.readers import read_bytes
from tests.annotations.rich import library, rich

BACK = [form.name for form in FORMATS if isinstance(form, ForeignFormat)]
WITH_TEXT = [name for name in BACK if name not in {"csv", "web-annotation"}]
"""Those that bring the article along."""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return rich(tmp_path_factory.mktemp("rich") / "stet.db")


def out(path, name, target):
    with library(path) as workspace:
        return export_file(workspace, format_for(name=name), target)


def back(path, name, source, names=None):
    form = format_for(name=name)
    with library(path) as workspace, open_source(source) as opened:
        return import_documents(workspace, form, opened, names)


def everything(path):
    """Annotations and relations as the lossless format has them, the articles apart."""
    stream = io.StringIO()
    with library(path) as workspace:
        export(workspace, format_for(name="jsonl"), stream)
    articles = [json.loads(line) for line in stream.getvalue().splitlines()]
    annotations = sorted((a for article in articles for a in article["annotations"]), key=lambda a: a["id"])
    relations = sorted((r for article in articles for r in article["relations"]), key=lambda r: r["id"])
    return [article["text"] for article in articles], annotations, relations


@pytest.mark.parametrize("name", WITH_TEXT)
def test_what_left_comes_back_as_it_was(made, tmp_path, name):
    target = tmp_path / f"out{format_for(name=name).suffixes[0]}"
    losses = out(made, name, target).losses
    outcome = back(tmp_path / "other.db", name, target)
    texts, annotations, relations = everything(made)
    there = everything(tmp_path / "other.db")
    assert sorted(there[0]) == sorted(texts)
    assert there[1] == annotations
    lost = [sentence for sentence in losses if "relation" in sentence]
    assert (outcome.left, outcome.unfit) == ((), ())
    if lost:
        assert [relation["label"] for relation in there[2]] == ["attacks", "supports"]
        assert [r for r in relations if r["label"] != "restates"] == there[2]
    else:
        assert there[2] == relations


@pytest.mark.parametrize("name", WITH_TEXT)
def test_names_in_another_order_than_that_of_an_earlier_annotation_keep_it(tmp_path, name):
    for module in format_for(name=name).needs:
        pytest.importorskip(module)
    with library(tmp_path / "x.db") as workspace:
        info = workspace.add(read_bytes(b"The mayor is against the plan, and so is she."), "/a.txt").info
        names = [["target"], ["holder", "target"], ["target", "holder"], ["target", "holder", "target"]]
        for at, roles in enumerate(names):
            fillers = [Role(role, f"{role} {number}") for number, role in enumerate(roles)]
            workspace.tag(info, "stance", [Span(4 + at, 9)], roles=fillers)
    target = tmp_path / f"out{format_for(name=name).suffixes[0]}"
    out(tmp_path / "x.db", name, target)
    back(tmp_path / "other.db", name, target)
    assert everything(tmp_path / "other.db")[1] == everything(tmp_path / "x.db")[1]


@pytest.mark.parametrize("name", BACK)
def test_what_is_there_already_is_not_brought_twice(made, tmp_path, name):
    shutil.copy(made, tmp_path / "same.db")
    target = tmp_path / f"out{format_for(name=name).suffixes[0]}"
    out(made, name, target)
    before = everything(tmp_path / "same.db")
    outcome = back(tmp_path / "same.db", name, target)
    assert (outcome.articles, outcome.annotations, outcome.relations) == (0, 0, 0)
    assert outcome.left == ()
    assert everything(tmp_path / "same.db") == before


@pytest.mark.parametrize("name", sorted(set(BACK) - set(WITH_TEXT)))
def test_what_needs_its_articles_comes_back_to_them(made, tmp_path, name):
    form = format_for(name=name)
    target = tmp_path / f"out{form.suffixes[0]}"
    assert out(made, name, target).losses == ()
    bare = bare_copy(made, tmp_path / "bare.db")
    outcome = back(bare, name, target)
    assert (outcome.left, outcome.unfit) == ((), ())
    assert known(form, everything(bare)) == known(form, everything(made))
    with pytest.raises(FormatError, match="is not in the library"):
        back(tmp_path / "empty.db", name, target)
    assert everything(tmp_path / "empty.db") == ([], [], [])


def known(form, parts):
    """What a format says that it carries."""
    texts, annotations, relations = parts
    if form.carries.roles != "yes":
        annotations = [one | {"roles": sorted(one["roles"], key=repr)} for one in annotations]
    if form.carries.relations != "yes":
        relations = sorted((one["label"], one["from"], one["to"]) for one in relations)
    return texts, annotations, relations


def bare_copy(path, target):
    """The articles of a library without what hangs on them."""
    stream = io.StringIO()
    with library(path) as workspace:
        export(workspace, format_for(name="jsonl"), stream)
    lines = [json.loads(line) | {"annotations": [], "relations": []} for line in stream.getvalue().splitlines()]
    with library(target) as workspace:
        data = io.BytesIO("\n".join(map(json.dumps, lines)).encode())
        import_export(workspace, format_for(name="jsonl"), data, "bare.jsonl")
    return target


def test_brat_events_come_back_as_relations_do(made, tmp_path):
    with library(made) as workspace:
        export_file(workspace, format_for(name="brat"), tmp_path / "out", asked=Asked(options={"events": ""}))
    lines = [line for file in sorted((tmp_path / "out").glob("*.ann")) for line in file.read_text("utf-8").splitlines()]
    assert [line for line in lines if line.startswith("E")] == [
        "E1\tquote:T2 source:T3 cue:T4",
        "E2\tclaim:T8 claimant:T9",
        "E3\tstance:T10 holder:T11 target:T12",
    ]
    assert "has_" not in "".join(lines)
    back(tmp_path / "other.db", "brat", tmp_path / "out")
    _, annotations, relations = everything(made)
    _, back_annotations, back_relations = everything(tmp_path / "other.db")
    assert back_annotations == annotations
    assert back_relations == [relation for relation in relations if relation["label"] != "restates"]
