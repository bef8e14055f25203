"""Two people and one who decides, each at a terminal of their own, from sharing out to the last decision."""

from __future__ import annotations

import json
from pathlib import Path

from tests.end_to_end.program import ARTICLE, Home, counted, quit_reader, ready, saved, told
from tests.terminal import Terminal


def keys(terminal: Terminal, *sequences: str) -> None:
    """Press keys that each save something, one after the other."""
    for sequence in sequences:
        before = saved(terminal)
        terminal.press(*sequence.split())
        terminal.wait_for(f"saved {before + 1} ")


def code(home: Home, who: str, db: Path, article: Path, *sequences: str) -> None:
    with home.read(article, "--as", who, db=db) as reader:
        ready(reader)
        keys(reader, *sequences)
        quit_reader(reader)


def run(home: Home, *arguments: str | Path, db: Path | None = None) -> str:
    done = home.run(*arguments, db=db)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_articles_are_shared_out_coded_merged_measured_and_decided(home: Home) -> None:
    article = home.shelve("harbour.txt", ARTICLE)
    run(home, "assign", "--to", "kim", "--to", "lee", "--overlap", "100%")
    kim, lee = home.path / "kim.db", home.path / "lee.db"
    for path in (kim, lee):
        run(home, "backup", path)

    code(home, "kim", kim, article, "c", "j c", "j q")
    code(home, "lee", lee, article, "c", "j j q", "j s")
    with home.read(article, "--as", "lee", db=lee) as reader:
        ready(reader)
        counted(reader, 1, 1, 1)
        quit_reader(reader)

    assert "6 annotations added" in run(home, "merge", kim, lee, "--as", "ada")
    found = json.loads(run(home, "agree", "--json"))
    assert found["annotators"] == ["kim", "lee"]
    overlap = {f["label"]: f["value"] for f in found["figures"] if f["measure"] == "f1_overlap"}
    assert overlap["quote"] == 1
    assert overlap["stance"] == 0

    with home.read(article, "--as", "lee") as reader:
        ready(reader)
        counted(reader, 1, 1, 1)  # nobody else's, until that is asked for
        reader.press(":", *"layers all", "enter")
        told(reader, "all layers are shown")
        counted(reader, 3, 2, 1)
        quit_reader(reader)

    with home.read(article, "--as", "gold", columns=120, rows=30) as reader:
        ready(reader)
        counted(reader, 0, 0, 0)
        reader.press("g", "k")
        told(reader, "Agreement kim, lee", "F1 overlap")
        reader.press("q", "D")
        told(reader, "this article · 2 of 4 agreed · 0 decided")
        reader.press("A")
        told(reader, "kept 2 annotations that kim and lee agree on", "2 decided")
        reader.press("n", "a")
        told(reader, "kept claim", "3 decided")
        reader.press("x")
        told(reader, "rejected stance", "4 decided")
        reader.press("q")
        told(reader, "C 2 Q 1 S 0")
        quit_reader(reader)

    assert home.rows("SELECT whose, verdict, count(*) FROM decisions GROUP BY whose, verdict ORDER BY 1, 2") == [
        ("kim", "keep", 3),
        ("lee", "keep", 2),
        ("lee", "reject", 1),
    ]
    for path in (kim, lee):
        run(home, "merge", home.db, db=path)
        assert run(home, "export", "--format", "jsonl", db=path) == run(home, "export", "--format", "jsonl")
    assert home.check() == []
