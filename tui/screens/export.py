"""The export dialog: asks for format, scope and file, and shows what became of it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical

from annotations.counts import counted
from annotations.errors import StetError
from annotations.formats import all_formats
from annotations.formats.extras import refuse_missing
from tui.screens.export_form import ExportForm, WhatLeaves, doubts, target_of
from tui.screens.export_lines import Around, Said, Target, form_lines
from tui.screens.modal import KeyScreen
from tui.widgets.panel import Panel

if TYPE_CHECKING:
    from annotations.exporting import Exported
    from annotations.formats import Format
    from annotations.workspace import Workspace
    from tui.desk import Desk

__all__ = ["ExportScreen", "OfLibrary"]

_FORM_KEYS = (
    ("enter", "Enter", "exports"),
    ("escape", "Esc", "closes"),
    ("tab", "Tab", "next"),
    ("right", "← →", "change"),
)
_LOSING_KEYS = (("enter", "Enter", "exports all the same"), ("escape", "Esc", "drops it"))
_RUNNING_KEYS = (("escape", "Esc", "stops it"),)
_SHOWN_EVERY = 0.1
"""Seconds between two looks at how far an export is."""


class _StoppedError(StetError):
    """The person stopped the export."""


class _WouldLoseError(StetError):
    """The format cannot hold everything, and the person has not agreed to that yet."""

    def __init__(self, losses: tuple[str, ...]) -> None:
        super().__init__("the format cannot hold everything")
        self.losses = losses


class _Run:
    """One export on its way. `done` is written by the thread that exports and read by the one that shows it.

    Attributes:
        done: Articles that are done.
        total: Articles in all, None until they were counted.
        stopping: Set to stop at the next article.
    """

    def __init__(
        self,
        form: Format,
        target: Path,
        articles: frozenset[int],
        options: Mapping[str, str],
        accepted: tuple[str, ...] | None,
    ) -> None:
        self.done = 0
        self.total: int | None = len(articles) or None
        self.stopping = False
        self._form = form
        self._target = target
        self._articles = articles
        self._options = options
        self._accepted = accepted

    def __call__(self, workspace: Workspace) -> Exported:
        """Export, on the thread of the database; whole or not at all.

        Raises:
            _WouldLoseError: Something would be lost, and not exactly that was agreed to.
        """
        from annotations.exporting import Asked, Selection, export_file

        if self.total is None:
            self.total = workspace.store.checks.count()[0]
        asked = Asked(self._options, told=self._told)
        chosen = Selection(articles=self._articles)
        return export_file(workspace, self._form, self._target, chosen, self._advance, asked=asked)

    def _told(self, losses: tuple[str, ...]) -> None:
        if losses != self._accepted:
            raise _WouldLoseError(losses)

    def _advance(self, articles: int) -> None:
        self.done += articles
        if self.stopping:
            raise _StoppedError("the export was stopped; nothing was written")

    @property
    def words(self) -> str:
        """How far it is."""
        if self.stopping:
            return "stopping …"
        if self.total is None or self.total < 2:
            return "exporting …"
        return f"exporting … {self.done} of {self.total} articles"


class OfLibrary(NamedTuple):
    """How much of the library can be exported, each with the numbers of its articles (none stand for all of them).

    `source` and `title` are those of the article that “this article” means.
    """

    scopes: Mapping[WhatLeaves, frozenset[int]]
    source: str
    title: str


class ExportScreen(KeyScreen["str | None"]):
    """Asks what to export and where, does it, and returns a sentence that says so; None when it was dropped."""

    DEFAULT_CSS = """
    ExportScreen { align: center middle; }
    ExportScreen #export { width: 80; height: auto; border: round $foreground 40%; background: $background; }
    ExportScreen #export.whole { width: 100%; height: 100%; border: none; }
    """
    BOX_WIDTH = 80
    LEAST_HEIGHT = 16

    def __init__(self, desk: Desk, of: OfLibrary | None = None) -> None:
        """Ask for the article that is open at a desk, or for some of the library."""
        super().__init__()
        self._desk = desk
        self._of = of
        reading = desk.reading
        if of is None:
            source = reading.info.source if reading.info is not None else ""
            self._form = ExportForm(all_formats(), source, reading.title)
        else:
            self._form = ExportForm(all_formats(), of.source, of.title, tuple(of.scopes))
        self._said: list[Said] = []
        self._targets: list[Target] = []
        self._agreed: tuple[Path, Format] | None = None
        self._accepted: tuple[str, ...] | None = None
        self._busy = False
        self._run: _Run | None = None

    def compose(self) -> ComposeResult:
        """Put the form into a box."""
        self._panel = Panel(self._desk.palette, "export-form")
        with Vertical(id="export") as self._box:
            yield self._panel

    def on_resize(self, event: events.Resize) -> None:
        """Fit the form to the screen."""
        whole = event.size.width < self.BOX_WIDTH or event.size.height < self.LEAST_HEIGHT
        self._box.set_class(whole, "whole")
        self.call_after_refresh(self._show)

    # Keys and mouse

    def press(self, key: str) -> None:
        """Take one key."""
        if key in {"escape", "ctrl+c"} or (key == "q" and self._form.typed_in(self._form.field) is None):
            self._drop()
        elif self._busy:
            return
        elif key == "enter":
            self._busy = True
            self.run_worker(self._export())
        elif self._form.key(key):
            self._take_back()
        self._show()

    def on_paste(self, event: events.Paste) -> None:
        """Take pasted text into the name of the file, never as keys."""
        event.stop()
        if not self._busy and self._form.paste(event.text):
            self._take_back()
            self._show()

    def on_click(self, event: events.Click) -> None:
        """Go to a field, set it, or press a key of the bottom row."""
        event.stop()
        place = event.screen_offset - self._panel.region.offset
        found = [t for t in self._targets if t.line == place.y and t.start <= place.x < t.end]
        for target in found:
            if target.key is not None:
                self.press(target.key)
            elif target.field is not None and not self._busy:
                self._form.field = target.field
                if target.choice is not None:
                    self._form.choose(target.field, target.choice)
                self._take_back()
                self._show()

    def _take_back(self) -> None:
        """What was asked is no longer what the person looks at."""
        self._agreed = self._accepted = None
        self._said = []

    def _drop(self) -> None:
        if self._run is not None:
            self._run.stopping = True
        else:
            self.leave(None)

    # The work

    async def _export(self) -> None:
        try:
            await self._begin()
        except _WouldLoseError as error:
            self._accepted = error.losses
            self._said = [Said(loss, error=True) for loss in error.losses]
        except StetError as error:
            if isinstance(error, _StoppedError):
                self.leave(error.message)
            self._said = [Said(f"{error.message}. {error.hint}" if error.hint else error.message, error=True)]
        finally:
            self._busy = False
            self._run = None
        self._show()

    async def _begin(self) -> None:
        """Export, unless there is something that the person has to agree to first."""
        form, typed = self._form.form, self._form.editor.text
        refuse_missing(form)
        target = target_of(typed)
        found = await asyncio.to_thread(doubts, target, form, self._form.formats)
        if self.left:
            return
        if found and self._agreed != (target, form):
            self._agreed = (target, form)
            self._said = [Said(f"{'; '.join(found)} – Enter again does it")]
            return
        articles: frozenset[int] = frozenset()
        if self._of is not None:
            articles = self._of.scopes[self._form.scope]
        elif self._form.scope is WhatLeaves.ARTICLE:
            self._said = [Said("waiting until the article is in the library …")]
            self._show()
            articles = frozenset({(await self._desk.article()).number})
            if self.left:
                return
        self._run = _Run(form, target, articles, self._form.options, self._accepted)
        self._show_progress()
        looking = self.set_interval(_SHOWN_EVERY, self._show_progress)
        try:
            exported = await self._desk.run(self._run)
        finally:
            looking.stop()
        self._finish(exported, typed.strip(), one=self._form.scope is WhatLeaves.ARTICLE)

    def _finish(self, exported: Exported, name: str, *, one: bool) -> None:
        count = exported.annotations
        words = f"exported {counted(count, 'annotation')}"
        if not one:
            words += f" of {counted(exported.articles, 'article')}"
        sentence = f"{words} to {name}"
        if exported.losses:
            sentence += f", not everything fitted: {exported.losses[0]}"
        self.leave(sentence)

    # What is shown

    def _show_progress(self) -> None:
        if self._run is not None:
            self._said = [Said(self._run.words)]
            self._show()

    def _show(self) -> None:
        width = self._panel.size.width
        if not self.is_attached or width < 1:
            return
        height = self.size.height if self._box.has_class("whole") else self.size.height - 2
        keys = _RUNNING_KEYS if self._busy else _LOSING_KEYS if self._accepted else _FORM_KEYS
        lines, self._targets = form_lines(self._form, Around(self._folder(), self._said, keys), width, height)
        if self._panel.styles.height is None or self._panel.styles.height.value != len(lines):
            self._panel.styles.height = len(lines)
        self._panel.show(lines)

    def _folder(self) -> str:
        """Where the file will be, as far as its name can tell."""
        try:
            parent = target_of(self._form.editor.text).parent
            return str(Path.cwd() / parent)
        except (StetError, OSError):
            return ""
