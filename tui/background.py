"""What goes on after the first paint: the rest of a long article, the library, sentences, annotations far away."""

from __future__ import annotations

import asyncio
import gc
import itertools
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from annotations.columns import Blocks, Sentences
from annotations.counts import counted
from annotations.errors import StetError
from annotations.long_text import LongText
from annotations.readers.base import Draft
from annotations.segmenting import Coprocess
from annotations.storing import StoreProcess
from annotations.text import ArticleInfo, Block, Span
from tui.acts.versions import refresh_orphans
from tui.first_look import FirstLook
from tui.first_page import FirstPage
from tui.opening import difference
from tui.reading.clusters import warm_up

if TYPE_CHECKING:
    from tui.desk import Desk

T = TypeVar("T")

BLOCKS_AT_ONCE = 2000
ANNOTATIONS_AT_ONCE = 100
"""So few that a key in between does not wait."""
NEAR = 20_000
"""Annotations are shown first this far around the cursor, in code points."""


class Background:
    """Finishes what opening an article began, a little at a time, off the event loop.

    Everything it finds goes to the desk on the event loop; `changed` is called after it, `soon` when the first page has
    its sentences and annotations, and `then` at the end.
    """

    def __init__(
        self, desk: Desk, page: FirstPage, look: FirstLook, coprocess: Coprocess, *, changed: Callable[[], None],
        soon: Callable[[], None], then: Callable[[], Awaitable[None]],
    ) -> None:  # fmt: skip
        self._desk = desk
        self._page = page
        self._look = look
        self._coprocess = coprocess
        self._changed = changed
        self._soon = soon
        self._then = then
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="background")
        self._storing: StoreProcess | None = None
        self._stopped = False

    def stop(self) -> None:
        """Give up what is not done."""
        self._stopped = True
        if self._storing is not None:
            self._storing.close()
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def run(self) -> None:
        """Do it all, in the order in which a person will miss it."""
        info = self._page.info
        if info is None:
            self._desk.store_again = self._add_again
            # Sentences of the first page, then the rest of the text; the library has it as soon as its text is whole.
            await self._take_first_sentences()
            self._soon()
            await self._segment(self._page.blocks, whole=False)
            await self._in_thread(warm_up)
            await self._rest_of_blocks()
            await self._add()
        else:
            await self._desk.run(lambda w: w.store.keep_text(info.key, self._page.text))
            await self._history()
            await self._annotations(near=True)
            self._soon()
            await self._in_thread(warm_up)
        if self._page.sentences is None:
            await self._segment(self._desk.reading.blocks, whole=True)
            await self._store_sentences()
        if self._page.info is not None:
            await self._annotations(near=False)
        self._desk.reading.annotations_known = True
        self._desk.waits.grew()
        await self._desk.tags.refresh_relations()
        await refresh_orphans(self._desk)
        self._changed()
        if self._page.info is not None:
            await self._compare()
            self._tell_orphans()
        # What is there now stays as long as the article does; the collector need not look at it with every key.
        gc.freeze()
        await self._then()

    async def _take_first_sentences(self) -> None:
        if self._desk.reading.sentences:
            return
        with suppress(StetError):  # they are asked for once more
            found = await asyncio.wrap_future(self._look.sentences)
            self._desk.reading.add_sentences(found)
            self._desk.waits.grew()
            self._changed()

    async def _segment(self, blocks: Blocks, *, whole: bool) -> None:
        reading = self._desk.reading
        first = blocks.first_from(reading.sentences.end(len(reading.sentences) - 1)) if reading.sentences else 0
        language = reading.info.language if reading.info is not None else None
        if language is None and self._page.draft is not None:
            language = self._page.draft.language
        # One by one: all of a long article would take as much memory as its text.
        rest = (blocks[index] for index in range(first, len(blocks)))
        found = self._coprocess.sentences(reading.text, rest, language)
        try:
            while (part := await self._in_thread(lambda: next(found, None))) is not None:
                reading.add_sentences(part)
                self._desk.waits.grew()
                self._changed()
        except StetError as error:
            # Better a block at a time than nothing.
            self._desk.fail(error)
            last = reading.sentences.end(len(reading.sentences) - 1) if reading.sentences else 0
            reading.add_sentences((block.start, block.end) for block in blocks if block.start >= last)
        if whole:
            reading.finish_sentences()
        self._desk.waits.grew()
        self._changed()

    async def _rest_of_blocks(self) -> None:
        rest = self._page.rest

        def take() -> list[Block]:
            return list(itertools.islice(rest, BLOCKS_AT_ONCE))

        while part := await self._in_thread(take):
            self._desk.reading.blocks.extend(part)
            self._changed()
            await asyncio.sleep(0)

    async def _add(self) -> None:
        page, reading = self._page, self._desk.reading
        draft = page.draft
        if draft is None:
            return
        taken = draft._replace(blocks=iter(()))
        try:
            known = await self._desk.run(lambda w: w.with_text(taken.text))
            if known is None:
                reading.info = await self._added_beside(taken) or await self._desk.run(
                    lambda w: w.add(taken, page.source, blocks=reading.blocks, stamp=page.stamp).info
                )
            else:
                await self._take_up(known)
        except StetError as error:
            self._desk.fail(error)
            self._desk.stored(error)
        else:
            self._desk.stored()
        self._changed()

    async def _take_up(self, known: ArticleInfo) -> None:
        """Go on with an article that the library has already, from elsewhere."""
        self._page = self._page._replace(info=known, draft=None)
        reading = self._desk.reading
        reading.info, reading.title = known, known.title
        await self._history()
        self._desk.say(f"this text is article {known.number} already, from {known.source}")

    async def _added_beside(self, draft: Draft) -> ArticleInfo | None:
        """Have a long article stored by another process; None for any other, and where that cannot be done."""
        if not isinstance(draft.text, LongText):
            return None
        page, reading, session = self._page, self._desk.reading, self._desk.session
        process = self._storing = StoreProcess(session.path, session.annotator)
        try:
            number = await self._in_thread(lambda: process.add(draft, page.source, reading.blocks, page.stamp))
            info = await self._desk.run(lambda w: w.store.articles.get(number))
        except StetError:
            process.close()
            self._storing = None
            # It may have been stored before the process died; else what is wrong is said when it is tried here.
            return await self._desk.run(lambda w: w.with_text(draft.text))
        await self._desk.run(lambda w: w.store.keep_text(info.key, draft.text))
        return info

    async def _add_again(self) -> None:
        await self._add()
        if self._desk.reading.complete:
            await self._store_sentences()

    async def _store_sentences(self) -> None:
        reading = self._desk.reading
        info = reading.info
        if info is None or self._stopped:
            return
        sentences = reading.sentences.copy()
        try:
            stored = await self._finished_beside(info, sentences)
            if stored is None:
                stored = await self._desk.run(lambda w: w.put_sentences(info, reading.text, reading.blocks, sentences))
        except StetError as error:
            self._desk.fail(error)
        else:
            reading.info, reading.title = stored, stored.title
        self._changed()

    async def _finished_beside(self, info: ArticleInfo, sentences: Sentences) -> ArticleInfo | None:
        """Have the process that stored a long article store its sentences too; None where there is none."""
        process, self._storing = self._storing, None
        if process is None:
            return None
        try:
            await self._in_thread(lambda: process.put_sentences(sentences))
        except StetError:
            return None
        finally:
            process.close()
        return await self._desk.run(lambda w: w.store.articles.get(info.number))

    async def _history(self) -> None:
        info = self._page.info
        if info is not None:
            self._desk.reading.saved = await self._desk.run(lambda w: w.store.history.count_steps(info.number))

    async def _annotations(self, *, near: bool) -> None:
        info = self._page.info
        if info is None:
            return
        key = info.key
        place = self._page.place
        around = Span(max(0, place - NEAR), place + NEAR) if near else None
        found = await self._desk.run(lambda w: list(w.store.annotations.of_version(key, around)))
        reading = self._desk.reading
        # What was tagged or deleted meanwhile is newer than what was read.
        touched = self._desk.tags.touched
        for first in range(0, len(found), ANNOTATIONS_AT_ONCE):
            part = found[first : first + ANNOTATIONS_AT_ONCE]
            self._desk.tags.add([a for a in part if a.id not in touched and reading.annotated.get(a.id) is None])
            self._changed()
            await asyncio.sleep(0)

    async def _compare(self) -> None:
        info = self._page.info
        if info is not None:
            said = await self._in_thread(lambda: difference(info, self._page.stamp))
            if said is not None and self._desk.message is None:
                self._desk.say(said)
                self._changed()

    def _tell_orphans(self) -> None:
        orphans = self._desk.reading.orphans
        if orphans and self._desk.message is None:
            self._desk.say(f"{counted(len(orphans), 'annotation')} lost in this version: > o goes there, g d lists all")
            self._changed()

    async def _in_thread(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)
