import csv
import io
import json
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.checking import check
from annotations.errors import ConflictError, SchemaError
from annotations.exporting import export
from annotations.formats import TextFormat, format_for, import_format_for
from annotations.importing.articles import import_article
from annotations.importing.exports import import_export
from annotations.model import Role, Span
from annotations.store.suggestions import StoredSuggestion
from annotations.versions.orphans import confirm, orphans, placed_by_hand
from annotations.workspace import Workspace
from tests.annotations.harbour import library

TEXT = (
    "Harbour bridge stays shut\n"
    "“The bridge will stay shut,” said Ilse Brandt, the harbour master, “until May at least.”\n"
    "Nine ferries a day carry 4,000 people across. They are full 🌊 by noon.\n"
    "Shopkeepers on the east bank want it open at once.\n"
)
SHOPS = "Shopkeepers on the east bank want it open at once."
FERRIES = "Nine ferries a day carry 4,000 people across."
EDITED = (
    TEXT.replace("4,000", "3,000").replace(f"{SHOPS}\n", "").replace("shut\n", "shut\nIt has rained since Monday.\n", 1)
)


def span(words, text=TEXT):
    start = text.index(words)
    return Span(start, start + len(words))


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "bridge.txt"
    path.write_text(TEXT)
    return path


@pytest.fixture
def kim(tmp_path):
    with library(tmp_path / "kim.db") as workspace:
        yield workspace


@contextmanager
def another(workspace, name):
    yield Workspace(workspace.store, name)


def tagged(workspace, info):
    """A quote in two pieces with source and cue, a claim, and a stance whose words will go."""
    quote = workspace.tag(
        info,
        "quote",
        [span("The bridge will stay shut,"), span("until May at least.")],
        roles=[Role("source", "the harbour master", span("Ilse Brandt")), Role("cue", None, span("said"))],
    ).annotation
    claim = workspace.tag(info, "claim", [span(FERRIES)]).annotation
    stance = workspace.tag(info, "stance", [span(SHOPS)], roles=[Role("holder", None, span("Shopkeepers"))]).annotation
    return quote, claim, stance


def update(workspace, file, text):
    file.write_text(text)
    return import_article(workspace, file)


def words(workspace, info):
    text = workspace.store.text(info.key)
    return {a.label: [fragment.of(text) for fragment in a.fragments] for a in workspace.annotations(info)}


def exported(workspace):
    out = io.StringIO(newline="")
    export(workspace, format_for(name="jsonl"), out)
    return out.getvalue()


def bring(workspace, text):
    return import_export(workspace, import_format_for("a.jsonl"), io.BytesIO(text.encode()), "a.jsonl")


def test_a_file_that_changed_takes_annotations_along_and_lists_what_is_lost(kim, file):
    info = import_article(kim, file).info
    _, claim, stance = tagged(kim, info)
    brought = update(kim, file, EDITED)
    assert (brought.carried.exact, brought.carried.changed, brought.carried.lost) == (1, 1, 1)
    assert brought.carried.summary == "2 carried, 1 of them on changed words, 1 lost"
    now = brought.info
    assert (now.number, now.version) == (info.number, 2)
    assert words(kim, now) == {
        "quote": ["The bridge will stay shut,", "until May at least."],
        "claim": ["Nine ferries a day carry 3,000 people across."],
    }
    (orphan,) = orphans(kim, now)
    assert (orphan.annotation, orphan.version) == (stance, 1)
    assert list(check(kim.store)) == []
    carried = kim.store.annotations.get(claim.id)
    assert replace(carried, version=claim.version, fragments=claim.fragments) == claim


def test_annotations_of_everybody_go_over_also_nested_and_overlapping_ones(kim, file):
    info = import_article(kim, file).info
    with another(kim, "lee") as lee:
        for person in (kim, lee):
            person.tag(info, "claim", [span("They are full 🌊 by noon.")])
            person.tag(info, "claim", [span("full 🌊 by")])
            person.tag(info, "claim", [span("4,000 people across. They are full")])
            person.tag(info, "quote", [span("🌊")])
    now = update(kim, file, "A new lead.\n" + TEXT).info
    text = kim.store.text(now.key)
    found = sorted((a.annotator, *(fragment.of(text) for fragment in a.fragments)) for a in kim.annotations(now))
    once = ["4,000 people across. They are full", "They are full 🌊 by noon.", "full 🌊 by", "🌊"]
    assert found == [(name, one) for name in ("kim", "lee") for one in once]
    assert orphans(kim, now) == ()


def test_relations_stay_also_to_what_is_an_orphan(kim, file):
    info = import_article(kim, file).info
    quote, claim, stance = tagged(kim, info)
    kim.relate(info, "supports", claim, quote)
    kim.relate(info, "supports", claim, stance)
    now = update(kim, file, EDITED).info
    related = kim.related(now)
    assert {(one.source.annotation, one.target.annotation) for one in related} == {
        (claim.id, quote.id),
        (claim.id, stance.id),
    }
    assert list(check(kim.store)) == []


def test_taking_back_goes_on_across_a_new_version(kim, file):
    info = import_article(kim, file).info
    _, claim, _ = tagged(kim, info)
    kim.change(info, claim, replace(claim, note="count them"), "noted")
    now = update(kim, file, EDITED).info
    assert kim.undo(now).summary == "noted"
    assert kim.store.annotations.get(claim.id).note == ""
    assert words(kim, now)["claim"] == ["Nine ferries a day carry 3,000 people across."]
    assert [kim.undo(now).summary.split()[1] for _ in range(3)] == ["stance", "claim", "quote"]
    assert kim.undo(now) is None
    assert words(kim, now) == {}
    assert orphans(kim, now) == ()
    for _ in range(4):
        kim.redo(now)
    assert kim.redo(now) is None
    assert set(words(kim, now)) == {"claim", "quote"}
    assert kim.store.annotations.get(claim.id).note == "count them"
    assert len(orphans(kim, now)) == 1
    assert list(check(kim.store)) == []


def test_a_deletion_that_is_taken_back_comes_back_in_the_new_text_or_as_an_orphan(kim, file):
    info = import_article(kim, file).info
    _, claim, stance = tagged(kim, info)
    kim.delete(info, claim)
    kim.delete(info, stance)
    now = update(kim, file, EDITED).info
    kim.undo(now)
    assert [orphan.annotation for orphan in orphans(kim, now)] == [stance]
    kim.undo(now)
    assert words(kim, now)["claim"] == ["Nine ferries a day carry 3,000 people across."]


def test_an_edit_of_the_span_before_a_new_version_is_taken_back_there(kim, file):
    info = import_article(kim, file).info
    _, claim, _ = tagged(kim, info)
    kim.change(info, claim, replace(claim, fragments=(span("They are full 🌊 by noon."),)), "moved")
    now = update(kim, file, EDITED).info
    kim.undo(now)
    assert words(kim, now)["claim"] == ["Nine ferries a day carry 3,000 people across."]


def test_taking_back_works_over_two_new_versions(kim, file):
    info = import_article(kim, file).info
    _, claim, _ = tagged(kim, info)
    kim.change(info, claim, replace(claim, unsure=True), "unsure")
    update(kim, file, EDITED)
    now = update(kim, file, EDITED.replace("by noon", "by ten")).info
    kim.undo(now)
    assert kim.store.annotations.get(claim.id).unsure is False
    assert (now.version, words(kim, now)["claim"]) == (3, ["Nine ferries a day carry 3,000 people across."])


def test_a_change_of_another_person_since_still_refuses_to_be_taken_back(kim, file):
    info = import_article(kim, file).info
    _, claim, _ = tagged(kim, info)
    now = update(kim, file, EDITED).info
    with another(kim, "lee") as lee:
        mine = lee.tag(now, "claim", [span("It has rained", EDITED)]).annotation
        lee.relate(now, "supports", mine, kim.store.annotations.get(claim.id))
    kim.undo(now)  # the stance
    with pytest.raises(ConflictError, match="lee has related"):
        kim.undo(now)


def test_an_orphan_is_confirmed_at_its_guess_or_by_hand_and_that_is_taken_back(kim, file):
    info = import_article(kim, file).info
    *_, stance = tagged(kim, info)
    now = update(kim, file, TEXT.replace(SHOPS, "Shopkeepers on the bank demand an end to all of it, and soon.")).info
    (orphan,) = orphans(kim, now)
    by_hand = placed_by_hand(orphan, now, [span("Shopkeepers on the bank", kim.store.text(now.key))], TEXT)
    confirm(kim, now, orphan, by_hand)
    assert words(kim, now)["stance"] == ["Shopkeepers on the bank"]
    assert orphans(kim, now) == ()
    kim.undo(now)
    assert [one.annotation for one in orphans(kim, now)] == [stance]
    if orphan.guess is None:
        with pytest.raises(SchemaError):
            confirm(kim, now, orphan)
    else:
        confirm(kim, now, orphan)
        assert orphans(kim, now) == ()


def test_an_orphan_of_another_person_is_theirs(kim, file):
    info = import_article(kim, file).info
    tagged(kim, info)
    now = update(kim, file, EDITED).info
    (orphan,) = orphans(kim, now)
    with another(kim, "lee") as lee, pytest.raises(ConflictError, match="belongs to kim"):
        confirm(lee, now, orphan, placed_by_hand(orphan, now, [Span(0, 7)], TEXT))


def test_a_quote_whose_source_is_gone_waits_with_the_name_that_it_had(kim, file):
    info = import_article(kim, file).info
    kim.tag(info, "stance", [span("They are full 🌊 by noon.")], roles=[Role("holder", None, span("Shopkeepers"))])
    now = update(kim, file, EDITED).info
    (orphan,) = orphans(kim, now)
    assert [fragment.of(EDITED) for fragment in orphan.guess.fragments] == ["They are full 🌊 by noon."]
    assert orphan.guess.roles == (Role("holder", "Shopkeepers"),)


def test_what_the_publisher_puts_back_finds_its_orphans_again(kim, file):
    info = import_article(kim, file).info
    tagged(kim, info)
    update(kim, file, EDITED)
    brought = update(kim, file, TEXT)
    assert (brought.info.version, brought.carried.found, brought.carried.lost) == (3, 1, 0)
    assert words(kim, brought.info)["stance"] == [SHOPS]
    assert list(check(kim.store)) == []


def test_work_on_a_text_that_is_not_the_current_one_any_more_is_refused(kim, file):
    info = import_article(kim, file).info
    update(kim, file, EDITED)
    with pytest.raises(ConflictError, match="has a new version"):
        kim.tag(info, "claim", [span(FERRIES)])
    assert list(kim.annotations(info)) == []


def test_reading_places_suggestions_and_dismissals_go_along(kim, file):
    info = import_article(kim, file).info
    kim.remember_place(info, span("They are full").start, [range(1, 5)], 5)
    body = json.dumps({"fragments": [list(span(SHOPS))], "roles": [], "attributes": {}, "reasons": []})
    other = json.dumps({"fragments": [list(span("They are"))], "roles": [], "attributes": {}, "reasons": []})
    with kim.store.writing():
        rows = [StoredSuggestion("bert", "claim", 1, 0.5, one) for one in (body, other)]
        kim.store.suggestions.add(info.key, rows, "2026-01-01T00:00:00.000Z")
    place = span("Nine ferries")
    kim.dismiss(info, "claim", f"{place.start}-{place.end}")
    now = update(kim, file, EDITED).info
    offset = kim.open(now).place
    assert EDITED[offset:].startswith("They are full")
    seen = kim.store.library.progress(now.number, "kim")
    assert (seen.version, seen.sentences, seen.marks) == (now.key, 5, bytes([0b10100]))
    kim.remember_place(info, 0)  # by a reader that has the old text open
    assert kim.open(now).place == offset
    (suggestion,) = kim.store.suggestions.of_version(now.key)
    assert Span(*json.loads(suggestion.body)["fragments"][0]).of(EDITED) == "They are"
    (dismissal,) = kim.store.suggestions.dismissed(now.key, "kim")
    assert Span(*map(int, dismissal.place.split("-"))).of(EDITED) == "Nine ferries"


def test_facts_that_a_person_set_stay_and_others_follow_the_page(kim, tmp_path):
    path = tmp_path / "dam.md"
    path.write_text("---\ntitle: Dam\nauthor: A. Lind\n---\n\nThe dam will hold.\n")
    info = import_article(kim, path).info
    kim.set_facts(info, {"author": "Vera Lind"})
    path.write_text("---\ntitle: Dam breaks\nauthor: Somebody\n---\n\nThe dam will not hold.\n")
    now = import_article(kim, path).info
    assert (now.title, now.metadata["author"]) == ("Dam breaks", "Vera Lind")


def test_an_export_with_orphans_comes_back_byte_for_byte(kim, file, tmp_path):
    info = import_article(kim, file).info
    _, claim, stance = tagged(kim, info)
    kim.relate(info, "supports", claim, stance)
    update(kim, file, EDITED)
    text = exported(kim)
    lines = [json.loads(line) for line in text.splitlines()]
    assert [(line["number"], line["version"], len(line["annotations"])) for line in lines] == [(1, 1, 1), (1, 2, 2)]
    assert lines[0]["id"] == lines[1]["id"]
    assert (lines[0]["text"], lines[1]["text"]) == (TEXT, EDITED)
    with library(tmp_path / "lee.db", "lee") as lee:
        outcome = bring(lee, text)
        assert (outcome.articles, outcome.annotations, outcome.left) == (1, 3, ())
        assert exported(lee) == text
        assert len(orphans(lee, lee.find("1"))) == 1
        assert list(check(lee.store)) == []
        assert bring(lee, text).same == 4


def test_a_table_has_a_row_for_what_is_lost_with_the_words_it_was_made_on(kim, file):
    info = import_article(kim, file).info
    *_, stance = tagged(kim, info)
    update(kim, file, EDITED)
    out = io.StringIO(newline="")
    export(kim, format_for(name="csv"), out)
    rows = {row["annotation_id"]: row for row in csv.DictReader(io.StringIO(out.getvalue()))}
    assert len(rows) == 3
    row = rows[stance.id]
    assert (row["text"], TEXT[int(row["start"]) : int(row["end"])]) == (SHOPS, SHOPS)


def test_a_format_without_room_for_what_is_lost_says_so(kim, file):
    class Words(TextFormat):
        name, purpose, suffixes = "words", "", (".words",)

        def write(self, records, job, out):  # noqa: ARG002 - what every format is given
            out.writelines(f"{record.info.version}\n" for record in records)

    tagged(kim, import_article(kim, file).info)
    update(kim, file, EDITED)
    out = io.StringIO()
    exported = export(kim, Words(), out)
    assert out.getvalue() == "2\n"
    assert exported.losses[0].startswith("left out: annotation on an earlier version of its article (once")


def test_an_export_of_a_new_version_is_one_here_too(kim, file, tmp_path):
    info = import_article(kim, file).info
    tagged(kim, info)
    before = exported(kim)
    with library(tmp_path / "lee.db", "lee") as lee:
        bring(lee, before)
        own = lee.tag(lee.find("1"), "claim", [span("They are full 🌊 by noon.")]).annotation
        update(kim, file, EDITED)
        outcome = bring(lee, exported(kim))
        assert outcome.left == ()
        now = lee.find("1")
        assert now.version == 2
        assert lee.store.annotations.get(own.id).version == now.key
        assert len(orphans(lee, now)) == 1


def test_what_was_made_on_an_earlier_version_elsewhere_is_taken_over(kim, file, tmp_path):
    import_article(kim, file)
    with library(tmp_path / "lee.db", "lee") as lee:
        bring(lee, exported(kim))
        lee.tag(lee.find("1"), "claim", [span(FERRIES)])
        theirs = exported(lee)
    now = update(kim, file, EDITED).info
    bring(kim, theirs)
    assert words(kim, now)["claim"] == ["Nine ferries a day carry 3,000 people across."]
    assert bring(kim, theirs).left == ()


def test_a_failure_on_the_way_leaves_the_old_version_as_it_was(kim, file, monkeypatch):
    info = import_article(kim, file).info
    tagged(kim, info)
    before = exported(kim)

    def broken(*_):
        raise OSError("the power is out")

    monkeypatch.setattr(kim.store.versions, "move_dismissals", broken)
    with pytest.raises(OSError, match="power"):
        update(kim, file, EDITED)
    assert exported(kim) == before
    assert list(check(kim.store)) == []


def test_a_program_that_is_killed_on_the_way_leaves_the_old_version_as_it_was(tmp_path, file):
    with library(tmp_path / "lee.db", "lee") as lee:
        tagged(lee, import_article(lee, file).info)
        before = exported(lee)
    file.write_text(EDITED)
    program = """
import os, sys
from annotations.store.versions import VersionRows
VersionRows.move_dismissals = lambda *_: os.kill(os.getpid(), 9)
from annotations.cli import run
run(args=sys.argv[1:])
"""
    done = subprocess.run(
        [sys.executable, "-c", program, "import", "--db", tmp_path / "lee.db", file], capture_output=True, check=False
    )
    assert done.returncode == -9
    with library(tmp_path / "lee.db", "lee") as lee:
        assert exported(lee) == before
        assert list(check(lee.store)) == []
        assert import_article(lee, file).info.version == 2


PIECES = st.lists(
    st.sampled_from(
        ["The mayor said no.", "“Not 🌊 today,” she said.", "It rained.", "Nobody came.", "Trams are late."]
    ),
    min_size=1,
    max_size=8,
)


@given(PIECES, PIECES, st.lists(st.tuples(st.integers(0, 200), st.integers(1, 40)), max_size=6))
@settings(max_examples=40, deadline=None)
def test_whatever_is_edited_nothing_is_broken_or_gone(tmp_path_factory, old, new, places):
    folder = tmp_path_factory.mktemp("any")
    path = folder / "any.txt"
    path.write_text("\n".join(old))
    with library(folder / "any.db") as workspace:
        info = import_article(workspace, path).info
        text = workspace.store.text(info.key)
        made = set()
        for start, length in places:
            end = min(start + length, len(text))
            if start < end and text[start:end].strip():
                made.add(workspace.tag(info, "claim", [Span(start, end)]).annotation.id)
        path.write_text("\n".join(new))
        now = import_article(workspace, path).info
        there = {a.id for a in workspace.annotations(now)} | {o.annotation.id for o in orphans(workspace, now)}
        assert there == made
        assert list(check(workspace.store)) == []
        while workspace.undo(now) is not None:
            pass
        assert list(workspace.annotations(now)) == []
        assert orphans(workspace, now) == ()
