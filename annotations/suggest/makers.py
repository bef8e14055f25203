"""Who suggested something, where that is not Stet itself: a reason that says “from NAME”."""

from __future__ import annotations

from dataclasses import replace

from annotations.suggest.base import Suggestion

__all__ = ["from_maker", "is_from", "is_others", "united"]

_FROM = "from "


def from_maker(maker: str, suggestion: Suggestion) -> Suggestion:
    """Return a suggestion whose first reason says who made it."""
    return replace(suggestion, reasons=(_FROM + maker, *suggestion.reasons))


def is_from(maker: str, suggestion: Suggestion) -> bool:
    """Tell whether a suggestion is of that maker alone."""
    return suggestion.reasons[:1] == (_FROM + maker,)


def is_others(suggestion: Suggestion) -> bool:
    """Tell whether anybody else than Stet suggests this, alone or as well."""
    return any(reason.startswith(_FROM) for reason in suggestion.reasons)


def united(before: Suggestion, now: Suggestion) -> Suggestion:
    """Return one suggestion for two that say the same: Stet's own if one is, else the later; with all who made it."""
    first, second = (before, now) if _is_others(now) and not _is_others(before) else (now, before)
    more = [reason for reason in second.reasons if reason.startswith(_FROM) and reason not in first.reasons]
    return replace(first, reasons=(*first.reasons, *more)) if more else first


def _is_others(suggestion: Suggestion) -> bool:
    return bool(suggestion.reasons) and suggestion.reasons[0].startswith(_FROM)
