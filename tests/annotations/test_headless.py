"""Each headless command in a process of its own: what it loads, and above all what it does not."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from annotations.cli import make_commands
from tests.annotations.harbour import filled, library
from tests.annotations.pages import article_html, docx, lines, pdf

PROJECT = Path(__file__).parents[2]
SCREEN = {"textual", "rich", "tui"}
HEAVY = {
    "nltk", "sqlite_utils", "markdown_it", "yaml", "charset_normalizer", "regex",
    "trafilatura", "lxml", "urllib3", "pdfminer", "mammoth", "psycopg",
}  # fmt: skip

PROGRAM = """
import json, sys
from annotations.cli import run
status = run(args=sys.argv[1:])
sys.stdout.flush()
print(json.dumps([status, sorted({name.partition(".")[0] for name in sys.modules})]), file=sys.stderr)
"""

# Each command, and the heavy packages that it may load.
COMMANDS = [
    (["--help"], set()),
    (["--version"], set()),
    (["export", "--help"], set()),
    (["list"], set()),
    (["list", "--json"], set()),
    (["list", "storm", "--sort", "title"], set()),
    (["search", "storm"], set()),
    (["restore"], set()),
    (["show", "1"], set()),
    (["diff", "1"], set()),
    (["show", "1", "--text"], set()),
    (["export"], set()),
    (["export", "--format", "csv"], set()),
    (["show", "1", "--annotated"], set()),
    (["set", "1"], set()),
    (["set", "1", "author=Vera Lind"], set()),
    (["agree"], {"nltk", "regex"}),
    (["adjudicate", "--undo"], set()),
    (["merge", "library.jsonl"], set()),
    (["sync", "--help"], set()),
    (["assign"], set()),
    (["assign", "--to", "kim"], set()),
    (["config"], set()),
    (["config", "check"], set()),
    (["history"], set()),
    (["check"], set()),
    (["backup", "copy.db"], {"sqlite_utils"}),
    (["quotes"], set()),
    (["claims", "--json"], set()),
    (["stances"], set()),
    (["ledger", "quote"], set()),
    (["names"], set()),
    (["names", "merge", "Jan Voss", "--into", "the council"], set()),
    (["names", "suggest"], set()),
    (["stats"], set()),
    (["pace"], set()),
    (["stats", "--json"], set()),
    (["stats", "--html", "stats.html"], set()),
    (["elsewhere", "Repairs cost 4 million crowns"], set()),
    (["schema"], set()),
    (["schema", "show", "--toml"], set()),
    (["schema", "check", "mine.toml"], set()),
    (["schema", "init", "-"], set()),
    (["schema", "use", "mine.toml"], set()),
    (["schema", "history"], set()),
    (["sentences", "1"], set()),
    (["sentences", "--jsonl"], {"nltk", "regex"}),
    (["suggest", "--jsonl", "--kind", "quotes"], {"nltk", "regex"}),
    (["suggest", "--jsonl", "--kind", "stances"], {"nltk", "regex"}),
    (["suggest", "--jsonl", "--kind", "claims"], {"nltk", "regex"}),
    (["import", "storm.txt"], {"nltk", "regex"}),
    (["import", "storm.md"], {"nltk", "regex", "markdown_it", "yaml"}),
    (["import", "storm.csv"], {"nltk", "regex"}),
    (["import", "storm.html"], {"nltk", "regex", "trafilatura", "lxml", "urllib3", "charset_normalizer"}),
    (["import", "storm.pdf"], {"nltk", "regex", "pdfminer", "charset_normalizer"}),
    (["import", "storm.docx"], {"nltk", "regex", "mammoth"}),
    (["show", "1", "--page"], set()),
    (["suggest", "--kind", "quotes"], {"nltk", "regex"}),
    (["suggest", "--jobs", "2", "-o", "suggestions.jsonl"], {"nltk", "regex"}),
    (["suggest", "--store"], {"nltk", "regex"}),
    (["remove", "1"], set()),
    (["suggest", "--clear"], {"nltk", "regex"}),
    (["suggest", "--outcomes"], set()),
    (["import", "library.jsonl"], set()),
    (["import", "--suggestions", "library.jsonl"], set()),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("headless")
    filled(folder / "stet.db")
    with library(folder / "stet.db") as workspace, workspace.store.writing():
        workspace.store.pages.put(
            workspace.find("1").key, "text/html", None, "2026-03-31T12:00:00.000Z", b"<p>It rained."
        )
    (folder / "storm.txt").write_text("The storm came in the night. Nobody slept.\n")
    (folder / "storm.md").write_text("---\ntitle: Storm\n---\n\nThe storm came. *Nobody* slept.\n")
    (folder / "storm.csv").write_text("id,text\n1,The storm came in the day. Everybody slept.\n")
    (folder / "storm.html").write_text(article_html())
    (folder / "storm.pdf").write_bytes(pdf(lambda canvas: lines(canvas, ["The harbour closes in March."])))
    (folder / "storm.docx").write_bytes(docx(lambda document: document.add_paragraph("It rained all day.")))
    (folder / "library.jsonl").write_text("")
    (folder / "mine.toml").write_text((PROJECT / "annotations/schema/shipped/news.toml").read_text("utf-8"))
    return folder


@pytest.mark.parametrize(("args", "allowed"), COMMANDS, ids=[" ".join(args) for args, _ in COMMANDS])
def test_no_screen_is_loaded_and_nothing_heavy_before_it_is_needed(folder, args, allowed):
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *args],
        cwd=folder, input=b'{"id": 1, "text": "So it is."}\n', capture_output=True, check=True,
        env=os.environ | {"STET_DB": str(folder / "stet.db"), "PYTHONPATH": str(PROJECT)},
    )  # fmt: skip
    status, modules = json.loads(done.stderr.splitlines()[-1])
    assert status == 0, done.stderr
    assert set(modules) & SCREEN == set()
    assert set(modules) & HEAVY <= allowed


def test_the_list_of_commands_is_there_before_the_model_is_loaded():
    program = "import sys; from annotations.cli import run; run(args=['--help']); print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, text=True,
        env=os.environ | {"PYTHONPATH": str(PROJECT)},
    )  # fmt: skip
    loaded = done.stdout.splitlines()[-1].split()
    assert "annotations.commands.ledger" in loaded
    assert {"annotations.model", "annotations.store", "dataclasses", "sqlite3"}.isdisjoint(loaded)


def test_no_command_is_forgotten():
    assert {args[0] for args, _ in COMMANDS if not args[0].startswith("-")} == set(make_commands().commands)
