"""What every reader makes of a file, and the protocol that it follows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple, Protocol

from annotations.text import Block, Style, Text


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
    """

    text: Text
    blocks: Iterator[Block]
    styles: tuple[Style, ...] = ()
    title: str | None = None
    metadata: Mapping[str, str] = MappingProxyType({})
    language: str | None = None
    notes: tuple[str, ...] = ()


class Reader(Protocol):
    """One kind of file.

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
