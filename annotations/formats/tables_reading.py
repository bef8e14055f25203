"""The CSV back into annotations; the articles that it is about must be in the library."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from io import TextIOWrapper
from itertools import groupby
from operator import itemgetter

from annotations.errors import FormatError
from annotations.formats.documents import HAS, NAME, NOTE, PROVENANCE, UNSURE, Document, Link, Node
from annotations.formats.files import MAX_FILE, Source
from annotations.formats.tables import BETWEEN_FRAGMENTS, BETWEEN_VALUES, FIXED, unguard
from annotations.model import AttributeValue
from annotations.schema import clip

__all__ = ["documents", "is_header"]

_NEEDED = ("article_id", "annotation_id", "label", "start", "end", "text")
_FRAGMENT = re.compile(r"(\d{1,12})-(\d{1,12})")
_PROVENANCE = {"annotation_id": "id", "updated": "updated", **{name: name for name in PROVENANCE if name != "id"}}

_Row = dict[str, str]


def is_header(head: bytes) -> bool:
    """Tell whether a file begins as an export of annotations does."""
    first = head.removeprefix(b"\xef\xbb\xbf").split(b"\n", 1)[0]
    return first.startswith(b"article_id") and b"annotation_id" in first


def documents(source: Source) -> Iterator[Document]:
    """One document for each run of rows about one article.

    Raises:
        FormatError: It is not such a table; the message names the line.
    """
    for article, rows in groupby(_rows(source), key=itemgetter(0)):
        nodes: list[Node] = []
        links: list[Link] = []
        place = ""
        for _, line, row in rows:
            place = place or f"line {line}"
            own, roles = _nodes(row, f"line {line}")
            nodes += [own, *roles]
            links += [Link(HAS + role.label, own.id, role.id, place=role.place) for role in roles]
            links += _relations(row, own)
        yield Document(place, article, None, tuple(nodes), tuple(links), article=article)


def _rows(source: Source) -> Iterator[tuple[str, int, _Row]]:
    csv.field_size_limit(MAX_FILE)
    stream = source.open()
    head = stream.read(4096)
    stream.seek(0)
    if not is_header(head):
        raise FormatError("line 1: no table of annotations: its first column is not “article_id”")
    delimiter = chr(head.removeprefix(b"\xef\xbb\xbf")[len(b"article_id")])
    text = TextIOWrapper(stream, encoding="utf-8-sig", newline="")
    try:
        reader = csv.reader(text, delimiter=delimiter, strict=True)
        names = next(reader)
        for name in _NEEDED:
            if name not in names:
                raise FormatError(f"line 1: there is no column “{name}”")
        for cells in reader:
            if not cells:
                continue
            if len(cells) != len(names):
                raise FormatError(f"line {reader.line_num}: {len(cells)} cells, not {len(names)}")
            row = dict(zip(names, cells, strict=True))
            yield row["article_id"], reader.line_num, row
    except csv.Error as error:
        raise FormatError(f"line {reader.line_num}: {error}") from None
    except UnicodeDecodeError as error:
        raise FormatError(f"line {reader.line_num + 1}: not UTF-8: {error.reason}") from None
    finally:
        if not stream.closed:  # whoever stops half-way may have closed it before this ends
            text.detach()


def _nodes(row: _Row, place: str) -> tuple[Node, list[Node]]:
    label = row["label"] if row["label"].strip() else ""
    mark = row["annotation_id"]
    if not label or not mark:
        raise FormatError(f"{place}: {'“label”' if not label else '“annotation_id”'} is empty")
    values: dict[str, AttributeValue] = {}
    roles: list[Node] = []
    for name, cell in row.items():
        if not cell or name in FIXED:
            continue
        if name.startswith(f"{label}_"):
            values[name.removeprefix(f"{label}_")] = unguard(cell)
        elif f"{name}_start" in row and name.startswith("role_"):
            role = name.removeprefix("role_")
            named = []
            for number, (filler, words, span) in enumerate(_fillers(row, name, place), 1):
                if span is None:
                    named.append(filler)
                else:
                    said: dict[str, AttributeValue] = {} if filler == words else {"name": filler}
                    roles.append(
                        Node(f"{mark}/{role}/{number}", role, (span,), said, words=words, place=place, owner=mark)
                    )
            if named:
                values[role + NAME] = tuple(named) if len(named) > 1 else named[0]
    if row.get("note"):
        values[NOTE] = unguard(row["note"])
    if row.get("unsure") == "true":
        values[UNSURE] = True
    spans = _spans(row, place)
    own = Node(
        mark,
        unguard(label),
        spans,
        values,
        {ours: unguard(row[column]) for column, ours in _PROVENANCE.items() if row.get(column)},
        unguard(row["text"]) if spans else None,
        place,
        between=BETWEEN_FRAGMENTS,
    )
    return own, roles


def _spans(row: _Row, place: str) -> tuple[tuple[int, int], ...]:
    if not row["start"] and not row["end"]:
        return ()
    if not row.get("fragments"):
        return ((_number(row, "start", place), _number(row, "end", place)),)
    found = [_FRAGMENT.fullmatch(part) for part in row["fragments"].split(";")]
    spans = tuple((int(part[1]), int(part[2])) for part in found if part is not None)
    if len(spans) != len(found):
        raise FormatError(f"{place}: “fragments” are no ranges: “{clip(row['fragments'])}”")
    return spans


def _number(row: _Row, name: str, place: str) -> int:
    cell = row[name].strip()
    if not re.fullmatch(r"\d{1,12}", cell):
        raise FormatError(f"{place}: “{name}” is no whole number: “{clip(cell)}”")
    return int(cell)


def _fillers(row: _Row, name: str, place: str) -> Iterator[tuple[str, str, tuple[int, int] | None]]:
    """Name, words and range of each filler of a role."""
    starts = row[f"{name}_start"].split(BETWEEN_VALUES) if row[f"{name}_start"] else []
    ends = row.get(f"{name}_end", "").split(BETWEEN_VALUES)
    names = unguard(row[name])
    words = unguard(row.get(f"{name}_text", ""))
    if len(starts) <= 1:
        # One filler: a bar in its name is its own. Without any range, each name is a filler.
        if not starts:
            yield from ((one, "", None) for one in names.split(BETWEEN_VALUES))
            return
        parts = [(names, words)]
    else:
        # A bar in one of several names, and there is no telling which is whose.
        told, there = names.split(BETWEEN_VALUES), words.split(BETWEEN_VALUES)
        if not len(told) == len(there) == len(starts) == len(ends):
            raise FormatError(
                f"{place}: the columns of “{name}” have not the same number of values",
                "One that has “ | ” in it cannot be told from two. A JSONL export comes back whole.",
            )
        parts = list(zip(told, there, strict=True))
    for (one, text), start, end in zip(parts, starts, ends, strict=True):
        if not start:
            yield one, "", None
        elif re.fullmatch(r"\d{1,12}", start) and re.fullmatch(r"\d{1,12}", end):
            yield one, text, (int(start), int(end))
        else:
            raise FormatError(f"{place}: “{name}_start” and “{name}_end” are no range: “{clip(start)}”, “{clip(end)}”")


def _relations(row: _Row, own: Node) -> Iterator[Link]:
    for part in row.get("relations", "").split(";"):
        label, colon, target = part.partition(":")
        if colon:
            yield Link(label, own.id, target, place=own.place)
