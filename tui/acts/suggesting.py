"""Suggestions: from one to the next, accepted one by one or all that are sure, dismissed, walked over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from annotations.counts import counted
from annotations.identity import new_id
from annotations.schema import LabelDef, Schema, Scope
from annotations.suggest.accepting import accept_suggestions
from annotations.suggest.quotes_scores import is_sure
from annotations.summaries import filler_name, quoted_words
from annotations.text import ArticleInfo
from tui.actions import Action, Group
from tui.acts.tagging import show_tagged
from tui.reading.suggestions import Offered
from tui.status import clipped
from tui.walking import Walk, Walked

if TYPE_CHECKING:
    from tui.desk import Desk


_WHO = 18
"""Cells for a source where a suggestion is one line in the inspector."""


def words_of(desk: Desk, offered: Offered) -> str:
    """A suggestion in a few words."""
    fragments = " … ".join(span.of(desk.reading.text) for span in offered.suggestion.fragments)
    return f"{offered.label} {quoted_words(fragments)}"


def _in_a_line(desk: Desk, offered: Offered) -> str:
    """Whose words a suggestion has, and the first of them: what tells it from others on the page."""
    text = desk.reading.text
    who = next((filler_name(role, text) for role in offered.suggestion.roles), "")
    words = " ".join(offered.suggestion.fragments[0].of(text).split())
    return f"{clipped(who, _WHO)}: {words}" if who else words


def current(desk: Desk) -> Offered | None:
    """The suggestion that is acted on: the one stepped to, else the first on what the cursor is on."""
    reading = desk.reading
    stepped = reading.suggestions.get(reading.suggested)
    if stepped is not None and desk.offers.shows(stepped):
        return stepped
    here = [offered for offered in reading.suggestions.over(reading.here()) if desk.offers.shows(offered)]
    return here[0] if here else None


def _needs_one(desk: Desk) -> str | None:
    return None if current(desk) is not None else "there is no suggestion here; Tab goes to the next"


def _next(desk: Desk, direction: int) -> Offered | None:
    reading = desk.reading
    stepped = reading.suggestions.get(reading.suggested)
    offset, after = (stepped.start, stepped.id) if stepped is not None else (reading.here().start, "")
    near = reading.suggestions.from_here(offset, direction, after)
    return next((offered for offered in near if desk.offers.shows(offered)), None)


async def _go(desk: Desk, offered: Offered) -> None:
    reading = desk.reading
    await desk.waits.until_known(offered.start)
    if reading.current is None or not reading.current.overlaps(offered.suggestion.fragments[0]):
        reading.go_to(offered.start)
    reading.selection = None
    reading.suggested = offered.id
    reading.active = None
    desk.moved()
    desk.view.reveal(offered.suggestion.fragments[0])
    desk.changed()


async def _step(desk: Desk, direction: int) -> None:
    found = _next(desk, direction)
    if found is None:
        desk.say(f"there is no suggestion {'after' if direction > 0 else 'before'} this")
        return
    await _go(desk, found)


async def _accept(desk: Desk, count: int | None) -> None:
    offered = current(desk)
    if offered is not None:
        info = await desk.article()
        await accept(desk, info, [offered])
        desk.say(f"accepted {words_of(desk, offered)}")


async def accept(
    desk: Desk, info: ArticleInfo, suggestions: Sequence[Offered], step: str | None = None, summary: str = ""
) -> None:
    """Tag what is suggested, as part of one step, of which the history says `summary`."""
    step = step or new_id()
    wanted = [offered.suggestion for offered in suggestions]
    for tagged in await desk.run(lambda w: accept_suggestions(w, info, wanted, step, summary)):
        show_tagged(desk, tagged)
    desk.reading.suggested = None
    desk.changed()


async def _accept_and_edit(desk: Desk, count: int | None) -> None:
    await _accept(desk, count)
    desk.inspect()


async def _accept_sure(desk: Desk, count: int | None) -> None:
    """Accept the quotes of the article of whose words and sources nearly all are right, as one step."""
    shown = [offered for offered in desk.reading.suggestions if desk.offers.shows(offered)]
    sure = [offered for offered in shown if is_sure(offered.suggestion)]
    if not sure:
        desk.say("no quote suggested here is sure enough to take without a look; Tab goes to the next")
        return
    active = desk.reading.active
    await accept(desk, await desk.article(), sure, summary=f"accepted {counted(len(sure), 'sure quote')}")
    desk.reading.active = active  # the last one may be far from here
    desk.changed()
    left = sum(1 for offered in shown if offered.label == sure[0].label and desk.offers.shows(offered))
    rest = f"{left} more to look at" if left else "none is left"
    desk.say(f"accepted {counted(len(sure), 'sure quote')}, {rest} – u takes all of it back")


async def _dismiss(desk: Desk, count: int | None) -> None:
    offered = current(desk)
    if offered is None:
        return
    await desk.offers.dismiss(offered)
    desk.say(f"dismissed {words_of(desk, offered)} for good – :suggest restore brings back what was dismissed here")
    desk.changed()


async def _walk(desk: Desk, label: LabelDef, least: int | None) -> None:
    """Walk over the suggestions of a label that are `least` per cent sure, from here on and then from the beginning."""
    reading = desk.reading
    here = reading.here().start
    shown = [offered for offered in reading.suggestions if offered.label == label.name and desk.offers.shows(offered)]
    shown = [offered for offered in shown if offered.suggestion.score * 100 >= (least or 0)]
    shown.sort(key=lambda offered: (offered.start < here, offered.start))
    if not shown:
        desk.say(f"no {label.name} is suggested here")
        return
    info = await desk.article()
    step = new_id()

    async def show(index: int) -> None:
        whole = page(index) > index
        await _go(desk, shown[index])
        if not whole and reading.current is not None:
            desk.view.turn_to(reading.current)

    def page(index: int) -> int:
        seen, end = desk.view.visible(), index
        while seen is not None and end < len(shown) and shown[index].start <= shown[end].start:
            if shown[end].suggestion.fragments[-1].end > seen.end:
                break
            end += 1
        return end

    async def take(indexes: Sequence[int]) -> int:
        wanted = [shown[index] for index in indexes if desk.offers.shows(shown[index])]
        await accept(desk, info, wanted, step, f"accepted {label.name}s that were suggested")
        return len(wanted)

    async def refuse(index: int) -> None:
        await desk.offers.dismiss(shown[index])

    def done(taken: int) -> None:
        reading.suggested = None
        desk.say(f"accepted {taken} of {len(shown)} as {label.name}" + (" – u takes all of it back" if taken else ""))
        desk.changed()

    walked = Walked(
        label.name, len(shown), show, take, done, refuse, page, lambda index: _in_a_line(desk, shown[index])
    )
    await Walk(desk, walked).begin()


def actions(schema: Schema) -> tuple[Action, ...]:
    """The actions of this subject for a schema."""

    def walk(label: LabelDef) -> Action:
        return Action(
            f"suggestions.{label.name}", f"Walk over the suggested {label.name}s (80S: those 80 % sure)",
            (f"S {label.key}",), Group.SUGGEST, lambda desk, n: _walk(desk, label, n),
        )  # fmt: skip

    return (
        Action("suggestion.next", "Go to the next suggestion", ("tab",), Group.SUGGEST, lambda d, _: _step(d, 1)),
        Action("suggestion.previous", "Go to the previous suggestion", ("shift+tab",), Group.SUGGEST,
               lambda d, _: _step(d, -1)),
        Action("suggestion.accept", "Accept the suggestion", ("a",), Group.SUGGEST, _accept, reason=_needs_one),
        Action("suggestion.change", "Accept the suggestion and change it in the inspector", ("A a",), Group.SUGGEST,
               _accept_and_edit, reason=_needs_one),
        Action("suggestion.sure", "Accept all quotes here that are sure, as one step", ("A A",), Group.SUGGEST,
               _accept_sure),
        Action("suggestion.dismiss", "Dismiss the suggestion", ("d",), Group.SUGGEST, _dismiss, reason=_needs_one),
        *(walk(label) for label in schema.labels if label.key and label.scope is Scope.TEXT),
    )  # fmt: skip
