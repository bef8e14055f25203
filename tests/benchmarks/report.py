"""Samples as a table in Markdown: medians, times of the floor, and whether each promise is kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from tests.benchmarks.articles import MB
from tests.benchmarks.budgets import HELP_MS, LATE_MODULES, LATE_MODULES_FOR_TEXT, LINES, Budget, Line, Statistic
from tests.benchmarks.samples import Case, Floor, Measure, Sample

_DASH = "–"


@dataclass(frozen=True, slots=True)
class Imported:
    """Modules that a case had imported at its first paint."""

    case: Case
    modules: tuple[str, ...]

    def too_early(self) -> list[str]:
        """List the packages among them that should come later."""
        late = LATE_MODULES if self.case.is_markdown else LATE_MODULES_FOR_TEXT
        return sorted(set(late).intersection(module.partition(".")[0] for module in self.modules))


def table(samples: Sequence[Sample], cases: Sequence[Case]) -> str:
    """Return the table of all lines by all cases; a case without a value of a line has a dash."""
    head = ["", "floor", *map(str, cases), "budget", "result"]
    rows = [_row(line, samples, cases) for line in LINES]
    return "\n".join(_markdown_row(cells) for cells in (head, ["---"] * len(head), *rows))


def floors(samples: Sequence[Sample]) -> str:
    """Return the table of what was measured beside the program."""
    lines = (
        ("empty app, first paint, ms", Floor.EMPTY, Measure.FIRST_PAINT),
        ("empty app, memory, MB", Floor.EMPTY, Measure.MEMORY),
        ("trivial app, first paint, ms", Floor.TRIVIAL, Measure.FIRST_PAINT),
        ("trivial app, key to paint, ms", Floor.TRIVIAL, Measure.NEXT),
        ("trivial app, bytes for a key", Floor.TRIVIAL, Measure.LINE_BYTES),
        ("raw SQLite commit, `synchronous=FULL`, ms", Floor.SQLITE, Measure.COMMIT),
    )
    head = ["floor", "median", "worst", "samples"]
    rows = []
    for title, floor, measure in lines:
        values = _values(samples, floor, (measure,))
        if values:
            worst = _number(max(values), measure)
            rows.append([title, _number(median(values), measure), worst, str(len(values))])
    return "\n".join(_markdown_row(cells) for cells in (head, ["---"] * len(head), *rows))


def help_line(samples: Sequence[Sample]) -> str:
    """Return a sentence on the time that `--help` takes."""
    values = _values(samples, None, (Measure.HELP,))
    if not values:
        return f"`--help`: not measured, budget {HELP_MS:.0f} ms"
    value = median(values)
    return f"`--help`: {value:.0f} ms, budget {HELP_MS:.0f} ms, {'pass' if value <= HELP_MS else '**miss**'}"


def import_lines(found: Iterable[Imported]) -> list[str]:
    """Return a sentence for each case on what it had imported at its first paint."""
    lines = []
    for imported in found:
        early = imported.too_early()
        result = f"**miss**: {', '.join(early)}" if early else "pass"
        lines.append(f"modules at first paint, {imported.case}: {len(imported.modules)}, {result}")
    return lines


def _row(line: Line, samples: Sequence[Sample], cases: Sequence[Case]) -> list[str]:
    floor = _statistic(Statistic.MEDIAN, _values(samples, line.floor[0], (line.floor[1],))) if line.floor else None
    cells, missed, kept = [], [], 0
    for case in cases:
        value = _statistic(line.statistic, _values(samples, case, line.measures))
        cells.append(_cell(value, floor, line))
        for budget in line.budgets:
            if not budget.concerns(case) or value is None or (budget.is_ratio and floor is None):
                continue
            if _keeps(value, floor, budget):
                kept += 1
            else:
                missed.append(str(case))
    failed = f"**miss**: {'; '.join(missed) if kept else 'all'}"
    result = failed if missed else "pass" if kept else _DASH
    promise = ", ".join(_promise(budget, line) for budget in line.budgets) or _DASH
    return [line.title, _DASH if floor is None else _number(floor, line.measures[0]), *cells, promise, result]


def _keeps(value: float, floor: float | None, budget: Budget) -> bool:
    return value <= budget.limit * (floor or 0.0) if budget.is_ratio else value <= budget.limit


def _cell(value: float | None, floor: float | None, line: Line) -> str:
    if value is None:
        return _DASH
    number = _number(value, line.measures[0])
    return f"{number} ({value / floor:.2f}×)" if floor else number


def _promise(budget: Budget, line: Line) -> str:
    limit = f"{budget.limit:g}×" if budget.is_ratio else _number(budget.limit, line.measures[0])
    return f"{budget.said_of} {limit}".strip()


def _number(value: float, measure: Measure) -> str:
    if measure is Measure.MEMORY:
        return f"{value / MB:.1f}"
    if measure in (Measure.LINE_BYTES, Measure.PAGE_BYTES) or value >= 100 or value == 0:
        return f"{value:.0f}"
    return f"{value:.2f}" if value < 10 else f"{value:.1f}"


def _statistic(statistic: Statistic, values: Sequence[float]) -> float | None:
    if not values:
        return None
    return median(values) if statistic is Statistic.MEDIAN else max(values)


def _values(samples: Iterable[Sample], subject: Case | Floor | None, measures: Sequence[Measure]) -> list[float]:
    return [sample.value for sample in samples if sample.subject == subject and sample.measure in measures]


def _markdown_row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
