"""What stands above and below the text: title, counts, position, messages, prompts, hints. Plain code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size

from annotations.counts import counted
from annotations.printable import one_line
from annotations.words import words as word_spans
from tui.reading.painting import Parts
from tui.reading.wrapping import Wrapping

if TYPE_CHECKING:
    from tui.desk import Desk, Message
    from tui.prompt import Prompt

QUIET = ("quiet",)
STRONG = ("heading",)
_COUNTED = 2000
"""Code points of the longest selection of which the words are counted."""
_ROOM_FOR_SYNC = 76
"""Narrowest line that says how syncing goes, in cells."""
_ROOM_FOR_WORDS = 16
"""Fewest cells in which it is said what is carried."""
MESSAGE_ROWS = 6
"""Most rows that something said takes."""


def clipped(text: str, width: int) -> str:
    """Cut text to `width` cells, with “…” where something was cut."""
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, max(0, width - 1)) + "…" if width > 0 else ""


def title_line(desk: Desk, width: int) -> Parts:
    """The title on the left; counts of each label and who annotates on the right, as far as there is room."""
    right: Parts = []
    for label in desk.schema.labels:
        right += [(label.glyph, (f"glyph.{label.name}",)), (f" {desk.reading.annotated.counts[label.name]}  ", ())]
    if desk.reading.orphans:
        right += [("lost", ("error",)), (f" {len(desk.reading.orphans)}  ", ())]
    right.append((clipped(f"as {one_line(desk.session.annotator)}", 24), QUIET))
    room = width - _cells(right) - 3
    if room < 12:
        right, room = right[:-1], room + 26
    if room < 8:
        right, room = [], width - 1
    title = clipped(one_line(desk.reading.title), room)
    gap = width - 1 - cell_len(title) - _cells(right) - (1 if right else 0)
    return [(" ", ()), (title, STRONG), (" " * max(0, gap), ()), *right]


def status_line(desk: Desk, width: int) -> Parts:
    """The bottom line: a prompt, else position, what is pending or said or active, and `saved N`."""
    if desk.prompt is not None:
        return prompt_line(desk.prompt, width)
    left: Parts = [(f" {position(desk)} ", QUIET)]
    right = _right(desk, width)
    if width < 34 or (width < 60 and desk.reading.selection is not None):
        left = [(f" {short_position(desk)} ", QUIET)]
    room = width - _cells(left) - _cells(right)
    middle: Parts
    if desk.taker is not None and desk.taker.says and desk.message is None:
        left, room = [], width - _cells(right)
        middle = [(clipped(f" {one_line(desk.taker.says)}", room), STRONG)]
    elif desk.pending:
        middle = [(clipped(f" {one_line(desk.pending)}", room), STRONG)]
    elif desk.message is not None and not _is_long(desk, width):
        key = ("error",) if desk.message.error else ()
        words = one_line(desk.message.text)
        if desk.message.error or cell_len(words) + 1 > room:
            # What is said goes before where one is.
            left, room = [], width - _cells(right)
        middle = [(clipped(f" {words}", room), key)]
    elif desk.pinned is not None:
        left, room = [], width - _cells(right)
        words = one_line(f"{desk.pinned.relation.name} …  Enter this one  label key a new one  Esc none")
        # What is carried is named as far as there is room for some of it.
        spare = room - cell_len(words) - 2
        what = f"{clipped(one_line(desk.pinned.words), spare)} " if spare >= _ROOM_FOR_WORDS else ""
        middle = [(clipped(f" {what}{words}", room), STRONG)]
    else:
        middle = _selected(desk, room)
        middle += _active(desk, room - _cells(middle))
    gap = width - _cells(left) - _cells(middle) - _cells(right)
    return [*left, *middle, (" " * max(0, gap), ()), *right]


def _right(desk: Desk, width: int) -> Parts:
    suggested = len(desk.reading.suggestions.shown)
    right: Parts = [(f" Tab {suggested} suggested ", QUIET)] if suggested and width >= 90 else []
    saved = "…" if desk.reading.saved is None else desk.reading.saved
    if desk.syncing.words and width >= _ROOM_FOR_SYNC:
        right.append((f" {desk.syncing.words} ", QUIET))
    right += [(f" saved {saved} ", QUIET), (" ? help ", QUIET)]
    return right if width >= 60 else right[-2:-1]


def _is_long(desk: Desk, width: int) -> bool:
    """Tell whether what is said does not fit the bottom line, so that it stands above it."""
    if desk.message is None:
        return False
    return cell_len(one_line(desk.message.text)) + 1 > width - _cells(_right(desk, width))


def position(desk: Desk) -> str:
    """Where the cursor is: sentence, or paragraph and per cent while the sentences are not all known."""
    reading = desk.reading
    if reading.complete and reading.sentences:
        return f"sentence {reading.sentence + 1} of {len(reading.sentences)}"
    return f"paragraph {reading.paragraph_number()}, {reading.per_cent()} %"


def short_position(desk: Desk) -> str:
    """The same in few cells."""
    reading = desk.reading
    if reading.complete and reading.sentences:
        return f"{reading.sentence + 1}/{len(reading.sentences)}"
    return f"{reading.per_cent()}%"


def _selected(desk: Desk, room: int) -> Parts:
    """How much is selected, and whether its start is fixed."""
    selection = desk.reading.selection
    if selection is None:
        return []
    parts = [span for span in selection.spans if span.end - span.start <= _COUNTED]
    if len(parts) < len(selection.spans):
        words = "much is selected"
    else:
        count = sum(len(word_spans(desk.reading.text, span.start, span.end)) for span in parts)
        words = f"{counted(count, 'word')} selected"
    more = ", start fixed" if selection.fixed else ", v fixes the start"
    fitting = [said for said in (words + more, words) if cell_len(said) + 2 <= room]
    return [(f" {fitting[0]} ", STRONG)] if fitting else []


def _active(desk: Desk, room: int) -> Parts:
    annotation = desk.reading.active_annotation
    if annotation is None or not desk.schema.has_label(annotation.label):
        return []
    label = desk.schema.label(annotation.label)
    parts: Parts = [(" active: ", QUIET), (label.name, (f"glyph.{label.name}",))]
    keys = "  ".join(f"{role.name} {role.key}" for role in label.roles)
    if keys and desk.taker is None:
        parts.append((f"   r… {keys}", QUIET))
    return parts if _cells(parts) <= room else parts[:2] if _cells(parts[:2]) <= room else []


def prompt_line(prompt: Prompt, width: int) -> Parts:
    """The question and what is typed, scrolled so that the cursor shows; completions after it."""
    label = one_line(prompt.label)
    before, at, after = prompt.editor.shown
    room = max(4, width - cell_len(label) - 2)
    if cell_len(before) > room - 1:
        before = "…" + _last_cells(before, room - 2)
    parts: Parts = [(" " + label, STRONG), (before, ()), (at, ("cursor",)), (after[:width], ())]
    offered = prompt.editor.completions
    if offered:
        parts += _offered(offered[:8], prompt.editor.typed, prompt.editor.chosen, width - _cells(parts) - 3)
    return parts


def _offered(offered: Sequence[str], typed: str, chosen: int | None, room: int) -> Parts:
    """Completions, without the words that are typed already, as many as there is room for; with the chosen one."""
    start = typed.rfind(" ") + 1
    if not all(name.startswith(typed[:start]) for name in offered):
        start = 0
    names = [clipped(one_line(name[start:]), 40) for name in offered]
    first = 0
    while chosen is not None and first < chosen and sum(cell_len(n) + 2 for n in names[first : chosen + 1]) > room:
        first += 1
    parts: Parts = [("   ", ())]
    for index, name in enumerate(names[first:], first):
        if cell_len(name) + 2 > room:
            return [*parts, (clipped(name, max(0, room)), STRONG if index == chosen else QUIET)]
        parts += [(name, STRONG if index == chosen else QUIET), ("  ", ())]
        room -= cell_len(name) + 2
    return parts


def _last_cells(text: str, width: int) -> str:
    text = text[-max(1, width) * 4 :]  # more are not looked at, however long the line is
    while text and cell_len(text) > width:
        text = text[1:]
    return text


def hint_lines(desk: Desk, width: int) -> list[Parts]:
    """What may follow the keys typed, in columns; else what is said, if the bottom line has no room for it."""
    hints = desk.hints()
    return hint_table(hints, width) if hints else _message_lines(desk, width)


def hint_table(hints: Sequence[tuple[str, str, bool]], width: int) -> list[Parts]:
    """What may follow, in columns: (key, what it does, whether it can be done now)."""
    hints = [(key, one_line(title), able) for key, title, able in hints]
    able = [(key, title) for key, title, can in hints if can]
    lines: list[Parts] = []
    column = min(max(1, width - 2), max((cell_len(f"{key} {title}") for key, title in able), default=0) + 3)
    columns = max(1, (width - 2) // column)
    for first in range(0, len(able), columns):
        line: Parts = [(" ", ())]
        for key, title in able[first : first + columns]:
            words = clipped(f" {title}", column - cell_len(key) - 1)
            line += [(key, STRONG), (words + " " * (column - cell_len(key) - cell_len(words)), ())]
        lines.append(line)
    for key, why, can in hints:
        if not can:
            lines += [[(" ", ()), (piece, QUIET)] for piece in _wrapped(f"{key}: {why}", width - 2)]
    return lines


def _message_lines(desk: Desk, width: int) -> list[Parts]:
    message = desk.message
    if message is None:
        return []
    if desk.prompt is not None:
        if not message.error:
            return []  # the question itself says enough
    elif desk.pending or not _is_long(desk, width):
        return []
    return said_lines(message, width)


def said_lines(message: Message, width: int) -> list[Parts]:
    """Something said, on as many lines as it takes."""
    key = ("error",) if message.error else ()
    return [[(" ", ()), (piece, key)] for piece in _wrapped(one_line(message.text), width - 2)]


def _wrapped(words: str, width: int) -> list[str]:
    wrapping = Wrapping(words, 0, len(words), max(1, width))
    rows = [wrapping.row(index) for index in range(min(wrapping.count(), MESSAGE_ROWS))]
    return [words[row[0] : row[1]].rstrip() for row in rows if row is not None]


def _cells(parts: Parts) -> int:
    return sum(cell_len(text) for text, _ in parts)
