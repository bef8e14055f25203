"""The words of an annotation: further fragments, and others in their place."""

from tests.tui.acts.quay import press, said, stored, words
from tui.desk import Desk


async def test_a_comma_adds_the_selection_and_takes_exactly_it_away(desk: Desk) -> None:
    await press(desk, "j j j c")
    first = words(desk, stored(desk)[0])
    await press(desk, "k k v v w ,")
    assert words(desk, stored(desk)[0])[1:] == first
    assert "added" in said(desk)
    await press(desk, "v v w ,")
    assert words(desk, stored(desk)[0]) == first
    await press(desk, "u u")
    assert words(desk, stored(desk)[0]) == first


async def test_the_only_part_is_not_taken_away(desk: Desk) -> None:
    await press(desk, "j i ( q")
    await press(desk, "i ( ,")
    assert "x deletes" in said(desk)
    assert len(stored(desk)[0].fragments) == 1


async def test_a_span_is_taken_up_and_written_back(desk: Desk) -> None:
    await press(desk, "j j c g v")
    assert desk.reading.selection is not None
    await press(desk, "h h h enter")
    assert words(desk, stored(desk)[0])[0].endswith("the minister agre")
    assert len(stored(desk)) == 1
    await press(desk, "u")
    assert words(desk, stored(desk)[0])[0].endswith("agreed.")


async def test_esc_leaves_a_span_as_it_was(desk: Desk) -> None:
    await press(desk, "j j c g v h h escape enter")
    assert words(desk, stored(desk)[0])[0].endswith("agreed.")
    assert desk.reading.taken_up is None
