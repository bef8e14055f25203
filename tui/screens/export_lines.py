"""The export dialog as lines, and what a click on them means. Plain code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from annotations.formats import Option
from annotations.printable import one_line
from tui.reading.painting import Parts
from tui.reading.palette import StyleKey
from tui.screens.drawing import cells, ending, typed, wrapped
from tui.screens.export_form import AnyField, ExportForm, Field
from tui.status import clipped

__all__ = ["Around", "Said", "Target", "form_lines"]

_QUIET: StyleKey = ("quiet",)
_STRONG: StyleKey = ("heading",)
_COLUMN = 9
"""Cells before a field's answer: marker, name, a blank."""

_LEAST_PURPOSE = 12
"""Fewest cells that what a format is for is told in beside its name."""
_LEVELS = ((True, 8), (True, 4), (False, 4), (False, 1))
"""With or without what explains, and how many formats are listed: what fits first is taken."""


@dataclass(frozen=True, slots=True)
class Said:
    """What the dialog says below the form."""

    text: str
    error: bool = False


@dataclass(frozen=True, slots=True)
class Target:
    """A place that can be clicked: cells `start` to `end` of a line, counted from 0.

    A click goes to `field`, sets it to `choice`, and presses `key`, as far as they are given.
    """

    line: int
    start: int
    end: int
    field: AnyField | None = None
    choice: int | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around the form.

    Attributes:
        folder: Where the file will be.
        said: What there is to say.
        keys: The bottom row: (key as it is pressed, as it is shown, what it does).
    """

    folder: str
    said: Sequence[Said]
    keys: Sequence[tuple[str, str, str]]


def form_lines(form: ExportForm, around: Around, width: int, height: int) -> tuple[list[Parts], list[Target]]:
    """Draw the form in `width` cells and at most `height` lines, and list what can be clicked.

    What explains is left out where lines are few.
    """
    message = [(line, ("error",) if one.error else ()) for one in around.said for line in wrapped(one.text, width - 2)]
    for spacious, rows in _LEVELS:
        sheet = _Sheet(form, width)
        sheet.add([(" Export", _STRONG)])
        if spacious:
            sheet.add([])
        sheet.formats(rows)
        if spacious:
            sheet.note(
                form.field.help if isinstance(form.field, Option) else form.missing(form.form) or form.form.purpose
            )
        sheet.choices(Field.SCOPE)
        sheet.file()
        if spacious:
            sheet.folder(around.folder)
        for option in form.form.options:
            if rows > 1 or option == form.field:
                sheet.option(option)
        if spacious:
            sheet.add([])
        room = max(1, height - len(sheet.lines) - 1)
        shown = message if len(message) <= room else [*message[: room - 1], ("…", _QUIET)]
        for line, style in [*shown, *[("", ())] * (2 - len(shown) if spacious else 0)]:
            sheet.add([(" ", ()), (line, style)])
        sheet.keys(around.keys)
        if len(sheet.lines) <= height and len(shown) == len(message):
            break
    return sheet.lines, sheet.targets


class _Sheet:
    """Lines so far, and where they can be clicked."""

    def __init__(self, form: ExportForm, width: int) -> None:
        self._form = form
        self._width = width
        self.lines: list[Parts] = []
        self.targets: list[Target] = []

    def add(self, line: Parts) -> None:
        self.lines.append(line)

    def note(self, text: str) -> None:
        """A quiet line under an answer."""
        room = max(1, self._width - _COLUMN - 1)
        first, *more = wrapped(text, room)
        for line in (first, clipped(" ".join(more), room)) if more else (first,):
            self.add([(" " * _COLUMN, ()), (line, _QUIET)])

    def folder(self, folder: str) -> None:
        """Where the file will be, its end at least."""
        room = max(1, self._width - _COLUMN - 4)
        self.add([(" " * _COLUMN, ()), (f"in {ending(one_line(folder), room)}" if folder else "", _QUIET)])

    def formats(self, rows: int) -> None:
        """The formats in one row where there is room for all, else `rows` of them around the one chosen."""
        names = self._form.choices(Field.FORMAT)
        if rows < 2 or self._fit(names):
            self.choices(Field.FORMAT)
            return
        chosen, count = self._form.chosen(Field.FORMAT), len(names)
        first = max(0, min(chosen - rows // 2, count - rows))
        longest = max(map(cell_len, names)) + 2
        for index in range(first, min(first + rows, count)):
            line = self._begin(Field.FORMAT) if index == first else [(" " * _COLUMN, ())]
            form = self._form.formats[index]
            name = f"‹{names[index]}›" if index == chosen else f" {names[index]} "
            name = clipped(name, max(1, self._width - _COLUMN - 1))
            style = self._style(Field.FORMAT) if index == chosen else ()
            missing = self._form.missing(form)
            self.targets.append(Target(len(self.lines), _COLUMN, self._width, Field.FORMAT, index))
            line += [
                (name, _QUIET if missing and index != chosen else style),
                (" " * (longest - cell_len(name) + 1), ()),
            ]
            room = self._width - cells(line) - 5
            if room > _LEAST_PURPOSE:
                line.append((clipped(missing or form.purpose, room), _QUIET))
            if index == first and first > 0:
                line += [(" " * (self._width - cells(line) - 2), ()), ("↑", _QUIET)]
            elif index == first + rows - 1 and first + rows < count:
                line += [(" " * (self._width - cells(line) - 2), ()), ("↓", _QUIET)]
            self.add(line)

    def choices(self, field: AnyField) -> None:
        """The choices of a field, the one it is set to in brackets; only that one where there is no room for all."""
        names, chosen = self._form.choices(field), self._form.chosen(field)
        line = self._begin(field)
        if self._fit(names):
            shown = [(index, f"[{name}]" if index == chosen else f" {name} ") for index, name in enumerate(names)]
        else:
            shown = [(chosen, f"‹{clipped(names[chosen], max(1, self._width - cells(line) - 2))}›")]
        for index, name in shown:
            style = self._style(field) if index == chosen else _QUIET
            start = cells(line)
            line += [(name, style), (" ", ())]
            # Alone, a choice goes on to the next one when it is clicked.
            choice = index if len(shown) > 1 else index + 1
            self.targets.append(Target(len(self.lines), start, start + cell_len(name), field, choice))
        self.add(line)

    def option(self, option: Option) -> None:
        """Something that the format asks for: a choice, or a line that is typed."""
        editor = self._form.typed_in(option)
        if editor is None:
            self.choices(option)
            return
        line = self._begin(option)
        focused = self._form.field == option
        room = max(1, self._width - cells(line) - 1)
        self.targets.append(Target(len(self.lines), cells(line), self._width, option))
        if editor.text or focused:
            line += typed(editor, room, cursor=focused)
        else:
            line.append((clipped(option.metavar, room), _QUIET))
        self.add(line)

    def file(self) -> None:
        """The line with the name of the file."""
        line = self._begin(Field.FILE)
        room = max(1, self._width - _COLUMN - 1)
        self.targets.append(Target(len(self.lines), _COLUMN, self._width, Field.FILE))
        self.add([*line, *typed(self._form.editor, room, cursor=self._form.field is Field.FILE)])

    def keys(self, keys: Sequence[tuple[str, str, str]]) -> None:
        """The row of keys at the bottom, as many as there is room for."""
        line: Parts = []
        for key, shown, words in keys:
            more: Parts = [(f" {shown} ", _STRONG), (f"{words} ", _QUIET)]
            if line and cells(line) + cells(more) > self._width:
                break
            self.targets.append(Target(len(self.lines), cells(line), cells(line) + cells(more), key=key))
            line += more
        self.add(line)

    def _fit(self, names: Sequence[str]) -> bool:
        return sum(map(cell_len, names)) + 3 * len(names) <= self._width - _COLUMN

    def _style(self, field: AnyField) -> StyleKey:
        """How the choice that a field is set to is drawn."""
        return ("heading", "selected") if self._form.field == field else ("heading",)

    def _begin(self, field: AnyField) -> Parts:
        focused = self._form.field == field
        name = field.name if isinstance(field, Option) else field.value
        head = ("›" if focused else " ") + f"{name:<{_COLUMN - 2}} "
        self.targets.append(Target(len(self.lines), 0, cell_len(head), field))
        return [(head, _STRONG if focused else _QUIET)]
