"""Suggestions as other programs read them.

The three kinds of Stet's own have the shapes that are promised for `stet suggest --jsonl`; what other packages
suggest is written as `stet import --suggestions` reads it.
"""

from __future__ import annotations

from annotations.model import Role
from annotations.suggest.base import Suggestion

__all__ = ["contract", "telling"]


def contract(kind: str, suggestion: Suggestion) -> dict[str, object]:
    """Write a suggestion as `--jsonl` promises it."""
    return _CONTRACT[kind](suggestion) if kind in _CONTRACT else _general(suggestion)


def telling(kind: str, suggestion: Suggestion, text: str) -> dict[str, object]:
    """Write a suggestion with its words in `text`, who fills its roles, its attributes and the reasons as well."""
    return {
        **contract(kind, suggestion),
        "text": [span.of(text) for span in suggestion.fragments],
        "roles": [
            {**_role(role), "text": None if role.span is None else role.span.of(text)} for role in suggestion.roles
        ],
        "attributes": dict(suggestion.attributes),
        "reasons": list(suggestion.reasons),
    }


def _general(suggestion: Suggestion) -> dict[str, object]:
    return {
        "label": suggestion.label,
        "fragments": [list(span) for span in suggestion.fragments],
        "roles": [_role(role) for role in suggestion.roles],
        "attributes": dict(suggestion.attributes),
        "score": round(suggestion.score, 4),
        "reasons": list(suggestion.reasons),
    }


def _role(role: Role) -> dict[str, object]:
    start, end = (None, None) if role.span is None else role.span
    return {"role": role.role, "name": role.name, "start": start, "end": end}


def _quote(suggestion: Suggestion) -> dict[str, object]:
    return {
        "fragments": [list(span) for span in suggestion.fragments],
        "source": _span(suggestion, "source"),
        "cue": _span(suggestion, "cue"),
        "kind": suggestion.attributes.get("kind"),
        "score": round(suggestion.score, 4),
    }


def _claim(suggestion: Suggestion) -> dict[str, object]:
    first = suggestion.fragments[0]
    return {"start": first.start, "end": first.end, "score": round(suggestion.score, 4)}


def _stance(suggestion: Suggestion) -> dict[str, object]:
    return {
        "start": suggestion.fragments[0].start,
        "end": suggestion.fragments[-1].end,
        "target": _span(suggestion, "target"),
        "holder": _span(suggestion, "holder"),
        "polarity": suggestion.attributes.get("polarity", "neutral"),
        "score": round(suggestion.score, 4),
    }


def _span(suggestion: Suggestion, role: str) -> list[int] | None:
    span = suggestion.span_of(role)
    return None if span is None else list(span)


_CONTRACT = {"quotes": _quote, "claims": _claim, "stances": _stance}
