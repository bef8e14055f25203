"""The library: every article in a row, found by what one types, and acted on one by one or many at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from annotations.edits import Edit
from annotations.errors import UsageError
from annotations.finding import search_query
from annotations.identity import is_address
from annotations.model import ArticleInfo, Status
from annotations.printable import one_line
from annotations.shelf import FIELDS, Listed
from annotations.store.search import Found
from annotations.workspace import Workspace
from tui.actions import Context
from tui.library import Library
from tui.prompt import Prompt
from tui.reading.painting import Parts
from tui.screens.library_rows import About, LibraryRows, about_lines, columns_for
from tui.screens.listing import ListingScreen, spread

if TYPE_CHECKING:
    from tui.desk import Desk

__all__ = ["LibraryScreen"]

_FIRST_FOUND = 60
"""Articles that a search shows before it has found all."""
_READ = 1500
"""Code points of an article that a preview reads."""
_TAGGED = 12
"""Annotations that a preview shows."""
_PREVIEW_PAUSE = 0.05
"""Seconds that the cursor rests before a preview is read."""


class LibraryScreen(ListingScreen[None]):
    """The library over the reader. `library` is what it shows; it stays when the screen is closed."""

    CONTEXT: ClassVar[Context] = Context.LIBRARY
    HINTS: ClassVar[Sequence[tuple[str, str]]] = (
        ("list.open", "open"),
        ("list.filter", "filter"),
        ("library.search", "search"),
        ("library.mark", "mark"),
        ("library.import", "import"),
        ("list.help", "help"),
        ("library.tags", "tags"),
        ("library.done", "done"),
        ("library.remove", "remove"),
        ("library.undo", "undo"),
        ("library.export", "export"),
    )
    HAS_PREVIEW: ClassVar[bool] = True

    def __init__(self, desk: Desk, library: Library) -> None:
        self.library = library
        self._rows = LibraryRows(library, desk.schema)
        super().__init__(desk, columns_for(desk.schema), self._rows, tall=_tall(library))
        self.wanted = library.wanted
        self._about: tuple[tuple[int, str], About] | None = None
        self._values: Mapping[str, Sequence[str]] = {}
        self._going_on = False
        self._to_restore = True

    def on_mount(self) -> None:
        """Begin to read, and go where the cursor was."""
        super().on_mount()
        self._beside(self._read_rows(), "rows")
        self._beside(self._read_values(), "values")

    def _beside(self, work: Coroutine[Any, Any, None], group: str) -> None:
        """Do something beside; what was begun under the same name is dropped."""
        self.run_worker(work, group=group, exclusive=True)

    async def _read_values(self) -> None:
        labels = [label.name for label in self.desk.schema.labels]
        tags, annotators = await self.desk.run(lambda w: (w.store.library.all_tags(), w.store.annotations.annotators()))
        self._values = {"status": [status.value for status in Status], "tag": tags, "label": labels, "by": annotators}

    async def _read_rows(self) -> None:
        await self.library.read(self.desk.run, self._more)

    def _more(self) -> None:
        """Take notice of rows that were read."""
        self.show_state()
        self.moved()

    def show_state(self) -> None:
        """Draw everything that looks otherwise than before; at first, go to the article that the cursor was on."""
        if self._to_restore and self.list.size.height:
            place = self.library.place_of(self.library.number)
            if place is not None or self.library.number is None:
                self._to_restore = False
                self.list.go_to(place or 0, top=self.library.top)
        super().show_state()

    # What it shows

    def heading(self, width: int) -> Parts:
        """What there is, how much of it is shown and marked, and who works here."""
        library = self.library
        total = library.total if library.total is not None else len(library.shelf)
        narrowed = library.found is not None or bool(library.conditions)
        if narrowed:
            count = f"{len(library):,}{'…' if library.filtering or not library.whole else ''} of {total:,}"
        else:
            count = f"{self.list.cursor + 1 if len(library) else 0:,} of {total:,}"
        said = [count]
        if library.marked:
            said.append(f"{len(library.marked):,} marked")
        shelf = library.shelf
        if shelf.sorted_by != "touched" or shelf.reverse:
            said.append(f"by {shelf.sorted_by}{' reversed' if shelf.reverse else ''}")
        left: Parts = [(" Library", ("heading",)), (f"  {', '.join(said)}", ())]
        if library.words:
            left.append((f"  “{one_line(library.words)[:40]}”", ("quiet",)))
        return spread(left, [(f"as {one_line(self.desk.session.annotator)[:24]} ", ("quiet",))], width)

    def preview(self, width: int, height: int) -> Sequence[Parts]:
        """What the article with the cursor is, how it begins, and what is tagged in it."""
        one = self.here()
        if one is None:
            return [] if len(self.library) else [[(line, ("quiet",))] for line in self._nothing()]
        about = self._about[1] if self._about is not None and self._about[0] == (one.key, one.updated) else None
        return about_lines(one, about, self.desk.schema, width, height)

    def _nothing(self) -> Sequence[str]:
        if len(self.library.shelf) or not self.library.whole:
            return ["nothing fits that"] if self.library.whole else ["reading …"]
        return [
            "The library is empty.",
            "i brings in a file, a folder or a page;",
            "so does a paste, and “stet import”.",
        ]

    def show_lines(self) -> None:
        """Draw what stands around the rows, and ask for what is not known of them."""
        if not len(self.library) and self.message is None and self.prompt is None and self.library.whole:
            self.say(" ".join(self._nothing()))
        super().show_lines()
        if self.library.found is not None and self._rows.missing and not self._going_on:
            self._beside(self._snippets(list(self._rows.missing)), "snippets")

    def moved(self) -> None:
        """Remember where the cursor is, and read what the preview shows once it rests there."""
        one = self.here()
        if one is not None and not self._to_restore:
            self.library.number, self.library.top = one.number, self.list.top
            if self._preview.display and (self._about is None or self._about[0] != (one.key, one.updated)):
                self._beside(self._read_about(one), "about")

    async def _read_about(self, one: Listed) -> None:
        await asyncio.sleep(_PREVIEW_PAUSE)

        def read(workspace: Workspace) -> About:
            library = workspace.store.library
            return About(library.beginning(one.key, _READ), library.tagged(one.key, _TAGGED))

        about = await self.desk.run(read)
        self._about = ((one.key, one.updated), about)
        self.show_lines()

    def here(self) -> Listed | None:
        """The article with the cursor."""
        return self.library.at(self.list.cursor)

    # Finding

    def filter_by(self, typed: str) -> None:
        """Show what fits; the rest is looked through as keys leave time for it."""
        number = self.library.number
        super().filter_by(typed)
        self.library.filter_by(typed)
        self.list.go_to((self.library.place_of(number) or 0) if not typed else 0)
        if self.library.filtering and not self._going_on:
            self._going_on = True
            self._beside(self._go_on(), "filter")
        self.moved()

    async def _go_on(self) -> None:
        try:
            while self.library.filtering:
                await asyncio.sleep(0)
                self.library.go_on()
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
            self._show_found(*before)

        self.ask(
            Prompt(
                "search the texts: ", self._keep_search, text=self.library.words,
                history=self.desk.memory.lines("library"), live=self._search_soon, cancel=drop,
            )
        )  # fmt: skip

    def _search_soon(self, typed: str) -> None:
        self._beside(self._search(typed), "search")

    async def _keep_search(self, typed: str) -> None:
        if typed.strip():
            self.desk.memory.note("library", typed)
        if typed.strip() != self.library.words:
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

    def back(self) -> None:
        """Stop what goes on beside; else leave a filter, then a search, then the library."""
        if self.library.stopping is not None:
            self.library.stopping.set()
            self.say("stopping …")
        elif self.wanted:
            self.filter_by("")
        elif self.library.found is not None:
            self._show_found("", None)
        elif self.desk.reading.text:
            self.leave()
        else:
            self.say("no article is open: Enter opens one; to quit, q or Z Z")

    def pasted(self, text: str) -> None:
        """Show what was pasted: Enter keeps it as an article, Esc drops it."""
        from tui.library_jobs import bring_in
        from tui.pasting import show_pasted

        async def keep(reference: str) -> None:
            if is_address(reference):
                bring_in(self, [reference])
                return
            await self.library.catch_up(self.desk.run)
            self.list.go_to(self.library.place_of(int(reference)) or 0)
            self.say(f"kept as article {reference}")
            self.moved()
            self.show_state()

        show_pasted(_Around(self.app.push_screen, self.desk.shell.start), self.desk, text, keep)

    def close(self) -> None:
        """Go back to the article; without one there is nothing behind this."""
        if self.desk.reading.text:
            self.leave()
        else:
            self.desk.shell.quit()

    async def sort_by(self, column: str) -> None:
        """Sort by a column; the same again turns it round."""
        library = self.library
        reverse = not library.shelf.reverse if library.shelf.sorted_by == column else False
        await library.sort(column, reverse=reverse, labels=[label.name for label in self.desk.schema.labels])
        if library.found is not None:
            self.say("what a search finds stands newest first; the order is for afterwards")
        else:
            self.say(f"sorted by {column}{', the other way round' if reverse else ''}")
        self.list.go_to(0)
        self.moved()

    # Acting

    def mark_row(self) -> None:
        """Mark the article with the cursor, or no longer."""
        one = self.here()
        if one is not None:
            self.library.mark(one.number)

    def targets(self) -> list[int]:
        """Numbers of the articles that are marked; without any, of the one with the cursor."""
        if self.library.marked:
            return sorted(self.library.marked)
        one = self.here()
        return [one.number] if one is not None else []

    async def change(self, work: Callable[[Workspace, list[ArticleInfo]], Edit | None], nothing: str) -> None:
        """Change the articles that are marked, or the one with the cursor, and say what was done."""
        numbers = self.targets()
        edit = await self.desk.run(lambda w: work(w, [w.store.articles.get(number) for number in numbers]))
        await self.show_edit(edit, nothing)

    async def show_edit(self, edit: Edit | None, nothing: str, before: str = "") -> None:
        """Show what became of the articles, and say what was done."""
        await self.library.catch_up(self.desk.run)
        if self.desk.reading.info is not None and edit is not None:
            await self._refresh_open()
        self.say(f"{before}{edit.summary}" if edit is not None else nothing)
        self.moved()

    async def _refresh_open(self) -> None:
        info = self.desk.reading.info
        if info is not None:
            self.desk.reading.info = await self.desk.run(lambda w: w.store.articles.get(info.number, removed=True))
            self.desk.reading.title = self.desk.reading.info.title
            self.desk.changed()

    async def open_row(self) -> None:
        """Read the article with the cursor."""
        one = self.here()
        if one is None:
            return
        self._to_restore = False
        self.moved()
        await self.desk.shell.open_article(one.number)
        self.library.visit(one.number)
        self.leave()

    def export(self) -> None:
        """Ask what of the library to export, and where."""
        from tui.screens.export import ExportScreen, OfLibrary
        from tui.screens.export_form import WhatLeaves

        library, one = self.library, self.here()
        scopes: dict[WhatLeaves, frozenset[int]] = {}
        if library.marked:
            scopes[WhatLeaves.MARKED] = frozenset(library.marked)
        elif one is not None:
            scopes[WhatLeaves.ARTICLE] = frozenset((one.number,))
        if library.shown and (library.found is not None or library.conditions):
            scopes[WhatLeaves.SHOWN] = frozenset(library.numbers_shown())
        # None at all stand for every one.
        scopes[WhatLeaves.LIBRARY] = frozenset()
        source, title = (one.source, one.title) if one is not None else ("", "")
        self.app.push_screen(ExportScreen(self.desk, OfLibrary(scopes, source, title)), self._exported)

    def _exported(self, said: str | None) -> None:
        if said:
            self.say(said)
            self.show_state()


class _Around(NamedTuple):
    """What shows a screen, and what does something beside."""

    push_screen: Callable[..., object]
    start: Callable[[Coroutine[None, None, None]], object]


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
