"""What is measured, of what: the vocabulary that sessions, budgets and the report share."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum


class Measure(Enum):
    """A quantity; times in milliseconds, sizes in bytes."""

    FIRST_PAINT = "process start to the last byte of the first burst with article text"
    MARKED = "first paint to the last change of the current sentence's cells and of the margin before them"
    SUGGESTED = "that (of a stored article, its first paint) to the first suggestion in the margin"
    WHOLE = "first paint to `sentence N of M` in the status line"
    NEXT = "j"
    PREVIOUS = "k"
    PARAGRAPH = "}"
    PAGE = "space"
    LAST = "G"
    FIRST = "g g"
    LINE_BYTES = "bytes written for `j`, `k` or `}`"
    PAGE_BYTES = "bytes written for `space`, `G` or `gg`"
    AMONG_LINES = "j, k or } among many annotations"
    AMONG_PAGES = "space, G or g g among many annotations"
    TAG = "c"
    UNDO = "u"
    COMMIT = "BEGIN IMMEDIATE, INSERT, COMMIT"
    MEMORY = "VmHWM at the end"
    HELP = "--help"


LINE_MOVES = (Measure.NEXT, Measure.PREVIOUS, Measure.PARAGRAPH)
PAGE_MOVES = (Measure.PAGE, Measure.LAST, Measure.FIRST)


class Floor(StrEnum):
    """What the program is measured beside."""

    EMPTY = "empty app"
    TRIVIAL = "trivial app"
    SQLITE = "raw SQLite"


@dataclass(frozen=True, slots=True)
class Case:
    """The program on one article.

    Attributes:
        article: Such as `1 MB`.
        is_markdown: Else it is plain text.
        is_stored: It was opened before, in the same database.
    """

    article: str
    is_markdown: bool = False
    is_stored: bool = False

    def __str__(self) -> str:
        return f"{self.article}{' Markdown' if self.is_markdown else ''}, {'stored' if self.is_stored else 'new'}"


@dataclass(frozen=True, slots=True)
class Sample:
    """One value of one quantity; `subject` is None for what concerns no article (`--help`)."""

    subject: Case | Floor | None
    measure: Measure
    value: float
