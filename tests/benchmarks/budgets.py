"""The promises that the report holds the program to, all in one place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from tests.benchmarks.articles import KB, MB
from tests.benchmarks.samples import LINE_MOVES, PAGE_MOVES, Case, Floor, Measure

SIZES = {"10 KB": 10 * KB, "1 MB": MB, "10 MB": 10 * MB}
MARKDOWN_SIZE = "10 KB"
ANNOTATED_SIZE = "1 MB"
ANNOTATIONS = 2000
"""How many annotations, of three labels that overlap, a stored article of `ANNOTATED_SIZE` gets in the end."""
LATE_MODULES = ("nltk", "sqlite_utils")
"""Not imported before the first paint."""
LATE_MODULES_FOR_TEXT = (*LATE_MODULES, "markdown_it")
"""Likewise when the article is plain text."""
HELP_MS = 150.0


class Statistic(Enum):
    MEDIAN = "median"
    WORST = "worst"


@dataclass(frozen=True, slots=True)
class Budget:
    """At most `limit` for the cases it concerns: in the unit of the line or, when `is_ratio`, in times of its floor."""

    limit: float
    is_ratio: bool
    concerns: Callable[[Case], bool] = lambda _: True
    said_of: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the report: a statistic over measures, what it is compared with, and what was promised."""

    title: str
    measures: tuple[Measure, ...]
    statistic: Statistic = Statistic.MEDIAN
    floor: tuple[Floor, Measure] | None = None
    budgets: tuple[Budget, ...] = ()


def _is_short_text(case: Case) -> bool:
    return not case.is_markdown and case.article != "10 MB"


def _is_long_text(case: Case) -> bool:
    return not case.is_markdown and case.article == "10 MB"


_KEY = (Floor.TRIVIAL, Measure.NEXT)
_MOVE_BUDGET = (Budget(1.2, is_ratio=True),)

LINES = (
    Line(
        "first paint, ms",
        (Measure.FIRST_PAINT,),
        floor=(Floor.EMPTY, Measure.FIRST_PAINT),
        budgets=(
            Budget(1.1, True, _is_short_text, "text"),
            Budget(1.3, True, _is_long_text, "10 MB"),
            Budget(1.5, True, lambda case: case.is_markdown, "Markdown"),
        ),
    ),
    Line(
        "sentence marked after it, ms",
        (Measure.MARKED,),
        budgets=(
            Budget(300, False, lambda case: not case.is_stored, "new"),
            Budget(0, False, lambda case: case.is_stored, "stored"),
        ),
    ),
    Line("first suggestions after that, ms", (Measure.SUGGESTED,), budgets=(Budget(100, False),)),
    Line("all sentences known after the first paint, ms", (Measure.WHOLE,)),
    Line("`j`, ms", (Measure.NEXT,), floor=_KEY, budgets=_MOVE_BUDGET),
    Line("`k`, ms", (Measure.PREVIOUS,), floor=_KEY, budgets=_MOVE_BUDGET),
    Line("`}`, ms", (Measure.PARAGRAPH,), floor=_KEY, budgets=_MOVE_BUDGET),
    Line("`Space`, ms", (Measure.PAGE,), floor=_KEY, budgets=_MOVE_BUDGET),
    Line("`G`, ms", (Measure.LAST,), floor=_KEY, budgets=_MOVE_BUDGET),
    Line("`gg`, ms", (Measure.FIRST,), floor=_KEY, budgets=_MOVE_BUDGET),
    Line("worst of these, ms", LINE_MOVES + PAGE_MOVES, Statistic.WORST, budgets=(Budget(33, False),)),
    Line(
        f"`j` `k` `}}` among {ANNOTATIONS:,} annotations, ms", (Measure.AMONG_LINES,), floor=_KEY, budgets=_MOVE_BUDGET
    ),
    Line(
        f"`Space` `G` `gg` among {ANNOTATIONS:,} annotations, ms",
        (Measure.AMONG_PAGES,),
        floor=_KEY,
        budgets=_MOVE_BUDGET,
    ),
    Line(
        "worst of these, ms",
        (Measure.AMONG_LINES, Measure.AMONG_PAGES),
        Statistic.WORST,
        budgets=(Budget(33, False),),
    ),
    Line("`c`, durable and painted, ms", (Measure.TAG,), floor=_KEY, budgets=(Budget(1.6, True),)),
    Line("`u`, durable and painted, ms", (Measure.UNDO,), floor=_KEY),
    Line("bytes for `j` `k` `}`", (Measure.LINE_BYTES,), budgets=(Budget(2 * KB, False),)),
    Line("worst of these, bytes", (Measure.LINE_BYTES,), Statistic.WORST),
    Line("bytes for `Space` `G` `gg`", (Measure.PAGE_BYTES,)),
    Line(
        "memory, MB",
        (Measure.MEMORY,),
        floor=(Floor.EMPTY, Measure.MEMORY),
        budgets=(Budget(2.5, True, _is_long_text, "10 MB"),),
    ),
)
