"""Statistics as one self-contained page of HTML: every picture with the table of its numbers, nothing that runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from annotations.atomic import writing_whole
from annotations.errors import UsageError
from annotations.html_page import escaped, page, table
from annotations.identity import now
from annotations.ledger.matrix import Matrix
from annotations.statistics import svg
from annotations.statistics.charts import share
from annotations.statistics.counting import Statistics
from annotations.statistics.lines import duration, rate, summary

__all__ = ["statistics_page", "write_page"]

_DAYS = "Days are in UTC."
_TIME = (
    "Time is the sum of the gaps between the edits of a person that are shorter than five minutes; each gap belongs to"
    " the article of the edit that ends it. Annotations per hour are those that were not imported, over that time."
)
_COVERAGE = "Coverage is the share of sentences and of characters that an annotation is on."


def statistics_page(found: Statistics, library: str, at: str) -> Iterator[str]:
    """Yield the page in parts.

    Args:
        found: What there is.
        library: Name of the library, for the title.
        at: When it was counted, UTC in ISO 8601.
    """
    return page(f"Statistics of {library}", _parts(found, at), style=svg.STYLE)


def write_page(found: Statistics, library: Path, name: str) -> None:
    """Write the page to a file, whole or not at all.

    Raises:
        UsageError: It is the database itself.
        StetError: It cannot be written.
    """
    path = Path(name).expanduser()
    if path.exists() and path.samefile(library):
        raise UsageError(f"{name} is the database itself", "Give the page another name.")
    with writing_whole(path) as file:
        file.writelines(statistics_page(found, library.name, now()))


def _parts(found: Statistics, at: str) -> Iterator[str]:
    yield f'<p class="quiet">Counted on {escaped(at[:10])} at {escaped(at[11:16])} UTC. {_DAYS}</p>'
    yield "<ul>" + "".join(f"<li>{escaped(line)}</li>" for line in summary(found)) + "</ul>"
    if not found.annotations:
        return
    yield "<h2>Labels</h2>"
    yield from _bars("labels", "Annotations by label", "label", [(one.name, one.annotations) for one in found.labels])
    for at_label, label in enumerate(found.labels):
        for at_attribute, (attribute, values) in enumerate(label.values.items()):
            title = f"{label.name}: {attribute}"
            yield f"<h2>{escaped(title)}</h2>"
            counts = [(value or "(not set)", count) for value, count in values.items()]
            yield from _bars(f"values-{at_label}-{at_attribute}", title, attribute, counts)
    for at_matrix, (name, matrix) in enumerate(found.matrices.items()):
        yield from _matrix(f"matrix-{at_matrix}", name, matrix)
    yield from _days(found)
    yield from _annotators(found)
    yield from _articles(found)


def _bars(name: str, title: str, head: str, counts: list[tuple[str, int]]) -> Iterator[str]:
    yield f"<figure>{svg.bars(name, title, counts)}</figure>"
    yield _folded("The numbers", table(title, (head, "annotations"), counts, numbers=(1,)))


def _matrix(name: str, label: str, matrix: Matrix) -> Iterator[str]:
    title = f"{label}: {matrix.row_role} and {matrix.column_role}"
    yield f"<h2>{escaped(title)}</h2>"
    yield f'<figure class="wide">{svg.heat_map(name, title, matrix)}</figure>'
    heads = (matrix.row_role, matrix.column_role, *matrix.values, "not set", "most")
    rows = (
        (
            matrix.rows[row] or "–",
            matrix.columns[column] or "–",
            *(cell.counts.get(value, 0) for value in matrix.values),
            cell.counts.get("", 0),
            cell.direction or "–",
        )
        for (row, column), cell in matrix.cells.items()
    )
    yield _folded("The numbers", table(title, heads, rows, numbers=range(2, len(heads) - 1)))


def _days(found: Statistics) -> Iterator[str]:
    yield "<h2>Days</h2>"
    labels = [label.name for label in found.labels if label.annotations]
    totals = {day: sum(counts.values()) for day, counts in found.days.items()}
    yield f"<figure>{svg.timeline('days', 'Annotations by day', totals)}</figure>"
    for at, name in enumerate(labels if len(labels) > 1 else ()):
        days = {day: counts.get(name, 0) for day, counts in found.days.items()}
        caption = f"<figcaption>{escaped(name)}</figcaption>"
        yield f"<figure>{caption}{svg.timeline(f'days-{at}', f'{name} by day', days)}</figure>"
    rows = ((day, totals[day], *(counts.get(name, 0) for name in labels)) for day, counts in found.days.items())
    numbers = table("Annotations by day", ("day", "all", *labels), rows, numbers=range(1, len(labels) + 2))
    yield _folded("The numbers", numbers)


def _annotators(found: Statistics) -> Iterator[str]:
    labels = [label.name for label in found.labels if label.annotations]
    heads = ("annotator", "all", *labels, "articles", "time", "an hour")
    rows = (
        (
            one.name,
            one.annotations,
            *(one.labels.get(name, 0) for name in labels),
            one.articles,
            duration(one.seconds),
            rate(one.per_hour),
        )
        for one in found.annotators
    )
    yield f"<h2>Annotators</h2><p>{_TIME}</p>"
    yield table("Annotations and time by annotator", heads, rows, numbers=range(1, len(heads)))


def _articles(found: Statistics) -> Iterator[str]:
    labels = [label.name for label in found.labels if label.annotations]
    heads = ("number", "title", "status", "all", *labels, "sentences tagged", "characters tagged", "time")
    rows = (
        (
            one.number,
            one.title,
            one.status,
            one.annotations,
            *(one.labels.get(name, 0) for name in labels),
            share(one.tagged_sentences / one.sentences if one.sentences and one.tagged_sentences is not None else None),
            share(one.tagged_characters / one.characters),
            duration(one.seconds) if one.seconds else "–",
        )
        for one in found.annotated
    )
    yield f"<h2>Articles</h2><p>{_COVERAGE} Articles without an annotation are not listed.</p>"
    yield table("Annotations, coverage and time by article", heads, rows, numbers=(0, *range(3, len(heads))))


def _folded(title: str, inside: str) -> str:
    return f"<details><summary>{escaped(title)}</summary>{inside}</details>"
