"""Stances in the languages that have tables of verbs and no model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from annotations.model import AttributeValue, Role, Span
from annotations.suggest.base import Passage, Suggestion
from annotations.suggest.stances_plain import load_plain

__all__ = ["LONGEST", "POLARITIES", "lowered", "plainly", "plainly_towards"]

POLARITIES = {1: "favor", -1: "against", 0: "neutral"}
LONGEST = 1500
"""A sentence with more code points than this is no sentence of news."""
_SCORE = 0.6
_NOT_FOUND = 0.5


def lowered(text: str) -> str:
    """The text in lower case, of the same length."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join([small if len(small := letter.lower()) == 1 else letter for letter in text])


def plainly(passage: Passage, sentences: Sequence[int] | None = None) -> Iterator[Suggestion]:
    """Yield the stances of a text in one of `stances_plain.LANGUAGES`; see `Suggester`."""
    plain = load_plain(passage.language)
    wanted = None if sentences is None else frozenset(sentences)
    seen = -1
    for match in plain.trigger.finditer(lowered(passage.text)):
        if not len(passage.sentences):
            return
        index = passage.sentences.index_at(match.start())
        if index <= seen or (wanted is not None and index not in wanted):
            continue
        seen = index
        start, end = passage.sentences[index]
        if end - start > LONGEST:
            continue
        for found in plain.stances(passage.text, start, end):
            fragment = Span(
                min(found.holder.start, found.target.start, found.verb.start),
                max(found.holder.end, found.target.end, found.verb.end),
            )
            roles = (Role("holder", None, found.holder), Role("target", None, found.target))
            verb = passage.text[found.verb.start : found.verb.end]
            attributes: dict[str, AttributeValue] = {"polarity": POLARITIES[found.polarity], "explicit": True}
            yield Suggestion("stance", (fragment,), roles, attributes, _SCORE, (f"“{verb}” with its object",))


def plainly_towards(passage: Passage, targets: Sequence[Span]) -> list[Suggestion]:
    """Return a stance for each target: that of which it is the target, or begins it; else neutral."""
    at = [passage.sentences.index_at(target.start) for target in targets] if len(passage.sentences) else []
    found = list(plainly(passage, sorted(set(at))))
    return [_towards(passage, target, found) for target in targets]


def _towards(passage: Passage, target: Span, found: Sequence[Suggestion]) -> Suggestion:
    for suggestion in found:
        span = suggestion.span_of("target")
        if span is not None and span.start <= target.start < target.end <= span.end:
            before = passage.text[span.start : target.start].split()
            if target.end == span.end or len(before) <= 1:
                roles = (*(role for role in suggestion.roles if role.role != "target"), Role("target", None, target))
                return replace(suggestion, roles=roles)
    fragment = target
    if len(passage.sentences):
        sentence = passage.sentences[passage.sentences.index_at(target.start)]
        if sentence.start <= target.start < sentence.end:
            fragment = Span(sentence.start, max(sentence.end, target.end))
    roles = (Role("target", None, target),)
    return Suggestion("stance", (fragment,), roles, {"polarity": "neutral"}, _NOT_FOUND, ("no verb says more",))
