"""Which sentences of an article to offer for a check: the best few first, more on request.

Scores say which of two sentences is more worth a check, and little about how many are: so the number goes by the
length of the article.
"""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["best_first", "offered"]

SHARE = 6
"""One sentence in so many is offered."""
AT_LEAST = 3
FLOOR = 0.2
"""Below this a sentence is offered only on request."""


def best_first(scores: Sequence[float]) -> list[int]:
    """Return the indexes of all sentences, the best first; of equals the one that comes first in the text."""
    return sorted(range(len(scores)), key=lambda index: (-scores[index], index))


def offered(scores: Sequence[float], more: int = 0) -> list[int]:
    """Return the indexes of the sentences to offer, the best first.

    One in six, three at least, of those with a score from 0.2 on. Each request for more adds as many again, and
    takes them from all that are left.

    Args:
        scores: Of each sentence, 0 to 1, in the order of the text.
        more: How many times more was asked for, 0 or above.
    """
    batch = max(AT_LEAST, -(-len(scores) // SHARE))
    ranked = best_first(scores)
    first = [index for index in ranked[:batch] if scores[index] >= FLOOR]
    return ranked[: len(first) + batch * more] if more > 0 else first
