"""The label line, and what the scheme says of a label."""

from tests.tui.acts.quay import press, said, stored, type_line
from tui.desk import Desk


async def test_the_label_line_takes_a_name_a_key_or_a_beginning(desk: Desk) -> None:
    for typed in ("claim", "q", "sta"):
        await press(desk, "j t")
        await type_line(desk, typed)
    assert [a.label for a in stored(desk)] == ["claim", "quote", "stance"]


async def test_a_label_that_is_not_there_is_refused_with_the_nearest(desk: Desk) -> None:
    await press(desk, "j t")
    await type_line(desk, "claims")
    assert "Did you mean “claim”?" in said(desk)
    assert desk.prompt is not None
    assert stored(desk) == []


async def test_the_guideline_of_a_label_comes_with_its_last_uses(desk: Desk) -> None:
    await press(desk, "j c j c g l")
    ((name, uses),) = desk.screens.guidelines  # type: ignore[attr-defined]
    assert name == "claim"
    assert uses[0].startswith("claim “Brandt told reporters")
    assert uses[1].startswith("claim “We will pay")
