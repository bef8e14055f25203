"""What every reader makes of a file, and the protocols that it follows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple, Protocol

from annotations.text import Block, Style, Text

__all__ = ["DataReader", "Draft", "Page", "Reader", "Served"]


class Page(NamedTuple):
    """The page or document that an article was made from, as it came.

    Attributes:
        media: Its media type, such as `text/html`.
        body: Its bytes.
        address: Where it was fetched from, None for a file.
    """

    media: str
    body: bytes
    address: str | None = None


class Served(NamedTuple):
    """What whoever handed over the bytes says of them: their address, and the name of their encoding."""

    address: str | None = None
    charset: str | None = None


class Draft(NamedTuple):
    """An article as read: canonical text, and what stands beside it.

    Attributes:
        text: Canonical text: no BOM, no CR, no NUL, no lone surrogate.
        blocks: In the order of the text, made as they are asked for, so that the first page of a
            long plain text is there before the rest was looked at. To be consumed once.
        styles: Inline styles, by start.
        title: What the page says of itself (front matter, `<title>`), or None.
        metadata: Further facts from the page (author, date, site …).
        language: BCP 47 code where the page names one.
        notes: Sentences for the person, such as which encoding was guessed.
        page: What the text was taken from, where that is more than the text.
    """

    text: Text
    blocks: Iterator[Block]
    styles: tuple[Style, ...] = ()
    title: str | None = None
    metadata: Mapping[str, str] = MappingProxyType({})
    language: str | None = None
    notes: tuple[str, ...] = ()
    page: Page | None = None


class Reader(Protocol):
    """One kind of text file.

    Attributes:
        name: As `--reader` takes it.
        suffixes: Lower case, with the dot.
    """

    name: str
    suffixes: frozenset[str]

    def read(self, text: Text) -> Draft:
        """Make a draft of canonical text (see `annotations.readers.decoding`).

        Raises:
            ReadError: There is nothing to read in it.
        """
        ...


class DataReader(Protocol):
    """One kind of file that is more than its text: the page is kept with what is read from it.

    Attributes:
        name: As `--reader` takes it.
        suffixes: Lower case, with the dot.
        media: Media types, the one that files have first.
    """

    name: str
    suffixes: frozenset[str]
    media: tuple[str, ...]

    def read_data(self, data: bytes, served: Served) -> Draft:
        """Make a draft of the bytes of a file.

        Raises:
            ReadError: There is no article in it, or the library that reads it is not installed.
        """
        ...
