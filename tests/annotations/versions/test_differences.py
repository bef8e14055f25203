import json

from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.importing.articles import import_article
from annotations.model import Role
from annotations.versions.changes import ChangeKind, Mark
from annotations.versions.differences import changes
from annotations.versions.paragraphs import paragraph_changes
from tests.annotations.versions.test_versions import EDITED, FERRIES, SHOPS, TEXT, file, kim, span, tagged, update  # noqa: F401


def marked(change):
    """A change as words with marks: [-out-]{+in+}."""
    around = {Mark.SAME: "{}", Mark.OUT: "[-{}-]", Mark.IN: "{{+{}+}}"}
    return "".join(around[part.mark].format(part.text) for part in change.parts)


def test_changed_added_removed_and_moved_paragraphs_are_told_apart():
    lines = TEXT.splitlines(keepends=True)
    new = "".join([lines[0], lines[3], "A storm came in on Monday night.\n", lines[1].replace("harbour", "port")])
    found = paragraph_changes(TEXT, new)
    assert [change.kind for change in found] == [ChangeKind.ADDED, ChangeKind.CHANGED, ChangeKind.REMOVED]
    assert "[-harbour-]{+port+} master" in marked(found[1])
    assert found[1].moved
    assert found[2].parts[0].text.startswith("Nine ferries")


def test_a_paragraph_that_only_stands_elsewhere_is_told_as_moved():
    lines = TEXT.splitlines(keepends=True)
    (change,) = paragraph_changes(TEXT, "".join([lines[0], lines[3], lines[1], lines[2]]))
    assert (change.kind, change.number, change.parts[0].text) == (ChangeKind.MOVED, 2, SHOPS)


def test_typography_alone_is_no_change():
    assert paragraph_changes(TEXT, TEXT.replace("“", '"').replace("”", '"').replace(" ", "\u00a0")) == []


def test_a_stop_that_became_a_question_mark_is_one():
    (change,) = paragraph_changes("It will hold.\nSure.\n", "It will hold?\nSure.\n")
    assert change.kind is ChangeKind.CHANGED


def test_a_number_is_changed_as_a_whole():
    (change,) = paragraph_changes(TEXT, TEXT.replace("4,000", "3,000"))
    assert "carry [-4,000-]{+3,000+} people" in marked(change)


def test_each_change_has_the_annotations_whose_words_it_touches(kim, file):  # noqa: F811
    info = import_article(kim, file).info
    _, claim, stance = tagged(kim, info)
    now = update(kim, file, EDITED).info
    found = changes(kim, info, now)
    touched = {change.kind: change.touched for change in found.changes}
    (one,) = touched[ChangeKind.CHANGED]
    assert (one.annotation.id, one.before, one.now) == (
        claim.id,
        (FERRIES,),
        ("Nine ferries a day carry 3,000 people across.",),
    )
    (other,) = touched[ChangeKind.REMOVED]
    assert (other.annotation, other.before, other.lost) == (stance, (SHOPS, "Shopkeepers"), True)
    assert touched[ChangeKind.ADDED] == ()
    assert "1 annotation on changed words; 1 annotation lost" in found.summary


def test_what_was_tagged_after_the_change_is_not_touched_by_it(kim, file):  # noqa: F811
    info = import_article(kim, file).info
    now = update(kim, file, EDITED).info
    kim.tag(now, "claim", [span("3,000 people", EDITED)], roles=[Role("claimant", None, span("Monday", EDITED))])
    assert not any(change.touched for change in changes(kim, info, now).changes)


LINES = st.lists(
    st.sampled_from(
        ["The mayor said no.", "“Not 🌊 today,” she said. Nobody came.", "It rained 4,000 times.", "Trams."]
    ),
    min_size=1,
    max_size=7,
)


@given(LINES, LINES)
@settings(max_examples=200, deadline=None)
def test_what_is_shown_of_a_paragraph_is_what_it_is_now(old, new):
    for change in paragraph_changes("\n".join(old), "\n".join(new)):
        now = "".join(part.text for part in change.parts if part.mark is not Mark.OUT)
        if change.kind is not ChangeKind.REMOVED:
            assert now.split() == change.span.of("\n".join(new)).split()


def test_the_command_marks_words_without_colour_and_as_json(stet, tmp_path):
    (tmp_path / "a.txt").write_text(TEXT)
    number = stet("import", "a.txt")[1].split()[1].rstrip(":")
    assert stet("diff", number)[0] == 0
    (tmp_path / "a.txt").write_text(EDITED)
    stet("import", "a.txt")
    status, out, _ = stet("diff", number)
    assert status == 0
    assert "- Nine ferries a day carry [-4,000-] people across." in out
    assert "+ Nine ferries a day carry {+3,000+} people across." in out
    assert "\x1b" not in out
    data = json.loads(stet("diff", number, "--json")[1])
    assert (data["from"], data["to"], data["lost"]) == (1, 2, [])
    assert {change["kind"] for change in data["changes"]} == {"changed", "added", "removed"}
    assert stet("show", number, "--version", "1", "--text")[1] == TEXT
    status, _, err = stet("diff", number, "--from", "7")
    assert (status, "has no version 7" in err) == (1, True)
    assert stet("diff", number, "--from", "2", "--to", "1")[0] == 2
