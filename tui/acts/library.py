"""What is done in the library: search, sort, mark, tag, remove, export, bring in."""

from __future__ import annotations

import os
from collections.abc import Callable, Coroutine, Iterator, Sequence
from glob import iglob
from typing import TYPE_CHECKING, Any

from annotations.counts import counted
from annotations.errors import UsageError
from annotations.schema import Schema
from annotations.workspace import facts
from tui.actions import Action, Context, Group, listed
from tui.library_jobs import bring_in, suggest_for
from tui.prompt import Prompt

if TYPE_CHECKING:
    from annotations.workspace import Workspace
    from annotations.workspace.edits import Edit
    from tui.screens.library import LibraryScreen

_COMPLETIONS = 30


def _needs_articles(screen: LibraryScreen) -> str | None:
    return None if screen.targets() else "no article is here, and none is marked"


def _search(screen: LibraryScreen, count: int | None) -> None:
    screen.ask_search()


def _mark(screen: LibraryScreen, count: int | None) -> None:
    for _ in range(count or 1):
        screen.mark_row()
        if not screen.list.move(1):
            break
    screen.moved()


def _mark_all(screen: LibraryScreen, count: int | None) -> None:
    marked = screen.library.mark_all()
    screen.say("all that are shown are marked" if marked else "none that is shown is marked")


def _sort(column: str) -> Callable[[LibraryScreen, int | None], Coroutine[Any, Any, None]]:
    async def run(screen: LibraryScreen, count: int | None) -> None:
        await screen.sort_by(column)

    return run


async def _reverse(screen: LibraryScreen, count: int | None) -> None:
    await screen.sort_by(screen.library.shelf.sorted_by)


async def _done(screen: LibraryScreen, count: int | None) -> None:
    """Mark done what is not, for oneself; where all is, take the mark away."""
    numbers = set(screen.targets())
    done = all(row.status == "done" for row in screen.library.shelf.rows if row.number in numbers)
    await screen.change(lambda w, articles: w.mark_done(articles, done=not done), "all of it is so already")


async def _set(screen: LibraryScreen, given: dict[str, str]) -> None:
    await screen.change(lambda w, articles: w.set_facts_of(articles, given), "all of it is so already")


async def _tags(screen: LibraryScreen, count: int | None) -> None:
    known = await screen.desk.run(lambda w: w.store.library.all_tags())

    def complete(typed: str) -> Sequence[str]:
        before, sign, word = _last_word(typed)
        return [f"{before}{sign}{tag}" for tag in known if tag.startswith(word) and tag != word][:_COMPLETIONS]

    async def accept(typed: str) -> None:
        if typed.strip():
            await _set(screen, {"tags": typed})

    what = counted(len(screen.targets()), "article")
    screen.ask(Prompt(f"tags of {what} (+one -other; one, other): ", accept, text="+", complete=complete))


def _last_word(typed: str) -> tuple[str, str, str]:
    """What is typed, parted: all before the last tag, its sign, the tag."""
    at = max(typed.rfind(" +"), typed.rfind(" -"), typed.rfind(", ")) + 1
    word = typed[at:].lstrip()
    sign = word[:1] if word[:1] in {"+", "-"} else ""
    return typed[: len(typed) - len(word)], sign, word.removeprefix(sign)


def _facts(screen: LibraryScreen, count: int | None) -> None:
    def complete(typed: str) -> Sequence[str]:
        before, _, word = typed.rpartition(" ")
        names = [f"{name}=" for name in facts.NAMES]
        return [f"{before} {name}".strip() for name in names if name.startswith(word) and name != word]

    async def accept(typed: str) -> None:
        import shlex

        try:
            words = shlex.split(typed)
        except ValueError:
            raise UsageError("a quotation mark is left open", 'Write author="Ida Krag".') from None
        if words:
            await _set(screen, facts.parse_assignments(words))

    what = counted(len(screen.targets()), "article")
    screen.ask(Prompt(f"set of {what} (status=done language=de …): ", accept, complete=complete))


async def _remove(screen: LibraryScreen, count: int | None) -> None:
    place = screen.list.cursor
    await screen.change(lambda w, articles: w.remove_articles(articles), "nothing is removed")
    screen.list.go_to(place)
    if screen.message is not None:
        screen.say(f"{screen.message.text} – u brings back what was removed")
    screen.moved()


async def _undo(screen: LibraryScreen, count: int | None) -> None:
    await _again(screen, lambda w: w.undo_facts(), "undone: ", "there is nothing of yours to undo here", count)


async def _redo(screen: LibraryScreen, count: int | None) -> None:
    await _again(screen, lambda w: w.redo_facts(), "done again: ", "there is nothing to redo", count)


async def _again(
    screen: LibraryScreen, work: Callable[[Workspace], Edit | None], before: str, nothing: str, count: int | None
) -> None:
    for _ in range(count or 1):
        edit = await screen.desk.run(work)
        await screen.show_edit(edit, nothing, before)
        if edit is None:
            return


def _export(screen: LibraryScreen, count: int | None) -> None:
    screen.export()


def _import(screen: LibraryScreen, count: int | None) -> None:
    def accept(typed: str) -> None:
        if typed.strip():
            screen.desk.memory.note("import", typed)
            bring_in(screen, [typed.strip()])

    history = screen.desk.memory.lines("import")
    screen.ask(Prompt("bring in (a file, a folder, an address): ", accept, complete=paths, history=history))


def paths(typed: str) -> Sequence[str]:
    """Files and folders whose names begin as what is typed."""
    if not typed:
        return []
    import glob

    found: Iterator[str] = iglob(f"{glob.escape(os.path.expanduser(typed))}*")  # noqa: PTH111, PTH207 - as it is typed
    names = sorted(f"{name}/" if os.path.isdir(name) else name for name, _ in zip(found, range(200), strict=False))  # noqa: PTH112
    return [name for name in names if name != typed][:_COMPLETIONS]


def _suggest(screen: LibraryScreen, count: int | None) -> None:
    suggest_for(screen)


def _to_reader(screen: LibraryScreen, count: int | None) -> None:
    screen.close()


def _quit(screen: LibraryScreen, count: int | None) -> None:
    screen.desk.shell.quit()


def _open_library(desk: Any, count: int | None) -> None:
    desk.screens.library()


_SORTING = (
    ("touched", "l", "what was touched last"), ("queue", "q", "your own queue first"),
    ("title", "t", "title"), ("source", "s", "source"),
    ("date", "d", "date"), ("status", "m", "status"), ("progress", "p", "how much of it was seen"),
    ("annotations", "a", "number of annotations"), ("number", "n", "number"), ("tags", "g", "tags"),
)  # fmt: skip


def actions(schema: Schema) -> tuple[Action, ...]:
    """The actions of this subject for a schema."""
    of = Context.LIBRARY
    sorting = [
        listed(of, f"library.sort.{column}", f"Sort by {words}; again: the other way round", (f"o {key}",), Group.SORT,
               _sort(column))
        for column, key, words in _SORTING
    ]  # fmt: skip
    sorting += [
        listed(of, f"library.sort_label.{label.name}", f"Sort by the number of {label.name} annotations",
               (f"O {label.key}",), Group.SORT, _sort(label.name))
        for label in schema.labels if label.key
    ]  # fmt: skip
    return (
        Action("library", "Library", ("L",), Group.PROGRAM, _open_library),
        listed(of, "library.search", "Search the texts as you type", ("f",), Group.FIND, _search),
        listed(of, "library.mark", "Mark the article, or no longer", ("space",), Group.ARTICLES, _mark),
        listed(of, "library.mark_all", "Mark all that are shown; again: none", ("*",), Group.ARTICLES, _mark_all),
        listed(of, "library.done", "Mark done; again: not done", ("M",), Group.ARTICLES, _done, _needs_articles),
        listed(of, "library.tags", "Add and take away tags", ("t",), Group.ARTICLES, _tags, _needs_articles),
        listed(of, "library.set", "Set status, language, author, date, site", ("=",), Group.ARTICLES, _facts,
               _needs_articles),
        listed(of, "library.remove", "Remove from the library; u brings it back", ("x",), Group.ARTICLES, _remove,
               _needs_articles),
        listed(of, "library.undo", "Take back my last change of facts, tags or removal", ("u",), Group.ARTICLES, _undo),
        listed(of, "library.redo", "Do it again", ("U", "ctrl+r"), Group.ARTICLES, _redo),
        listed(of, "library.suggest", "Find suggestions in the background", ("S",), Group.ARTICLES, _suggest,
               _needs_articles),
        listed(of, "library.export", "Export", ("E",), Group.ARTICLES, _export),
        listed(of, "library.import", "Bring in a file, a folder or a page", ("i",), Group.ARTICLES, _import),
        *sorting,
        listed(of, "library.sort.reverse", "Turn the order round", ("o r",), Group.SORT, _reverse),
        listed(of, "library.reader", "Back to the article", ("L",), Group.PROGRAM, _to_reader),
        listed(of, "library.quit", "Quit; everything is saved", ("Z Z",), Group.PROGRAM, _quit),
    )  # fmt: skip
