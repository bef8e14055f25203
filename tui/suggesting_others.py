"""What suggesters of other packages suggest for the open article. Without Textual."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING

from annotations.errors import StetError
from annotations.suggest import KINDS
from annotations.suggest.base import Passage, Suggestion
from annotations.suggest.makers import from_maker, is_from

if TYPE_CHECKING:
    from annotations.suggest.foreign import ForeignSuggester
    from annotations.suggest.others import Other, Others
    from tui.desk import Desk

__all__ = ["OtherFeed", "Wanted"]


class Wanted:
    """Which of them a person wants, from article to article: those that the settings name, or all, until told else."""

    def __init__(self, named: Collection[str] | None) -> None:
        """Take the names in the settings; None wants all."""
        self._named = named
        self._switched: dict[str, bool] = {}

    def __contains__(self, kind: str) -> bool:
        return self._switched.get(kind, self._named is None or kind in self._named)

    def strange(self, known: Collection[str]) -> list[str]:
        """The names in the settings that are not among `known`."""
        return sorted(set(self._named or ()) - set(known))

    @property
    def nothing(self) -> bool:
        """Whether the settings want nothing suggested at all."""
        return self._named is not None and not self._named

    def switch(self, kind: str, *, on: bool) -> None:
        """Want one, or no longer."""
        self._switched[kind] = on


class OtherFeed:
    """Asks each of them about the whole article, one after the other, off the event loop.

    Each has a process of its own, which ends with its answer. One that is broken or slow is named and left aside.

    Attributes:
        known: Those that are installed, once that was looked up.
    """

    def __init__(self, desk: Desk, changed: Callable[[], None], wanted: Wanted) -> None:
        self.known: dict[str, Other] = {}
        self._desk = desk
        self._changed = changed
        self._wanted = wanted
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="other suggesters")
        self._asked: ForeignSuggester | None = None
        self._found: dict[str, list[Suggestion]] = {}
        self._stopped = False

    @property
    def on(self) -> list[str]:
        """Kinds that are suggested."""
        return [kind for kind in self.known if kind in self._wanted]

    def stop(self) -> None:
        """Give up what is not done."""
        self._stopped = True
        self._thread.shutdown(wait=False, cancel_futures=True)
        if self._asked is not None:
            self._asked.close()

    async def run(self) -> None:
        """Look up what is installed, in a process that loads what that takes, and ask those that are wanted."""
        if self._stopped or self._wanted.nothing:
            return
        try:
            found = await asyncio.get_running_loop().run_in_executor(self._thread, _look_up)
        except StetError as error:
            if not self._stopped:
                self._desk.say(error.message)
                self._changed()
            return
        if self._stopped:
            return
        self.known = dict(found.usable)
        strange = self._wanted.strange((*KINDS, *self.known))
        problems = [*found.problems, *(f"reader.suggest names “{kind}”, which nothing suggests" for kind in strange)]
        if problems:
            self._desk.say(". ".join(problems))
            self._changed()
        for kind in self.on:
            await self._find(kind)

    async def switch(self, kind: str, *, on: bool) -> None:
        """Suggest a kind, or no longer."""
        self._wanted.switch(kind, on=on)
        if on:
            await self._find(kind)
            return
        for label in {one.label for one in self._found.pop(kind, ())}:
            self._desk.offers.withdraw(label, lambda one: is_from(kind, one))
        self._changed()

    async def _find(self, kind: str) -> None:
        from annotations.suggest.foreign import ForeignSuggester

        reading = self._desk.reading
        if self._stopped or kind not in self._wanted:
            return
        if kind not in self._found:
            language = reading.info.language if reading.info is not None else None
            passage = Passage(str(reading.text), reading.blocks, reading.sentences, language or "")
            self._asked = ForeignSuggester(self.known[kind])
            try:
                work = partial(_all_of, self._asked, passage)
                self._found[kind] = await asyncio.get_running_loop().run_in_executor(self._thread, work)
            except StetError as error:
                if not self._stopped:
                    self._desk.say(error.message)
                    self._changed()
                return
            finally:
                self._asked.close()
                self._asked = None
        if not self._stopped and kind in self._wanted:
            self._desk.offers.offer([from_maker(kind, one) for one in self._found[kind]])
            self._changed()


def _look_up() -> Others:
    from annotations.suggest.guarding import GuardedProcess

    process = GuardedProcess()
    try:
        return process.others()
    finally:
        process.close()


def _all_of(suggester: ForeignSuggester, passage: Passage) -> list[Suggestion]:
    return list(suggester.suggest(passage))
