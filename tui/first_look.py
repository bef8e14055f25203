"""The sentences of the page that opens, and what it has to suggest, asked for before the rest of the program is loaded.

Without Textual.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress

from annotations.columns import Sentences
from annotations.errors import StetError
from annotations.reader_process import ReaderProcess
from annotations.suggest import KINDS, Suggestion
from annotations.suggest.process import Stretch
from annotations.text import Span
from tui.first_page import FirstPage

__all__ = ["FirstLook", "kinds_of", "look_at"]

BEFORE, AFTER = 2_000, 5_000
"""Code points before and after the place of reading that are looked at first: more than a terminal shows."""


def kinds_of(wanted: Sequence[str] | None) -> tuple[str, ...]:
    """Return what Stet itself is to suggest, by the kinds that the settings name; all if None."""
    return tuple(kind for kind in KINDS if wanted is None or kind in wanted)


def look_at(page: FirstPage, wanted: Sequence[str] | None) -> FirstLook:
    """Start the process beside the reader, and ask it about a page; `wanted` as in `kinds_of`."""
    process = ReaderProcess()
    with suppress(StetError):  # it is tried again with the first question, and said
        process.start()
    return FirstLook(process, page, kinds_of(wanted))


class FirstLook:
    """Asks about a page, off the event loop.

    Attributes:
        process: What is asked.
        sentences: Of a new article, from its beginning to past the page; nothing where they are known.
        suggestions: What the page has to suggest. Claims are not among them: they compare within an article.
    """

    def __init__(self, process: ReaderProcess, page: FirstPage, kinds: Sequence[str]) -> None:
        self.process = process
        self._page = page
        self._language = page.info.language if page.info is not None else None
        if self._language is None and page.draft is not None:
            self._language = page.draft.language
        self._kinds = [kind for kind in kinds if kind != "claims"]
        thread = ThreadPoolExecutor(1, thread_name_prefix="first look")
        # Blocks are added to the page on the event loop.
        self._blocks = page.blocks.copy()
        self.sentences: Future[list[tuple[int, int]]] = thread.submit(self._sentences)
        self.suggestions: Future[list[Suggestion]] = thread.submit(self._suggestions)
        thread.shutdown(wait=False)

    @property
    def found(self) -> list[tuple[int, int]]:
        """The sentences of a new article that are found by now."""
        done = self.sentences.done() and self.sentences.exception() is None
        return self.sentences.result() if done else []

    def _sentences(self) -> list[tuple[int, int]]:
        page = self._page
        if page.sentences is not None or not self._blocks:
            return []
        return next(self.process.sentences.sentences(page.text, self._blocks, self._language), [])

    def _suggestions(self) -> list[Suggestion]:
        page = self._page
        known = page.sentences if page.sentences is not None else Sentences()
        if page.sentences is None:
            known.extend(self.sentences.result())
        within = Span(max(0, page.place - BEFORE), page.place + AFTER)
        stretch = Stretch.of(page.text, self._blocks, known, within)
        if stretch is None or not self._kinds:
            return []
        tables = self.process.sentences.tables(self._language, page.text)
        return self.process.suggestions.near(stretch, tables, self._kinds)
