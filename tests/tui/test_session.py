"""The one connection of the program, and what becomes of it when the database refuses."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from annotations.errors import ReadOnlyError
from annotations.importing.articles import import_article
from tui.session import Session


def test_a_connection_that_was_opened_for_reading_gives_way_to_one_that_writes(tmp_path: Path) -> None:
    article = tmp_path / "bridge.txt"
    article.write_text("The bridge will stay shut until May.\n")
    session = Session(tmp_path / "library.db", "kim")

    async def edit() -> int:
        await session.run(lambda _: session.connection().execute("PRAGMA query_only=ON"))
        return (await session.run(lambda w: import_article(w, article).info)).number

    try:
        assert asyncio.run(edit()) == 1
    finally:
        session.close()


def test_a_database_that_stays_read_only_is_tried_once_more_and_no_oftener(tmp_path: Path) -> None:
    session, tries = Session(tmp_path / "library.db", "kim"), []

    def refused(_: object) -> None:
        tries.append(1)
        raise ReadOnlyError("the database is read-only")

    async def edit() -> None:
        await session.run(lambda _: None)
        with pytest.raises(ReadOnlyError):
            await session.run(refused)

    try:
        asyncio.run(edit())
    finally:
        session.close()
    assert len(tries) == 2
