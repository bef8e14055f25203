"""All formats in the dialog: the list, and what each of them asks for."""

from pathlib import Path

import pytest

import tui.screens.export as export_module
from annotations.formats import FORMATS as ALL_FORMATS
from annotations.formats.tables import CsvFormat
from tests.tui.desks import Host
from tests.tui.export.dialog import names_in, prose, told
from tui.desk import Desk
from tui.screens.export import ExportScreen


@pytest.fixture
def all_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export_module, "all_formats", lambda: ALL_FORMATS)


def go_to(name: str) -> list[str]:
    """Keys from the first format to one of another name."""
    return ["right"] * [form.name for form in ALL_FORMATS].index(name)


async def test_formats_are_a_list_that_scrolls_with_the_one_chosen(desk: Desk, all_of_them: None) -> None:
    host = Host(ExportScreen(desk))
    async with host.run_test(size=(80, 24)) as pilot:
        text = await told(pilot)
        assert "›format  ‹jsonl›" in text
        assert "csv" in text
        assert "html" not in text
        assert "↓" in text
        await pilot.press("left")
        text = await told(pilot)
        assert "‹html›" in text
        assert "bridge.html" in text
        assert "jsonl" not in text
        assert "↑" in text
        lines = text.splitlines()
        y = next(y for y, line in enumerate(lines) if " markdown " in line)
        await pilot.click(offset=(lines[y].index("markdown"), y))
        assert "bridge.md" in await told(pilot)


async def test_what_a_format_asks_for_is_asked_for(desk: Desk, tmp_path: Path, all_of_them: None) -> None:
    host = Host(ExportScreen(desk))
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.press(*go_to("conll"), "up", *"clam", "enter")
        text = await told(pilot)
        assert "›layer   clam" in text
        assert "Only this label, or the words of this role" in prose(text)
        assert "--layer is “clam”, which is no label and no role. Did you mean “claim”?" in prose(text)
        await pilot.press("backspace", "backspace", *"aim", "enter")
        await told(pilot)
        assert host.returned == ["exported 2 annotations to bridge.conll"]
    tags = {line.rpartition(" ")[2] for line in (tmp_path / "bridge.conll").read_text("utf-8").splitlines() if line}
    assert tags == {"O", "B-claim", "I-claim"}


async def test_flags_are_set_with_a_key_and_a_letter_q_is_no_end_of_a_line(desk: Desk, tmp_path: Path) -> None:
    host = Host(ExportScreen(desk))
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.press("c")
        text = await told(pilot)
        assert "excel   [no]  yes" in text
        await pilot.press("tab", "tab", "tab", "q")
        assert "›delimiter ,q" in await told(pilot)
        await pilot.press("ctrl+u", ";", "tab", "space")
        assert "›excel    no  [yes]" in await told(pilot)
        await pilot.press("enter")
        await told(pilot)
        assert host.returned == ["exported 2 annotations to bridge.csv"]
    text = (tmp_path / "bridge.csv").read_text("utf-8")
    assert text.startswith("\ufeffarticle_id;article_title;")


async def test_a_format_whose_library_is_missing_says_how_it_comes(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Lacking(CsvFormat):
        name = "lacking"
        suffixes = (".lacking",)
        needs = ("no_such_library",)
        extra = "lacking"

    monkeypatch.setattr(export_module, "all_formats", lambda: (Lacking(), CsvFormat()))
    host = Host(ExportScreen(desk))
    async with host.run_test(size=(80, 24)) as pilot:
        assert "needs no_such_library: pip install 'stet-tui[lacking]'" in await told(pilot)
        await pilot.press("enter")
        said = prose(await told(pilot))
        assert "the format lacking needs no_such_library, which is not installed" in said
        assert "“pip install 'stet-tui[lacking]'” brings it." in said
    assert names_in(tmp_path) == []


async def test_options_are_reached_on_a_narrow_screen(desk: Desk, tmp_path: Path, all_of_them: None) -> None:
    host = Host(ExportScreen(desk))
    async with host.run_test(size=(20, 10)) as pilot:
        await pilot.press(*go_to("claimreview"))
        text = await told(pilot)
        assert "‹claimrev…›" in text
        assert len(text.splitlines()) <= 10
        await pilot.press("up", "ctrl+u", *"true,false")
        text = await told(pilot)
        assert "scale" in text
        assert "…ue,false" in text
        await pilot.press("enter")
        assert "Enter" in await told(pilot)
        await pilot.press("enter")
        await told(pilot)
        assert str(host.returned[0]).startswith("exported 2 annotations to bridge.claimreview.json")
