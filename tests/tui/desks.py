"""A desk to try screens at: a real one, on a database of its own, with an application around it that does little."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Coroutine, Iterable, Sequence
from typing import Any

from textual.app import App
from textual.screen import Screen

from annotations.columns import Blocks, Sentences
from annotations.model import Annotation, Block, BlockKind, Span
from annotations.readers.base import Draft
from annotations.schema import LabelDef, Schema
from annotations.schema.files import shipped
from annotations.workspace import Document, Workspace
from tui.acts import all_actions
from tui.desk import Desk
from tui.first_page import FirstPage
from tui.opening import open_number, open_reference
from tui.reading.reading import Reading
from tui.session import Session
from tui.work import reading_of

TITLE = "Harbour bridge stays shut"
SENTENCES = (
    "Harbour bridge stays shut",
    "The bridge will stay shut until May, said Ilse Brandt, the harbour master.",
    "Nine ferries a day carry 4,000 people across.",
    "Shopkeepers on the east bank want it open at once.",
)
TEXT = "\n".join(SENTENCES) + "\n"


class Quiet:
    """A view, screens and a shell that have nothing to show, on a page that is long enough for all of the text."""

    def __init__(self) -> None:
        self.desk: Desk | None = None
        self.guidelines: list[tuple[str, list[str]]] = []

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *_, **__: None

    def visible(self) -> Span | None:
        return Span(0, len(self.desk.reading.text)) if self.desk is not None else None

    def guideline(self, label: LabelDef, uses: Sequence[str]) -> None:
        self.guidelines.append((label.name, list(uses)))

    suggested_kinds: Collection[str] = ()
    known_kinds: Collection[str] = ("quotes", "claims")

    async def suggest(self, kind: str, *, on: bool) -> None:
        """Nothing is suggested here."""

    async def suggest_more(self) -> tuple[int, int]:
        return 0, 0

    async def take_up_schema(self) -> None:
        """The scheme stays."""

    async def open_next(self) -> bool:
        return False

    async def open(self, reference: str) -> None:
        """Open an article of the library in the place of the one that is open."""
        await self._open(lambda w: open_reference(w, reference))

    async def open_article(self, number: int) -> None:
        """Open an article of the library by its number."""
        await self._open(lambda w: open_number(w, number))

    def start(self, work: Coroutine[None, None, None]) -> object:
        self.started = asyncio.create_task(work)
        return self.started

    async def _open(self, read: Callable[[Workspace], FirstPage]) -> None:
        desk = self.desk
        assert desk is not None
        page = await desk.run(read)
        desk.open(reading_of(page))
        assert page.info is not None
        info = page.info
        for annotation in await desk.run(lambda w: list(w.annotations(info))):
            desk.tags.add((annotation,))
        desk.reading.annotations_known = True


def span(words: str, text: str = TEXT) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def add_article(workspace: Workspace, source: str, text: str = TEXT) -> Document:
    """Put an article of one sentence in each line into a library."""
    blocks = Blocks()
    sentences = Sentences()
    at = 0
    for index, line in enumerate(text.splitlines()):
        kind = BlockKind.HEADING if index == 0 else BlockKind.PARAGRAPH
        blocks.extend([Block(kind, at, at + len(line), 1 if index == 0 else 0)])
        sentences.extend([(at, at + len(line))])
        at += len(line) + 1
    draft = Draft(text, iter(blocks), (), text.splitlines()[0], {}, "en", ())
    return workspace.add(draft, source, blocks=blocks, sentences=sentences)


def desk_on(
    session: Session, document: Document, tagged: Iterable[Annotation] = (), schema: Schema | None = None
) -> Desk:
    """Sit down at an article of a library."""
    schema = shipped() if schema is None else schema
    reading = Reading(document.content.text, document.content.blocks, document.info.title)
    reading.info = document.info
    assert document.content.sentences is not None
    reading.sentences = document.content.sentences
    reading.finish_sentences()
    for annotation in tagged:
        reading.annotated.add(annotation)
    desk = Desk(session, schema, all_actions(schema), reading)
    quiet = Quiet()
    quiet.desk = desk
    desk.view = desk.screens = desk.shell = quiet  # type: ignore[assignment]
    return desk


class Host(App[None]):
    """An application with one screen over nothing. What the screen returned is in `returned`."""

    def __init__(self, screen: Screen[Any], **more: Any) -> None:
        super().__init__(**more)
        self.over = screen
        self.returned: list[object] = []

    def on_mount(self) -> None:
        self.push_screen(self.over, self.returned.append)

    @property
    def open(self) -> bool:
        return self.screen is self.over

    def text(self) -> str:
        """What the screen shows, row by row."""
        strips = self.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)

    def styles_of(self, words: str) -> list[Any]:
        """The styles of the segments that hold `words`."""
        strips = self.screen._compositor.render_strips()
        return [segment.style for strip in strips for segment in strip if words in segment.text]

    async def finished(self) -> None:
        """Wait until nothing is being done any more."""
        await self.workers.wait_for_complete()
        await asyncio.sleep(0)
