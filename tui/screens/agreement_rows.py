"""What the screen of agreement shows: columns, a row for each figure, lines about one. Plain code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from annotations.printable import one_line
from tui.reading.listed import Cell, Column, Row, cell
from tui.reading.painting import Parts
from tui.screens.drawing import wrapped

if TYPE_CHECKING:
    from annotations.agreement import Agreement, Figure, Measured

__all__ = ["COLUMNS", "AgreementRows", "about_figure", "filter_of", "fits"]

COLUMNS = (
    Column("label", 12, 8, rank=0),
    Column("of", 16, 10, rank=1),
    Column("measure", 16, 14, rank=0),
    Column("value", 6, 6, right=True, rank=0),
    Column("95 of 100 draws", 15, 15, rank=2),
    Column("units", 9, 7, right=True, rank=4),
    Column("who", 20, 10, grows=True, rank=3),
)
_NAMES = {
    "cohen_kappa": "Cohen κ",
    "fleiss_kappa": "Fleiss κ",
    "krippendorff_alpha": "Krippendorff α",
    "f1_exact": "F1 exact",
    "f1_overlap": "F1 overlap",
    "same": "same value",
    "f1_relation": "F1",
}
_MEANINGS = {
    "cohen_kappa": "How far two people agree beyond what chance would give, as each of them uses the values. Of more"
    " than two, the mean over pairs.",
    "fleiss_kappa": "How far all agree beyond chance, as all of them use the values; of units that everybody judged.",
    "krippendorff_alpha": "1 less observed in expected disagreement; of units that at least two have judged. Sets of "
    "labels are as far apart as MASI says.",
    "f1_exact": "Twice the annotations with the same label and the same words, in all annotations of both.",
    "f1_overlap": "Twice the annotations with the same label that share a character, matched one to one, in all of"
    " both.",
    "same": "Of matched annotations of which one has a value: how many have the same.",
    "f1_relation": "Twice the relations between matched annotations, in all relations of both.",
}
_QUIET = ("quiet",)


class AgreementRows:
    """The figures that pass a filter."""

    def __init__(self) -> None:
        self.figures: Sequence[Figure] = ()

    def __len__(self) -> int:
        return len(self.figures)

    def rows(self, first: int, count: int) -> Sequence[Row | None]:
        """Return rows as they are drawn."""
        return [_row(figure) for figure in self.figures[first : first + count]]


def _row(figure: Figure) -> Row:
    measured = figure.measured
    cells: list[Cell] = [
        cell("all", "heading") if figure.label is None else cell(figure.label, f"glyph.{figure.label}"),
        cell(_of(figure)),
        cell(_NAMES[figure.measure]),
        cell(_number(measured.value), *(() if measured.value is not None else _QUIET)),
        cell(_interval(measured), *_QUIET),
        cell(f"{measured.units:,}", *_QUIET),
        cell(", ".join(figure.annotators)),
    ]
    return Row(tuple(cells))


def _of(figure: Figure) -> str:
    if figure.level is not None:
        return f"{figure.level}s"
    if figure.attribute is not None:
        return figure.attribute
    return "relations" if figure.measure == "f1_relation" else "annotations"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{round(value, 2) + 0.0:.2f}"


def _interval(measured: Measured) -> str:
    if measured.low is None or measured.high is None:
        return ""
    return f"{_number(measured.low)} to {_number(measured.high)}"


def about_figure(figure: Figure | None, found: Agreement | None, width: int, height: int) -> list[Parts]:
    """Lines about a figure: what it says, on what it rests, and why it is not defined where it is not."""
    width = max(8, width)
    if found is None:
        return [[("measuring …", _QUIET)]]
    if found.reason:
        return [[(line, ())] for line in wrapped(f"Agreement is not defined: {found.reason}.", width)]
    if figure is None:
        return [[("nothing fits that", _QUIET)]]
    measured = figure.measured
    lines: list[Parts] = [[(line, ("heading",))] for line in wrapped(_title(figure), width)]
    said = f"{_number(measured.value)}" if measured.value is not None else f"not defined: {measured.reason}"
    lines += [[(line, ())] for line in wrapped(said, width)]
    if interval := _interval(measured):
        lines.append([(f"{interval} in 95 of 100 draws", ())])
    lines.append([])
    lines += [[(line, _QUIET)] for line in wrapped(_MEANINGS[figure.measure], width)]
    shared = sum(set(figure.annotators) <= set(one.annotators) for one in found.articles)
    who = one_line(", ".join(figure.annotators))
    lines += [[(line, _QUIET)] for line in wrapped(f"{who}; {shared} articles by all of them", width)]
    lines += [[], [("Enter shows where they differ", _QUIET)]]
    return lines[:height]


def _title(figure: Figure) -> str:
    return f"{_NAMES[figure.measure]}, {figure.label or 'all labels'}, {_of(figure)}"


def filter_of(figure: Figure) -> str:
    """What the comparison is narrowed to that shows where a figure comes from."""
    if figure.measure == "f1_relation":
        return ""
    label = f"{figure.label} " if figure.label is not None else ""
    return f"{label}{'attributes' if figure.attribute is not None else 'differing'}"


def fits(figure: Figure, words: Sequence[str]) -> bool:
    """Tell whether a figure has every word of a filter somewhere in its row."""
    text = f"{_title(figure)} {figure.measure} {' '.join(figure.annotators)}".casefold()
    return all(word in text for word in words)
