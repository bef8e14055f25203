"""The desk: takes keys and runs actions. Without Textual.

The application gives it keys and three things to act on: a view of the article, the screens over it, and a shell
(everything around it).
"""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar

from annotations.errors import ConflictError, StetError
from annotations.model import Annotation, ArticleInfo
from annotations.schema import Schema
from annotations.workspace import Workspace
from tui.actions import Action, Actions
from tui.keymap import Chords, Pending, Pressed, shown
from tui.memory import Memory
from tui.offers import Offers
from tui.ports import KeyTaker, Pin, Screens, Shell, View
from tui.prompt import Prompt
from tui.reading.jumps import Stop, Trail
from tui.reading.palette import Palette, looks_of
from tui.reading.reading import Reading
from tui.session import Session
from tui.syncing import Syncing
from tui.tags import Tags
from tui.waits import Waits

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence for the person, and whether something went wrong."""

    text: str
    error: bool = False


class Desk:
    """What one person works at.

    Attributes:
        reading: The open article.
        message: What the status line says besides position and counts.
        prompt: The question on the bottom line, if there is one.
        taker: What takes all keys, if not the article.
        palette: How everything is drawn.
        tags: What is annotated.
        offers: What is suggested.
        waits: What actions wait for.
        syncing: Keeps the library in step with a server.
        memory: What was done in this session.
        pinned: The annotation that a relation is being made from.
        store_again: Puts the article into the library, after that has failed.
        trail: The articles that were open before this one.
        whole_library: Whether a walk over words goes through all articles.
    """

    def __init__(self, session: Session, schema: Schema, actions: Actions, reading: Reading) -> None:
        self.session = session
        self.schema = schema
        self.actions = actions
        self.reading = reading
        self.message: Message | None = None
        self.prompt: Prompt | None = None
        self.taker: KeyTaker | None = None
        self.palette = Palette(looks_of(schema))
        self.memory = Memory()
        self.tags = Tags(self)
        self.offers = Offers(self)
        self.waits = Waits(self)
        self.syncing = Syncing(self)
        self.pinned: Pin | None = None
        self.trail = Trail()
        self.whole_library = False
        self.make_taker: Callable[[], KeyTaker] | None = None
        self.store_again: Callable[[], Awaitable[None]] | None = None
        self.view: View
        self.shell: Shell
        self.screens: Screens
        self._chords = Chords(actions.keymap)
        self._stored = asyncio.Event()
        self._failure: StetError | None = None

    # Keys

    async def press(self, key: str) -> None:
        """Take one key (see `tui.keymap.key_of`) and do what it means."""
        self._count_press()
        self.message = None
        try:
            await self._press(key)
        except StetError as error:
            await self._failed(error)
        self.shell.refresh_place()

    def _count_press(self) -> None:
        self.memory.presses += 1
        info = self.reading.info
        if info is not None and info.number:
            self.session.count_key(info.number)

    async def _press(self, key: str) -> None:
        if self.prompt is not None:
            await self._press_in_prompt(self.prompt, key)
            return
        if self.taker is not None:
            await self._press_in_taker(self.taker, key)
            return
        if key == "escape" and self._chords.clear():
            return
        if not self._chords.typed:
            selecting = self.reading.selection is not None
            self._chords.keymap = self.actions.selecting_keymap if selecting else self.actions.keymap
            self._chords.clear()
        result = self._chords.press(key)
        if isinstance(result, Pressed):
            await self.run_action(result.action, result.count)
        elif not isinstance(result, Pending):
            self.say(f"{shown(result.typed)} does nothing here; ? shows the keys")

    async def _press_in_taker(self, taker: KeyTaker, key: str) -> None:
        if not await taker.key(key):
            self.give(None if self.taker is taker else self.taker)

    def give(self, taker: KeyTaker | None) -> None:
        """Give all keys to `taker`, or back to the article."""
        if self.taker is not None and self.taker is not taker:
            self.taker.left()
        self.taker = taker
        self.shell.refresh_all()

    async def _press_in_prompt(self, prompt: Prompt, key: str) -> None:
        if key in {"escape", "ctrl+c"}:
            self.prompt = None
            if prompt.cancel is not None:
                prompt.cancel()
        elif key == "enter":
            answer = prompt.accept(prompt.editor.text)
            if inspect.isawaitable(answer):
                await answer
            if self.prompt is prompt:
                self.prompt = None
            self.shell.refresh_all()
        elif key == "backspace" and not prompt.editor.text:
            self.prompt = None
        else:
            prompt.editor.key(key)
            if prompt.live is not None:
                prompt.live(prompt.editor.text)

    def paste(self, text: str) -> None:
        """Take pasted text: into an open line, else to be kept as an article or dropped; never as keys."""
        self.message = None
        if self.prompt is not None:
            self.prompt.editor.insert(" ".join(text.split()))
        elif self.taker is None:
            self.screens.pasted(text)
        else:
            self.say("pasted text is not run as keys; open a line (/ or a note) to paste into it")
        self.shell.refresh_place()

    async def run_action(self, action_id: str, count: int | None = None) -> None:
        """Run an action, or say why it cannot be done now."""
        action = self.actions[action_id]
        why = self.reason(action)
        if why is not None:
            self.say(why)
            return
        done = action.run(self, count)
        if inspect.isawaitable(done):
            await done

    def reason(self, action: Action) -> str | None:
        """Why an action cannot be done now; None when it can."""
        return action.reason(self) if action.reason is not None else None

    @property
    def pending(self) -> str:
        """Keys typed that are not a whole sequence yet."""
        return self._chords.typed

    def hints(self) -> list[tuple[str, str, bool]]:
        """What may follow the keys typed so far: (key, what it does, whether it can be done now), for people."""
        prefix = self._chords.prefix
        if not prefix:
            return []
        following: Mapping[str, str | None] = self._chords.keymap.after(prefix)
        able: list[tuple[str, str, bool]] = []
        unable: dict[str, list[str]] = {}
        for key, action_id in following.items():
            why = self.reason(self.actions[action_id]) if action_id is not None else None
            if why is not None:
                unable.setdefault(why, []).append(shown(key))
            else:
                able.append((shown(key), self.actions[action_id].title if action_id is not None else "…", True))
        return able + [(" ".join(keys), why, False) for why, keys in unable.items()]

    async def command(self, action_id: str) -> None:
        """Run an action that was chosen by its name, not by its keys."""
        self._count_press()
        self.message = None
        try:
            await self.run_action(action_id)
        except StetError as error:
            await self._failed(error)
        self.shell.refresh_all()

    def open(self, reading: Reading) -> None:
        """Work on another article from here on."""
        if (here := self.stop()) is not None:
            self.trail = self.trail.left(here)
        self.reading = reading
        self.tags.turn()
        self.prompt = self.taker = None
        self.waits.waiting = False
        self._chords.clear()
        self._failure = None

    def stop(self) -> Stop | None:
        """Where in which article this person is; None where no stored article is open."""
        reading = self.reading
        return None if reading.info is None else Stop(reading.info.number, reading.offset, reading.jumps)

    # What is said

    def say(self, text: str) -> None:
        """Show a sentence until the next key."""
        self.message = Message(text)

    def fail(self, error: StetError) -> None:
        """Show what went wrong, with its hint."""
        said = f"{error.message.removesuffix('.')}. {error.hint}" if error.hint else error.message
        self.message = Message(said, error=True)

    async def _failed(self, error: StetError) -> None:
        self.fail(error)
        if isinstance(error, ConflictError) and self.reading.info is not None:
            with suppress(StetError):
                await self.tags.catch_up(self.reading.info)

    def ask(self, prompt: Prompt) -> None:
        """Open the bottom line."""
        self.prompt = prompt

    def inspect(self) -> None:
        """Give the keys to the inspector."""
        if self.make_taker is not None:
            self.give(self.make_taker())

    # What changes

    def moved(self, *, reveal: bool = True) -> None:
        """Show that the current sentence changed."""
        if reveal:
            self.view.reveal(self.reading.here())
        self.shell.refresh_place()

    def selected(self) -> None:
        """Show that the selection changed."""
        if self.reading.selection is not None:
            self.view.reveal(self.reading.selection.head)
        self.shell.refresh_place()

    def changed(self) -> None:
        """Show that annotations, matches or facts changed; the text stays where it is."""
        self.shell.refresh_all()

    async def run(self, work: Callable[[Workspace], T]) -> T:
        """Do something with the workspace, off the event loop.

        Raises:
            StetError: It was refused.
        """
        return await self.session.run(work)

    async def refresh_info(self) -> None:
        """Read the facts of the article again."""
        info = await self.article()
        self.reading.info = await self.run(lambda w: w.store.articles.get(info.number))
        self.reading.title = self.reading.info.title

    async def article(self) -> ArticleInfo:
        """The open article, once it is in the library.

        Raises:
            StetError: It could not be put there.
        """
        if self._failure is not None and self.store_again is not None:
            self._failure = None  # what stood in the way may be gone
            await self.store_again()
        while self.reading.info is None:
            if self._failure is not None:
                raise self._failure
            await self._stored.wait()
            self._stored.clear()
        return self.reading.info

    def stored(self, failure: StetError | None = None) -> None:
        """Wake what waits for the article to be in the library; with `failure` it will not be."""
        self._failure = failure
        self._stored.set()

    # What actions ask

    def active(self) -> Annotation | None:
        """The active annotation; says so when there is none."""
        annotation = self.reading.active_annotation
        if annotation is None:
            self.say("no annotation is active: tag something, or step to one with > a")
        return annotation
