"""What was suggested where somebody stopped reading, kept for the next first page, as long as it still holds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotations.model import Span
from annotations.readers import read_bytes
from annotations.store import Store
from annotations.store.page_suggestions import PageSuggestion
from annotations.suggest.base import Suggestion
from annotations.suggest.codec import to_plain
from annotations.workspace import Document, Workspace

QUOTE = Suggestion("quote", (Span(3, 9), Span(20, 30)), attributes={"kind": "direct"}, score=0.9)
STANCE = Suggestion("stance", (Span(40, 60),), attributes={"polarity": "against"}, score=0.8)


@pytest.fixture
def kim(tmp_path: Path) -> Iterator[Workspace]:
    store = Store(tmp_path / "library.db")
    yield Workspace(store, "kim")
    store.close()


@pytest.fixture
def document(kim: Workspace) -> Document:
    document = kim.add(read_bytes(b"Ferries\n" + b"The bridge will stay shut until May. " * 3), "/news/bridge.txt")
    kim.remember_place(document.info, 0, suggested=[to_plain(QUOTE), to_plain(STANCE)])
    return document


def kept(workspace: Workspace, document: Document) -> tuple[PageSuggestion, ...]:
    return workspace.store.page_suggestions.of(document.info.number, workspace.annotator, document.info.key)


def labels(workspace: Workspace, document: Document) -> list[str]:
    return [one.label for one in kept(workspace, document)]


def test_what_was_open_comes_back_whole(kim: Workspace, document: Document) -> None:
    first, second = kept(kim, document)
    assert (first.label, first.fragments, first.polarity) == ("quote", QUOTE.fragments, "")
    assert (second.label, second.fragments, second.polarity) == ("stance", STANCE.fragments, "against")
    assert [first.plain, second.plain] == [to_plain(QUOTE), to_plain(STANCE)]
    kim.remember_place(document.info, 5)
    assert labels(kim, document) == ["quote", "stance"], "a place without suggestions leaves them"
    kim.remember_place(document.info, 5, suggested=[])
    assert kept(kim, document) == ()


def test_it_is_of_one_person(kim: Workspace, document: Document) -> None:
    assert labels(Workspace(kim.store, "lee"), document) == []


def test_what_was_dismissed_since_is_not_among_it(kim: Workspace, document: Document) -> None:
    kim.dismiss(document.info, "quote", "3-9;20-30")
    assert labels(kim, document) == ["stance"]


def test_an_edit_of_ones_own_makes_it_tell_nothing_until_it_is_kept_anew(kim: Workspace, document: Document) -> None:
    kim.tag(document.info, "claim", [Span(3, 9)])
    assert labels(kim, document) == []
    kim.remember_place(document.info, 0, suggested=[to_plain(STANCE)])
    assert labels(kim, document) == ["stance"]
    Workspace(kim.store, "lee").tag(document.info, "claim", [Span(3, 9)])
    assert labels(kim, document) == ["stance"], "somebody else's hides nothing"


def test_another_scheme_or_another_version_of_the_rules_makes_it_tell_nothing(
    kim: Workspace, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotations.store.page_suggestions.__version__", "0.0.1")
    assert labels(kim, document) == []
    monkeypatch.undo()
    assert labels(kim, document) == ["quote", "stance"]
    kim.store.schemas.put("other", "1", "{}", "2026-01-01T00:00:00Z")
    assert labels(kim, document) == []


@pytest.mark.parametrize(
    "body", ["", "{}", "[1]", '[{"label": "quote"}]', '[{"label": "quote", "fragments": [[9, 3]]}]']
)
def test_a_damaged_row_tells_nothing(kim: Workspace, document: Document, body: str) -> None:
    kim.store._connection.execute("UPDATE page_suggestions SET body = ?", (body,))
    assert kept(kim, document) == ()


def test_it_goes_with_its_article(kim: Workspace, document: Document) -> None:
    kim.store._connection.execute("DELETE FROM articles WHERE number = ?", (document.info.number,))
    assert kept(kim, document) == ()
