"""The ledger and what opens from it, as a person goes from a name to its places, merges names, and relates words."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot

from annotations.group.assigning import assign
from annotations.layers import Layers
from annotations.ledger.grouped import Ledger
from annotations.ledger.matrix import Matrix
from annotations.model import Annotation, Role
from annotations.names.merged import meanings
from annotations.workspace import Workspace
from tests.tui.desks import TEXT, Host, add_article, desk_on, span
from tui.acts.across import go
from tui.desk import Desk
from tui.ports import Goal
from tui.reading.palette import Palette
from tui.screens.elsewhere import ElsewhereScreen
from tui.screens.ledger import LedgerScreen
from tui.screens.matrix import MatrixScreen
from tui.screens.names import NamesScreen
from tui.screens.progress import ProgressScreen
from tui.screens.statistics import StatisticsScreen
from tui.session import Session

FERRY = "Ferries full\nThe bridge will stay shut until June, Ms. Brandt said.\nIlse Brandt is against the ferries.\n"
TRAM = "Tram late\n“It is ten years late,” said Ms. Brandt.\nShopkeepers want the tram.\n"
HOSTILE = "\x1b[2J\u202eevil [b]x[/b]"


def fill(workspace: Workspace) -> dict[str, Annotation]:
    bridge = add_article(workspace, "/news/bridge.txt").info
    ferry = add_article(workspace, "/news/ferry.txt", FERRY).info
    tram = add_article(workspace, "/news/tram.txt", TRAM).info
    shut, ships = "The bridge will stay shut until May", "Nine ferries a day carry 4,000 people across."
    ilse, ms = Role("source", "Ilse Brandt"), Role("source", "Ms. Brandt")
    against, favor = {"polarity": "against"}, {"polarity": "favor"}
    tag = workspace.tag
    made = {
        "shut": tag(bridge, "quote", [span(shut)], roles=[ilse, Role("cue", None, span("said"))]),
        "ships": tag(bridge, "claim", [span(ships)], attributes={"verdict": "true", "checkworthiness": "CFS"}),
        "june": tag(ferry, "quote", [span("The bridge will stay shut until June", FERRY)], roles=[ms]),
        "ferries": tag(ferry, "stance", [span("against the ferries", FERRY)], attributes=against,
                       roles=[Role("holder", "Ilse Brandt"), Role("target", "the ferries")]),
        "late": tag(tram, "quote", [span("It is ten years late", TRAM)], roles=[ms]),
        "want": tag(tram, "stance", [span("want the tram", TRAM)], attributes=favor,
                    roles=[Role("holder", "Shopkeepers"), Role("target", "the tram")]),
    }  # fmt: skip
    return {name: tagged.annotation for name, tagged in made.items()}


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    session = Session(tmp_path / "library.db", "kim")
    yield session
    session.close()


@pytest.fixture
def made(session: Session) -> dict[str, Annotation]:
    return session.submit(fill).result()


@pytest.fixture
def desk(session: Session, made: dict[str, Annotation]) -> Desk:
    document = session.submit(lambda w: w.open(w.find("1"))).result()
    stored = session.submit(lambda w: list(w.annotations(w.find("1")))).result()
    return desk_on(session, document, stored)


async def shown(pilot: Pilot[None]) -> str:
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    assert isinstance(pilot.app, Host)
    return pilot.app.text()


async def press(pilot: Pilot[None], *keys: str) -> str:
    await pilot.press(*keys)
    return await shown(pilot)


def lines(text: str) -> list[str]:
    return text.split("\n")


# The ledger


async def test_the_ledger_showed_what_others_had_tagged(desk: Desk, session: Session) -> None:
    def others(workspace: Workspace) -> None:
        lee = Workspace(workspace.store, "lee")
        tram = workspace.find("/news/tram.txt")
        lee.tag(tram, "quote", [span("Shopkeepers want the tram.", TRAM)], roles=[Role("source", "Lee’s find")])

    session.submit(others).result()
    async with Host(LedgerScreen(desk, "quote")).run_test(size=(160, 30)) as pilot:
        text = await shown(pilot)
        assert "3 quotes in 2 groups" in text
        assert "Lee’s find" not in text
        text = await press(pilot, "g", "t")
        assert "Lee’s find" in text
        assert "all layers are shown" in text
        assert "4 quotes in 3 groups" in text
        await press(pilot, "g", "t")
    desk.tags.layers = Layers("mia")
    async with Host(LedgerScreen(desk, "quote")).run_test(size=(160, 30)) as pilot:
        assert "there is no quote of yours (g t shows others’) in the library yet" in await shown(pilot)


async def test_the_same_words_elsewhere_showed_who_had_tagged_them(
    desk: Desk, session: Session, made: dict[str, Annotation]
) -> None:
    def others(workspace: Workspace) -> None:
        lee = Workspace(workspace.store, "lee")
        ferry = workspace.find("/news/ferry.txt")
        lee.tag(ferry, "claim", [span("The bridge will stay shut until June", FERRY)])

    session.submit(others).result()
    async with Host(ElsewhereScreen(desk, made["shut"])).run_test(size=(160, 30)) as pilot:
        row = lines(await shown(pilot))[2]
        assert "quote Ms. Brandt" in row
        assert "claim" not in row
    desk.tags.layers = Layers("kim", None)
    async with Host(ElsewhereScreen(desk, made["shut"])).run_test(size=(160, 30)) as pilot:
        assert "claim" in lines(await shown(pilot))[2]


async def test_a_name_is_followed_to_its_places_in_other_articles(desk: Desk, made: dict[str, Annotation]) -> None:
    host = Host(LedgerScreen(desk, "quote"))
    async with host.run_test(size=(160, 30)) as pilot:
        text = await shown(pilot)
        assert "[quote]" in lines(text)[0]
        assert "3 quotes in 2 groups" in lines(text)[0]
        assert "- Ms. Brandt" in lines(text)[2]
        text = await press(pilot, "j", "j")
        assert ">     “It is ten years late”" in text
        assert "/news" not in text
        await press(pilot, "enter")
        assert host.returned == [Goal(3, made["late"].id, "quote", "“It is ten years late”", 11)]


async def test_groups_are_folded_and_unfolded(desk: Desk) -> None:
    host = Host(LedgerScreen(desk, "quote"))
    async with host.run_test(size=(160, 30)) as pilot:
        await shown(pilot)
        assert "“It is ten years late”" not in await press(pilot, "j", "space")
        assert "+ Ms. Brandt" in await press(pilot, "j", "j")
        text = await press(pilot, "z", "A")
        assert "“It is ten years late”" in text
        text = await press(pilot, "z", "A")
        assert "“" not in "".join(lines(text)[2:])
        assert "- Ms. Brandt" in await press(pilot, "g", "g", "enter")


async def test_what_is_typed_narrows_it_at_once(desk: Desk) -> None:
    host = Host(LedgerScreen(desk, "quote"))
    async with host.run_test(size=(160, 30)) as pilot:
        await shown(pilot)
        text = await press(pilot, "slash", *"june")
        assert "1 quote in 1 group" in lines(text)[0]
        assert "“The bridge will stay shut until June”" in text
        text = await press(pilot, "escape")
        assert "3 quotes in 2 groups" in lines(text)[0]
        assert "0 quotes in 0 groups" in await press(pilot, "slash", *"zz", "enter")
        await press(pilot, "escape", "escape")
        assert host.returned == [None]


async def test_other_labels_and_other_ways_to_group(desk: Desk) -> None:
    host = Host(LedgerScreen(desk, "quote"))
    async with host.run_test(size=(160, 30)) as pilot:
        await shown(pilot)
        text = await press(pilot, "tab")
        assert "[stance]  by holder" in lines(text)[0]
        text = await press(pilot, "tab")
        assert "[claim]" in lines(text)[0]
        assert "by verdict and checkworthiness" in lines(text)[0]
        assert "- true, CFS" in text
        text = await press(pilot, "b")
        assert "grouped by claimant" in text
        text = await press(pilot, "shift+tab", "shift+tab", "b", "b")
        assert "grouped by kind" in text


async def test_merging_asks_and_is_taken_back(desk: Desk, session: Session) -> None:
    host = Host(LedgerScreen(desk, "quote"))
    async with host.run_test(size=(160, 30)) as pilot:
        await shown(pilot)
        text = await press(pilot, "m")
        assert lines(text)[-1].split()[:6] == ["“Ms.", "Brandt”", "stands", "for:", "Ilse", "Brandt"]
        text = await press(pilot, "tab", "enter")
        assert "“Ms. Brandt” stands for “Ilse Brandt”" in lines(text)[-1]
        assert "3 quotes in 1 group" in lines(text)[0]
        assert "Ilse Brandt  also Ms. Brandt" in text
        assert session.submit(lambda w: meanings(w.store).of("Ms. Brandt")).result() == "Ilse Brandt"
        text = await press(pilot, "u")
        assert "3 quotes in 2 groups" in lines(text)[0]
        assert "no other name stands for “Ilse Brandt”" in await press(pilot, "u")


async def test_a_merge_that_cannot_be_says_why_and_keeps_what_was_typed(desk: Desk) -> None:
    host = Host(LedgerScreen(desk, "quote"))
    async with host.run_test(size=(160, 30)) as pilot:
        await shown(pilot)
        text = await press(pilot, "m", *"Ms. Brandt", "enter")
        assert "cannot stand for itself" in text
        assert "stands for: Ms. Brandt" in lines(text)[-1]
        assert "grouped by cue" in await press(pilot, "escape", "b")
        assert "only names can be merged" in await press(pilot, "m")
        assert "only names can be merged" in await press(pilot, "b", "m")


async def test_suggested_names_are_confirmed_turned_or_dropped(desk: Desk, session: Session) -> None:
    host = Host(NamesScreen(desk))
    async with host.run_test(size=(160, 30)) as pilot:
        text = await shown(pilot)
        assert "> Ms. Brandt" in lines(text)[2]
        assert "Ilse Brandt" in lines(text)[2]
        text = await press(pilot, "y")
        assert "“Ms. Brandt” stands for “Ilse Brandt”" in text
        assert "0 suggestions" in lines(text)[0]
        assert "> Ms. Brandt" in lines(await press(pilot, "u"))[2]
        await press(pilot, "t")
        assert session.submit(lambda w: meanings(w.store).of("Ilse Brandt")).result() == "Ms. Brandt"
        await press(pilot, "u")
        assert "stay two" in await press(pilot, "x")
        await press(pilot, "q")
        assert host.returned == [True]
    again = Host(NamesScreen(desk))
    async with again.run_test(size=(160, 30)) as pilot:
        assert "no two names look as if they meant the same" in await shown(pilot)


async def test_the_matrix_lists_a_cell_and_leads_to_its_place(desk: Desk, made: dict[str, Annotation]) -> None:
    host = Host(LedgerScreen(desk, "stance"))
    async with host.run_test(size=(160, 30)) as pilot:
        await shown(pilot)
        text = await press(pilot, "v")
        assert " Ilse Brandt → the ferries  against 1" in lines(text)[0]
        assert "[−1]" in lines(text)[2]
        text = await press(pilot, "w")
        assert " Shopkeepers → the tram  favor 1" in lines(text)[0]
        assert "there is nothing after this" in await press(pilot, "w")
        assert "nothing is in this cell" in await press(pilot, "h", "enter")
        text = await press(pilot, "l", "enter")
        assert "Shopkeepers → the tram: 1 stance" in lines(text)[0]
        assert ">     “want the tram”" in text
        await press(pilot, "enter")
        assert [type(screen).__name__ for screen in host.screen_stack] == ["Screen"]
        assert host.returned == [Goal(3, made["want"].id, "stance", "“want the tram”", TRAM.index("want"))]


async def test_a_label_without_two_roles_has_no_matrix(desk: Desk) -> None:
    host = Host(LedgerScreen(desk, "quote"))
    async with host.run_test(size=(160, 30)) as pilot:
        await shown(pilot)
        assert "a quote has not two roles" in await press(pilot, "v")


async def test_what_is_listed_is_exported_and_nothing_else(desk: Desk, tmp_path: Path) -> None:
    target = tmp_path / "who.csv"
    host = Host(LedgerScreen(desk, "quote"))
    async with host.run_test(size=(160, 30)) as pilot:
        await shown(pilot)
        await press(pilot, "slash", *"years", "enter")
        text = await press(pilot, "E", "ctrl+u", *str(target), "enter")
        assert "who.csv: 1 annotation" in lines(text)[-1]
    with target.open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["label"], row["text"], row["role_source"]) == ("quote", "It is ten years late", "Ms. Brandt")


async def test_words_are_copied_with_speaker_title_and_source(desk: Desk) -> None:
    copied: list[str] = []
    desk.shell.copy = copied.append  # type: ignore[method-assign]
    host = Host(LedgerScreen(desk, "quote"))
    async with host.run_test(size=(160, 30)) as pilot:
        await shown(pilot)
        assert "this is a group" in await press(pilot, "Y")
        await press(pilot, "j", "y", "Y")
    quote = "The bridge will stay shut until June"
    assert copied == [quote, f"{quote} – Ms. Brandt – Ferries full – /news/ferry.txt"]


async def test_an_empty_library_says_so(tmp_path: Path) -> None:
    session = Session(tmp_path / "empty.db", "kim")
    document = session.submit(lambda w: add_article(w, "/news/bridge.txt")).result()
    host = Host(LedgerScreen(desk_on(session, document), "quote"))
    async with host.run_test(size=(160, 30)) as pilot:
        assert "there is no quote in the library yet" in await shown(pilot)
        await press(pilot, "enter", "space", "z", "A", "m", "u", "y", "v", "E")
        assert host.open
    session.close()


# The same words elsewhere


async def test_a_quote_is_found_in_another_article_and_related(desk: Desk, made: dict[str, Annotation]) -> None:
    host = Host(ElsewhereScreen(desk, made["shut"]))
    async with host.run_test(size=(160, 30)) as pilot:
        text = await shown(pilot)
        assert "1 place" in lines(text)[0]
        assert "2 Ferries full" in lines(text)[2]
        assert "quote Ms. Brandt" in lines(text)[2]
        assert "The bridge will stay shut until [-May-]" in lines(text)[3]
        text = await press(pilot, "r")
        assert "restates what is in article 2" in lines(text)[-1]
        assert "related so already" in await press(pilot, "r")
        (related,) = desk.reading.related
        assert (related.relation.label, related.target.annotation) == ("restates", made["june"].id)
        await press(pilot, "enter")
        assert host.returned == [Goal(2, made["june"].id, "quote", "“The bridge will stay shut until June”", 13)]


async def test_a_claim_is_made_where_there_is_none_and_both_are_one_step(desk: Desk, session: Session) -> None:
    other = "Old bridge\nNine ferries a day carry 5,000 people across.\n"
    session.submit(lambda w: add_article(w, "/news/old.txt", other)).result()
    claim = next(one for one in desk.reading.annotated if one.label == "claim")
    host = Host(ElsewhereScreen(desk, claim))
    async with host.run_test(size=(160, 30)) as pilot:
        text = await shown(pilot)
        assert "Nine ferries a day carry [-4,000-] {+5,000+} people across" in text
        text = await press(pilot, "c")
        assert "contradicts what is in article 4, a claim made there" in lines(text)[-1]

    def claims(workspace: Workspace) -> list[str]:
        return [one.fragments[0].of(other) for one in workspace.annotations(workspace.find("4"))]

    assert session.submit(claims).result() == ["Nine ferries a day carry 5,000 people across."]
    edit = session.submit(lambda w: w.undo(w.find("1"))).result()
    assert edit is not None
    assert session.submit(claims).result() == []


async def test_words_that_are_nowhere_else_say_so(desk: Desk, made: dict[str, Annotation]) -> None:
    host = Host(ElsewhereScreen(desk, made["ships"]))
    async with host.run_test(size=(160, 30)) as pilot:
        assert "these words are nowhere else" in await shown(pilot)
        await press(pilot, "enter", "r", "Y")
        assert host.open


# Numbers


async def test_the_numbers_of_the_library_and_a_page_of_them(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    page = tmp_path / "stats.html"
    host = Host(StatisticsScreen(desk))
    async with host.run_test(size=(100, 60)) as pilot:
        text = await shown(pilot)
        assert "3 articles (3 begun)" in text
        assert "quote   3  █" in text
        text = await press(pilot, "E", "enter")
        assert "stats.html is written: open it in a browser" in text
        assert page.read_text("utf-8").startswith("<!DOCTYPE html>")
        text = await press(pilot, "slash", *"brandt", "enter")
        assert "Ilse Brandt      █−1" in text
        assert "3 articles" not in text


async def test_everybodys_progress_and_ones_own_pace(desk: Desk, session: Session) -> None:
    session.submit(lambda w: assign(w, list(w.store.articles.all()), ["kim", "lee"])).result()
    for _ in range(30):
        await desk.press("j")
    host = Host(ProgressScreen(desk))
    async with host.run_test(size=(100, 60)) as pilot:
        text = await shown(pilot)
        assert re.search(r"kim +▒+.* 0 of \d done", text)
        assert "kim: 6 items in" in text
        assert "5.0 keys" in text
        assert "Items by day" in text
        assert "lee" in text


# Everywhere


async def test_a_place_in_another_article_is_gone_to(desk: Desk, made: dict[str, Annotation]) -> None:
    await go(desk, Goal(3, made["late"].id, "quote", "", 11))
    assert desk.reading.info is not None
    assert (desk.reading.info.number, desk.reading.active) == (3, made["late"].id)
    assert desk.reading.here().of(desk.reading.text).startswith("“It is ten years late")
    await go(desk, Goal(2, offset=FERRY.index("Ilse")))
    assert desk.reading.here().of(desk.reading.text) == "Ilse Brandt is against the ferries."
    await go(desk, Goal(2, made["june"].id, "quote", "", 13))
    places = []
    for _ in range(4):
        places.append((desk.reading.info.number, desk.reading.here().of(desk.reading.text)[:12]))
        for key in "go":
            await desk.press(key)
    assert places == [(2, "The bridge w"), (2, "Ilse Brandt "), (3, "“It is ten y"), (1, "Harbour brid")]


def screen_of(name: str, desk: Desk, made: dict[str, Annotation], matrix: Matrix) -> Any:
    match name:
        case "ledger":
            return LedgerScreen(desk, "quote")
        case "matrix":
            return MatrixScreen(desk, "stance", matrix)
        case "names":
            return NamesScreen(desk)
        case "progress":
            return ProgressScreen(desk)
        case "elsewhere":
            return ElsewhereScreen(desk, made["shut"])
    return StatisticsScreen(desk)


@pytest.mark.parametrize("size", [(20, 8), (80, 24), (5, 3)])
@pytest.mark.parametrize("name", ["ledger", "matrix", "names", "elsewhere", "numbers", "progress"])
async def test_they_fit_any_screen_and_hostile_text_is_shown(
    desk: Desk, session: Session, made: dict[str, Annotation], name: str, size: tuple[int, int]
) -> None:
    def more(workspace: Workspace) -> Matrix | None:
        workspace.set_facts(workspace.find("2"), {"title": "[b]bold[/b]"})
        roles = [Role("holder", HOSTILE), Role("target", HOSTILE), Role("target", "漢字" * 20)]
        workspace.tag(workspace.find("1"), "stance", [span("Shopkeepers", TEXT)], roles=roles)
        workspace.tag(workspace.find("1"), "quote", [span("Shopkeepers", TEXT)], roles=[Role("source", HOSTILE)])
        return Ledger(workspace.store, workspace.schema.label("stance")).matrix()

    matrix = session.submit(more).result()
    assert matrix is not None
    desk.palette = Palette(mono=True)
    host = Host(screen_of(name, desk, made, matrix))
    async with host.run_test(size=size) as pilot:
        await shown(pilot)
        text = await press(pilot, "j", "l", "G", "g", "g", "slash", "b", "enter", "question_mark", "q")
        assert all(cell_len(line) <= size[0] for line in lines(text))
        assert len(lines(text)) <= size[1]
        assert not {"\x1b", "\u202e"} & set(text)
        assert host.open
