"""What a format is given of an article, and the protocols that formats follow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Protocol, TextIO, runtime_checkable

from annotations.model import Annotation, ArticleInfo, Relation
from annotations.schema import Schema
from annotations.store.articles import ArticleText

__all__ = ["ArticleRecord", "Format", "ImportFormat", "Losses", "VersionedFormat"]


@dataclass(frozen=True, slots=True)
class ArticleRecord:
    """One article with all that hangs on one of its versions: the current one, or an earlier one that has orphans.

    Annotations are in the order of the text, relations (those that start in the article) by id. Where a record
    comes from a file, `key` of the info and `version` of the annotations are 0: the store gives them.
    """

    info: ArticleInfo
    content: ArticleText[str]
    annotations: tuple[Annotation, ...] = ()
    relations: tuple[Relation, ...] = ()


class Losses:
    """What a format could not hold, counted by kind, so that an export never drops anything silently."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._first: dict[str, str] = {}

    def add(self, what: str, example: str) -> None:
        """Note one loss: `what` in words (“a role that the schema does not have”), and where the first one was."""
        self._counts[what] += 1
        self._first.setdefault(what, example)

    def __len__(self) -> int:
        return self._counts.total()

    def sentences(self) -> Iterator[str]:
        """One sentence for each kind of loss."""
        for what, count in self._counts.items():
            times = f"{count} times, first" if count > 1 else "once,"
            yield f"left out: {what} ({times} in {self._first[what]})"


class Format(Protocol):
    """One kind of file that annotations leave as.

    Attributes:
        name: As `--format` takes it.
        purpose: What it is good for, in one line.
        suffixes: Lower case, with the dot.
        needs_sentences: Records come with their sentences found.
        annotated_only: Articles without an annotation leave no trace, so their text need not be read.
    """

    name: str
    purpose: str
    suffixes: tuple[str, ...]
    needs_sentences: bool
    annotated_only: bool

    def write(self, records: Iterable[ArticleRecord], schema: Schema, out: TextIO, losses: Losses) -> None:
        """Write a whole file, one record after the other; `out` translates no line ends."""
        ...


@runtime_checkable
class VersionedFormat(Protocol):
    """A format that is also given a record for each earlier version that annotations hang on, before the current one.

    Attributes:
        orphans: What it makes of them, in a few words.
    """

    orphans: str


@runtime_checkable
class ImportFormat(Protocol):
    """A format that can be read back."""

    name: str
    suffixes: tuple[str, ...]

    def read(self, stream: BinaryIO, schema: Schema) -> Iterator[tuple[int, ArticleRecord]]:
        """Read records one by one, each with its line and verified in itself.

        Raises:
            FormatError: Something is not as the format promises; the message names the line.
        """
        ...
