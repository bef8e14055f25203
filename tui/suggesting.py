"""What is suggested for the open article: found beside the reader, the visible page first. Without Textual."""

from __future__ import annotations

import asyncio
import gc
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from annotations.errors import FormatError, StetError
from annotations.reader_process import ReaderProcess
from annotations.suggest import KINDS, Suggestion
from annotations.suggest.codec import from_plain, to_plain
from annotations.suggest.makers import is_others
from annotations.suggest.quotes_scores import is_doubtful
from annotations.text import Span
from tui.first_look import AFTER, BEFORE, FirstLook
from tui.reading.palette import NEWS_LABELS, looks_of
from tui.reading.suggestions import Offered
from tui.suggesting_others import OtherFeed, Wanted

if TYPE_CHECKING:
    from annotations.store.page_suggestions import PageSuggestion
    from annotations.workspace import Workspace
    from tui.desk import Desk

__all__ = ["Feed"]

T = TypeVar("T")

PAUSE = 0.5
"""Seconds between two times that the number of suggestions is shown while more of them come."""
AT_ONCE = 20
"""Suggestions that are shown before keys are looked at again."""


class Feed:
    """Fills the desk with suggestions, a little at a time, off the event loop.

    Attributes:
        kinds: What Stet itself suggests.
        others: What suggesters of other packages do.
    """

    def __init__(
        self,
        desk: Desk,
        changed: Callable[[], None],
        process: ReaderProcess,
        kinds: Sequence[str] = tuple(KINDS),
        others: Wanted | None = None,
    ) -> None:
        self.kinds = set(kinds)
        self.others = OtherFeed(desk, changed, others or Wanted(()))
        self._desk = desk
        self._changed = changed
        self._process = process.suggestions.anew()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="suggest")
        self._doubtful: dict[tuple[Span, ...], Suggestion] = {}
        self._asking = asyncio.Lock()  # the process answers one question after the other
        self._more = 0
        self._told = 0.0
        self._opened = False
        self._stopped = False
        self._kept: dict[str, Suggestion] = {}  # what was suggested here before, and is not found anew yet

    def stop(self) -> None:
        """Give up what is not done."""
        self._stopped = True
        self._thread.shutdown(wait=False, cancel_futures=True)
        self.others.stop()

    def take_kept(self, suggested: Iterable[PageSuggestion]) -> None:
        """Show at once what was suggested for the page when it was open before, until it is found anew."""
        with suppress(FormatError):
            found = [from_plain(one.plain) for one in suggested]
            self._kept = {Offered.of(one).id: one for one in found if self._is_wanted(one)}
            self._desk.offers.offer(list(self._kept.values()))

    def to_keep(self) -> list[dict[str, object]] | None:
        """What Stet suggests around the cursor, for `take_kept`; None where some is hidden."""
        reading = self._desk.reading
        if reading.filter is not None or looks_of(self._desk.schema) != NEWS_LABELS:
            return None
        near = Span(max(0, reading.offset - BEFORE), reading.offset + AFTER)
        found = [one.suggestion for one in reading.suggestions.over(near) if self._desk.offers.shows(one)]
        return [to_plain(one) for one in found if not (is_others(one) or self._is_on_request(one))]

    def _is_on_request(self, suggestion: Suggestion) -> bool:
        return bool(self._more) and (is_doubtful(suggestion) or suggestion.label == KINDS["claims"])

    async def begin(self, look: FirstLook) -> None:
        """Show what is stored for the article, then what its page has to suggest, before the rest is looked at."""
        if self._desk.reading.info is not None:
            await self._take_stored()
        with suppress(StetError):  # it is tried again, and said, when all of the article is looked at
            found = await asyncio.wrap_future(look.suggestions)
            await self._show([one for one in found if self._is_wanted(one)])
            self._changed()

    def _is_wanted(self, suggestion: Suggestion) -> bool:
        return any(KINDS[kind] == suggestion.label for kind in self.kinds)

    @property
    def _language(self) -> str | None:
        info = self._desk.reading.info
        return info.language if info is not None else None

    async def run(self) -> None:
        """Take what is stored for the article, then find the rest."""
        if self._desk.reading.info is None or not self._desk.reading.sentences:
            return
        await self._take_stored()
        if self._stopped:
            return
        if await self._find([kind for kind in KINDS if kind in self.kinds]):
            self._withdraw_kept()
        await self.others.run()
        gc.freeze()

    def _withdraw_kept(self) -> None:
        """Suggest no longer what was kept and is not found anew."""
        gone, self._kept = self._kept, {}
        if gone:
            self._desk.offers.withdraw(None, lambda one: Offered.of(one).id in gone)

    async def switch(self, kind: str, *, on: bool) -> None:
        """Suggest a kind, or no longer."""
        if kind not in KINDS:
            await self.others.switch(kind, on=on)
        elif on:
            self.kinds.add(kind)
            await self._take_stored(KINDS[kind])
            await self._find([kind])
        else:
            self.kinds.discard(kind)
            self._desk.offers.withdraw(KINDS[kind], lambda one: not is_others(one))
        self._changed()

    async def more(self) -> tuple[int, int]:
        """Offer as many claims again, the next best, and doubtful quotes.

        Returns how many claims there are to see now, and how many quotes more than before.
        """
        self._more += 1
        doubtful = list(self._doubtful.values()) if "quotes" in self.kinds else []
        self._doubtful = {}
        await self._show(doubtful)
        return await self._offer_claims(), len(doubtful)

    async def _show(self, suggestions: Sequence[Suggestion]) -> None:
        """Show suggestions, so few at once that a key in between does not wait; doubtful ones only on request."""
        if not self._more:
            self._doubtful |= {one.fragments: one for one in suggestions if self._is_held(one)}
            suggestions = [one for one in suggestions if not self._is_held(one)]
        for start in range(0, len(suggestions), AT_ONCE):
            if self._stopped:
                return
            part = suggestions[start : start + AT_ONCE]
            self._desk.offers.offer(part)
            if self._kept:
                for one in part:
                    self._kept.pop(Offered.of(one).id, None)
            if time.monotonic() - self._told > PAUSE:
                self._told = time.monotonic()
                self._changed()
            await asyncio.sleep(0)

    def _is_held(self, suggestion: Suggestion) -> bool:
        return is_doubtful(suggestion) and not is_others(suggestion)

    async def _take_stored(self, label: str | None = None) -> None:
        """Offer what is stored for the article, or what of it has a label."""
        info = self._desk.reading.info
        if info is None:
            return
        self._desk.reading.suggestions.dismissed, stored = await self._desk.run(lambda w: _stored(w, info.key))
        await self._show([one for one in stored if label in (None, one.label)])

    async def _find(self, kinds: Sequence[str]) -> bool:
        """Find suggestions of some kinds: all of them for the page, then for the rest of the article.

        Returns whether it came to an end.
        """
        done = False
        try:
            await self._open()
            for first, last in (self._page(), (0, len(self._desk.reading.sentences))):
                for kind in kinds:
                    if kind != "claims":
                        await self._take(kind, self._process.suggest(kind, first, last))
            if "claims" in kinds and "claims" in self.kinds:
                await self._offer_claims()
            done = not self._stopped
        except StetError as error:
            if not self._stopped:
                self._desk.say(f"{error.message}; tagging goes on without suggestions")
        self._changed()
        return done

    async def _open(self) -> None:
        if not self._opened:
            reading = self._desk.reading
            await self._in_thread(
                partial(self._process.open, reading.text, reading.blocks, reading.sentences, self._language)
            )
            self._opened = True

    async def _take(self, kind: str, parts: Iterator[list[Suggestion]]) -> int:
        """Show what is suggested of a kind, part by part; returns how many suggestions that were."""
        count = 0
        async with self._asking:
            while kind in self.kinds and not self._stopped:
                part = await self._in_thread(lambda: next(parts, None))
                if part is None:
                    break
                # They stay as long as the article does; to look at them over and over would hold up keys.
                gc.freeze()
                count += len(part)
                await self._show(part)
        return count

    async def _offer_claims(self) -> int:
        """Claims compare within an article: the best few are offered. Returns how many."""
        return await self._take("claims", self._process.best("claims", self._more))

    def _page(self) -> tuple[int, int]:
        """The sentences on the page, as indexes of the first and after the last."""
        sentences, page = self._desk.reading.sentences, self._desk.view.visible()
        if page is None:
            return 0, 0
        return sentences.index_at(page.start), min(len(sentences), sentences.index_at(page.end - 1) + 1)

    async def _in_thread(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)


def _stored(workspace: Workspace, version: int) -> tuple[set[tuple[str, str]], list[Suggestion]]:
    from annotations.suggest.stored import kept

    dismissed = workspace.store.suggestions.dismissed(version, workspace.annotator)
    return {(one.label, one.place) for one in dismissed}, kept(workspace, version)
