"""Tagging many places at once: every occurrence of words or of a pattern, as a walk and as one step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from annotations.identity import new_id
from annotations.schema import LabelDef, Schema, Scope
from tui.actions import Action, Group
from tui.acts.everywhere import walk_library
from tui.prompt import Prompt
from tui.reading.searching import Search, search, stands_alone
from tui.walking import Walk, Walked

if TYPE_CHECKING:
    from tui.desk import Desk


async def _everywhere(desk: Desk, label: LabelDef) -> None:
    """Walk over the selected words wherever they stand, else over what was searched, else over a pattern asked for."""
    reading = desk.reading
    if reading.selection is not None and reading.targets:
        words = reading.targets[0].of(reading.text)
        if desk.whole_library:
            reading.selection = None
            await walk_library(desk, label, words, literal=True)
            return
        found = search(words, reading.text, literal=True)
        found.matches = [match for match in found.matches if stands_alone(match, reading.text)]
        reading.selection = None
        await _walk(desk, label, found)
    elif reading.search is not None and (reading.search.matches or desk.whole_library):
        await _go_through(desk, label, reading.search)
    else:

        async def accept(pattern: str) -> None:
            if pattern:
                desk.memory.note("search", pattern)
                desk.prompt = None
                await _go_through(desk, label, search(pattern, reading.text))

        desk.ask(Prompt(f"tag {label.name} wherever this matches: ", accept, history=desk.memory.lines("search")))


async def _go_through(desk: Desk, label: LabelDef, found: Search) -> None:
    if desk.whole_library:
        await walk_library(desk, label, found.pattern, literal=found.literal)
    else:
        await _walk(desk, label, found)


async def _walk(desk: Desk, label: LabelDef, found: Search) -> None:
    reading = desk.reading
    info = await desk.article()
    tagged = {
        annotation.fragments
        for annotation in reading.annotated
        if annotation.label == label.name and annotation.annotator == desk.session.annotator
    }
    trimmed = (reading.selecting.trimmed(match) for match in found.matches)
    spans = [span for span in trimmed if span is not None and (span,) not in tagged]
    if not spans:
        where = "is tagged so already wherever it stands" if found.matches else "is not in this article"
        desk.say(f"“{found.pattern}” {where}")
        return
    reading.search = Search(found.pattern, spans)
    step = new_id()
    summary = f"tagged “{found.pattern}” as {label.name} wherever it was wanted"

    async def show(index: int) -> None:
        await desk.waits.until_known(spans[index].start)
        reading.go_to(spans[index].start, jump=index == 0)
        reading.search = Search(found.pattern, spans, index)
        desk.moved()
        desk.view.reveal(spans[index])
        desk.changed()

    async def take(indexes: Sequence[int]) -> int:
        edit = await desk.run(lambda w: w.tag_all(info, label.name, [spans[i] for i in indexes], step, summary))
        if edit is None:
            return 0
        desk.tags.apply(edit)
        reading.active = edit.added[-1].id
        desk.changed()
        return len(edit.added)

    def done(taken: int) -> None:
        reading.search = None
        desk.say(f"tagged {taken} of {len(spans)} as {label.name}" + (" – u takes all of it back" if taken else ""))
        desk.changed()

    await Walk(desk, Walked(label.name, len(spans), show, take, done)).begin()


def actions(schema: Schema) -> tuple[Action, ...]:
    """The actions of this subject for a schema."""

    def everywhere(label: LabelDef) -> Action:
        return Action(
            f"tag_everywhere.{label.name}", f"Tag {label.name} wherever the selected or searched words stand",
            (f"T {label.key}",), Group.TAG, lambda desk, _: _everywhere(desk, label),
        )  # fmt: skip

    return tuple(everywhere(label) for label in schema.labels if label.key and label.scope is Scope.TEXT)
