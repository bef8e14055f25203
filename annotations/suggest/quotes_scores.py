"""How sure quotes are: scores that were measured, what is offered on request only, what may be taken without a look.

A grammar gives each quote a strength, which orders quotes in the same sentence. The score that people see is how many
suggestions of that strength and kind had the right words and the right source on the development articles of PolNeAR,
where two people agree on 76 of 100 quotes with their sources; sources that are plainly slips there (“said”) count as
right. It was measured in English only. What other languages' grammars find is never sure.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence

from annotations.suggest.base import Suggestion
from annotations.suggest.makers import is_others

__all__ = ["SURE_SCORE", "is_doubtful", "is_sure", "score_of"]

SURE_SCORE = 0.97
"""Score from which on a quote may be taken without a look."""

_MEASURED: Mapping[str, Sequence[tuple[float, float]]] = {
    "direct": ((0.0, 0.5), (0.7, 0.8), (0.75, 0.6), (0.85, 0.95), (0.95, 0.98), (0.97, 0.93)),
    "mixed": ((0.0, 0.8), (0.7, 0.78), (0.75, 0.85), (0.85, 0.9)),
    "indirect": ((0.0, 0.55), (0.7, 0.65), (0.75, 0.8), (0.85, 0.84)),
}
"""Kind -> strengths from which on so many of a hundred were right, rising."""
_UNMEASURED = 0.95
_NO_SOURCE = 0.45
_DOUBTFUL = 0.75


def score_of(kind: str, strength: float, *, english: bool, named: bool, sourced: bool) -> float:
    """Return how sure a quote is, 0 to 1.

    Args:
        kind: direct, indirect or mixed.
        strength: What the grammar gave it, 0 to 1.
        english: Whether it was found in English.
        named: Whether its source has a name, in its words or as the article tells it.
        sourced: Whether it has a source.
    """
    measured = _MEASURED[kind]
    score = measured[bisect_right(measured, strength, key=lambda band: band[0]) - 1][1]
    if not sourced:
        return min(score, _NO_SOURCE) if kind == "direct" else score
    return score if english and named else min(score, _UNMEASURED)


def is_doubtful(suggestion: Suggestion) -> bool:
    """Tell whether a suggestion is a quote without marks that no verb of saying leads in; offered only on request.

    Those who annotate attitudes as quotes (PolNeAR) agree with seven of ten of them; a person who looks for what was
    said dismisses most: what is approved, blamed or wanted, more than said.
    """
    indirect = suggestion.label == "quote" and suggestion.attributes.get("kind") == "indirect"
    return indirect and suggestion.score < _DOUBTFUL


def is_sure(suggestion: Suggestion) -> bool:
    """Tell whether a suggestion is a quote of Stet's own of whose words and source at least 97 of 100 are right."""
    return suggestion.label == "quote" and suggestion.score >= SURE_SCORE and not is_others(suggestion)
