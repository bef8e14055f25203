"""Suggestions: who is quoted with which words, which sentences are worth checking, who is for or against what.

One registry says which suggester finds which kind. Everything is offline and deterministic: the same text gives the
same suggestions. A suggester is loaded when it is asked for. Other packages may bring suggesters of their own
(`annotations.suggest.others`).
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from annotations.errors import UsageError
from annotations.suggest.base import Passage, Suggester, Suggestion

if TYPE_CHECKING:
    from annotations.suggest.foreign import ForeignSuggester

__all__ = ["KINDS", "Passage", "Suggester", "Suggestion", "other_suggester", "suggester"]


class _Made(NamedTuple):
    label: str
    module: str
    maker: str


_MAKERS = {
    "quotes": _Made("quote", "annotations.suggest.quotes", "QuoteSuggester"),
    "stances": _Made("stance", "annotations.suggest.stances", "StanceSuggester"),
    "claims": _Made("claim", "annotations.suggest.claims", "ClaimSuggester"),
}
KINDS = {kind: made.label for kind, made in _MAKERS.items()}
"""What Stet itself suggests, as `--kind` takes it, and the label of it."""


def suggester(kind: str) -> Suggester:
    """Return the suggester of a kind that Stet itself suggests.

    Raises:
        UsageError: There is none.
    """
    if kind not in _MAKERS:
        from annotations.schema import nearest

        raise UsageError(f"nothing suggests “{kind}”", nearest(kind, KINDS) or f"Kinds: {', '.join(KINDS)}.")
    found = _MAKERS[kind]
    made: Suggester = getattr(import_module(found.module), found.maker)()
    return made


def other_suggester(kind: str, seconds: float | None = None, *, apart: bool = True) -> ForeignSuggester:
    """Return the suggester of another package; close it at the end.

    Args:
        kind: Its name.
        seconds: How long it may take for an article; 10 if None.
        apart: Out of reach of what the terminal sends (Ctrl+C).

    Raises:
        UsageError: There is none, or it cannot be used.
    """
    from annotations.suggest.foreign import SECONDS, ForeignSuggester
    from annotations.suggest.others import others

    found = others()
    if kind not in found.usable:
        for problem in found.problems:
            if f"“{kind}”" in problem:
                raise UsageError(problem)
        from annotations.schema import nearest

        known = [*KINDS, *found.usable]
        raise UsageError(f"nothing suggests “{kind}”", nearest(kind, known) or f"Kinds: {', '.join(known)}.")
    return ForeignSuggester(found.usable[kind], SECONDS if seconds is None else seconds, apart=apart)
