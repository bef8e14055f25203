import io
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from annotations.errors import FormatError, ReadError
from annotations.exporting import export
from annotations.formats import format_for, import_format_for
from annotations.importing.articles import import_article, import_input
from annotations.importing.exports import import_export
from annotations.model import Origin, Status
from tests.annotations.harbour import add_dam, filled, library, span

JSONL = format_for(name="jsonl")


def exported(workspace):
    out = io.StringIO(newline="")
    export(workspace, JSONL, out)
    return out.getvalue()


def bring(workspace, text):
    return import_export(workspace, import_format_for("a.jsonl"), io.BytesIO(text.encode()), "a.jsonl")


def edited(export_text, /, **changes):
    """Return the lines with keys of the first replaced."""
    first, *rest = export_text.splitlines()
    return "\n".join([json.dumps(json.loads(first) | changes), *rest])


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A folder with the filled library of kim, and an empty one."""
    folder = tmp_path_factory.mktemp("made")
    filled(folder / "kim.db")
    with library(folder / "empty.db"):
        pass
    return folder


@pytest.fixture(scope="module")
def text(made):
    with library(made / "kim.db") as workspace:
        return exported(workspace)


@pytest.fixture
def lee(tmp_path, made):
    path = Path(shutil.copy(made / "empty.db", tmp_path / "lee.db"))
    with library(path, "lee") as workspace:
        yield workspace


def test_an_empty_library_gives_the_same_export_byte_for_byte(lee, text):
    outcome = bring(lee, text)
    assert exported(lee) == text
    assert (outcome.articles, outcome.annotations, outcome.relations) == (2, 5, 2)
    assert (outcome.same, outcome.renumbered, outcome.left, outcome.loose) == (0, 0, (), ())


def test_the_worst_text_comes_back_byte_for_byte(tmp_path, lee):
    with library(tmp_path / "odd.db") as workspace:
        dam = add_dam(workspace)
        tagged = workspace.tag(
            dam, "claim", [span("hold", "The dam will hold")], attributes={"rationale": "\t=\x00\x7f\u2028🌊"}
        )
        workspace.change(dam, tagged.annotation, replace(tagged.annotation, note='"\\\n', unsure=True), "noted")
        workspace.set_status(dam, Status.DONE)
        odd = exported(workspace)
    bring(lee, odd)
    assert exported(lee) == odd


def test_origin_and_annotator_stay_and_the_history_has_one_step_for_each_article(lee, text):
    bring(lee, text)
    info = lee.find("harbour.md")
    assert {annotation.annotator for annotation in lee.annotations(info)} == {"kim"}
    assert {annotation.origin for annotation in lee.annotations(info)} == {Origin.MANUAL}
    steps = list(lee.store.history.steps())
    assert [(step.article, step.annotator, step.action, step.summary, step.changes) for step in steps] == [
        (1, "lee", "import", "imported 4 annotations and 2 relations", 6),
        (2, "lee", "import", "imported 1 annotation", 1),
    ]


def test_an_import_can_be_taken_back(lee, text):
    bring(lee, text)
    lee.undo(lee.find("1"))
    assert list(lee.annotations(lee.find("1"))) == []
    lee.redo(lee.find("1"))
    assert exported(lee) == text.replace('"status":"new"', '"status":"begun"')


def test_the_same_file_again_changes_nothing(lee, text):
    bring(lee, text)
    outcome = bring(lee, text)
    assert (outcome.articles, outcome.annotations, outcome.relations, outcome.same) == (0, 0, 0, 7)
    assert outcome.left == ()
    assert exported(lee) == text
    assert len(list(lee.store.history.steps())) == 2


def test_new_annotations_are_added_and_different_ones_left_alone(lee, made, tmp_path, text):
    bring(lee, text)
    with library(Path(shutil.copy(made / "kim.db", tmp_path))) as kim:
        harbour = kim.find("harbour.md")
        quote = next(a for a in kim.annotations(harbour) if a.label == "quote")
        kim.change(harbour, quote, replace(quote, note="changed"), "noted")
        kim.tag(harbour, "claim", [span("The council denies it.")])
        outcome = bring(lee, exported(kim))
    assert (outcome.articles, outcome.annotations, outcome.same) == (0, 1, 6)
    assert [f"annotation {quote.id} is different here" in sentence for sentence in outcome.left] == [True]
    assert lee.store.annotations.get(quote.id).note == ""
    assert len(list(lee.annotations(lee.find("harbour.md")))) == 5


def test_another_text_is_left_alone(lee, text):
    from annotations.store.articles import digest

    bring(lee, text)
    other = "Quite another text."
    outcome = bring(
        lee, edited(text, text=other, sha256=digest(other), blocks=[], styles=[], annotations=[], relations=[])
    )
    assert len(outcome.left) == 1
    assert "article 1" in outcome.left[0]
    assert "has another text here" in outcome.left[0]
    assert exported(lee) == text


def test_other_facts_are_listed_and_left_alone(lee, text):
    bring(lee, text)
    outcome = bring(lee, edited(text, title="Another title", status="done"))
    assert ["title, status" in sentence for sentence in outcome.left] == [True]
    assert lee.find("1").title == "=Harbour"


def test_a_number_that_is_taken_gets_a_new_one(lee, text):
    add_dam(lee)
    outcome = bring(lee, text)
    assert outcome.renumbered == 2
    assert [info.number for info in lee.store.articles.all()] == [1, 2, 3]


def test_gaps_between_numbers_stay(lee, text):
    bring(lee, edited(text, number=41))
    assert [info.number for info in lee.store.articles.all()] == [2, 41]
    assert add_dam(lee).number == 42


def test_a_relation_whose_target_comes_later_is_resolved(lee, text):
    # The first article relates something to the second.
    first, second = text.splitlines()
    assert bring(lee, first).loose != ()
    assert bring(lee, second).loose == ()
    assert exported(lee) == text


def test_a_relation_whose_target_never_comes_is_kept_and_listed(lee, text):
    first = text.splitlines()[0]
    outcome = bring(lee, first)
    assert outcome.relations == 2
    assert ["which is not in the library" in sentence for sentence in outcome.loose] == [True]
    assert exported(lee) == first + "\n"


def test_a_relation_that_the_schema_forbids_is_refused_even_when_its_target_comes_later(lee, text):
    first, second = text.splitlines()
    data = json.loads(first)
    data["relations"][1]["label"] = "evidence_for"
    target = json.loads(second)
    target["annotations"][0] |= {"label": "stance"}
    target["annotations"][0]["roles"] = []
    with pytest.raises(FormatError, match=r"a\.jsonl, line 1: relation .* evidence_for goes to claim, not stance"):
        bring(lee, f"{json.dumps(data)}\n{json.dumps(target)}\n")
    assert exported(lee) == ""


def test_a_relation_must_start_in_its_article(lee, text):
    first, second = text.splitlines()
    data = json.loads(second)
    data["relations"] = json.loads(first)["relations"][:1]
    with pytest.raises(FormatError, match=r"line 1: relation .* which is not in this article"):
        bring(lee, json.dumps(data))


def test_a_broken_line_leaves_nothing_of_the_file_behind(lee, text):
    with pytest.raises(FormatError, match=r"a\.jsonl, line 3: not JSON"):
        bring(lee, text + "{\n")
    assert exported(lee) == ""
    assert add_dam(lee).number == 1


def test_an_annotation_id_that_another_article_has_is_left_alone(lee, text):
    first, second = (json.loads(line) for line in text.splitlines())
    second["annotations"][0]["id"] = first["annotations"][0]["id"]
    first["relations"] = []
    outcome = bring(lee, f"{json.dumps(first)}\n{json.dumps(second)}")
    assert ["line 2: annotation" in sentence for sentence in outcome.left] == [True]
    assert (outcome.articles, outcome.annotations) == (2, 4)


def test_an_article_that_is_there_twice_is_brought_once(lee, text):
    first = text.splitlines()[0]
    outcome = bring(lee, f"{first}\n{first}\n")
    assert (outcome.articles, outcome.annotations, outcome.same) == (1, 4, 6)


def test_progress_ends_at_the_length_of_the_file(lee, text):
    amounts = []
    stream = io.BytesIO(text.encode())
    import_export(lee, import_format_for("a.jsonl"), stream, "a.jsonl", amounts.append)
    assert sum(amounts) == len(text.encode())


@pytest.fixture
def article(tmp_path):
    path = tmp_path / "dam.txt"
    path.write_text("The dam will hold.\n\nNobody in Ostermoor believes it.\n")
    return path


def test_an_article_comes_in_with_title_and_sentences(lee, article):
    brought = import_article(lee, article)
    assert brought.added
    assert (brought.info.title, brought.info.source) == ("The dam will hold.", str(article))
    assert len(lee.open(brought.info).content.sentences) == 2


def test_the_same_file_is_not_brought_twice(lee, article, monkeypatch):
    first = import_article(lee, article).info
    again = import_article(lee, article)
    assert (again.info.number, again.added) == (first.number, False)
    monkeypatch.chdir(article.parent)
    assert import_article(lee, Path("dam.txt")).added is False
    assert import_article(lee, article, new=True).added is False


def test_a_file_that_changed_is_a_new_version_unless_it_is_to_be_another_article(lee, article):
    first = import_article(lee, article).info
    article.write_text("The dam broke.\n")
    another = import_article(lee, article, new=True)
    assert (another.added, another.info.number) == (True, 2)
    article.write_text("The dam has not broken.\n")
    brought = import_article(lee, article)
    assert (brought.added, brought.info.number, brought.info.version) == (False, 2, 2)
    assert lee.store.text(first.key).startswith("The dam will hold.")
    assert lee.store.text(brought.info.key) == "The dam has not broken.\n"
    assert import_article(lee, article).carried is None


def test_standard_input_is_an_article_of_its_own(lee):
    assert import_input(lee, b"The dam will hold.\n").added
    assert import_input(lee, b"The dam broke.\n").added
    assert import_input(lee, b"The dam will hold.\n").added is False
    with pytest.raises(ReadError):
        import_input(lee, b"")
