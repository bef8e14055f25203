"""Layers held against each other: which annotations of several people are the same, and in what they differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from annotations.agreement.matching import overlap
from annotations.model import Annotation, ArticleInfo, Span
from annotations.workspace import Workspace

__all__ = ["Decided", "Item", "Standing", "Verdict", "compare", "grouped"]


class Standing(StrEnum):
    """How far several people agree on one thing."""

    AGREED = "agreed"
    PARTLY = "partly"
    DIFFERENT = "different"
    MISSING = "missing"


class Verdict(StrEnum):
    """What was decided about an annotation: kept as it is, made into one with others, or not kept."""

    KEEP = "keep"
    MERGE = "merge"
    REJECT = "reject"


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision about one annotation; `kept_as` is the id of what came of it in the layer that decides."""

    verdict: Verdict
    kept_as: str | None


@dataclass(frozen=True, slots=True)
class Item:
    """What several people put on about the same words, one annotation each at most.

    Attributes:
        annotations: By annotator, in the order in which these were asked for.
        annotators: Who was asked for, and has worked on the article.
        decided: By id of the annotation, what was decided about it.
    """

    annotations: Mapping[str, Annotation]
    annotators: tuple[str, ...]
    decided: Mapping[str, Decided]

    @property
    def place(self) -> Span | None:
        """From the first to the last code point of any of them; None for the whole article."""
        spans = [span for annotation in self.annotations.values() for span in annotation.fragments]
        return Span(min(s.start for s in spans), max(s.end for s in spans)) if spans else None

    @property
    def differences(self) -> tuple[str, ...]:
        """In what those who have it differ: label, words, roles, attributes."""
        all_of = list(self.annotations.values())
        parts = (
            ("label", [a.label for a in all_of]),
            ("words", [a.fragments for a in all_of]),
            ("roles", [frozenset(a.roles) for a in all_of]),
            ("attributes", [dict(a.attributes) for a in all_of]),
        )
        return tuple(name for name, values in parts if any(value != values[0] for value in values))

    @property
    def standing(self) -> Standing:
        """How far they agree."""
        if len(self.annotations) < len(self.annotators):
            return Standing.MISSING
        if "label" in self.differences:
            return Standing.DIFFERENT
        return Standing.PARTLY if self.differences else Standing.AGREED

    @property
    def done(self) -> bool:
        """Whether something was decided about each of them."""
        return all(annotation.id in self.decided for annotation in self.annotations.values())


def compare(workspace: Workspace, info: ArticleInfo, annotators: Sequence[str]) -> list[Item]:
    """Hold the layers of an article against each other, in the order of its text, with what this layer has decided.

    Somebody who has not worked on the article is left out.
    """
    coders = workspace.store.work.coders().get(info.number, {})
    people = tuple(name for name in dict.fromkeys(annotators) if name in coders)
    layers: dict[str, list[Annotation]] = {name: [] for name in people}
    for annotation in workspace.annotations(info):
        if annotation.annotator in layers:
            layers[annotation.annotator].append(annotation)
    decided = {
        of: Decided(Verdict(str(row["verdict"])), row["kept_as"])
        for of, row in workspace.store.decisions.of_article(info.number, workspace.annotator).items()
    }
    items = [
        Item(group, people, {a.id: decided[a.id] for a in group.values() if a.id in decided})
        for group in grouped(layers)
    ]
    return sorted(items, key=lambda item: item.place or Span(0, 1))


def grouped(layers: Mapping[str, Sequence[Annotation]]) -> list[dict[str, Annotation]]:
    """Put annotations together that share code points: those of one label first, then those of different ones.

    Of all that could come together, what shares most does so first (see `annotations.agreement.matching.overlap`).
    """
    groups: list[dict[str, Annotation]] = []
    for name, layer in layers.items():
        found = [
            (place, annotation, share)
            for place, group in enumerate(groups)
            for annotation in layer
            if (share := _share(annotation, group, same_label=True))
        ]
        placed = _greedy(found)
        for place, annotation in placed:
            groups[place][name] = annotation
        taken = {annotation.id for _, annotation in placed}
        groups += [{name: annotation} for annotation in layer if annotation.id not in taken]
    # What stands alone may yet belong to what somebody else gave another label.
    alone = {place: next(iter(group.items())) for place, group in enumerate(groups) if len(group) == 1}
    crossed = [
        (-share, place, own)
        for own, (_, annotation) in alone.items()
        for place, group in enumerate(groups)
        if place != own and (share := _share(annotation, group, same_label=False))
    ]
    for _, place, own in sorted(crossed):
        name, annotation = alone[own]
        if len(groups[own]) == 1 and groups[place] and name not in groups[place]:
            groups[place][name] = annotation
            groups[own] = {}
    return [group for group in groups if group]


def _share(annotation: Annotation, group: Mapping[str, Annotation], *, same_label: bool) -> float:
    """What an annotation shares at most with one of a group."""
    others = [other for other in group.values() if (annotation.label == other.label) == same_label]
    return max((overlap(annotation.fragments, other.fragments) for other in others), default=0.0)


def _greedy(found: Sequence[tuple[int, Annotation, float]]) -> list[tuple[int, Annotation]]:
    """Put each annotation into one group at most and one into each, what shares most first."""
    taken: set[str] = set()
    filled: set[int] = set()
    placed = []
    for place, annotation, _ in sorted(found, key=lambda one: (-one[2], one[1].start or 0, one[1].id, one[0])):
        if annotation.id not in taken and place not in filled:
            taken.add(annotation.id)
            filled.add(place)
            placed.append((place, annotation))
    return placed
