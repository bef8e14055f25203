"""Which quotes are offered only on request: what is approved, blamed or wanted, more than said.

Those who annotate attitudes as quotes (PolNeAR) agree with seven of ten of them; a person who looks for what was said
dismisses most.
"""

from __future__ import annotations

from annotations.suggest.base import Suggestion

__all__ = ["is_doubtful"]

_SURE = 0.75


def is_doubtful(suggestion: Suggestion) -> bool:
    """Tell whether a suggestion is a quote without marks that no verb of saying leads in."""
    indirect = suggestion.label == "quote" and suggestion.attributes.get("kind") == "indirect"
    return indirect and suggestion.score < _SURE
