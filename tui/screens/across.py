"""What the screens over all of the library do alike: tell all of an annotation, copy it, go to its place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from annotations.ledger.entries import Entry, Tie
from annotations.summaries import in_marks, quoted_words, value_words
from tui.ports import Goal
from tui.reading.listed import Row
from tui.reading.painting import Parts
from tui.screens.drawing import wrapped

if TYPE_CHECKING:
    from annotations.layers import Layers
    from annotations.ledger.grouped import Ledger
    from annotations.workspace import Workspace
    from tui.desk import Desk

__all__ = ["Lines", "about_entry", "copy_entry", "goal_of", "ledger_seen"]


def ledger_seen(workspace: Workspace, label: str, layers: Layers) -> Ledger:
    """Make the ledger of a label, of the layers that are shown: others' words lead nobody before they are asked for."""
    from annotations.ledger.grouped import Wanted, ledger_of

    if layers.others is None:
        return ledger_of(workspace, label)
    known = workspace.store.annotations.annotators()
    whose = tuple(name for name in known if layers.shows(name))
    ledger = ledger_of(workspace, label, Wanted(annotators=whose))
    if not whose:
        ledger.keep(())
    return ledger


class Lines:
    """Rows that are there already."""

    def __init__(self, rows: Sequence[Row] = ()) -> None:
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    def rows(self, first: int, count: int) -> Sequence[Row | None]:
        """Rows as they are drawn."""
        return self._rows[first : first + count]


def goal_of(entry: Entry) -> Goal:
    """Where an annotation is."""
    offset = entry.fragments[0].start if entry.fragments else None
    return Goal(entry.article, entry.id, entry.label, quoted_words(entry.words), offset)


def copy_entry(desk: Desk, entry: Entry, *, source: bool) -> str:
    """Copy the words of an annotation, with speaker, title and source if wanted; returns what to say."""
    words = entry.words or entry.title
    if not source:
        desk.shell.copy(words)
        return f"copied {len(words)} characters"
    names = [filler.means for filler in entry.fillers if filler.role != "cue"]
    desk.shell.copy(" – ".join(part for part in (words, *names, entry.title, entry.source) if part))
    return "copied with source, title and speaker"


def about_entry(entry: Entry, width: int) -> list[Parts]:
    """Everything that is known of an annotation, in lines of `width` cells."""
    where = f"{entry.article} {entry.title}"
    sentence = "" if entry.sentence is None else f", sentence {entry.sentence}"
    lines: list[Parts] = [[(line, ("heading",))] for line in wrapped(f"{where}{sentence}", width)]
    lines.append([])
    words = in_marks(entry.words) if entry.fragments else "the whole article"
    lines += [[(line, (f"label.{entry.label}",))] for line in wrapped(words, width)]
    lines.append([])
    facts: list[tuple[str, str]] = []
    for filler in entry.fillers:
        said = "" if filler.words in {None, filler.called} else f" (“{filler.words}”)"
        stands = "" if filler.means == filler.called else f" = {filler.means}"
        facts.append((filler.role, f"{filler.called}{said}{stands}"))
    facts += [(name, value_words(value)) for name, value in entry.attributes.items()]
    if entry.unsure:
        facts.append(("unsure", "yes"))
    if entry.note:
        facts.append(("note", entry.note))
    facts += [_tie(tie, entry) for tie in entry.ties]
    facts.append(("by", f"{entry.annotator}, {entry.created[:10]}"))
    for name, value in facts:
        first, *rest = wrapped(f"{name}  {value}", width)
        lines.append([(first[: len(name)], ("quiet",)), (first[len(name) :], ())])
        lines += [[("  ", ()), (line, ())] for line in rest]
    return lines


def _tie(tie: Tie, entry: Entry) -> tuple[str, str]:
    where = f" (article {tie.article})" if tie.article not in {None, entry.article} else ""
    what = f"{tie.other_label} “{tie.words}”{where}" if tie.other_label else "what is not in the library"
    return (f"← {tie.label}" if tie.incoming else f"{tie.label} →", what)
