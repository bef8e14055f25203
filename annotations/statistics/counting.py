"""What there is in numbers: annotations by article, label, value, annotator and day; coverage; how long the work took.

- The **coverage** of an article is the share of its sentences that an annotation is on, and of its characters (code
  points). An annotation of the whole article covers nothing. Of several articles it is that of all those that have an
  annotation, taken together.
- The **time** that somebody spent is the sum of the gaps between their edits, as the history has them, one after the
  other and over all articles, as far as a gap is shorter than five minutes: a longer one is a pause. A gap belongs to
  the article of the edit that ends it. Edits of an import are nobody's work.
- **Annotations per hour** are those that were not imported, over that time; below a minute they tell nothing.
- A **day** is one in UTC.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, TypeVar

from annotations.columns import Sentences
from annotations.ledger.grouped import Wanted, ledger_of
from annotations.ledger.matrix import Matrix
from annotations.model import AttributeValue
from annotations.schema import AttributeDef, AttributeKind, Schema
from annotations.statistics.working_time import time_spent
from annotations.store.ledger import Chosen
from annotations.summaries import value_words

if TYPE_CHECKING:
    from annotations.store.statistics import ArticleRow, CountRow, ValueRow
    from annotations.workspace import Workspace

__all__ = ["AnnotatorCount", "ArticleCount", "LabelCount", "Statistics", "statistics"]

_Key = TypeVar("_Key", int, str)

_LEAST_TIME = 60.0
"""Seconds below which annotations per hour tell nothing."""
_SHOWN = frozenset({AttributeKind.CHOICE, AttributeKind.FLAG, AttributeKind.INTEGER})
"""Kinds of attributes whose values are few enough to be counted one by one."""


@dataclass(frozen=True, slots=True)
class ArticleCount:
    """One article in numbers; `sentences` and `tagged_sentences` are None while sentences are not found.

    Attributes:
        labels: Annotations by label.
        characters: Code points of the text; `tagged_characters` are those that an annotation is on.
        seconds: Time spent on it, by all annotators.
    """

    number: int
    title: str
    status: str
    labels: Mapping[str, int]
    characters: int
    tagged_characters: int
    sentences: int | None
    tagged_sentences: int | None
    seconds: float

    @property
    def annotations(self) -> int:
        """Annotations of all labels."""
        return sum(self.labels.values())


@dataclass(frozen=True, slots=True)
class LabelCount:
    """A label in numbers: annotations, and for each attribute that can be counted, how many have which value.

    An attribute's values stand in the order of the schema; the empty one counts those without.
    """

    name: str
    annotations: int
    values: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class AnnotatorCount:
    """An annotator in numbers; `per_hour` is None where less than a minute was spent."""

    name: str
    labels: Mapping[str, int]
    articles: int
    seconds: float
    per_hour: float | None

    @property
    def annotations(self) -> int:
        """Annotations of all labels."""
        return sum(self.labels.values())


@dataclass(frozen=True, slots=True)
class Statistics:
    """A library, or some articles of it, in numbers.

    Attributes:
        days: By day, annotations by label; days without any are left out.
        matrices: For each label with two named roles, these against each other.
    """

    articles: tuple[ArticleCount, ...]
    labels: tuple[LabelCount, ...]
    annotators: tuple[AnnotatorCount, ...]
    days: Mapping[str, Mapping[str, int]]
    matrices: Mapping[str, Matrix]

    @property
    def annotations(self) -> int:
        """All annotations."""
        return sum(label.annotations for label in self.labels)

    @property
    def seconds(self) -> float:
        """All time spent."""
        return sum(annotator.seconds for annotator in self.annotators)

    @property
    def annotated(self) -> tuple[ArticleCount, ...]:
        """The articles that have an annotation."""
        return tuple(article for article in self.articles if article.annotations)

    @property
    def sentence_coverage(self) -> float | None:
        """Share of the sentences of annotated articles that an annotation is on; None where none are known."""
        known = [(a.tagged_sentences or 0, a.sentences) for a in self.annotated if a.sentences]
        total = sum(sentences for _, sentences in known)
        return sum(tagged for tagged, _ in known) / total if total else None

    @property
    def character_coverage(self) -> float | None:
        """Share of the characters of annotated articles that an annotation is on; None where there are none."""
        total = sum(article.characters for article in self.annotated)
        return sum(article.tagged_characters for article in self.annotated) / total if total else None


def statistics(workspace: Workspace, wanted: Wanted | None = None) -> Statistics:
    """Count everything; `wanted.names` does not matter here.

    Raises:
        UsageError: A filter names what there is not.
        StoreError: The database refused.
    """
    wanted = Wanted() if wanted is None else Wanted(wanted.articles, wanted.annotators, wanted.tags)
    rows, schema = workspace.store.statistics, workspace.schema
    matrices = {}
    for label in schema.labels:  # the first one refuses what there is not
        matrix = ledger_of(workspace, label.name, wanted).matrix()
        if matrix is not None and matrix.cells:
            matrices[label.name] = matrix
    chosen = Chosen("", wanted.articles, wanted.annotators, wanted.tags)
    counted = list(rows.counts(chosen))
    heads = rows.articles(chosen)
    numbers = {head.article for head in heads}
    spent = {place: gap for place, gap in time_spent(rows.edits(wanted.annotators)).items() if place[1] in numbers}
    covered = {version: _union(spans) for version, spans in groupby(rows.spans(chosen), itemgetter(0))}
    labels = _grouped((row.article, row.label, row.total) for row in counted)
    of_article: dict[int, float] = {}
    for (_, article), gap in spent.items():
        of_article[article] = of_article.get(article, 0.0) + gap
    articles = tuple(
        _article(head, _ordered(schema, labels.get(head.article, {})), covered.get(head.version, []), of_article)
        for head in heads
    )
    days = _grouped((row.day, row.label, row.total) for row in counted)
    return Statistics(
        articles=articles,
        labels=_labels(schema, counted, rows.values(chosen)),
        annotators=_annotators(schema, counted, spent),
        days={day: _ordered(schema, days[day]) for day in sorted(days)},
        matrices=matrices,
    )


def _article(
    row: ArticleRow, labels: Mapping[str, int], spans: Sequence[tuple[int, int]], spent: Mapping[int, float]
) -> ArticleCount:
    sentences = None if row.sentences is None else Sentences.unpack(row.sentences)
    return ArticleCount(
        number=row.article,
        title=row.title,
        status=row.status,
        labels=labels,
        characters=row.length,
        tagged_characters=sum(end - start for start, end in spans),
        sentences=None if sentences is None else len(sentences),
        tagged_sentences=None if sentences is None else _tagged(sentences, spans),
        seconds=spent.get(row.article, 0.0),
    )


def _union(spans: Iterable[tuple[int, int, int]]) -> list[tuple[int, int]]:
    """Stretches that do not touch each other, in their order, of spans (key, start, end) that may overlap."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted((start, end) for _, start, end in spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _tagged(sentences: Sentences, spans: Sequence[tuple[int, int]]) -> int:
    """Count the sentences that share a character with one of the stretches."""
    count = seen = 0
    for start, end in spans:
        at = max(seen, sentences.first_from(start))
        while at < len(sentences) and sentences.start(at) < end:
            count += 1
            at += 1
        seen = max(seen, at)
    return count


def _grouped(rows: Iterable[tuple[_Key, str, int]]) -> dict[_Key, Counter[str]]:
    found: dict[_Key, Counter[str]] = defaultdict(Counter)
    for key, label, count in rows:
        found[key][label] += count
    return found


def _ordered(schema: Schema, counts: Mapping[str, int]) -> dict[str, int]:
    """Counts by label in the order of the schema; those that it does not have last."""
    known = [label.name for label in schema.labels]
    names = [name for name in known if name in counts]
    return {name: counts[name] for name in (*names, *sorted(counts.keys() - set(known)))}


def _labels(schema: Schema, counted: Sequence[CountRow], values: Iterable[ValueRow]) -> tuple[LabelCount, ...]:
    totals = _ordered(schema, _grouped(("", row.label, row.total) for row in counted).get("", Counter()))
    found: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for row in values:
        value: AttributeValue = bool(row.value) if row.kind == "flag" else row.value
        found[row.label, row.attribute][value_words(value)] += row.total
    labels = []
    for name in dict.fromkeys([*(label.name for label in schema.labels), *totals]):
        attributes = schema.label(name).attributes if schema.has_label(name) else ()
        told = {
            one.name: _values(one, found.get((name, one.name), Counter()), totals.get(name, 0))
            for one in attributes
            if one.kind in _SHOWN
        }
        labels.append(LabelCount(name, totals.get(name, 0), {key: value for key, value in told.items() if value}))
    return tuple(labels)


def _values(attribute: AttributeDef, found: Counter[str], total: int) -> dict[str, int]:
    """Counts by value, in the order of the schema; the empty value counts annotations without one."""
    if not found:
        return {}
    order = [choice.name for choice in attribute.values] or sorted(found, key=lambda value: (len(value), value))
    known = {value: found[value] for value in order if found[value] or attribute.values}
    unset = 0 if attribute.several else total - sum(found.values())
    return known | ({"": unset} if unset > 0 else {})


def _annotators(
    schema: Schema, counted: Sequence[CountRow], spent: Mapping[tuple[str, int], float]
) -> tuple[AnnotatorCount, ...]:
    labels = _grouped((row.annotator, row.label, row.total) for row in counted)
    articles: dict[str, set[int]] = {}
    own: Counter[str] = Counter()
    for row in counted:
        articles.setdefault(row.annotator, set()).add(row.article)
        own[row.annotator] += 0 if row.imported else row.total
    people = []
    for name in sorted(labels.keys() | {name for name, _ in spent}):
        seconds = sum(gap for (who, _), gap in spent.items() if who == name)
        people.append(
            AnnotatorCount(
                name=name,
                labels=_ordered(schema, labels.get(name, {})),
                articles=len(articles.get(name, ())),
                seconds=seconds,
                per_hour=own[name] * 3600 / seconds if seconds >= _LEAST_TIME else None,
            )
        )
    return tuple(sorted(people, key=lambda one: (-one.annotations, one.name)))
