"""The library as it is looked through: filters, sorting, tags, removal, undo of it, and the search of the texts."""

import io
import json
import sys
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.cli import make_commands, run
from annotations.errors import NotFoundError, UsageError
from annotations.finding import search_query
from annotations.model import Status
from annotations.store.library import PART, PIECE, ListedRow
from annotations.workspace.queries import fold, parse_query
from annotations.workspace.shelf import Shelf, listed, texts_of
from tests.annotations.harbour import add_dam, add_harbour, library, span


@pytest.fixture
def kim(tmp_path):
    with library(tmp_path / "stet.db") as workspace:
        yield workspace


@pytest.fixture
def harbour(kim):
    return add_harbour(kim)


@pytest.fixture
def dam(kim, harbour):
    return add_dam(kim)


def titles(workspace, query="", **sorting):
    shelf = workspace.shelf()
    if sorting:
        shelf.sort(**sorting, labels=["claim"])
    return [shelf.rows[index].title for index in shelf.filtered(parse_query(query))]


def found(workspace, words):
    return [workspace.store.articles.get(n).title for n in workspace.store.search.numbers(search_query(words))]


# Filters


def test_words_are_looked_for_in_every_column(kim, harbour, dam):
    kim.tag(harbour, "claim", [span("The council denies it.")])
    kim.set_facts(dam, {"tags": "+to check", "site": "Östermoor Kurier"})
    for query, expected in {
        "": 2, "HARBOUR": 1, "=harb": 1, "dam.txt": 1, "claim": 1, "kim": 1, "to check": 1, "ostermoor": 1, "begun": 1,
        "krag 2026": 1, "harbour dam": 0, "-harbour": 1, "-harbour -dam": 0,
    }.items():  # fmt: skip
        assert len(titles(kim, query)) == expected, query


def test_fields_narrow_what_words_mean(kim, harbour, dam):
    kim.tag(harbour, "claim", [span("The council denies it.")])
    kim.set_facts(dam, {"tags": "to check, old", "status": "done"})
    for query, expected in {
        "status:done": 1, "status:d": 1, "status:one": 0, "tag:old": 1, 'tag:"to check"': 1, "tag:check": 0,
        "label:claim by:kim": 1, "label:claim by:ada": 0, "-label:claim": 1, "-tag:old": 1, "title:dam": 1,
        "title:md": 0, "source:articles": 2, "date:2026": 1, "author:krag": 1, "-author:krag": 1, "status:": 2,
        "http://x": 0, "x:dam": 0,
    }.items():  # fmt: skip
        assert len(titles(kim, query)) == expected, query


def test_what_looks_like_a_mark_inside_a_row_is_no_mark():
    hostile = "\x03done\x1e\x1f\x04tag"
    row = ListedRow(
        1, 1, hostile, hostile, "new", "2026", f"author{PIECE}{hostile}{PART}site{PIECE}x", None, None, 1, 4
    )
    shelf = Shelf()
    shelf.add([row], texts_of([row]))
    assert shelf.filtered(parse_query("status:done")) == []
    assert shelf.filtered(parse_query("tag:t")) == []
    assert shelf.filtered(parse_query("status:new site:x")) == [0]
    assert (listed(row).per_cent, listed(row).site) == (25, "x")


@given(st.text(max_size=20))
def test_no_filter_is_a_mistake(typed):
    shelf = Shelf()
    shelf.filtered(parse_query(typed))
    assert fold(fold(typed)) == fold(typed)


@given(st.lists(st.sampled_from(["a", "b", "tag:a", "-a", "tag:", "ab"]), max_size=4), st.text("ab:-", max_size=3))
def test_what_narrows_a_query_passes_it_too(words, more):
    rows = [
        ListedRow(n, n, title, "s", "new", "", None, tags, None, None, None)
        for n, (title, tags) in enumerate([("a", "ab"), ("b", "b"), ("ab", None), ("ba", f"a{PART}b")])
    ]
    shelf = Shelf()
    shelf.add(rows, texts_of(rows))
    before, after = parse_query(" ".join(words)), parse_query(" ".join(words) + more)
    if len(before) <= len(after) and all(new.narrows(old) for new, old in zip(after, before, strict=False)):
        assert set(shelf.filtered(after)) <= set(shelf.filtered(before))


def test_every_column_can_be_sorted_by(kim, harbour, dam):
    kim.tag(harbour, "claim", [span("The council denies it.")])
    wall, dammed = "=Harbour", "The dam will hold."
    for by, expected in {
        "touched": [wall, dammed], "title": [wall, dammed], "number": [dammed, wall], "annotations": [wall, dammed],
        "claim": [wall, dammed], "status": [wall, dammed], "date": [wall, dammed], "progress": [dammed, wall],
        "source": [dammed, wall], "author": [wall, dammed], "tags": [dammed, wall],
    }.items():  # fmt: skip
        assert titles(kim, by=by) == expected, by
    assert titles(kim, by="claim", reverse=True) == [dammed, wall]
    with pytest.raises(UsageError, match="no column “ti tle”"):
        kim.shelf().sort("ti tle")


# Tags, status, removal


def test_several_articles_are_changed_in_one_step_and_taken_back(kim, harbour, dam):
    edit = kim.set_facts_of([harbour, dam], {"tags": "+to check +mayor", "status": "done"})
    assert edit.summary == "set the status to done, set the tags to +to check +mayor (2 articles)"
    assert kim.store.library.tags(dam.number) == ["mayor", "to check"]
    assert kim.store.library.all_tags() == ["mayor", "to check"]
    assert kim.set_facts_of([dam], {"tags": "-mayor"}).summary == "set the tags to to check"
    assert kim.set_facts_of([dam], {"tags": "-mayor"}) is None
    assert kim.undo_facts().summary == "set the tags to to check"
    assert kim.undo_facts().summary == edit.summary
    assert kim.store.library.all_tags() == []
    assert kim.store.articles.get(harbour.number).status is Status.NEW
    assert kim.undo_facts() is None
    assert kim.redo_facts().summary == edit.summary
    assert kim.redo_facts().summary == "set the tags to to check"
    assert kim.redo_facts() is None
    assert kim.undo_facts() is not None
    kim.set_facts_of([dam], {"status": "new"})
    assert kim.redo_facts() is None


def test_the_reader_takes_back_what_the_library_did(kim, harbour, dam):
    kim.set_facts_of([harbour, dam], {"tags": "a"})
    kim.tag(harbour, "claim", [span("The council denies it.")])
    kim.undo(harbour)
    kim.undo(harbour)
    assert kim.store.library.all_tags() == []
    assert kim.undo_facts() is None


@pytest.mark.parametrize("tags", ["+", "+a b, c", "-", "\x07", "x" * 61, "a, +b"])
def test_what_is_no_tag_is_refused(kim, dam, tags):
    with pytest.raises(UsageError):
        kim.set_facts_of([dam], {"tags": tags})
    assert kim.store.library.tags(dam.number) == []


def test_a_removed_article_is_nowhere_and_comes_back_with_everything(kim, harbour, dam):
    tagged = kim.tag(harbour, "claim", [span("The council denies it.")]).annotation
    assert kim.remove_articles([harbour]).summary == "removed 1 article"
    assert titles(kim) == ["The dam will hold."]
    assert found(kim, "council") == []
    assert [info.number for info in kim.store.articles.all()] == [dam.number]
    assert kim.store.checks.count() == (1, 0)
    for reference in (str(harbour.number), harbour.id, harbour.source, harbour.id[-6:]):
        with pytest.raises(NotFoundError):
            kim.find(reference)
    with pytest.raises(NotFoundError, match="article 1 was removed"):
        kim.store.articles.get(harbour.number)
    assert kim.remove_articles([kim.store.articles.get(harbour.number, removed=True)]) is None
    assert kim.undo_facts().summary == "removed 1 article"
    assert found(kim, "council") == ["=Harbour"]
    assert [a.id for a in kim.annotations(kim.find("1"))] == [tagged.id]
    kim.redo_facts()
    assert [row[:2] for row in kim.store.library.removed_articles()] == [(1, "=Harbour")]
    assert kim.restore_articles([harbour]).summary == "brought back 1 article"
    assert kim.find("1").number == 1


def test_the_index_of_words_follows_every_change(kim, harbour, dam):
    assert kim.store.index_is_right()
    kim.set_facts(dam, {"title": "Überlauf"})
    assert found(kim, "title:uberlauf") == ["Überlauf"]
    kim.undo(dam)
    assert found(kim, "title:uberlauf") == []
    kim.set_facts_of([dam, harbour], {"title": "Same"})
    kim.remove_articles([dam])
    kim.undo_facts()
    kim.undo_facts()
    assert kim.store.index_is_right()
    assert found(kim, "title:dam") == ["The dam will hold."]


# Search


def test_words_phrases_beginnings_and_words_to_leave_out(kim, harbour, dam):
    for words, expected in {
        "will hold": 2, '"will hold"': 1, "OSTERMOOR": 1, "coun*": 1, "council -crowns": 0, "-crowns will": 1,
        "title:dam": 1, "title:crowns": 0, "text:dam": 1, "AND": 1, "will AND": 1, "nobody OR": 0, '"we told': 1,
        "…": None, "-dam": None, "NEAR(will hold)": 0, "will) OR (dam": 0, "'; drop": 0, "4": 1, "🌊": None,
    }.items():  # fmt: skip
        if expected is None:
            with pytest.raises(UsageError, match="say what to look for"):
                search_query(words)
        else:
            assert len(found(kim, words)) == expected, words


@given(st.text(max_size=40))
def test_nothing_that_is_typed_is_an_operator(empty_search, typed):
    for unfinished in (False, True):
        query = None
        with suppress(UsageError):
            query = search_query(typed, unfinished=unfinished)
        if query is not None:
            assert empty_search.numbers(query) == []


@pytest.fixture(scope="module")
def empty_search(tmp_path_factory):
    with library(tmp_path_factory.mktemp("search") / "stet.db") as workspace:
        yield workspace.store.search


def test_the_last_word_may_go_on_while_one_types(kim, harbour):
    assert kim.store.search.numbers(search_query("cro", unfinished=True)) == [1]
    assert kim.store.search.numbers(search_query("cro ", unfinished=True)) == []
    assert kim.store.search.numbers(search_query("“4 mill", unfinished=True)) == [1]


def test_snippets_show_where_the_words_stand(kim, harbour, dam):
    query = search_query("hold")
    one, other = kim.store.search.snippets(query, kim.store.search.numbers(query))
    assert one.title[slice(*one.in_title[0])] == "hold"
    assert [one.snippet[start:end] for start, end in one.in_snippet] == ["hold"]
    assert other.in_title == ()
    assert other.snippet.startswith("Harbour wall will not hold")
    assert kim.store.search.snippets(query, [99]) == []


# On the command line


@pytest.fixture
def stet(tmp_path, capsys, monkeypatch):
    path = tmp_path / "cli.db"
    with library(path) as workspace:
        add_harbour(workspace)
        add_dam(workspace)
    monkeypatch.setenv("STET_DB", str(path))
    monkeypatch.setenv("STET_ANNOTATOR", "kim")

    def call(*args):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO()))
        status = run(make_commands(), args)
        out, err = capsys.readouterr()
        return status, out, err

    return call


def test_list_filters_and_sorts(stet):
    assert [line.split()[0] for line in stet("list")[1].splitlines()] == ["number", "1", "2"]
    assert [line.split()[0] for line in stet("list", "--sort", "number")[1].splitlines()[1:]] == ["2", "1"]
    assert [line.split()[0] for line in stet("list", "--reverse")[1].splitlines()[1:]] == ["2", "1"]
    assert stet("set", "2", "1", "status=done", "tags=+dams")[1] == (
        "articles 2, 1: set the status to done, set the tags to +dams (2 articles)\n"
    )
    assert "dams" in stet("list", "--", "dam", "-harbour")[1].splitlines()[1]
    assert [one["tags"] for one in json.loads(stet("list", "status:done", "--json")[1])] == [["dams"], ["dams"]]
    assert stet("list", "nothing") == (0, "", "None of 2 articles fits that.\n")
    assert stet("list", "--sort", "titel")[0] == 2
    assert "Did you mean “title”?" in stet("list", "--sort", "titel")[2]


def test_search_shows_what_was_found_between_asterisks(stet):
    status, out, _ = stet("search", "hold", "dam")
    assert (status, out) == (
        0,
        "2  The *dam* will *hold*.\n    The *dam* will *hold*. Nobody in Ostermoor believes it.\n",
    )
    assert json.loads(stet("search", '"will hold"', "--json")[1])[0]["in_title"] == [[8, 17]]
    # As on the screen: what is one argument need not stand together, unless there are others beside it.
    assert stet("search", "hold will")[1] == stet("search", "hold", "will")[1] != ""
    assert stet("search", "hold will", "dam")[1] == ""
    assert stet("search", "nowhere") == (0, "", "That stands in no article of the library.\n")
    assert stet("search", "will", "--limit", "1")[2] == "1 of 2 articles; --limit shows more.\n"
    assert stet("search", "…")[0] == 2


def test_remove_and_restore(stet):
    assert stet("remove", "1")[1] == "removed article 1, =Harbour\n“stet restore 1” brings it back\n"
    assert stet("show", "1") == (1, "", "stet: article 1 was removed\n“stet restore 1” brings it back.\n")
    assert "=Harbour" in stet("restore")[1]
    assert stet("restore", "1")[1] == "brought back 1 article\n"
    assert stet("restore", "1")[1] == "1 article: none was removed\n"
    assert stet("restore")[2] == "No article was removed.\n"
    assert stet("show", "1")[0] == 0
    assert stet("check")[0] == 0
    assert stet("check", "--repair")[0] == 0


def test_an_export_does_not_bring_back_what_was_removed_here(stet, tmp_path):
    path = str(tmp_path / "library.jsonl")
    stet("export", "-o", path)
    stet("remove", "1")
    status, _, err = stet("import", path)
    assert status == 1
    assert "was removed here; “stet restore 1” brings it back" in err
    assert "=Harbour" not in stet("list")[1]
    stet("restore", "1")
    assert stet("import", path)[0] == 0
