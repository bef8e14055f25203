"""Words tagged wherever they stand in the library; back and forward from article to article; what was seen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.errors import UsageError
from annotations.model import Span
from annotations.progress import count_marks, with_marks
from tests.tui.desks import add_article, desk_on
from tui.desk import Desk
from tui.reading.jumps import Jumps, Stop, Trail
from tui.reading.selection import whole
from tui.session import Session
from tui.setting_up import set_up

QUAY = "The quay is saved\nThe quay is old, said Ilse Brandt.\nNobody asked her.\n"
DAM = "The dam holds\nNo quay was harmed. Quayside shops opened.\n"
TRAM = "Tram opens\nThe Quay stop, by the quay, is new.\n"


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    session = Session(tmp_path / "library.db", "kim")
    yield session
    session.close()


@pytest.fixture
def desk(session: Session) -> Desk:
    documents = [
        session.submit(lambda w, s=source, t=text: add_article(w, s, t)).result()  # type: ignore[misc]
        for source, text in (("/n/quay.txt", QUAY), ("/n/dam.txt", DAM), ("/n/tram.txt", TRAM))
    ]
    desk = desk_on(session, documents[0])
    desk.reading.annotations_known = True
    return desk


async def press(desk: Desk, keys: str) -> None:
    for key in keys.split():
        await desk.press(key)


def said(desk: Desk) -> str:
    return desk.message.text if desk.message is not None else ""


def tagged(desk: Desk) -> list[tuple[int, str]]:
    def read(workspace: Any) -> list[tuple[int, str]]:
        return [
            (info.number, span.of(workspace.store.text(info.key)))
            for info in workspace.store.articles.all()
            for annotation in workspace.annotations(info)
            for span in annotation.fragments
        ]

    return desk.session.submit(read).result()


def here(desk: Desk) -> int:
    assert desk.reading.info is not None
    return desk.reading.info.number


async def test_words_are_tagged_from_article_to_article_in_one_step(desk: Desk) -> None:
    desk.whole_library = True
    at = QUAY.index("quay")
    desk.reading.selection = whole(Span(at, at + 4))
    await press(desk, "T c")
    assert desk.taker is not None
    assert desk.taker.says.startswith("claim 1 of 5?")
    await press(desk, "y y n")
    assert here(desk) == 3
    assert desk.taker.says.startswith("claim 4 of 5?")
    await press(desk, "a")
    assert desk.taker is None
    assert said(desk) == "tagged 4 of 5 as claim in 3 articles – u takes all of it back"
    assert tagged(desk) == [(1, "quay"), (1, "quay"), (3, "Quay"), (3, "quay")]
    assert len(desk.reading.annotated) == 2
    await press(desk, "u")
    assert tagged(desk) == []
    assert len(desk.reading.annotated) == 0
    await press(desk, "U")
    assert len(tagged(desk)) == 4


async def test_a_pattern_walks_too_and_can_be_left(desk: Desk) -> None:
    desk.whole_library = True
    for key in ("T", "q", *"Qu[a-z]+", "enter"):
        await desk.press(key)
    assert desk.taker is not None
    assert desk.taker.says.startswith("quote 1 of 2?")
    assert here(desk) == 2
    await press(desk, "y q")
    assert tagged(desk) == [(2, "Quayside")]
    assert said(desk) == "tagged 1 of 2 as quote in 2 articles – u takes all of it back"


async def test_what_was_searched_and_is_not_in_this_article_is_walked_over_in_the_others(desk: Desk) -> None:
    desk.whole_library = True
    for key in ("/", *"stop", "enter", "T", "c"):
        await desk.press(key)
    assert desk.taker is not None
    assert here(desk) == 3
    await press(desk, "y")
    assert tagged(desk) == [(3, "stop")]


async def test_what_is_tagged_so_already_or_nowhere_is_said(desk: Desk) -> None:
    desk.whole_library = True
    at = QUAY.index("Ilse Brandt")
    for _ in range(2):
        desk.reading.selection = whole(Span(at, at + 11))
        await press(desk, "T c")
        if desk.taker is not None:
            await press(desk, "a")
    assert "is in no article of the library, or is tagged so already" in said(desk)
    for key in ("T", "c", "(", "enter"):
        await desk.press(key)
    assert "not a regular expression" in said(desk)


async def test_in_one_article_the_walk_stays_there(desk: Desk) -> None:
    at = QUAY.index("quay")
    desk.reading.selection = whole(Span(at, at + 4))
    await press(desk, "T c a")
    assert {number for number, _ in tagged(desk)} == {1}


async def test_back_and_forward_cross_articles(desk: Desk) -> None:
    await press(desk, "G")
    place = desk.reading.offset
    await desk.shell.open_article(2)
    await press(desk, "G")
    await desk.shell.open_article(3)
    await press(desk, "g o")
    assert here(desk) == 2
    await press(desk, "g o")  # the jump within it
    assert (here(desk), desk.reading.sentence) == (2, 0)
    await press(desk, "g o")
    assert (here(desk), desk.reading.offset) == (1, place)
    await press(desk, "g i")
    assert here(desk) == 2
    await press(desk, "g i g i")
    assert here(desk) == 3
    await press(desk, "g i")
    assert said(desk) == "there is no jump to do again"
    await press(desk, "g o")
    await desk.shell.open_article(1)
    await press(desk, "g i")
    assert said(desk) == "there is no jump to do again"


async def test_an_article_that_was_removed_since_is_not_gone_back_to(desk: Desk) -> None:
    await desk.shell.open_article(2)
    await desk.run(lambda w: w.remove_articles([w.find("1")]))
    await press(desk, "g o")
    assert "article 1 was removed" in said(desk)
    assert here(desk) == 2


def test_the_trail_is_that_of_a_browser() -> None:
    one, two, three = (Stop(number, 0, Jumps()) for number in (1, 2, 3))
    assert Trail().back(one) is None
    assert Trail().forward(one) is None
    back = Trail().left(one).left(two).back(three)
    assert back is not None
    assert back == (two, Trail((one,), (three,)))
    assert back[1].forward(two) == (three, Trail((one, two)))
    assert back[1].left(two) == Trail((one, two))


def test_the_scope_is_set_and_mistakes_are_told() -> None:
    app = SimpleNamespace(work=SimpleNamespace(desk=SimpleNamespace(whole_library=False)))
    assert set_up(cast("Any", app), "scope", "library") == "T goes through the whole library"
    assert app.work.desk.whole_library
    with pytest.raises(UsageError, match="article or library"):
        set_up(cast("Any", app), "scope", "all")


# Progress


@given(st.integers(1, 200), st.lists(st.tuples(st.integers(0, 220), st.integers(0, 220))))
def test_marks_are_those_of_the_sentences_seen(sentences: int, parts: list[tuple[int, int]]) -> None:
    marks = b""
    for start, stop in parts:
        marks = with_marks(marks, sentences, [range(start, stop)])
    seen = {index for start, stop in parts for index in range(start, stop) if index < sentences}
    assert count_marks(marks) == len(seen)
    assert {i for i in range(sentences) if marks and marks[i >> 3] >> (i & 7) & 1} == seen


def test_what_was_on_the_screen_is_kept_for_each_person(session: Session, desk: Desk) -> None:
    info, reading = desk.reading.info, desk.reading
    assert info is not None
    reading.see(Span(0, QUAY.index("Nobody")))
    reading.see(Span(0, QUAY.index("Nobody")))
    assert reading.seen == [range(2)]
    session.submit(lambda w: w.remember_place(info, 3, reading.seen, 3)).result()
    session.submit(lambda w: w.remember_place(info, 3, [range(2, 3)], 3)).result()
    row = session.submit(lambda w: w.shelf().rows[-1]).result()
    assert (row.seen, row.sentences) == (3, 3)
    assert session.submit(lambda w: w.store.library.of([1], "ada", None)[0].seen).result() is None


def test_a_page_before_the_sentences_are_known_is_not_counted(desk: Desk) -> None:
    desk.reading.complete = False
    desk.reading.see(Span(0, 40))
    assert desk.reading.seen == []
