"""Tagging words wherever they stand in the library: a walk from article to article that is one step for undo."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from annotations.columns import Sentences
from annotations.counts import counted
from annotations.errors import StetError, UsageError
from annotations.finding import search_query
from annotations.identity import new_id
from annotations.model import ArticleInfo
from annotations.schema import LabelDef
from annotations.text import Span
from tui.reading.searching import Search, search, stands_alone
from tui.reading.selection import Selecting
from tui.walking import Walk, Walked

if TYPE_CHECKING:
    from annotations.workspace import Workspace
    from annotations.workspace.edits import Edit
    from tui.desk import Desk

__all__ = ["walk_library"]

MOST = 10_000
"""Places of one walk."""
_AT_ONCE = 50
"""Articles that are looked through before others may ask the database."""


class _Place(NamedTuple):
    """Words in an article that are not tagged so yet."""

    info: ArticleInfo
    span: Span


async def walk_library(desk: Desk, label: LabelDef, pattern: str, *, literal: bool) -> None:
    """Walk over every place in the library that a pattern matches, or where words stand if it is `literal`."""
    await desk.article()
    places = await _places(desk, label, pattern, literal=literal)
    if not places:
        desk.say(f"“{pattern}” is in no article of the library, or is tagged so already wherever it stands")
        return
    step = new_id()
    articles = len({place.info.number for place in places})
    summary = f"tagged “{pattern}” as {label.name} wherever it was wanted in the library"

    async def show(index: int) -> None:
        info, span = places[index]
        if desk.reading.info is None or desk.reading.info.number != info.number:
            await desk.shell.open_article(info.number)
            desk.give(walk)
        await desk.waits.until_known(span.start)
        here = [place.span for place in places if place.info.number == info.number]
        desk.reading.go_to(span.start, jump=index == 0)
        desk.reading.search = Search(pattern, here, here.index(span), literal)
        desk.moved()
        desk.view.reveal(span)
        desk.changed()

    async def take(indexes: Sequence[int]) -> int:
        taken = [places[index] for index in indexes]
        edits = await desk.run(lambda w: list(_tag(w, label, taken, step, summary)))
        open_ = desk.reading.info
        for edit in edits:
            if open_ is not None and edit.article == open_.number:
                await desk.waits.until_annotated()
                desk.tags.apply(edit)
                desk.reading.active = edit.added[-1].id
        desk.changed()
        return sum(len(edit.added) for edit in edits)

    def done(taken: int) -> None:
        desk.reading.search = None
        said = f"tagged {taken} of {len(places)} as {label.name} in {counted(articles, 'article')}"
        desk.say(said + (" – u takes all of it back" if taken else ""))
        desk.changed()

    walk = Walk(desk, Walked(label.name, len(places), show, take, done))
    await walk.begin()


async def _places(desk: Desk, label: LabelDef, pattern: str, *, literal: bool) -> list[_Place]:
    """Look through the articles that can have it, in their order.

    Raises:
        StetError: The person gave up waiting.
        UsageError: The pattern is broken.
    """
    numbers = await desk.run(lambda w: _articles_with(w, pattern, literal=literal))
    places: list[_Place] = []
    desk.waits.waiting = True
    try:
        for first in range(0, len(numbers), _AT_ONCE):
            part = numbers[first : first + _AT_ONCE]
            places += await desk.run(lambda w, part=part: list(_in(w, label, part, pattern, literal)))  # type: ignore[misc]
            if not desk.waits.waiting:
                raise StetError("stopped: the library was not looked through to its end")
            if len(places) > MOST:
                raise UsageError(f"“{pattern}” stands in more than {MOST} places", "Take rarer words.")
            desk.say(f"looking through the library: {first} of {len(numbers)} – Esc stops it")
            desk.shell.refresh_place()
    finally:
        desk.waits.waiting = False
    desk.message = None
    return places


def _articles_with(workspace: Workspace, pattern: str, *, literal: bool) -> list[int]:
    """Numbers of the articles that can have it: for words those that the index names, for a pattern all."""
    if literal:
        try:
            return sorted(workspace.store.search.numbers(search_query(f'text:"{pattern}"')))
        except UsageError:
            pass  # the index knows words only
    return [info.number for info in workspace.store.articles.all()]


def _in(workspace: Workspace, label: LabelDef, numbers: Sequence[int], pattern: str, literal: bool) -> Iterator[_Place]:
    for number in numbers:
        info = workspace.store.articles.get(number)
        content = workspace.store.load(info.key)
        matches = search(pattern, content.text, literal=literal).matches
        if literal:
            matches = [match for match in matches if stands_alone(match, content.text)]
        if not matches:
            continue
        tagged = {
            annotation.fragments
            for annotation in workspace.annotations(info)
            if annotation.label == label.name and annotation.annotator == workspace.annotator
        }
        trim = Selecting(content.text, content.blocks, content.sentences or Sentences()).trimmed
        for span in filter(None, map(trim, matches)):
            if (span,) not in tagged:
                yield _Place(info, span)


def _tag(workspace: Workspace, label: LabelDef, places: Sequence[_Place], step: str, summary: str) -> Iterator[Edit]:
    """Tag places, all of them or none."""
    with workspace.store.writing():
        for info, group in groupby(places, lambda place: place.info):
            edit = workspace.tag_all(info, label.name, [place.span for place in group], step, summary)
            if edit is not None:
                yield edit
