"""Readers: bytes to articles. One registry says which reader takes which file."""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import PurePath

from annotations.errors import ReadError, UsageError
from annotations.readers.base import Draft, Reader
from annotations.readers.decoding import decode, read_file
from annotations.readers.plain import PlainReader
from annotations.text import Text

__all__ = ["READERS", "Draft", "Reader", "read_bytes", "read_path", "reader_for"]


class _Later:
    """A reader of which the module is loaded when it reads: most articles need only one of them."""

    def __init__(self, name: str, suffixes: frozenset[str], module: str, maker: str) -> None:
        self.name = name
        self.suffixes = suffixes
        self._place = (module, maker)

    def read(self, text: Text) -> Draft:
        module, maker = self._place
        reader: Reader = getattr(import_module(module), maker)()
        return reader.read(text)


READERS: tuple[Reader, ...] = (
    PlainReader(),
    _Later(
        "markdown",
        frozenset({".md", ".markdown", ".mdown", ".mkd", ".mkdn"}),
        "annotations.readers.markdown",
        "MarkdownReader",
    ),
)
"""Every reader; the first takes what no other does."""


def reader_for(path_or_suffix: str | os.PathLike[str], name: str | None = None) -> Reader:
    """Return the reader called `name`, else the one for a path or a suffix (`.md`), else plain text.

    Raises:
        UsageError: No reader has that name.
    """
    if name is not None:
        for reader in READERS:
            if reader.name == name:
                return reader
        raise UsageError(f"There is no reader {name}.", f"Choose from: {', '.join(r.name for r in READERS)}.")
    path = os.fspath(path_or_suffix)
    suffix = (PurePath(path).suffix or PurePath(path).name).lower()
    return next((reader for reader in READERS if suffix in reader.suffixes), READERS[0])


def read_path(path: str | os.PathLike[str], reader: str | None = None, *, compact: bool = False) -> Draft:
    """Read a file by the reader of that name, else by the one for its suffix.

    A long text is kept, if `compact`, as what takes little memory (see `annotations.long_text`).

    Raises:
        ReadError: The file cannot be made into an article; the message names it.
        UsageError: No reader has that name.
    """
    chosen = reader_for(path, reader)
    data = read_file(path)
    try:
        return _read(data, chosen, compact=compact)
    except ReadError as error:
        raise ReadError(f"{os.fspath(path)}: {error.message}", error.hint) from error


def read_bytes(data: bytes, kind: str = "plain") -> Draft:
    """Read bytes that come from no file; `kind` is a suffix with its dot, or the name of a reader.

    Raises:
        ReadError: They cannot be made into an article.
        UsageError: No reader has that name.
    """
    return _read(data, reader_for(kind) if kind.startswith(".") else reader_for("", kind))


def _read(data: bytes, reader: Reader, *, compact: bool = False) -> Draft:
    decoded = decode(data, compact=compact)
    draft = reader.read(decoded.text)
    return draft._replace(notes=decoded.notes + draft.notes) if decoded.notes else draft
