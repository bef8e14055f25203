"""Selecting quoted words and clauses, in one part or several."""

from tests.tui.acts.quay import RALLY, press, seated, stored, words
from tui.desk import Desk
from tui.session import Session
from tui.status import status_line


async def test_both_parts_of_an_interrupted_quote_are_taken_at_once(desk: Desk) -> None:
    await press(desk, "j i q")
    assert words(desk, stored(desk)[0]) == ["We will pay", "before the winter"]


async def test_so_they_are_after_a_sentence_that_only_says_who_spoke(desk: Desk) -> None:
    await press(desk, "j j j i q")
    assert words(desk, stored(desk)[0]) == ["It is ours", "It always was"]


async def test_shrinking_keeps_only_the_first_part(desk: Desk) -> None:
    await press(desk, "j i ( q")
    assert words(desk, stored(desk)[0]) == ["We will pay"]


async def test_a_title_with_a_stop_ended_the_interruption_of_a_quotation(session: Session) -> None:
    desk = seated(session, RALLY, "/news/rally-title.txt")
    await press(desk, "j i q")
    (made,) = stored(desk)
    assert words(desk, made) == ["This is a sad day", "We are beaten. We go on"]


async def test_a_sentence_between_two_quotations_still_parts_them(session: Session) -> None:
    desk = seated(session, RALLY, "/news/rally-parts.txt")
    await press(desk, "j j i q")
    (made,) = stored(desk)
    assert words(desk, made) == ["It is late"]


async def test_quoted_words_just_tagged_were_selected_again(session: Session) -> None:
    desk = seated(session, RALLY, "/news/rally-again.txt")
    await press(desk, "j j i q i q")
    assert [words(desk, made) for made in stored(desk)] == [["It is late"], ["Go home"]]
    await press(desk, "g v c")
    assert [(made.label, words(desk, made)) for made in stored(desk) if made.label == "claim"] == [
        ("claim", ["Go home"])
    ]


async def test_words_quoted_inside_of_a_quotation_were_passed_over(session: Session) -> None:
    text = "A vote\nShe recalled, “Out of nowhere he said, ‘All bets are off.’” Then “no.”\n"
    desk = seated(session, text, "/news/nested.txt")
    await press(desk, "j i q i q i q")
    made = [words(desk, annotation)[0] for annotation in stored(desk)]
    assert made == ["Out of nowhere he said, ‘All bets are off.’", "All bets are off", "no"]
    await press(desk, "g g 2 i")
    assert desk.reading.targets[0].of(text) == "All bets are off"


async def test_a_dateline_was_part_of_the_first_clause(session: Session) -> None:
    text = "A vote\nORSTAD ― The vote is lost, aides said.\nMOLDE - The vote is won, aides said.\n"
    desk = seated(session, text, "/news/dateline.txt")
    for _ in range(2):
        await press(desk, "j v w ) c")
    assert [words(desk, annotation) for annotation in stored(desk)] == [["The vote is lost"], ["The vote is won"]]


async def test_the_bottom_line_did_not_say_that_something_is_selected(desk: Desk) -> None:
    def bottom(width: int = 80) -> str:
        return "".join(part for part, _ in status_line(desk, width))

    await press(desk, "j j c j v")
    assert "1 word selected, v fixes the start" in bottom()
    await press(desk, "v w w")
    assert "3 words selected, start fixed" in bottom()
    assert "active: claim" in bottom(100)
    assert len(bottom(40)) <= 40
    await press(desk, "escape")
    assert "selected" not in bottom()
