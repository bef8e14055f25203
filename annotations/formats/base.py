"""What a format is: what it is given of an article, what it says of itself, and the kinds of files that it makes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, StrEnum
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, Protocol, TextIO, runtime_checkable

from annotations.formats.losses import Losses
from annotations.model import Annotation, ArticleInfo, Relation
from annotations.schema import Schema
from annotations.store.articles import ArticleText

if TYPE_CHECKING:
    from annotations.formats.documents import Document
    from annotations.formats.files import Files, Source
    from annotations.store.plain import PlainAnnotation

__all__ = [
    "ArticleRecord",
    "BinaryFormat",
    "Carried",
    "Carries",
    "FilesFormat",
    "ForeignFormat",
    "Format",
    "ImportFormat",
    "Job",
    "Losses",
    "MayLose",
    "Option",
    "PlainFormat",
    "PlainRecord",
    "TextFormat",
    "VersionedFormat",
]


@dataclass(frozen=True, slots=True)
class ArticleRecord:
    """One article with all that hangs on one of its versions: the current one, or an earlier one that has orphans.

    Annotations are in the order of the text, relations (those that start in the article) by id. Where a record
    comes from a file, `key` of the info and `version` of the annotations are 0: the store gives them.
    """

    info: ArticleInfo
    content: ArticleText[str]
    annotations: Sequence[Annotation] = ()
    relations: tuple[Relation, ...] = ()


@dataclass(frozen=True, slots=True)
class PlainRecord:
    """An article whose annotations come as plain rows, a few thousand at a time: for formats that hold millions."""

    info: ArticleInfo
    content: ArticleText[str]
    annotations: Iterable[PlainAnnotation]
    relations: tuple[Relation, ...] = ()


class Carried(StrEnum):
    """Whether a format holds something."""

    YES = "yes"
    PART = "in part"
    NO = "no"


_YES, _NO = Carried.YES, Carried.NO


@dataclass(frozen=True, slots=True)
class Carries:
    """What of an annotation a format holds; `loses` says what it does not, in words."""

    fragments: Carried = _YES
    overlap: Carried = _YES
    roles: Carried = _YES
    attributes: Carried = _YES
    relations: Carried = _YES
    notes: Carried = _YES
    unsure: Carried = _YES
    annotator: Carried = _YES
    times: Carried = _YES
    loses: str = ""


class MayLose(Enum):
    """What a format may be unable to hold."""

    NOTHING = "nothing"
    UNKNOWN = "roles and attributes that the schema does not have"
    THINGS = "things that only a look at every annotation tells"


class Option(NamedTuple):
    """Something that can be asked of a format, on the command line as `--name`; without a metavar it is a flag."""

    name: str
    help: str
    metavar: str = ""
    default: str = ""


@dataclass(slots=True)
class Job:
    """One export: its coding scheme, what was asked of the format, and what it could not hold.

    Attributes:
        losses: Counted before anything is written.
        options: By name, those that were given.
        name: The name of the file without its folder, empty where it has none.
        seen: What `survey` found and `beside` or `write` needs, by kind, in the order of the first.
    """

    schema: Schema
    losses: Losses = field(default_factory=Losses)
    options: Mapping[str, str] = field(default_factory=dict)
    name: str = ""
    seen: dict[str, dict[str, None]] = field(default_factory=dict)

    def note(self, kind: str, name: str) -> None:
        """Remember that something was seen."""
        self.seen.setdefault(kind, {}).setdefault(name)

    def flag(self, name: str) -> bool:
        """Tell whether a flag was given."""
        return name in self.options

    def option(self, name: str, default: str = "") -> str:
        """Return what was given for an option."""
        return self.options.get(name, default)


class Format:
    """One kind of file that annotations leave as. Another package's format inherits from a kind of it below.

    Attributes:
        name: As `--format` takes it.
        purpose: What it is good for, in one line.
        suffixes: Lower case, with the dot; the longest one that a file ends with decides.
        reads: Further suffixes of files that it reads and never makes.
        pairs: Suffixes of a file and of its text beside it, which tell what a folder of any name holds.
        carries: What it holds.
        options: What can be asked of it.
        needs: Modules that it cannot do without, and `extra` is what `pip install 'stet-tui[…]'` brings them by.
        needs_sentences: Records come with their sentences found.
        annotated_only: Articles without an annotation leave no trace, so their text need not be read.
        may_lose: Whether `survey` is to be called for each record before `write`.
    """

    name: str = ""
    purpose: str = ""
    suffixes: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    pairs: tuple[str, str] | None = None
    carries: Carries = Carries()
    options: tuple[Option, ...] = ()
    needs: tuple[str, ...] = ()
    extra: str = ""
    needs_sentences: bool = False
    annotated_only: bool = False
    may_lose: MayLose = MayLose.NOTHING

    def refuse(self, job: Job) -> None:
        """Look at what was asked, before anything is read.

        Raises:
            UsageError: An option cannot be as it is.
        """

    def beside(self, job: Job) -> Iterator[tuple[str, str]]:  # noqa: ARG002 - most have none
        """Files that go beside the one written: what is put after its name, and the text in them; after `survey`."""
        yield from ()


class _RecordFormat(Format):
    """A format that is given records."""

    def survey(self, record: ArticleRecord, job: Job) -> None:
        """Count in `job.losses` what of one article will not be held, before anything is written."""

    def surveyed(self, job: Job) -> None:
        """Count what only shows when every article was surveyed: what leads out of the file."""


class TextFormat(_RecordFormat):
    """A format whose file is text."""

    def write(self, records: Iterable[ArticleRecord], job: Job, out: TextIO) -> None:
        """Write a whole file, one record after the other; `out` is UTF-8 and translates no line ends."""
        raise NotImplementedError


class PlainFormat(Format):
    """A text format that is given plain rows and never more than a few thousand of them at once.

    Attributes:
        parts_by: What parts several values of one cell, so that `survey` is to look where a role has it in itself.
    """

    parts_by: str = ""

    def write(self, records: Iterable[PlainRecord], job: Job, out: TextIO) -> None:
        """Write a whole file, one record after the other; `out` is UTF-8 and translates no line ends."""
        raise NotImplementedError

    def survey(self, record: PlainRecord, job: Job) -> None:
        """Count in `job.losses` what of one article will not be held, before anything is written."""


class BinaryFormat(_RecordFormat):
    """A format whose file is bytes."""

    def write(self, records: Iterable[ArticleRecord], job: Job, out: BinaryIO) -> None:
        """Write a whole file, one record after the other."""
        raise NotImplementedError


class FilesFormat(_RecordFormat):
    """A format of several files: they go into a new folder, or into one zip file."""

    def write(self, records: Iterable[ArticleRecord], job: Job, out: Files) -> None:
        """Write all files, one record after the other."""
        raise NotImplementedError


@runtime_checkable
class VersionedFormat(Protocol):
    """A format that is also given a record for each earlier version that annotations hang on, before the current one.

    Attributes:
        orphans: What it makes of them, in a few words.
    """

    orphans: str


@runtime_checkable
class ImportFormat(Protocol):
    """The own format, whose records come back as they left."""

    name: str
    suffixes: tuple[str, ...]

    def read(self, stream: BinaryIO, schema: Schema) -> Iterator[tuple[int, ArticleRecord]]:
        """Read records one by one, each with its line and verified in itself.

        Raises:
            FormatError: Something is not as the format promises; the message names the line.
        """
        ...


@runtime_checkable
class ForeignFormat(Protocol):
    """A format that other programs write too, and that can be read back."""

    name: str
    suffixes: tuple[str, ...]

    def recognises(self, head: bytes) -> bool:
        """Tell by its first bytes whether a file with a suffix of this format is of it."""
        ...

    def documents(self, source: Source, schema: Schema) -> Iterator[Document]:
        """Read documents one by one; whoever asks verifies them against their text.

        Raises:
            FormatError: Something is not as the format promises; the message names file and place.
        """
        ...
