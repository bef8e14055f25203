"""Finding in the library: a filter over its rows, and a search of the texts, both as one types."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from textual.worker import Worker

from annotations.errors import StetError, UsageError
from annotations.finding import search_query
from annotations.model import Status
from annotations.store.search import Found
from annotations.workspace.queries import FIELDS
from annotations.workspace.shelf import Listed
from tui.library import Library
from tui.prompt import Prompt
from tui.screens.library_rows import LibraryRows, columns_for
from tui.screens.listing import ListingScreen

if TYPE_CHECKING:
    from annotations.workspace import Workspace
    from tui.desk import Desk

__all__ = ["LibraryFinding"]

_FRAME = 0.03
"""Seconds that a page of what was found has to be drawn in, before the rest is looked through."""
_FIRST_FOUND = 60
"""Articles that a search shows before it has found all."""


class LibraryFinding(ListingScreen[None]):
    """The rows of a library, of which one looks for some. `library` stays when the screen is closed."""

    def __init__(self, desk: Desk, library: Library) -> None:
        self.library = library
        library.see(desk.tags.layers)
        self._rows = LibraryRows(library, desk.schema)
        queued = self._rows.with_queue()
        super().__init__(desk, columns_for(desk.schema, queued=queued), self._rows, tall=_tall(library))
        self.wanted = library.wanted
        self._values: Mapping[str, Sequence[str]] = {}
        self._going_on = False

    def _beside(self, work: Callable[[], Coroutine[Any, Any, None]], group: str) -> None:
        """Do something beside; what was begun under the same name is dropped."""
        # Not a coroutine yet: one that is dropped before it begins is complained of when the program ends.
        _: Worker[None] = self.run_worker(partial(self._told, work), group=group, exclusive=True)

    async def _told(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        try:
            await work()
        except StetError as error:
            self.fail(error)
            self.show_state()

    def here(self) -> Listed | None:
        """The article with the cursor."""
        return self.library.at(self.list.cursor)

    async def _read_values(self) -> None:
        labels = [label.name for label in self.desk.schema.labels]
        tags, annotators = await self.desk.run(lambda w: (w.store.library.all_tags(), w.store.annotations.annotators()))
        self._values = {"status": [status.value for status in Status], "tag": tags, "label": labels, "by": annotators}

    def filter_by(self, typed: str) -> None:
        """Show what fits; the rest is looked through as keys leave time for it."""
        number = self.library.number
        super().filter_by(typed)
        self.library.filter_by(typed)
        self.list.go_to((self.library.place_of(number) or 0) if not typed else 0)
        if self.library.filtering and not self._going_on:
            self._going_on = True
            self._beside(self._go_on, "filter")
        self.moved()

    async def _go_on(self) -> None:
        try:
            await asyncio.sleep(_FRAME)
            while self.library.filtering:
                self.library.go_on()
                await asyncio.sleep(0)
        finally:
            self._going_on = False
        self.show_state()

    def completions(self, typed: str) -> Sequence[str]:
        """What a filter may go on as: a field, or what articles have in it."""
        before, _, word = typed.rpartition(" ")
        before = f"{before} " if before else ""
        no, field, value = ("-" if word.startswith("-") else ""), *word.lstrip("-").partition(":")[::2]
        if ":" not in word:
            return [f"{before}{no}{name}:" for name in FIELDS if field and name.startswith(field)]
        values = [one for one in self._values.get(field, ()) if one.startswith(value) and one != value]
        return [f"{before}{no}{field}:{f'{chr(34)}{one}{chr(34)}' if ' ' in one else one}" for one in values[:8]]

    def ask_search(self) -> None:
        """Search the texts as one types."""
        before = (self.library.words, self.library.found)

        def drop() -> None:
            self.workers.cancel_group(self, "search")
            self._show_found(*before)

        self.ask(
            Prompt(
                "search the texts: ", self._keep_search, text=self.library.words,
                history=self.desk.memory.lines("library"), live=self._search_soon, cancel=drop,
            )
        )  # fmt: skip

    def _search_soon(self, typed: str) -> None:
        self._beside(partial(self._search, typed), "search")

    async def _keep_search(self, typed: str) -> None:
        if typed.strip():
            self.desk.memory.note("library", typed)
        if typed.strip() != self.library.words:
            self.workers.cancel_group(self, "search")
            await self._search(typed)

    async def _search(self, typed: str) -> None:
        try:
            query = search_query(typed, unfinished=True)
        except UsageError:
            self._show_found("", None)
            return
        library = self.library
        library.snippets = {}
        page = self.list.page_rows
        first, snippets = await self.desk.run(lambda w: _first_found(w, query, page))
        library.snippets = {found.number: found for found in snippets}
        self._show_found(typed, first)
        if len(first) == _FIRST_FOUND:
            self._show_found(typed, await self.desk.run(lambda w: w.store.search.numbers(query)), keep=True)

    def _show_found(self, words: str, numbers: list[int] | None, *, keep: bool = False) -> None:
        self.library.show_found(words.strip(), numbers)
        cursor = (
            self.list.cursor if keep else (self.library.place_of(self.library.number) or 0) if numbers is None else 0
        )
        self.list.show(self._rows, tall=_tall(self.library), cursor=cursor)
        self.moved()
        self.show_state()

    def look_for_missing(self) -> None:
        """Read where the words stand that are searched, of the articles on the page of which that is not known."""
        if self.library.found is not None and self._rows.missing and not self._going_on:
            self._beside(partial(self._snippets, list(self._rows.missing)), "snippets")

    async def _snippets(self, numbers: list[int]) -> None:
        words = self.library.words
        try:
            query = search_query(words, unfinished=True)
        except UsageError:
            return
        found = await self.desk.run(lambda w: w.store.search.snippets(query, numbers))
        if words == self.library.words:
            self.library.snippets |= {number: _nowhere(self.library, number) for number in numbers}
            self.library.snippets |= {one.number: one for one in found}
            self.show_state()


def _tall(library: Library) -> int:
    return 1 if library.found is None else 2


def _first_found(workspace: Workspace, query: str, page: int) -> tuple[list[int], list[Found]]:
    search = workspace.store.search
    numbers = search.numbers(query, _FIRST_FOUND)
    return numbers, search.snippets(query, numbers[:page])


def _nowhere(library: Library, number: int) -> Found:
    """What to show of an article that no longer has what was searched."""
    index = library.shelf.index_of(number)
    title = library.shelf.rows[index].title if index is not None else ""
    return Found(number, title, (), "", ())
