"""What is done where layers stand side by side: go from difference to difference, and decide."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from annotations.layers import are_people
from tui.actions import Action, Context, Group, listed

if TYPE_CHECKING:
    from tui.screens.compare import CompareScreen
    from tui.screens.library import LibraryScreen

KEEP_KEYS = "asdfcv"
"""The keys that keep what the first, second … of the people compared has."""
_LAYERS = "Show others’ tags too, or only mine"
_NUMBERS = ("first", "second", "third", "fourth", "fifth", "sixth")


def _why_not(screen: CompareScreen) -> str | None:
    return screen.why_not()


def _next(screen: CompareScreen, count: int | None) -> None:
    for _ in range(count or 1):
        screen.follow(1)


def _previous(screen: CompareScreen, count: int | None) -> None:
    for _ in range(count or 1):
        screen.follow(-1)


def _keep(number: int) -> Callable[[CompareScreen, int | None], Awaitable[None]]:
    def run(screen: CompareScreen, count: int | None) -> Awaitable[None]:
        return screen.keep(number)

    return run


def _reject(screen: CompareScreen, count: int | None) -> Awaitable[None]:
    return screen.reject()


def _unite(screen: CompareScreen, count: int | None) -> Awaitable[None]:
    return screen.unite()


def _turn(part: str) -> Callable[[CompareScreen, int | None], None]:
    def run(screen: CompareScreen, count: int | None) -> None:
        screen.turn(part)

    return run


def _agreed(screen: CompareScreen, count: int | None) -> Awaitable[None]:
    return screen.keep_agreed()


def _undo(screen: CompareScreen, count: int | None) -> Awaitable[None]:
    return screen.again(undo=True)


def _redo(screen: CompareScreen, count: int | None) -> Awaitable[None]:
    return screen.again(undo=False)


def _everywhere(screen: CompareScreen, count: int | None) -> Awaitable[None]:
    return screen.toggle_everywhere()


def _reader(screen: CompareScreen, count: int | None) -> None:
    screen.leave()


async def _compare(desk: Any, count: int | None) -> None:
    await desk.screens.compare()


async def _layers(desk: Any, count: int | None) -> None:
    await desk.tags.show_layers(desk.tags.layers.turned())
    desk.say(desk.tags.layers.words)


async def _layers_in_list(screen: Any, count: int | None) -> None:
    desk = screen.desk
    await desk.tags.show_layers(desk.tags.layers.turned())
    await screen.show_layers()
    screen.say(desk.tags.layers.words)


def _why_not_in_library(screen: LibraryScreen) -> str | None:
    one = screen.here()
    if one is None:
        return "no article is here"
    people = are_people(set(one.annotators))
    if len(people) > 1:
        return None
    return f"{f'only {people[0]} has' if people else 'nobody has'} worked on this article: there is nothing to compare"


async def _compare_in_library(screen: LibraryScreen, count: int | None) -> None:
    one = screen.here()
    if one is not None:
        await screen.desk.screens.compare(number=one.number)


def _agreement(desk: Any, count: int | None) -> None:
    desk.screens.agreement()


def _agreement_in_library(screen: LibraryScreen, count: int | None) -> None:
    screen.desk.screens.agreement()


def actions() -> tuple[Action, ...]:
    """The actions of this subject."""
    of = Context.COMPARE
    keeping = [
        listed(of, f"compare.keep.{number}", f"Keep what the {word} has", (key,), Group.CHANGE, _keep(number - 1),
               _why_not)
        for number, (word, key) in enumerate(zip(_NUMBERS, KEEP_KEYS, strict=True), 1)
    ]  # fmt: skip
    return (
        Action("compare", "Compare layers, and decide between them", ("D",), Group.PROGRAM, _compare),
        Action("layers", _LAYERS, ("g t",), Group.FIND, _layers),
        listed(Context.LIBRARY, "library.layers", _LAYERS, ("g t",), Group.FIND, _layers_in_list),
        listed(Context.LEDGER, "ledger.layers", _LAYERS, ("g t",), Group.FIND, _layers_in_list),
        Action("agreement", "How far annotators agree", ("g k",), Group.PROGRAM, _agreement),
        listed(Context.LIBRARY, "library.compare", "Compare layers of the article, and decide between them", ("D",),
               Group.ARTICLES, _compare_in_library, _why_not_in_library),
        listed(Context.LIBRARY, "library.agreement", "How far annotators agree", ("g k",), Group.FIND,
               _agreement_in_library),
        listed(of, "compare.next", "Go to the next difference that is not decided", ("n",), Group.MOVE, _next),
        listed(of, "compare.previous", "Go to the one before", ("N",), Group.MOVE, _previous),
        *keeping,
        listed(of, "compare.reject", "Keep none of them", ("x",), Group.CHANGE, _reject, _why_not),
        listed(of, "compare.unite", "Unite them, of the parts that are chosen", ("m",), Group.CHANGE, _unite, _why_not),
        listed(of, "compare.words", "Choose whose words are taken", ("w",), Group.CHANGE, _turn("words")),
        listed(of, "compare.roles", "Choose whose roles are taken", ("r",), Group.CHANGE, _turn("roles")),
        listed(of, "compare.attributes", "Choose whose attributes are taken", ("t",), Group.CHANGE,
               _turn("attributes")),
        listed(of, "compare.agreed", "Keep all that everybody agrees on, as one step", ("A",), Group.CHANGE, _agreed,
               _why_not),
        listed(of, "compare.undo", "Take back my last decision in this article", ("u",), Group.CHANGE, _undo),
        listed(of, "compare.redo", "Do it again", ("U", "ctrl+r"), Group.CHANGE, _redo),
        listed(of, "compare.everywhere", "Compare in all articles, or in this one", ("*",), Group.FIND, _everywhere),
        listed(of, "compare.reader", "Back to where the comparison was asked for", ("D",), Group.PROGRAM, _reader),
    )  # fmt: skip
