"""`stet schema` as somebody uses it who has a scheme of their own to make."""

import io
import json
import sys

import pytest

from annotations.cli import make_commands, run
from annotations.schema.files import parse_toml, shipped
from tests.annotations.harbour import filled


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return filled(tmp_path_factory.mktemp("made") / "stet.db")


@pytest.fixture
def stet(made, capsys, monkeypatch, tmp_path):
    (tmp_path / "stet.db").write_bytes(made.read_bytes())
    monkeypatch.setenv("STET_DB", str(tmp_path / "stet.db"))
    monkeypatch.setenv("STET_ANNOTATOR", "kim")
    monkeypatch.chdir(tmp_path)

    def call(*args):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO()))
        status = run(make_commands(), args)
        out, err = capsys.readouterr()
        return status, out, err

    return call


def change(path, *pairs):
    text = path.read_text("utf-8")
    for before, after in pairs:
        assert before in text, before
        text = text.replace(before, after)
    path.write_text(text, "utf-8")


def test_from_the_first_draft_to_the_third_version(stet, tmp_path):
    assert stet("schema", "init", "frames.toml") == (
        0, "frames.toml is written; “stet schema use frames.toml” takes it into use\n", "",
    )  # fmt: skip
    scheme = tmp_path / "frames.toml"
    assert parse_toml(scheme.read_text("utf-8"), "").name == "frames"
    status, out, err = stet("schema", "check", "frames.toml")
    assert (status, err) == (0, "")
    assert out.startswith("frames.toml: schema frames, version 1, with 3 labels and 7 relations\n")
    assert stet("schema", "use", "frames.toml") == (0, "schema frames, version 1, is in use now\n", "")
    assert stet("schema", "use", "frames.toml") == (0, "schema frames, version 1, is in use already\n", "")

    change(scheme, ("labels.claim", "labels.assertion"), ('to = ["claim"]', 'to = ["assertion"]'))
    status, out, err = stet("schema", "use", "frames.toml")
    assert (status, out) == (1, "")
    assert "another schema frames, version 1, was in use here before" in err
    assert "Raise the version: version = “2”." in err
    change(scheme, ('version = "1"', 'version = "2"'))
    status, out, err = stet("schema", "use", "frames.toml")
    assert (status, out) == (1, "")
    assert "lacks what is in use: the label claim (3)" in err
    assert "say was = “claim” there; --keep keeps it" in err
    change(scheme, ('glyph = "C"', 'glyph = "C"\nwas = "claim"'))
    assert stet("schema", "use", "frames.toml") == (
        0, "renamed the label claim to assertion (3 annotations)\nschema frames, version 2, is in use now\n", "",
    )  # fmt: skip
    assert "assertion 2, quote 1, stance 1" in stet("list")[1]

    assert stet("schema", "init", "next.toml", "--from", "current")[0] == 0
    following = parse_toml((tmp_path / "next.toml").read_text("utf-8"), "")
    assert (following.name, following.version) == ("frames", "3")
    change(tmp_path / "next.toml", ("[relations.attacks]", "[relations.rebuts]"))
    status, out, _ = stet("schema", "use", "next.toml", "--keep")
    assert out == "kept as retired: the relation attacks (1)\nschema frames, version 3, is in use now\n"
    assert "(retired)" in stet("schema")[1]

    rows = [line.split()[2:4] for line in stet("schema", "history")[1].splitlines()[1:]]
    assert rows == [["news", "1"], ["frames", "1"], ["frames", "2"], ["frames", "3"]]
    stored = json.loads(stet("schema", "history", "--json")[1])
    assert [one["in_use"] for one in stored] == [False, False, False, True]
    assert stored[0]["definition"]["name"] == "news"
    assert stet("check")[0] == 0


def test_a_draft_overwrites_nothing(stet, tmp_path):
    (tmp_path / "schema.toml").write_text("mine")
    status, out, err = stet("schema", "init")
    assert (status, out) == (1, "")
    assert "schema.toml is there already" in err
    assert (tmp_path / "schema.toml").read_text() == "mine"
    (tmp_path / "link.toml").symlink_to("nowhere")
    assert stet("schema", "init", "link.toml")[0] == 1
    assert stet("schema", "init", "new/folder/own.toml")[0] == 0
    status, _, err = stet("schema", "init", "schema.toml/own.toml")
    assert status == 1
    assert "cannot be written" in err


@pytest.mark.parametrize(
    ("file", "name"),
    [("Own Frames.toml", "own_frames"), ("news.toml", "my_scheme"), ("1.toml", "my_scheme"), ("ü.toml", "my_scheme")],
)
def test_a_draft_is_called_like_its_file(stet, tmp_path, file, name):
    assert stet("schema", "init", file)[0] == 0
    assert parse_toml((tmp_path / file).read_text("utf-8"), "").name == name
    assert stet("schema", "check", file)[0] == 0


def test_a_draft_can_be_printed(stet):
    out = stet("schema", "init", "-")[1]
    assert out.startswith("# A coding scheme for Stet.")
    assert parse_toml(out, "").labels == shipped().labels


def test_check_names_every_key_that_does_not_work(stet, tmp_path):
    toml = 'name="foo"\nversion="1"\n[labels.foo]\nkey="j"\n[labels.bar]\nkey="f"\n[labels.baz]\n'
    (tmp_path / "foo.toml").write_text(toml)
    status, out, err = stet("schema", "check", "foo.toml")
    assert status == 1
    assert "foo.toml: the key j of label foo is taken: Go to the next sentence\n" in err
    assert "foo.toml: the key f of label bar is taken: " in err
    assert "the label baz has no key" in out
    assert "free for labels: c p q s B C" in out
    status, out, err = stet("schema", "use", "foo.toml")
    assert (status, out) == (1, "")
    assert "the key j of label foo is taken: Go to the next sentence (and 1 more)" in err
    assert "Free for labels: c p q s" in err


def test_a_circle_is_a_clear_sentence(stet, tmp_path):
    (tmp_path / "foo.toml").write_text('name="foo"\nversion="1"\n[labels.a]\nwas="b"\n[labels.b]\nwas="a"\n')
    for command in ("check", "use"):
        status, out, err = stet("schema", command, "foo.toml")
        assert (status, out) == (1, "")
        assert err == "stet: foo.toml: labels: what each was goes in a circle: a, which was b, which was a\n"


def test_import_takes_a_scheme_into_use_first(stet, tmp_path):
    (tmp_path / "foo.toml").write_text('name="foo"\nversion="1"\n[labels.frame]\nkey="V"\n')
    (tmp_path / "a.txt").write_text("The gate is shut.\n")
    new = str(tmp_path / "new.db")
    assert stet("import", "--schema", "foo.toml", "a.txt", "--db", new)[:2] == (
        0, "schema foo, version 1, is in use now\narticle 1: The gate is shut.\n",
    )  # fmt: skip
    assert stet("import", "--schema", "foo.toml", "a.txt", "--db", new)[1] == (
        "article 1 is there already: The gate is shut.\n"
    )
    # In a library where it does not fit, nothing is imported.
    status, out, err = stet("import", "--schema", "foo.toml", "a.txt")
    assert (status, out) == (1, "")
    assert "lacks what is in use" in err
    assert "The gate" not in stet("list")[1]


def test_what_one_library_has_kept_goes_to_another_with_its_scheme(stet, tmp_path):
    stet("schema", "init", "own.toml")
    change(tmp_path / "own.toml", ("[labels.quote.roles.cue]", "[labels.quote.roles.verb]"))
    assert stet("schema", "use", "own.toml", "--keep")[1].startswith("kept as retired: the role cue of quote (1)\n")
    stet("export", "-o", "all.jsonl")
    (tmp_path / "whole.toml").write_text(stet("schema", "show", "--toml")[1])
    other = str(tmp_path / "other.db")
    status, _, err = stet("import", "--schema", "own.toml", "all.jsonl", "--db", other)
    assert status == 1
    assert "quote has no role “cue”" in err
    assert stet("import", "--schema", "whole.toml", "all.jsonl", "--db", other)[0] == 0
    assert stet("export", "--db", other)[1] == (tmp_path / "all.jsonl").read_text("utf-8")


def test_back_to_the_scheme_that_ships(stet, tmp_path):
    stet("schema", "init", "frames.toml")
    stet("schema", "use", "frames.toml")
    assert stet("schema", "use", "news")[1] == "schema news, version 1, is in use now\n"
    status, _, err = stet("schema", "use", "nws")
    assert status == 1
    assert "Did you mean “news”?" in err


def test_hostile_names_in_a_scheme_are_shown_and_not_obeyed(stet, tmp_path):
    (tmp_path / "foo.toml").write_text(
        'name="foo"\nversion="1\\u001b[31m"\n[labels.a]\nguideline="\\u001b]0;x\\u0007"\n'
    )
    for command in (["check", "foo.toml"], ["use", "foo.toml"], ["history"], ["show"]):
        _, out, err = stet("schema", *command)
        assert "\x1b" not in out + err


def test_a_library_without_articles_has_no_history_of_schemes(stet, tmp_path):
    status, out, err = stet("schema", "history", "--db", str(tmp_path / "empty.db"))
    assert (status, out) == (0, "")
    assert "No article" in err
