"""Versions of the article: brought in, compared, and what found no place in the new one."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from tui.actions import Action, Context, Group, listed

if TYPE_CHECKING:
    from annotations.model import Annotation
    from annotations.versions.changes import Changes
    from annotations.versions.orphans import Orphan
    from annotations.workspace import Workspace
    from tui.desk import Desk
    from tui.screens.changes import ChangesScreen


class Place(NamedTuple):
    """Where to go in the reader: an offset in code points, and the lost annotation that is to be placed there."""

    offset: int
    orphan: str | None = None


async def refresh_orphans(desk: Desk) -> None:
    """Read again what of earlier versions has no place in the open text."""
    reading = desk.reading
    info = reading.info
    if info is None or info.version == 1:
        return
    before = reading.orphans
    orphans = await desk.run(lambda w: _orphans(w, info.number))
    reading.orphans = tuple(one for one in orphans if desk.tags.layers.shows(one.annotation.annotator))
    if reading.orphans != before:
        desk.view.draw_all()


async def go_to_place(desk: Desk, place: Place) -> None:
    """Go to a place that was chosen among the changes."""
    reading = desk.reading
    await desk.waits.until_known(place.offset)
    reading.go_to(place.offset, jump=True)
    reading.orphan = place.orphan
    orphan = reading.current_orphan
    if orphan is not None:
        desk.say(_how_to_place(orphan))
    desk.moved()
    desk.changed()


async def step_orphan(desk: Desk, direction: int) -> None:
    """Go to where the next lost annotation, or the one before, may belong."""
    reading = desk.reading
    stepped = reading.current_orphan
    ids = [orphan.annotation.id for orphan in reading.orphans]
    if stepped is not None and stepped.near == _near_here(desk, stepped):
        index = ids.index(stepped.annotation.id) + direction
    else:
        after = [i for i, orphan in enumerate(reading.orphans) if orphan.near >= reading.here().start]
        first = after[0] if after else len(ids)
        index = first if direction > 0 else first - 1
    if not 0 <= index < len(ids):
        desk.say(f"no lost annotation is {'after' if direction > 0 else 'before'} this")
        return
    await go_to_place(desk, Place(reading.orphans[index].near, ids[index]))


def needs_orphans(desk: Desk) -> str | None:
    """Why there is no lost annotation to go to."""
    return None if desk.reading.orphans else "no annotation of this article is lost"


async def place_orphan(desk: Desk, orphan: Orphan, placed: Annotation | None = None) -> None:
    """Place a lost annotation at its guess, or as `placed` says; one step that can be undone."""
    from annotations.versions.orphans import confirm

    info = await desk.article()
    edit = await desk.run(lambda w: confirm(w, info, orphan, placed))
    desk.reading.orphan = None
    desk.tags.apply(edit)
    desk.reading.active = orphan.annotation.id
    await refresh_orphans(desk)


async def delete_orphan(desk: Desk, orphan: Orphan) -> str:
    """Delete a lost annotation; returns what was done."""
    info = await desk.article()
    edit = await desk.run(lambda w: w.delete(info, orphan.annotation))
    desk.reading.orphan = None
    desk.tags.apply(edit)
    if edit.relations:
        await desk.tags.refresh_relations()
    await refresh_orphans(desk)
    return f"{edit.summary} – u takes it back"


def _orphans(workspace: Workspace, number: int) -> tuple[Orphan, ...]:
    from annotations.versions.orphans import orphans

    return orphans(workspace, workspace.store.articles.get(number))


def _near_here(desk: Desk, orphan: Orphan) -> int:
    here = desk.reading.here()
    return orphan.near if here.start <= orphan.near < here.end else -1


def _how_to_place(orphan: Orphan) -> str:
    place = "; g a places it here" if orphan.guess is not None else ""
    return f"lost: {orphan.words} by {orphan.annotation.annotator}{place}; g p places it on what is selected"


def _needs_one(desk: Desk) -> str | None:
    if desk.reading.current_orphan is not None:
        return None
    return needs_orphans(desk) or "no lost annotation is chosen: > o goes to the next"


def _needs_guess(desk: Desk) -> str | None:
    orphan = desk.reading.current_orphan
    if orphan is not None and orphan.guess is None:
        return "there is no guess where this belongs; select its words, then g p"
    return _needs_one(desk)


def _needs_versions(desk: Desk) -> str | None:
    info = desk.reading.info
    if info is None:
        return "the article is not in the library yet"
    return None if info.version > 1 else "the article has one version only; :update looks for another"


def _is_stored(desk: Desk) -> str | None:
    return None if desk.reading.info is not None else "the article is not in the library yet"


async def _accept(desk: Desk, count: int | None) -> None:
    orphan = desk.reading.current_orphan
    if orphan is not None:
        await place_orphan(desk, orphan)
        desk.say(f"placed {orphan.words} – u takes it back")
        desk.changed()


async def _place(desk: Desk, count: int | None) -> None:
    from annotations.versions.orphans import placed_by_hand

    reading = desk.reading
    orphan = reading.current_orphan
    targets = reading.targets
    if orphan is None or not targets:
        return
    info = await desk.article()

    def placed(workspace: Workspace) -> Annotation:
        return placed_by_hand(orphan, info, targets, str(workspace.store.text(orphan.annotation.version)))

    await place_orphan(desk, orphan, await desk.run(placed))
    reading.selection = None
    desk.say(f"placed {orphan.words} – u takes it back")
    desk.changed()


async def _delete(desk: Desk, count: int | None) -> None:
    orphan = desk.reading.current_orphan
    if orphan is not None:
        desk.say(await delete_orphan(desk, orphan))
        desk.changed()


async def _changes(desk: Desk, count: int | None) -> None:
    """Show the changes since the version of a count, else since the one before."""
    info = await desk.article()
    await refresh_orphans(desk)
    desk.screens.changes(await desk.run(lambda w: _compare(w, info.number, count)))


def _compare(workspace: Workspace, number: int, older: int | None) -> Changes:
    from annotations.versions.differences import changes
    from annotations.versions.lookup import version_of

    articles = workspace.store.articles
    info = articles.get(number)
    row = version_of(workspace, info, min(older or info.version - 1, info.version - 1))
    return changes(workspace, articles.at_version(row.key), info)


async def _update(desk: Desk, count: int | None) -> None:
    """Read the article again from where it came."""
    from tui.opening import read_again, update

    info = await desk.article()
    desk.say(f"reading {info.source} again …")
    desk.shell.refresh_place()
    prepared = await asyncio.to_thread(read_again, info)
    now, carried = await desk.run(partial(update, info=info, prepared=prepared))
    if now.key == info.key:
        desk.say("it says the same as what is stored")
        return
    await desk.shell.open(str(info.number))
    what = carried.summary if carried is not None else "brought in meanwhile"
    desk.say(f"version {now.version}: {what} – g d shows what was changed")
    desk.changed()


def actions() -> tuple[Action, ...]:
    """The actions of this subject in the reader."""
    return (
        Action("article.changes", "Show what was changed since the version before (2gd: since version 2)", ("g d",),
               Group.FIND, _changes, reason=_needs_versions),
        Action("article.update", "Read the article again from where it came, as a new version", ("g u",), Group.CHANGE,
               _update, reason=_is_stored),
        Action("orphan.accept", "Place the lost annotation where it is guessed to belong", ("g a",), Group.CHANGE,
               _accept, reason=_needs_guess),
        Action("orphan.place", "Place the lost annotation on the selection, else the sentence", ("g p",), Group.CHANGE,
               _place, reason=_needs_one),
        Action("orphan.delete", "Delete the lost annotation", ("g x",), Group.CHANGE, _delete, reason=_needs_one),
    )  # fmt: skip


def list_actions() -> tuple[Action, ...]:
    """The actions of the list of changes."""
    of = Context.CHANGES

    def needs_orphan(screen: ChangesScreen) -> str | None:
        return None if screen.orphan is not None else "this is no lost annotation"

    def needs_guess(screen: ChangesScreen) -> str | None:
        orphan = screen.orphan
        return needs_orphan(screen) or (
            "there is no guess where it belongs; p lets you place it by hand"
            if orphan is not None and orphan.guess is None
            else None
        )

    return (
        listed(of, "changes.accept", "Place the lost annotation where it is guessed to belong", ("a",), Group.CHANGE,
               lambda screen, _: screen.accept(), reason=needs_guess),
        listed(of, "changes.place", "Place it by hand: select its words in the reader, then g p", ("p",), Group.CHANGE,
               lambda screen, _: screen.place(), reason=needs_orphan),
        listed(of, "changes.delete", "Delete the lost annotation", ("x",), Group.CHANGE,
               lambda screen, _: screen.delete(), reason=needs_orphan),
    )  # fmt: skip
