"""Sums of the project's own lexicon over the words on one side of a target, turned by negation."""

from __future__ import annotations

from typing import NamedTuple

from annotations.suggest.stances_context import Context, Word, is_negated
from annotations.suggest.stances_sentiment import load_sentiment

__all__ = ["NEAR", "Sums", "sums_of"]

NEAR = 6
"""How many words from the target count as near."""


class Sums(NamedTuple):
    """What the words on one side say, also of the clause alone and near the target, and what its verbs do."""

    total: float
    clause: float
    near: float
    weighted: float
    good: float
    bad: float
    effect: float
    effect_near: float


def sums_of(context: Context, *, after: bool) -> Sums:
    """What the words before or after a target say."""
    sentiment = load_sentiment()
    words = context.after if after else context.before
    total = clause = near = weighted = good = bad = effects = effects_near = 0.0
    for index, word in enumerate(words):
        effect = 0.0 if word.apart else float(_effect(words, index, after=after))
        if not word.valence and not effect:
            continue
        turn = -0.7 if is_negated(words, index) else 1.0
        if index and words[index - 1].low in sentiment.boosters:
            turn *= 1.4
        value = word.valence * turn
        effect *= turn
        distance = index + 1 if after else len(words) - index
        weight = 1.0 / (1.0 + distance / 6.0)
        total += value
        good += max(value, 0)
        bad += max(-value, 0)
        weighted += value * weight
        effects += effect * weight
        if index < context.right if after else index >= context.left:
            clause += value
            if distance <= NEAR:
                near += value
                effects_near += effect
    return Sums(total, clause, near, weighted, good, bad, effects, effects_near)


def _effect(words: list[Word], index: int, *, after: bool) -> int:
    """What a verb says of the target, if that is its subject (before it) or object (after it)."""
    frame = words[index].frame
    if frame is None:
        return 0
    passive = frame.form in "nx" and index > 0 and words[index - 1].low in load_sentiment().small.be
    return frame.doer if after and not passive else frame.done_to
