"""Bringing articles in, as a person sees it: in a real terminal."""

from __future__ import annotations

import json
import re

from tests.annotations.pages import article_html
from tests.end_to_end.program import ROOT, STET, Home, counted, quit_reader, ready, told
from tests.terminal import Terminal


def test_a_pasted_article_is_kept_and_tagged(home: Home) -> None:
    home.shelve("a.txt")
    with home.read("a.txt") as reader:
        ready(reader)
        reader.paste("The dam will hold.\rcqs\rNobody in Ostermoor believes it.")
        told(reader, "Pasted text, 3 paragraphs, 10 words")
        reader.press("enter")
        told(reader, "article 2: The dam will hold.", "sentence 1 of 3")
        reader.press("c")
        counted(reader, 1, 0, 0)
        quit_reader(reader)
    assert home.saved_words() == [("kim", "claim", "The dam will hold.")]
    assert home.rows("SELECT number, source FROM articles")[1] == (2, "pasted")


def test_the_same_text_from_elsewhere_opens_as_the_article_that_it_is(home: Home) -> None:
    home.shelve("a.txt", "The dam will hold.\nNobody in Ostermoor believes it.\n")
    with home.read("a.txt") as reader:
        ready(reader)
        reader.press("c")
        counted(reader, 1, 0, 0)
        quit_reader(reader)
    with home.read(home.write("b.txt", "The dam will hold.\nNobody in Ostermoor believes it.\n")) as reader:
        told(reader, "this text is article 1 already, from", "a.txt")
        counted(reader, 1, 0, 0)
        reader.press("j", "q")
        counted(reader, 1, 1, 0)
        quit_reader(reader)
    assert home.rows("SELECT count(*) FROM articles") == [(1,)]
    assert home.check() == []


def test_a_saved_page_opens_with_its_title_and_is_kept(home: Home) -> None:
    with home.read(home.write("page.html", article_html())) as reader:
        ready(reader)
        assert "A margin of one" in reader.row(0)
        assert "Imprint" not in reader.text()
        quit_reader(reader)
    assert home.rows("SELECT media FROM pages") == [("text/html",)]


def test_esc_stops_an_import_between_two_articles_and_says_how_many_came_in(home: Home) -> None:
    rows = (json.dumps({"id": n, "text": f"This is article {n}. " * 40}) for n in range(60_000))
    table = home.write("many.jsonl", "\n".join(rows))
    command = [*STET, "import", "--db", str(home.db), str(table)]
    with Terminal(command, env=home.environment, cwd=home.path) as terminal:
        terminal.wait_for(lambda t: re.search(r"articles/s +\d+:\d\d left", t.text()), timeout=30)
        terminal.press("esc")
        terminal.wait_for(lambda t: "stopped: " in t.text(), timeout=30)
        said = re.search(r"stopped: (\d+) articles came in", terminal.text())
        assert terminal.wait() == 130
    assert said is not None
    assert 0 < int(said[1]) < 60_000
    assert home.rows("SELECT count(*) FROM articles") == [(int(said[1]),)]
    assert home.check() == []


def test_every_sample_comes_in_with_one_command(home: Home) -> None:
    done = home.run("import", ROOT / "sample_articles")
    folder = ROOT / "sample_articles"
    assert done.returncode == 0
    assert done.stderr == f"{folder}/README.md left aside, being about the folder: name it to bring it in\n"
    samples = [path for path in folder.iterdir() if path.suffix in (".txt", ".md", ".html") and path.stem != "README"]
    assert home.rows("SELECT count(*) FROM articles WHERE title <> ''") == [(len(samples),)]
