"""Suggestions: who is quoted with which words, which sentences are worth checking, who is for or against what.

One registry says which suggester finds which kind. Everything is offline and deterministic: the same text gives the
same suggestions. A suggester is loaded when it is asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import NamedTuple

from annotations.errors import UsageError
from annotations.schema import nearest
from annotations.suggest.base import Passage, Suggester, Suggestion

__all__ = ["KINDS", "Passage", "Suggester", "Suggestion", "suggester"]


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
"""What can be suggested, as `--kind` takes it, and the label of it."""


def suggester(kind: str) -> Suggester:
    """Return the suggester of a kind.

    Raises:
        UsageError: There is none.
    """
    if kind not in _MAKERS:
        raise UsageError(f"nothing suggests “{kind}”", nearest(kind, KINDS) or f"Kinds: {', '.join(KINDS)}.")
    found = _MAKERS[kind]
    made: Suggester = getattr(import_module(found.module), found.maker)()
    return made
