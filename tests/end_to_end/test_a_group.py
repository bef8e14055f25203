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


def test_a_member_works_through_a_queue_and_sees_only_what_is_their_own(home: Home) -> None:
    """The library counted everybody's tags, and M went on in the order of the library."""
    for name in ("dam", "ferry", "harbour", "tram"):
        home.shelve(f"{name}.txt", f"The {name} opens\n\nIt is late, said Ilse Brandt.\n\nNobody came to the {name}.\n")
    run(home, "assign", "4", "2", "3", "--to", "kim")
    run(home, "assign", "1", "--to", "lee")
    order = run(home, "list", "for:kim", "--as", "kim", "--json")
    first, second, third = (one["number"] for one in json.loads(order))
    titles = {number: str(one[0]) for number, *one in home.rows("SELECT number, title FROM articles")}
    with home.read(str(first), "--as", "lee", columns=120, rows=30) as reader:
        ready(reader)
        keys(reader, "c", "j c")
        reader.press("M")
        told(reader, "the article before is marked done; 1 of 1 left in your queue")
        quit_reader(reader)
    with home.read("--as", "kim", columns=120, rows=30) as reader:
        told(reader, "3 of 3 left in your queue", f"> {titles[first]}")
        assert "seen" in reader.text()
        row = next(line for line in reader.text().splitlines() if line.startswith("> "))
        assert " 1  " in row
        assert "new" in row
        assert "·   ·   ·" in row
        reader.press("enter")
        told(reader, titles[first], "C 0", "saved 3")  # what lee has done is in the history of the article
        keys(reader, "c")
        for following, left in ((second, "2 of 3 left"), (third, "1 of 3 left")):
            reader.press("M")
            told(reader, titles[following], left)
        reader.press("M")
        told(reader, "the article is marked done; your queue is done")
        reader.press("L")
        told(reader, "0 of 3 left in your queue")
        reader.press("Z", "Z")
        assert reader.wait() == 0
    shown = json.loads(run(home, "list", "--as", "kim", "--json", "--sort", "queue"))
    assert [(one["number"], one["status"]) for one in shown[:3]] == [(n, "done") for n in (first, second, third)]
    assert shown[3]["status"] == "new"
