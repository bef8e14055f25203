"""A desk to export from, of which two formats are offered."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import tui.screens.export as export_module
from annotations.workspace import Document
from tests.tui.desks import add_article, desk_on, span
from tests.tui.export.dialog import FORMATS, TAGGED
from tui.desk import Desk
from tui.session import Session


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    session = Session(tmp_path_factory.mktemp("export") / "library.db", "kim")
    session.submit(lambda w: add_article(w, "/news/other.txt", "Tram line opens\nIt is ten years late.\n")).result()
    yield session
    session.close()


@pytest.fixture(scope="module")
def article(session: Session) -> Document:
    document = session.submit(lambda w: add_article(w, "/news/bridge.txt")).result()
    for label, words in TAGGED:
        session.submit(lambda w, label=label, words=words: w.tag(document.info, label, [span(words)])).result()  # type: ignore[misc]
    return document


@pytest.fixture
def desk(session: Session, article: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.chdir(tmp_path)
    return desk_on(session, article)


@pytest.fixture(autouse=True)
def two(monkeypatch: pytest.MonkeyPatch) -> None:
    """The dialog as it is with formats that fit into one row."""
    monkeypatch.setattr(export_module, "all_formats", lambda: FORMATS)
