"""What is asked before an export: format, scope, file. Plain code, without a screen."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping, Sequence
from enum import Enum, StrEnum
from pathlib import Path, PurePath
from typing import TypeAlias
from urllib.parse import unquote, urlsplit

from annotations.errors import StetError, UsageError
from annotations.formats import Format, Option, by_suffix
from annotations.formats.extras import how_to_install
from tui.line_editor import LineEditor

__all__ = ["AnyField", "ExportForm", "Field", "WhatLeaves", "doubts", "file_stem", "target_of"]

_LIBRARY_STEM = "library"
_NAMELESS_STEM = "article"
_STEM_BYTES = 120
"""Longest stem that is proposed, in bytes of UTF-8: with a suffix, every file system takes it."""
_NOT_IN_NAMES = frozenset('/\\:*?"<>|')


class Field(Enum):
    """Where the keys go."""

    FORMAT = "format"
    SCOPE = "scope"
    FILE = "file"


class WhatLeaves(StrEnum):
    """How much is exported."""

    ARTICLE = "this article"
    MARKED = "marked articles"
    SHOWN = "those shown"
    LIBRARY = "whole library"


AnyField: TypeAlias = "Field | Option"
"""A field of every export, or one that a format asks for."""
_NO_YES = ("no", "yes")


class ExportForm:
    """The answers so far.

    Args:
        formats: What can be chosen; the first one is.
        source: Path or address of the open article, empty when it has none.
        title: What it is called.
        scopes: How much can be exported; the first one is.

    Attributes:
        field: Which answer the keys change; those that the format chosen asks for come last.
        form: The format chosen.
        scope: How much is exported.
        editor: The line with the name of the file; it follows format and scope until it is edited by hand,
            and then the format follows its suffix.
    """

    def __init__(
        self,
        formats: Sequence[Format],
        source: str,
        title: str,
        scopes: Sequence[WhatLeaves] = (WhatLeaves.ARTICLE, WhatLeaves.LIBRARY),
    ) -> None:
        self.formats = formats
        self.scopes = tuple(scopes)
        self.field: AnyField = Field.FORMAT
        self.form = formats[0]
        self.scope = self.scopes[0]
        self._source = source
        self._title = title
        self._edited = False
        self._flags: set[str] = set()
        self._lines: dict[str, LineEditor] = {}
        self._missing = {form.name: how_to_install(form) for form in formats}
        self.editor = LineEditor(self._proposal())

    @property
    def fields(self) -> tuple[AnyField, ...]:
        """All that is asked now."""
        return (*Field, *self.form.options)

    @property
    def options(self) -> Mapping[str, str]:
        """What was asked of the format chosen, by name."""
        flags = {option.name: "" for option in self.form.options if option.name in self._flags}
        lines = {
            option.name: self.line(option).text.strip()
            for option in self.form.options
            if option.metavar and self.line(option).text.strip() not in {"", option.default}
        }
        return {**flags, **lines}

    def missing(self, form: Format) -> str:
        """What a format needs and is not installed, in a few words; empty where it can be used."""
        return self._missing[form.name]

    def line(self, option: Option) -> LineEditor:
        """The line in which the value of an option is typed."""
        return self._lines.setdefault(option.name, LineEditor(option.default))

    def typed_in(self, field: AnyField) -> LineEditor | None:
        """The line of a field that is typed; None where one chooses."""
        if isinstance(field, Option):
            return self.line(field) if field.metavar else None
        return self.editor if field is Field.FILE else None

    def choices(self, field: AnyField) -> Sequence[str]:
        """What a field can be set to; nothing where it is typed."""
        if isinstance(field, Option):
            return () if field.metavar else _NO_YES
        match field:
            case Field.FORMAT:
                return [form.name for form in self.formats]
            case Field.SCOPE:
                return [scope.value for scope in self.scopes]
            case Field.FILE:
                return ()

    def chosen(self, field: AnyField) -> int:
        """Index of the choice that a field is set to."""
        if isinstance(field, Option):
            return int(field.name in self._flags)
        return self.formats.index(self.form) if field is Field.FORMAT else self.scopes.index(self.scope)

    def choose(self, field: AnyField, index: int) -> None:
        """Set a field to one of its choices; after the last comes the first."""
        if isinstance(field, Option):
            (self._flags.add if index % 2 else self._flags.discard)(field.name)
        elif field is Field.FORMAT:
            self.form = self.formats[index % len(self.formats)]
        elif field is Field.SCOPE:
            self.scope = self.scopes[index % len(self.scopes)]
        if not self._edited:
            self.editor = LineEditor(self._proposal())

    def key(self, key: str) -> bool:
        """Take a key; tells whether it meant anything."""
        if key in {"tab", "down"}:
            self._step(1)
        elif key in {"shift+tab", "up"}:
            self._step(-1)
        elif self.typed_in(self.field) is not None:
            return self._type(key)
        elif key in {"right", "space"}:
            self.choose(self.field, self.chosen(self.field) + 1)
        elif key == "left":
            self.choose(self.field, self.chosen(self.field) - 1)
        else:
            return self._choose_by_letter(key)
        return True

    def paste(self, text: str) -> bool:
        """Take pasted text into the line that is being typed; tells whether there is one."""
        editor = self.typed_in(self.field)
        if editor is None:
            return False
        before = self.editor.text
        editor.insert(" ".join(text.split()))
        self._typed(before)
        return True

    def _step(self, by: int) -> None:
        fields = self.fields
        # A field of a format that is no longer chosen is gone.
        at = fields.index(self.field) if self.field in fields else 0
        self.field = fields[(at + by) % len(fields)]

    def _choose_by_letter(self, key: str) -> bool:
        """Choose the next of the choices that begin with a letter."""
        choices, at = self.choices(self.field), self.chosen(self.field)
        for step in range(1, len(choices) + 1):
            index = (at + step) % len(choices)
            if choices[index].startswith(key.casefold()):
                self.choose(self.field, index)
                return True
        return False

    def _type(self, key: str) -> bool:
        editor = self.typed_in(self.field)
        before = self.editor.text
        meant = editor is not None and editor.key(key)
        self._typed(before)
        return meant

    def _typed(self, before: str) -> None:
        """Take the format that a suffix typed by hand names; a format chosen after it stands."""
        if self.editor.text == before:
            return
        self._edited = True
        self.form = by_suffix(self.editor.text.strip(), self.formats) or self.form

    def _proposal(self) -> str:
        suffix = self.form.suffixes[0]
        if self.scope is not WhatLeaves.ARTICLE:
            return _LIBRARY_STEM + suffix
        stem = file_stem(self._source, self._title)
        return f"{stem}-annotations{suffix}" if stem + suffix == PurePath(self._source).name else stem + suffix


def file_stem(source: str, title: str) -> str:
    """Name a file after an article: the last part of where it came from, else its title, as any system takes it."""
    for name in (_last_part(source), title):
        words = " ".join("".join(_in_names(character) for character in name).split())
        stem = words.encode()[:_STEM_BYTES].decode(errors="ignore").strip(" .-")
        if stem:
            return stem
    return _NAMELESS_STEM


def _last_part(source: str) -> str:
    if "://" not in source:
        return PurePath(source).stem
    try:
        address = urlsplit(source)
    except ValueError:
        return ""
    return PurePath(unquote(address.path)).stem or address.netloc


def _in_names(character: str) -> str:
    if character.isspace():
        return " "
    return character if character.isprintable() and character not in _NOT_IN_NAMES else "-"


def target_of(typed: str) -> Path:
    """Return the file that a typed name means; `~` is a person's own folder.

    Raises:
        UsageError: It is no name.
    """
    name = typed.strip()
    if not name:
        raise UsageError("the export needs the name of a file")
    try:
        os.fsencode(name)
    except ValueError:
        name = "\0"
    if "\0" in name:
        raise UsageError("no file can be called that", "Give the export another name.")
    return Path(os.path.expanduser(name))  # noqa: PTH111 - pathlib's raises where a user is unknown


def doubts(target: Path, form: Format, formats: Sequence[Format]) -> list[str]:
    """Look what speaks against writing a format to a file: sentences to agree to. Touches the disk.

    Raises:
        StetError: It cannot be done at all.
    """
    found = []
    try:
        mode = target.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        pass
    except OSError as error:
        raise StetError(f"{target} cannot be written: {error.strerror or error}") from None
    else:
        if stat.S_ISDIR(mode):
            raise UsageError(f"{target} is a folder", "Put a name after it.")
        if not stat.S_ISREG(mode):
            raise UsageError(f"{target} is no ordinary file", "Give the export another name.")
        found.append(f"{target.name} is there already and would be replaced")
    other = by_suffix(target, formats)
    if other is not None and other is not form:
        found.append(f"{target.name} is named like {other.name}, but would be {form.name}")
    return found
