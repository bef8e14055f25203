"""Finding words in the article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.actions import Action, Group
from tui.prompt import Prompt
from tui.reading.searching import Search, search
from tui.reading.selection import whole

if TYPE_CHECKING:
    from tui.desk import Desk

_LITERAL_MOST = 200


async def _ask(desk: Desk, count: int | None) -> None:
    async def accept(pattern: str) -> None:
        if not pattern:
            desk.reading.search = None
            desk.changed()
            return
        desk.memory.note("search", pattern)
        await _go(desk, search(pattern, desk.reading.text), 1)

    desk.ask(Prompt("/", accept, history=desk.memory.lines("search")))


async def _go(desk: Desk, found: Search, direction: int, count: int = 1) -> None:
    reading = desk.reading
    reading.search = found
    here = reading.offset if found.current is None else found.matches[found.current].start
    match = found.step(here - 1 if found.current is None else here, direction, count)
    if match is None:
        desk.say(f"“{found.pattern}” is not in this article")
        desk.changed()
        return
    await desk.waits.until_known(match.start)
    reading.go_to(match.start, jump=True)
    desk.say(f"match {(found.current or 0) + 1} of {len(found.matches)}")
    desk.moved()
    desk.view.reveal(match)


async def _next(desk: Desk, direction: int, count: int | None) -> None:
    found = desk.reading.search
    if found is None:
        desk.say("search first with /")
        return
    await _go(desk, found, direction, count or 1)


async def _same(desk: Desk, count: int | None) -> None:
    """Look for the selected words, else the active annotation's, else the current sentence's."""
    reading = desk.reading
    span = reading.targets[0] if reading.targets else None
    if reading.selection is None and reading.active_annotation is not None and reading.active_annotation.fragments:
        span = reading.active_annotation.fragments[0]
    if span is None:
        return
    words = span.of(reading.text)[:_LITERAL_MOST]
    found = search(words, reading.text, literal=True)
    found.current = next((i for i, match in enumerate(found.matches) if match.start == span.start), None)
    desk.memory.note("search", words)
    await _go(desk, found, 1, count or 1)
    if reading.selection is None and found.current is not None:
        reading.selection = whole(found.matches[found.current])
        desk.selected()


def actions() -> tuple[Action, ...]:
    """The actions of this subject."""
    return (
        Action("search", "Search the article (a regular expression)", ("/",), Group.FIND, _ask),
        Action("search.next", "Go to the next match", ("n",), Group.FIND, lambda desk, n: _next(desk, 1, n)),
        Action("search.previous", "Go to the previous match", ("N",), Group.FIND, lambda desk, n: _next(desk, -1, n)),
        Action("search.same", "Go to the same words further on", ("*",), Group.FIND, _same),
    )
