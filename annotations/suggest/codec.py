"""Suggestions as plain data: over a pipe, in the database, and in files of other people's models."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from annotations.errors import FormatError
from annotations.model import Role, Span
from annotations.store.codec import plain_to_value
from annotations.suggest.base import Suggestion
from annotations.text import written_spans

__all__ = ["from_plain", "moved", "place_of", "to_plain"]


def to_plain(suggestion: Suggestion) -> dict[str, object]:
    """Write a suggestion as what JSON can hold."""
    return {
        "label": suggestion.label,
        "fragments": [list(span) for span in suggestion.fragments],
        "roles": [[role.role, role.name, None if role.span is None else list(role.span)] for role in suggestion.roles],
        "attributes": dict(suggestion.attributes),
        "score": round(suggestion.score, 4),
        "reasons": list(suggestion.reasons),
    }


def from_plain(data: Mapping[str, Any]) -> Suggestion:
    """Read what `to_plain` wrote.

    Raises:
        FormatError: It is no such data.
    """
    try:
        return Suggestion(
            label=data["label"],
            fragments=tuple(Span(start, end) for start, end in data["fragments"]),
            roles=tuple(Role(role, name, None if span is None else Span(*span)) for role, name, span in data["roles"]),
            attributes={name: plain_to_value(value) for name, value in data["attributes"].items()},
            score=float(data["score"]),
            reasons=tuple(data["reasons"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise FormatError(f"this is no suggestion: {json.dumps(data, default=str)[:80]} ({error})") from None


def moved(suggestion: Suggestion, by: int) -> Suggestion:
    """Return a suggestion with all its offsets (code points) moved."""
    if not by:
        return suggestion

    def shifted(span: Span) -> Span:
        return Span(span.start + by, span.end + by)

    return replace(
        suggestion,
        fragments=tuple(map(shifted, suggestion.fragments)),
        roles=tuple(replace(r, span=shifted(r.span)) if r.span is not None else r for r in suggestion.roles),
    )


def place_of(suggestion: Suggestion) -> str:
    """Write the fragments of a suggestion as `12-40;55-80`."""
    return written_spans(suggestion.fragments)
