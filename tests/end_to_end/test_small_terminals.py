"""The reader in terminals of few rows and columns."""

from __future__ import annotations

import pytest

from tests.end_to_end.program import Home, quit_reader, ready


@pytest.mark.parametrize("size", [(80, 24), (40, 15), (20, 10)])
def test_the_keys_of_a_choice_could_not_be_seen_where_there_is_little_room(home: Home, size: tuple[int, int]) -> None:
    with home.read(home.write("a.txt"), columns=size[0], rows=size[1]) as reader:
        ready(reader)
        reader.press("j", "c", "e")
        reader.wait_for("Enter edit")
        reader.press("v")
        reader.wait_for("t true")
        assert "›v" in reader.text()
        reader.press("m", "esc")
        reader.wait_for(lambda terminal: "›" not in terminal.text())
        assert "▌" in reader.text(), "the current sentence is still to be seen"
        quit_reader(reader)


def test_an_inspector_that_was_hidden_took_the_keys_unseen(home: Home) -> None:
    with home.read(home.write("a.txt")) as reader:
        ready(reader)
        reader.press("j", "q", "I")
        reader.wait_for(lambda terminal: "▸QUOTE" not in terminal.text())
        reader.press("e")
        reader.wait_for("▸QUOTE")
        reader.press("esc")
        reader.wait_for(lambda terminal: "▸QUOTE" not in terminal.text())
        quit_reader(reader)


def test_a_command_with_brackets_in_its_help_ended_the_program(home: Home) -> None:
    with home.read(home.write("a.txt"), columns=80, rows=24) as reader:
        ready(reader)
        reader.press("P")
        reader.wait_for("Search for commands")
        reader.press(*"show only some")
        reader.wait_for("[LABEL|@ANNOTATOR")
        reader.press("enter")
        reader.wait_for(lambda terminal: terminal.row(23).startswith(" :filter "))
        reader.press("esc")
        quit_reader(reader)
