"""Roles: picked by labels, selected, or named."""

from tests.tui.acts.quay import RALLY, fillers, pick, press, said, seated, stored, type_line
from tui.desk import Desk
from tui.session import Session
from tui.status import hint_lines, status_line


async def test_a_role_is_picked_by_its_label_with_nothing_selected(desk: Desk) -> None:
    await press(desk, "j i q r s")
    await pick(desk, "Ilse Brandt")
    await press(desk, "r c")
    await pick(desk, "said")
    assert fillers(desk, stored(desk)[0]) == [("source", None, "Ilse Brandt"), ("cue", None, "said")]


async def test_the_label_on_a_comma_picks_the_run_before_it(desk: Desk) -> None:
    await press(desk, "j i q r s")
    await pick(desk, ", “before")
    assert fillers(desk, stored(desk)[0]) == [("source", None, "the harbour master")]


async def test_a_role_of_several_words_is_picked_from_the_first_to_the_last(desk: Desk) -> None:
    await press(desk, "j i q r s")
    assert "F words" in desk.taker.says  # type: ignore[union-attr]
    await press(desk, "F")
    await pick(desk, "the harbour")
    assert stored(desk)[0].roles == ()
    await pick(desk, "master")
    assert fillers(desk, stored(desk)[0]) == [("source", None, "the harbour master")]
    assert desk.reading.selection is None
    await press(desk, "u")
    assert stored(desk)[0].roles == ()


async def test_esc_on_the_way_to_several_words_gives_no_role(desk: Desk) -> None:
    await press(desk, "j i q r s F")
    await pick(desk, "the harbour")
    await press(desk, "escape")
    assert desk.taker is None
    assert stored(desk)[0].roles == ()


async def test_the_same_words_again_take_the_role_away(desk: Desk) -> None:
    await press(desk, "j i q r s")
    await pick(desk, "Ilse Brandt")
    await press(desk, "r s")
    await pick(desk, "Ilse Brandt")
    assert stored(desk)[0].roles == ()
    await press(desk, "u")
    assert fillers(desk, stored(desk)[0]) == [("source", None, "Ilse Brandt")]


async def test_a_role_may_have_several_fillers(desk: Desk) -> None:
    await press(desk, "j j q r s")
    await pick(desk, "Brandt told")
    await press(desk, "r s")
    await pick(desk, "minister")
    assert [words for _, _, words in fillers(desk, stored(desk)[0])] == ["Brandt", "minister"]


async def test_words_that_have_a_name_in_this_article_get_it_again(desk: Desk) -> None:
    await press(desk, "j j q r s")
    await pick(desk, "minister")
    await press(desk, "r S")
    await type_line(desk, "Anna Berg")
    await press(desk, "A q r s")
    await pick(desk, "minister")
    assert fillers(desk, stored(desk)[1]) == [("source", "Anna Berg", "minister")]
    assert "that is Anna Berg" in said(desk)


async def test_call_gives_a_name_to_all_who_are_called_so(desk: Desk) -> None:
    for again in ("q", "A q"):
        await press(desk, f"g g j j {again} r s")
        await pick(desk, "Brandt told")
    await press(desk, ":")
    await type_line(desk, "call Brandt = Ilse Brandt")
    assert [fillers(desk, a) for a in stored(desk)] == [[("source", "Ilse Brandt", "Brandt")]] * 2
    await press(desk, "u")
    assert [fillers(desk, a) for a in stored(desk)] == [[("source", None, "Brandt")]] * 2


async def test_a_role_on_the_wrong_label_is_refused_with_what_there_is(desk: Desk) -> None:
    await press(desk, "j c r s")
    assert said(desk) == "a claim has no source; it has claimant"


async def test_a_name_of_ten_thousand_characters_is_refused_and_the_line_stays(desk: Desk) -> None:
    await press(desk, "j q r S")
    await type_line(desk, "x" * 9_000)
    assert "500 at most" in said(desk)
    assert desk.prompt is not None
    assert stored(desk)[0].roles == ()


async def test_a_name_was_cut_after_its_title_and_its_initials(session: Session) -> None:
    desk = seated(session, RALLY, "/news/rally-name.txt")
    await press(desk, "j i q r s")
    await pick(desk, "Rep. Q.B.")
    await press(desk, "j j i q r s")
    await pick(desk, "Sen. Ilse")
    names = [filler for annotation in stored(desk) for filler in fillers(desk, annotation)]
    assert names == [("source", None, "Rep. Q.B. Ostrander"), ("source", None, "Sen. Ilse Krag")]


async def test_why_keys_do_nothing_was_cut_after_a_prefix(desk: Desk) -> None:
    await press(desk, "r")
    rows = ["".join(part for part, _ in row) for row in hint_lines(desk, 40)]
    assert all(len(row) <= 40 for row in rows)
    assert "step to one with > a" in " ".join(row.strip() for row in rows)
    await press(desk, "escape")


async def test_the_keys_of_a_pick_were_cut_at_80_columns(desk: Desk) -> None:
    await press(desk, "j j c r l")
    line = "".join(part for part, _ in status_line(desk, 80))
    assert "claimant of claim: its letters" in line
    assert "Esc none" in line
    await press(desk, "escape")


async def test_a_name_of_ten_thousand_characters_is_refused_and_drawn_at_once(desk: Desk) -> None:
    await press(desk, "j j c r L")
    desk.paste("x" * 10_000)
    assert len("".join(part for part, _ in status_line(desk, 80))) <= 80
    await press(desk, "enter")
    assert said(desk).startswith("the name is 10000 characters long")
    assert stored(desk)[0].roles == ()
    await press(desk, "escape")
