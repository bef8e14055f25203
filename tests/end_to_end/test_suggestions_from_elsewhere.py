"""Suggestions of other people's models, from a file or a package to the screen and into the database."""

from __future__ import annotations

import json
from pathlib import Path

from tests.annotations.suggest.packages import install_weasels
from tests.end_to_end.program import Home, quit_reader, ready

TEXT = "The harbour of Ostmark closes.\n\nNobody was told of it. Critics say it will never open again.\n"


def test_what_was_imported_is_seen_with_its_maker_and_accepted(home: Home) -> None:
    article = home.shelve("a.txt", TEXT)
    start = TEXT.index("Nobody")
    words = "Nobody was told of it."
    suggestion = {"label": "claim", "fragments": [[start, start + len(words)]], "text": [words], "score": 0.61}
    given = json.dumps({"article": str(article), "suggestions": [suggestion | {"reasons": ["it is testable"]}]})
    done = home.run("import", "--suggestions", home.write("bert.jsonl", given))
    assert (done.returncode, done.stdout) == (0, f"{home.path / 'bert.jsonl'}: 1 suggestion from bert for 1 article\n")
    with home.read("--", article, columns=110) as reader:
        ready(reader)
        reader.press("j")
        reader.wait_for("from bert", timeout=30)
        reader.wait_for("testable")
        assert "suggested 61 %" in reader.text()
        reader.press("a")
        reader.wait_for("saved 1")
        quit_reader(reader)
    assert home.rows("SELECT label, origin FROM annotations") == [("claim", "suggested")]
    assert json.loads(home.run("suggest", "--outcomes", "--json").stdout) == [
        {"label": "claim", "accepted": 1, "changed": 0, "dismissed": 0}
    ]


def test_an_installed_suggester_is_asked_while_one_reads(home: Home, tmp_path: Path) -> None:
    article = home.shelve("a.txt", TEXT)
    packages = tmp_path / "packages"
    packages.mkdir()
    path = f"{home.environment['PYTHONPATH']}:{install_weasels(packages)['PYTHONPATH']}"
    with home.read("--", article, columns=110, env={"PYTHONPATH": path}) as reader:
        ready(reader)
        reader.press("G")
        reader.wait_for("from weasels", timeout=30)
        reader.press(":", *"suggest weasels off", "enter")
        reader.wait_for(lambda t: "from weasels" not in t.text())
        quit_reader(reader)
        assert reader.left_behind() == []
