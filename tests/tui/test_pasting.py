"""What is pasted into the reader: shown, kept with Enter, dropped with Esc."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from textual.events import Paste

from annotations.workspace import Workspace
from tests.annotations.pages import WORDS, article_html
from tests.annotations.servers import server
from tests.tui.desks import Host, add_article, desk_on
from tui.desk import Desk
from tui.first_page import from_address, from_bytes
from tui.opening import bring_pasted, open_reference
from tui.pasting import page_of_address, show_pasted
from tui.prompt import Prompt
from tui.reading.palette import Palette
from tui.screens.pasted import PastedScreen, look_at
from tui.session import Session

TWO = "It rains.\r\rNobody in Ostermoor believes it."


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    session = Session(tmp_path / "library.db", "kim")
    document = await session.run(lambda w: add_article(w, "/articles/bridge.txt"))
    yield desk_on(session, document)
    session.close()


async def answered(text: str, *keys: str, size: tuple[int, int] = (100, 30)) -> tuple[str, list[object]]:
    """What the dialog showed, and what it returned after keys."""
    pasted = look_at(text)
    assert pasted is not None
    host = Host(PastedScreen(pasted, Palette()))
    async with host.run_test(size=size) as pilot:
        await pilot.pause()
        shown = host.text()
        for key in keys:
            await pilot.press(key)
        await pilot.pause()
        return shown, host.returned


async def test_it_is_counted_and_shown() -> None:
    shown, returned = await answered(TWO)
    assert "Pasted text, 2 paragraphs, 7 words" in shown
    assert "It rains." in shown
    assert "Enter keeps it as an article   Esc drops it" in shown
    assert returned == []


@pytest.mark.parametrize(
    ("keys", "kept"), [(("enter",), [True]), (("escape",), [False]), (("c", "j", "q"), [False]), (("c", "x"), [])]
)
async def test_enter_keeps_it_esc_drops_it_and_other_keys_do_nothing(keys: tuple[str, ...], kept: list[bool]) -> None:
    assert (await answered(TWO, *keys))[1] == kept


async def test_hostile_text_is_shown_and_not_obeyed() -> None:
    shown, _ = await answered("[bold]a[/] \x1b[31mred \u202eback\n" * 200, size=(40, 12))
    assert "\x1b" not in shown
    assert "␛[31mred" in shown
    assert "[bold]a[/]" in shown
    assert "…" in shown


async def test_an_address_alone_is_taken_for_one() -> None:
    assert "Enter opens it" in (await answered(" https://messenger.example/tram\n"))[0]
    pasted = look_at("https://messenger.example/tram is where it stands")
    assert pasted is not None
    assert not pasted.is_address


async def test_a_second_paste_waits_for_the_first() -> None:
    pasted = look_at(TWO)
    assert pasted is not None
    host = Host(PastedScreen(pasted, Palette()))
    async with host.run_test() as pilot:
        host.screen.post_message(Paste("something else"))
        await pilot.pause()
        assert "It rains." in host.text()


class App:
    """Answers each question at once, and does what is begun."""

    def __init__(self, answer: bool) -> None:
        self.answer = answer
        self.work: Any = None

    def push_screen(self, _: object, callback: Any) -> None:
        callback(self.answer)

    def start(self, work: Any) -> None:
        self.work = work


async def pasted_into(desk: Desk, text: str, answer: bool = True) -> list[str]:
    """What was opened after a paste."""
    opened: list[str] = []

    async def open_article(reference: str) -> None:
        opened.append(reference)

    app = App(answer)
    show_pasted(app, desk, text, open_article)
    if app.work is not None:
        await app.work
    return opened


async def test_what_is_kept_is_an_article_and_opens(desk: Desk) -> None:
    assert await pasted_into(desk, TWO) == ["2"]
    info = await desk.run(lambda w: w.find("2"))
    assert (info.title, info.source) == ("It rains.", "pasted")
    assert await desk.run(lambda w: w.store.text(info.key)) == "It rains.\n\nNobody in Ostermoor believes it."
    assert await pasted_into(desk, TWO) == ["2"]
    assert desk.message is not None
    assert desk.message.text == "article 2 was there already: It rains."


async def test_what_is_dropped_leaves_nothing_behind(desk: Desk) -> None:
    assert await pasted_into(desk, TWO, answer=False) == []
    assert await pasted_into(desk, " \n") == []
    assert await desk.run(lambda w: len(list(w.store.articles.all()))) == 1


async def test_an_open_line_takes_the_paste(desk: Desk) -> None:
    desk.ask(Prompt("/", lambda _: None))
    desk.paste("It\rrains.")
    assert desk.prompt is not None
    assert desk.prompt.editor.text == "It rains."


async def test_an_address_opens_and_what_is_stored_of_it_is_not_asked_for_again(desk: Desk) -> None:
    asked: list[str] = []

    def answer(path: str) -> tuple[int, dict[str, str], bytes]:
        asked.append(path)
        return 200, {"Content-Type": "text/html"}, article_html().encode()

    with server(answer) as at:
        page = await page_of_address(desk, f"{at}/tram", lambda: None)
        assert (page.title, page.source) == ("A margin of one", f"{at}/tram")
        draft = from_address(f"{at}/tram").draft
        assert draft is not None
        blocks = page.blocks
        await desk.run(lambda w: w.add(draft, f"{at}/tram", blocks=blocks))
        again = await page_of_address(desk, f"{at}/tram", lambda: None)
        assert again.info is not None
        assert await desk.run(lambda w: open_reference(w, f"{at}/tram").info) == again.info
        assert len(asked) == 2
    kept = await desk.run(lambda w: w.store.pages.get(again.info.key))  # type: ignore[union-attr]
    assert kept.body == article_html().encode()
    assert kept.info.address == f"{at}/tram"


def test_a_page_on_standard_input_is_read_as_one() -> None:
    page = from_bytes(article_html().encode())
    assert page.title == "A margin of one"
    assert WORDS in page.text


def test_pasted_text_is_never_another_version(tmp_path: Path) -> None:
    from annotations.store import Store

    with Store(tmp_path / "library.db") as store:
        workspace = Workspace(store, "kim")
        assert [bring_pasted(workspace, text).info.number for text in ("It rains.", "It snows.", "It rains.")] == [
            1,
            2,
            1,
        ]
