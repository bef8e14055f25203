"""A new version in the reader: brought in, its changes looked through, what is lost placed by hand or at its guess."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from annotations.importing.articles import import_article
from annotations.model import ArticleInfo, Role
from annotations.versions.differences import changes
from annotations.versions.orphans import orphans
from annotations.workspace import Workspace
from tests.annotations.versions.test_versions import EDITED, FERRIES, SHOPS, TEXT, span
from tests.tui.desks import Host, desk_on
from tests.tui.test_desk import said
from tui.acts.versions import refresh_orphans
from tui.desk import Desk
from tui.screens.changes import ChangesScreen
from tui.session import Session

SENTENCE_GONE = EDITED.replace("They are full 🌊 by noon.", "They sail at dawn, and at dusk, and they are full.")


@dataclass
class Updated:
    """An article that has a second version, and a desk on it."""

    session: Session
    path: Path
    desk: Desk

    def run(self, work: Callable[[Workspace], object]) -> object:
        return self.session.submit(work).result()

    def screen(self) -> ChangesScreen:
        info = self.desk.reading.info
        assert info is not None
        number = info.number

        def compared(w: Workspace):  # type: ignore[no-untyped-def]
            rows = w.store.versions.of_article(number)
            return changes(w, *(w.store.articles.at_version(row.key) for row in rows[-2:]))

        return ChangesScreen(self.desk, self.session.submit(compared).result())

    def labels(self) -> list[str]:
        info = self.desk.reading.info
        assert info is not None
        return sorted(a.label for a in self.session.submit(lambda w: list(w.annotations(info))).result())


async def press(desk: Desk, *keys: str) -> None:
    """Press keys one by one; those of a sequence are parted by blanks."""
    for key in " ".join(keys).split():
        await desk.press(key)


def opened(session: Session, info: ArticleInfo) -> Desk:
    document = session.submit(lambda w: w.open(info)).result()
    tagged = session.submit(lambda w: list(w.annotations(info))).result()
    return desk_on(session, document, tagged)


@pytest.fixture
async def updated(tmp_path: Path) -> Iterator[Updated]:
    session = Session(tmp_path / "library.db", "kim")
    path = tmp_path / "bridge.txt"
    path.write_text(TEXT)
    first = session.submit(lambda w: import_article(w, path).info).result()
    session.submit(lambda w: w.tag(first, "claim", [span(FERRIES)])).result()
    holder = Role("holder", None, span("Shopkeepers"))
    session.submit(lambda w: w.tag(first, "stance", [span(SHOPS)], roles=[holder])).result()
    session.submit(lambda w: w.tag(first, "quote", [span("They are full 🌊 by noon.")])).result()
    path.write_text(SENTENCE_GONE)
    info = session.submit(lambda w: import_article(w, path).info).result()
    desk = opened(session, info)
    await refresh_orphans(desk)
    yield Updated(session, path, desk)
    session.close()


async def test_the_list_shows_what_is_lost_and_what_was_changed_with_what_it_touches(updated: Updated) -> None:
    host = Host(updated.screen())
    async with host.run_test(size=(120, 30)) as pilot:
        await pilot.pause()
        shown = host.text()
        assert "version 1 → 2" in shown
        assert "2 annotations lost" in shown
        assert "stance “Shopkeepers" in shown
        assert "[-4,000" in shown
        await pilot.press("slash", *"4,000", "enter")
        await pilot.pause()
        assert "on changed words" in host.text()
        assert "Shopkeepers" not in host.text()


async def test_it_fits_a_small_terminal_and_says_why_a_key_does_nothing(updated: Updated) -> None:
    host = Host(updated.screen())
    async with host.run_test(size=(60, 12)) as pilot:
        await pilot.press("G", "a")
        await pilot.pause()
        assert "this is no lost annotation" in host.text()
        assert max(map(len, host.text().split("\n"))) <= 60


async def test_what_is_lost_is_deleted_there_and_that_is_taken_back(updated: Updated) -> None:
    desk = updated.desk
    before = [orphan.annotation.id for orphan in desk.reading.orphans]
    host = Host(updated.screen())
    async with host.run_test(size=(120, 30)) as pilot:
        await pilot.press("x")
        await host.finished()
        await pilot.pause()
        assert "deleted" in host.text()
        assert "1 annotation lost" in host.text()
    await press(desk, "u")
    assert sorted(orphan.annotation.id for orphan in desk.reading.orphans) == sorted(before)


async def test_enter_returns_the_place_of_a_change(updated: Updated) -> None:
    host = Host(updated.screen())
    async with host.run_test(size=(120, 30)) as pilot:
        await pilot.press("slash", *"4,000", "enter", "enter")
        await pilot.pause()
    (place,) = host.returned
    assert updated.desk.reading.text[place.offset :].startswith("Nine ferries")


async def test_a_lost_annotation_is_placed_on_what_is_selected_in_the_reader(updated: Updated) -> None:
    desk = updated.desk
    await press(desk, "g p")
    assert "no lost annotation is chosen" in said(desk)
    await press(desk, "g g", "> o")
    assert "lost: " in said(desk)
    orphan = desk.reading.current_orphan
    assert orphan is not None
    await press(desk, "g g", "g p")
    assert "placed" in said(desk)
    assert len(desk.reading.orphans) == 1
    assert orphan.annotation.label in updated.labels()
    await press(desk, "u")
    assert len(desk.reading.orphans) == 2
    assert orphan.annotation.label not in updated.labels()


async def test_steps_go_from_one_lost_annotation_to_the_next_and_back(updated: Updated) -> None:
    desk = updated.desk
    await press(desk, "g g", "> o")
    first = desk.reading.orphan
    await press(desk, "> o")
    second = desk.reading.orphan
    assert {first, second} == {orphan.annotation.id for orphan in desk.reading.orphans}
    await press(desk, "> o")
    assert "no lost annotation is after this" in said(desk)
    await press(desk, "< o")
    assert desk.reading.orphan == first


async def test_the_article_is_read_again_and_says_what_came_of_it(updated: Updated) -> None:
    desk = updated.desk
    await press(desk, ": u p d a t e enter")
    assert "says the same" in said(desk)
    updated.path.write_text(SENTENCE_GONE.replace("3,000", "2,000"))
    await press(desk, ": u p d a t e enter")
    assert said(desk).startswith("version 3: 1 carried, 1 of them on changed words, 2 lost")
    assert desk.reading.info is not None
    assert desk.reading.info.version == 3
    assert "2,000" in desk.reading.text
    number = desk.reading.info.number
    found = updated.session.submit(lambda w: orphans(w, w.store.articles.get(number))).result()
    assert len(found) == 2


async def test_an_article_with_one_version_has_no_changes_to_show(tmp_path: Path) -> None:
    session = Session(tmp_path / "library.db", "kim")
    path = tmp_path / "bridge.txt"
    path.write_text(TEXT)
    info = session.submit(lambda w: import_article(w, path).info).result()
    desk = opened(session, info)
    await press(desk, "g d")
    assert "has one version only" in said(desk)
    await press(desk, "> o")
    assert "no annotation of this article is lost" in said(desk)
    session.close()
