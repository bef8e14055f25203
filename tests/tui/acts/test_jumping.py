"""Labels to type, which lead to a place or to a selection."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tui.acts.quay import pick, press, stored, words
from tui.desk import Desk
from tui.reading.labels import LETTERS, JumpLabels, names


@given(st.integers(0, 2000))
def test_no_label_begins_another(count):
    labels = names(count)
    assert len(labels) == min(count, len(LETTERS) ** 2)
    assert len(set(labels)) == len(labels)
    assert not any(after.startswith(before) for before, after in pairwise(sorted(labels)))


def test_labels_are_typed_letter_by_letter():
    labels = JumpLabels(range(60))
    assert len(labels) == 60
    two = next(label for label in labels.shown() if len(label.text) == 2)
    assert labels.press(two.text[0]) is None
    assert all(len(label.text) == 1 for label in labels.shown())
    with pytest.raises(KeyError):
        labels.press("!")
    assert labels.back()
    assert len(labels.shown()) == 60
    assert labels.press(two.text[0]) is None
    assert labels.press(two.text[1]) == two.offset


async def test_f_goes_to_a_sentence(desk: Desk) -> None:
    await press(desk, "f")
    await pick(desk, "Brandt told")
    assert desk.reading.current is not None
    assert desk.reading.current.of(desk.reading.text).startswith("Brandt told")
    assert desk.reading.labels == ()
    assert desk.taker is None


async def test_f_goes_to_an_annotation_inside_a_sentence_and_makes_it_active(desk: Desk) -> None:
    await press(desk, "j i q")
    made = desk.reading.active
    await press(desk, "g g x")
    desk.reading.active = None
    await press(desk, "f")
    await pick(desk, "We will pay")
    assert desk.reading.active == made


async def test_esc_takes_the_labels_away(desk: Desk) -> None:
    await press(desk, "f")
    assert desk.reading.labels
    await press(desk, "escape")
    assert not desk.reading.labels
    assert desk.taker is None
    await press(desk, "j")
    assert desk.reading.sentence == 1


async def test_from_one_word_to_another_is_a_selection(desk: Desk) -> None:
    await press(desk, "j j F")
    await pick(desk, "quay would")
    await pick(desk, "crowns")
    await press(desk, "q")
    assert words(desk, stored(desk)[0]) == ["quay would cost 40 million crowns"]


async def test_a_selection_goes_to_a_word_by_its_label(desk: Desk) -> None:
    await press(desk, "j j v f")
    await pick(desk, "cost")
    await press(desk, "v f")
    await pick(desk, "million")
    await press(desk, "c")
    assert words(desk, stored(desk)[0]) == ["cost 40 million"]
