"""The command line at the bottom."""

import asyncio

from annotations.errors import StetError
from tests.tui.acts.quay import press, said, stored, type_line
from tui.desk import Desk
from tui.palette_commands import palette_commands
from tui.status import hint_lines, status_line


async def test_commands_go_tag_and_filter(desk: Desk) -> None:
    await press(desk, ":")
    await type_line(desk, "3")
    assert desk.reading.sentence == 2
    await press(desk, ":")
    await type_line(desk, "tag quote")
    await press(desk, "j c")
    await press(desk, ":")
    await type_line(desk, "filter quote")
    assert "1 of 2" in said(desk)
    assert desk.reading.annotations_here() == []
    await press(desk, "g g > a")
    assert desk.reading.active_annotation is not None
    assert desk.reading.active_annotation.label == "quote"
    await press(desk, "> a")
    assert "no annotation after this" in said(desk)
    await press(desk, ":")
    await type_line(desk, "filter")
    await press(desk, "> a")
    assert desk.reading.active_annotation.label == "claim"


async def test_a_command_that_is_not_there_names_the_nearest_and_stays_to_be_mended(desk: Desk) -> None:
    await press(desk, ":")
    await type_line(desk, "filtre")
    assert "Did you mean “filter”?" in said(desk)
    assert desk.prompt is not None


async def test_commands_complete_themselves_and_what_they_take(desk: Desk) -> None:
    await press(desk, ":")
    for key in ["f", "i", "tab", "space", "q", "u", "tab"]:
        await desk.press(key)
    assert desk.prompt is not None
    assert desk.prompt.editor.text == "filter quote"


async def test_the_arrow_brings_back_the_last_command(desk: Desk) -> None:
    await press(desk, ":")
    await type_line(desk, "goto 2")
    await press(desk, ": up")
    assert desk.prompt is not None
    assert desk.prompt.editor.text == "goto 2"


async def test_any_action_is_a_command_by_its_id(desk: Desk) -> None:
    await press(desk, ":")
    await type_line(desk, "tag.claim")
    assert [a.label for a in stored(desk)] == ["claim"]


async def test_an_error_in_a_line_was_cut_and_hid_the_completions(desk: Desk) -> None:
    await press(desk, ":")
    await type_line(desk, "suggest stanzas off")
    line = "".join(part for part, _ in status_line(desk, 60))
    above = " ".join("".join(part for part, _ in row).strip() for row in hint_lines(desk, 60))
    assert line.rstrip() == " :suggest stanzas off"
    assert above == said(desk)
    assert "Suggested are" in above
    await press(desk, "escape")


async def test_completions_said_the_whole_line_again_and_were_cut(desk: Desk) -> None:
    await press(desk, ": s e t space")
    line = "".join(part for part, _ in status_line(desk, 60))
    assert len(line) <= 60
    assert "title=  author=  date=" in line
    await press(desk, " ".join(["tab"] * 8))
    line, chosen = "", ""
    for part, style in status_line(desk, 60):
        line, chosen = line + part, part if style == ("heading",) else chosen
    assert chosen.strip() == "measure="
    assert len(line) <= 60
    await press(desk, "escape")


async def test_a_command_of_the_line_was_not_in_the_palette(desk: Desk) -> None:
    offered = {title: run for title, _, run in palette_commands(desk, asyncio.create_task)}
    (run,) = (run for title, run in offered.items() if title.endswith(":filter"))
    run()
    await type_line(desk, "quote")
    assert "annotations are shown" in said(desk)


async def test_a_line_with_a_mistake_was_gone_before_it_could_be_mended(desk: Desk) -> None:
    await press(desk, "j :")
    await type_line(desk, "tag zzz")
    assert "no label" in said(desk)
    assert desk.prompt is not None
    await press(desk, "backspace backspace backspace")
    await type_line(desk, "claim")
    assert desk.prompt is None
    assert [made.label for made in stored(desk)] == ["claim"]


def test_a_sentence_with_a_hint_ended_with_two_stops(desk: Desk) -> None:
    desk.fail(StetError("there is no such file.", "Look again."))
    assert said(desk) == "there is no such file. Look again."
