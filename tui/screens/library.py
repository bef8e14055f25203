"""The library: every article in a row, found by what one types, and acted on one by one or many at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from annotations.identity import is_address
from annotations.model import ArticleInfo
from annotations.printable import one_line
from annotations.workspace import Workspace
from annotations.workspace.edits import Edit
from annotations.workspace.shelf import QUEUE, Listed
from tui.actions import Context
from tui.library import Library
from tui.reading.painting import Parts
from tui.screens.library_finding import LibraryFinding
from tui.screens.library_rows import About, about_lines, columns_for
from tui.screens.listing import spread

if TYPE_CHECKING:
    from tui.desk import Desk

__all__ = ["LibraryScreen"]

_READ = 1500
"""Code points of an article that a preview reads."""
_TAGGED = 12
"""Annotations that a preview shows."""
_PREVIEW_PAUSE = 0.05
"""Seconds that the cursor rests before a preview is read."""


class LibraryScreen(LibraryFinding):
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
        super().__init__(desk, library)
        self._about: tuple[tuple[int, str], About] | None = None
        self._to_restore = True
        self._covered = False

    def on_mount(self) -> None:
        """Begin to read, and go where the cursor was."""
        super().on_mount()
        self._beside(self._read_rows, "rows")
        self._beside(self._read_values, "values")

    async def _read_rows(self) -> None:
        await self.library.read(self.desk.run, self._more)

    async def show_layers(self) -> None:
        """Count annotations of the layers that are shown by now."""
        self.library.see(self.desk.tags.layers)
        self._about = None
        self._beside(self._read_rows, "rows")

    def _more(self) -> None:
        """Take notice of rows that were read."""
        if self._rows.with_queue():
            columns = columns_for(self.desk.schema, queued=True)
            self.list.show(self._rows, columns=columns, cursor=self.list.cursor)
        self.show_state()
        self.moved()

    def on_screen_suspend(self) -> None:
        """Note that something lies over this."""
        self._covered = True

    def on_screen_resume(self) -> None:
        """Take notice of what was done in what lay over this."""
        if self._covered:
            self._beside(self._read_rows, "rows")

    def press(self, key: str) -> None:
        """Take one key; whoever goes on from here is not taken elsewhere any more."""
        self._to_restore = False
        super().press(key)

    def show_state(self) -> None:
        """Draw everything that looks otherwise than before; at first, go to the article that the cursor was on."""
        if self._to_restore and self.list.size.height:
            place = self.library.place_of(self.library.number)
            if place is not None or self.library.number is None or self.library.whole:
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
        elif not len(library) and not library.whole:
            count = "reading …"
        else:
            count = f"{self.list.cursor + 1 if len(library) else 0:,} of {total:,}"
        said = [count]
        if library.marked:
            said.append(f"{len(library.marked):,} marked")
        if library.queued:
            said.append(f"{library.left:,} of {library.queued:,} left in your queue")
        shelf = library.shelf
        if shelf.sorted_by not in {"touched", QUEUE} or shelf.reverse:
            said.append(f"by {shelf.sorted_by}{' reversed' if shelf.reverse else ''}")
        if library.layers.others is None or library.layers.others:
            said.append("others’ tags too")
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
        self.look_for_missing()

    def moved(self) -> None:
        """Remember where the cursor is, and read what the preview shows once it rests there."""
        one = self.here()
        if one is not None:
            if not self._to_restore:
                self.library.number, self.library.top = one.number, self.list.top
            if self._preview.display and (self._about is None or self._about[0] != (one.key, one.updated)):
                self._beside(partial(self._read_about, one), "about")

    async def _read_about(self, one: Listed) -> None:
        await asyncio.sleep(_PREVIEW_PAUSE)

        # Others' words are as little shown here as in the article.
        layers = self.library.layers
        whose = None if layers.others is None else sorted({layers.own, *layers.others})

        def read(workspace: Workspace) -> About:
            library = workspace.store.library
            return About(library.beginning(one.key, _READ), library.tagged(one.key, _TAGGED, whose))

        about = await self.desk.run(read)
        self._about = ((one.key, one.updated), about)
        self.show_lines()

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
