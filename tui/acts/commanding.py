"""The command line of the reader: `:` and a command, with completion and history."""

from __future__ import annotations

import shlex
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotations.counts import counted
from annotations.errors import StetError, UsageError
from annotations.layers import LAYER_WORDS, parse_layers
from annotations.schema import nearest
from annotations.workspace import facts
from tui import setting_up
from tui.actions import Action, Context, Group
from tui.acts.labelling import label_completions, label_named, show_guideline
from tui.acts.tagging import tag
from tui.prompt import Prompt
from tui.reading.filtering import parse_filter

if TYPE_CHECKING:
    from annotations.workspace import Workspace
    from tui.desk import Desk

Run = Callable[["Desk", str], Awaitable[None]]
Complete = Callable[["Desk", str], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Command:
    """What may be typed after `:`.

    Attributes:
        names: The first one is shown, the others are short forms.
        takes: What follows the name, for people; empty when nothing does.
        title: What it does.
        run: Does it, given what follows the name.
        complete: Completes what follows the name.
    """

    names: tuple[str, ...]
    takes: str
    title: str
    run: Run
    complete: Complete = lambda _, __: ()


def _action(names: tuple[str, ...], action_id: str, title: str) -> Command:
    async def run(desk: Desk, rest: str) -> None:
        _refuse(rest, names[0])
        await desk.run_action(action_id)

    return Command(names, "", title, run)


def _refuse(rest: str, name: str) -> None:
    if rest:
        raise UsageError(f":{name} takes nothing after it")


async def _goto(desk: Desk, rest: str) -> None:
    if not (rest.isascii() and rest.isdigit()):
        raise UsageError("a sentence has a number", "Type :12 or :goto 12.")
    await desk.run_action("sentence.last", min(int(rest), 10**9))


async def _tag(desk: Desk, rest: str) -> None:
    await tag(desk, label_named(desk.schema, rest), None)


async def _open(desk: Desk, rest: str) -> None:
    if not rest:
        raise UsageError("name a file, or an article of the library by its number")
    await desk.shell.open(rest)


async def _filter(desk: Desk, rest: str) -> None:
    annotators = await desk.run(lambda w: w.store.annotations.annotators())
    desk.reading.filter = parse_filter(rest, desk.schema, annotators)
    shown = sum(1 for annotation in desk.reading.annotated if desk.tags.shows(annotation))
    if desk.reading.filter is None:
        desk.say("all annotations are shown")
    else:
        desk.say(f"{shown} of {len(desk.reading.annotated)} annotations are shown – :filter alone shows all")
    desk.tags.refilter()


def _complete_filter(desk: Desk, typed: str) -> Iterable[str]:
    before, _, word = typed.rpartition(" ")
    offered = [label.name for label in desk.schema.labels] + ["unsure"]
    offered += [f"@{name}" for name in dict.fromkeys(a.annotator for a in desk.reading.annotated)]
    offered += [
        f"{attribute.name}={choice.name}"
        for attribute in desk.schema.attributes.values()
        for choice in attribute.values
    ]
    return [f"{before} {name}".strip() for name in offered if name.startswith(word) and name != word]


async def _layers(desk: Desk, rest: str) -> None:
    if rest:
        annotators = await desk.run(lambda w: w.store.annotations.annotators())
        await desk.tags.show_layers(parse_layers(rest, desk.session.annotator, annotators))
    desk.say(desk.tags.layers.words)


async def _compare(desk: Desk, rest: str) -> None:
    await desk.screens.compare(_names(rest))


async def _sync(desk: Desk, rest: str) -> None:
    # Beside: a server may take its time.
    desk.shell.start(desk.syncing.now(rest or None))


async def _agree(desk: Desk, rest: str) -> None:
    desk.screens.agreement(_names(rest))


def _names(rest: str) -> list[str]:
    return [name for part in rest.split(",") if (name := " ".join(part.split()))]


def _complete_layers(desk: Desk, typed: str) -> Iterable[str]:
    return [word for word in LAYER_WORDS if word.startswith(typed) and word != typed]


async def _call(desk: Desk, rest: str) -> None:
    """Give a name to everybody who is called something in this article."""
    called, equals, name = (part.strip() for part in rest.partition("="))
    if not (called and equals and name):
        raise UsageError("say who is who: :call the minister = Anna Berg")
    info = await desk.article()
    edit = await desk.run(lambda w: w.rename_filler(info, called, name))
    if edit is None:
        desk.say(f"no role of yours in this article is called “{called}”")
        return
    desk.tags.apply(edit)
    desk.say(edit.summary)
    desk.changed()


def _complete_call(desk: Desk, typed: str) -> Iterable[str]:
    called, equals, name = typed.partition("=")
    names = desk.reading.names()
    if equals:
        return [f"{called.strip()} = {other}" for other in names if other.startswith(name.strip())]
    return [f"{other} = " for other in names if other.casefold().startswith(typed.casefold())]


async def _guideline(desk: Desk, rest: str) -> None:
    if not rest:
        await desk.run_action("label.guideline")
        return
    await show_guideline(desk, label_named(desk.schema, rest))


async def _export(desk: Desk, rest: str) -> None:
    if not rest:
        desk.screens.export()
        return
    info = await desk.article()
    desk.say(await desk.run(lambda w: _export_to(w, info.number, rest)))


def _export_to(workspace: Workspace, number: int, path: str) -> str:
    from pathlib import Path

    from annotations.exporting import Selection, export_file
    from annotations.formats import format_for

    form = format_for(path)
    done = export_file(workspace, form, Path(path).expanduser(), Selection(frozenset({number})))
    losses = "".join(f"; {sentence}" for sentence in done.losses)
    return f"{path}: {counted(done.annotations, 'annotation')} of this article{losses}"


async def _set(desk: Desk, rest: str) -> None:
    """Set facts of the article (title, author, date, site, language, status), or how the reader looks."""
    try:
        words = shlex.split(rest)
    except ValueError:
        raise UsageError("a quotation mark is left open", 'Write :set author="Ida Krag".') from None
    if not words:
        info = await desk.article()
        facts = {"title": info.title, "language": info.language or "–", **info.metadata}
        desk.say(", ".join(f"{name} {value}" for name, value in facts.items()))
        return
    said = []
    given = {}
    for name, value in parse_words(words):
        done = desk.shell.set_up(name, value)
        if done is not None:
            said.append(done)
        else:
            given[name] = value
    if given:
        said.append(await _set_facts(desk, given))
    desk.say("; ".join(said))
    desk.changed()


async def _set_facts(desk: Desk, given: Mapping[str, str]) -> str:
    info = await desk.article()
    edit = await desk.run(lambda w: w.set_facts(info, given))
    if edit is None:
        return "all of it is set so already"
    desk.tags.apply(edit)
    await desk.refresh_info()
    if "language" in given:
        # Sentences are found anew in that language.
        await desk.shell.open(str(info.number))
    return edit.summary


def parse_words(words: Sequence[str]) -> list[tuple[str, str]]:
    """Part `name=value`.

    Raises:
        UsageError: A word has no “=”.
    """
    if len(words) == 2 and "=" not in "".join(words):
        words = ["=".join(words)]  # :set scope library
    parted = [word.partition("=") for word in words]
    for word, equals, _ in parted:
        if not equals:
            raise UsageError(f"“{word}” sets nothing", "Write name=value, as in :set author=Krag.")
    return [(name.strip(), value) for name, _, value in parted]


def _complete_set(desk: Desk, typed: str) -> Iterable[str]:
    before, _, word = typed.rpartition(" ")
    names = [f"{name}=" for name in (*facts.NAMES, *setting_up.NAMES)]
    return [f"{before} {name}".strip() for name in names if name.startswith(word) and name != word]


async def _suggest(desk: Desk, rest: str) -> None:
    """Say what is suggested, suggest a kind or no longer, offer more claims, or bring back what was dismissed."""
    shell = desk.shell
    match rest.split():
        case []:
            on = [kind for kind in shell.known_kinds if kind in shell.suggested_kinds]
            shown = sum(1 for offered in desk.reading.suggestions if desk.offers.shows(offered))
            desk.say(f"suggested: {', '.join(on) or 'nothing'}; {shown} to see in this article")
        case ["more"]:
            claims, quotes = await shell.suggest_more()
            also = f", and {counted(quotes, 'quote')} more that may be none" if quotes else ""
            desk.say(f"{counted(claims, 'claim')} suggested now, the best of the article{also}")
        case ["restore"]:
            info = await desk.article()
            count = await desk.run(lambda w: w.restore_dismissed(info))
            desk.reading.suggestions.dismissed.clear()
            for kind in list(shell.suggested_kinds):
                await shell.suggest(kind, on=True)
            desk.say(f"{count} that were dismissed here are suggested again")
        case [kind, "on" | "off" as word] if kind in shell.known_kinds:
            await shell.suggest(kind, on=word == "on")
            desk.say(f"{kind} are suggested" if word == "on" else f"{kind} are no longer suggested")
        case _:
            raise UsageError(
                "it is :suggest quotes off, :suggest more or :suggest restore",
                f"Suggested are {' and '.join(shell.known_kinds)}.",
            )


def _complete_suggest(desk: Desk, typed: str) -> Iterable[str]:
    offered = [f"{kind} {word}" for kind in desk.shell.known_kinds for word in ("off", "on")]
    return [words for words in ("more", "restore", *offered) if words.startswith(typed) and words != typed]


def _labels(desk: Desk, typed: str) -> Sequence[str]:
    return label_completions(desk.schema, typed)


COMMANDS = (
    Command(("goto",), "NUMBER", "go to a sentence (a number alone does too)", _goto),
    Command(("tag", "t"), "LABEL", "tag with a label", _tag, _labels),
    Command(("call",), "WORDS = NAME", "give a name to who is called so in this article", _call, _complete_call),
    Command(("filter", "f"), "[LABEL|@ANNOTATOR|ATTRIBUTE=VALUE|unsure]…", "show only some annotations", _filter,
            _complete_filter),
    Command(("layers",), "mine|all|NAME,…", "show others’ annotations too, or only my own", _layers, _complete_layers),
    Command(("compare",), "[NAME, NAME…]", "layers side by side, and decide between them", _compare),
    Command(("agree",), "[NAME, NAME…]", "how far annotators agree", _agree),
    Command(("sync",), "[ADDRESS]", "take what others did from a server, and send what is new", _sync),
    Command(("guideline",), "[LABEL]", "show a label’s guideline and its last uses", _guideline, _labels),
    Command(("set",), "NAME=VALUE…", "set title, author, date, language, status, tags …; measure, theme, scope …", _set,
            _complete_set),
    Command(("suggest",), "[KIND on|off, more, restore]", "what is suggested, and whether", _suggest,
            _complete_suggest),
    _action(("diff",), "article.changes", "show what was changed since the version before, and what is lost"),
    _action(("update",), "article.update", "read the article again from where it came, as a new version"),
    Command(("open", "o"), "FILE|ARTICLE", "open another article", _open),
    Command(("export", "e"), "[FILE]", "export this article to a file, or ask what and where", _export),
    _action(("undo",), "undo", "take back my last edit"),
    _action(("redo",), "redo", "do it again"),
    _action(("done",), "article.done", "mark the article done and open the next"),
    _action(("help", "h"), "help", "show help"),
    _action(("quit", "q", "wq", "x"), "quit", "quit; everything is saved"),
)  # fmt: skip
"""Every command; the id of any action is one too."""


async def run_command(desk: Desk, line: str) -> None:
    """Run what was typed after `:`.

    Raises:
        UsageError: There is no such command, or it was put wrongly.
    """
    name, _, rest = line.strip().partition(" ")
    if not name:
        return
    if name.isascii() and name.isdigit():
        name, rest = "goto", name
    for command in COMMANDS:
        if name in command.names:
            await command.run(desk, rest.strip())
            return
    ids = {action.id for action in desk.actions.of(Context.READER)}
    if name in ids:
        _refuse(rest.strip(), name)
        await desk.run_action(name)
        return
    names = [name for command in COMMANDS for name in command.names]
    raise UsageError(f"there is no command “{name}”", nearest(name, [*names, *ids]) or f"Known: {', '.join(names)}.")


def completions(desk: Desk, typed: str) -> list[str]:
    """What a line may go on as: a command, or what it takes."""
    name, blank, rest = typed.lstrip().partition(" ")
    if not blank:
        names = [command.names[0] for command in COMMANDS]
        names += [action.id for action in desk.actions.of(Context.READER)]
        return [other for other in names if name and other.startswith(name) and other != name]
    for command in COMMANDS:
        if name in command.names:
            return [f"{name} {one}" for one in command.complete(desk, rest.lstrip())]
    return []


def _kept(line: str) -> str:
    """A line as it is kept: an address without its password."""
    name, _, rest = line.partition(" ")
    if name != "sync" or not rest.strip():
        return line
    from annotations.sync.address import parsed

    try:
        return f"{name} {parsed(rest).shown}"
    except UsageError:
        return name


def ask(desk: Desk, typed: str = "") -> None:
    """Open the command line, with what is typed there already."""

    async def accept(line: str) -> None:
        if line.strip():
            desk.memory.note("command", _kept(line.strip()))
        # The line is done with: what the command opens must stay open.
        desk.prompt = None
        try:
            await run_command(desk, line)
        except StetError:
            if desk.prompt is None:
                desk.prompt = prompt
            raise

    history = desk.memory.lines("command")
    prompt = Prompt(":", accept, text=typed, complete=lambda typed: completions(desk, typed), history=history)
    desk.ask(prompt)


def actions() -> tuple[Action, ...]:
    """The actions of this subject."""
    return (Action("command", "Command line", (":",), Group.PROGRAM, lambda desk, _: ask(desk)),)
