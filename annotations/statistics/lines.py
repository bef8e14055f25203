"""Statistics as lines of text, for a terminal: bars, a heat map, a timeline, and the numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from annotations.counts import counted
from annotations.statistics.charts import BLOCKS, Marks, bars, columns, heat_map, share, timeline

if TYPE_CHECKING:
    from annotations.statistics.counting import Statistics

__all__ = ["duration", "rate", "summary", "text_lines"]

_INDENT = "  "
_WIDEST_BARS = 80
_MOST_ARTICLES = 200
"""Articles in the table for people; `--json` has all of them."""


def text_lines(found: Statistics, width: int, marks: Marks = BLOCKS, most: int = _MOST_ARTICLES) -> Iterator[str]:
    """Yield the lines, `width` cells wide at most where names allow; headings are the lines that are not indented."""
    yield from summary(found)
    if not found.annotations:
        return
    inner = max(20, width - len(_INDENT))
    wide = min(inner, _WIDEST_BARS)

    def part(title: str, lines: list[str]) -> Iterator[str]:
        if lines:
            yield ""
            yield title
            yield from (_INDENT + line for line in lines)

    yield from part("Labels", bars(((one.name, one.annotations) for one in found.labels), wide, marks))
    for label in found.labels:
        for attribute, values in label.values.items():
            named = ((value or "(not set)", count) for value, count in values.items())
            yield from part(f"{label.name}: {attribute}", bars(named, wide, marks))
    for name, matrix in found.matrices.items():
        yield from part(f"{name}: {matrix.row_role} and {matrix.column_role}", heat_map(matrix, inner, marks))
    yield from part("Days", timeline({day: sum(c.values()) for day, c in found.days.items()}, inner, marks))
    yield from part("Annotators", _annotators(found, inner, marks))
    yield from part("Articles", _articles(found, inner, marks, most))


def summary(found: Statistics) -> Iterator[str]:
    """The most important numbers, in sentences."""
    status = {name: sum(article.status == name for article in found.articles) for name in ("done", "begun", "new")}
    told = ", ".join(f"{count} {name}" for name, count in status.items() if count)
    yield f"{counted(len(found.articles), 'article')}{f' ({told})' if told else ''}"
    if not found.annotations:
        yield "No annotation yet."
        return
    people = counted(len([one for one in found.annotators if one.annotations]), "annotator")
    yield f"{counted(found.annotations, 'annotation')} in {counted(len(found.annotated), 'article')} by {people}"
    yield (
        f"Tagged there: {share(found.sentence_coverage)} of the sentences,"
        f" {share(found.character_coverage)} of the characters"
    )
    if found.seconds:
        yield f"Time: {duration(found.seconds)} (between edits less than 5 minutes apart)"


def duration(seconds: float) -> str:
    """Write a time for people: “1 h 12 min”."""
    minutes = round(seconds / 60)
    if minutes >= 60:
        return f"{minutes // 60} h {minutes % 60:02} min"
    return f"{minutes} min" if minutes or not seconds else f"{round(seconds) or '<1'} s"


def rate(per_hour: float | None) -> str:
    """Write annotations per hour; “–” where no time was spent."""
    return "–" if per_hour is None else f"{per_hour:.0f}"


def _annotators(found: Statistics, width: int, marks: Marks) -> list[str]:
    names = [label.name for label in found.labels if label.annotations]
    rows = (
        (
            one.name, str(one.annotations), *_each(one.labels, names), str(one.articles), duration(one.seconds),
            rate(one.per_hour),
        )
        for one in found.annotators
    )  # fmt: skip
    return columns(("annotator", "all", *names, "articles", "time", "an hour"), rows, width, marks)


def _articles(found: Statistics, width: int, marks: Marks, most: int) -> list[str]:
    names = [label.name for label in found.labels if label.annotations]
    rows = [
        (
            f"{one.number} {one.title}",
            str(one.annotations),
            *_each(one.labels, names),
            share(one.tagged_sentences / one.sentences if one.sentences and one.tagged_sentences is not None else None),
            share(one.tagged_characters / one.characters),
            duration(one.seconds) if one.seconds else "–",
        )
        for one in found.annotated
    ]
    lines = columns(("article", "all", *names, "sentences", "characters", "time"), rows[:most], width, marks)
    rest = len(rows) - most
    return [*lines, *([f"and {counted(rest, 'article')} more"] if rest > 0 else [])]


def _each(counts: Mapping[str, int], names: list[str]) -> Iterator[str]:
    return (str(counts.get(name, 0)) for name in names)
