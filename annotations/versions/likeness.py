"""How alike two stretches of text are, with all typographic forms of a sign counted as one."""

from __future__ import annotations

import re
import time
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from diff_match_patch import diff_match_patch

__all__ = ["alike", "differ", "normal"]

_FORMS = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»＂″", '"'),
        **dict.fromkeys("‘’‚‛‹›`´′", "'"),
        **dict.fromkeys("‐‑‒–—―−", "-"),
    }
)
_SPACES = re.compile(r"\s+")
_DOTS = re.compile(r"…|\.\.\.")
_DASHES = re.compile(r"--+")
_WORD = re.compile(r"[^\W_]+")


def normal(text: str) -> str:
    """Write a text with plain quotation marks, dashes and single spaces."""
    return _SPACES.sub(" ", _DASHES.sub("-", _DOTS.sub("...", text.translate(_FORMS))))


def alike(one: str, other: str) -> float:
    """How much two texts have in common, from 0 to 1: twice their common code points over all of theirs."""
    one, other = normal(one), normal(other)
    if one == other:
        return 1.0
    total = len(one) + len(other)
    if not one or not other:
        return 0.0
    if total > 4000:
        return _alike_words(one, other)
    comparing = differ()
    diffs = comparing.diff_main(one, other, False, time.time() + 0.2)
    comparing.diff_cleanupSemantic(diffs)
    return 2 * sum(len(part) for kind, part in diffs if kind == 0) / total


def _alike_words(one: str, other: str) -> float:
    a, b = Counter(_WORD.findall(one)), Counter(_WORD.findall(other))
    common = sum(len(word) * count for word, count in (a & b).items())
    total = sum(len(word) * count for words in (a, b) for word, count in words.items())
    return 2 * common / max(1, total)


def differ() -> diff_match_patch:
    """Return what compares two strings."""
    from diff_match_patch import diff_match_patch

    return diff_match_patch()
