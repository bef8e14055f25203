"""CSV with one row for each annotation, for spreadsheets and data frames.

RFC 4180: UTF-8 without a mark, CRLF, quotes where needed. The columns are a contract with other programs:

- `sentence` and `sentence_no` are of the sentence in which the annotation starts, counted from 1.
- `paragraph_no` counts from 1 what a reader sees as one: each paragraph, heading, list item, block quote,
  caption and so on, and each row of a table.
- `section` is the heading above; the annotation's own heading is not above it.
- What an annotation has no value for is an empty cell. Flags are `true` or `false`.
- What hangs on an earlier version of its article (an orphan) has that version's offsets, words and sentence.
- Several fillers of one role join with ` | `, in the same order in each of its four columns.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING, TextIO

from annotations.errors import UsageError
from annotations.formats.base import Carried, Carries, Job, MayLose, Option, PlainFormat, PlainRecord
from annotations.formats.outline import Outline
from annotations.formats.unknown import count_unknown, counting_parted
from annotations.model import AttributeValue, Relation
from annotations.schema import AttributeKind, Schema
from annotations.store.plain import PlainAttribute, PlainRole, attribute_values

if TYPE_CHECKING:
    from annotations.formats.documents import Document
    from annotations.formats.files import Source

__all__ = ["CsvFormat", "columns", "guard", "unguard"]

FIXED = (
    "article_id", "article_title", "article_source", "annotation_id", "label", "start", "end", "fragments", "text",
    "sentence", "sentence_no", "paragraph_no", "section", "note", "unsure", "annotator", "origin", "created",
    "updated", "relations",
)  # fmt: skip
ROLE_PARTS = ("", "_text", "_start", "_end")
BETWEEN_FRAGMENTS = " … "
BETWEEN_VALUES = " | "

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_FIRST = frozenset("'=+-@\t\r")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")
_MOST_KEPT = 10_000
_PLAIN_KINDS = {AttributeKind.FLAG, AttributeKind.INTEGER, AttributeKind.NUMBER}


def guard(text: str) -> str:
    """Put a `'` before text that a spreadsheet would run as a formula, or that begins like guarded text."""
    return f"'{text}" if text[:1] in _FIRST and _FORMULA.match(text) else text


def unguard(cell: str) -> str:
    """Take off what `guard` put there, and nothing else."""
    return cell[1:] if _GUARDED.match(cell) else cell


def columns(schema: Schema) -> list[str]:
    """Name the columns for a schema: the fixed ones, four for each role, one for each attribute of each label.

    Names are made of names, so two may turn out the same (the text of role `a`, and role `a_text`). The first
    in this order keeps it; a later one gets the first of `_2`, `_3` … that makes a name nobody has.
    """
    wanted = [
        *FIXED,
        *(f"role_{role}{part}" for role in schema.roles for part in ROLE_PARTS),
        *(f"{label.name}_{attribute.name}" for label in schema.labels for attribute in label.attributes),
    ]
    taken = set(wanted)
    names: dict[str, None] = {}
    for name in wanted:
        if name in names:
            name = next(one for n in count(2) if (one := f"{name}_{n}") not in taken)  # noqa: PLW2901 - a new name
            taken.add(name)
        names[name] = None
    return list(names)


class CsvFormat(PlainFormat):
    """`stet export --format csv`."""

    name = "csv"
    purpose = "a row for each annotation, for spreadsheets and data frames"
    suffixes = (".csv",)
    orphans = "a row whose offsets count in the version that it hangs on"
    parts_by = BETWEEN_VALUES
    carries = Carries(
        roles=Carried.PART,
        relations=Carried.PART,
        loses="the order of different roles; names with “ | ” in them, of several; of a relation all but"
        " its name and its end; the text, which must be in the library when it comes back",
    )
    options = (
        Option("delimiter", "Part the cells with C (, ; | or “tab”).", "C", ","),
        Option("excel", "Begin with a byte order mark, so that Excel reads UTF-8."),
        Option("no-metadata", "Write no FILE-metadata.json, which tells what the columns are (CSV on the Web)."),
    )
    needs_sentences = True
    annotated_only = True
    may_lose = MayLose.UNKNOWN

    def refuse(self, job: Job) -> None:
        """Look at the delimiter."""
        delimiter_of(job)

    def survey(self, record: PlainRecord, job: Job) -> None:
        """Count what has no column, and what cannot be told apart again."""
        count_unknown(replace(record, annotations=counting_parted(record.annotations, BETWEEN_VALUES, job)), job)

    def write(self, records: Iterable[PlainRecord], job: Job, out: TextIO) -> None:
        """Write the header and a row for each annotation."""
        if job.flag("excel"):
            out.write("\ufeff")
        delimiter = delimiter_of(job)
        rows = _Rows(job.schema, delimiter)
        out.write(delimiter.join(map(rows.cell, columns(job.schema))) + "\r\n")
        for record in records:
            out.writelines(rows.of(record))

    def recognises(self, head: bytes) -> bool:
        """A table of annotations begins with `article_id`; other CSV files may be tables of articles."""
        from annotations.formats.tables_reading import is_header

        return is_header(head)

    def documents(self, source: Source, schema: Schema) -> Iterator[Document]:  # noqa: ARG002 - the header has names
        """Read the annotations of articles that are in the library.

        Raises:
            FormatError: It is not such a table; the message names the line.
        """
        from annotations.formats.tables_reading import documents

        return documents(source)

    def beside(self, job: Job) -> Iterator[tuple[str, str]]:
        """Its metadata, by the rules of CSV on the Web."""
        if job.name and not job.flag("no-metadata"):
            from annotations.formats.csvw import metadata

            yield "-metadata.json", metadata(job, columns(job.schema), delimiter_of(job))


def delimiter_of(job: Job) -> str:
    """Return the character that parts cells.

    Raises:
        UsageError: It cannot do that.
    """
    given = job.option("delimiter", ",")
    delimiter = "\t" if given in {"tab", "\\t"} else given
    if delimiter not in {",", ";", "|", "\t"}:
        raise UsageError(f"“{given}” cannot part cells", "Use , ; | or tab.")
    return delimiter


class _Rows:
    """Rows for a schema, as text.

    They are what `csv.writer` writes, in a third of the time: a cell that cannot need quotes is not searched for what
    would, and what rows share (sentence, values) is put together once.
    """

    def __init__(self, schema: Schema, delimiter: str) -> None:
        self._delimiter = delimiter
        self._special = re.compile(f'[{re.escape(delimiter)}"\r\n]').search
        at = 0
        self._roles: dict[str, int] = {}
        for name in schema.roles:
            self._roles[name] = at
            at += len(ROLE_PARTS)
        self._attributes: dict[str, dict[str, tuple[int, bool]]] = {}
        for label in schema.labels:
            places = self._attributes.setdefault(label.name, {})
            for attribute in label.attributes:
                places[attribute.name] = (at, attribute.kind in _PLAIN_KINDS)
                at += 1
        self._width = at
        self._tails: dict[tuple[str, tuple[PlainAttribute, ...]], str] = {}
        self._short: dict[str, str] = {}

    def cell(self, text: str) -> str:
        """Put a cell into quotes where it needs them."""
        return '"' + text.replace('"', '""') + '"' if self._special(text) else text

    def words(self, text: str) -> str:
        """A cell of free text, which is no formula."""
        if not text:
            return ""
        return self.cell(guard(text))

    def of(self, record: PlainRecord) -> Iterator[str]:
        """The rows of one article."""
        d, words = self._delimiter, self.words
        info = record.info
        article = f"{self.cell(info.id)}{d}{words(info.title)}{d}{words(info.source)}{d}"
        around = _Around(Outline(record.content), words, d)
        outgoing: dict[str, list[Relation]] = {}
        for relation in record.relations:
            outgoing.setdefault(relation.source, []).append(relation)
        short = self._short
        # Taken apart at once: a name for each part is looked up in half the time of an attribute.
        for (
            id_, label, note, unsure, annotator, origin, created, updated, start, end, spans, roles, attributes,
        ) in record.annotations:  # fmt: skip
            if len(spans) == 1:
                fragments, text = "", words(spans[0][2])
            else:
                fragments = self.cell(";".join([f"{first}-{last}" for first, last, _ in spans]))
                text = words(BETWEEN_FRAGMENTS.join([text for _, _, text in spans]))
            place = f"{d}{d}" if start is None else f"{start}{d}{end}{d}"
            relations = (
                self.cell(";".join(f"{relation.label}:{relation.target}" for relation in outgoing[id_]))
                if id_ in outgoing
                else ""
            )
            yield (
                f"{article}{id_}{d}{short.get(label) or self._shorten(label)}{d}{place}{fragments}{d}{text}{d}"
                f"{around.cells(start)}{d}{words(note) if note else ''}{d}{'true' if unsure else 'false'}{d}"
                f"{short.get(annotator) or self._shorten(annotator)}{d}{origin}{d}{created}{d}{updated}{d}{relations}"
                f"{self._tail(label, roles, attributes)}\r\n"
            )

    def _shorten(self, text: str) -> str:
        """The cell of a label or of a name, of which there are few."""
        cell = self.words(text)
        if len(self._short) < _MOST_KEPT:
            self._short[text] = cell
        return cell

    def _tail(self, label: str, roles: list[PlainRole], attributes: list[PlainAttribute]) -> str:
        """The cells of roles and attributes, each after its delimiter."""
        key = (label, tuple(attributes))
        if not roles and key in self._tails:
            return self._tails[key]
        cells = [""] * self._width
        if roles:
            self._put_roles(cells, roles)
        if attributes:
            self._put_attributes(cells, label, attributes)
        tail = "".join([f"{self._delimiter}{cell}" for cell in cells])
        if not roles and len(self._tails) < _MOST_KEPT:
            self._tails[key] = tail
        return tail

    def _put_roles(self, cells: list[str], roles: list[PlainRole]) -> None:
        for name in dict.fromkeys(role.role for role in roles):
            at = self._roles.get(name)
            if at is None:
                continue  # counted before
            fillers = [role for role in roles if role.role == name]
            cells[at] = self.words(_joined([role.name or role.text or "" for role in fillers]))
            cells[at + 1] = self.words(_joined([role.text or "" for role in fillers]))
            cells[at + 2] = self.cell(_joined(["" if role.start is None else str(role.start) for role in fillers]))
            cells[at + 3] = self.cell(_joined(["" if role.end is None else str(role.end) for role in fillers]))

    def _put_attributes(self, cells: list[str], label: str, attributes: list[PlainAttribute]) -> None:
        places = self._attributes.get(label, {})
        for name, value in attribute_values(attributes).items():
            if name in places:
                at, plain = places[name]
                cells[at] = self.cell(_cell(value)) if plain else self.words(_cell(value))


class _Around:
    """The cells that say where an annotation is: sentence, its number, number of the paragraph, section."""

    def __init__(self, outline: Outline, words: Callable[[str], str], delimiter: str) -> None:
        self._outline = outline
        self._words = words
        self._delimiter = delimiter
        self._nowhere = delimiter * 3
        self._start = self._end = 0
        self._cells = ""

    def cells(self, start: int | None) -> str:
        """Return them for an annotation that starts at a code point, empty where it has no place."""
        if start is None:
            return self._nowhere
        if not self._start <= start < self._end:
            # Within a sentence, all of these stay as they are.
            outline, d = self._outline, self._delimiter
            number, text, self._start, self._end = outline.around(start)
            section = self._words(outline.section(start))
            self._cells = f"{self._words(text)}{d}{number}{d}{outline.paragraph_number(start)}{d}{section}"
        return self._cells


def _joined(parts: list[str]) -> str:
    # Empty parts keep their place, so that the columns of a role can be read side by side.
    return BETWEEN_VALUES.join(parts) if any(parts) else ""


def _cell(value: AttributeValue) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case tuple():
            return BETWEEN_VALUES.join(value)
    return str(value)
