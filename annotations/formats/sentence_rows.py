"""A row for each sentence, tagged or not, with a count for each label: what rates are counted from.

An annotation counts in each sentence that it touches. Cells are as in the CSV: RFC 4180, UTF-8, formulas guarded.
"""

from __future__ import annotations

import csv
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TextIO

from annotations.formats.base import ArticleRecord, Carried, Carries, Job, MayLose, Option, TextFormat
from annotations.formats.outline import Outline
from annotations.formats.tables import delimiter_of, guard
from annotations.schema import Schema

__all__ = ["SentencesFormat"]

_FIXED = (
    "article_id", "article_title", "article_source", "article_date", "sentence_no", "paragraph_no", "section", "start",
    "end", "sentence", "annotations",
)  # fmt: skip
_NO = Carried.NO


class SentencesFormat(TextFormat):
    """`stet export --format sentences`."""

    name = "sentences"
    purpose = "a row for each sentence, tagged or not, with a count for each label: the denominator of rates"
    suffixes = (".sentences.csv",)
    carries = Carries(
        _NO, Carried.PART, _NO, _NO, _NO, _NO, _NO, _NO, _NO, loses="all but how many annotations a sentence has"
    )
    options = (
        Option("delimiter", "Part the cells with C (, ; | or “tab”).", "C", ","),
        Option("excel", "Begin with a byte order mark, so that Excel reads UTF-8."),
    )
    needs_sentences = True
    may_lose = MayLose.THINGS

    def refuse(self, job: Job) -> None:
        """Look at the delimiter."""
        delimiter_of(job)

    def survey(self, record: ArticleRecord, job: Job) -> None:
        """Count what stands in no sentence, and note labels that the scheme does not have."""
        job.losses.see("annotations", len(record.annotations))
        for annotation in record.annotations:
            job.note("labels", annotation.label)
            if not annotation.fragments:
                job.losses.lose("annotations", "left out: on no sentence", f"annotation {annotation.id}")

    def write(self, records: Iterable[ArticleRecord], job: Job, out: TextIO) -> None:
        """Write the header, and a row for each sentence."""
        if job.flag("excel"):
            out.write("\ufeff")
        labels = _columns(job.schema, job.seen.get("labels", {}))
        rows = csv.writer(out, delimiter=delimiter_of(job), lineterminator="\r\n")
        rows.writerow([*_FIXED, *labels.values()])
        for record in records:
            rows.writerows(_rows(record, list(labels)))


def _columns(schema: Schema, seen: Iterable[str]) -> dict[str, str]:
    """The column of each label: its name, with `label_` before it where another column is called so."""
    names = dict.fromkeys((*(label.name for label in schema.labels), *seen))
    return {name: f"label_{name}" if name in _FIXED else guard(name) for name in names}


def _rows(record: ArticleRecord, labels: list[str]) -> Iterator[list[str | int]]:
    sentences = record.content.sentences
    if not sentences:
        return
    outline = Outline(record.content)
    ends = [sentences.end(index) for index in range(len(sentences))]
    counts: list[Counter[str]] = [Counter() for _ in ends]
    for annotation in record.annotations:
        touched: set[int] = set()
        for span in annotation.fragments:
            index = bisect_left(ends, span.start + 1)
            while index < len(ends) and sentences.start(index) < span.end:
                touched.add(index)
                index += 1
        for index in touched:
            counts[index][annotation.label] += 1
    info = record.info
    article = [info.id, guard(info.title), guard(info.source), guard(info.metadata.get("date", ""))]
    for index, count in enumerate(counts):
        start, end = sentences.start(index), sentences.end(index)
        yield [
            *article,
            index + 1,
            outline.paragraph_number(start),
            guard(outline.section(start)),
            start,
            end,
            guard(outline.text[start:end]),
            count.total(),
            *(count[label] for label in labels),
        ]
