"""Over all of the library: the ledger, the same words elsewhere, the numbers; and the way to a place in any article."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from annotations.errors import StetError
from annotations.schema import Schema
from annotations.summaries import describe
from tui.actions import Action, Context, Group, listed
from tui.acts import ledger
from tui.acts.calling import call, call_counted
from tui.ports import Goal

if TYPE_CHECKING:
    from tui.desk import Desk


async def go(desk: Desk, goal: Goal) -> None:
    """Go to a place in whatever article it is in; `g o` comes back."""
    info = desk.reading.info
    # From one article to another it is the way between them that is gone back.
    within = info is not None and info.number == goal.article
    if not within:
        await desk.shell.open_article(goal.article)
    offset = goal.offset
    if goal.annotation is not None:
        await desk.waits.until_annotated()
        annotation = desk.reading.annotated.get(goal.annotation)
        if annotation is None:
            raise StetError(f"the {goal.label} {goal.words} is no longer there")
        desk.reading.active = annotation.id
        offset = annotation.start
        desk.say(describe(annotation, desk.reading.text))
    if offset is not None:
        await desk.waits.until_known(offset)
        desk.reading.go_to(offset, jump=within)
    desk.moved()
    desk.changed()


def _ledger(desk: Desk, count: int | None) -> None:
    from tui.screens.ledger import LedgerScreen

    desk.screens.show(LedgerScreen(desk))


def _statistics(desk: Desk, count: int | None) -> None:
    from tui.screens.statistics import StatisticsScreen

    desk.screens.show(StatisticsScreen(desk))


def _progress(desk: Desk, count: int | None) -> None:
    from tui.screens.progress import ProgressScreen

    desk.screens.show(ProgressScreen(desk))


async def _elsewhere(desk: Desk, count: int | None) -> None:
    annotation = desk.active()
    if annotation is None:
        return
    if not annotation.fragments:
        desk.say(f"this {annotation.label} is on the whole article: it has no words to look for")
        return
    from tui.screens.elsewhere import ElsewhereScreen

    await desk.article()
    desk.screens.show(ElsewhereScreen(desk, annotation))


def _no_active(desk: Desk) -> str | None:
    if desk.reading.active_annotation is None:
        return "no annotation is active: tag something, or step to one with > a"
    return None


def _from_list(run: Any) -> Any:
    """Run an action of the reader from a list that lies over it."""
    return lambda screen, count: run(screen.desk, count)


def actions(schema: Schema) -> tuple[Action, ...]:
    """The actions of this subject, with those of the screens that they open."""
    return (
        Action("ledger", "Ledger: who said what", ("W",), Group.FIND, _ledger),
        Action("elsewhere", "Find the active annotation's words in other articles", ("g e",), Group.FIND, _elsewhere,
               reason=_no_active),
        Action("statistics", "The library in numbers", ("g s",), Group.FIND, _statistics),
        Action("progress", "How far everybody is, and your own pace", ("g w",), Group.FIND, _progress),
        listed(Context.LIBRARY, "library.progress", "How far everybody is, and your own pace", ("g w",), Group.FIND,
               _from_list(_progress)),
        listed(Context.LIBRARY, "library.ledger", "Ledger: who said what", ("W",), Group.FIND, _from_list(_ledger)),
        listed(Context.LIBRARY, "library.statistics", "The library in numbers", ("g s",), Group.FIND,
               _from_list(_statistics)),
        *ledger.actions(),
        *_matrix_actions(),
        *_names_actions(),
        *_elsewhere_actions(schema),
        *_statistics_actions(),
    )  # fmt: skip


def _matrix_actions() -> tuple[Action, ...]:
    of = Context.MATRIX
    return (
        listed(of, "matrix.right", "Go to the next column", ("l", "right"), Group.MOVE, call_counted("sideways")),
        listed(of, "matrix.left", "Go to the previous column", ("h", "left"), Group.MOVE,
               call_counted("sideways", -1)),
        listed(of, "matrix.first", "Go to the first column", ("0",), Group.MOVE, call("first_column")),
        listed(of, "matrix.last", "Go to the last column", ("$",), Group.MOVE, call("last_column")),
        listed(of, "matrix.next", "Go to the next cell that has something", ("w", "tab"), Group.MOVE,
               call_counted("next_filled")),
        listed(of, "matrix.previous", "Go to the previous cell that has something", ("b", "shift+tab"), Group.MOVE,
               call_counted("next_filled", -1)),
    )  # fmt: skip


def _names_actions() -> tuple[Action, ...]:
    of = Context.NAMES
    return (
        listed(of, "names.merge", "Yes, they mean the same", ("y",), Group.CHANGE, call("merge")),
        listed(of, "names.turn", "The other name stands for both", ("t",), Group.CHANGE, call("turn")),
        listed(of, "names.drop", "No; do not ask again in this session", ("x",), Group.CHANGE, call("drop")),
        listed(of, "names.unmerge", "Take the last yes back", ("u",), Group.CHANGE, call("unmerge")),
    )


def _elsewhere_actions(schema: Schema) -> tuple[Action, ...]:
    of = Context.ELSEWHERE

    def relate(name: str, keys: tuple[str, ...]) -> Action:
        return listed(of, f"elsewhere.relate.{name}", f"Relate both: {name}; what is untagged is tagged first",
                      keys, Group.CHANGE, call("relate", name))  # fmt: skip

    first = {"restates": ("r",), "contradicts": ("c",)}
    return (
        *(relate(rule.name, (*first.get(rule.name, ()), f"R {rule.key}")) for rule in schema.relations if rule.key),
        listed(of, "elsewhere.copy", "Copy the words there with title and source", ("Y",), Group.PROGRAM,
               call("copy_source")),
    )  # fmt: skip


def _statistics_actions() -> tuple[Action, ...]:
    return (
        listed(Context.STATISTICS, "statistics.page", "Write a page for the browser", ("E",), Group.PROGRAM,
               call("write_page")),
    )  # fmt: skip
