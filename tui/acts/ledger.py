"""What is done in the ledger: names are merged and unmerged, words are copied, what is listed is exported."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from annotations.counts import counted
from annotations.printable import one_line
from tui.actions import Action, Context, Group, listed
from tui.acts.calling import call, call_counted
from tui.prompt import Prompt

if TYPE_CHECKING:
    from annotations.workspace import Workspace
    from tui.screens.ledger import LedgerScreen

_COMPLETIONS = 8


async def _merge(screen: LedgerScreen, count: int | None) -> None:
    """Ask which name the one with the cursor stands for."""
    from annotations.names.merged import known_names, merge, suggestions

    name = screen.name_here()
    if name is None:
        return
    desk = screen.desk
    known = [one.name for one in await desk.run(lambda w: known_names(w.store))]
    likely = [one.into for one in await desk.run(lambda w: suggestions(w.store)) if one.name == name]
    names = list(dict.fromkeys([*likely, *(other for other in known if other != name)]))

    async def accept(into: str) -> None:
        if into.strip():
            await desk.run(lambda w: merge(w, [name], into))
            screen.prompt = None
            await screen.read_again()
            screen.say(f"“{name}” stands for “{into}”; u on that takes it back")

    screen.ask(Prompt(f"“{one_line(name)}” stands for: ", accept, complete=lambda typed: _with(names, typed)))


async def _unmerge(screen: LedgerScreen, count: int | None) -> None:
    """Let one of the names that stand for the one with the cursor stand for itself again."""
    from annotations.names.merged import unmerge

    name, also = screen.name_here(), screen.also_here()
    if name is None:
        return

    async def accept(other: str) -> None:
        if other.strip():
            before = await screen.desk.run(lambda w: unmerge(w, other))
            screen.prompt = None
            await screen.read_again()
            screen.say(f"“{other}” no longer stands for “{before}”")

    if not also:
        screen.say(f"no other name stands for “{name}”")
    elif len(also) == 1:
        await accept(also[0])
    else:
        screen.ask(Prompt("which one stands for itself again: ", accept, complete=lambda typed: _with(also, typed)))


def _with(names: tuple[str, ...] | list[str], typed: str) -> list[str]:
    folded = typed.casefold()
    return [name for name in names if folded in name.casefold() and name != typed][:_COMPLETIONS]


def _copy(screen: LedgerScreen, count: int | None) -> None:
    from tui.screens.across import copy_entry

    if (entry := screen.entry_here()) is not None:
        screen.say(copy_entry(screen.desk, entry, source=False))


def _copy_with_source(screen: LedgerScreen, count: int | None) -> None:
    from tui.screens.across import copy_entry

    if (entry := screen.entry_here()) is not None:
        screen.say(copy_entry(screen.desk, entry, source=True))


def _export(screen: LedgerScreen, count: int | None) -> None:
    """Ask for a file, and write what is listed to it."""
    keys = screen.keys_shown()
    if not keys:
        screen.say("there is nothing to export")
        return

    async def accept(path: str) -> None:
        if path.strip():
            said = await screen.desk.run(lambda w: _write(w, path.strip(), keys))
            screen.prompt = None
            screen.say(said)

    screen.ask(Prompt("file, .csv or .jsonl: ", accept, text=f"{screen.label.name}s.csv"))


def _write(workspace: Workspace, path: str, keys: list[int]) -> str:
    from pathlib import Path

    from annotations.exporting import Selection, export_file
    from annotations.formats import format_for
    from annotations.ledger.entries import entries
    from annotations.names.merged import meanings

    found = entries(workspace.store, keys, meanings(workspace.store))
    selection = Selection(frozenset(entry.article for entry in found))
    selection = replace(selection, ids=frozenset(entry.id for entry in found))
    done = export_file(workspace, format_for(path), Path(path).expanduser(), selection)
    losses = "".join(f"; {sentence}" for sentence in done.losses)
    return f"{path}: {counted(done.annotations, 'annotation')}{losses}"


def actions() -> tuple[Action, ...]:
    """The actions of this subject."""
    of = Context.LEDGER
    return (
        listed(of, "ledger.next_label", "The next label", ("tab",), Group.MOVE, call_counted("next_label")),
        listed(of, "ledger.previous_label", "The previous label", ("shift+tab",), Group.MOVE,
               call_counted("next_label", -1)),
        listed(of, "ledger.fold", "Fold or unfold the group", ("space", "z a"), Group.MOVE, call("fold")),
        listed(of, "ledger.fold_all", "Fold or unfold all groups", ("z A",), Group.MOVE, call("fold_all")),
        listed(of, "ledger.by", "Group by the next role or value", ("b",), Group.FIND, call_counted("next_facet")),
        listed(of, "ledger.matrix", "Set two roles against each other, such as holders and targets", ("v",), Group.FIND,
               call("matrix")),
        listed(of, "ledger.elsewhere", "Find these words in other articles", ("g e",), Group.FIND,
               call("elsewhere")),
        listed(of, "ledger.merge", "Let the name of the group stand for another one", ("m",), Group.CHANGE, _merge),
        listed(of, "ledger.unmerge", "Let a name stand for itself again", ("u",), Group.CHANGE, _unmerge),
        listed(of, "ledger.names", "Names that may mean the same", ("n",), Group.CHANGE, call("names")),
        listed(of, "ledger.copy", "Copy the words", ("y",), Group.PROGRAM, _copy),
        listed(of, "ledger.copy_source", "Copy the words with speaker, title and source", ("Y",), Group.PROGRAM,
               _copy_with_source),
        listed(of, "ledger.export", "Export what is listed", ("E",), Group.PROGRAM, _export),
    )  # fmt: skip
