"""Layers side by side, as a person who decides goes through them."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from textual.worker import WorkerCancelled

from annotations.group.comparing import Standing
from annotations.layers import Layers
from annotations.model import Span
from annotations.watching import Watch
from annotations.workspace import Workspace
from tests.annotations.agreement.coded import annotation, put
from tests.tui.desks import Host, add_article, desk_on
from tui.comparison import BOTH, Pieces, first_pieces, read_comparison, texts_of, turned, united
from tui.desk import Desk
from tui.library import Library
from tui.overlays import Overlays
from tui.screens.agreement import AgreementScreen
from tui.screens.compare import CompareScreen
from tui.screens.library import LibraryScreen
from tui.screens.listing import ListingScreen
from tui.session import Session

TEXT = "The wall will not hold.\nShe said it again in May.\nNobody came.\n"


def coded(workspace: Workspace) -> Any:
    document = add_article(workspace, "/a.txt", TEXT)
    other = add_article(workspace, "/b.txt", TEXT).info
    info = document.info
    put(workspace, info, [
        annotation(info, "kim", "claim", (0, 23), attributes={"checkworthiness": "CFS"}),
        annotation(info, "lee", "claim", (0, 23), attributes={"checkworthiness": "CFS"}),
        annotation(info, "kim", "quote", (24, 40)),
        annotation(info, "lee", "quote", (33, 49), attributes={"kind": "direct"}),
        annotation(info, "lee", "stance", (50, 61)),
    ])  # fmt: skip
    put(workspace, other, [annotation(other, who, "claim", (50, 62)) for who in ("kim", "lee")])
    return document


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    session = Session(tmp_path / "library.db", "gold")
    yield session
    session.close()


def screen_on(session: Session, names: tuple[str, ...] = ()) -> CompareScreen:
    document = session.submit(coded).result()
    desk = desk_on(session, document)
    found = session.submit(lambda w: read_comparison(w, document.info, names, everywhere=False)).result()
    return CompareScreen(desk, found, session.submit(lambda w: texts_of(w, found)).result())


@pytest.fixture
def screen(session: Session) -> CompareScreen:
    return screen_on(session)


async def shown(pilot: Any) -> str:
    for _ in range(3):
        with suppress(WorkerCancelled):  # what was asked for since has taken its place
            await pilot.app.finished()
        await pilot.pause()
    return str(pilot.app.text())


def gold(session: Session) -> list[tuple[str, int, int]]:
    def read(workspace: Workspace) -> list[tuple[str, int, int]]:
        every = [a for info in workspace.store.articles.all() for a in workspace.annotations(info)]
        return [(a.label, a.start, a.end) for a in every if a.annotator == "gold"]  # type: ignore[misc]

    return session.submit(read).result()


@pytest.mark.parametrize("size", [(120, 30), (80, 24), (40, 10)])
async def test_every_item_has_a_row_at_any_size(screen: CompareScreen, size: tuple[int, int]) -> None:
    async with Host(screen).run_test(size=size) as pilot:
        text = await shown(pilot)
        assert "kim, lee · this article"[: size[0] - 12] in text
        for standing in (Standing.AGREED, Standing.PARTLY, Standing.MISSING):
            assert standing.value in text


async def test_n_goes_from_difference_to_difference(screen: CompareScreen) -> None:
    async with Host(screen).run_test(size=(120, 30)) as pilot:
        await pilot.press("n")
        assert "She said it again" in await shown(pilot)
        assert screen.here() is not None
        assert screen.here().item.standing is Standing.PARTLY  # type: ignore[union-attr]
        await pilot.press("n")
        assert screen.here().item.standing is Standing.MISSING  # type: ignore[union-attr]
        await pilot.press("n")
        assert "no undecided difference is further on; N goes back to one" in await shown(pilot)
        await pilot.press("a")
        assert "kim has nothing here; x rejects what the others have" in await shown(pilot)
        await pilot.press("N")
        assert screen.here().item.standing is Standing.PARTLY  # type: ignore[union-attr]


async def test_one_key_keeps_ones_and_goes_on(screen: CompareScreen, session: Session) -> None:
    async with Host(screen).run_test(size=(120, 30)) as pilot:
        await pilot.press("n", "s")
        text = await shown(pilot)
        assert gold(session) == [("quote", 33, 49)]
        assert "kept quote “it again in May.”" in text
        assert "1 decided" in text
        assert screen.here().item.standing is Standing.MISSING  # type: ignore[union-attr]
        await pilot.press("x")
        assert "2 decided" in await shown(pilot)
        await pilot.press("u")
        assert "undone: rejected stance" in await shown(pilot)
        await pilot.press("u")
        await shown(pilot)
        assert gold(session) == []


async def test_an_agreed_one_that_is_kept_leads_to_the_next_that_is_open(screen: CompareScreen) -> None:
    async with Host(screen).run_test(size=(120, 30)) as pilot:
        await pilot.press("a")
        text = await shown(pilot)
        assert "kept claim “The wall will not hold.”" in text
        assert screen.here().item.standing is Standing.PARTLY  # type: ignore[union-attr]
        assert "C ✓" in text
        screen.desk.palette.latin = True
        screen.list.set_palette(screen.desk.palette)
        await pilot.pause()
        assert "C =" in await shown(pilot)


async def test_what_is_united_is_of_the_parts_that_were_chosen(screen: CompareScreen, session: Session) -> None:
    async with Host(screen).run_test(size=(120, 30)) as pilot:
        await pilot.press("n", "w", "w", "t")
        assert "words of all, roles of kim, attributes of lee" in " ".join((await shown(pilot)).split())
        await pilot.press("m")
        await shown(pilot)
        assert gold(session) == [("quote", 24, 49)]


async def test_what_all_agree_on_is_kept_at_once_also_in_other_articles(
    screen: CompareScreen, session: Session
) -> None:
    async with Host(screen).run_test(size=(120, 30)) as pilot:
        await pilot.press("asterisk")
        assert "all articles · 2 of 4 agreed" in await shown(pilot)
        await pilot.press("A")
        assert "kept 2 annotations that kim and lee agree on" in await shown(pilot)
        assert gold(session) == [("claim", 0, 23), ("claim", 50, 62)]
        await pilot.press("A")
        assert "there is nothing that all agree on and that is not decided" in await shown(pilot)
        await pilot.press("u")
        await shown(pilot)
        assert gold(session) == []


async def test_a_filter_shows_what_one_looks_for_and_keeps_no_more(screen: CompareScreen, session: Session) -> None:
    async with Host(screen).run_test(size=(120, 30)) as pilot:
        await pilot.press("slash", *"stance", "enter")
        assert "1 shown" in await shown(pilot)
        assert screen.here().item.standing is Standing.MISSING  # type: ignore[union-attr]
        await pilot.press("A")
        assert "nothing is shown that all agree on and that is not decided – Esc drops the filter" in await shown(pilot)
        assert gold(session) == []


async def test_who_is_compared_does_not_decide(tmp_path: Path) -> None:
    session = Session(tmp_path / "library.db", "kim")
    try:
        async with Host(screen_on(session)).run_test(size=(120, 30)) as pilot:
            await pilot.press("s")
            assert "you are one of those compared" in await shown(pilot)
            assert gold(session) == []
    finally:
        session.close()


async def test_names_and_words_do_nothing_to_the_terminal(session: Session) -> None:
    def hostile(workspace: Workspace) -> Any:
        document = add_article(workspace, "/c.txt", "\x1b[2JA \u202ewall [b]stands[/b].\n")
        for who in ("kim\x1b]0;evil\x07", "lee"):
            put(workspace, document.info, [annotation(document.info, who, "claim", (0, 20))])
        return document

    document = session.submit(hostile).result()
    found = session.submit(lambda w: read_comparison(w, document.info, (), everywhere=False)).result()
    screen = CompareScreen(desk_on(session, document), found, session.submit(lambda w: texts_of(w, found)).result())
    async with Host(screen).run_test(size=(120, 30)) as pilot:
        text = await shown(pilot)
        assert not set("\x1b\x07\u202e") & set(text)
        assert "wall [b]st" in text


def test_parts_are_turned_through_all_who_have_them(session: Session) -> None:
    document = session.submit(coded).result()
    found = session.submit(lambda w: read_comparison(w, document.info, ("lee", "kim"), everywhere=False)).result()
    item = found.items[1].item
    pieces = first_pieces(item)
    assert pieces == Pieces("lee", "lee", "lee")
    turns = [pieces := turned(item, pieces, "words") for _ in range(3)]
    assert [one.words for one in turns] == ["kim", BOTH, "lee"]
    assert united(item, Pieces(BOTH, "kim", "lee")).fragments == (Span(24, 49),)


def test_a_desk_shows_only_ones_own_layer_until_others_are_asked_for(tmp_path: Path) -> None:
    session = Session(tmp_path / "library.db", "kim")
    try:
        document = session.submit(coded).result()
        desk: Desk = desk_on(session, document)
        stored = session.submit(lambda w: list(w.annotations(document.info))).result()
        desk.tags.add(stored)
        assert {one.annotator for one in desk.reading.annotated} == {"kim"}
        desk.tags.layers = Layers("kim", None)
        desk.tags.add(stored)
        assert len(desk.reading.annotated) == 5
    finally:
        session.close()


class Around(Host):
    """What is over the reader, and where that leads."""

    def __init__(self, screen: ListingScreen[Any]) -> None:
        super().__init__(screen)
        screen.desk.screens = Overlays(self, screen.desk, None)  # type: ignore[arg-type]

    def start(self, work: Coroutine[None, None, None]) -> object:
        return asyncio.create_task(work)


async def test_a_figure_leads_to_where_it_comes_from_and_on_to_the_place(session: Session) -> None:
    """Enter on a difference led back to the figures, and not to its words."""
    document = session.submit(coded).result()
    screen = AgreementScreen(desk_on(session, document))
    async with Around(screen).run_test(size=(120, 34)) as pilot:
        text = await shown(pilot)
        assert "Agreement  kim, lee · 2 articles by two or more" in text
        await pilot.press("slash", *"overlap quote", "enter")
        text = await shown(pilot)
        assert "F1 overlap, quote, annotations" in text
        assert screen.here() is not None
        await pilot.press("enter")
        text = await shown(pilot)
        over = pilot.app.screen
        assert isinstance(over, CompareScreen)
        assert over.wanted == "quote differing"
        assert [one.words for one in over.comparison.shown] == ["She said it again in May."]
        assert "all articles" in text
        await pilot.press("escape", "escape")
        await shown(pilot)
        assert pilot.app.screen is screen
        await pilot.press("enter")
        await shown(pilot)
        await pilot.press("enter")
        await shown(pilot)
        desk = screen.desk
        assert len(pilot.app.screen_stack) == 1
        assert desk.reading.here().start == 24
        assert desk.message is not None
        assert desk.message.text == "D goes back to the comparison"
        await desk.press("g")
        await desk.press("o")
        assert desk.reading.offset == 0
        await desk.press("D")
        text = await shown(pilot)
        again = pilot.app.screen
        assert isinstance(again, CompareScreen)
        assert (again.wanted, again.comparison.everywhere) == ("quote differing", True)
        assert again.here() is not None
        assert again.here().words == "She said it again in May."  # type: ignore[union-attr]
        await pilot.press("escape", "asterisk")
        assert "this article · 1 of 3 agreed" in await shown(pilot)


async def test_layers_could_not_be_compared_from_the_library(session: Session) -> None:
    document = session.submit(coded).result()
    session.submit(lambda w: add_article(w, "/c.txt", "Nobody has read this.\n")).result()
    screen = LibraryScreen(desk_on(session, document), Library(Layers("gold")))
    async with Around(screen).run_test(size=(120, 34)) as pilot:
        await shown(pilot)
        await pilot.press("o", "n", "D")
        await shown(pilot)
        assert "nobody has worked on this article: there is nothing to compare" in await shown(pilot)
        await pilot.press("j", "D")
        text = await shown(pilot)
        over = pilot.app.screen
        assert isinstance(over, CompareScreen)
        assert "kim, lee · 2 The wall will not hold. · 1 of 1 agreed" in text
        await pilot.press("A", "D")
        text = await shown(pilot)
        assert pilot.app.screen is screen
        assert screen.here() is not None
        assert screen.here().counts == {"claim": 1}  # type: ignore[union-attr]


async def test_whoever_wrote_meanwhile_waited_until_all_was_measured(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    began, going, ended = threading.Event(), threading.Event(), threading.Event()

    def slow(_: Workspace, *, annotators: object, watch: Watch) -> None:
        assert annotators == ()
        try:
            with watch(10, "comparing") as advance:
                began.set()
                going.wait()
                advance(1)
        finally:
            ended.set()

    screen = AgreementScreen(desk_on(session, session.submit(coded).result()))
    monkeypatch.setattr("annotations.agreement.agreement", slow)
    async with Host(screen).run_test(size=(80, 24)) as pilot:
        await asyncio.to_thread(began.wait)
        assert session.submit(lambda w: w.annotator).result(timeout=60) == "gold"
        await pilot.press("escape")
        going.set()
        assert await asyncio.to_thread(ended.wait, 60)
        assert screen.left
        assert screen.found is None


async def test_what_is_not_defined_is_said_with_its_reason(session: Session) -> None:
    def alone(workspace: Workspace) -> Any:
        document = add_article(workspace, "/a.txt", TEXT)
        put(workspace, document.info, [annotation(document.info, "kim", "claim", (0, 23))])
        return document

    screen = AgreementScreen(desk_on(session, session.submit(alone).result()))
    async with Host(screen).run_test(size=(80, 24)) as pilot:
        assert "only kim has annotated" in " ".join((await shown(pilot)).split())


@pytest.mark.parametrize("size", [(120, 34), (80, 24), (40, 10)])
async def test_figures_fit_any_size(session: Session, size: tuple[int, int]) -> None:
    screen = AgreementScreen(desk_on(session, session.submit(coded).result()))
    async with Host(screen).run_test(size=size) as pilot:
        text = await shown(pilot)
        assert "Cohen κ" in text
        await pilot.press("slash", *"attribute-that-is-none", "enter")
        assert "nothing fits that" in await shown(pilot) or size == (40, 10)
