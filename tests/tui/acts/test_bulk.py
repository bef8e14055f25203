"""Tagging every occurrence, one by one."""

from tests.tui.acts.quay import press, said, seated, stored, type_line, words
from tui.desk import Desk
from tui.session import Session


async def test_every_occurrence_is_tagged_one_by_one_and_taken_back_at_once(desk: Desk) -> None:
    await press(desk, "g g v w T c")
    assert desk.taker is not None
    assert "1 of 4" in desk.taker.says
    await press(desk, "y n a")
    assert [words(desk, a) for a in stored(desk)] == [["quay"]] * 3
    assert "tagged 3 of 4" in said(desk)
    await press(desk, "u")
    assert stored(desk) == []


async def test_a_pattern_is_asked_for_when_nothing_is_selected_or_searched(desk: Desk) -> None:
    await press(desk, "T c")
    await type_line(desk, "[0-9]+ million")
    assert desk.taker is not None
    await press(desk, "y")
    assert [words(desk, a) for a in stored(desk)] == [["40 million"]]


async def test_words_inside_longer_words_are_left_alone(session: Session) -> None:
    desk = seated(session, "An owl\nOwls howl at an owl.\n")
    await press(desk, "g g v w T c a")
    assert [words(desk, a) for a in stored(desk)] == [["owl"], ["owl"]]


async def test_q_ends_a_walk_with_nothing_done(desk: Desk) -> None:
    await press(desk, "g g v w T c q")
    assert stored(desk) == []
    assert desk.taker is None
