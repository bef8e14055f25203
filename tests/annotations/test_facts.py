"""Title, author, date, site, language and status of an article: what they take, and how they are taken back."""

import io
import json
import sys

import pytest

from annotations.cli import make_commands, run
from annotations.errors import ConflictError, StoreError, UsageError
from annotations.model import Status
from annotations.store import Store
from annotations.store.connection import _open_for_reading
from annotations.workspace import Workspace
from annotations.workspace.facts import checked, language_tag, parse_assignments
from tests.annotations.harbour import add_dam, add_harbour, harbour_sentences, library, span


@pytest.fixture
def kim(tmp_path):
    with library(tmp_path / "stet.db") as workspace:
        yield workspace


@pytest.fixture
def harbour(kim):
    return add_harbour(kim)


def info_of(workspace, info):
    return workspace.store.articles.get(info.number)


def test_facts_are_one_step_with_a_summary(kim, harbour):
    edit = kim.set_facts(harbour, {"author": " Vera   Lind ", "site": "Ostermoor Courier", "date": ""})
    assert edit.summary == "set the author to Vera Lind, set the site to Ostermoor Courier, unset the date"
    assert edit.facts
    assert info_of(kim, harbour).metadata == {"author": "Vera Lind", "site": "Ostermoor Courier"}
    assert [(step.action, step.summary) for step in kim.store.history.steps()] == [("set", edit.summary)]
    assert kim.undo(harbour).summary == edit.summary
    assert list(info_of(kim, harbour).metadata.items()) == [("author", "Ida Krag"), ("date", "2026-03-31")]
    kim.redo(harbour)
    assert info_of(kim, harbour).metadata["site"] == "Ostermoor Courier"


def test_what_is_so_already_is_no_step(kim, harbour):
    assert kim.set_facts(harbour, {"author": "Ida Krag", "language": "EN"}) is None
    assert list(kim.store.history.steps()) == []


def test_facts_do_not_begin_the_work_but_the_status_may_be_set(kim, harbour):
    kim.set_facts(harbour, {"author": "Vera Lind"})
    assert info_of(kim, harbour).status is Status.NEW
    kim.set_facts(harbour, {"status": "done"})
    assert info_of(kim, harbour).status is Status.DONE
    kim.undo(harbour)
    assert info_of(kim, harbour).status is Status.NEW


def test_another_language_lets_the_sentences_be_found_anew(kim, harbour):
    assert kim.open(harbour).content.sentences == harbour_sentences()
    kim.set_facts(harbour, {"language": "de_at"})
    assert info_of(kim, harbour).language == "de-AT"
    assert kim.open(harbour).content.sentences is None
    kim.put_sentences(info_of(kim, harbour), kim.store.text(harbour.key), kim.open(harbour).content.blocks,
                      harbour_sentences())  # fmt: skip
    kim.undo(harbour)
    assert info_of(kim, harbour).language == "en"
    assert kim.open(harbour).content.sentences is None


def test_other_facts_leave_the_sentences_alone(kim, harbour):
    kim.set_facts(harbour, {"title": "Wall", "language": "en"})
    assert kim.open(harbour).content.sentences == harbour_sentences()


def test_a_title_that_is_unset_is_found_in_the_text(kim, harbour):
    assert kim.set_facts(harbour, {"title": ""}).summary == "set the title to Harbour wall will not hold"
    dam = add_dam(kim)
    kim.set_facts(dam, {"title": "Dam"})
    kim.set_facts(dam, {"title": " "})
    assert info_of(kim, dam).title == "The dam will hold."


def test_facts_that_two_people_set_are_kept_apart(kim, harbour):
    lee = Workspace(kim.store, "lee")
    kim.set_facts(harbour, {"author": "Vera Lind"})
    lee.set_facts(harbour, {"date": "2026-04"})
    kim.undo(harbour)
    assert info_of(kim, harbour).metadata == {"author": "Ida Krag", "date": "2026-04"}
    kim.set_facts(harbour, {"date": "2025"})
    with pytest.raises(ConflictError, match="kim has changed this since"):
        lee.undo(harbour)


def test_facts_survive_annotations_and_the_other_way_round(kim, harbour):
    kim.tag(harbour, "claim", [span("=1911")])
    kim.set_facts(harbour, {"status": "done"})
    kim.undo(harbour)
    assert info_of(kim, harbour).status is Status.BEGUN
    assert len(list(kim.annotations(harbour))) == 1


def test_two_programs_see_each_others_facts(kim, harbour):
    with Store(kim.store.path) as store:
        Workspace(store, "lee").set_facts(harbour, {"author": "Jan Voss"})
    assert kim.set_facts(harbour, {"author": "Jan Voss"}) is None


def test_a_library_that_cannot_be_written_says_so(kim, harbour):
    with Store(kim.store.path, _open_for_reading(kim.store.path)) as store:
        with pytest.raises(StoreError, match="read-only"):
            Workspace(store, "kim").set_facts(harbour, {"author": "Vera Lind"})
        assert info_of(Workspace(store, "kim"), harbour) == harbour


@pytest.mark.parametrize(
    ("name", "value", "stored"),
    [
        ("date", "2026", "2026"),
        ("date", "2026-03", "2026-03"),
        ("date", " 2026-03-31 ", "2026-03-31"),
        ("date", "2024-02-29", "2024-02-29"),
        ("date", "2026-03-31 08:15", "2026-03-31T08:15:00"),
        ("date", "2026-03-31T08:15:00Z", "2026-03-31T08:15:00+00:00"),
        ("language", "EN", "en"),
        ("language", "pt-br", "pt-BR"),
        ("language", "zh-hant-tw", "zh-Hant-TW"),
        ("language", "sl-rozaj-biske", "sl-rozaj-biske"),
        ("language", "de-1996", "de-1996"),
        ("language", "es-419", "es-419"),
        ("language", "en-x-mine", "en-x-mine"),
        ("language", "", None),
        ("site", "  ", None),
        ("title", "Two\nlines", "Two lines"),
        ("author", "=HYPERLINK()", "=HYPERLINK()"),
        ("status", "begun", "begun"),
    ],
)
def test_values_are_stored_in_their_canonical_form(name, value, stored):
    assert checked({name: value}) == {name: stored}


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("date", "31.3.2026", "2026-03-31"),
        ("date", "2026-02-30", "no date"),
        ("date", "2026-13", "no date"),
        ("date", "0000", "no date"),
        ("date", "2026-W14-2", "no date"),
        ("date", "20260331", "no date"),
        ("date", "yesterday", "no date"),
        ("date", "2026-03-31T99:00", "no date"),
        ("language", "English", "Write “en”."),
        ("language", "d", "no language tag"),
        ("language", "en-", "no language tag"),
        ("language", "en--GB", "no language tag"),
        ("language", "e" * 90, "no language tag"),
        ("language", "en" + "-abcde" * 20, "no language tag"),
        ("status", "", "new, begun or done"),
        ("status", "finished", "new, begun or done"),
        ("status", "don", "Did you mean “done”?"),
        ("title", "x" * 1001, "1001"),
        ("author", "Vera\x1b[31m", "control character"),
        ("author", "Vera\ud800", "control character"),
        ("athor", "Vera", "Did you mean “author”?"),
        ("number", "3", "Facts are title, author"),
        ("", "3", "no fact"),
    ],
)
def test_a_bad_value_is_refused_in_a_sentence(kim, harbour, name, value, said):
    with pytest.raises(UsageError) as error:
        kim.set_facts(harbour, {name: value})
    assert said in f"{error.value.message} {error.value.hint}"
    assert len(error.value.message) < 200
    assert info_of(kim, harbour) == harbour


def test_nothing_is_set_when_one_of_several_is_bad(kim, harbour):
    with pytest.raises(UsageError):
        kim.set_facts(harbour, {"author": "Vera Lind", "date": "soon"})
    assert info_of(kim, harbour) == harbour


def test_assignments_are_parted_at_the_first_equals_sign():
    assert parse_assignments(["title=a = b", "site="]) == {"title": "a = b", "site": ""}
    for words in (["title"], ["title=a", "title=b"], ["=a"]):
        with pytest.raises(UsageError):
            parse_assignments(words)


def test_every_language_with_rules_of_its_own_has_a_tag():
    from annotations.sentences.language import KNOWN_LANGUAGES

    assert [language_tag(code) for code in KNOWN_LANGUAGES] == list(KNOWN_LANGUAGES)


@pytest.fixture
def stet(tmp_path, capsys, monkeypatch):
    path = tmp_path / "cli.db"
    with library(path) as workspace:
        add_harbour(workspace)
    monkeypatch.setenv("STET_DB", str(path))
    monkeypatch.setenv("STET_ANNOTATOR", "kim")

    def call(*args):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO()))
        status = run(make_commands(), args)
        out, err = capsys.readouterr()
        return status, out, err

    return call


def test_set_on_the_command_line(stet):
    assert stet("set", "harbour.md", "author=Vera Lind", "language=de") == (
        0, "article 1: set the author to Vera Lind, set the language to de\n", "",
    )  # fmt: skip
    assert stet("set", "1", "author=Vera Lind")[1] == "article 1: all of it is so already\n"
    assert stet("set", "1")[1].splitlines() == [
        "title     =Harbour", "author    Vera Lind", "date      2026-03-31", "site      –", "language  de",
        "status    new", "tags      –",
    ]  # fmt: skip
    facts = json.loads(stet("set", "1", "--json", "site=")[1])
    assert facts.pop("id")
    assert facts == {
        "number": 1, "title": "=Harbour", "author": "Vera Lind", "date": "2026-03-31", "site": None,
        "language": "de", "status": "new", "tags": [],
    }  # fmt: skip
    assert "author" in stet("history", "1")[1]


def test_mistakes_on_the_command_line_end_with_status_2(stet):
    for words, said in (
        (("author",), "name=value"), (("date=soon",), "no date"), (("autor=x",), "Did you mean “author”?"),
    ):  # fmt: skip
        status, out, err = stet("set", "1", *words)
        assert (status, out) == (2, "")
        assert said in err
    assert stet("set", "9", "author=x")[0] == 1


def test_sentences_of_another_language_are_found_when_they_are_asked_for(stet):
    stet("set", "1", "language=de")
    assert "Harbour wall will not hold" in stet("sentences", "1")[1]
