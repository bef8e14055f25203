"""What the comparison of layers shows: columns, a row for each item, lines about one. Plain code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from annotations.group.comparing import Item, Standing
from annotations.model import Annotation
from annotations.printable import one_line
from annotations.schema import Schema
from annotations.summaries import value_words
from tui.acts.comparing import KEEP_KEYS
from tui.comparison import BOTH, Compared, Comparison, Pieces, verdict_sign
from tui.reading.listed import Cell, Column, Row, cell
from tui.reading.painting import Parts
from tui.screens.drawing import wrapped
from tui.status import clipped

__all__ = ["CompareRows", "about_item", "columns_for"]

_QUIET = ("quiet",)
_STANDINGS = {
    Standing.AGREED: ("quiet",),
    Standing.PARTLY: (),
    Standing.DIFFERENT: ("heading",),
    Standing.MISSING: ("heading",),
}


def columns_for(people: Sequence[str]) -> tuple[Column, ...]:
    """The columns: how far they agree, the words, each of the people, what differs, the number of the article."""
    named = [Column(f"{key} {name}", 10, 7, rank=1) for key, name in zip(KEEP_KEYS, people, strict=False)]
    return (
        Column("", 9, 9, rank=0),
        Column("words", 30, 12, grows=True, rank=0),
        *named,
        Column("differs in", 18, 10, rank=3),
        Column("article", 7, 7, right=True, rank=4),
    )


class CompareRows:
    """The rows of a comparison."""

    def __init__(self, comparison: Comparison, schema: Schema) -> None:
        self._comparison = comparison
        self._schema = schema

    def __len__(self) -> int:
        return len(self._comparison.shown)

    def rows(self, first: int, count: int) -> Sequence[Row | None]:
        """Return rows as they are drawn."""
        return [self._row(one) for one in self._comparison.shown[first : first + count]]

    def _row(self, one: Compared) -> Row:
        item = one.item
        cells: list[Cell] = [
            cell(item.standing.value, *(_QUIET if item.done else _STANDINGS[item.standing])),
            cell(one.words[:200], *(_QUIET if item.done else ())),
            *(self._of(item, name) for name in self._comparison.people),
            cell(", ".join(item.differences), *_QUIET),
            cell(str(one.info.number), *_QUIET),
        ]
        return Row(tuple(cells), item.done)

    def _of(self, item: Item, name: str) -> Cell:
        annotation = item.annotations.get(name)
        if annotation is None:
            return cell("–" if name in item.annotators else "", *_QUIET)
        glyph = glyph_of(self._schema, annotation.label)
        return ((glyph, (f"glyph.{annotation.label}",)), (f" {verdict_sign(item, name)}", ()))


def glyph_of(schema: Schema, label: str) -> str:
    """The glyph of a label; a question mark where the scheme no longer has it."""
    return schema.label(label).glyph if schema.has_label(label) else "?"


def about_item(  # noqa: PLR0917 - all of it is about one item
    one: Compared, text: str, people: Sequence[str], pieces: Pieces | None, width: int, height: int
) -> list[Parts]:
    """Lines about an item: what each of the people has, and what would be put together."""
    width = max(8, width)
    item = one.item
    lines: list[Parts] = []
    for key, name in zip(KEEP_KEYS, people, strict=False):
        annotation = item.annotations.get(name)
        sign = verdict_sign(item, name)
        lines.append([(f"{key} ", ("heading",)), (clipped(one_line(name), width - 4), ("heading",)), (f" {sign}", ())])
        if annotation is None:
            lines.append([("  nothing here" if name in item.annotators else "  has not coded this article", _QUIET)])
        else:
            lines += _described(annotation, text, item.differences, width)
    if pieces is not None and len(item.annotations) > 1:
        taken = {"words": pieces.words, "roles": pieces.roles, "attributes": pieces.attributes}
        lines += _united(taken, width)
    return lines[:height]


def _described(annotation: Annotation, text: str, differences: Sequence[str], width: int) -> list[Parts]:
    def line(what: str, words: str) -> list[Parts]:
        key = ("active",) if what in differences else _QUIET
        return [[(f"  {part}", key)] for part in wrapped(words, width - 2)[:4]]

    lines: list[Parts] = [[("  ", ()), (annotation.label, (f"glyph.{annotation.label}",))]]
    words = " … ".join(span.of(text) for span in annotation.fragments) or "the whole article"
    lines += line("words", words)
    for role in annotation.roles:
        filled = role.span.of(text) if role.span is not None else ""
        lines += line("roles", f"{role.role}: {role.name or filled}")
    for name, value in annotation.attributes.items():
        lines += line("attributes", f"{name}: {value_words(value)}")
    if annotation.note:
        lines += line("note", f"note: {annotation.note}")
    return lines


def _united(taken: Mapping[str, str], width: int) -> list[Parts]:
    said = ", ".join(f"{part} of {'all' if whose == BOTH else whose}" for part, whose in taken.items())
    lines: list[Parts] = [[]]
    lines += [[(line, _QUIET)] for line in wrapped(f"m unites: {said}", width)[:3]]
    return lines
