"""What goes on after the first page of a new article: its text and sentences come into the library."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotations.columns import Blocks
from annotations.errors import StetError
from annotations.long_text import LONG, LongText
from annotations.reader_process import ReaderProcess
from annotations.readers.base import Draft
from annotations.schema.files import shipped
from annotations.storing import StoreProcess
from tests.tui.desks import Quiet
from tui.acts import all_actions
from tui.background import Background
from tui.desk import Desk
from tui.first_look import FirstLook
from tui.first_page import from_file
from tui.session import Session
from tui.work import reading_of

LINE = "The quay 🚃 is saved, said Ilse Brandt. It costs 40 million crowns.\n"
TEXT = "The quay\n" + LINE * (LONG // len(LINE))


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    session = Session(tmp_path / "library.db", "kim")
    yield session
    session.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "long.txt"
    path.write_text(TEXT, "utf-8")
    return path


async def read_to_the_end(session: Session, path: Path) -> Desk:
    """Open a file that is not in the library, and wait for all that comes of it."""
    page = from_file(path)
    desk = Desk(session, shipped(), all_actions(shipped()), reading_of(page))
    quiet = Quiet()
    desk.view = desk.shell = quiet  # type: ignore[assignment]

    async def nothing() -> None:
        return

    process = ReaderProcess()
    try:
        look = FirstLook(process, page, ())
        background = Background(
            desk, page, look, process.sentences, changed=lambda: None, soon=lambda: None, then=nothing
        )
        await background.run()
        background.stop()
    finally:
        process.close()
    assert desk.message is None
    return desk


async def check_stored(session: Session, desk: Desk) -> None:
    assert isinstance(desk.reading.text, LongText)
    (info,) = await session.run(lambda w: list(w.store.articles.all()))
    assert info == desk.reading.info
    assert info.title == "The quay"
    content = await session.run(lambda w: w.store.load(info.key))
    assert content.text == TEXT
    assert content.blocks == desk.reading.blocks
    assert content.sentences == desk.reading.sentences
    assert len(desk.reading.sentences) == 1 + 2 * (LONG // len(LINE))


async def test_a_long_article_is_stored_by_a_process_beside(
    session: Session, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no(*_: object, **__: object) -> None:
        raise AssertionError("the process that draws should not store this")

    monkeypatch.setattr("annotations.workspace.Workspace.add", no)
    monkeypatch.setattr("annotations.workspace.Workspace.put_sentences", no)
    desk = await read_to_the_end(session, path)
    await check_stored(session, desk)


async def test_where_that_process_fails_it_is_stored_here(
    session: Session, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: StoreProcess, draft: Draft, source: str, blocks: Blocks, stamp: str | None) -> int:
        raise StetError("it died")

    monkeypatch.setattr(StoreProcess, "add", fail)
    desk = await read_to_the_end(session, path)
    await check_stored(session, desk)


def test_what_cannot_be_stored_is_said(tmp_path: Path) -> None:
    process = StoreProcess(tmp_path, "kim")
    draft = Draft("The quay is saved.", iter(()))
    try:
        with pytest.raises(StetError):
            process.add(draft, "/news/quay.txt", Blocks(), None)
    finally:
        process.close()
