"""What the inspector shows of an annotation, and how it is edited there."""

from tests.tui.acts.quay import press, said, type_line
from tui.desk import Desk
from tui.inspecting import Inspector
from tui.inspector_lines import inspector_lines
from tui.status import status_line


async def test_the_inspector_forgot_whom_a_role_is_for_while_words_elsewhere_were_selected(desk: Desk) -> None:
    await press(desk, "j j c j v")
    shown = "".join(part for line in inspector_lines(desk, 40, 20) for part, _ in line)
    assert "CLAIM" in shown
    await press(desk, "escape")
    assert "CLAIM" not in "".join(part for line in inspector_lines(desk, 40, 20) for part, _ in line)


async def test_two_annotations_of_a_label_looked_alike_in_the_inspector(desk: Desk) -> None:
    await press(desk, "j i ( q j j i ) q")
    shown = ["".join(part for part, _ in line) for line in inspector_lines(desk, 40, 20)]
    assert any(line.startswith("▸QUOTE  “") for line in shown)
    await press(desk, "k A q A q A q")
    assert all(inspector_lines(desk, 40, 3)), "rows stay blank where there are too few"


async def test_the_row_that_is_edited_stays_in_sight_with_the_keys_of_its_choices(desk: Desk) -> None:
    desk.make_taker = lambda: Inspector(desk)
    await press(desk, "j j c e v")
    rows = ["".join(part for part, _ in line) for line in inspector_lines(desk, 78, 7)]
    assert len(rows) <= 7
    assert any(row.startswith("›v verdict") for row in rows)
    assert "t true" in "".join(rows)
    assert "r…" not in "".join(part for part, _ in status_line(desk, 80))
    await press(desk, "escape escape")


async def test_a_repeated_list_of_values_was_said_as_the_program_writes_it(desk: Desk) -> None:
    desk.make_taker = lambda: Inspector(desk)
    await press(desk, "j c e e")
    await type_line(desk, "https://a.example | https://b.example")
    await press(desk, "escape j .")
    assert said(desk).endswith("evidence https://a.example | https://b.example")
