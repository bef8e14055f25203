"""A report in one file of HTML: each article with its tagged words and notes in the margin, and a ledger of it all.

Nothing in it runs or is fetched (`annotations.html_page`). The text is parted into runs where annotations begin and
end, so that those that overlap, cross or lie in each other are all there and no character is lost or doubled; lines
under the words tell the labels by their colour and order, and the sign before the first word by letter and number.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import NamedTuple, TextIO

from annotations.counts import counted
from annotations.formats.base import ArticleRecord, Carries, Job, MayLose, TextFormat
from annotations.formats.html_marks import STYLE, Marker, with_breaks
from annotations.formats.telling import (
    Tie,
    Told,
    filler_words,
    is_web_address,
    number_annotations,
    numbers_in,
    ranges,
    tellings,
)
from annotations.html_page import Linked, escaped, page, table
from annotations.model import Annotation, BlockKind
from annotations.store.articles import ArticleText

__all__ = ["HtmlFormat"]


class HtmlFormat(TextFormat):
    """`stet export --format html`."""

    name = "html"
    purpose = "a report to read and to print: articles with notes in the margin, and a ledger"
    suffixes = (".html", ".htm")
    carries = Carries(loses="ids of relations; inline styles of the article")
    needs_sentences = True
    may_lose = MayLose.THINGS

    def survey(self, record: ArticleRecord, job: Job) -> None:
        """Number the annotations; nothing of them is left out."""
        number_annotations(record, job)

    def write(self, records: Iterable[ArticleRecord], job: Job, out: TextIO) -> None:
        """Write the page."""
        report = _Report(job)
        pieces = page("Annotated articles", report.parts(records), style=STYLE + report.marker.style())
        out.writelines(pieces)


class _Row(NamedTuple):
    """One annotation in the ledger."""

    number: int
    sign: str
    words: str
    roles: Mapping[str, str]
    values: Mapping[str, str]
    note: str
    place: str


class _Report:
    """The parts of the page, and what the ledger at its end needs."""

    def __init__(self, job: Job) -> None:
        self._schema = job.schema
        self._numbers = numbers_in(job)
        self._rows: dict[str, list[_Row]] = {}
        self.marker = Marker(job.schema)

    def parts(self, records: Iterable[ArticleRecord]) -> Iterator[str]:
        """Article after article, then the ledger."""
        for record in records:
            yield from self._article(record)
        yield from self._ledger()

    def _article(self, record: ArticleRecord) -> Iterator[str]:
        info, text = record.info, record.content.text
        about = (info.metadata.get("author", ""), info.metadata.get("date", ""), info.source)
        said = " · ".join([*filter(None, about), counted(len(record.annotations), "annotation")])
        yield f'<section aria-labelledby="article-{info.number}">'
        yield f'<h2 id="article-{info.number}">{escaped(info.title)}</h2>\n<p class="quiet">{escaped(said)}</p>'
        pieces = list(_pieces(record.content))
        starts = [piece.start for piece in pieces]
        notes: dict[int, list[str]] = {}
        for one in tellings(record, self._schema, self._numbers):
            start = one.annotation.start
            place = -1 if start is None else bisect_right(starts, start) - 1
            notes.setdefault(place, []).append(self._note(one, text))
            self._rows.setdefault(one.annotation.label, []).append(self._row(one, record))
        if -1 in notes:
            yield f'<ul class="notes">{"".join(notes[-1])}</ul>'
        marks = self.marker.marks(record.annotations, self._numbers)
        language = f' lang="{escaped(info.language)}"' if info.language else ""
        for index, piece in enumerate(pieces):
            words = "".join(marks.marked(text, piece.start, piece.end))
            gap = "".join(marks.marked(text, piece.end, piece.following))
            gap = f'<span class="gap">{gap}</span>' if gap else ""
            beside = f'\n<ul class="notes">{"".join(notes[index])}</ul>' if index in notes else ""
            element, classes = piece.element
            yield (
                f'<div class="row"><{element} class="{classes}" dir="auto"{language}>{words}{gap}</{element}>'
                f"{beside}</div>"
            )
        yield "</section>"

    def _note(self, one: Told, text: str) -> str:
        annotation = one.annotation
        said = [*self._roles(annotation, text), *_values(one)]
        if annotation.note:
            said.append(("note", with_breaks(annotation.note)))
        if annotation.unsure:
            said.append(("unsure", "yes"))
        said += [(tie.label, self._tie(tie)) for tie in one.ties]
        if annotation.fragments:
            place = f"sentence {one.sentence}, paragraph {one.paragraph}, {ranges(annotation.fragments)}"
            said.append(("place", escaped(place)))
        said.append(("by", escaped(one.by)))
        sign = self._sign(annotation)
        head = f'<a href="#r{one.number}">{sign}</a>' if annotation.fragments else sign
        listed = "".join(f"<div><dt>{escaped(name)}</dt><dd>{value}</dd></div>" for name, value in said)
        return (
            f'<li id="a{one.number}" class="{self.marker.look(annotation.label)}">{head}'
            f" <strong>{escaped(annotation.label)}</strong><dl>{listed}</dl></li>"
        )

    def _roles(self, annotation: Annotation, text: str) -> Iterator[tuple[str, str]]:
        for role in annotation.roles:
            name, words = filler_words(role, text)
            there = f"“<bdi>{escaped(words)}</bdi>” {ranges((role.span,))}" if role.span is not None else ""
            called = f"<bdi>{escaped(name)}</bdi>" if name else ""
            yield role.role, " – ".join(filter(None, (called, there)))

    def _tie(self, tie: Tie) -> str:
        note = (f" – {escaped(tie.note)}" if tie.note else "") + f" (by {escaped(tie.by)})"
        if tie.target not in self._numbers:
            return f"what is not in this file: {escaped(tie.target)}{note}"
        number = self._numbers[tie.target]
        words = f" “<bdi>{escaped(tie.words)}</bdi>”" if tie.words else ""
        return f'<a href="#a{number}">{escaped(tie.target_label or "annotation")} {number}</a>{words}{note}'

    def _sign(self, annotation: Annotation) -> str:
        return escaped(f"{self.marker.glyph(annotation.label)}{self._numbers[annotation.id]}")

    def _row(self, one: Told, record: ArticleRecord) -> _Row:
        roles: dict[str, list[str]] = {}
        for role in one.annotation.roles:
            name, words = filler_words(role, record.content.text)
            roles.setdefault(role.role, []).append(name or words)
        place = f"sentence {one.sentence}" if one.sentence else "the whole article"
        return _Row(
            one.number,
            f"{self.marker.glyph(one.annotation.label)}{one.number}",
            " … ".join(one.words),
            {role: " | ".join(fillers) for role, fillers in roles.items()},
            {name: " | ".join(values) for name, values in one.values},
            one.annotation.note,
            f"{record.info.title}, {place}",
        )

    def _ledger(self) -> Iterator[str]:
        labels = [label.name for label in self._schema.labels]
        for label in dict.fromkeys((*(name for name in labels if name in self._rows), *self._rows)):
            rows = self._rows[label]
            roles = list(dict.fromkeys(role for row in rows for role in row.roles))
            values = list(dict.fromkeys(name for row in rows for name in row.values))
            cells = (
                (
                    Linked(row.sign, f"a{row.number}"),
                    row.words,
                    *(row.roles.get(role, "") for role in roles),
                    *(row.values.get(name, "") for name in values),
                    row.note,
                    row.place,
                )
                for row in rows
            )
            heads = ("no.", "words", *roles, *values, "note", "where")
            yield f"<h2>Ledger: {escaped(label)}</h2>"
            yield table(counted(len(rows), "annotation"), heads, cells)


class _Piece(NamedTuple):
    """A part of the text that is one element: from `start` to `end`, and what stands until the following one."""

    element: tuple[str, str]
    start: int
    end: int
    following: int


_ELEMENTS = {
    BlockKind.HEADING: ("h3", "text"),
    BlockKind.LIST_ITEM: ("p", "text item"),
    BlockKind.BLOCK_QUOTE: ("blockquote", "text"),
    BlockKind.TABLE_CELL: ("div", "text cells"),
    BlockKind.CODE: ("div", "text code"),
    BlockKind.CAPTION: ("p", "text caption"),
    BlockKind.BYLINE: ("p", "text byline"),
}


def _pieces(content: ArticleText[str]) -> Iterator[_Piece]:
    """The blocks, cells that follow each other as one; together they are the whole text."""
    blocks = [(kind, list(group)) for kind, group in groupby(content.blocks, lambda block: block.kind)]
    parts: list[tuple[BlockKind, int, int]] = []
    for kind, group in blocks:
        if kind is BlockKind.TABLE_CELL:
            parts.append((kind, group[0].start, group[-1].end))
        else:
            parts += [(kind, block.start, block.end) for block in group]
    if not parts:
        parts.append((BlockKind.PARAGRAPH, 0, len(content.text)))
    for index, (kind, start, end) in enumerate(parts):
        following = parts[index + 1][1] if index + 1 < len(parts) else len(content.text)
        yield _Piece(_ELEMENTS.get(kind, ("p", "text")), start if index else 0, end, following)


def _values(one: Told) -> Iterator[tuple[str, str]]:
    for name, values in one.values:
        yield (
            name,
            ", ".join(
                f'<a href="{escaped(value)}" rel="noreferrer noopener">{escaped(value)}</a>'
                if is_web_address(value)
                else with_breaks(value)
                for value in values
            ),
        )
