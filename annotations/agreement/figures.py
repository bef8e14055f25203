"""Which figures are asked for of a group's counts, and the columns that each is computed from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from annotations.agreement.bootstrap import Sample
from annotations.agreement.coefficients import (
    Alpha,
    Cell,
    Coefficient,
    Cohen,
    Fleiss,
    Mean,
    Ratio,
    cells_of,
)
from annotations.agreement.counting import Level, Pair, Part, levels_of, scale_of
from annotations.agreement.distances import metric_of, of_names, of_sets
from annotations.schema import AttributeDef, AttributeKind, Schema, Scope

__all__ = ["Asked", "Figures"]


@dataclass(frozen=True, slots=True)
class Asked:
    """A figure to be computed.

    Attributes:
        measure: As `annotations.agreement.report.Measure` calls it.
        units: Columns whose sum says on how many units it rests.
    """

    measure: str
    coefficient: Coefficient
    annotators: tuple[str, ...]
    label: str | None = None
    level: Level | None = None
    attribute: str | None = None
    units: tuple[int, ...] = ()


class Figures:
    """Finds the columns of each figure in a sample that is complete."""

    def __init__(self, schema: Schema, annotators: Sequence[str], labels: Sequence[str], sample: Sample) -> None:
        self._people = tuple(annotators)
        self._pairs = list(combinations(self._people, 2))
        self._labels = [label for label in schema.labels if label.name in labels]
        self._relations = [relation.name for relation in schema.relations]
        self._sample = sample
        self._total = sample.total()
        # Columns by what they count, with the values that met.
        self._met: defaultdict[Hashable, dict[tuple[object, object], int]] = defaultdict(dict)
        for name, column in sample.names.items():
            assert isinstance(name, tuple)  # noqa: S101 - `Counting` names them so
            if name[0] in {Part.PAIR, Part.GROUP, Part.FULL, Part.VALUES, Part.CONFUSED}:
                self._met[name[:-2]][name[-2], name[-1]] = column

    def all(self) -> list[Asked]:
        """Every figure: of everybody together, then, of more than two, of each pair."""
        groups: list[tuple[str, ...]] = [self._people]
        if len(self._people) > 2:
            groups += self._pairs
        return [asked for group in groups for asked in self._of_group(group)]

    def brief(self) -> list[Asked]:
        """What is said of a single article: alpha and F1 of all labels together."""
        wanted = {("krippendorff_alpha", None), ("f1_exact", None), ("f1_overlap", None)}
        return [asked for asked in self.all() if (asked.measure, asked.label) in wanted and asked.attribute is None]

    def confusion(self, pair: Pair) -> dict[tuple[str | None, str | None], int]:
        """How often which labels of two people are on the same words, None for no annotation."""
        met = self._met[Part.CONFUSED, pair]
        return {(_name(one), _name(other)): self._total[column] for (one, other), column in met.items()}

    def _of_group(self, group: tuple[str, ...]) -> Iterator[Asked]:
        pairs = list(combinations(group, 2))
        for label, levels in self._units():
            for level in levels:
                yield from self._of_units(group, pairs, label, level)
        for label in self._names():
            yield self._spans("f1_exact", Part.EXACT, group, pairs, label)
            yield self._spans("f1_overlap", Part.OVERLAP, group, pairs, label)
        for definition in self._labels:
            for attribute in definition.attributes:
                yield from self._of_attribute(group, pairs, definition.name, attribute)
        yield from self._of_relations(group, pairs)

    def _names(self) -> list[str | None]:
        several = len(self._labels) > 1
        return [*([None] if several else []), *(label.name for label in self._labels)]

    def _units(self) -> Iterator[tuple[str | None, tuple[Level, ...]]]:
        for scope in Scope:
            of_scope = [label for label in self._labels if label.scope is scope]
            if len(of_scope) > 1:
                yield None, levels_of(scope)
            for label in of_scope:
                yield label.name, levels_of(scope)

    def _of_units(
        self, group: tuple[str, ...], pairs: Sequence[Pair], label: str | None, level: Level
    ) -> Iterator[Asked]:
        kappas = []
        for pair in pairs:
            cells, values = self._cells(Part.PAIR, level, label, pair)
            kappas.append(Cohen(cells, len(values)))
        whole = len(group) == len(self._people) > 2
        if whole:
            of_all = self._cells(Part.GROUP, level, label)
            of_full = self._cells(Part.FULL, level, label)
            units = self._columns((Part.UNITS, level))
            full_units = self._columns((Part.FULL_UNITS, level))
            scale = scale_of(len(self._people))
        else:
            of_all = of_full = self._cells(Part.PAIR, level, label, pairs[0])
            units = full_units = tuple(column for column, _, _ in of_all[0])
            scale = 1
        between, expected = of_sets(of_all[1]) if label is None else of_names()
        yield Asked("cohen_kappa", Mean(kappas) if whole else kappas[0], group, label, level, units=units)
        if whole or len(self._people) == 2:
            cells, values = of_full
            fleiss: Coefficient = _Undefined(f"no article was coded by all {len(group)}")
            if cells:
                fleiss = Fleiss(cells, len(values))
            yield Asked("fleiss_kappa", fleiss, group, label, level, units=full_units)
        cells, values = of_all
        alpha = Alpha(cells, values, between, expected, scale)
        yield Asked("krippendorff_alpha", alpha, group, label, level, units=units)

    def _spans(
        self, measure: str, part: Part, group: tuple[str, ...], pairs: Sequence[Pair], label: str | None
    ) -> Asked:
        names = [label] if label is not None else [definition.name for definition in self._labels]
        above = self._columns(*((part, name, pair) for name in names for pair in pairs))
        below = self._columns(*((Part.ANNOTATIONS, name, pair) for name in names for pair in pairs))
        nothing = f"there is no {label or 'annotation'} to match"
        return Asked(measure, Ratio(above, below, nothing, 2), group, label, units=below)

    def _of_attribute(
        self, group: tuple[str, ...], pairs: Sequence[Pair], label: str, attribute: AttributeDef
    ) -> Iterator[Asked]:
        same = self._columns(*((Part.SAME, label, attribute.name, pair) for pair in pairs))
        either = self._columns(*((Part.EITHER, label, attribute.name, pair) for pair in pairs))
        share = Ratio(same, either, f"no matched {label} has a value")
        yield Asked("same", share, group, label, attribute=attribute.name, units=either)
        if attribute.kind in {AttributeKind.TEXT, AttributeKind.ADDRESS}:
            return
        columns: list[tuple[int, object, object]] = []
        for pair in pairs:
            met = self._met[Part.VALUES, label, attribute.name, pair]
            columns += [(column, one, other) for (one, other), column in met.items()]
        values = list(dict.fromkeys(value for _, one, other in columns for value in (one, other)))
        numbers = {value: number for number, value in enumerate(values)}
        cells = [(column, numbers[one], numbers[other]) for column, one, other in columns]
        alpha: Coefficient = _Undefined(f"no matched {label} has a value by both")
        if cells:
            alpha = Alpha(cells, values, *metric_of(attribute, values))
        units = tuple(column for column, _, _ in cells)
        yield Asked("krippendorff_alpha", alpha, group, label, attribute=attribute.name, units=units)

    def _of_relations(self, group: tuple[str, ...], pairs: Sequence[Pair]) -> Iterator[Asked]:
        used = [
            name for name in self._relations if self._columns(*((Part.RELATIONS, name, pair) for pair in self._pairs))
        ]
        for names, label in ((used, None), *(([name], name) for name in used)):
            above = self._columns(*((Part.RELATED, name, pair) for name in names for pair in pairs))
            below = self._columns(*((Part.RELATIONS, name, pair) for name in names for pair in pairs))
            f1 = Ratio(above, below, "there is no relation to match", 2)
            yield Asked("f1_relation", f1, group, label, units=below)

    def _cells(self, *name: Hashable) -> tuple[list[Cell], list[object]]:
        met = self._met[name]
        return cells_of(met, dict.fromkeys(value for pair in met for value in pair))

    def _columns(self, *names: Hashable) -> tuple[int, ...]:
        return tuple(self._sample.names[name] for name in names if name in self._sample.names)


def _name(label: object) -> str | None:
    return None if label is None else str(label)


class _Undefined:
    """A figure that can have no number, and why."""

    def __init__(self, reason: str) -> None:
        self._reason = reason

    def __call__(self, _: Sequence[int]) -> str:
        return self._reason
