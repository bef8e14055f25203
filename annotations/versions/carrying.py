"""Annotations taken over from one version of an article to another: as they are, changed, at a guess, or not at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from annotations.model import Annotation, Role, Span
from annotations.versions.anchoring import Anchoring
from annotations.versions.placement import Placement

__all__ = ["Taken", "following", "take_over", "words_of"]


@dataclass(frozen=True, slots=True)
class Taken:
    """What becomes of an annotation in another version.

    Attributes:
        placed: The annotation there; None where some of its words have no sure place.
        guess: The annotation at the best guess, the same as `placed` if there is that; None without any guess. A role
            whose words are gone has them as its name.
        reworded: Whether it stands on other words there, apart from typography.
    """

    placed: Annotation | None
    guess: Annotation | None
    reworded: bool = False


def take_over(annotation: Annotation, anchoring: Anchoring, version: int, old: str) -> Taken:
    """Place all spans of an annotation in another version of its text `old`; without any, it just goes over."""
    fragments = [anchoring.place(span) for span in annotation.fragments]
    roles = [(role, None if role.span is None else anchoring.place(role.span)) for role in annotation.roles]
    every = [*fragments, *(placement for _, placement in roles if placement is not None)]
    guess = _guess(annotation, fragments, roles, version, old)
    sure = all(placement.found for placement in every)
    apart = all(
        one.span is not None and other.span is not None and one.span.end < other.span.start
        for one, other in pairwise(fragments)
    )
    reworded = any(placement.reworded for placement in every)
    return Taken(guess if sure and apart else None, guess, reworded)


def following(target: Annotation, before: Annotation, now: Annotation, anchoring: Anchoring) -> Annotation | None:
    """Return `target` as it is where `before`, of its version, has become `now`; None where a place is not sure."""
    became: dict[Span, Span] = {}
    if len(before.fragments) == len(now.fragments):
        became.update(zip(before.fragments, now.fragments, strict=True))
    if len(before.roles) == len(now.roles):
        became.update(
            (one.span, other.span)
            for one, other in zip(before.roles, now.roles, strict=True)
            if one.span is not None and other.span is not None
        )
    spans = [*target.fragments, *(role.span for role in target.roles if role.span is not None)]
    for span in spans:
        if span not in became:
            placement = anchoring.place(span)
            if not placement.found or placement.span is None:
                return None
            became[span] = placement.span
    return _at(target, became, now.version)


def words_of(annotation: Annotation, text: str) -> tuple[str, ...]:
    """The words of each fragment and role of an annotation."""
    spans = [*annotation.fragments, *(role.span for role in annotation.roles if role.span is not None)]
    return tuple(span.of(text) for span in spans)


def _at(annotation: Annotation, became: Mapping[Span, Span], version: int) -> Annotation | None:
    fragments = tuple(became[span] for span in annotation.fragments)
    if any(one.end >= other.start for one, other in pairwise(fragments)):
        return None
    roles = tuple(role if role.span is None else replace(role, span=became[role.span]) for role in annotation.roles)
    return replace(annotation, version=version, fragments=fragments, roles=roles)


def _guess(
    annotation: Annotation,
    fragments: Sequence[Placement],
    roles: Sequence[tuple[Role, Placement | None]],
    version: int,
    old: str,
) -> Annotation | None:
    spans = sorted(placement.span for placement in fragments if placement.span is not None)
    if annotation.fragments and not spans:
        return None
    joined: list[Span] = []
    for span in spans:
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    fillers = []
    for role, placement in roles:
        if role.span is None or placement is None:
            fillers.append(role)
        elif placement.span is not None:
            fillers.append(replace(role, span=placement.span))
        else:
            fillers.append(Role(role.role, role.name or " ".join(role.span.of(old).split())))
    return replace(annotation, version=version, fragments=tuple(joined), roles=tuple(fillers))
