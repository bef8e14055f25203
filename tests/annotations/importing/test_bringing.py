import io
import json
import os
import sys
import zipfile

import pytest

from annotations.cli import make_commands, run
from annotations.commands.stopping import Stopping
from annotations.importing.articles import bring_draft
from annotations.importing.gathering import gather
from annotations.importing.many import ManyArticles
from annotations.importing.options import Options
from annotations.readers import read_bytes
from tests.annotations.harbour import library
from tests.annotations.pages import WORDS, article_html, docx, html, lines, pdf
from tests.annotations.servers import server

commands = make_commands()


@pytest.fixture
def stet(capsys, monkeypatch, tmp_path):
    """Run a command on a new library; returns status, output, errors."""
    monkeypatch.setenv("STET_DB", str(tmp_path / "db" / "stet.db"))
    monkeypatch.setenv("STET_ANNOTATOR", "kim")
    (tmp_path / "db").mkdir()
    (tmp_path / "in").mkdir()
    monkeypatch.chdir(tmp_path / "in")

    def call(*args, stdin=b""):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        status = run(commands, args)
        out, err = capsys.readouterr()
        return status, out, err

    return call


@pytest.fixture
def here(stet, tmp_path):
    return tmp_path / "in"


def articles(stet):
    return json.loads(stet("list", "--json")[1])


def test_a_page_an_address_a_pdf_and_a_document_come_in_at_once(stet, here):
    (here / "page.html").write_text(article_html())
    (here / "report.pdf").write_bytes(pdf(lambda canvas: lines(canvas, ["The harbour closes in March."])))
    (here / "notes.docx").write_bytes(docx(lambda document: document.add_paragraph("The dam will hold.")))
    page = article_html().replace("Halvering", "Ostrel").replace("A margin of one", "Another margin").encode()
    with server(lambda _: (200, {"Content-Type": "text/html"}, page)) as at:
        status, out, err = stet("import", "page.html", "report.pdf", "notes.docx", f"{at}/ostrel")
    assert (status, err) == (0, "")
    assert out.splitlines() == [
        "article 1: A margin of one",
        "article 2: The harbour closes in March.",
        "article 3: The dam will hold.",
        "article 4: Another margin",
    ]
    assert articles(stet)[3]["source"] == f"{at}/ostrel"
    assert stet("show", f"{at}/ostrel", "--text")[1].startswith("Another margin\n\n")


def test_the_page_is_kept_and_comes_back_as_it_was(stet, here):
    (here / "page.html").write_text(article_html())
    (here / "a.txt").write_text("It rains.\n")
    stet("import", "page.html", "a.txt")
    assert "page         text/html, " in stet("show", "1")[1]
    assert stet("show", "1", "--page", "-o", "again.html")[0] == 0
    assert (here / "again.html").read_text() == article_html()
    assert stet("show", "1", "--page", "-o", "again.html")[0] == 0
    status, _, err = stet("show", "2", "--page")
    assert (status, "no page is kept of article 2" in err) == (1, True)


def test_a_folder_gives_the_files_of_known_kinds_below_it_in_order(stet, here):
    (here / "b" / "deep").mkdir(parents=True)
    (here / ".hidden").mkdir()
    for name in ("b/2.txt", "b/deep/1.md", "a.txt", ".hidden/no.txt", "b/.no.txt", "b/program.py"):
        (here / name).write_text(f"This is {name}.\n")
    status, out, err = stet("import", ".")
    assert (status, err) == (0, "1 file of other kinds passed over\n")
    assert [line.partition(": ")[2] for line in out.splitlines()] == [
        "This is a.txt.", "This is b/2.txt.", "This is b/deep/1.md.",
    ]  # fmt: skip


def test_what_a_folder_says_of_itself_was_taken_for_an_article(stet, here):
    (here / "deep").mkdir()
    for name in ("README.md", "deep/Readme.de.txt", "deep/LICENSE.txt", "readmes.txt", "deep/a.txt"):
        (here / name).write_text(f"This is {name}.\n")
    status, out, err = stet("import", str(here))
    assert (status, out) == (0, "article 1: This is deep/a.txt.\narticle 2: This is readmes.txt.\n")
    assert err == f"{here}/README.md and 2 more left aside, being about the folder: name it to bring it in\n"
    assert stet("import", "README.md") == (0, "article 3: This is README.md.\n", "")


def test_a_link_that_leads_back_is_named_and_the_rest_goes_on(stet, here):
    (here / "in").mkdir()
    (here / "in" / "a.txt").write_text("It rains.\n")
    (here / "in" / "back").symlink_to(here)
    (here / "in" / "self.txt").symlink_to("self.txt")
    (here / "twice").symlink_to(here / "in")
    status, out, err = stet("import", str(here))
    assert status == 1
    assert out == "article 1: It rains.\narticle 1 is there already: It rains.\n"
    assert f"{here / 'in' / 'back'} leads back to a folder above it, and is not followed." in err
    assert f"{here / 'in' / 'self.txt'} cannot be opened" in err


def test_a_path_with_dots_is_stored_without_them(stet, here):
    (here / "in").mkdir()
    (here / "a.txt").write_text("It rains.\n")
    assert stet("import", "in/../a.txt")[0] == 0
    assert articles(stet)[0]["source"] == str(here / "a.txt")
    assert stet("import", "in/../../in/a.txt")[1] == "article 1 is there already: It rains.\n"


def test_one_bad_file_among_many_is_named_at_the_end_and_stops_nothing(stet, here):
    for number in range(60):
        (here / f"{number:02}.txt").write_text(f"This is article {number}.\n")
    (here / "30.txt").write_bytes(b"")
    (here / "31.pdf").write_bytes(b"%PDF-1.4 broken")
    status, out, err = stet("import", ".")
    assert (status, out) == (1, "added 59 articles\n")
    assert [line for line in err.splitlines() if line.startswith("stet: ")] == [
        f"stet: {here}/30.txt: The file is empty.".replace(f"{here}/", ""),
        "stet: 31.pdf: The document is damaged (PDFSyntaxError).",
    ]


def test_the_same_text_is_known_wherever_it_comes_from(stet, here):
    (here / "a.txt").write_text("It rains.\n")
    (here / "b.txt").write_text("It rains.\n")
    assert stet("import", "a.txt", "b.txt")[1] == "article 1: It rains.\narticle 1 is there already: It rains.\n"
    assert stet("import", "-", stdin=b"It rains.\n")[1] == "article 1 is there already: It rains.\n"


def test_a_page_is_known_by_the_address_that_it_names(stet, here):
    head = '<link rel="canonical" href="https://messenger.example/tram/vote">'
    (here / "saved.html").write_text(article_html(head=head))
    (here / "later.html").write_text(article_html("<p>Nobody was in the gallery by then, it is said.</p>", head=head))
    assert stet("import", "saved.html")[0] == 0
    assert stet("show", "https://messenger.example/tram/vote")[1].startswith("article      1\n")
    status, out, _ = stet("import", "later.html")
    assert (status, out.startswith("article 1: version 2 of ")) == (0, True)
    second = (
        "<p>This is the second page of quite a long story.</p><p>It has paragraphs of its own, every one of them.</p>"
    )
    (here / "page2.html").write_text(html(f"<h1>A margin of one</h1>{second}", head=head))
    assert stet("import", "page2.html")[1].startswith("article 2: ")
    front = article_html("<p>Rain.</p>", head=head.replace("/tram/vote", "/"))
    (here / "one.html").write_text(front)
    (here / "two.html").write_text(front.replace("Rain", "Snow"))
    assert stet("import", "one.html", "two.html")[0] == 0


def test_an_article_that_is_handed_over_comes_in_as_a_file_does(tmp_path):
    with library(tmp_path / "stet.db") as workspace:
        first = bring_draft(workspace, read_bytes(b"It rains.\n"), "-")
        assert (first.added, bring_draft(workspace, read_bytes(b"It rains.\n"), "/a.txt").added) == (True, False)
        assert bring_draft(workspace, read_bytes(b"It snows.\n"), "-").info.number == 2


# Tables


def test_a_csv_table_has_an_article_in_each_row(stet, here):
    (here / "corpus.csv").write_text(
        "uid,Headline,Body,Published,Outlet,Topic\r\n"
        'a1,Rain,"It rains.\nAll day, ""they"" say.",2024-05-01,The Messenger,weather\r\n'
        "a2,,It snows.,,,\r\n"
    )
    status, out, err = stet("import", "corpus.csv")
    assert (status, out, err) == (0, "corpus.csv: added 2 articles\n", "")
    first, second = articles(stet)
    assert (first["title"], second["title"]) == ("Rain", "It snows.")
    assert first["metadata"] == {"date": "2024-05-01", "site": "The Messenger", "id": "a1", "Topic": "weather"}
    assert first["source"] == f"{here}/corpus.csv#a1"
    assert stet("show", "corpus.csv#a1", "--text")[1] == 'It rains.\nAll day, "they" say.'
    assert stet("import", "corpus.csv")[:2] == (0, "corpus.csv: 2 were there already\n")


def test_a_row_with_an_id_that_has_changed_is_a_new_version_and_one_without_is_another_article(stet, here):
    (here / "a.csv").write_text("id,text\n1,It rains.\n")
    (here / "b.csv").write_text("text\nIt thunders.\n")
    stet("import", "a.csv", "b.csv")
    (here / "a.csv").write_text("id,text\n1,It snows.\n")
    (here / "b.csv").write_text("text\nIt hails.\n")
    status, out, _ = stet("import", "a.csv", "b.csv")
    assert (status, "a.csv: 1 new version\n" in out) == (0, True)
    assert [article["title"] for article in articles(stet)] == ["It snows.", "It thunders.", "It hails."]


def test_columns_can_be_named(stet, here):
    (here / "a.tsv").write_text("n\tlead\tcopy\twhere\twho\n7\tRain\tIt rains.\thttps://a.example/rain\tIda Krag\n")
    options = ("--text-field", "copy", "--title-field", "lead", "--id-field", "n", "--source-field", "where")
    assert stet("import", *options, "--field", "author=who", "a.tsv")[0] == 0
    article = articles(stet)[0]
    assert (article["title"], article["source"]) == ("Rain", "https://a.example/rain")
    assert article["metadata"] == {"author": "Ida Krag", "address": "https://a.example/rain", "id": "7"}


@pytest.mark.parametrize(
    ("args", "status", "said"),
    [
        (["--text-field", "bodi", "a.csv"], 1, "a.csv: There is no column “bodi”."),
        (["a.csv"], 1, "No column is called as if the texts were in it."),
        (["--field", "colour=bod", "a.csv"], 2, "an article has no “colour”"),
        (["--field", "author", "a.csv"], 2, "parts what it is from the column"),
        (["own.csv"], 1, "own.csv: This is an export of annotations"),
        (["empty.csv"], 1, "no line with the names of its columns"),
    ],
)
def test_a_table_without_the_column_is_refused_with_those_that_it_has(stet, here, args, status, said):
    (here / "a.csv").write_text("nr,bod\n1,It rains.\n")
    (here / "own.csv").write_text("article_id,article_title,article_source\n")
    (here / "empty.csv").write_text("")
    got, out, err = stet("import", *args)
    assert (got, out) == (status, "")
    assert said in err
    if args[-1] == "a.csv" and status == 1:
        assert "bod" in err.splitlines()[1]


def test_a_broken_line_in_the_middle_is_named_and_the_others_come_in(stet, here):
    rows = [json.dumps({"id": n, "text": f"This is article {n}."}) for n in range(1000)]
    rows[499] = '{"id": 499, "text": "This is'
    rows[700] = json.dumps({"id": 700, "text": "  "})
    (here / "many.jsonl").write_text("\n".join(rows))
    status, out, err = stet("import", "many.jsonl")
    assert (status, out) == (1, "many.jsonl: added 998 articles\n")
    assert "stet: many.jsonl, line 500: not JSON" in err
    assert "stet: many.jsonl, line 701: no text in “text”" in err
    assert [article["metadata"]["id"] for article in articles(stet)][498:501] == ["498", "500", "501"]


def test_rows_of_a_csv_table_that_are_none_are_named_with_their_line(stet, here):
    (here / "a.csv").write_bytes(
        b"id;text\n1;It rains.\n2\n3;It snows.;more\n4;Caf\xe9.\n5;Caf\xc3\xa9 closes.\n"
        b'6;"Hail.\nSnow."\n7;"a"b\n8;Dry.\n'
    )
    status, out, err = stet("import", "a.csv")
    assert (status, out) == (1, "a.csv: added 5 articles\n")
    for said in ("line 3: 1 columns, where", "line 4: 3 columns", "line 9: no row of a table"):
        assert f"stet: a.csv, {said}" in err
    assert [article["title"] for article in articles(stet)] == [
        "It rains.", "Café.", "Café closes.", "Hail.", "Dry.",
    ]  # fmt: skip


def test_a_table_in_utf_16_is_read(stet, here):
    (here / "a.csv").write_bytes("text\ttitle\nIt rains.\tRegen über Süd\n".encode("utf-16"))
    assert stet("import", "a.csv")[0] == 0
    assert articles(stet)[0]["title"] == "Regen über Süd"


def test_texts_with_markup_lose_it(stet, here):
    row = {"text": "<p>It rains.</p><p>It <b>snows</b>.<br>A &amp; B</p>"}
    (here / "a.jsonl").write_text(json.dumps(row))
    assert stet("import", "a.jsonl")[0] == 0
    assert stet("show", "1", "--text")[1] == "It rains.\n\nIt snows.\nA & B"


def test_a_table_comes_from_standard_input_when_its_columns_are_named(stet):
    rows = b'{"copy": "It rains."}\n{"copy": "It snows."}\n'
    assert stet("import", "--text-field", "copy", "-", stdin=rows)[1] == "standard input: added 2 articles\n"
    assert stet("import", "--text-field", "copy", "-", stdin=b"copy,n\nIt hails.,1\n")[0] == 0
    assert len(articles(stet)) == 3


def test_a_page_comes_from_standard_input(stet):
    assert stet("import", "-", stdin=article_html().encode())[1] == "article 1: A margin of one\n"
    assert WORDS in stet("show", "1", "--text")[1]


def test_an_export_comes_back_as_an_export(stet, here):
    (here / "a.csv").write_text("id,text\n1,It rains.\n")
    stet("import", "a.csv")
    stet("export", "-o", "all.jsonl")
    assert stet("import", "--db", str(here / "other.db"), "all.jsonl")[1] == "all.jsonl: added 1 article\n"
    assert stet("export", "--db", str(here / "other.db"))[1] == (here / "all.jsonl").read_text()


# Stopping


def test_it_stops_between_two_articles_and_what_was_begun_comes_in(tmp_path):
    for number in range(5):
        (tmp_path / f"{number}.txt").write_text(f"This is article {number}.\n")
    asked = iter([False, False, True])
    with library(tmp_path / "stet.db") as workspace:
        with ManyArticles(workspace, Options(), stop=lambda: next(asked)) as many:
            went_on = [many.take(found) for found in gather([str(tmp_path)]).found[:3]]
        assert went_on == [True, True, False]
        assert (many.outcome.added, many.outcome.stopped) == (2, True)
        assert len(list(workspace.store.articles.all())) == 2


def test_esc_alone_stops_and_an_arrow_does_not(monkeypatch):
    main, side = os.openpty()
    with os.fdopen(side, "rb", buffering=0) as terminal:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(terminal))
        monkeypatch.setattr("os.tcgetpgrp", lambda _: os.getpgrp())
        with Stopping() as stop:
            assert stop() is False
            os.write(main, b"\x1b[A")
            assert stop() is False
            os.write(main, b"\x1b")
            assert stop() is True
            assert stop() is True
    os.close(main)


# Bad input


def test_all_that_is_no_article_is_named_with_its_reason_and_the_rest_comes_in(stet, here, monkeypatch):
    wall = "<html><body><form>Log in<input type='password'></form></body></html>"
    (here / "wall.html").write_text(wall)
    (here / "empty.html").write_text("<html><body></body></html>")
    (here / "bomb.docx").write_bytes(bomb())
    (here / "giant.txt").write_bytes(b"It rains. " * 20_000)
    (here / "loop.txt").symlink_to("loop.txt")
    (here / "program.txt").write_bytes(b"\x7fELF" + bytes(100))
    (here / "good.txt").write_text("The dam will hold.\n")
    monkeypatch.setattr("annotations.readers.decoding.MAX_BYTES", 100_000)

    def answer(path):
        return {"/500": (500, {}, b""), "/loop": (302, {"Location": "/loop"}, b"")}[path]

    with server(answer) as at:
        names = ["wall.html", "empty.html", "bomb.docx", "giant.txt", "loop.txt", "program.txt", "nix.txt"]
        status, out, err = stet("import", *names, f"{at}/500", f"{at}/loop", "file:///etc/passwd", "good.txt")
    assert (status, out) == (1, "article 1: The dam will hold.\n")
    said = [line for line in err.splitlines() if line.startswith("stet: ")]
    for line, (name, reason) in zip(
        said,
        [
            ("wall.html", "asks for a log-in or a subscription"),
            ("empty.html", "No article is in this page"),
            ("bomb.docx", "Unpacked, this document would take"),
            ("giant.txt", "is larger than"),
            ("loop.txt", "cannot be opened: Too many levels of symbolic links"),
            ("program.txt", "a program, not text"),
            ("nix.txt", "does not exist"),
            ("/500", "answers 500 Internal Server Error"),
            ("/loop", "leads in a circle"),
            ("file:///etc/passwd", "only http and https addresses are"),
        ],
        strict=True,
    ):
        assert name in line
        assert reason in line


def bomb():
    """A small Word document that would take 64 MB."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * (64 << 20))
    return out.getvalue()
