"""Two programs at one database: both write, and neither loses an edit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.end_to_end.program import ARTICLE, Home, counted, quit_reader, ready, saved, told
from tests.terminal import Terminal

EACH = 25


@contextmanager
def two_readers(home: Home, first: Path, second: Path) -> Iterator[tuple[Terminal, Terminal]]:
    """Kim reads the first article, Lee the second; in the end nobody was told that anything is locked."""
    with ExitStack() as stack:
        readers = [
            stack.enter_context(home.read(name, "--as", annotator))
            for name, annotator in ((first, "kim"), (second, "lee"))
        ]
        for reader in readers:
            ready(reader)
        yield readers[0], readers[1]
        for reader in readers:
            quit_reader(reader)
            assert b"locked" not in reader.raw
            assert b"Traceback" not in reader.raw
    assert home.check() == []


def _tag_by_turns(readers: tuple[Terminal, Terminal], times: int) -> None:
    for number in range(times):
        for reader in readers:
            before = saved(reader)
            reader.press("j", "cqs"[number % 3])
            reader.wait_for(f"saved {before + 1} ")


def _tag_at_once(readers: tuple[Terminal, Terminal], times: int) -> None:
    before = [saved(reader) for reader in readers]
    for number in range(times):
        for reader in readers:
            reader.press("j", "cqs"[number % 3])
    for reader, count in zip(readers, before, strict=True):
        reader.wait_for(f"saved {count + times} ", timeout=60)


def _tags(home: Home) -> Counter[tuple[str, str, str]]:
    return Counter(
        home.rows(
            "SELECT articles.source, a.annotator, a.label FROM annotations a JOIN versions ON versions.key = a.version"
            " JOIN articles ON articles.number = versions.article"
        )
    )


def test_different_articles_of_one_new_library_are_tagged_at_once(home: Home) -> None:
    """Both programs also find that the database is yet to be made."""
    one, other = home.write("one.txt"), home.write("other.txt", ARTICLE.replace("Ostmark", "Westmark"))
    with two_readers(home, one, other) as readers:
        _tag_by_turns(readers, 3)
        _tag_at_once(readers, EACH - 3)
    assert sum(_tags(home).values()) == 2 * EACH
    for source, annotator in ((str(one), "kim"), (str(other), "lee")):
        assert sum(_tags(home)[source, annotator, label] for label in ("claim", "quote", "stance")) == EACH


def test_one_article_is_tagged_by_two_at_once(home: Home) -> None:
    article = home.shelve("harbour.txt")
    with two_readers(home, article, article) as readers:
        _tag_by_turns(readers, 3)
        _tag_at_once(readers, EACH - 3)
        # Each takes back their own last edit, not the other's, which may be later.
        readers[0].press("u")
        readers[0].wait_for("undone: tagged")
    tags = _tags(home)
    assert sum(count for (_, annotator, _), count in tags.items() if annotator == "kim") == EACH - 1
    assert sum(count for (_, annotator, _), count in tags.items() if annotator == "lee") == EACH
    assert home.rows("SELECT count(DISTINCT step) FROM history") == [(2 * EACH + 1,)]


def test_one_person_at_two_screens_is_told_what_the_other_screen_did(home: Home) -> None:
    article = home.shelve("harbour.txt")
    with home.read(article) as desktop, home.read(article) as laptop:
        for reader in (desktop, laptop):
            ready(reader)
        desktop.press("c")
        desktop.wait_for("saved 1")
        laptop.press("c")
        laptop.wait_for("this is tagged already")
        assert "C 1 " in laptop.row(0)
        laptop.press("x")
        laptop.wait_for("deleted claim")
        desktop.press("!")
        told(desktop, "kim has changed this since (deleted claim “The harbour of Ostmark closes on Sunday.”)")
        desktop.wait_for("saved 2 ")
        counted(desktop, 0, 0, 0)
        desktop.press("j", "c")
        desktop.wait_for("saved 3")
        for reader in (desktop, laptop):
            quit_reader(reader)
    assert [label for _, label, _ in home.saved_words()] == ["claim"]
    assert home.check() == []
