"""Counts of one article: who put what where, whose annotations are whose, which values and relations they share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import combinations
from math import lcm

from annotations.agreement.matching import Match, match
from annotations.agreement.units import Profile, of_article, of_characters, of_sentences
from annotations.columns import Sentences
from annotations.model import Annotation, ArticleInfo, AttributeValue, Relation
from annotations.schema import AttributeDef, AttributeKind, Schema, Scope

__all__ = ["NOTHING", "ArticleLayers", "Counting", "Level", "Pair", "Part", "comparable_value", "levels_of"]

NOTHING = frozenset({""})
"""What stands for no label at all among sets of labels: it has no element in common with any other."""

Pair = tuple[str, str]


class Level(StrEnum):
    """What a unit is."""

    SENTENCE = "sentence"
    CHARACTER = "character"
    ARTICLE = "article"


class Part(StrEnum):
    """What a column counts; what follows in its name is written beside each."""

    PAIR = "pair"  # level, label, pair, value of the one, of the other: units
    GROUP = "group"  # level, label, the same values: pairs in units, times `scale` / (coders - 1)
    FULL = "full"  # level, label, the same values: pairs in units that everybody has judged
    UNITS = "units"  # level: units that at least two have judged
    FULL_UNITS = "full units"  # level: units that everybody has judged
    ANNOTATIONS = "annotations"  # label, pair: annotations of both
    EXACT = "exact"  # label, pair: annotations with the same fragments
    OVERLAP = "overlap"  # label, pair: annotations that share code points
    EITHER = "either"  # label, attribute, pair: matches of which at least one has a value
    SAME = "same"  # label, attribute, pair: matches with the same value
    VALUES = "values"  # label, attribute, pair, value of the one, of the other: matches that both have values
    RELATIONS = "relations"  # relation, pair: relations of both
    RELATED = "related"  # relation, pair: relations between the same annotations
    CONFUSED = "confused"  # pair, label of the one, of the other: annotations


@dataclass(frozen=True, slots=True)
class ArticleLayers:
    """An article that several have coded; `layers` has the annotations of each coder."""

    info: ArticleInfo
    coders: tuple[str, ...]
    layers: tuple[list[Annotation], ...]
    sentences: Sentences
    relations: tuple[Relation, ...]


class Counting:
    """Makes the counts of articles; relations, which may go from one to another, are counted when all are known.

    Attributes:
        scale: The whole number by which pairs are multiplied, so that a share of them is whole.
    """

    def __init__(self, schema: Schema, annotators: Sequence[str], labels: Sequence[str]) -> None:
        self._labels = {label.name: label for label in schema.labels if label.name in labels}
        self._annotators = tuple(annotators)
        self.scale = scale_of(len(self._annotators))
        self._same: dict[Pair, dict[str, str]] = {pair: {} for pair in combinations(self._annotators, 2)}

    def article(self, article: ArticleLayers) -> Counter[Hashable]:
        """Count everything in an article but its relations, and find out whose annotations are whose."""
        counts: Counter[Hashable] = Counter()
        layers = [[a for a in layer if a.label in self._labels] for layer in article.layers]
        for level, profiles in (
            (Level.SENTENCE, of_sentences(layers, article.sentences)),
            (Level.CHARACTER, of_characters(layers, article.sentences)),
            (Level.ARTICLE, of_article(layers)),
        ):
            self._count_units(counts, level, profiles, article.coders)
        for (one, mine), (other, theirs) in combinations(zip(article.coders, layers, strict=True), 2):
            pair = (one, other)
            matches = match(mine, theirs)
            self._same[pair].update({theirs.id: mine.id for mine, theirs in matches})
            _count_spans(counts, pair, mine, theirs, matches)
            _count_confusions(counts, pair, mine, theirs, matches)
            self._count_values(counts, pair, matches)
        return counts

    def relations(self, coders: Sequence[str], relations: Sequence[Relation]) -> Counter[Hashable]:
        """Count the relations of an article, once everything else is counted in all articles."""
        counts: Counter[Hashable] = Counter()
        for pair in combinations(coders, 2):
            self._count_relations(counts, pair, relations)
        return counts

    def _count_units(
        self, counts: Counter[Hashable], level: Level, profiles: Counter[Profile], coders: Sequence[str]
    ) -> None:
        full = len(coders) == len(self._annotators)
        weight = self.scale // (len(coders) - 1)
        units = profiles.total()
        counts[Part.UNITS, level] += units
        if full:
            counts[Part.FULL_UNITS, level] += units
        for label in (None, *self._labels):
            if label is not None and level not in levels_of(self._labels[label].scope):
                continue
            for (one, other), values in _met(profiles, label, coders).items():
                for (first, second), count in values.items():
                    counts[Part.PAIR, level, label, (one, other), first, second] += count
                    counts[Part.GROUP, level, label, first, second] += count * weight
                    if full:
                        counts[Part.FULL, level, label, first, second] += count

    def _count_values(self, counts: Counter[Hashable], pair: Pair, matches: Sequence[Match]) -> None:
        for mine, theirs in matches:
            for attribute in self._labels[mine.label].attributes:
                one, other = mine.attributes.get(attribute.name), theirs.attributes.get(attribute.name)
                if one is None and other is None:
                    continue
                counts[Part.EITHER, mine.label, attribute.name, pair] += 1
                if one is None or other is None:
                    continue
                first, second = comparable_value(attribute, one), comparable_value(attribute, other)
                counts[Part.SAME, mine.label, attribute.name, pair] += first == second
                if attribute.kind not in {AttributeKind.TEXT, AttributeKind.ADDRESS}:
                    counts[Part.VALUES, mine.label, attribute.name, pair, first, second] += 1

    def _count_relations(self, counts: Counter[Hashable], pair: Pair, relations: Sequence[Relation]) -> None:
        same = self._same[pair]
        mine: Counter[tuple[str, str, str]] = Counter()
        theirs: Counter[tuple[str, str, str]] = Counter()
        for relation in relations:
            if relation.annotator == pair[0]:
                mine[relation.label, relation.source, relation.target] += 1
            elif relation.annotator == pair[1]:
                source, target = (same.get(end, end) for end in (relation.source, relation.target))
                theirs[relation.label, source, target] += 1
        for tie, count in (mine + theirs).items():
            counts[Part.RELATIONS, tie[0], pair] += count
            counts[Part.RELATED, tie[0], pair] += min(mine[tie], theirs[tie])


def levels_of(scope: Scope) -> tuple[Level, ...]:
    """Of which units a label is: sentences and code points, or whole articles."""
    return (Level.ARTICLE,) if scope is Scope.ARTICLE else (Level.SENTENCE, Level.CHARACTER)


def scale_of(annotators: int) -> int:
    """The least number that every count of a unit's coders but one divides."""
    return lcm(*range(1, annotators))


def comparable_value(attribute: AttributeDef, value: AttributeValue) -> Hashable:
    """A value as it is compared: several as a set, a date as a number of days, anything else as it is."""
    if isinstance(value, tuple):
        return frozenset(value)
    if attribute.kind is AttributeKind.DATE:
        return date.fromisoformat(str(value)).toordinal()
    return value


def _met(
    profiles: Counter[Profile], label: str | None, coders: Sequence[str]
) -> dict[Pair, Counter[tuple[Hashable, Hashable]]]:
    """How often which values of two people met on a unit: whether it has the label, or for all labels their set."""
    met: dict[Pair, Counter[tuple[Hashable, Hashable]]] = {pair: Counter() for pair in combinations(coders, 2)}
    simple: Counter[tuple[Hashable, ...]] = Counter()
    for profile, count in profiles.items():
        simple[tuple(labels or NOTHING if label is None else label in labels for labels in profile)] += count
    for values, count in simple.items():
        for (one, first), (other, second) in combinations(zip(coders, values, strict=True), 2):
            met[one, other][first, second] += count
    return met


def _count_spans(
    counts: Counter[Hashable],
    pair: Pair,
    mine: Sequence[Annotation],
    theirs: Sequence[Annotation],
    matches: Sequence[Match],
) -> None:
    for annotation in (*mine, *theirs):
        counts[Part.ANNOTATIONS, annotation.label, pair] += 1
    exact = Counter((a.label, a.fragments) for a in mine) & Counter((a.label, a.fragments) for a in theirs)
    for (label, _), count in exact.items():
        counts[Part.EXACT, label, pair] += count
    for one, _ in matches:
        counts[Part.OVERLAP, one.label, pair] += 1


def _count_confusions(
    counts: Counter[Hashable],
    pair: Pair,
    mine: Sequence[Annotation],
    theirs: Sequence[Annotation],
    matches: Sequence[Match],
) -> None:
    """Count annotations by their labels: those of one label are each other's first, what is left with any label."""
    taken = {annotation.id for one in matches for annotation in one}
    left = list(_without(mine, taken)), list(_without(theirs, taken))
    crossed = match(*left, comparable=lambda one, other: one.label != other.label)
    for one, other in (*matches, *crossed):
        counts[Part.CONFUSED, pair, one.label, other.label] += 1
    taken |= {annotation.id for one in crossed for annotation in one}
    for annotation in _without(mine, taken):
        counts[Part.CONFUSED, pair, annotation.label, None] += 1
    for annotation in _without(theirs, taken):
        counts[Part.CONFUSED, pair, None, annotation.label] += 1


def _without(annotations: Sequence[Annotation], taken: set[str]) -> Iterator[Annotation]:
    return (annotation for annotation in annotations if annotation.id not in taken)
