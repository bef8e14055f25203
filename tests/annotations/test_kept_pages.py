import sqlite3

import pytest

from annotations.checking import check
from annotations.errors import StoreError
from annotations.importing.articles import bring_draft
from annotations.readers import Served, read_bytes
from annotations.store.pages import PageInfo
from tests.annotations.harbour import library
from tests.annotations.pages import article_html

PAGE = article_html().encode()


@pytest.fixture
def workspace(tmp_path):
    with library(tmp_path / "stet.db") as workspace:
        yield workspace


def bring(workspace):
    draft = read_bytes(PAGE, "web", Served("https://messenger.example/tram"))
    return bring_draft(workspace, draft, "https://messenger.example/tram").info


def test_a_page_is_kept_compressed_and_comes_back_as_it_was(workspace):
    info = bring(workspace)
    kept = workspace.store.pages.get(info.key)
    assert kept.body == PAGE
    assert (kept.info.media, kept.info.address) == ("text/html", "https://messenger.example/tram")
    assert kept.info.size < len(PAGE)
    assert kept.info.fetched == info.created
    assert workspace.store.pages.info(info.key) == kept.info


def test_plain_text_keeps_no_page(workspace):
    info = bring_draft(workspace, read_bytes(b"It rains.\n"), "/a.txt").info
    assert workspace.store.pages.info(info.key) is None
    assert workspace.store.pages.get(info.key) is None


def test_another_page_takes_the_place_of_the_one_that_was_there(workspace):
    info = bring(workspace)
    with workspace.store.writing():
        workspace.store.pages.put(info.key, "text/html", None, "2026-03-31T12:00:00.000Z", b"<p>")
    assert workspace.store.pages.info(info.key)[:3] == PageInfo("text/html", None, "2026-03-31T12:00:00.000Z", 0)[:3]


@pytest.mark.parametrize("damage", ["x'0102'", "substr(body, 1, 100)"])
def test_a_damaged_page_is_told_and_found_by_check(workspace, damage):
    info = bring(workspace)
    with sqlite3.connect(workspace.store.path) as connection:
        connection.execute(f"UPDATE pages SET body = {damage}")
    connection.close()
    with pytest.raises(StoreError, match="the stored page is damaged"):
        workspace.store.pages.get(info.key)
    findings = list(check(workspace.store))
    assert [(finding.article, finding.message.split(":")[0]) for finding in findings] == [
        (1, "the page cannot be read")
    ]


def test_articles_are_found_by_their_text_and_by_the_address_of_their_page(workspace):
    info = bring(workspace)
    articles = workspace.store.articles
    assert articles.by_text(info.sha256) == [info]
    assert articles.by_text("0" * 64) == []
    assert workspace.with_text(workspace.store.text(info.key)) == info
    assert articles.by_address("https://messenger.example/tram") == [info]
    assert workspace.find("https://messenger.example/tram#comments") == info
