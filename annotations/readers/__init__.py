"""Readers: bytes to articles. One registry says which reader takes which file."""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import PurePath
from typing import Any, TypeAlias

from annotations.errors import ReadError, UsageError
from annotations.readers.base import DataReader, Draft, Page, Reader, Served
from annotations.readers.decoding import decode, read_file
from annotations.readers.plain import PlainReader
from annotations.text import Text

__all__ = [
    "READERS",
    "AnyReader",
    "DataReader",
    "Draft",
    "Page",
    "Reader",
    "Served",
    "kind_of",
    "read_bytes",
    "read_path",
    "reader_for",
    "reader_for_media",
]


class _Deferred:
    """A reader of which the module is loaded when it reads: most articles need only one of them."""

    def __init__(self, name: str, suffixes: str, module: str, maker: str) -> None:
        self.name = name
        self.suffixes = frozenset(suffixes.split())
        self._place = (module, maker)

    def _load(self) -> Any:
        module, maker = self._place
        return getattr(import_module(module), maker)()


class _Later(_Deferred):
    """A reader of text."""

    def read(self, text: Text) -> Draft:
        reader: Reader = self._load()
        return reader.read(text)


class _LaterData(_Deferred):
    """A reader of bytes."""

    def __init__(self, name: str, suffixes: str, media: str, module: str, maker: str) -> None:
        super().__init__(name, suffixes, module, maker)
        self.media = tuple(media.split())

    def read_data(self, data: bytes, served: Served) -> Draft:
        reader: DataReader = self._load()
        return reader.read_data(data, served)


AnyReader: TypeAlias = PlainReader | _Later | _LaterData
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_TEXT_MEDIA = {"text/plain": "plain", "text/markdown": "markdown", "text/x-markdown": "markdown"}

READERS: tuple[AnyReader, ...] = (
    PlainReader(),
    _Later("markdown", ".md .markdown .mdown .mkd .mkdn", "annotations.readers.markdown", "MarkdownReader"),
    _LaterData("web", ".html .htm .xhtml", "text/html application/xhtml+xml", "annotations.readers.web", "WebReader"),
    _LaterData("pdf", ".pdf", "application/pdf application/x-pdf", "annotations.readers.pdf", "PdfReader"),
    _LaterData("docx", ".docx", _WORD, "annotations.readers.docx", "DocxReader"),
)
"""Every reader; the first takes what no other does."""


def reader_for(path_or_suffix: str | os.PathLike[str], name: str | None = None) -> AnyReader:
    """Return the reader called `name`, else the one for a path or a suffix (`.md`), else plain text.

    Raises:
        UsageError: No reader has that name.
    """
    if name is not None:
        for reader in READERS:
            if reader.name == name:
                return reader
        raise UsageError(f"There is no reader {name}.", f"Choose from: {', '.join(r.name for r in READERS)}.")
    return _by_suffix(path_or_suffix) or READERS[0]


def reader_for_media(media: str) -> AnyReader | None:
    """Return the reader for a media type, in lower case and without parameters; None if none takes it."""
    for reader in READERS:
        if _TEXT_MEDIA.get(media) == reader.name or (isinstance(reader, _LaterData) and media in reader.media):
            return reader
    return None


def kind_of(data: bytes) -> str:
    """Return the name of the reader for bytes that nothing is said about, by how they begin."""
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n\f").lower()
    if head.startswith(b"%pdf-"):
        return "pdf"
    if head.startswith(b"pk\x03\x04"):
        return "docx"
    return "web" if head.startswith((b"<!doctype html", b"<html", b"<head", b"<body")) else "plain"


def read_path(path: str | os.PathLike[str], reader: str | None = None, *, compact: bool = False) -> Draft:
    """Read a file by the reader of that name, else by the one for its suffix, else by how it begins.

    A long text is kept, if `compact`, as what takes little memory (see `annotations.long_text`).

    Raises:
        ReadError: The file cannot be made into an article; the message names it.
        UsageError: No reader has that name.
    """
    chosen = reader_for(path, reader) if reader is not None else _by_suffix(path)
    data = read_file(path)
    try:
        return _read(data, chosen or reader_for("", kind_of(data)), Served(), compact=compact)
    except ReadError as error:
        raise ReadError(f"{os.fspath(path)}: {error.message}", error.hint) from error


def read_bytes(data: bytes, kind: str = "plain", served: Served | None = None) -> Draft:
    """Read bytes that come from no file; `kind` is a suffix with its dot, or the name of a reader.

    Raises:
        ReadError: They cannot be made into an article.
        UsageError: No reader has that name.
    """
    reader = reader_for(kind) if kind.startswith(".") else reader_for("", kind)
    return _read(data, reader, served or Served())


def _by_suffix(path_or_suffix: str | os.PathLike[str]) -> AnyReader | None:
    path = os.fspath(path_or_suffix)
    suffix = (PurePath(path).suffix or PurePath(path).name).lower()
    return next((reader for reader in READERS if suffix in reader.suffixes), None)


def _read(data: bytes, reader: AnyReader, served: Served, *, compact: bool = False) -> Draft:
    if isinstance(reader, _LaterData):
        draft = reader.read_data(data, served)
        return draft._replace(page=Page(reader.media[0], data, served.address))
    decoded = decode(data, served.charset, compact=compact)
    draft = reader.read(decoded.text)
    return draft._replace(notes=decoded.notes + draft.notes) if decoded.notes else draft
